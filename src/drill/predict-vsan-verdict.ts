// From the end of a predicted outage to the verdict on an encrypted vSAN: whether its objects can be read, and why not.

import type { ReasonCode } from "../model/survival.js";
import type { EstateKey } from "../vsphere/estate.js";
import { hostFetchReason, vsanPersistenceReason } from "../vsphere/host-reach.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import { nativeProviderReason, underivableReason } from "../vsphere/reach.js";
import { providerOf } from "./predict-derivation.js";
import type { ClusterState, HostState } from "./predict-model.js";
import type { Prediction } from "./predict-verdict.js";
import { canReadObjects, hasKek } from "./predict-vsan.js";
import { hostKeyAtHand, type World } from "./predict-world.js";
import { inOrder } from "./reason-phrases.js";
import { vsanWorkloadId } from "./workloads.js";

/** One for a cluster with encrypted vSAN, none for others. */
export function vsanPredictionsOf(
  world: World,
  cluster: ClusterState,
  options: { readonly limit: number; readonly isKeyLeft: (key: EstateKey) => boolean },
): readonly Prediction[] {
  const { vsan, hosts } = cluster;
  if (vsan?.encryption == null) return [];
  const mounted = hosts.filter(({ diskGroup }) => diskGroup?.mounted === true);
  const seen = {
    workload: vsanWorkloadId(cluster.cluster.path),
    startableOn: mounted.map(({ host }) => host.path),
    hostsInCluster: hosts.length,
    ranAtStart: vsan.wasReadableAtStart,
    brokenBefore: !vsan.wasReadableAtStart,
  };
  if (canReadObjects(cluster)) {
    const isTooLate = vsan.wasReadableAtStart && vsan.longestDown > options.limit;
    if (isTooLate) return [{ ...seen, verdict: "locked", reasons: ["DOWN_TOO_LONG"] }];
    const reasons = inOrder(mounted.map((host) => supportOf(cluster, host)));
    return [{ ...seen, verdict: "survived", reasons }];
  }
  const verdict = options.isKeyLeft(vsan.encryption.key) ? "locked" : "lost";
  const reasons = hosts
    .filter(({ diskGroup }) => diskGroup?.mounted !== true)
    .flatMap((host) => mountObstacles(world, cluster, host));
  return [{ ...seen, verdict, reasons: inOrder(["DISK_GROUPS_UNMOUNTED", ...reasons]) }];
}

function supportOf({ vsan }: ClusterState, { diskGroup }: HostState): ReasonCode {
  if (vsan?.encryption?.key.derivedFrom !== undefined) return "KDK_ON_HOST";
  return diskGroup?.stored === true && diskGroup.persists ? "KEY_STORED" : "DISK_GROUP_MOUNTED";
}

/** Why a disk group is not mounted. */
function mountObstacles(
  world: World,
  cluster: ClusterState,
  host: HostState,
): readonly ReasonCode[] {
  if (!host.up) {
    const isUnreadable = host.isSealedShut || host.isArchiveDamaged;
    return [isUnreadable ? "CONFIGURATION_UNREADABLE" : "HOST_DOWN"];
  }
  const isSafe = host.safe || hostKeyAtHand(world, cluster, host) !== undefined;
  return [
    ...(isSafe ? [] : (["HOST_NOT_CRYPTO_SAFE"] as const)),
    ...(hasKek(world, cluster, host) ? [] : kekReasons(world, cluster, host)),
  ];
}

/** Why a host has no KEK: not from its own disk, and not from anywhere else. */
export function kekReasons(
  world: World,
  cluster: ClusterState,
  { host, diskGroup }: HostState,
): readonly ReasonCode[] {
  const key = cluster.vsan?.encryption?.key;
  if (key === undefined || diskGroup === undefined) return [];
  if (key.provider === NOT_KNOWN) return ["NOT_KNOWN_UNTIL_APPLY"];
  const provider = providerOf(world, cluster, key);
  if (provider?.kind === "native" && cluster.vcenter !== undefined) {
    const reason = nativeProviderReason(provider, cluster.vcenter, host);
    return [reason === "OK" ? underivableReason(key, provider) : reason];
  }
  if (key.derivedFrom !== undefined) return ["PROVIDER_NOT_FOUND"];
  const persistence = vsanPersistenceReason(host);
  const { access, cutOffFrom } = diskGroup;
  const request = { access, cutOffFrom, key };
  const reasons = [
    provider === undefined ? "PROVIDER_NOT_FOUND" : "OK",
    persistence === "OK" ? "KEY_NOT_STORED" : persistence,
    hostFetchReason(world.reach, host, request),
  ] as const;
  return reasons.filter((reason) => reason !== "OK");
}
