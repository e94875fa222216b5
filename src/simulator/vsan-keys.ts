// How a host of an encrypted vSAN cluster comes by its keys: from its memory, by derivation, or from a key server that
// it asks itself. vCenter only tells it whom to ask (vSphere Security, How vSAN Data-At-Rest Encryption Works).

import type { ReasonCode } from "../model/survival.js";
import { isAtLeast, VSAN_KEY_PERSISTENCE_MINIMUM } from "../vsphere/versions.js";
import { isNoKey, type NoKey } from "./courier.js";
import { deliverFromHost } from "./host-key-server-link.js";
import {
  type DeliveredKey,
  findKeyOnHost,
  heldKey,
  type KeyName,
  providerPath,
  receiveKeys,
} from "./host-keys.js";
import { findServerKey } from "./key-server.js";
import { deliverToHost, isServerStruckBy } from "./network.js";
import type { Bytes, HostRecord, KeyServerRecord } from "./records.js";
import type { KeyServerAccess, VsanEncryptionRecord } from "./vsan-records.js";
import { inOrder, type World } from "./world.js";
import { unwrapAtServer } from "./wrapping.js";

/** Has a host fetch a key by itself, as a key that it may keep. Null if it has it now. */
export function fetchByHost(world: World, hostPath: string, key: KeyName): ReasonCode | null {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return "HOST_DOWN";
  const bytes = askKeyServers(world, host, key);
  if (isNoKey(bytes)) return bytes.reason;
  const { provider, keyId } = key;
  receiveKeys(world, hostPath, [{ provider, keyId, bytes }]);
  return null;
}

/** Brings the KEK of the cluster to a host: it derives it or fetches it itself. Null if it has it now. */
export function obtainKek(
  world: World,
  hostPath: string,
  encryption: VsanEncryptionRecord,
): ReasonCode | null {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return "HOST_DOWN";
  const { kek } = encryption;
  const isThere = findKeyOnHost(world, host, kek) !== undefined;
  if (isThere && !wantsToKeep(world, host, kek)) return null;
  if (kek.derivedFrom !== null) return isThere ? null : "KDK_NOT_ON_HOST";
  const bytes = askKeyServers(world, host, kek);
  if (isNoKey(bytes)) return isThere ? null : bytes.reason;
  receiveKek(world, host, { provider: kek.provider, keyId: kek.keyId, bytes });
  return null;
}

/** Whether key persistence should keep a host key that a host holds and does not yet. */
export function isHostKeyUnkept(world: World, host: HostRecord): boolean {
  const { hostKey, configuration } = host;
  if (hostKey === null || !configuration.keyPersistence || configuration.mode !== "TPM") {
    return false;
  }
  const row = heldKey(world, host.path, hostKey.keyId);
  return row?.cached === true && !row.kept;
}

/** vCenter tells its hosts of encrypted vSAN clusters what they have not been told yet. */
export function informVsanHosts(world: World, vcenter: string): void {
  for (const { cluster } of inOrder(world.vsanEncryptions.group("vcenter", vcenter))) {
    for (const host of inOrder(world.hosts.group("cluster", cluster))) {
      informVsanHost(world, host.path);
    }
  }
}

/** Tells one host, if it does not know yet and vCenter reaches it. */
export function informVsanHost(world: World, hostPath: string): void {
  const host = world.hosts.get(hostPath);
  const group = world.diskGroups.get(hostPath);
  const encryption = world.vsanEncryptions.get(host?.cluster ?? "");
  if (host === undefined || group === undefined || encryption === undefined) return;
  const access = accessFor(world, encryption);
  if (access === null || areSame(access, group.access)) return;
  const message = {
    kind: "push-vsan-configuration",
    vcenter: host.vcenter,
    host: hostPath,
  } as const;
  if (deliverToHost(world, message) !== null) return;
  world.diskGroups.set(hostPath, { ...group, access });
  if (host.hostKey === null) world.hosts.set(hostPath, { ...host, hostKey: encryption.hostKey });
}

