// What the attributes of virtual machines do.

import { VsphereFault } from "../../../src/provider/backend.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import {
  type AttributeEntry,
  diagnostics,
  faults,
  findingsAbout,
  hostFacts,
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
  declareVcenter,
  ESX1,
  MANAGEMENT,
  madeKeyId,
  makeKey,
} from "./declarations.js";
import type { Program } from "./run-program.js";

/** The default key provider is native, a standard one is there too, and the host forgets what it gets. */
const TWO_PROVIDERS: Program = [
  ...MANAGEMENT,
  declareNative("nkp"),
  declareDefault("nkp"),
  declareCluster("c1"),
  declareForgetfulHost("esx1"),
];

const FORGETFUL: Program = [...MANAGEMENT, declareCluster("c1"), declareForgetfulHost("esx1")];

const WITHOUT_HA: Program = [
  ...MANAGEMENT,
  declareCluster("c1", { ha: false }),
  declareHost("esx1"),
];

/** While it runs: vSphere refuses that of a machine with an IDE disk, which then has the key that is gone. */
const rekeyAndDeleteTheOldKey = (simulator: Simulator): void => {
  const old = simulator.estate().virtualMachines.get(APP)?.homeKey?.id ?? "";
  try {
    simulator.administrators.rekeyVm(APP, "shallow");
  } catch (error) {
    if (!(error instanceof VsphereFault)) throw error;
  }
  simulator.operators.changeKey("vc/kms/kms1", old, "deleted");
};

