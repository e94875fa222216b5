// The keys on a host as one keyring, replaced as a whole and never changed in place. The hosts of a cluster hold the
// same keys of its machines: those are one map for all of them, whatever the size of the cluster, and forks share it
// too.

import type { HeldKey, HostRecord } from "./records.js";

/** By key id. */
export type Keys = ReadonlyMap<string, HeldKey>;

export interface Keyring {
  /** The host key, now or before. */
  readonly own: Keys;
  readonly common: Keys;
}

const NO_KEYS: Keys = new Map();

export const EMPTY_KEYRING: Keyring = { own: NO_KEYS, common: NO_KEYS };

/** What was made before, so that the same is not made twice. It says nothing about who holds what. */
export interface KeyShares {
  /** By key id. */
  readonly keys: Map<string, HeldKey>;
  /** By cluster, the last keys that a host of it got. */
  readonly additions: Map<string, Addition>;
}

interface Addition {
  readonly before: Keys;
  readonly keys: readonly HeldKey[];
  readonly after: Keys;
}

export function newShares(): KeyShares {
  return { keys: new Map(), additions: new Map() };
}

export function findKey({ own, common }: Keyring, keyId: string): HeldKey | undefined {
  return own.get(keyId) ?? common.get(keyId);
}

export function keysIn({ own, common }: Keyring): readonly HeldKey[] {
  return [...own.values(), ...common.values()];
}

/** With more keys of a host, in the place of those with the same ids. */
export function addKeys(
  keyring: Keyring,
  keys: readonly HeldKey[],
  { host, shares }: { readonly host: HostRecord | undefined; readonly shares: KeyShares },
): Keyring {
  const hostKeyId = host?.hostKey?.keyId ?? "";
  const { own, common } = asideFrom(keyring, hostKeyId);
  const isOwn = ({ keyId }: HeldKey) => keyId === hostKeyId || own.has(keyId);
  const added = keys.map((key) => sharedKey(shares, key));
  const ownAdded = added.filter(isOwn);
  const commonAdded = ownAdded.length === 0 ? added : added.filter((key) => !isOwn(key));
  return {
    own: ownAdded.length === 0 ? own : withKeys(own, ownAdded),
    common: commonWith(common, commonAdded, { cluster: host?.cluster ?? "", shares }),
  };
}

/** Without the keys of which `isLeft` is not true. */
export function leaveKeys({ own, common }: Keyring, isLeft: (key: HeldKey) => boolean): Keyring {
  return { own: filtered(own, isLeft), common: filtered(common, isLeft) };
}

/** A key becomes the host's own when it has become its host key. */
function asideFrom(keyring: Keyring, hostKeyId: string): Keyring {
  const hostKey = keyring.common.get(hostKeyId);
  if (hostKey === undefined) return keyring;
  const common = filtered(keyring.common, (key) => key !== hostKey);
  return { own: withKeys(keyring.own, [hostKey]), common };
}

/** The same object for keys that are the same and held alike. */
function sharedKey({ keys }: KeyShares, key: HeldKey): HeldKey {
  const known = keys.get(key.keyId);
  if (known !== undefined && areHeldAlike(known, key)) return known;
  keys.set(key.keyId, key);
  return key;
}

/** Whether keys of the same id are the same, and held alike. */
export function areHeldAlike(a: Omit<HeldKey, "keyId">, b: Omit<HeldKey, "keyId">): boolean {
  return (
    a.bytes === b.bytes && a.provider === b.provider && a.cached === b.cached && a.kept === b.kept
  );
}

/** Where the host before it got the same keys and had the same, it is the same map. */
function commonWith(
  before: Keys,
  keys: readonly HeldKey[],
  { cluster, shares }: { readonly cluster: string; readonly shares: KeyShares },
): Keys {
  if (keys.length === 0) return before;
  const last = shares.additions.get(cluster);
  if (last?.before === before && areSame(last.keys, keys)) return last.after;
  const after = withKeys(before, keys);
  shares.additions.set(cluster, { before, keys, after });
  return after;
}

function areSame(a: readonly HeldKey[], b: readonly HeldKey[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

function withKeys(before: Keys, keys: readonly HeldKey[]): Keys {
  const after = new Map(before);
  for (const key of keys) after.set(key.keyId, key);
  return after;
}

function filtered(keys: Keys, isLeft: (key: HeldKey) => boolean): Keys {
  const left = [...keys].filter(([, key]) => isLeft(key));
  if (left.length === keys.size) return keys;
  return left.length === 0 ? NO_KEYS : new Map(left);
}
