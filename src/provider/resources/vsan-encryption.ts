// holdfast_vsan_encryption: data-at-rest encryption of a cluster's vSAN. A new KEK or new data keys are asked for by
// raising a version, which no vSphere knows: it stays in the state alone.

import type { Diagnostic } from "../../model/diagnostic.js";
import type { Attributes } from "../attributes.js";
import { joinPath } from "../inventory-path.js";
import {
  affectedBy,
  type ResourceType,
  setOnCreation,
  type UpdateChange,
  type UpdateRequest,
} from "../resource-type.js";
import { invalid, requireForm } from "../rules.js";
import type { VsanEncryptionInfo, VsanEncryptionSpec } from "../vsan-backend.js";

const LAST_STEP = "/vsan-encryption";

/** What a backend knows of it, and is told as a whole. */
const SETTINGS = [
  "key_provider",
  "failures_to_tolerate",
  "erase_disks_before_use",
  "allow_reduced_redundancy",
] as const;

export const vsanEncryption: ResourceType = {
  type: "holdfast_vsan_encryption",
  idForms: ["VCENTER/CLUSTER/vsan-encryption"],
  idOf: (attributes) => joinPath(attributes.value("cluster"), "vsan-encryption"),
  validate: (config) => requireForm(config, "cluster", ["VCENTER/CLUSTER"]),
  computed: {
    kek_id: affectedBy("key_provider", "kek_version", "dek_version"),
    host_key_id: affectedBy("key_provider"),
    mounted_hosts: setOnCreation,
  },
  refuse: (change) => [
    ...refuseLowerVersion(change, "kek_version"),
    ...refuseLowerVersion(change, "dek_version"),
  ],
  operations: {
    async read(backend, id) {
      const info = await backend.vsanEncryptions.read(clusterOf(id));
      return info === undefined ? undefined : toAttributes(info, id);
    },
    async create({ backend, id, planned }) {
      return toAttributes(await backend.vsanEncryptions.create(toSpec(planned)), id);
    },
    update,
    async remove(backend, id) {
      await backend.vsanEncryptions.remove(clusterOf(id));
    },
  },
};

/** Another key provider brings a new KEK by itself. */
async function update({ backend, id, planned, change }: UpdateRequest) {
  const { vsanEncryptions } = backend;
  const cluster = clusterOf(id);
  if (change.hasChanged(...SETTINGS)) await vsanEncryptions.reconfigure(cluster, toSpec(planned));
  const deepRekey = isRaised(change, "dek_version");
  const isShallow = isRaised(change, "kek_version") && !change.hasChanged("key_provider");
  if (deepRekey || isShallow) await vsanEncryptions.rekey(cluster, { deepRekey });
  const info = await vsanEncryptions.read(cluster);
  return info === undefined ? planned.object : toAttributes(info, id);
}

function isRaised({ before, after }: UpdateChange, name: string): boolean {
  return (after.numberOrNull(name) ?? 0) > (before.numberOrNull(name) ?? 0);
}

function refuseLowerVersion({ before, after }: UpdateChange, name: string): readonly Diagnostic[] {
  const [from, to] = [before.value(name), after.value(name)];
  if (typeof from !== "number" || typeof to !== "number" || to >= from) return [];
  const detail = `"${name}" is ${from} and would become ${to}. A key that was replaced does not come back: raise it for another new key, or leave it.`;
  return [invalid("A version of keys cannot be lowered", detail, name)];
}

function clusterOf(id: string): string {
  return id.slice(0, -LAST_STEP.length);
}

function toSpec(planned: Attributes): VsanEncryptionSpec {
  return {
    cluster: planned.text("cluster"),
    keyProvider: planned.text("key_provider"),
    failuresToTolerate: planned.number("failures_to_tolerate"),
    eraseDisksBeforeUse: planned.flag("erase_disks_before_use"),
    allowReducedRedundancy: planned.flag("allow_reduced_redundancy"),
  };
}

function toAttributes(info: VsanEncryptionInfo, id: string) {
  return {
    id,
    cluster: info.cluster,
    key_provider: info.keyProvider,
    failures_to_tolerate: info.failuresToTolerate,
    erase_disks_before_use: info.eraseDisksBeforeUse,
    allow_reduced_redundancy: info.allowReducedRedundancy,
    kek_id: info.kekId,
    host_key_id: info.hostKeyId,
    mounted_hosts: info.mountedHosts,
  };
}
