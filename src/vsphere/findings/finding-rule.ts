// The form of a rule of the failure catalogue, and the estate as rules look at it. A rule is data with one
// small function; it looks at each object once, so that finding stays linear.

import type { Finding } from "../../model/survival.js";
import type { Estate, EstateHost, EstateKeyProvider, EstateVirtualMachine } from "../estate.js";
import { type EstateIndex, indexEstate } from "../estate-index.js";
import { providerNamed } from "../key-paths.js";
import { NOT_KNOWN } from "../maybe.js";

export interface FindingRule {
  readonly code: string;
  readonly severity: Finding["severity"];
  /** What in an estate brings the finding about, as a phrase. */
  readonly trigger: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
  /** The vendor's page. */
  readonly source: string;
  readonly find: (view: EstateView) => readonly Found[];
}

export interface Found {
  readonly subject: string;
  readonly sentence: string;
  /** Where it differs from the rule's. */
  readonly severity?: Finding["severity"];
}

export interface EstateView {
  readonly estate: Estate;
  readonly index: EstateIndex;
  /** By cluster path: the key providers whose keys its machines and hosts need. */
  readonly providersOf: ReadonlyMap<string, ReadonlySet<EstateKeyProvider>>;
  /** The clusters that need keys of a provider. */
  readonly clustersUsing: ReadonlyMap<EstateKeyProvider, readonly string[]>;
}

export function viewOf(estate: Estate): EstateView {
  const providersOf = new Map<string, ReadonlySet<EstateKeyProvider>>();
  const clustersUsing = new Map<EstateKeyProvider, string[]>();
  for (const path of estate.clusters.keys()) {
    const used = usedProviders(estate, path);
    providersOf.set(path, used);
    for (const provider of used) {
      const clusters = clustersUsing.get(provider);
      if (clusters === undefined) clustersUsing.set(provider, [path]);
      else clusters.push(path);
    }
  }
  return { estate, index: indexEstate(estate), providersOf, clustersUsing };
}

/** The provider names that a machine's keys come from. */
export function providerNamesOf(machine: EstateVirtualMachine): ReadonlySet<string> {
  const names = new Set<string>();
  for (const key of [machine.homeKey, ...machine.diskKeys]) {
    if (key !== null && key.provider !== null && key.provider !== NOT_KNOWN)
      names.add(key.provider);
  }
  return names;
}

export function vcenterPathOf(estate: Estate, cluster: string): string {
  return estate.clusters.get(cluster)?.vcenter ?? "";
}

/** Hosts of clusters that need keys of this provider. */
export function hostsUsing(view: EstateView, provider: EstateKeyProvider): readonly EstateHost[] {
  const clusters = view.clustersUsing.get(provider) ?? [];
  return clusters.flatMap((cluster) => view.index.hostsOf.get(cluster) ?? []);
}

/** `a, b and 3 more`. */
export function some(names: readonly string[]): string {
  const shown = 3;
  const more = names.length > shown ? ` and ${names.length - shown} more` : "";
  return `${names.slice(0, shown).join(", ")}${more}`;
}

function usedProviders(estate: Estate, path: string): ReadonlySet<EstateKeyProvider> {
  const vcenter = vcenterPathOf(estate, path);
  const machines = indexEstate(estate).machinesOf.get(path) ?? [];
  const names = new Set<string>();
  const ofVsan = estate.clusters.get(path)?.vsanEncryption?.key.provider ?? null;
  if (ofVsan !== null && ofVsan !== NOT_KNOWN) names.add(ofVsan);
  for (const machine of machines) for (const name of providerNamesOf(machine)) names.add(name);
  if (names.size > 0) addHostKeyProvider(estate, path, names);
  const providers = [...names].map((name) => providerNamed(estate, vcenter, name));
  return new Set(providers.filter((provider) => provider !== undefined));
}

/** Where machines are encrypted, hosts need host keys. */
function addHostKeyProvider(estate: Estate, path: string, names: Set<string>): void {
  const cluster = estate.clusters.get(path);
  const vcenter = estate.vcenters.get(cluster?.vcenter ?? "");
  const name =
    cluster?.hostKeyProvider ?? cluster?.defaultKeyProvider ?? vcenter?.defaultKeyProvider ?? null;
  if (name !== null && name !== NOT_KNOWN) names.add(name);
}
