// What is true at one moment of a prediction: which keys each host can have, and where a group of machines
// could start. The answers come from the questions of src/vsphere, asked under the faults in force.

import type { ReasonCode } from "../model/survival.js";
import { type Conditions, isHostUp, noFaults } from "../vsphere/conditions.js";
import type { Estate, EstateKey } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { newHostKeyOf } from "../vsphere/key-paths.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import {
  connectionReason,
  keyRequest,
  type Reach,
  standardProviderReason,
  underivableReason,
  vcenterReason,
} from "../vsphere/reach.js";
import { trustedKeyReason } from "../vsphere/trust-reach.js";
import { compareMoments, type Moment, momentAt } from "./moment.js";
import { canDerive, canLearnToDerive, derivedBy, providerOf } from "./predict-derivation.js";
import type { KeyClass } from "./predict-key-classes.js";
import {
  type Assumption,
  type ClusterState,
  type Group,
  type HostState,
  modelCluster,
} from "./predict-model.js";
import { canFetchHostKey, canFetchTrusted, mayPowerOn } from "./predict-trust.js";
import { canFetchItself, canReadObjects } from "./predict-vsan.js";

/** When machines that others rely on were down, in seconds from the start of the outage. */
export type Downtimes = ReadonlyMap<string, readonly Downtime[]>;

export interface Downtime {
  readonly from: Moment;
  /** Never, if it did not come back. */
  readonly to: Moment;
}

export interface World {
  /** Its estate is without the key providers that were deleted. */
  reach: Reach;
  /** As it was before anything was deleted. */
  readonly estateBefore: Estate;
  readonly conditions: MutableConditions;
  readonly clusters: readonly ClusterState[];
  readonly assumption: Assumption;
  /** Groups of machines that a vCenter or a key server runs in, by path of the machine. */
  readonly roleGroups: ReadonlyMap<string, readonly Group[]>;
  /** Seconds from the start of the outage; negative while settling. Only {@link setTime} moves it. */
  now: number;
  /** The same, with what comes first at one instant. */
  moment: Moment;
  /** Unix seconds of the start of the outage. */
  readonly startSeconds: number;
}

/** Moves the clock of a world. */
export function setTime(world: World, moment: Moment): void {
  world.moment = moment;
  world.now = moment.at;
  world.conditions.nowSeconds = world.startSeconds + moment.at;
}

interface MutableConditions extends Conditions {
  readonly faults: ReturnType<typeof noFaults>;
  nowSeconds: number;
}

export interface WorldOptions {
  readonly assumption: Assumption;
  /** Machines that a vCenter or a key server runs in. */
  readonly roles: ReadonlySet<string>;
  /** What became of such machines in clusters that were predicted before. */
  readonly downtimes: Downtimes;
  /** How long the estate settles before the outage; zero for not at all. */
  readonly settleSeconds: number;
}

/** The world as it is before it settles. */
export function makeWorld(
  estate: Estate,
  clusters: readonly string[],
  options: WorldOptions,
): World {
  const states = clusters.map((path) => modelCluster(estate, path, options));
  const roleGroups = groupsOfRoles(states, options.roles);
  const ups = new Map(states.flatMap(({ hosts }) => hosts.map((host) => [host.host.path, host])));
  const isRunning = (machine: string) => isRoleRunning(world, options.downtimes, machine);
  const conditions: MutableConditions = {
    faults: noFaults(),
    nowSeconds: estate.nowSeconds,
    isRunning,
    isHostUp: (path) => ups.get(path)?.up ?? isHostUp(estate, path),
  };
  const reach: Reach = { estate, index: indexEstate(estate), conditions };
  const world: World = {
    reach,
    estateBefore: estate,
    conditions,
    clusters: states,
    assumption: options.assumption,
    roleGroups,
    now: -options.settleSeconds,
    moment: momentAt(-options.settleSeconds),
    startSeconds: estate.nowSeconds + options.settleSeconds,
  };
  return world;
}

/** Whether a group could start on this host now: host safe, every key at hand, storage readable. */
export function canStart(
  world: World,
  cluster: ClusterState,
  at: { readonly group: Group; readonly host: HostState },
): boolean {
  const { group, host } = at;
  if (!host.up || !canReadStorage(cluster, group, host)) return false;
  if (!mayPowerOn(world, { group, host })) return false;
  if (group.needs.length === 0) return true;
  const isSafe = host.safe || hostKeyAtHand(world, cluster, host) !== undefined;
  return isSafe && group.needs.every((number) => hasKey(world, cluster, { number, host }));
}

/** The host key that a host would have if it asked for one now. */
export function hostKeyAtHand(
  world: World,
  cluster: ClusterState,
  host: HostState,
): EstateKey | undefined {
  const { hostKey: key } = host;
  if (host.isDisabled) return undefined;
  const isInMemory = host.memory[host.sharedKeys.get(key.id) ?? -1] === 1;
  if (isInMemory && (host.hasHostKey || isConnected(world, cluster, host))) return key;
  return deliverableHostKey(world, cluster, host);
}

/** The host key that would come to a host now, or that it would derive. */
export function deliverableHostKey(
  world: World,
  cluster: ClusterState,
  host: HostState,
): EstateKey | undefined {
  const { hostKey: key } = host;
  const provider = providerOf(world, cluster, key);
  if (key.provider === NOT_KNOWN) return world.assumption === "best" ? key : undefined;
  if (canDeriveHostKey(world, cluster, host) || canFetchHostKey(world, cluster, host)) return key;
  if (canFetchItself(world, cluster, { host, key })) return key;
  if (!isConnected(world, cluster, host)) return undefined;
  if (canLearnToDerive(world, cluster, { key, provider, host })) return derivedBy(key, provider);
  const reason = deliveryReason(world, cluster, { key, host });
  if (reason === "OK") return key;
  return IS_GONE.has(reason) ? newHostKeyAtHand(world, cluster, host) : undefined;
}

