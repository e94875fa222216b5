// Key servers: they make keys, keep them, and hand them out by id. Servers of one replication group hold the
// same keys; entries with one address are one server. Keys are never deleted by vSphere (VCF security
// guidelines, Standard Key Provider FAQ).

import { deriveBytes, deriveUuid } from "./derive.js";
import type { Bytes, KeyServerRecord, ServerKeyRecord } from "./records.js";
import { keysOf } from "./vm-crypto.js";
import { inOrder, type World } from "./world.js";
import type { KeyWrapping } from "./wrapping.js";

export interface Key {
  readonly keyId: string;
  readonly bytes: Bytes;
  /** Where it is to be stored with what it is for. */
  readonly wrapping?: KeyWrapping;
}

/** Who a key is made for. */
export interface KeyOwner {
  readonly name: string;
  /** Asked once, if the key is made: tells the keys of one owner apart. */
  readonly nextGeneration: () => number;
}

/** Makes a key: its id and bytes follow from seed, owner and generation. */
export function makeServerKey(
  world: World,
  request: { server: KeyServerRecord; owner: KeyOwner },
): Key {
  const { server, owner } = request;
  const purpose = { name: owner.name, generation: owner.nextGeneration() };
  const keyId = deriveUuid(world.seed, { kind: "server-key-id", ...purpose });
  const bytes = deriveBytes(world.seed, { kind: "server-key", ...purpose }, 32).toString("base64");
  const realm = realmOf(world, server);
  world.serverKeys.set(serverKeyId(realm, keyId), { realm, keyId, bytes, active: true });
  return { keyId, bytes };
}

/** A primary key as its administrator makes it, unless it is there: one id is one key wherever it is made. */
export function ensureServerKey(world: World, server: KeyServerRecord, keyId: string): void {
  if (findServerKey(world, { server, keyId }) !== undefined) return;
  const bytes = deriveBytes(world.seed, { kind: "primary-key", name: keyId }, 32).toString(
    "base64",
  );
  const realm = realmOf(world, server);
  world.serverKeys.set(serverKeyId(realm, keyId), { realm, keyId, bytes, active: true });
}

/** What a server answers to a request for a key: the key, if it has it and it is active. */
export function findServerKey(
  world: World,
  request: { server: KeyServerRecord; keyId: string },
): ServerKeyRecord | undefined {
  return world.serverKeys.get(serverKeyId(realmOf(world, request.server), request.keyId));
}

/** Deactivates, reactivates or deletes a key at a server, as its administrator may. */
export function changeServerKey(
  world: World,
  request: { server: KeyServerRecord; keyId: string; to: "active" | "inactive" | "deleted" },
): void {
  const key = findServerKey(world, request);
  if (key === undefined) return;
  const id = serverKeyId(key.realm, key.keyId);
  if (request.to === "deleted") world.serverKeys.delete(id);
  else world.serverKeys.set(id, { ...key, active: request.to === "active" });
}

/** Deactivates keys of virtual machines and primary keys of trusted key providers. Ids of those that were active. */
export function deactivateKeysInUse(world: World, server: KeyServerRecord): readonly string[] {
  const keys = [...world.virtualMachines.values()].flatMap(keysOf).map(({ keyId }) => keyId);
  const primary = [...world.trustedKeyProviders.values()].map((each) => each.masterKeyId);
  const active = [...new Set([...keys, ...primary])].filter(
    (keyId) => findServerKey(world, { server, keyId })?.active === true,
  );
  for (const keyId of active) changeServerKey(world, { server, keyId, to: "inactive" });
  return active;
}

/** A server that joins or leaves a replication group, or moves, brings its keys along. */
export function replicateKeys(world: World, change: { from: string; to: string }): void {
  if (change.from === change.to) return;
  for (const key of [...world.serverKeys.group("realm", change.from).values()]) {
    world.serverKeys.set(serverKeyId(change.to, key.keyId), { ...key, realm: change.to });
  }
}

/** The keys a server has, in no promised order. */
export function keysOfServer(world: World, server: KeyServerRecord): Iterable<ServerKeyRecord> {
  return world.serverKeys.group("realm", realmOf(world, server)).values();
}

/** Which store of keys a server has: its group's, or its own. */
export function realmOf(world: World, server: KeyServerRecord): string {
  const entries = inOrder(world.keyServers.group("address", server.address));
  const group =
    server.replicationGroup ??
    entries.find((entry) => entry.replicationGroup !== null)?.replicationGroup;
  return group === undefined || group === null ? `server:${server.address}` : `group:${group}`;
}

function serverKeyId(realm: string, keyId: string): string {
  return `${realm}\n${keyId}`;
}
