// holdfast_cluster: a cluster of hosts, the unit within which every host holds every key.

import type { Diagnostic } from "../../model/diagnostic.js";
import type { Attributes } from "../attributes.js";
import { joinPath } from "../inventory-path.js";
import { objectsOperations } from "../objects-operations.js";
import { type ResourceType, setOnCreation } from "../resource-type.js";
import { invalid, requireForm } from "../rules.js";

const CRYPTO_MODES = ["onDemand", "forceEnable"] as const;
const STORAGES = ["shared", "local", "vsan"] as const;
const ROLES = ["workload", "trust-authority"] as const;

/** The other things a path may name at the place of a cluster. */
const RESERVED_NAMES: readonly string[] = ["vm", "kms", "kp", "default-kp", "trust-authority"];

export const cluster: ResourceType = {
  type: "holdfast_cluster",
  idForms: ["VCENTER/NAME"],
  idOf: (attributes) => joinPath(attributes.value("vcenter"), attributes.value("name")),
  validate: (config) => [
    ...requireForm(config, "vcenter", ["VCENTER"]),
    ...validateName(config),
    ...validateHostKey(config),
  ],
  computed: { moid: setOnCreation },
  operations: objectsOperations({
    objects: (backend) => backend.clusters,
    toSpec: (planned) => ({
      vcenter: planned.text("vcenter"),
      name: planned.text("name"),
      ha: planned.flag("ha"),
      cryptoMode: planned.choice(CRYPTO_MODES, "crypto_mode"),
      hostKeyProvider: planned.textOrNull("host_key_provider"),
      hostKeyId: planned.textOrNull("host_key_id"),
      storage: planned.choice(STORAGES, "storage"),
      role: planned.choice(ROLES, "role"),
      quickBoot: planned.flag("quick_boot"),
    }),
    toAttributes: (info) => ({
      vcenter: info.vcenter,
      name: info.name,
      ha: info.ha,
      crypto_mode: info.cryptoMode,
      host_key_provider: info.hostKeyProvider,
      host_key_id: info.hostKeyId ?? null,
      storage: info.storage,
      role: info.role,
      quick_boot: info.quickBoot ?? false,
      moid: info.moid,
    }),
  }),
};

function validateName(config: Attributes): readonly Diagnostic[] {
  const name = config.value("name");
  if (typeof name !== "string" || !RESERVED_NAMES.includes(name)) return [];
  const detail = `A cluster cannot be called "${name}": inventory paths use the word for something else. Choose another name.`;
  return [invalid("Reserved cluster name", detail, "name")];
}

/** A key is known by its id and its key provider (vSphere API, CryptoKeyId). */
function validateHostKey(config: Attributes): readonly Diagnostic[] {
  if (config.value("host_key_id") === null || config.value("host_key_provider") !== null) return [];
  const detail =
    'A key is found by its id at a key provider, and none is named. Set "host_key_provider" to the standard key provider that has the key.';
  return [invalid("Host key without key provider", detail, "host_key_id")];
}
