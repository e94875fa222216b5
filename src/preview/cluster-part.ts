// The part of an estate that decides the fate of a cluster: with what it relies on, the vCenters there, and the key
// servers that stand or fall with theirs. A fleet is judged cluster by cluster, so a part must not grow with the fleet.

import { clustersReliedOn } from "../drill/predict-components.js";
import type { Scenario } from "../drill/scenario.js";
import { estateWithin } from "../drill/steps-by-cluster.js";
import type { Change } from "../model/plan.js";
import type { ObjectValue } from "../model/value.js";
import type { Estate, EstateKeyServer } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";

/** Paths. */
export interface PartBounds {
  readonly clusters: ReadonlySet<string>;
  readonly vcenters: ReadonlySet<string>;
  readonly keyServers: ReadonlySet<string>;
}

/** What is within on any of the estates. */
export function boundsOf(
  estates: readonly Estate[],
  cluster: string,
  scenario: Scenario,
): PartBounds {
  const clusters = new Set(estates.flatMap((estate) => [...clustersReliedOn(estate, cluster)]));
  const vcenters = new Set(
    estates.flatMap((estate) => [...clusters].flatMap((path) => vcentersOf(estate, path))),
  );
  const keyServers = serversOfOneFate(estates, vcenters);
  // Power fails at the sites of all vCenters, which may be those of a cluster of another.
  const isBySites = scenario.events.some(({ kind }) => kind === "sites-lose-power");
  for (const { vcenters: all } of isBySites ? estates : []) {
    for (const path of all.keys()) vcenters.add(path);
  }
  return { clusters, vcenters, keyServers };
}

/** That of a cluster, and that of the Trust Authority which attests its hosts. */
function vcentersOf(estate: Estate, cluster: string): readonly string[] {
  const own = estate.clusters.get(cluster)?.vcenter;
  const authority = indexEstate(estate).authorityOf.get(cluster)?.vcenter;
  return [own, authority].filter((path) => path !== undefined);
}

/** The key servers of some vCenters, and those that share an address or a group with one, and so on. */
function serversOfOneFate(
  estates: readonly Estate[],
  vcenters: ReadonlySet<string>,
): ReadonlySet<string> {
  const indexes = estates.map(indexEstate);
  const found = new Set<EstateKeyServer>();
  const seen = new Set<readonly EstateKeyServer[]>();
  const add = (servers: readonly EstateKeyServer[] | undefined) => {
    if (servers === undefined || seen.has(servers)) return;
    seen.add(servers);
    for (const server of servers) found.add(server);
  };
  for (const index of indexes) for (const path of vcenters) add(index.keyServersOf.get(path));
  for (const { address, replicationGroup } of found) {
    for (const { keyServersAt, keyServersInGroup } of indexes) {
      add(keyServersAt.get(address));
      if (replicationGroup !== null) add(keyServersInGroup.get(replicationGroup));
    }
  }
  return new Set([...found].map(({ path }) => path));
}

export function partWithin(estate: Estate, bounds: PartBounds): Estate {
  const { clusters, vcenters, keyServers } = bounds;
  const { providersOf } = indexEstate(estate);
  const providers = [...vcenters].flatMap((path) => [...(providersOf.get(path)?.values() ?? [])]);
  const only = <T extends { readonly path: string }>(
    rows: ReadonlyMap<string, T>,
    paths: ReadonlySet<string>,
  ) => {
    const found = [...paths].sort().flatMap((path) => rows.get(path) ?? []);
    return new Map(found.map((row) => [row.path, row]));
  };
  return {
    ...estateWithin(estate, clusters),
    vcenters: only(estate.vcenters, vcenters),
    keyServers: only(estate.keyServers, keyServers),
    keyProviders: new Map(providers.map((provider) => [provider.path, provider])),
  };
}

/** The attribute with the place of what belongs to one. */
const PLACES: Readonly<Record<string, readonly [keyof PartBounds, attribute: string]>> = {
  holdfast_cluster: ["clusters", "id"],
  holdfast_host: ["clusters", "cluster"],
  holdfast_virtual_machine: ["clusters", "cluster"],
  holdfast_vsan_encryption: ["clusters", "cluster"],
  holdfast_vcenter: ["vcenters", "id"],
  holdfast_key_server: ["keyServers", "id"],
  holdfast_standard_key_provider: ["vcenters", "vcenter"],
  holdfast_native_key_provider: ["vcenters", "vcenter"],
  holdfast_trusted_key_provider: ["vcenters", "vcenter"],
};

/** Where a change belongs; undefined for what serves several places, or one that only apply will know. */
export function placesOfChange({ instance, before, after }: Change): readonly string[] | undefined {
  const place = PLACES[instance.resource.type];
  if (place === undefined) return undefined;
  const [kind, attribute] = place;
  const objects = [before, after].filter((object): object is ObjectValue => object !== null);
  const paths = objects.map((object) => object[attribute]);
  const known = paths.filter((path) => typeof path === "string");
  if (known.length < paths.length) return undefined;
  return [...new Set(known)].map((path) => placeKey(kind, path));
}

/** The places within, as {@link placesOfChange} writes them. */
export function placesWithin(bounds: PartBounds): readonly string[] {
  const kinds = ["clusters", "vcenters", "keyServers"] as const;
  return kinds.flatMap((kind) => [...bounds[kind]].map((path) => placeKey(kind, path)));
}

function placeKey(kind: keyof PartBounds, path: string): string {
  return `${kind} ${path}`;
}