/** A key that is gone can be made anew; one that nobody delivers for now cannot. */
const IS_GONE: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "PROVIDER_NOT_FOUND",
  "PROVIDER_REPLACED",
  "KEY_MISSING_ON_SERVER",
  "WRAPPING_KEY_MISSING",
]);

/**
 * Whether a host makes itself crypto safe, from a native provider's derivation key. Only a host that had a
 * host key knows it without vCenter.
 */
export function canDeriveHostKey(world: World, cluster: ClusterState, host: HostState): boolean {
  const { hostKey: key } = host;
  if (key.derivedFrom === undefined) return false;
  return canDerive(world, cluster, { key, provider: providerOf(world, cluster, key), host });
}

/** vCenter makes a host key anew if the old one cannot be found (vpxd.hostkey.newIfMissing). */
function newHostKeyAtHand(
  world: World,
  cluster: ClusterState,
  host: HostState,
): EstateKey | undefined {
  const key = newHostKeyOf(world.reach.estate, host.host);
  const provider = providerOf(world, cluster, key);
  if (key.provider === NOT_KNOWN) return world.assumption === "best" ? key : undefined;
  if (canLearnToDerive(world, cluster, { key, provider, host })) return derivedBy(key, provider);
  return deliveryReason(world, cluster, { key, host }) === "OK" ? key : undefined;
}

/** Whether a key comes from the key servers of its provider, by whatever way it has. */
function deliveryReason(
  world: World,
  cluster: ClusterState,
  { key, host }: { readonly key: EstateKey; readonly host: HostState },
): ReasonCode {
  const provider = providerOf(world, cluster, key);
  if (provider === undefined) return "PROVIDER_NOT_FOUND";
  if (provider.kind === "native") return underivableReason(key, provider);
  if (provider.kind === "trusted") return trustedKeyReason(world.reach, host, { provider, key });
  if (cluster.vcenter === undefined) return "VCENTER_UNREACHABLE";
  return standardProviderReason(world.reach, cluster.vcenter, keyRequest(provider, key, "host"));
}

/** Local disks go with their host, vSAN with too many of its disk groups; shared storage never fails. */
export function canReadStorage(cluster: ClusterState, group: Group, host: HostState): boolean {
  if (cluster.cluster.storage === "local") return group.home === host;
  return canReadObjects(cluster);
}

/** Whether the host holds the key, can derive it, or can have it brought. */
export function hasKey(
  world: World,
  cluster: ClusterState,
  at: { readonly number: number; readonly host: HostState },
): boolean {
  const keyClass = cluster.classes[at.number];
  if (keyClass === undefined) return false;
  if (keyClass.representative.provider === NOT_KNOWN) return world.assumption === "best";
  const { representative: key } = keyClass;
  const provider = providerOf(world, cluster, key);
  const request = { key, provider, host: at.host };
  if (canDerive(world, cluster, request) || at.host.memory[at.number] === 1) return true;
  if (provider?.kind === "trusted") return canFetchTrusted(world, at.host, { provider, key });
  if (!isConnected(world, cluster, at.host)) return false;
  return canLearnToDerive(world, cluster, request) || canFetch(world, cluster, keyClass);
}

/** Whether vCenter is up and talks to the host. */
export function isConnected(world: World, { vcenter }: ClusterState, host: HostState): boolean {
  return (
    vcenter !== undefined &&
    host.up &&
    vcenterReason(world.reach, vcenter) === "OK" &&
    connectionReason(world.reach, host.host, vcenter) === "OK"
  );
}

/** Whether vCenter can get a key of this class from its key servers. */
export function canFetch(world: World, cluster: ClusterState, keyClass: KeyClass): boolean {
  const { vcenter } = cluster;
  const { representative: key } = keyClass;
  const provider = providerOf(world, cluster, key);
  if (vcenter === undefined || provider?.kind !== "standard") return false;
  const request = keyRequest(provider, key, "workload");
  return standardProviderReason(world.reach, vcenter, request) === "OK";
}

function groupsOfRoles(
  clusters: readonly ClusterState[],
  roles: ReadonlySet<string>,
): ReadonlyMap<string, readonly Group[]> {
  const groups = new Map<string, Group[]>();
  if (roles.size === 0) return groups;
  for (const group of clusters.flatMap((cluster) => cluster.groups)) {
    for (const { path } of group.machines) {
      if (roles.has(path)) groups.set(path, [...(groups.get(path) ?? []), group]);
    }
  }
  return groups;
}

/** A machine outside the estate counts as running: nobody brings it down. */
function isRoleRunning(world: World, downtimes: Downtimes, machine: string): boolean {
  const groups = world.roleGroups.get(machine);
  if (groups !== undefined) return groups.some((group) => group.runsOn !== undefined);
  const spans = downtimes.get(machine);
  if (spans !== undefined) return !spans.some((span) => isWithin(world.moment, span));
  const found = world.reach.estate.virtualMachines.get(machine);
  return found === undefined || found.running;
}

function isWithin(moment: Moment, { from, to }: Downtime): boolean {
  return compareMoments(from, moment) <= 0 && compareMoments(moment, to) < 0;
}
