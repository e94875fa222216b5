// What goes on by itself in a predicted cluster: vCenter's remediation sends hosts what they lack, hosts
// archive their configuration, and an estate that is left alone comes to rest.

import { ARCHIVE_INTERVAL_SECONDS } from "../vsphere/defaults.js";
import type { EstateKey } from "../vsphere/estate.js";
import { configurationReason } from "../vsphere/hops.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import { mayDerive, providerOf } from "./predict-derivation.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { attestIfDue, canFetchHostKey, trustedClasses } from "./predict-trust.js";
import { archiveKek, tellKeyServers } from "./predict-vsan.js";
import {
  canFetch,
  canStart,
  deliverableHostKey,
  hostKeyAtHand,
  isConnected,
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

/**
 * A trusted host sees to itself; then vCenter gives it every other key of its cluster, its host key and the
 * derivation keys.
 */
export function remediate(world: World, cluster: ClusterState, host: HostState): void {
  serveItself(world, cluster, host);
  if (!isConnected(world, cluster, host)) return;
  if (host.isNewToVcenter) forgetForeignKeys(world, cluster, host);
  pushDerivationKeys(world, cluster, host);
  if (host.diskGroup !== undefined) tellKeyServers(world, cluster, host.diskGroup);
  cluster.classes.forEach((keyClass, number) => {
    if (isComplete(host, number) || host.removed[number] === 1) return;
    if (!canFetch(world, cluster, keyClass)) return;
    receiveKey(host, number);
  });
  pushHostKey(world, cluster, host);
}

/**
 * A vCenter takes the keys of key providers that it does not know off a host that came to it (VCF security
 * guidelines, Standard Key Provider FAQ).
 */
function forgetForeignKeys(world: World, cluster: ClusterState, host: HostState): void {
  cluster.classes.forEach(({ representative }, number) => {
    if (representative.provider === NOT_KNOWN) return;
    if (providerOf(world, cluster, representative) === undefined) forgetKey(host, number);
  });
  for (const path of [...host.derivationKeys.keys()]) {
    if (!world.reach.estate.keyProviders.has(path)) host.derivationKeys.delete(path);
  }
  host.isNewToVcenter = false;
  host.isArchiveDue = true;
}

/** A key that a host is made to forget, unless it is its host key; the next archive leaves it out. */
export function forgetKey(host: HostState, number: number): void {
  if (host.hasHostKey && isHostKey(host, number)) return;
  host.memory[number] = 0;
  host.unarchived[number] = 0;
  host.removed[number] = 0;
  host.forgotten[number] = host.stored[number] ?? 0;
}

/**
 * Writes what was received while persistence was on, and derivation keys, to the boot disk. What a host was
 * made to forget, since its key provider was deleted, is no longer written. It stays sealed to what the last
 * boot measured: only a boot with the recovery key seals it to anything else.
 */
export function archive(host: HostState, nowSeconds: number): void {
  host.lastArchiveSeconds = nowSeconds;
  host.isSealedShut ||= configurationReason(host.host) !== "OK";
  host.isArchiveDamaged = false;
  host.isArchiveDue = false;
  host.stored.forEach((_, number) => {
    if (host.unarchived[number] === 1) host.stored[number] = 1;
    if (host.forgotten[number] === 1) host.stored[number] = 0;
  });
  host.unarchived.fill(0);
  host.forgotten.fill(0);
  host.hostKeyStored = isHostKeyKept(host);
  host.hostKeyUnarchived = false;
  host.hostKeyForgotten = false;
  if (host.diskGroup !== undefined) archiveKek(host.diskGroup);
  replaceAll(host.archivedDerivationKeys, host.derivationKeys);
}

/** A host that was shut down, recovered or installed anew since has archived then, and is due at other times. */
export function archiveIfDue(host: HostState, nowSeconds: number): void {
  const isDue = (nowSeconds - host.lastArchiveSeconds) % ARCHIVE_INTERVAL_SECONDS === 0;
  if (host.up && isDue) archive(host, nowSeconds);
}

/** Makes one map as another. */
export function replaceAll(map: Map<string, string>, by: ReadonlyMap<string, string>): void {
  map.clear();
  for (const [key, value] of by) map.set(key, value);
}

/** Whether the next archive would write something else than the last. */
export function awaitsArchive(host: HostState): boolean {
  const { derivationKeys, archivedDerivationKeys } = host;
  return (
    host.isArchiveDue ||
    host.forgotten.includes(1) ||
    host.hostKeyUnarchived ||
    host.hostKeyForgotten ||
    host.unarchived.includes(1) ||
    host.diskGroup?.unarchived === true ||
    host.diskGroup?.forgotten === true ||
    !areSameEntries(derivationKeys, archivedDerivationKeys)
  );
}

function areSameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}

