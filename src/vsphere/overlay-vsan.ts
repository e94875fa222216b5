// Planned encryption of vSAN, laid over an estate: it belongs to its cluster.

import { FAILURES_TO_TOLERATE } from "./defaults.js";
import type { EstateCluster, EstateKey, EstateVsanEncryption } from "./estate.js";
import type { Draft, Planned } from "./overlay-estate.js";
import { isVersionChanged, knownNumber, textOf } from "./planned-attributes.js";
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
  const vsanEncryption = { failuresToTolerate, ...keys };
  const recrypt = recryptOf(known, { before, after, isKept: isSame && !isRekeyed });
  draft.clusters.set(path, { ...cluster, vsanEncryption, ...recrypt });
}

/** Nothing of what is made with the cluster: there is no data yet. */
function recryptOf(
  known: EstateVsanEncryption | null,
  { before, after, isKept }: Pick<Planned, "before" | "after"> & { readonly isKept: boolean },
): Pick<EstateCluster, "vsanRecrypt"> {
  if (known === null) return { vsanRecrypt: "encryption" };
  if (isVersionChanged({ before, after }, "dek_version")) return { vsanRecrypt: "deep rekey" };
  return isKept ? {} : { vsanRecrypt: "shallow rekey" };
}

export function removeVsanEncryption(draft: Draft, id: string): void {
  const cluster = draft.clusters.get(clusterOf(id));
  if (cluster === undefined) return;
  const removed = { vsanEncryption: null, vsanRecrypt: "decryption" } as const;
  draft.clusters.set(cluster.path, { ...cluster, ...removed });
}

function plannedKey(path: string, use: string, provider: EstateKey["provider"]): EstateKey {
  return { id: `${PLANNED_KEY}${path}#${use}`, provider };
}

/** `CLUSTER/vsan-encryption` is the id of an encryption. */
function clusterOf(id: string): string {
  return id.replace(/\/vsan-encryption$/, "");
}
