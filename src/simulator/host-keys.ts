// The keys a host has: those in its memory, those its configuration keeps, and the derivation keys of native
// key providers. A key that is not here is not there: whoever needs one gets bytes or nothing.

import { deriveKey } from "./key-crypto.js";
import { addKeys, EMPTY_KEYRING, findKey, keysIn, leaveKeys } from "./keyrings.js";
import type { DerivationKey, HeldKey, HostRecord } from "./records.js";
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

/** The keys that a host holds, in no promised order. */
export function keysOnHost(world: World, hostPath: string): readonly HeldKey[] {
  return keysIn(world.hostKeys.get(hostPath) ?? EMPTY_KEYRING);
}

/** A key that a host holds, usable or not. */
export function heldKey(world: World, hostPath: string, keyId: string): HeldKey | undefined {
  return findKey(world.hostKeys.get(hostPath) ?? EMPTY_KEYRING, keyId);
}

/** Takes the keys from a host of which `isLeft` is not true. */
function takeKeys(world: World, hostPath: string, isLeft: (key: HeldKey) => boolean): void {
  const keyring = world.hostKeys.get(hostPath);
  if (keyring !== undefined) world.hostKeys.set(hostPath, leaveKeys(keyring, isLeft));
}

/** Puts keys on a host, in the place of those with the same ids. */
export function putKeys(world: World, hostPath: string, keys: readonly HeldKey[]): void {
  if (keys.length === 0) return;
  const keyring = world.hostKeys.get(hostPath) ?? EMPTY_KEYRING;
  const context = { host: world.hosts.get(hostPath), shares: world.keyShares };
  world.hostKeys.set(hostPath, addKeys(keyring, keys, context));
}

/** The bytes of a key that the host has in memory or derives; undefined if it has neither. */
export function findKeyOnHost(world: World, host: HostRecord, key: KeyName): Buffer | undefined {
  const held = heldKey(world, host.path, key.keyId);
  if (held?.cached === true) return Buffer.from(held.bytes, "base64");
  const path = providerPath(host.vcenter, key.provider);
  const derivation = findDerivationKey(host, path);
  if (derivation === undefined || derivation.keyId !== key.derivedFrom) return undefined;
  // Where a TPM is required a host derives nothing without one, also with the derivation key at hand.
  if (world.nativeKeyProviders.get(path)?.tpmRequired === true && !host.hardware.tpm.present) {
    return undefined;
  }
  return deriveKey(Buffer.from(derivation.bytes, "base64"), key.keyId);
}

/** Whether a key was taken off its host behind vCenter's back. */
export function isRemoved({ cached, kept }: HeldKey): boolean {
  return !cached && !kept;
}

/** vCenter no longer counts as there what was taken off a host. Whether there was anything. */
export function forgetRemovals(world: World, host: string): boolean {
  const hasRemoved = keysOnHost(world, host).some(isRemoved);
  if (hasRemoved) takeKeys(world, host, (key) => !isRemoved(key));
  return hasRemoved;
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
  const received: HeldKey[] = [];
  let isNewInConfiguration = false;
  for (const { keyId, provider, bytes } of keys) {
    const held = heldKey(world, hostPath, keyId);
    const kept = keep || held?.kept === true;
    if (held?.cached === true && held.kept === kept && held.bytes === bytes) continue;
    isNewInConfiguration ||= kept && held?.kept !== true;
    received.push({ keyId, provider, bytes, cached: true, kept });
  }
  putKeys(world, hostPath, received);
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
  const isHostKey = ({ keyId }: HeldKey) => keyId === host.hostKey?.keyId;
  takeKeys(world, hostPath, (key) => key.provider !== provider || isHostKey(key));
  const path = providerPath(host.vcenter, provider);
  const derivationKeys = host.configuration.derivationKeys.filter((k) => k.providerPath !== path);
  const configuration = { ...host.configuration, derivationKeys };
  world.hosts.set(hostPath, { ...host, configuration, archiveDue: true });
}

/** The memory and the running configuration of a host that lost power: nothing is left of them. */
export function forgetEveryKey(world: World, hostPath: string): void {
  world.hostKeys.delete(hostPath);
}

/** Puts keys from the archive back; `cached` says whether the host may use them. */
export function restoreKeys(
  world: World,
  restored: { host: string; keys: readonly DeliveredKey[]; cached: boolean },
): void {
  const { host, keys, cached } = restored;
  const held = keys.map(({ keyId, provider, bytes }) => {
    return { keyId, provider, bytes, cached, kept: true };
  });
  putKeys(world, host, held);
}

/** The keys a host's configuration keeps, by key id. */
export function keptKeys(world: World, hostPath: string): readonly HeldKey[] {
  return keysOnHost(world, hostPath)
    .filter((key) => key.kept)
    .sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
}

/** `esxcli … disable --remove-all-stored-keys`: memory keeps what it has. */
export function removeKeptKeys(world: World, hostPath: string): void {
  takeKeys(world, hostPath, (key) => key.cached || !key.kept);
  const kept = keptKeys(world, hostPath);
  putKeys(
    world,
    hostPath,
    kept.map((key) => ({ ...key, kept: false })),
  );
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

/** Inventory path of a key provider, by its name within a vCenter. */
export function providerPath(vcenter: string, name: string): string {
  return `${vcenter}/kp/${name}`;
}
