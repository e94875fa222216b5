// The keys of a cluster in classes: keys that one provider issues and that are held alike on every host and
// key server behave alike in any scenario, so the predictor looks at one of them for all.

import type {
  Estate,
  EstateCluster,
  EstateHost,
  EstateKey,
  EstateKeyProvider,
  EstateKeyServer,
  EstateVirtualMachine,
} from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { hostKeyOf, providerNamed } from "../vsphere/key-paths.js";
import { PLANNED_KEY } from "../vsphere/reach.js";

/** Keys with the same provider, held by the same hosts and key servers. */
export interface KeyClass {
  readonly keys: readonly EstateKey[];
  readonly representative: EstateKey;
}

/** Every key a start of the machine needs. */
export function keysOf(machine: EstateVirtualMachine): readonly EstateKey[] {
  return machine.homeKey === null ? machine.diskKeys : [machine.homeKey, ...machine.diskKeys];
}

export interface Members {
  readonly hosts: readonly EstateHost[];
  readonly machines: readonly EstateVirtualMachine[];
}

export interface Classification {
  readonly classes: readonly KeyClass[];
  /** Number of the class of a key, by {@link nameOf}. */
  readonly classOf: ReadonlyMap<string, number>;
  /** By id of a host key that machines are encrypted with too: the number of its class, which holds no other. */
  readonly sharedKeys: ReadonlyMap<string, number>;
}

const classesOfEstates = new WeakMap<Estate, Map<string, Classification>>();

/** The keys of all machines of a cluster in classes: sorted once, however often the estate is walked through. */
export function classesOf(estate: Estate, cluster: EstateCluster): Classification {
  const known = classesOfEstates.get(estate) ?? new Map<string, Classification>();
  classesOfEstates.set(estate, known);
  const { hostsOf, machinesOf } = indexEstate(estate);
  const hosts = hostsOf.get(cluster.path) ?? [];
  const machines = machinesOf.get(cluster.path) ?? [];
  const classes = known.get(cluster.path) ?? classifyKeys(estate, cluster, { hosts, machines });
  known.set(cluster.path, classes);
  return classes;
}

/** Sorts the keys of some machines of a cluster into classes. */
export function classifyKeys(
  estate: Estate,
  cluster: EstateCluster,
  members: Members,
): Classification {
  const numbers = new Map<string, number>();
  const classOf = new Map<string, number>();
  const classes: EstateKey[][] = [];
  const sharedKeys = new Map<string, number>();
  const hostKeys = new Set(members.hosts.map((host) => hostKeyOf(estate, host).id));
  if (cluster.hostKeyId != null) hostKeys.add(cluster.hostKeyId);
  for (const key of members.machines.flatMap(keysOf)) {
    const name = nameOf(key);
    if (classOf.has(name)) continue;
    const provider = providerNamed(estate, cluster.vcenter, key.provider);
    const servers = serversThatMayHold(estate, cluster.vcenter, { key, provider });
    const places = placesOf(key, { hosts: members.hosts, servers });
    const isShared = hostKeys.has(key.id);
    const signature = `${String(key.provider)} ${key.derivedFrom ?? ""} ${key.wrappedBy ?? ""} ${places} ${isShared ? key.id : ""}`;
    const number = numbers.get(signature) ?? classes.length;
    if (isShared) sharedKeys.set(key.id, number);
    numbers.set(signature, number);
    classOf.set(name, number);
    const known = classes[number];
    if (known === undefined) classes.push([key]);
    else known.push(key);
  }
  return {
    classes: classes.map((keys) => ({ keys, representative: firstOf(keys) })),
    classOf,
    sharedKeys,
  };
}

function firstOf(keys: readonly EstateKey[]): EstateKey {
  const [first] = keys;
  if (first === undefined) throw new RangeError("a key class has at least one key");
  return first;
}

/** A key as text: ids are unique within a key provider. */
export function nameOf(key: EstateKey): string {
  return `${String(key.provider)} ${key.id} ${key.derivedFrom ?? ""} ${key.wrappedBy ?? ""}`;
}

/** The key servers of the key's provider; any of its vCenter, or anywhere if it is stored wrapped, when that provider is gone. */
export function serversThatMayHold(
  estate: Estate,
  vcenter: string,
  { key, provider }: { readonly key: EstateKey; readonly provider: EstateKeyProvider | undefined },
): readonly EstateKeyServer[] {
  if (key.derivedFrom !== undefined) return [];
  const isWrapped = key.wrappedBy !== undefined;
  if (provider?.kind === "standard" || (provider?.kind === "trusted" && isWrapped)) {
    return provider.keyServers.flatMap((path) => estate.keyServers.get(path) ?? []);
  }
  if (isWrapped) return [...estate.keyServers.values()];
  return indexEstate(estate).keyServersOf.get(vcenter) ?? [];
}

/** Where a key is, as text: one digit for each host, unless no host can have it yet, and each key server that may hold it. */
function placesOf(
  { id, wrappedBy = id }: EstateKey,
  at: { readonly hosts: readonly EstateHost[]; readonly servers: readonly EstateKeyServer[] },
): string {
  const isPlanned = id.startsWith(PLANNED_KEY);
  let places = isPlanned ? "p" : "";
  for (const host of isPlanned ? [] : at.hosts) places += placeDigit(host, id);
  places += "/";
  for (const server of at.servers) places += serverDigit(server, wrappedBy);
  return places;
}

function serverDigit({ heldKeyIds, inactiveKeyIds }: EstateKeyServer, id: string): string {
  if (heldKeyIds === undefined) return "?";
  if (!heldKeyIds.has(id)) return "0";
  return inactiveKeyIds?.has(id) === true ? "i" : "1";
}

function placeDigit({ present }: EstateHost, id: string): string {
  if (present === undefined) return "0";
  const places =
    (present.cachedKeyIds.has(id) ? 1 : 0) +
    (present.storedKeyIds.has(id) ? 2 : 0) +
    (present.unarchivedKeyIds.has(id) ? 4 : 0) +
    (present.forgottenKeyIds?.has(id) === true ? 8 : 0) +
    (present.removedKeyIds?.has(id) === true ? 16 : 0);
  const isInOneBefore = present.archiveBefore?.storedKeyIds.has(id) === true;
  return `${places.toString(32)}${isInOneBefore ? "'" : ""}`;
}