function serveItself(world: World, cluster: ClusterState, host: HostState): void {
  attestIfDue(world, host);
  for (const number of trustedClasses(world, cluster, host)) {
    if (!isComplete(host, number) && host.removed[number] === 0) receiveKey(host, number);
  }
  if (!canFetchHostKey(world, cluster, host)) return;
  if (!host.safe) receiveHostKey(host, host.hostKey);
  else if (lacksHostKeyOnDisk(host)) keepHostKey(host);
}

function isComplete(host: HostState, number: number): boolean {
  return host.memory[number] === 1 && (!host.persists || isKept(host, number));
}

function isKept(host: HostState, number: number): boolean {
  const isInArchive = host.stored[number] === 1 && host.forgotten[number] === 0;
  return isInArchive || host.unarchived[number] === 1;
}

function pushDerivationKeys(world: World, cluster: ClusterState, host: HostState): void {
  const { index } = world.reach;
  for (const provider of index.providersOf.get(cluster.cluster.vcenter)?.values() ?? []) {
    if (provider.kind !== "native") continue;
    if (!mayDerive(world, cluster, { provider, host })) continue;
    host.derivationKeys.set(provider.path, provider.keyId);
  }
}

/** A host gets its host key where machines need it, or where its cluster forces encryption mode. */
function pushHostKey(world: World, cluster: ClusterState, host: HostState): void {
  if (!cluster.needsEncryption || (host.safe && !lacksHostKeyOnDisk(host))) return;
  const ask = host.safe ? deliverableHostKey : hostKeyAtHand;
  const key = ask(world, cluster, host);
  if (key === undefined) return;
  if (!host.safe) receiveHostKey(host, key);
  else if (key === host.hostKey) keepHostKey(host);
}

/** Makes a host crypto safe with the key it had, or with a new one. */
export function receiveHostKey(host: HostState, key: EstateKey): void {
  host.safe = true;
  host.hasHostKey = true;
  host.hostKeyRemoved = false;
  const shared = host.sharedKeys.get(key.id);
  if (key !== host.hostKey) host.hostKeyStored = shared !== undefined && isKept(host, shared);
  host.hostKey = key;
  if (shared !== undefined && host.memory[shared] === 1) return;
  if (shared !== undefined) receiveKey(host, shared);
  if (lacksHostKeyOnDisk(host)) keepHostKey(host);
}

/** The next archive has the host key. */
export function keepHostKey(host: HostState): void {
  host.hostKeyForgotten = false;
  host.hostKeyUnarchived = !host.hostKeyStored;
  const shared = host.sharedKeys.get(host.hostKey.id);
  if (shared !== undefined) keep(host, shared);
}

/** A host key that is derived is not kept: the derivation key is. */
export function lacksHostKeyOnDisk(host: HostState): boolean {
  const isDelivered = host.hostKey.derivedFrom === undefined && !host.hostKeyRemoved;
  return host.persists && isDelivered && !isHostKeyKept(host);
}

/** Whether the next archive has the host key. */
function isHostKeyKept(host: HostState): boolean {
  return (host.hostKeyStored && !host.hostKeyForgotten) || host.hostKeyUnarchived;
}

/** A key that came to the host; it is kept where persistence is on. */
export function receiveKey(host: HostState, number: number): void {
  host.memory[number] = 1;
  host.removed[number] = 0;
  if (isHostKey(host, number)) host.hostKeyRemoved = false;
  if (!host.persists) return;
  keep(host, number);
  if (isHostKey(host, number) && lacksHostKeyOnDisk(host)) keepHostKey(host);
}

function keep(host: HostState, number: number): void {
  host.forgotten[number] = 0;
  if (host.stored[number] === 0) host.unarchived[number] = 1;
}

/** Whether a key of machines is the host key too. */
function isHostKey(host: HostState, number: number): boolean {
  return host.sharedKeys.get(host.hostKey.id) === number;
}
