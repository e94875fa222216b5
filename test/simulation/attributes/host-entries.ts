// What the attributes of hosts do.

import type { Simulator } from "../../../src/simulator/simulator.js";
import {
  type AttributeEntry,
  diagnostics,
  faults,
  findingsAbout,
  hostFacts,
  startOf,
  verdictOf,
} from "./attribute-entry.js";
import {
  APP,
  CLUSTER,
  declareCluster,
  declareDefault,
  declareForgetfulHost,
  declareHost,
  declareMachine,
  declareNative,
  declareNetworkPath,
  declareVcenter,
  ESX1,
  ESX2,
  MANAGEMENT,
} from "./declarations.js";
import type { Program } from "./run-program.js";

/** An archive comes every hour. */
const ARCHIVED = 3900;

const EDGE: Program = [...MANAGEMENT, declareCluster("c1")];
const ONE_HOST: Program = [...EDGE, declareHost("esx1"), declareMachine("app")];

/** A release that cannot seal its configuration to the TPMs of some makers. */
const ON_7_0_U2: Program = [...EDGE, declareHost("esx1", { version: "7.0 U2" })];
const OF_NUVOTON: Program = [
  ...EDGE,
  declareHost("esx1", { version: "7.0 U2", tpm: { present: true, manufacturer: "NTC" } }),
];

/** The firmware is changed while the host is off, and the host is switched on again. */
const visit =
  (change: (simulator: Simulator) => void) =>
  (simulator: Simulator): void => {
    simulator.operators.shutDown(ESX1);
    change(simulator);
    simulator.operators.powerOn(ESX1);
  };

const enterRecoveryKey = ({ operators }: Simulator): void => {
  operators.enterRecoveryKey(ESX1, operators.recoveryKey(ESX1)?.key ?? "");
};

/** Racked without a TPM; one is fitted later, and then the host is to persist keys. */
const TPM_COMES_LATER: Program = [
  ...EDGE,
  declareForgetfulHost("esx1", { tpm: null }),
  declareHost("esx1"),
  declareMachine("app"),
];

const UP = "up, incapable, 0 stored, 0 cached";
const DOWN = "down, incapable, 0 stored, 0 cached";
const REFUSED = ["The host refused the esxcli command"];

