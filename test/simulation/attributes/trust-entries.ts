// What the attributes of Trust Authorities and trusted key providers do, and the role of clusters.

import type { Simulator } from "../../../src/simulator/simulator.js";
import { type AttributeEntry, diagnostics, faults } from "./attribute-entry.js";
import {
  declareCluster,
  declareDefault,
  declareForgetfulHost,
  declareHost,
  declareKeyServer,
  declareMachine,
  declareTrustAuthority,
  declareTrusted,
  declareVcenter,
  ESX1,
  VCENTER,
} from "./declarations.js";
import type { Program } from "./run-program.js";

const NO_KEY = ["The key provider is not available"];
const NOT_SAFE = ["The host is not crypto safe"];
const REJECTED = ["vSphere rejected a value"];
const UNKNOWN_OBJECT = ["vSphere does not know the object"];
/** Of the default, and then no key for the machine. */
const WITHOUT_PROVIDER = [...UNKNOWN_OBJECT, ...NO_KEY];

/** A Trust Authority cluster in a vCenter of its own, and a site with a trusted cluster. */
const BEFORE_TRUST: Program = [
  declareVcenter({ name: "vc0" }),
  declareKeyServer("kms1", { vcenter: "vc0" }),
  declareKeyServer("kms2", { vcenter: "vc0" }),
  declareCluster("ta", { vcenter: "vc0", role: "trust-authority" }),
  declareHost("ta1", { cluster: "vc0/ta", key_persistence: null }),
  declareVcenter(),
  declareCluster("c1"),
  declareCluster("c2"),
  declareForgetfulHost("esx1"),
];
const AFTER_TRUST: Program = [declareDefault("tkp"), declareMachine("app")];
const TRUSTED: Program = [
  ...BEFORE_TRUST,
  declareTrustAuthority(),
  declareTrusted("tkp"),
  ...AFTER_TRUST,
];

const primaryKeyOff = ({ operators }: Simulator): void =>
  operators.changeKey("vc0/kms/kms1", "primary", "inactive");

export const TRUST_ENTRIES: readonly AttributeEntry[] = [
  {
    attribute: "holdfast_cluster.role",
    of: "ta",
    program: [
      declareVcenter({ name: "vc0" }),
      declareVcenter(),
      declareCluster("c1"),
      declareCluster("ta", { vcenter: "vc0" }),
      declareTrustAuthority(),
    ],
    values: ["trust-authority", undefined],
    shows: faults,
    outcomes: [[], REJECTED],
  },
  {
    attribute: "holdfast_virtual_machine.efi_secure_boot_enabled",
    of: "app",
    program: TRUSTED,
    values: [undefined, false],
    shows: faults,
    outcomes: [[], REJECTED],
  },
  {
    attribute: "holdfast_trust_authority.cluster",
    of: "vc0/ta",
    program: [
      ...BEFORE_TRUST,
      declareCluster("ta2", { vcenter: "vc0", role: "trust-authority" }),
      declareTrustAuthority(),
    ],
    values: ["vc0/ta", "vc0/ta2"],
    identity: ["vc0/trust-authority/ta", "vc0/trust-authority/ta2"],
  },
  {
    attribute: "holdfast_trust_authority.trusted_clusters",
    of: "vc0/ta",
    program: TRUSTED,
    values: [["vc/c1"], ["vc/c2"]],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_trust_authority.base_images",
    of: "vc0/ta",
    program: TRUSTED,
    values: [["8.0 U2", "8.0 U3"], ["8.0 U2"]],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_trust_authority.trusted_tpms",
    of: "vc0/ta",
    program: TRUSTED,
    values: [[ESX1], []],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_trusted_key_provider.vcenter",
    of: "tkp",
    program: [declareVcenter({ name: "vc2" }), ...TRUSTED],
    values: [VCENTER, "vc2"],
    shows: faults,
    outcomes: [[], [...REJECTED, ...WITHOUT_PROVIDER]],
  },
  {
    attribute: "holdfast_trusted_key_provider.name",
    of: "tkp",
    program: TRUSTED,
    values: ["tkp", "other"],
    shows: faults,
    outcomes: [[], ["vSphere does not know the object"]],
  },
  {
    attribute: "holdfast_trusted_key_provider.trust_authority",
    of: "tkp",
    program: TRUSTED,
    values: ["vc0/trust-authority/ta", "vc/trust-authority/c1"],
    shows: diagnostics,
    outcomes: [
      [],
      ["Trust Authority in the same vCenter", "Not a key server of the Trust Authority"],
    ],
  },
  {
    attribute: "holdfast_trusted_key_provider.master_key_id",
    of: "tkp",
    program: [
      ...BEFORE_TRUST,
      declareTrustAuthority(),
      declareTrusted("tkp"),
      primaryKeyOff,
      ...AFTER_TRUST,
    ],
    values: ["another", "primary"],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
  {
    attribute: "holdfast_trusted_key_provider.key_servers",
    of: "tkp",
    program: [
      ...BEFORE_TRUST,
      declareTrustAuthority(),
      declareTrusted("tkp"),
      primaryKeyOff,
      ...AFTER_TRUST,
    ],
    values: [["vc0/kms/kms1", "vc0/kms/kms2"], ["vc0/kms/kms1"]],
    shows: faults,
    outcomes: [[], NOT_SAFE],
  },
];
