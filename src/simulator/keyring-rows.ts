// Keyrings as rows of files and snapshots. The hosts of a cluster hold the same keys, so that a row is a key on all of
// them: there are as many rows as keys, and not as many as keys times hosts.

import {
  addKeys,
  areHeldAlike,
  EMPTY_KEYRING,
  findKey,
  type Keyring,
  type KeyShares,
  keysIn,
} from "./keyrings.js";
import type { HeldKey, Holding, HostKeyRecord, HostRecord } from "./records.js";
import type { ChangedRow, RecordChange, Table } from "./table.js";

/** The index of keyrings by {@link folderOf}. */
export const BY_FOLDER = "folder";

/** The path of the cluster that a host is in, or of the vCenter. */
export function folderOf(host: string): string {
  return host.slice(0, host.lastIndexOf("/"));
}

/** Keyrings by host, from rows. */
export function keyringsOf(
  rows: Iterable<readonly [string, HostKeyRecord]>,
  findHost: (path: string) => HostRecord | undefined,
  shares: KeyShares,
): ReadonlyMap<string, Keyring> {
  const keys = new Map<string, HeldKey[]>();
  for (const [, { keyId, holdings }] of rows) {
    for (const { hosts, ...key } of holdings) {
      const held = { keyId, ...key };
      for (const host of hosts) {
        const known = keys.get(host);
        if (known === undefined) keys.set(host, [held]);
        else known.push(held);
      }
    }
  }
  const keyringOf = (host: string, held: readonly HeldKey[]) =>
    addKeys(EMPTY_KEYRING, held, { host: findHost(host), shares });
  return new Map([...keys].map(([host, held]) => [host, keyringOf(host, held)]));
}

/** The rows of keyrings by ascending id, made one at a time. */
export function* keyRows(keyrings: Table<Keyring>): Generator<readonly [string, HostKeyRecord]> {
  for (const folder of [...keyrings.groupNames(BY_FOLDER)].sort()) {
    const hosts = inOrder(keyrings.group(BY_FOLDER, folder));
    const keyIds = new Set(
      hosts.flatMap(([, keyring]) => keysIn(keyring).map(({ keyId }) => keyId)),
    );
    for (const keyId of [...keyIds].sort()) {
      const record = recordOf(hosts, keyId);
      if (record !== undefined) yield [rowId(folder, keyId), record];
    }
  }
}

/** The rows that differ after keyrings of hosts became others. */
export function changedKeyRows(
  changes: readonly RecordChange<Keyring>[],
  keyrings: Table<Keyring>,
): readonly ChangedRow[] {
  const changed = new Map<string, Set<string>>();
  for (const { id: host, before = EMPTY_KEYRING, after = EMPTY_KEYRING } of changes) {
    const folder = folderOf(host);
    const keyIds = changed.get(folder) ?? new Set();
    changed.set(folder, keyIds);
    for (const keyId of changedKeys(before, after)) keyIds.add(keyId);
  }
  return [...changed].flatMap(([folder, keyIds]) => {
    const hosts = inOrder(keyrings.group(BY_FOLDER, folder));
    return [...keyIds].map((keyId) => {
      return { kind: "hostKeys", id: rowId(folder, keyId), record: recordOf(hosts, keyId) };
    });
  });
}

function* changedKeys(before: Keyring, after: Keyring): Generator<string> {
  for (const { keyId } of keysIn(before)) if (findKey(after, keyId) === undefined) yield keyId;
  for (const key of keysIn(after)) if (findKey(before, key.keyId) !== key) yield key.keyId;
}

type HostKeyring = readonly [host: string, keyring: Keyring];

function inOrder(keyrings: ReadonlyMap<string, Keyring>): readonly HostKeyring[] {
  return [...keyrings].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Undefined for a key that none of the hosts holds. */
function recordOf(hosts: readonly HostKeyring[], keyId: string): HostKeyRecord | undefined {
  const holdings: (Holding & { readonly hosts: string[] })[] = [];
  for (const [host, keyring] of hosts) {
    const key = findKey(keyring, keyId);
    if (key === undefined) continue;
    const alike = holdings.find((holding) => areHeldAlike(holding, key));
    if (alike !== undefined) {
      alike.hosts.push(host);
      continue;
    }
    const { provider, bytes, cached, kept } = key;
    holdings.push({ provider, bytes, cached, kept, hosts: [host] });
  }
  return holdings.length === 0 ? undefined : { keyId, holdings };
}

/** The hosts that get keys get them at once: the rows of a folder stand together. */
function rowId(folder: string, keyId: string): string {
  return `${folder}\n${keyId}`;
}
