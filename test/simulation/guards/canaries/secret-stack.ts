// A stack with a secret in every place that takes one, as Terraform JSON, and the ways in which secrets get
// into it from outside.

import { CANARIES } from "./find-canaries.js";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const [FIRST = "", SECOND = ""] = CANARIES;

/** Values of the stack's variables; all of them are secrets. */
export const SECRETS = {
  kms_password: FIRST,
  backup_password: SECOND,
  more: { kms: SECOND, [FIRST]: "keys can be secrets too" },
  number: 4_711_081_542,
} as const;

const VARIABLES: JsonObject = {
  kms_password: { type: "string", sensitive: true },
  backup_password: { type: "string", sensitive: true },
  more: { type: "map(string)", sensitive: true },
  number: { type: "number", sensitive: true },
  spare: { type: "string", sensitive: true, default: FIRST },
};

export type Resources = { readonly [type: string]: { readonly [name: string]: JsonObject } };

/** Everything that a key server outage needs, with passwords from sensitive variables. */
export const RESOURCES: Resources = {
  holdfast_vcenter: {
    vc: { name: "vc01", version: "8.0 U3", site: "edge" },
    ta: { name: "vc00", version: "8.0 U3" },
  },
  holdfast_key_server: {
    kms: { vcenter: "${holdfast_vcenter.vc.id}", name: "kms01", address: "kms01", site: "hq" },
    ta: {
      vcenter: "${holdfast_vcenter.ta.id}",
      name: "kms02",
      address: "kms02",
      user_name: "trust",
      password: "${var.kms_password}",
      password_version: 1,
    },
  },
  holdfast_standard_key_provider: {
    skp: {
      vcenter: "${holdfast_vcenter.vc.id}",
      name: "skp",
      key_servers: ["${holdfast_key_server.kms.id}"],
      user_name: "vcenter",
      password: "${var.kms_password}",
      password_version: 1,
    },
    derived: {
      vcenter: "${holdfast_vcenter.vc.id}",
      name: "derived",
      key_servers: ["${holdfast_key_server.kms.id}"],
      password: '${local.prefix}-${upper(var.more["kms"])}-${var.spare}',
      password_version: 1,
    },
  },
  holdfast_native_key_provider: {
    nkp: {
      vcenter: "${holdfast_vcenter.vc.id}",
      name: "nkp",
      backup: { path: "backups/nkp.p12", password: "${var.backup_password}", password_version: 1 },
    },
  },
  holdfast_default_key_provider: {
    vc: {
      entity: "${holdfast_vcenter.vc.id}",
      key_provider: "${holdfast_standard_key_provider.skp.name}",
    },
  },
  holdfast_trust_authority: {
    ta: {
      cluster: "${holdfast_cluster.ta.id}",
      trusted_clusters: ["${holdfast_cluster.trusted.id}"],
      base_images: ["8.0 U3"],
      trusted_tpms: [],
    },
  },
  holdfast_trusted_key_provider: {
    tkp: {
      vcenter: "${holdfast_vcenter.vc.id}",
      name: "tkp",
      trust_authority: "${holdfast_trust_authority.ta.id}",
      master_key_id: "primary",
      key_servers: ["${holdfast_key_server.ta.id}"],
    },
  },
  holdfast_network_path: {
    wan: { from_site: "edge", from_role: "vcenter", to_site: "hq", allowed: true },
  },
  holdfast_survival_floor: {
    edge: { name: "edge", scenario: "provider-outage", max_lost: 3, reason: "it has to run" },
  },
  holdfast_waiver: {
    lone: {
      name: "lone",
      code: "FC-05",
      owner: "storage team",
      reason: "the second one is on order",
      expires_at: "2030-01-01T00:00:00Z",
    },
  },
  holdfast_cluster: {
    edge: { vcenter: "${holdfast_vcenter.vc.id}", name: "edge", storage: "vsan" },
    ta: { vcenter: "${holdfast_vcenter.ta.id}", name: "ta", role: "trust-authority" },
    trusted: { vcenter: "${holdfast_vcenter.vc.id}", name: "trusted" },
  },
  holdfast_vsan_encryption: {
    edge: {
      cluster: "${holdfast_cluster.edge.id}",
      key_provider: "${holdfast_standard_key_provider.skp.name}",
      kek_version: 1,
      depends_on: ["holdfast_host.esx"],
    },
  },
  holdfast_host: {
    esx: {
      count: 2,
      hostname: "esx-${count.index}",
      cluster: "${holdfast_cluster.edge.id}",
      site: "edge",
      version: "8.0 U3",
      tpm: { present: true },
    },
  },
  holdfast_virtual_machine: {
    app: {
      name: "app",
      cluster: "${holdfast_cluster.edge.id}",
      encrypted: true,
      depends_on: ["holdfast_host.esx", "holdfast_default_key_provider.vc"],
    },
  },
};

export interface StackChanges {
  readonly resource?: Resources;
  readonly variable?: JsonObject;
  readonly locals?: JsonObject;
  readonly output?: JsonObject;
  readonly import?: readonly JsonObject[];
}

export function stackDocument(changes: StackChanges = {}): JsonObject {
  const { resource = RESOURCES, variable, locals, output, import: imports } = changes;
  return {
    terraform: { required_providers: { holdfast: { source: "holdfast/holdfast" } } },
    provider: { holdfast: {} },
    variable: { ...VARIABLES, ...variable },
    locals: { prefix: "kms", places: { edge: "edge", hq: "hq" }, ...locals },
    output: { vcenter: { value: "${holdfast_vcenter.vc.id}" }, ...output },
    resource,
    ...(imports === undefined ? {} : { import: imports }),
  };
}

/** The resources with some attributes of one of them otherwise. */
export function resourcesWith(type: string, name: string, attributes: JsonObject): Resources {
  const before = RESOURCES[type]?.[name] ?? {};
  return { ...RESOURCES, [type]: { ...RESOURCES[type], [name]: { ...before, ...attributes } } };
}
