// Which keys a host has where, in the words of an estate: in memory, in its configuration, in the archive. The ids of
// the keys that the hosts of a cluster have in common are one set for all of them, and a host that has archived what
// it holds needs one set for both.

import type { EstateHostPresence } from "../vsphere/estate.js";
import { isRemoved } from "./host-keys.js";
import { EMPTY_KEYRING, type Keys } from "./keyrings.js";
import type { HeldKey, HostRecord } from "./records.js";
import type { World } from "./world.js";

type KeyIds = ReadonlySet<string>;

type PresentKeys = Pick<
  EstateHostPresence,
  "cachedKeyIds" | "storedKeyIds" | "unarchivedKeyIds" | "forgottenKeyIds" | "removedKeyIds"
>;

const NONE: KeyIds = new Set();

/** A host that is down forgets nothing: its configuration is the one in its archive. */
export function describeKeys(world: World, { path, up }: HostRecord): PresentKeys {
  const { own, common } = world.hostKeys.get(path) ?? EMPTY_KEYRING;
  const archived = world.archives.get(path)?.image.contents.keyIds ?? [];
  const [ofOwn, ofCommon] = [idsOf(own), idsOf(common)];
  const kept = union(ofOwn.kept, ofCommon.kept);
  const isAllArchived = archived.length === kept.size && archived.every((id) => kept.has(id));
  const storedKeyIds = isAllArchived ? kept : new Set(archived);
  const removedKeyIds = union(ofOwn.removed, ofCommon.removed);
  return {
    cachedKeyIds: union(ofOwn.cached, ofCommon.cached),
    storedKeyIds,
    unarchivedKeyIds: isAllArchived
      ? NONE
      : union(without(ofOwn.kept, storedKeyIds), without(ofCommon.kept, storedKeyIds)),
    forgottenKeyIds: isAllArchived || !up ? NONE : without(storedKeyIds, kept),
    ...(removedKeyIds.size === 0 ? {} : { removedKeyIds }),
  };
}

interface HeldIds {
  readonly cached: KeyIds;
  readonly kept: KeyIds;
  readonly removed: KeyIds;
}

const HELD_IDS = new WeakMap<Keys, HeldIds>();

function idsOf(keys: Keys): HeldIds {
  const known = HELD_IDS.get(keys);
  if (known !== undefined) return known;
  const idsWhere = (test: (key: HeldKey) => boolean) =>
    new Set([...keys.values()].filter(test).map(({ keyId }) => keyId));
  const ids = {
    cached: idsWhere((key) => key.cached),
    kept: idsWhere((key) => key.kept),
    removed: idsWhere(isRemoved),
  };
  HELD_IDS.set(keys, ids);
  return ids;
}

/** The same set where none of the others is in it. */
function without(ids: KeyIds, others: KeyIds): KeyIds {
  const left = [...ids].filter((id) => !others.has(id));
  return left.length === ids.size ? ids : new Set(left);
}

/** Both sets as one, which are not copied and have no id in common. */
function union(a: KeyIds, b: KeyIds): KeyIds {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const ids = () => [...a, ...b];
  const values = () => ids().values();
  const union: KeyIds = {
    size: a.size + b.size,
    has: (id) => a.has(id) || b.has(id),
    forEach(callback) {
      for (const id of ids()) callback(id, id, union);
    },
    entries: () => new Set(ids()).entries(),
    keys: values,
    values,
    [Symbol.iterator]: values,
  };
  return union;
}
