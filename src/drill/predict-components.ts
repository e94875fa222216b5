// Which clusters have to be predicted together, and in what order: a cluster relies on the clusters whose
// machines its vCenter and its key servers run in. Clusters that rely on each other form one component.

import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";

export interface Component {
  /** Cluster paths, sorted. */
  readonly clusters: readonly string[];
  /** Machines in it that a vCenter or key server runs in. */
  readonly roles: ReadonlySet<string>;
  /** Machines elsewhere that it relies on. */
  readonly reliesOn: ReadonlySet<string>;
}

/** Components in an order in which each comes after those it relies on. */
export function componentsOf(estate: Estate): readonly Component[] {
  const roles = rolesByVcenter(estate);
  const reliedOn = (cluster: string) => {
    const vcenter = estate.clusters.get(cluster)?.vcenter ?? "";
    return [...(roles.get(vcenter) ?? [])];
  };
  const clusterOf = (machine: string) => estate.virtualMachines.get(machine)?.cluster ?? "";
  const rolesIn = rolesByCluster(roles, clusterOf);
  const trusting = clustersByTrust(estate);
  const next = (cluster: string) =>
    [...reliedOn(cluster).map(clusterOf), ...(trusting.get(cluster) ?? [])].filter((path) =>
      estate.clusters.has(path),
    );
  const groups = stronglyConnected([...estate.clusters.keys()].sort(), next);
  return groups.map((clusters) => {
    const inside = new Set(clusters);
    const machines = clusters.flatMap(reliedOn);
    return {
      clusters: [...clusters].sort(),
      roles: new Set(clusters.flatMap((cluster) => rolesIn.get(cluster) ?? [])),
      reliesOn: new Set(machines.filter((machine) => !inside.has(clusterOf(machine)))),
    };
  });
}

/** By cluster: the machines in it that vCenters and key servers run in. */
function rolesByCluster(
  roles: ReadonlyMap<string, ReadonlySet<string>>,
  clusterOf: (machine: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const rolesIn = new Map<string, string[]>();
  for (const machine of new Set([...roles.values()].flatMap((each) => [...each]))) {
    const known = rolesIn.get(clusterOf(machine));
    if (known === undefined) rolesIn.set(clusterOf(machine), [machine]);
    else known.push(machine);
  }
  return rolesIn;
}

/** Trusted clusters and the cluster that attests them are walked together: whether its hosts are up matters. */
function clustersByTrust(estate: Estate): ReadonlyMap<string, readonly string[]> {
  const others = new Map<string, string[]>();
  for (const { cluster, trustedClusters } of estate.trustAuthorities.values()) {
    others.set(cluster, [...(others.get(cluster) ?? []), ...trustedClusters]);
    for (const trusted of trustedClusters) {
      others.set(trusted, [...(others.get(trusted) ?? []), cluster]);
    }
  }
  return others;
}

/** A cluster, and all clusters that it relies on, through whatever stands between them. */
export function clustersReliedOn(estate: Estate, cluster: string): ReadonlySet<string> {
  const roles = rolesByVcenter(estate);
  const found = new Set([cluster]);
  const { authorityOf } = indexEstate(estate);
  for (const path of found) {
    const authority = authorityOf.get(path);
    if (authority !== undefined && estate.clusters.has(authority.cluster)) {
      found.add(authority.cluster);
    }
    for (const machine of roles.get(estate.clusters.get(path)?.vcenter ?? "") ?? []) {
      const home = estate.virtualMachines.get(machine)?.cluster;
      if (home !== undefined && estate.clusters.has(home)) found.add(home);
    }
  }
  return found;
}

const knownRoles = new WeakMap<Estate, ReadonlyMap<string, ReadonlySet<string>>>();

/** By vCenter: the machines that it and its key servers run in. */
function rolesByVcenter(estate: Estate): ReadonlyMap<string, ReadonlySet<string>> {
  const known = knownRoles.get(estate) ?? findRoles(estate);
  knownRoles.set(estate, known);
  return known;
}

function findRoles(estate: Estate): ReadonlyMap<string, ReadonlySet<string>> {
  const { keyServersOf } = indexEstate(estate);
  const roles = new Map<string, Set<string>>();
  for (const vcenter of estate.vcenters.values()) {
    const machines = new Set<string>();
    if (vcenter.runsOn !== null) machines.add(vcenter.runsOn);
    for (const server of keyServersOf.get(vcenter.path) ?? []) {
      if (server.runsOn !== null) machines.add(server.runsOn);
    }
    if (machines.size > 0) roles.set(vcenter.path, machines);
  }
  return roles;
}

/** Tarjan's algorithm; what is relied on comes first. */
function stronglyConnected(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const components: string[][] = [];
  const lower = (node: string, value: number) =>
    lowest.set(node, Math.min(lowest.get(node) ?? value, value));
  const visit = (node: string): void => {
    order.set(node, order.size);
    lower(node, order.size - 1);
    stack.push(node);
    onStack.add(node);
    for (const other of next(node)) {
      if (!order.has(other)) visit(other);
      if (onStack.has(other)) lower(node, lowest.get(other) ?? 0);
    }
    if (lowest.get(node) !== order.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    for (const member of component) onStack.delete(member);
    components.push(component);
  };
  for (const node of nodes) if (!order.has(node)) visit(node);
  return components;
}

/** The components of these clusters and all that they rely on, in order. */
export function neededFor(
  clusters: ReadonlySet<string>,
  components: readonly Component[],
): readonly Component[] {
  const machines = new Set<string>();
  const needed = components.toReversed().filter(({ clusters: own, roles, reliesOn }) => {
    const isNeeded =
      own.some((path) => clusters.has(path)) || [...roles].some((machine) => machines.has(machine));
    for (const machine of isNeeded ? reliesOn : []) machines.add(machine);
    return isNeeded;
  });
  return needed.reverse();
}
