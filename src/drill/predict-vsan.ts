// vSAN in a prediction: whether the objects of a cluster can be read, and whether a host can have the key of its disk
// group. Written from the vendor's documents (vSphere Security, How vSAN Data-At-Rest Encryption Works; VCF security
// guidelines, Standard Key Provider FAQ): the host asks key servers itself, and vCenter only tells it which.

import { FAILURES_TO_TOLERATE } from "../vsphere/defaults.js";
import type {
  Estate,
  EstateCluster,
  EstateHost,
  EstateKey,
  EstateKeyServerAccess,
  EstateVsanEncryption,
} from "../vsphere/estate.js";
import { accessTo, hostFetchReason, vsanPersistenceReason } from "../vsphere/host-reach.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import { canDerive, providerOf } from "./predict-derivation.js";
import { type Assumption, type ClusterState, type HostState, holds } from "./predict-model.js";
import type { World } from "./predict-world.js";

/** The vSAN of a cluster. */
export interface VsanState {
  readonly failuresToTolerate: number;
  readonly encryption: EstateVsanEncryption | null;
  /** Whether its objects could be read when the outage began. */
  wasReadableAtStart: boolean;
  /** Seconds from the start of the outage; undefined while its objects can be read. */
  downSince: number | undefined;
  longestDown: number;
}

/** The part of a host in it. */
export interface DiskGroupState {
  mounted: boolean;
  /** Whether it has ever been mounted: until then it holds nothing that anyone misses. */
  joined: boolean;
  /** When it is first tried after a boot, in seconds from the start of the outage. */
  mountsAt: number | undefined;
  access: EstateKeyServerAccess | null;
  readonly cutOffFrom: ReadonlySet<string>;
  /** Whether key persistence covers the KEK here. */
  persists: boolean;
  /** The KEK in memory, in the archive, on its way there, and to be left out of the next. */
  held: boolean;
  stored: boolean;
  unarchived: boolean;
  forgotten: boolean;
}

export function modelVsan(cluster: EstateCluster): VsanState | undefined {
  if (cluster.storage !== "vsan") return undefined;
  const encryption = cluster.vsanEncryption ?? null;
  const failuresToTolerate = encryption?.failuresToTolerate ?? FAILURES_TO_TOLERATE;
  const down = { wasReadableAtStart: false, downSince: undefined, longestDown: 0 };
  return { failuresToTolerate, encryption, ...down };
}

/** `startSeconds` is the start of the outage in Unix seconds. */
export function modelDiskGroup(
  estate: Estate,
  host: EstateHost,
  options: { readonly assumption: Assumption; readonly startSeconds: number },
): DiskGroupState | undefined {
  const cluster = estate.clusters.get(host.cluster);
  if (cluster?.storage !== "vsan") return undefined;
  const { present } = host;
  const group = present?.diskGroup;
  const isThere = present?.up === true;
  const key = cluster.vsanEncryption?.key.id ?? "";
  const due = group?.mountsAtSeconds ?? null;
  return {
    mounted: group?.isMounted ?? isThere,
    joined: group?.isJoined ?? isThere,
    mountsAt: due === null ? undefined : due - options.startSeconds,
    access: group?.access ?? null,
    cutOffFrom: group?.cutOffFrom ?? new Set(),
    persists: holds(vsanPersistenceReason(host), options.assumption),
    held: present?.cachedKeyIds.has(key) ?? false,
    stored: present?.storedKeyIds.has(key) ?? false,
    unarchived: present?.unarchivedKeyIds.has(key) ?? false,
    forgotten: present?.forgottenKeyIds?.has(key) ?? false,
  };
}

/** False for a vSAN of whose disk groups more are missing than its objects tolerate. */
export function canReadObjects({ vsan, hosts }: ClusterState): boolean {
  if (vsan === undefined) return true;
  const joined = hosts.filter(({ diskGroup }) => diskGroup?.joined === true).length;
  const mounted = hosts.filter(({ diskGroup }) => diskGroup?.mounted === true).length;
  return mounted >= Math.max(1, joined - vsan.failuresToTolerate);
}

/** Whether a host could open its disk group without asking anyone. */
export function hasKek(world: World, cluster: ClusterState, host: HostState): boolean {
  const key = cluster.vsan?.encryption?.key;
  if (key === undefined) return true;
  if (key.provider === NOT_KNOWN) return world.assumption === "best";
  if (host.diskGroup?.held === true) return true;
  return canDerive(world, cluster, { key, provider: providerOf(world, cluster, key), host });
}

/** Whether a host gets a key of its vSAN from a key server by itself. */
export function canFetchItself(
  world: World,
  cluster: ClusterState,
  { host, key }: { readonly host: HostState; readonly key: EstateKey },
): boolean {
  const { diskGroup } = host;
  if (!host.up || diskGroup === undefined || cluster.vsan?.encryption == null) return false;
  if (key.provider === NOT_KNOWN) return world.assumption === "best";
  if (key.derivedFrom !== undefined) return false;
  const { access, cutOffFrom } = diskGroup;
  const request = { access, cutOffFrom, key };
  return hostFetchReason(world.reach, host.host, request) === "OK";
}

/** The outage begins with what can be read. */
export function beginVsan(cluster: ClusterState): void {
  const { vsan } = cluster;
  if (vsan === undefined) return;
  vsan.wasReadableAtStart = canReadObjects(cluster);
  vsan.longestDown = 0;
}

/** ESXi was installed anew: the disks are as they were, what opens them is gone from the host. */
export function forgetDiskGroupKeys(group: DiskGroupState): void {
  group.access = null;
  group.stored = false;
  group.persists = false;
}

/** What a loss of power leaves of a disk group: its disks. */
export function closeDiskGroup(group: DiskGroupState): void {
  group.mounted = false;
  group.mountsAt = undefined;
  group.held = false;
  group.unarchived = false;
  group.forgotten = false;
}

/** What the next archive of the host does to the KEK in it. */
export function archiveKek(group: DiskGroupState): void {
  if (group.unarchived) group.stored = true;
  if (group.forgotten) group.stored = false;
  group.unarchived = false;
  group.forgotten = false;
}

/** A KEK that came to the host; it is kept where persistence covers vSAN. */
export function receiveKek(group: DiskGroupState): void {
  group.held = true;
  if (!group.persists) return;
  group.forgotten = false;
  if (!group.stored) group.unarchived = true;
}

/** vCenter deleted the key provider and told the host. */
export function forgetKek(
  group: DiskGroupState,
  { provider, isKekOfIt }: { readonly provider: string; readonly isKekOfIt: boolean },
): void {
  if (group.access?.provider === provider) group.access = null;
  if (!isKekOfIt) return;
  group.held = false;
  group.unarchived = false;
  group.forgotten = group.stored;
}

/** Whether the KEK is kept, or on its way into the archive. */
export function isKekKept({ stored, forgotten, unarchived }: DiskGroupState): boolean {
  return (stored && !forgotten) || unarchived;
}

/** A connected host is told how to reach the key servers of its vSAN. */
export function tellKeyServers(world: World, cluster: ClusterState, group: DiskGroupState): void {
  const key = cluster.vsan?.encryption?.key;
  if (key === undefined) return;
  group.access = accessTo(providerOf(world, cluster, key)) ?? group.access;
}
