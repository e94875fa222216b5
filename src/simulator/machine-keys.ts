// The keys that a virtual machine is encrypted with: a new one of a key provider, one that a key provider has already, or
// the one in use. Each comes to the machine's host, and to every other host of its cluster that vCenter reaches. What is
// missing is a VsphereFault, and the caller undoes everything.

import type { ReasonCode } from "../model/survival.js";
import { VsphereFault } from "../provider/backend.js";
import { type Courier, isNoKey, obtainKey, pushDerivationKey, pushKeys } from "./courier.js";
import { deriveUuid } from "./derive.js";
import { defaultKeyProviderOf, hostKeyProviderOf, makeHostSafe } from "./host-crypto.js";
import {
  type DeliveredKey,
  findKeyOnHost,
  type KeyName,
  nameOf,
  providerPath,
} from "./host-keys.js";
import { requireNameableKey } from "./key-provider-names.js";
import { reasonClause } from "./reason-sentences.js";
import type { NativeKeyProviderRecord, StandardKeyProviderRecord } from "./records.js";
import type { TrustedKeyProviderRecord } from "./records-trust.js";
import { demand, requireRecord } from "./require.js";
import { createTrustedKey } from "./trusted-keys.js";
import type { WrappingKey } from "./vm-crypto.js";
import { inOrder, type World } from "./world.js";

/** Where an encryption takes place. */
export interface Bench {
  readonly world: World;
  readonly courier: Courier;
  /** Path of the machine. */
  readonly machine: string;
  /** Path of the host that does the work. */
  readonly host: string;
  readonly cluster: string;
  /** Tells apart what is derived for one machine. */
  readonly nextGeneration: () => number;
  /** How many of them there were. */
  readonly serial: () => number;
}

/** The key of a key provider that is named by its id, or a new one. */
export function wantedKey(
  bench: Bench,
  request: {
    readonly provider: string | null;
    readonly keyId: string | null;
    readonly part: string;
  },
): WrappingKey {
  const { keyId } = request;
  return keyId === null ? newKey(bench, request) : existingKey(bench, { ...request, keyId });
}

/**
 * A new key for `part` of a machine (`home`, or a disk's name) from a key provider by name, or from the
 * default one, on every host of the cluster that vCenter reaches.
 */
function newKey(
  bench: Bench,
  request: { readonly provider: string | null; readonly part: string },
): WrappingKey {
  const { world } = bench;
  makeClusterSafe(bench);
  const { name, path } = providerFor(bench, request.provider);
  const native = world.nativeKeyProviders.get(path);
  if (native !== undefined) return newNativeKey(bench, native, request.part);
  const trusted = world.trustedKeyProviders.get(path);
  if (trusted !== undefined) return newTrustedKey(bench, trusted, request.part);
  const standard = world.standardKeyProviders.get(path);
  demand(standard !== undefined, "KeyProviderUnavailable", `There is no key provider "${name}".`);
  return newServerKey(bench, standard, request.part);
}

/** A key that the key servers have already. vCenter fetches it for every host of the cluster. */
function existingKey(
  bench: Bench,
  request: { readonly provider: string | null; readonly keyId: string },
): WrappingKey {
  const { world, courier, machine } = bench;
  const { keyId } = request;
  makeClusterSafe(bench);
  const { name, path } = providerFor(bench, request.provider);
  requireNameableKey(world, { path, keyId });
  const bytes = courier.fetch(vcenterOf(bench), { provider: name, keyId });
  if (!isNoKey(bytes)) {
    giveToCluster(bench, { provider: name, keyId, bytes });
    return { provider: name, keyId, derivedFrom: null, bytes: Buffer.from(bytes, "base64") };
  }
  const state = KEY_STATES[bytes.reason];
  const clause = reasonClause(bytes.reason, { provider: name, host: bench.host });
  const sentence = `"${machine}" cannot be encrypted with the key "${keyId}": ${clause}; ${state ?? "KeyStateClusterUnreachable"}.`;
  throw new VsphereFault(
    state === undefined ? "KeyProviderUnavailable" : "InvalidArgument",
    sentence,
  );
}

/** How vCenter says that a key is not to be used (vSphere API, CryptoManagerKmipCryptoKeyStatus). */
const KEY_STATES: { readonly [reason in ReasonCode]?: string } = {
  KEY_MISSING_ON_SERVER: "KeyStateMissingInKMS",
  KEY_INACTIVE: "KeyStateNotActiveOrEnabled",
  PROVIDER_NOT_FOUND: "KeyStateClusterInvalid",
};

/** A key provider by name, or the default one. */
function providerFor(
  bench: Bench,
  given: string | null,
): { readonly name: string; readonly path: string } {
  const name = given ?? defaultKeyProviderOf(bench.world, bench.cluster);
  const sentence = `No default key provider is set for "${bench.cluster}".`;
  demand(name !== null, "KeyProviderUnavailable", sentence);
  return { name, path: providerPath(vcenterOf(bench), name) };
}

function vcenterOf({ world, cluster }: Bench): string {
  return world.clusters.get(cluster)?.vcenter ?? "";
}