export const HOST_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_host.hostname",
    of: "esx1",
    program: [declareVcenter(), declareCluster("c1"), declareForgetfulHost("esx1")],
    values: ["esx1", "esx9"],
    identity: [ESX1, "vc/c1/esx9"],
  },
  {
    attribute: "holdfast_host.cluster",
    of: "esx1",
    program: [...EDGE, declareCluster("c2"), declareHost("esx1"), declareMachine("app")],
    values: [CLUSTER, "vc/c2"],
    shows: faults,
    outcomes: [[], ["vSphere cannot do this in the present state"]],
  },
  {
    attribute: "holdfast_host.site",
    of: "esx1",
    program: [
      ...EDGE,
      declareNetworkPath({ from_site: "branch", from_role: "host", port: 443 }),
      declareForgetfulHost("esx1"),
      declareMachine("app"),
    ],
    values: ["dc", "branch"],
    shows: faults,
    outcomes: [[], ["vSphere cannot do this in the present state"]],
  },
  {
    attribute: "holdfast_host.version",
    of: "esx1",
    program: ONE_HOST,
    values: ["7.0 U2", "7.0 U1"],
    shows: diagnostics,
    outcomes: [[], ["Key persistence before its time"]],
  },
  {
    attribute: "holdfast_host.tpm",
    of: "esx1",
    program: ONE_HOST,
    values: [{ present: true }, undefined],
    shows: faults,
    outcomes: [[], REFUSED],
  },
  {
    attribute: "holdfast_host.tpm.present",
    of: "esx2",
    program: [
      declareVcenter(),
      declareNative("nkp", { tpm_required: true }),
      declareDefault("nkp"),
      declareCluster("c1"),
      declareForgetfulHost("esx1"),
      declareForgetfulHost("esx2"),
      declareMachine("app"),
    ],
    values: [true, false],
    shows: startOf(APP, ESX2),
    outcomes: ["starts", "HOST_NOT_CRYPTO_SAFE"],
  },
  {
    attribute: "holdfast_host.tpm.hash_bank",
    of: "esx1",
    program: ONE_HOST,
    values: ["sha256", "sha1"],
    shows: faults,
    outcomes: [[], REFUSED],
  },
  {
    attribute: "holdfast_host.tpm.interface",
    of: "esx1",
    program: ONE_HOST,
    values: [undefined, "crb"],
    shows: faults,
    outcomes: [[], REFUSED],
  },
  {
    attribute: "holdfast_host.tpm.hierarchy_enabled",
    of: "esx1",
    program: ONE_HOST,
    values: [undefined, false],
    shows: faults,
    outcomes: [[], REFUSED],
  },
  {
    attribute: "holdfast_host.tpm.manufacturer",
    of: "esx1",
    program: ON_7_0_U2,
    values: [undefined, "IFX"],
    shows: faults,
    outcomes: [[], REFUSED],
  },
  {
    attribute: "holdfast_host.tpm.model",
    of: "esx1",
    program: OF_NUVOTON,
    values: ["NPCT650", "NPCT750"],
    shows: faults,
    outcomes: [[], REFUSED],
  },
  {
    attribute: "holdfast_host.secure_boot",
    of: "esx1",
    program: [
      ...EDGE,
      declareForgetfulHost("esx1"),
      visit(({ operators }) => operators.setSecureBoot(ESX1, "on")),
    ],
    values: [true, false],
    shows: hostFacts(ESX1),
    outcomes: [UP, DOWN],
  },
  {
    attribute: "holdfast_host.configuration_encryption",
    of: "esx1",
    program: [
      ...EDGE,
      declareForgetfulHost("esx1"),
      visit(({ operators }) => operators.setSecureBoot(ESX1, "off")),
      enterRecoveryKey,
    ],
    values: [undefined, { require_secure_boot: true }],
    shows: hostFacts(ESX1),
    outcomes: [UP, DOWN],
  },
  {
    attribute: "holdfast_host.configuration_encryption.mode",
    of: "esx1",
    program: TPM_COMES_LATER,
    values: ["TPM", undefined],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_host.configuration_encryption.require_secure_boot",
    of: "esx1",
    program: [
      ...EDGE,
      declareForgetfulHost("esx1"),
      visit(({ operators }) => operators.setSecureBoot(ESX1, "off")),
      enterRecoveryKey,
    ],
    values: [undefined, true],
    shows: hostFacts(ESX1),
    outcomes: [UP, DOWN],
  },
  {
    attribute: "holdfast_host.configuration_encryption.require_exec_installed_only",
    of: "esx1",
    program: [
      ...EDGE,
      declareForgetfulHost("esx1"),
      visit(({ operators }) => operators.setExecInstalledOnly(ESX1, "off")),
      enterRecoveryKey,
    ],
    values: [undefined, true],
    shows: hostFacts(ESX1),
    outcomes: [UP, DOWN],
  },
  {
    attribute: "holdfast_host.key_persistence",
    of: "esx1",
    program: ONE_HOST,
    values: [{ enabled: true }, undefined],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_host.key_persistence.enabled",
    of: "esx1",
    program: ONE_HOST,
    values: [true, false],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_host.key_persistence.remove_stored_keys_on_disable",
    of: "esx1",
    program: [
      ...ONE_HOST,
      (simulator) => simulator.advance(ARCHIVED),
      declareHost("esx1", { key_persistence: { enabled: false } }),
    ],
    values: [undefined, false],
    shows: hostFacts(ESX1),
    outcomes: ["up, safe, 0 stored, 2 cached", "up, safe, 2 stored, 2 cached"],
  },
  {
    attribute: "holdfast_host.physical_security",
    of: "esx1",
    program: ONE_HOST,
    values: ["controlled", "uncontrolled"],
    shows: findingsAbout(ESX1),
    outcomes: [
      ["FC-27", "FC-36"],
      ["FC-27", "FC-36", "FC-37"],
    ],
  },
  {
    attribute: "holdfast_host.recovery_key_location",
    of: "esx1",
    program: ONE_HOST,
    values: [undefined, "safe 7"],
    shows: findingsAbout(ESX1),
    outcomes: [["FC-27", "FC-36"], ["FC-36"]],
  },
];
