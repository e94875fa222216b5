// Getting a host crypto safe: vCenter gives it the host key it had, or a new one (vSphere API,
// HostSystem.ConfigureCryptoKey). Under a native key provider the host derives the key itself. Without a
// host key nothing encrypted starts there.

import type { ReasonCode } from "../model/survival.js";
import { VsphereFault } from "../provider/backend.js";
import { type Courier, isNoKey, obtainKey, pushDerivationKey, pushKeys } from "./courier.js";
import { type CryptoCall, isRefusal, nextCryptoState } from "./crypto-state.js";
import { NEW_HOST_KEY_IF_MISSING } from "./defaults.js";
import { deriveUuid, nextGeneration } from "./derive.js";
import { findKeyOnHost, type KeyName, nameOf, providerPath } from "./host-keys.js";
import type { KeyOwner } from "./key-server.js";
import { deliverToHost } from "./network.js";
import type { HostKeyReference, HostRecord, NativeKeyProviderRecord } from "./records.js";
import { createTrustedKey, trustedProviderOf } from "./trusted-keys.js";
import { fetchByHost } from "./vsan-keys.js";
import { tell, type World } from "./world.js";

/**
 * Makes a host crypto safe, if it is not. Null if it is now; else why not. A host whose encryption an
 * administrator disabled stays as it is.
 */
export function makeHostSafe(world: World, courier: Courier, hostPath: string): ReasonCode | null {
  const host = world.hosts.get(hostPath);
  if (host === undefined || !host.up) return "HOST_DOWN";
  if (host.cryptoState === "safe") return null;
  if (host.cryptoState === "pendingIncapable") return "HOST_NOT_CRYPTO_SAFE";
  return bringHostKey(world, courier, hostPath);
}

/** Makes a host crypto safe from whatever state it is in, with the host key it had or a new one. */
export function bringHostKey(world: World, courier: Courier, hostPath: string): ReasonCode | null {
  const host = world.hosts.get(hostPath);
  if (host === undefined || !host.up) return "HOST_DOWN";
  if (enableWithKeyAtHand(world, hostPath) || enableWithOwnFetch(world, host)) return null;
  const lack = fetchOwnHostKey(world, courier, host);
  if (lack === null && enableWithKeyAtHand(world, hostPath)) return null;
  if (lack !== null && !IS_MISSING.has(lack)) return lack;
  const message = { kind: "host-command", vcenter: host.vcenter, host: host.path } as const;
  const undelivered = deliverToHost(world, message);
  if (undelivered !== null) return undelivered;
  const answer = findHostKey(world, courier, host);
  if (isNoKey(answer)) return answer.reason;
  const now = world.hosts.get(hostPath) ?? host;
  world.hosts.set(hostPath, { ...now, hostKey: answer });
  return enableWithKeyAtHand(world, hostPath) ? null : "HOST_NOT_CRYPTO_SAFE";
}

/**
 * A trusted host fetches the host key that it had itself, past vCenter. Null if it has it now; the reason of a
 * key that is missing where vCenter has to see to it.
 */
export function fetchOwnHostKey(
  world: World,
  courier: Courier,
  host: HostRecord,
): ReasonCode | null {
  const key = host.hostKey;
  const isTrusted =
    key !== null && trustedProviderOf(world, host.vcenter, key.provider) !== undefined;
  if (!isTrusted) return "PROVIDER_NOT_FOUND";
  const bytes = obtainKey(world, courier, { host, key });
  return isNoKey(bytes) ? bytes.reason : null;
}

/** A host that has its host key, in memory or by derivation, needs nobody to become safe. */
export function enableWithKeyAtHand(world: World, hostPath: string): boolean {
  const host = world.hosts.get(hostPath);
  if (host === undefined || host.hostKey === null) return false;
  if (findKeyOnHost(world, host, host.hostKey) === undefined) return false;
  applyCryptoCall(world, hostPath, { call: "configure", keyId: host.hostKey.keyId });
  const text = `The host is crypto safe with host key ${host.hostKey.keyId}.`;
  tell(world, { kind: "host-crypto-safe", subject: hostPath, text });
  return true;
}

/** A host of an encrypted vSAN cluster asks key servers by itself. */
function enableWithOwnFetch(world: World, { path, hostKey }: HostRecord): boolean {
  const isTold = hostKey !== null && world.diskGroups.get(path)?.access != null;
  return isTold && fetchByHost(world, path, hostKey) === null && enableWithKeyAtHand(world, path);
}

/** Takes a host through its crypto states. VsphereFault `InvalidState` or `AlreadyExists` where a call is refused. */
export function applyCryptoCall(world: World, hostPath: string, call: CryptoCall): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return;
  const standing = { state: host.cryptoState, keyId: host.hostKey?.keyId ?? null };
  const next = nextCryptoState(standing, call);
  if (isRefusal(next)) throw new VsphereFault(next.fault, `"${hostPath}": ${next.sentence}`);
  world.hosts.set(hostPath, { ...host, cryptoState: next.state });
}

