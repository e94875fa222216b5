// Declarations with everything that a small estate needs filled in, so that a case says only what it is
// about. One vCenter `vc` at site `dc`; one key server; `skp` is the default key provider.

import type { ObjectValue } from "../../../src/model/value.js";
import { DEFAULT_SEED } from "../../../src/simulator/defaults.js";
import { deriveUuid } from "../../../src/simulator/derive.js";
import type { Act, Declaration, Program } from "./run-program.js";

export const VCENTER = "vc";
export const CLUSTER = "vc/c1";
export const ESX1 = "vc/c1/esx1";
export const ESX2 = "vc/c1/esx2";
export const APP = "vc/vm/app";

export const declareVcenter = (changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_vcenter",
  config: { name: VCENTER, version: "8.0 U3", site: "dc", ...changes },
});

export const declareCluster = (name: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_cluster",
  config: { vcenter: VCENTER, name, ...changes },
});

/** With a TPM and key persistence. */
export const declareHost = (hostname: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_host",
  config: {
    hostname,
    cluster: CLUSTER,
    site: "dc",
    version: "8.0 U3",
    tpm: { present: true },
    key_persistence: { enabled: true },
    ...changes,
  },
});

/** Without key persistence. */
export const declareForgetfulHost = (hostname: string, changes: ObjectValue = {}): Declaration =>
  declareHost(hostname, { key_persistence: null, ...changes });

export const declareKeyServer = (name: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_key_server",
  config: { vcenter: VCENTER, name, address: `${name}.example`, site: "dc", ...changes },
});

export const declareStandard = (name: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_standard_key_provider",
  config: { vcenter: VCENTER, name, key_servers: ["vc/kms/kms1"], ...changes },
});

/** Backed up under a password, open to hosts without a TPM. */
export const declareNative = (name: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_native_key_provider",
  config: {
    vcenter: VCENTER,
    name,
    tpm_required: false,
    backup: { path: `${name}.backup`, password: "long and secret" },
    ...changes,
  },
});

/** On the cluster `ta` of the vCenter `vc0`; it serves the cluster `c1`. */
export const declareTrustAuthority = (changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_trust_authority",
  config: {
    cluster: "vc0/ta",
    trusted_clusters: [CLUSTER],
    base_images: ["8.0 U3"],
    ...changes,
  },
});

export const declareTrusted = (name: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_trusted_key_provider",
  config: {
    vcenter: VCENTER,
    name,
    trust_authority: "vc0/trust-authority/ta",
    master_key_id: "primary",
    key_servers: ["vc0/kms/kms1"],
    ...changes,
  },
});

export const declareDefault = (keyProvider: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_default_key_provider",
  config: { entity: VCENTER, key_provider: keyProvider, ...changes },
});

/** Closed, from vCenter to the key servers, both at site `dc`. */
export const declareNetworkPath = (changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_network_path",
  config: { from_site: "dc", from_role: "vcenter", to_site: "dc", allowed: false, ...changes },
});

/** Of the vSAN of `vc/c1`, under `skp`. */
export const declareVsan = (changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_vsan_encryption",
  config: { cluster: CLUSTER, key_provider: "skp", ...changes },
});

export const declareFloor = (name: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_survival_floor",
  config: { name, scenario: "provider-outage", reason: "it has to run", ...changes },
});

/** Of the key server that everything rests on, in force when the simulated clock starts. */
export const declareWaiver = (name: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_waiver",
  config: {
    name,
    code: "FC-05",
    owner: "storage team",
    reason: "the second one is on order",
    expires_at: "2030-01-01T00:00:00Z",
    ...changes,
  },
});

/** Encrypted, and running. */
export const declareMachine = (name: string, changes: ObjectValue = {}): Declaration => ({
  type: "holdfast_virtual_machine",
  config: { name, cluster: CLUSTER, encrypted: true, ...changes },
});

/** A vCenter with a default key provider that rests on one key server. */
export const MANAGEMENT: Program = [
  declareVcenter(),
  declareKeyServer("kms1"),
  declareStandard("skp"),
  declareDefault("skp"),
];

/** The administrator of the key server `kms1` makes a key, whose id is {@link madeKeyId}. */
export const makeKey =
  (name: string): Act =>
  ({ operators }) =>
    void operators.makeKey("vc/kms/kms1", name);

export function madeKeyId(name: string): string {
  return deriveUuid(DEFAULT_SEED, { kind: "server-key-id", name: `vc/kms/kms1 ${name}` });
}
