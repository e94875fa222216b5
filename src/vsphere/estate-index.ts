// An estate looked at from its clusters and vCenters: which hosts, machines and key providers belong
// together. Built once per estate in linear time, so that no rule has to search.

import type {
  Estate,
  EstateHost,
  EstateKeyProvider,
  EstateKeyServer,
  EstateTrustAuthority,
  EstateVirtualMachine,
} from "./estate.js";

export interface EstateIndex {
  /** By cluster path; hosts in code-unit order of their paths. */
  readonly hostsOf: ReadonlyMap<string, readonly EstateHost[]>;
  /** By cluster path; machines in code-unit order of their paths. */
  readonly machinesOf: ReadonlyMap<string, readonly EstateVirtualMachine[]>;
  /** By vCenter path, then by name. */
  readonly providersOf: ReadonlyMap<string, ReadonlyMap<string, EstateKeyProvider>>;
  /** By vCenter path. */
  readonly keyServersOf: ReadonlyMap<string, readonly EstateKeyServer[]>;
  /** Entries of one address are one server. */
  readonly keyServersAt: ReadonlyMap<string, readonly EstateKeyServer[]>;
  /** By replication group: servers that hold the same keys. */
  readonly keyServersInGroup: ReadonlyMap<string, readonly EstateKeyServer[]>;
  /** By path of a trusted cluster: the Trust Authority that attests its hosts. */
  readonly authorityOf: ReadonlyMap<string, EstateTrustAuthority>;
  /** Ids of the keys that machines are encrypted with. */
  readonly machineKeyIds: ReadonlySet<string>;
  /** Ids of the primary keys of trusted key providers. */
  readonly primaryKeys: ReadonlySet<string>;
  /** Firewalls that refuse, as {@link pathKey} writes them. */
  readonly closedPaths: ReadonlySet<string>;
}

const indexes = new WeakMap<Estate, EstateIndex>();

/** The index of an estate; the same estate gives the same index. */
export function indexEstate(estate: Estate): EstateIndex {
  const known = indexes.get(estate);
  if (known !== undefined) return known;
  const index = buildIndex(estate);
  indexes.set(estate, index);
  return index;
}

/** A network path as text: who may not reach what. */
export function pathKey(path: {
  readonly fromSite: string;
  readonly fromRole: "vcenter" | "host";
  readonly toSite: string;
  readonly port: number;
}): string {
  return `${path.fromSite} ${path.fromRole} ${path.toSite} ${path.port}`;
}

/** The entries of an estate that are one server with `server`, or hold its keys as one group, itself included. */
export function serversOfOneStore(
  estate: Estate,
  { address, replicationGroup }: Pick<EstateKeyServer, "address" | "replicationGroup">,
): readonly EstateKeyServer[] {
  const { keyServersAt, keyServersInGroup } = indexEstate(estate);
  const entries = keyServersAt.get(address) ?? [];
  const group = replicationGroup === null ? [] : (keyServersInGroup.get(replicationGroup) ?? []);
  if (group.length === 0) return entries;
  // The usual case, and then the same list for all of a group.
  if (entries.every((entry) => entry.replicationGroup === replicationGroup)) return group;
  return [...new Set([...entries, ...group])];
}

/** Order of code units, the order in which hosts are counted and tried. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function buildIndex(estate: Estate): EstateIndex {
  const closed = estate.networkPaths.filter((path) => !path.allowed);
  const servers = [...estate.keyServers.values()];
  return {
    hostsOf: grouped(estate.hosts.values(), (host) => host.cluster),
    machinesOf: grouped(estate.virtualMachines.values(), (machine) => machine.cluster),
    providersOf: providersByName(estate),
    keyServersOf: grouped(servers, (server) => server.vcenter),
    keyServersAt: grouped(servers, (server) => server.address),
    keyServersInGroup: grouped(
      servers.filter(({ replicationGroup }) => replicationGroup !== null),
      ({ replicationGroup }) => replicationGroup ?? "",
    ),
    authorityOf: authoritiesByCluster(estate),
    machineKeyIds: machineKeyIds(estate),
    primaryKeys: primaryKeys(estate),
    closedPaths: new Set(closed.map(pathKey)),
  };
}

function authoritiesByCluster(estate: Estate): ReadonlyMap<string, EstateTrustAuthority> {
  return new Map(
    [...estate.trustAuthorities.values()].flatMap((authority) =>
      authority.trustedClusters.map((cluster) => [cluster, authority] as const),
    ),
  );
}

function machineKeyIds(estate: Estate): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { homeKey, diskKeys } of estate.virtualMachines.values()) {
    if (homeKey !== null) ids.add(homeKey.id);
    for (const { id } of diskKeys) ids.add(id);
  }
  return ids;
}

function primaryKeys(estate: Estate): ReadonlySet<string> {
  const providers = [...estate.keyProviders.values()];
  return new Set(providers.flatMap((each) => (each.kind === "trusted" ? each.masterKeyId : [])));
}

function grouped<T extends { readonly path: string }>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  for (const group of groups.values()) group.sort(byPath);
  return groups;
}

function providersByName(estate: Estate): Map<string, Map<string, EstateKeyProvider>> {
  const byVcenter = new Map<string, Map<string, EstateKeyProvider>>();
  for (const provider of estate.keyProviders.values()) {
    const names = byVcenter.get(provider.vcenter) ?? new Map<string, EstateKeyProvider>();
    names.set(provider.name, provider);
    byVcenter.set(provider.vcenter, names);
  }
  return byVcenter;
}
