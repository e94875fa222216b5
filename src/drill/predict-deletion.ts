// The deletion of a key provider in a prediction: vCenter forgets it, and so do the hosts that vCenter reaches
// (VCF security guidelines, Key Providers FAQ). Whoever adds it again has its keys back, not the hosts.

import type { Estate, EstateCluster, EstateVcenter } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { Maybe } from "../vsphere/maybe.js";
import { vcenterReason } from "../vsphere/reach.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { forgetKey } from "./predict-rounds.js";
import { forgetKek } from "./predict-vsan.js";
import { isConnected, type World } from "./predict-world.js";

const FAULT = "key-provider-deleted";

/** Nothing happens while vCenter does not answer. */
export function deleteProvider(world: World, path: string): void {
  const { estate } = world.reach;
  const provider = estate.keyProviders.get(path);
  if (provider === undefined || !doesAnswer(world, provider.vcenter)) return;
  for (const cluster of world.clusters) {
    if (cluster.cluster.vcenter !== provider.vcenter) continue;
    for (const host of cluster.hosts) {
      if (isConnected(world, cluster, host)) forget(cluster, host, provider);
    }
  }
  world.conditions.faults[FAULT].add(path);
  world.reach = reachWithout(world);
}

/** Adds it again as it was, defaults included. */
export function restoreProvider(world: World, path: string): void {
  const provider = world.estateBefore.keyProviders.get(path);
  if (provider === undefined || !doesAnswer(world, provider.vcenter)) return;
  world.conditions.faults[FAULT].delete(path);
  world.reach = reachWithout(world);
}

function doesAnswer(world: World, path: string): boolean {
  const vcenter = world.reach.estate.vcenters.get(path);
  return vcenter !== undefined && vcenterReason(world.reach, vcenter) === "OK";
}

function forget(
  { classes, vsan }: ClusterState,
  host: HostState,
  provider: { readonly path: string; readonly name: string },
): void {
  classes.forEach(({ representative }, number) => {
    if (representative.provider !== provider.name) return;
    forgetKey(host, number);
  });
  if (host.diskGroup !== undefined) {
    const isKekOfIt = vsan?.encryption?.key.provider === provider.name;
    forgetKek(host.diskGroup, { provider: provider.name, isKekOfIt });
  }
  host.derivationKeys.delete(provider.path);
  host.isArchiveDue = true;
}

function reachWithout(world: World): World["reach"] {
  const estate = withoutProviders(world.estateBefore, world.conditions.faults[FAULT]);
  return { ...world.reach, estate, index: indexEstate(estate) };
}

const KNOWN = new WeakMap<Estate, Map<string, Estate>>();

/** Worked out once for all parts of an estate that are predicted apart. */
export function withoutProviders(estate: Estate, deleted: ReadonlySet<string>): Estate {
  if (deleted.size === 0) return estate;
  const known = KNOWN.get(estate) ?? new Map<string, Estate>();
  KNOWN.set(estate, known);
  const name = [...deleted].sort().join(" ");
  const without = known.get(name) ?? removeProviders(estate, deleted);
  known.set(name, without);
  return without;
}

function removeProviders(estate: Estate, deleted: ReadonlySet<string>): Estate {
  const isGone = (vcenter: string, name: Maybe<string | null>) =>
    deleted.has(`${vcenter}/kp/${String(name)}`);
  const clear = <T extends EstateVcenter | EstateCluster>(each: T, vcenter: string): T =>
    isGone(vcenter, each.defaultKeyProvider) ? { ...each, defaultKeyProvider: null } : each;
  return {
    ...estate,
    keyProviders: new Map([...estate.keyProviders].filter(([path]) => !deleted.has(path))),
    vcenters: new Map([...estate.vcenters].map(([path, each]) => [path, clear(each, path)])),
    clusters: new Map(
      [...estate.clusters].map(([path, each]) => [path, clear(each, each.vcenter)]),
    ),
  };
}
