// What the checkers of machines and of vSAN have in common: what a verdict rests on, whether a key is left anywhere,
// and how long something was down. Pure.

import type { Hop, KeyPath, ReasonCode } from "../model/survival.js";
import type { Estate, EstateKey } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { providerNamed } from "../vsphere/key-paths.js";
import { PLANNED_KEY } from "../vsphere/reach.js";
import type { History, Interruption } from "./history.js";
import type { Scenario } from "./scenario.js";

export interface Fates {
  /** One interruption in the outage lasted longer than the scenario allows. */
  readonly isTooLong: boolean;
  /** Zero for what was never interrupted; null for what never came back. */
  readonly longestDownSeconds: number | null;
  readonly restarts: number;
}

/** What interrupted something in a drill, by the path that the timeline calls it. */
export function fatesOf(history: History, scenario: Scenario, path: string): Fates {
  const all = history.interruptions.get(path) ?? [];
  const within = all.filter(
    ({ fromSeconds }) => fromSeconds >= 0 && fromSeconds < history.outageSeconds,
  );
  const isOpen = all.some(({ toSeconds }) => toSeconds === null);
  return {
    isTooLong: within.some((each) => lengthOf(each, history) > scenario.longestInterruptionSeconds),
    longestDownSeconds: isOpen ? null : Math.max(0, ...all.map((each) => lengthOf(each, history))),
    restarts: all.length,
  };
}

function lengthOf({ fromSeconds, toSeconds }: Interruption, history: History): number {
  return (toSeconds ?? history.outageSeconds + history.healSeconds) - fromSeconds;
}

/** Whether a key still exists on a host of the cluster, in a native provider or on a key server. */
export function isKeyLeftIn(history: History, cluster: string, key: EstateKey): boolean {
  if (key.id.startsWith(PLANNED_KEY)) return true;
  const estate = history.after;
  if (hasSource(history.before, cluster, key)) return true;
  const index = indexEstate(estate);
  const vcenter = estate.clusters.get(cluster)?.vcenter ?? "";
  const provider = providerNamed(estate, vcenter, key.provider);
  const hosts = index.hostsOf.get(cluster) ?? [];
  const isOnHost = hosts.some(
    ({ present }) =>
      present?.cachedKeyIds.has(key.id) === true ||
      present?.storedKeyIds.has(key.id) === true ||
      present?.unarchivedKeyIds.has(key.id) === true ||
      isDerivable(present?.derivationKeys, { vcenter, key }) ||
      isDerivable(present?.archivedDerivationKeys, { vcenter, key }),
  );
  if (isOnHost) return true;
  if (key.derivedFrom !== undefined) return false;
  const idAtServers = key.wrappedBy ?? key.id;
  const isWrapped = key.wrappedBy !== undefined;
  const isIssuer = provider?.kind === "standard" || (provider?.kind === "trusted" && isWrapped);
  const others = isWrapped
    ? [...estate.keyServers.values()]
    : (index.keyServersOf.get(vcenter) ?? []);
  const servers = isIssuer
    ? provider.keyServers.flatMap((path) => estate.keyServers.get(path) ?? [])
    : others;
  return servers.some(({ heldKeyIds }) => heldKeyIds?.has(idAtServers) ?? true);
}

/** A native provider gives the keys that were derived from its key; if it was deleted, its backup does. */
function hasSource(before: Estate, cluster: string, key: EstateKey): boolean {
  const vcenter = before.clusters.get(cluster)?.vcenter ?? "";
  const provider = providerNamed(before, vcenter, key.provider);
  return provider?.kind === "native" && provider.keyId === key.derivedFrom;
}

function isDerivable(
  held: ReadonlyMap<string, string> | undefined,
  { vcenter, key }: { readonly vcenter: string; readonly key: EstateKey },
): boolean {
  const id = held?.get(`${vcenter}/kp/${String(key.provider)}`);
  return id !== undefined && id === key.derivedFrom;
}

/** For each key what it rests on: a stored key counts before one that is only in memory. */
export function supportsOf(paths: readonly KeyPath[]): readonly ReasonCode[] {
  const best = new Map<string, ReasonCode>();
  for (const path of paths) {
    if (!path.open) continue;
    const holds = path.hops.find(({ reason }: Hop) => reason !== "OK")?.reason ?? "OK";
    const known = best.get(path.key);
    if (known === undefined || SUPPORTS.indexOf(holds) < SUPPORTS.indexOf(known)) {
      best.set(path.key, holds);
    }
  }
  return [...best.values()];
}

/** Best first. */
const SUPPORTS: readonly ReasonCode[] = [
  "KDK_ON_HOST",
  "KEY_STORED",
  "DISK_GROUP_MOUNTED",
  "CACHED_IN_MEMORY",
  "OK",
];
