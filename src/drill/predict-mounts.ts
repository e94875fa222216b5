// What disk groups do in a prediction: a host gathers its keys, mounts, and with enough of them mounted what lost its
// files is started again.

import { VSAN_MOUNT_SECONDS } from "../vsphere/defaults.js";
import { learnToDerive } from "./predict-derivation.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { isAutostarted, tryGroups } from "./predict-restarts.js";
import { keepHostKey, lacksHostKeyOnDisk, receiveHostKey, remediate } from "./predict-rounds.js";
import { canFetchItself, canReadObjects, hasKek, isKekKept, receiveKek } from "./predict-vsan.js";
import { hostKeyAtHand, type World } from "./predict-world.js";

/** A host that boots asks for its keys at once, and tries its disk group some minutes later. */
export function startDiskGroup(world: World, cluster: ClusterState, host: HostState): void {
  const { diskGroup } = host;
  if (diskGroup === undefined) return;
  gatherKeys(world, cluster, host);
  diskGroup.mountsAt = world.now + VSAN_MOUNT_SECONDS;
}

/** Hosts that apply has yet to add bring their disks in at once. */
export function mountPlanned(world: World): void {
  for (const cluster of world.clusters) {
    for (const host of cluster.hosts) {
      if (host.diskGroup === undefined || host.host.present !== undefined) continue;
      remediate(world, cluster, host);
      tryToMount(world, cluster, host);
    }
  }
}

/** True if the disk group is mounted now and was not before. */
export function tryToMount(world: World, cluster: ClusterState, host: HostState): boolean {
  const { diskGroup } = host;
  if (diskGroup === undefined || !host.up || diskGroup.mounted) return false;
  diskGroup.mountsAt = undefined;
  gatherKeys(world, cluster, host);
  const isEncrypted = cluster.vsan?.encryption != null;
  if (isEncrypted && !(host.safe && hasKek(world, cluster, host))) return false;
  const wasReadable = canReadObjects(cluster);
  diskGroup.mounted = true;
  diskGroup.joined = true;
  if (!wasReadable && canReadObjects(cluster)) regainObjects(world, cluster);
  return true;
}

/** The five-minute round of the hosts of encrypted vSAN clusters. True if something was mounted. */
export function tendDiskGroups(world: World): boolean {
  let isChanged = false;
  for (const cluster of world.clusters) {
    if (cluster.vsan?.encryption == null) continue;
    for (const host of cluster.hosts) {
      const { diskGroup } = host;
      if (diskGroup?.mounted === false && diskGroup.mountsAt === undefined) {
        isChanged = tryToMount(world, cluster, host) || isChanged;
      } else gatherKeys(world, cluster, host);
    }
  }
  return isChanged;
}

/** Too few disk groups are left: what ran in the cluster is down, and so is its vSAN. */
export function noteLostObjects(world: World, cluster: ClusterState): void {
  if (cluster.vsan !== undefined) cluster.vsan.downSince ??= world.now;
}

function gatherKeys(world: World, cluster: ClusterState, host: HostState): void {
  const { diskGroup } = host;
  const encryption = cluster.vsan?.encryption ?? null;
  if (!host.up || diskGroup === undefined || encryption === null) return;
  gatherHostKey(world, cluster, host);
  const { key } = encryption;
  const isWanted = !diskGroup.held || (diskGroup.persists && !isKekKept(diskGroup));
  if (isWanted && canFetchItself(world, cluster, { host, key })) receiveKek(diskGroup);
}

function gatherHostKey(world: World, cluster: ClusterState, host: HostState): void {
  if (host.safe) {
    const key = host.hostKey;
    if (lacksHostKeyOnDisk(host) && canFetchItself(world, cluster, { host, key })) {
      keepHostKey(host);
    }
    return;
  }
  const key = hostKeyAtHand(world, cluster, host);
  if (key === undefined) return;
  learnToDerive(world, cluster, { key, host });
  receiveHostKey(host, key);
}

function regainObjects(world: World, cluster: ClusterState): void {
  const { vsan, hosts } = cluster;
  if (vsan?.downSince !== undefined) {
    const down = Math.ceil(world.now) - Math.ceil(vsan.downSince);
    vsan.longestDown = Math.max(vsan.longestDown, down);
    vsan.downSince = undefined;
  }
  if (cluster.cluster.ha) {
    tryGroups(world, cluster, (group) => group.wasLost);
    return;
  }
  for (const host of hosts) {
    if (!host.up) continue;
    tryGroups(world, cluster, (group) => isAutostarted(group, host), [host]);
  }
}
