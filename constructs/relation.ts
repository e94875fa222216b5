// Who belongs to whom among constructs: the hosts of a cluster, what uses a key provider. Each construct
// enters itself when it is made, so that a whole-tree rule need not walk the tree. What is said of a reference to an
// object is said of the object.

import type { IConstruct } from "constructs";
import type { ITerraformDependable } from "./cdk.js";
import type { ICluster } from "./cluster.js";
import type { DefaultKeyProvider } from "./default-key-provider.js";
import type { EsxiHost } from "./esxi-host.js";
import type { IKeyProvider } from "./key-provider.js";
import { type InventoryObject, standInOf } from "./same-object.js";
import type { TrustAuthority } from "./trust-authority.js";
import type { IVCenter } from "./vcenter.js";
import type { VsanEncryption } from "./vsan-encryption.js";

export interface Relation<Owner extends InventoryObject, Member> {
  /** Once, however often it is added. */
  add(owner: Owner, member: Member): void;
  /** In the order they were added. */
  of(owner: Owner): readonly Member[];
}

type DeclaredKeyProvider = IKeyProvider & ITerraformDependable;

export const keyProvidersOf = relation<IVCenter, DeclaredKeyProvider>();
/** Those that trust a cluster of a vCenter: one, or there is a mistake. */
export const authoritiesOf = relation<IVCenter, TrustAuthority>();
export const hostsOf = relation<ICluster, EsxiHost>();
/** Of a vCenter or of a cluster: one, or there is a mistake. */
export const defaultsOf = relation<IVCenter | ICluster, DefaultKeyProvider>();
/** Of a cluster: one, or there is a mistake. */
export const vsanEncryptionsOf = relation<ICluster, VsanEncryption>();
/** Key providers that machines, disks and host keys of a cluster name. */
export const namedProvidersOf = relation<ICluster, IKeyProvider>();
/** Machines of a cluster that are encrypted by its default. */
export const defaultUsersOf = relation<ICluster, IConstruct>();
/** What names a key provider: machines, clusters, defaults. */
export const usersOf = relation<IKeyProvider, IConstruct>();

/** The default that holds in a cluster: its own, else its vCenter's. */
export function defaultIn(cluster: ICluster): DefaultKeyProvider | undefined {
  return defaultsOf.of(cluster)[0] ?? defaultsOf.of(cluster.vcenter)[0];
}

/**
 * Where no default is declared, the only key provider of the vCenter: the first that a vCenter is given becomes its
 * default (vSphere Security, Virtual Machine Encryption Components), and of several none is surely the first.
 */
export function soleProviderIn(cluster: ICluster): DeclaredKeyProvider | undefined {
  if (defaultIn(cluster) !== undefined) return undefined;
  const [first, ...others] = keyProvidersOf.of(cluster.vcenter);
  return others.length === 0 ? first : undefined;
}

/** The key provider that encryption in a cluster uses when none is named, as far as this program says. */
export function defaultProviderIn(cluster: ICluster): IKeyProvider | undefined {
  return defaultIn(cluster)?.keyProvider ?? soleProviderIn(cluster);
}

/** Key providers whose keys the hosts of a cluster hold, as far as this program says. */
export function providersServing(cluster: ICluster): readonly IKeyProvider[] {
  const isUsed = defaultUsersOf.of(cluster).length > 0;
  const byDefault = isUsed ? defaultProviderIn(cluster) : defaultIn(cluster)?.keyProvider;
  const named = namedProvidersOf.of(cluster);
  return byDefault === undefined ? named : [...new Set([...named, byDefault])];
}

function relation<Owner extends InventoryObject, Member>(): Relation<Owner, Member> {
  const members = new WeakMap<IConstruct, Set<Member>>();
  return {
    add: (owner, member) => {
      const standIn = standInOf(owner);
      const known = members.get(standIn);
      if (known === undefined) members.set(standIn, new Set([member]));
      else known.add(member);
    },
    of: (owner) => [...(members.get(standInOf(owner)) ?? [])],
  };
}