/** The bytes of a key in use, on the machine's host. */
export function presentKey(bench: Bench, key: KeyName): WrappingKey {
  const host = requireRecord(bench.world.hosts, bench.host, "host");
  const bytes = obtainKey(bench.world, bench.courier, { host, key });
  if (!isNoKey(bytes)) return { ...nameOf(key), bytes };
  const clause = reasonClause(bytes.reason, { provider: key.provider, host: bench.host });
  const sentence = `The key of "${bench.machine}" is not to be had: ${clause}.`;
  throw new VsphereFault("EncryptionKeyRequired", sentence);
}

/** Encryption puts every host of the cluster into encryption mode; the one at work must get there. */
function makeClusterSafe({ world, courier, cluster, host }: Bench): void {
  const own = world.hosts.get(host);
  const isDisabled = own?.cryptoState === "pendingIncapable";
  demand(!isDisabled, "HostNotCryptoSafe", `Encryption was disabled on "${host}".`);
  for (const other of inOrder(world.hosts.group("cluster", cluster))) {
    if (other.cryptoState === "safe" || !other.up) continue;
    const reason = makeHostSafe(world, courier, other.path);
    if (reason === null) continue;
    const provider = hostKeyProviderOf(world, other);
    const clause = reasonClause(reason, { provider, host: other.path });
    const sentence = `"${other.path}" cannot become crypto safe: ${clause}.`;
    demand(other.path !== host, faultOf(reason), sentence);
    noteLack(world, other.path);
  }
}

function newServerKey(
  bench: Bench,
  provider: StandardKeyProviderRecord,
  part: string,
): WrappingKey {
  const { courier, machine, nextGeneration } = bench;
  const owner = { name: `${machine} ${part} by ${provider.path}`, nextGeneration };
  const key = courier.create({ provider, owner });
  if (isNoKey(key)) throw unavailable(bench, { provider: provider.name, reason: key.reason });
  const name = { provider: provider.name, keyId: key.keyId };
  giveToCluster(bench, { ...name, bytes: key.bytes });
  const { wrapping } = key;
  const stored = wrapping === undefined ? {} : { wrapping };
  return { ...name, ...stored, derivedFrom: null, bytes: Buffer.from(key.bytes, "base64") };
}

/** To every host of the cluster; the one at work must get it. */
function giveToCluster({ world, cluster, host }: Bench, key: DeliveredKey): void {
  for (const other of world.hosts.group("cluster", cluster).values()) {
    if (!other.up) continue;
    const reason = pushKeys(world, other, [key]);
    if (reason === null) continue;
    demand(other.path !== host, "HostCommunication", `"${host}" does not answer (${reason}).`);
    noteLack(world, other.path);
  }
}

/** Made at the time of encryption for the host at work; the others of the cluster fetch it themselves. */
function newTrustedKey(
  bench: Bench,
  provider: TrustedKeyProviderRecord,
  part: string,
): WrappingKey {
  const { world, courier, cluster, machine, nextGeneration } = bench;
  const host = requireRecord(world.hosts, bench.host, "host");
  const owner = { name: `${machine} ${part} by ${provider.path}`, nextGeneration };
  const key = createTrustedKey({ world, courier, host, provider }, owner);
  if (isNoKey(key)) throw unavailable(bench, { provider: provider.name, reason: key.reason });
  for (const other of inOrder(world.hosts.group("cluster", cluster))) {
    if (!other.up || other.path === host.path) continue;
    if (isNoKey(obtainKey(world, courier, { host: other, key }))) noteLack(world, other.path);
  }
  return { ...nameOf(key), bytes: key.bytes };
}

/** The host derives the key from the derivation key; only its id is new. */
function newNativeKey(bench: Bench, provider: NativeKeyProviderRecord, part: string): WrappingKey {
  const { world, host, machine, nextGeneration } = bench;
  const reason = pushDerivationKey(world, requireRecord(world.hosts, host, "host"), provider);
  if (reason !== null) throw unavailable(bench, { provider: provider.name, reason });
  const owner = `${machine} ${part} by ${provider.path}`;
  const generation = nextGeneration();
  const keyId = deriveUuid(world.seed, { kind: "native-key-id", name: owner, generation });
  const key = { provider: provider.name, keyId, derivedFrom: provider.keyId };
  const bytes = findKeyOnHost(world, requireRecord(world.hosts, host, "host"), key);
  demand(bytes !== undefined, "KeyProviderUnavailable", `"${host}" derives no key.`);
  return { ...key, bytes };
}

function unavailable(
  bench: Bench,
  { provider, reason }: { provider: string; reason: ReasonCode },
): VsphereFault {
  const clause = reasonClause(reason, { provider, host: bench.host });
  const sentence = `"${bench.machine}" gets no new key: ${clause}.`;
  return new VsphereFault("KeyProviderUnavailable", sentence);
}

/** The fault of an encryption that fails for want of a host key. */
export function faultOf(reason: ReasonCode): "HostNotCryptoSafe" | "KeyProviderUnavailable" {
  const isOfProvider = reason.startsWith("PROVIDER") || reason.startsWith("TRUST_AUTHORITY");
  return isOfProvider || reason === "NO_DEFAULT_PROVIDER"
    ? "KeyProviderUnavailable"
    : "HostNotCryptoSafe";
}

function noteLack(world: World, path: string): void {
  const host = world.hosts.get(path);
  if (host !== undefined && !host.lacksKeys) world.hosts.set(path, { ...host, lacksKeys: true });
}