/** Key provider that issues new host keys: the cluster's own, else its default, else vCenter's. */
export function hostKeyProviderOf(world: World, host: HostRecord): string | null {
  const cluster = world.clusters.get(host.cluster);
  return cluster?.hostKeyProvider ?? defaultKeyProviderOf(world, host.cluster);
}

/** Default key provider of a cluster, by name: its own, else that of its vCenter. */
export function defaultKeyProviderOf(world: World, cluster: string): string | null {
  const vcenter = world.clusters.get(cluster)?.vcenter ?? "";
  const entry = world.defaultKeyProviders.get(cluster) ?? world.defaultKeyProviders.get(vcenter);
  return entry?.keyProvider ?? null;
}

/** A key that is gone is missing; one whose key servers do not answer is not. */
const IS_MISSING: ReadonlySet<ReasonCode> = new Set([
  "PROVIDER_NOT_FOUND",
  "PROVIDER_REPLACED",
  "KEY_MISSING_ON_SERVER",
  "WRAPPING_KEY_MISSING",
]);

/** The host key of before, brought to the host, or a new one where it is gone. */
function findHostKey(
  world: World,
  courier: Courier,
  host: HostRecord,
): HostKeyReference | { reason: ReasonCode } {
  const key = host.hostKey ?? world.vsanEncryptions.get(host.cluster)?.hostKey ?? null;
  if (key === null) return makeHostKey(world, courier, host);
  const before = obtainKey(world, courier, { host, key });
  if (!isNoKey(before)) return key;
  if (!NEW_HOST_KEY_IF_MISSING || !IS_MISSING.has(before.reason)) return before;
  const made = makeHostKey(world, courier, host);
  if (isNoKey(made)) return before;
  const text = `The host key ${key.keyId} could not be had (${before.reason}): vCenter made a new one.`;
  tell(world, { kind: "host-key-renewed", subject: host.path, text });
  return made;
}

/** A new host key, or the one that the cluster names, on the host. */
export function makeHostKey(
  world: World,
  courier: Courier,
  host: HostRecord,
): HostKeyReference | { reason: ReasonCode } {
  const provider = hostKeyProviderOf(world, host);
  if (provider === null) return { reason: "NO_DEFAULT_PROVIDER" };
  const named = world.clusters.get(host.cluster)?.hostKeyId ?? null;
  if (named !== null) return takeHostKey(world, courier, { host, provider, keyId: named });
  const path = providerPath(host.vcenter, provider);
  const native = world.nativeKeyProviders.get(path);
  if (native !== undefined) {
    const reason = pushDerivationKey(world, host, native);
    return reason === null ? deriveHostKeyName(world, host, native) : { reason };
  }
  const owner = hostKeyOwner(world, host, provider);
  const trusted = world.trustedKeyProviders.get(path);
  if (trusted !== undefined) {
    const made = createTrustedKey({ world, courier, host, provider: trusted }, owner);
    return isNoKey(made) ? made : nameOf(made);
  }
  const standard = world.standardKeyProviders.get(path);
  if (standard === undefined) return { reason: "PROVIDER_NOT_FOUND" };
  const key = courier.create({ provider: standard, owner });
  if (isNoKey(key)) return key;
  const { keyId, bytes, wrapping } = key;
  const reason = pushKeys(world, host, [{ provider, keyId, bytes }]);
  if (reason !== null) return { reason };
  const name = { keyId, provider, derivedFrom: null };
  return wrapping === undefined ? name : { ...name, wrapping };
}

/** The key that the cluster names for all its hosts, on the host. */
function takeHostKey(
  world: World,
  courier: Courier,
  named: { readonly host: HostRecord; readonly provider: string; readonly keyId: string },
): HostKeyReference | { reason: ReasonCode } {
  const { host, provider, keyId } = named;
  const key = { keyId, provider, derivedFrom: null };
  const bytes = obtainKey(world, courier, { host, key });
  return isNoKey(bytes) ? bytes : key;
}

function hostKeyOwner(world: World, host: HostRecord, provider: string): KeyOwner {
  const name = `${host.path} by ${provider}`;
  return { name, nextGeneration: () => nextGeneration(world, { kind: "host-key", name }) };
}

/** The derived key needs only a name of its own. */
function deriveHostKeyName(
  world: World,
  host: HostRecord,
  provider: NativeKeyProviderRecord,
): KeyName {
  const name = `${host.path} by ${provider.name}`;
  const generation = nextGeneration(world, { kind: "host-key", name });
  const keyId = deriveUuid(world.seed, { kind: "host-key-id", name, generation });
  return { keyId, provider: provider.name, derivedFrom: provider.keyId };
}
