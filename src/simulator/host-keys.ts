// The keys a host has: those in its memory, those its configuration keeps, and the derivation keys of native
// key providers. A key that is not here is not there: whoever needs one gets bytes or nothing.

import { deriveKey } from "./key-crypto.js";
import type { DerivationKey, HostKeyRecord, HostRecord } from "./records.js";
import type { World } from "./world.js";
import type { KeyWrapping } from "./wrapping.js";

/** A key by what objects are bound to it with. */
export interface KeyName {
  /** Key provider by name. */
  readonly provider: string;
  readonly keyId: string;
  /** Id of the native provider's derivation key that it is derived from; null for a key of a key server. */
  readonly derivedFrom: string | null;
  /** Where it is stored with its object, and not at the key servers. */
  readonly wrapping?: KeyWrapping;
}

/** A key by its name alone, without the rest of what holds it. */
export function nameOf({ provider, keyId, derivedFrom, wrapping }: KeyName): KeyName {
  const name = { provider, keyId, derivedFrom };
  return wrapping === undefined ? name : { ...name, wrapping };
}

/** A key of a key server on its way to a host. */
export interface DeliveredKey {
  readonly provider: string;
  readonly keyId: string;
  /** Base64. */
  readonly bytes: string;
}

/** The bytes of a key that the host has in memory or derives; undefined if it has neither. */
export function findKeyOnHost(world: World, host: HostRecord, key: KeyName): Buffer | undefined {
  const row = world.hostKeys.get(hostKeyRow(host.path, key.keyId));
  if (row?.cached === true) return Buffer.from(row.bytes, "base64");
  const derivation = findDerivationKey(host, providerPath(host.vcenter, key.provider));
  if (derivation === undefined || derivation.keyId !== key.derivedFrom) return undefined;
  return deriveKey(Buffer.from(derivation.bytes, "base64"), key.keyId);
}

/** Whether a key was taken off its host behind vCenter's back. */
export function isRemoved({ cached, kept }: HostKeyRecord): boolean {
  return !cached && !kept;
}

/** vCenter no longer counts as there what was taken off a host. Whether there was anything. */
export function forgetRemovals(world: World, host: string): boolean {
  const removed = [...world.hostKeys.group("host", host)].filter(([, key]) => isRemoved(key));
  for (const [id] of removed) world.hostKeys.delete(id);
  return removed.length > 0;
}

/**
 * Takes keys into memory and, while key persistence is on, into the configuration, which is protected only
 * in mode TPM (vSphere Security, Key Persistence Overview); `cached` is as if key persistence were off.
 */
export function receiveKeys(
  world: World,
  hostPath: string,
  keys: readonly DeliveredKey[],
  most: "kept" | "cached" = "kept",
): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return;
  const { keyPersistence, mode } = host.configuration;
  const keep = most === "kept" && keyPersistence && mode === "TPM";
  let isNewInConfiguration = false;
  for (const { keyId, provider, bytes } of keys) {
    const id = hostKeyRow(hostPath, keyId);
    const before = world.hostKeys.get(id);
    const kept = keep || before?.kept === true;
    if (before?.cached === true && before.kept === kept && before.bytes === bytes) continue;
    isNewInConfiguration ||= kept && before?.kept !== true;
    world.hostKeys.set(id, { host: hostPath, keyId, provider, bytes, cached: true, kept });
  }
  if (isNewInConfiguration && !host.archiveDue) {
    world.hosts.set(hostPath, { ...host, archiveDue: true });
  }
}

/** Takes a derivation key into the configuration, whatever key persistence says. */
export function receiveDerivationKey(world: World, hostPath: string, key: DerivationKey): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return;
  const others = host.configuration.derivationKeys.filter(
    (other) => other.providerPath !== key.providerPath,
  );
  const derivationKeys = [...others, key].sort((a, b) =>
    a.providerPath < b.providerPath ? -1 : 1,
  );
  const configuration = { ...host.configuration, derivationKeys };
  world.hosts.set(hostPath, { ...host, configuration, archiveDue: true });
}

/** Drops every key of a key provider that was removed, from memory and configuration. */
export function forgetKeysOf(world: World, hostPath: string, provider: string): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return;
  for (const [id, key] of [...world.hostKeys.group("host", hostPath)]) {
    if (key.provider === provider && key.keyId !== host.hostKey?.keyId) world.hostKeys.delete(id);
  }
  const path = providerPath(host.vcenter, provider);
  const derivationKeys = host.configuration.derivationKeys.filter((k) => k.providerPath !== path);
  const configuration = { ...host.configuration, derivationKeys };
  world.hosts.set(hostPath, { ...host, configuration, archiveDue: true });
}

/** The memory and the running configuration of a host that lost power: nothing is left of them. */
export function forgetEveryKey(world: World, hostPath: string): void {
  for (const id of [...world.hostKeys.group("host", hostPath).keys()]) world.hostKeys.delete(id);
}

/** Puts keys from the archive back; `cached` says whether the host may use them. */
export function restoreKeys(
  world: World,
  restored: { host: string; keys: readonly DeliveredKey[]; cached: boolean },
): void {
  const { host, keys, cached } = restored;
  for (const { keyId, provider, bytes } of keys) {
    world.hostKeys.set(hostKeyRow(host, keyId), {
      host,
      keyId,
      provider,
      bytes,
      cached,
      kept: true,
    });
  }
}

/** The keys a host's configuration keeps, by key id. */
export function keptKeys(world: World, hostPath: string): readonly HostKeyRecord[] {
  return [...world.hostKeys.group("host", hostPath).values()]
    .filter((key) => key.kept)
    .sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
}

/** `esxcli … disable --remove-all-stored-keys`: memory keeps what it has. */
export function removeKeptKeys(world: World, hostPath: string): void {
  for (const [id, key] of [...world.hostKeys.group("host", hostPath)]) {
    if (!key.kept) continue;
    if (key.cached) world.hostKeys.set(id, { ...key, kept: false });
    else world.hostKeys.delete(id);
  }
}

/** The next remediation gives the hosts of a cluster what a machine brought along. */
export function wantKeysIn(world: World, cluster: string): void {
  for (const host of [...world.hosts.group("cluster", cluster).values()]) {
    if (host.up) world.hosts.set(host.path, { ...host, lacksKeys: true });
  }
}

export function findDerivationKey(host: HostRecord, path: string): DerivationKey | undefined {
  return host.configuration.derivationKeys.find((key) => key.providerPath === path);
}

/** Row id of a key on a host: the hosts that get a key get it at once, so their rows stand together. */
export function hostKeyRow(host: string, keyId: string): string {
  return `${keyId}\n${host}`;
}

/** Inventory path of a key provider, by its name within a vCenter. */
export function providerPath(vcenter: string, name: string): string {
  return `${vcenter}/kp/${name}`;
}
