// Planned encryption of vSAN, laid over an estate: it belongs to its cluster.

import { FAILURES_TO_TOLERATE } from "./defaults.js";
import type { EstateKey, EstateVsanEncryption } from "./estate.js";
import type { Draft, Planned } from "./overlay-estate.js";
import { knownNumber, textOf } from "./planned-attributes.js";
import { PLANNED_KEY } from "./reach.js";

export function overlayVsanEncryption(draft: Draft, id: string, { before, after }: Planned): void {
  const path = clusterOf(id);
  const cluster = draft.clusters.get(path);
  if (cluster === undefined) return;
  const provider = textOf(after, "key_provider");
  const known = cluster.vsanEncryption ?? null;
  const isSame = known !== null && known.key.provider === provider;
  const isRekeyed = before === null || after.kek_id !== before.kek_id;
  const keys: Pick<EstateVsanEncryption, "key" | "hostKey"> = {
    key: isSame && !isRekeyed ? known.key : plannedKey(path, "KEK", provider),
    hostKey: isSame ? known.hostKey : plannedKey(path, "host key", provider),
  };
  const failuresToTolerate = knownNumber(after, "failures_to_tolerate", FAILURES_TO_TOLERATE);
  draft.clusters.set(path, { ...cluster, vsanEncryption: { failuresToTolerate, ...keys } });
}

export function removeVsanEncryption(draft: Draft, id: string): void {
  const cluster = draft.clusters.get(clusterOf(id));
  if (cluster !== undefined) draft.clusters.set(cluster.path, { ...cluster, vsanEncryption: null });
}

function plannedKey(path: string, use: string, provider: EstateKey["provider"]): EstateKey {
  return { id: `${PLANNED_KEY}${path}#${use}`, provider };
}

/** `CLUSTER/vsan-encryption` is the id of an encryption. */
function clusterOf(id: string): string {
  return id.replace(/\/vsan-encryption$/, "");
}