/** A host that vCenter tells of a removed key provider no longer knows its key servers. */
export function forgetAccess(world: World, hostPath: string, provider: string): void {
  const group = world.diskGroups.get(hostPath);
  if (group?.access?.provider !== provider) return;
  world.diskGroups.set(hostPath, { ...group, access: null });
}

/** A host that is installed anew knows nothing of what it was told. */
export function dropAccess(world: World, hostPath: string): void {
  const group = world.diskGroups.get(hostPath);
  if (group !== undefined) world.diskGroups.set(hostPath, { ...group, access: null });
}

/** Null where a host needs nobody to ask, or there is no such key provider. */
function accessFor(world: World, encryption: VsanEncryptionRecord): KeyServerAccess | null {
  const path = providerPath(encryption.vcenter, encryption.kek.provider);
  const provider = world.standardKeyProviders.get(path);
  if (provider === undefined) return null;
  const { name, keyServers, clientTrustsServer, serverTrustsClient } = provider;
  const { clientCertificateNotAfter, userName, passwordProof } = provider;
  const isKnown = userName !== null || passwordProof !== null;
  return {
    provider: name,
    keyServers,
    clientTrustsServer,
    serverTrustsClient,
    clientCertificateNotAfter,
    ...(isKnown ? { userName, passwordProof } : {}),
  };
}

function areSame(a: KeyServerAccess, b: KeyServerAccess | null): boolean {
  return b !== null && JSON.stringify(a) === JSON.stringify(b);
}

/** From the key servers a host knows, in turn. */
function askKeyServers(world: World, host: HostRecord, key: KeyName): Bytes | NoKey {
  const access = world.diskGroups.get(host.path)?.access ?? null;
  if (access === null || access.provider !== key.provider) {
    return { reason: "KEY_SERVERS_NOT_TOLD" };
  }
  let failure: NoKey = { reason: "PROVIDER_UNREACHABLE" };
  for (const path of access.keyServers) {
    const server = world.keyServers.get(path);
    if (server === undefined) continue;
    const message = { kind: "fetch-vsan-key", host, server, access } as const;
    const undelivered = deliverFromHost(world, message);
    if (undelivered !== null) {
      failure = { reason: undelivered };
      continue;
    }
    if (isServerStruckBy(world, "keys-refused", server)) {
      failure = { reason: "KEY_REFUSED" };
      continue;
    }
    const answer = answerOf(world, server, key);
    if (!isNoKey(answer)) return answer;
    failure = answer;
  }
  return failure;
}

/** A key that is stored with its object is unwrapped at the server. */
function answerOf(world: World, server: KeyServerRecord, key: KeyName): Bytes | NoKey {
  const { keyId, wrapping } = key;
  if (wrapping !== undefined) return unwrapAtServer(world, { server, wrapping });
  const found = findServerKey(world, { server, keyId });
  if (found?.active === true) return found.bytes;
  return { reason: found === undefined ? "KEY_MISSING_ON_SERVER" : "KEY_INACTIVE" };
}

/** Key persistence covers vSAN from ESXi 7.0 U3 on. */
function mayKeepKek({ configuration, version }: HostRecord): boolean {
  const { keyPersistence, mode } = configuration;
  return keyPersistence && mode === "TPM" && isAtLeast(version, VSAN_KEY_PERSISTENCE_MINIMUM);
}

function wantsToKeep(world: World, host: HostRecord, kek: KeyName): boolean {
  if (kek.derivedFrom !== null || !mayKeepKek(host)) return false;
  return heldKey(world, host.path, kek.keyId)?.kept !== true;
}

/** Before 7.0 U3 it stays in memory, whatever key persistence says. */
function receiveKek(world: World, host: HostRecord, key: DeliveredKey): void {
  receiveKeys(world, host.path, [key], mayKeepKek(host) ? "kept" : "cached");
}