export const MACHINE_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_virtual_machine.name",
    of: "app",
    program: [...FORGETFUL, declareMachine("app")],
    values: ["app", "web"],
    identity: [APP, "vc/vm/web"],
  },
  {
    attribute: "holdfast_virtual_machine.cluster",
    of: "app",
    program: [
      ...FORGETFUL,
      declareCluster("c2"),
      declareHost("esx2", { cluster: "vc/c2" }),
      declareMachine("app"),
    ],
    values: [CLUSTER, "vc/c2"],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["locked", "survived"],
  },
  {
    attribute: "holdfast_virtual_machine.encrypted",
    of: "app",
    program: [...FORGETFUL, declareMachine("app")],
    values: [true, false],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["locked", "none"],
  },
  {
    attribute: "holdfast_virtual_machine.key_provider",
    of: "app",
    program: [...TWO_PROVIDERS, declareMachine("app")],
    values: [undefined, "skp"],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_virtual_machine.existing_key_id",
    of: "app",
    program: [...FORGETFUL, makeKey("app"), declareMachine("app", { key_provider: "skp" })],
    values: [madeKeyId("app"), "no-such-key"],
    shows: faults,
    outcomes: [[], ["vSphere rejected a value"]],
  },
  {
    attribute: "holdfast_virtual_machine.disks.existing_key_id",
    of: "app",
    program: [
      ...FORGETFUL,
      makeKey("disk"),
      declareMachine("app", { disks: [{ name: "disk-0", size_gib: 16, key_provider: "skp" }] }),
    ],
    values: [madeKeyId("disk"), "no-such-key"],
    shows: faults,
    outcomes: [[], ["vSphere rejected a value"]],
  },
  {
    attribute: "holdfast_virtual_machine.disks",
    of: "app",
    program: [...TWO_PROVIDERS, declareMachine("app")],
    values: [undefined, [{ name: "disk-0", size_gib: 16, key_provider: "skp" }]],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_virtual_machine.disks.encrypted",
    of: "app",
    program: [
      ...FORGETFUL,
      declareMachine("app", { encrypted: false, disks: [{ name: "disk-0", size_gib: 16 }] }),
    ],
    values: [undefined, true],
    shows: diagnostics,
    outcomes: [[], ["Encrypted disk on a plain machine"]],
  },
  {
    attribute: "holdfast_virtual_machine.disks.controller_type",
    of: "app",
    program: [
      ...FORGETFUL,
      declareMachine("app", { disks: [{ name: "disk-0", size_gib: 16 }] }),
      rekeyAndDeleteTheOldKey,
    ],
    values: [undefined, "ide"],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["locked", "lost"],
  },
  {
    attribute: "holdfast_virtual_machine.disks.raw_device_mapping",
    of: "app",
    program: [...FORGETFUL, declareMachine("app", { disks: [{ name: "disk-0", size_gib: 16 }] })],
    values: [undefined, "virtualMode"],
    shows: diagnostics,
    outcomes: [[], ["Encrypted raw device mapping"]],
  },
  {
    attribute: "holdfast_virtual_machine.disks.key_provider",
    of: "app",
    program: [
      ...TWO_PROVIDERS,
      declareMachine("app", { disks: [{ name: "disk-0", size_gib: 16 }] }),
    ],
    values: [undefined, "skp"],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_virtual_machine.vtpm",
    of: "app",
    program: [...FORGETFUL, declareMachine("app", { encrypted: false })],
    values: [false, true],
    shows: verdictOf(`vtpm:${APP}`),
    outcomes: ["none", "locked"],
  },
  {
    attribute: "holdfast_virtual_machine.firmware",
    of: "app",
    program: [...FORGETFUL, declareMachine("app", { vtpm: true })],
    values: ["efi", "bios"],
    shows: diagnostics,
    outcomes: [[], ["vTPM without EFI firmware"]],
  },
  {
    attribute: "holdfast_virtual_machine.hardware_version",
    of: "app",
    program: [...FORGETFUL, declareMachine("app", { vtpm: true })],
    values: [14, 13],
    shows: diagnostics,
    outcomes: [[], ["vTPM on old virtual hardware"]],
  },
  {
    attribute: "holdfast_virtual_machine.power_state",
    of: "app",
    program: [...WITHOUT_HA, declareMachine("app", { autostart: false })],
    values: ["poweredOn", "poweredOff"],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["locked", "survived"],
  },
  ...["shallow_rekey_version", "deep_rekey_version"].map(
    (name): AttributeEntry => ({
      attribute: `holdfast_virtual_machine.${name}`,
      of: "app",
      program: [...FORGETFUL, declareMachine("app"), declareMachine("app")],
      values: [undefined, 1],
      shows: hostFacts(ESX1),
      outcomes: ["up, safe, 0 stored, 2 cached", "up, safe, 0 stored, 3 cached"],
    }),
  ),
  {
    attribute: "holdfast_virtual_machine.autostart",
    of: "app",
    program: [...WITHOUT_HA, declareMachine("app")],
    values: [true, false],
    shows: verdictOf(`vm:${APP}`),
    outcomes: ["survived", "locked"],
  },
  {
    attribute: "holdfast_virtual_machine.backup",
    of: "app",
    program: [...FORGETFUL, declareMachine("app", { vtpm: true })],
    values: [undefined, { include_nvram: false, proxy: null }],
    shows: findingsAbout(APP),
    outcomes: [[], ["FC-44"]],
  },
  {
    attribute: "holdfast_virtual_machine.backup.include_nvram",
    of: "app",
    program: [
      ...FORGETFUL,
      declareMachine("app", { vtpm: true, backup: { include_nvram: true, proxy: null } }),
    ],
    values: [true, false],
    shows: findingsAbout(APP),
    outcomes: [[], ["FC-44"]],
  },
  {
    attribute: "holdfast_virtual_machine.backup.proxy",
    of: "app",
    program: [
      ...FORGETFUL,
      declareMachine("sealed", { encrypted: false, vtpm: true }),
      declareMachine("open", { encrypted: false }),
      declareMachine("app", { backup: { include_nvram: true, proxy: null } }),
    ],
    values: ["vc/vm/sealed", "vc/vm/open"],
    shows: findingsAbout(APP),
    outcomes: [[], ["FC-44"]],
  },
  {
    attribute: "holdfast_virtual_machine.migrate_encryption",
    of: "app",
    program: [...FORGETFUL, declareMachine("app")],
    values: [undefined, "opportunistic"],
    shows: diagnostics,
    outcomes: [[], ["Encrypted machine without encrypted vMotion"]],
  },
  {
    attribute: "holdfast_virtual_machine.ft_encryption_mode",
    of: "app",
    program: [
      declareVcenter({ version: "7.0 U1" }),
      declareCluster("c1"),
      declareForgetfulHost("esx1", { version: "7.0 U1" }),
      declareMachine("app", { encrypted: false }),
    ],
    values: [undefined, "ftEncryptionRequired"],
    shows: faults,
    outcomes: [[], ["vSphere does not support this here"]],
  },
];
