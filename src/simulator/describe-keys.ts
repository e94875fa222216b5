// Which keys a host has where, in the words of an estate: in memory, in its configuration, in the archive. Most
// hosts have the same from one look to the next: what was said of a keyring and an archive is said again, and a host
// that holds what it has stored needs one set of ids for both.

import type { EstateHostPresence } from "../vsphere/estate.js";
import { isRemoved } from "./host-keys.js";
import { EMPTY_KEYRING, type Keyring, keysIn } from "./keyrings.js";
import type { ArchiveContents, HostRecord } from "./records.js";
import type { World } from "./world.js";

type KeyIds = ReadonlySet<string>;

interface KeyFacts {
  readonly cachedKeyIds: KeyIds;
  readonly storedKeyIds: KeyIds;
  readonly unarchivedKeyIds: KeyIds;
  /** In the archive, and no longer in the running configuration. */
  readonly forgottenKeyIds: KeyIds;
  readonly removedKeyIds: KeyIds;
}

type PresentKeys = Pick<EstateHostPresence, Exclude<keyof KeyFacts, "removedKeyIds">> &
  Partial<Pick<EstateHostPresence, "removedKeyIds">>;

const NONE: KeyIds = new Set();
const NOTHING_STORED: ArchiveContents = { keyIds: [], derivationKeys: {} };

/** A host that is down forgets nothing: its configuration is the one in its archive. */
export function describeKeys(world: World, { path, up }: HostRecord): PresentKeys {
  const keyring = world.hostKeys.get(path) ?? EMPTY_KEYRING;
  const contents = world.archives.get(path)?.image.contents ?? NOTHING_STORED;
  const { removedKeyIds, ...facts } = factsOf(keyring, contents);
  return {
    ...facts,
    forgottenKeyIds: up ? facts.forgottenKeyIds : NONE,
    ...(removedKeyIds.size === 0 ? {} : { removedKeyIds }),
  };
}

const FACTS = new WeakMap<Keyring, WeakMap<ArchiveContents, KeyFacts>>();

function factsOf(keyring: Keyring, contents: ArchiveContents): KeyFacts {
  const byContents = FACTS.get(keyring) ?? new WeakMap<ArchiveContents, KeyFacts>();
  FACTS.set(keyring, byContents);
  const facts = byContents.get(contents) ?? findFacts(keyring, contents);
  byContents.set(contents, facts);
  return facts;
}

function findFacts(keyring: Keyring, contents: ArchiveContents): KeyFacts {
  const keys = keysIn(keyring);
  const storedKeyIds = idsStoredIn(contents);
  const kept = new Set(keys.filter((key) => key.kept).map(({ keyId }) => keyId));
  const cached = keys.filter((key) => key.cached).map(({ keyId }) => keyId);
  return {
    cachedKeyIds: isAll(cached, storedKeyIds) ? storedKeyIds : new Set(cached),
    storedKeyIds,
    unarchivedKeyIds: setOf([...kept].filter((keyId) => !storedKeyIds.has(keyId))),
    forgottenKeyIds: setOf(contents.keyIds.filter((keyId) => !kept.has(keyId))),
    removedKeyIds: setOf(keys.filter(isRemoved).map(({ keyId }) => keyId)),
  };
}

const STORED = new WeakMap<ArchiveContents, KeyIds>();

function idsStoredIn(contents: ArchiveContents): KeyIds {
  const known = STORED.get(contents) ?? setOf(contents.keyIds);
  STORED.set(contents, known);
  return known;
}

function setOf(keyIds: readonly string[]): KeyIds {
  return keyIds.length === 0 ? NONE : new Set(keyIds);
}

function isAll(keyIds: readonly string[], set: KeyIds): boolean {
  return keyIds.length === set.size && keyIds.every((keyId) => set.has(keyId));
}
