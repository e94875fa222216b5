// Where a host has a key, and the key of its vSAN among them, for the answer whether it would come through a power cut.

import type { KeyGroup, KeyPlace } from "../model/readiness.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import { canDerive, providerOf } from "./predict-derivation.js";
import type { ClusterState, HostState } from "./predict-model.js";
import type { World } from "./predict-world.js";
import { vsanWorkloadId } from "./workloads.js";

/** In a fixed order. */
export function places(found: { readonly [place in KeyPlace]: boolean }): readonly KeyPlace[] {
  const all: readonly KeyPlace[] = ["cached", "stored", "not-yet-archived", "derived"];
  return all.filter((place) => found[place]);
}

/** Of the key of its vSAN, one for the cluster; none without. */
export function kekPlaces(
  world: World,
  cluster: ClusterState,
  host: HostState,
): readonly (readonly KeyPlace[])[] {
  const { diskGroup } = host;
  const key = cluster.vsan?.encryption?.key;
  if (key === undefined || diskGroup === undefined) return [];
  const provider = providerOf(world, cluster, key);
  return [
    places({
      cached: diskGroup.held,
      stored: diskGroup.stored,
      "not-yet-archived": diskGroup.unarchived,
      derived: host.up && canDerive(world, cluster, { key, provider, host }),
    }),
  ];
}

/** The key of an encrypted vSAN, which its workload stands for. */
export function kekGroups({ cluster, vsan }: ClusterState): readonly KeyGroup[] {
  const key = vsan?.encryption?.key;
  if (key === undefined) return [];
  const provider = key.provider === NOT_KNOWN ? null : key.provider;
  return [{ provider, keys: [{ key: key.id, machines: [vsanWorkloadId(cluster.path)] }] }];
}
