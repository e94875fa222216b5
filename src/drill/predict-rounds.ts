// What goes on by itself in a predicted cluster: vCenter's remediation sends hosts what they lack, hosts
// archive their configuration, and an estate that is left alone comes to rest.

import type { ClusterState, HostState } from "./predict-model.js";
import {
  canDerive,
  canFetch,
  canStart,
  isConnected,
  isDelivered,
  mayDerive,
  type World,
} from "./predict-world.js";

/** Places what apply has yet to place, wherever it may be; the outage begins with what runs. */
export function placeOpenGroups(world: World): void {
  for (const { groups } of world.clusters) {
    for (const group of groups) {
      if (group.isPlacementOpen && group.declaredOn) group.runsOn = group.home;
    }
  }
}

/** Takes away what could not have been started where it was placed. */
export function withdrawUnstartable(world: World): void {
  for (const cluster of world.clusters) {
    for (const group of cluster.groups) {
      if (!group.isPlacementOpen || group.home === undefined) continue;
      if (!canStart(world, cluster, { group, host: group.home })) group.runsOn = undefined;
    }
  }
}

/** vCenter gives one host every key of its cluster, its host key and the derivation keys. */
export function remediate(world: World, cluster: ClusterState, host: HostState): void {
  if (!isConnected(world, cluster, host)) return;
  pushDerivationKeys(world, cluster, host);
  cluster.classes.forEach((keyClass, number) => {
    const isComplete = host.memory[number] === 1 && (!host.persists || isKept(host, number));
    if (isComplete || !canFetch(world, cluster, keyClass)) return;
    host.memory[number] = 1;
    if (host.persists && host.stored[number] === 0) host.unarchived[number] = 1;
  });
  pushHostKey(world, cluster, host);
}

/** Writes what was received while persistence was on, and derivation keys, to the boot disk. */
export function archive(host: HostState, nowSeconds: number): void {
  host.lastArchiveSeconds = nowSeconds;
  host.unarchived.forEach((bit, number) => {
    if (bit === 1) host.stored[number] = 1;
  });
  host.unarchived.fill(0);
  host.hostKeyStored ||= host.hostKeyUnarchived;
  host.hostKeyUnarchived = false;
  for (const path of host.derivationKeys.keys()) host.derivationKeys.set(path, true);
}

/** Whether the next archive would write something. */
export function awaitsArchive(host: HostState): boolean {
  return host.hostKeyUnarchived || host.unarchived.includes(1) || hasNewDerivationKey(host);
}

function hasNewDerivationKey(host: HostState): boolean {
  for (const isArchived of host.derivationKeys.values()) if (!isArchived) return true;
  return false;
}

function isKept(host: HostState, number: number): boolean {
  return host.stored[number] === 1 || host.unarchived[number] === 1;
}

function pushDerivationKeys(world: World, cluster: ClusterState, host: HostState): void {
  const { estate, index } = world.reach;
  for (const path of host.derivationKeys.keys()) {
    if (!estate.keyProviders.has(path)) host.derivationKeys.delete(path);
  }
  for (const provider of index.providersOf.get(cluster.cluster.vcenter)?.values() ?? []) {
    if (provider.kind !== "native" || host.derivationKeys.has(provider.path)) continue;
    if (mayDerive(world, cluster, { provider, host }))
      host.derivationKeys.set(provider.path, false);
  }
}

/** A host gets its host key where machines need it, or where its cluster forces encryption mode. */
function pushHostKey(world: World, cluster: ClusterState, host: HostState): void {
  const isKeyKept = !host.persists || host.hostKeyStored || host.hostKeyUnarchived;
  if (!cluster.needsEncryption || (host.safe && isKeyKept)) return;
  if (!isHostKeyAtHand(world, cluster, host)) return;
  host.safe = true;
  if (host.persists && !host.hostKeyStored) host.hostKeyUnarchived = true;
}

function isHostKeyAtHand(world: World, cluster: ClusterState, host: HostState): boolean {
  const provider = host.hostKeyProvider;
  if (host.hostKey.provider === "unknown") return world.assumption === "best";
  if (provider?.kind === "native") return canDerive(world, cluster, { provider, host });
  if (provider === undefined || cluster.vcenter === undefined) return false;
  return isDelivered(world, cluster.vcenter, { provider, keyId: host.hostKey.id });
}
