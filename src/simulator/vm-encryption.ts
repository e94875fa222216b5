// Encrypting, re-keying and decrypting a virtual machine's home, disks and vTPM. Each needs what it needs in
// reality: a new key from a key provider, or the present key on the machine's host. What is missing is a
// VsphereFault, and the caller undoes everything.

import type { ReasonCode } from "../model/survival.js";
import { type DiskSpec, type RekeyDepth, VsphereFault } from "../provider/backend.js";
import { type Courier, isNoKey, obtainKey, pushDerivationKey, pushKeys } from "./courier.js";
import { deriveUuid } from "./derive.js";
import { defaultKeyProviderOf, hostKeyProviderOf, makeHostSafe } from "./host-crypto.js";
import { findKeyOnHost, type KeyName, nameOf, providerPath } from "./host-keys.js";
import { reasonClause } from "./reason-sentences.js";
import type {
  DiskRecord,
  EncryptedVolume,
  NativeKeyProviderRecord,
  StandardKeyProviderRecord,
  VirtualMachineRecord,
} from "./records.js";
import type { TrustedKeyProviderRecord } from "./records-trust.js";
import { demand, requireRecord } from "./require.js";
import { createTrustedKey } from "./trusted-keys.js";
import {
  encryptVolume,
  reencryptVolume,
  resealVtpm,
  rewrapVolume,
  sealVtpm,
  type WrappingKey,
} from "./vm-crypto.js";
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

/**
 * A new key for `part` of a machine (`home`, or a disk's name) from a key provider by name, or from the
 * default one, on every host of the cluster that vCenter reaches.
 */
export function newKey(
  bench: Bench,
  request: { readonly provider: string | null; readonly part: string },
): WrappingKey {
  const { world, cluster } = bench;
  makeClusterSafe(bench);
  const name = request.provider ?? defaultKeyProviderOf(world, cluster);
  demand(
    name !== null,
    "KeyProviderUnavailable",
    `No default key provider is set for "${cluster}".`,
  );
  const path = providerPath(world.clusters.get(cluster)?.vcenter ?? "", name);
  const native = world.nativeKeyProviders.get(path);
  if (native !== undefined) return newNativeKey(bench, native, request.part);
  const trusted = world.trustedKeyProviders.get(path);
  if (trusted !== undefined) return newTrustedKey(bench, trusted, request.part);
  const standard = world.standardKeyProviders.get(path);
  demand(standard !== undefined, "KeyProviderUnavailable", `There is no key provider "${name}".`);
  return newServerKey(bench, standard, request.part);
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

/** Encrypts a home or a disk that was not. */
export function encryptPart(bench: Bench, part: string, key: WrappingKey): EncryptedVolume {
  const owner = `${bench.machine} ${part}`;
  const generation = bench.nextGeneration();
  return encryptVolume(bench.world, { owner, generation, key });
}

/** Wraps a data key under another key: shallow rekey. */
export function rekeyPart(bench: Bench, volume: EncryptedVolume, to: WrappingKey): EncryptedVolume {
  const from = presentKey(bench, volume.bundle);
  const rewrapped = rewrapVolume(volume, { from: from.bytes, to });
  const sentence = `A data key of "${bench.machine}" does not unwrap.`;
  demand(rewrapped !== undefined, "EncryptionKeyRequired", sentence);
  return rewrapped;
}

/** Everything of a machine that is encrypted under new data keys, each wrapped under the key it has: deep rekey. */
export function renewDataKeys(bench: Bench, machine: VirtualMachineRecord): VirtualMachineRecord {
  const { home, nvram } = machine;
  const disks = machine.disks.map((disk) => {
    if (disk.volume === null) return disk;
    return { ...disk, volume: renewDataKey(bench, `disk ${disk.name}`, disk.volume) };
  });
  if (home === null) return { ...machine, disks };
  const renewed = renewDataKey(bench, "home", home);
  if (nvram === null) return { ...machine, disks, home: renewed };
  const { bytes } = presentKey(bench, home.bundle);
  const owner = { owner: `${bench.machine} vtpm`, generation: bench.nextGeneration() };
  const moved = resealVtpm(bench.world, { ...owner, nvram, from: home, to: renewed, key: bytes });
  const sentence = `The secret of the vTPM of "${bench.machine}" does not unseal.`;
  demand(moved !== undefined, "EncryptionKeyRequired", sentence);
  return { ...machine, disks, home: renewed, nvram: moved };
}

function renewDataKey(bench: Bench, part: string, volume: EncryptedVolume): EncryptedVolume {
  const key = presentKey(bench, volume.bundle);
  const owner = `${bench.machine} ${part}`;
  const generation = bench.nextGeneration();
  const renewed = reencryptVolume(bench.world, volume, { owner, generation, key });
  const sentence = `A data key of "${bench.machine}" does not unwrap.`;
  demand(renewed !== undefined, "EncryptionKeyRequired", sentence);
  return renewed;
}

/** Adds a vTPM to a machine whose home is encrypted. */
export function addVtpm(bench: Bench, machine: VirtualMachineRecord): VirtualMachineRecord {
  const { home } = machine;
  demand(home !== null, "InvalidState", "A vTPM needs an encrypted home.");
  const { bytes } = presentKey(bench, home.bundle);
  const owner = `${bench.machine} vtpm`;
  const generation = bench.nextGeneration();
  const nvram = sealVtpm(bench.world, { owner, generation, home, key: bytes });
  const sentence = `The data key of "${bench.machine}" does not unwrap.`;
  demand(nvram !== undefined, "EncryptionKeyRequired", sentence);
  return { ...machine, nvram };
}

/** A disk as wanted, from what it was; `home` is the key of the home. */
export function makeDisk(
  bench: Bench,
  wanted: DiskSpec,
  present: {
    readonly before: DiskRecord | undefined;
    readonly home: KeyName | null;
    readonly rekey: RekeyDepth | undefined;
  },
): DiskRecord {
  const { name, sizeGib, encrypted, keyProvider } = wanted;
  const disk = { name, sizeGib, encrypted, keyProvider };
  const before = present.before?.volume ?? null;
  if (!encrypted) {
    if (before !== null) presentKey(bench, before.bundle);
    return { ...disk, volume: null };
  }
  const { home, rekey } = present;
  demand(home !== null, "InvalidArgument", "An encrypted disk needs an encrypted virtual machine.");
  const isKept = rekey === undefined && before !== null;
  if (isKept && isKeyedAsWanted(before, keyProvider, home)) return { ...disk, volume: before };
  const key =
    keyProvider === null
      ? presentKey(bench, home)
      : newKey(bench, { provider: keyProvider, part: `disk ${name}` });
  const volume =
    before === null ? encryptPart(bench, `disk ${name}`, key) : rekeyPart(bench, before, key);
  return { ...disk, volume };
}

function isKeyedAsWanted(volume: EncryptedVolume, provider: string | null, home: KeyName): boolean {
  if (provider === null) return volume.bundle.keyId === home.keyId;
  return volume.bundle.provider === provider && volume.bundle.keyId !== home.keyId;
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
  const { world, courier, cluster, host, machine, nextGeneration } = bench;
  const owner = { name: `${machine} ${part} by ${provider.path}`, nextGeneration };
  const key = courier.create({ provider, owner });
  if (isNoKey(key)) throw unavailable(bench, { provider: provider.name, reason: key.reason });
  const name = { provider: provider.name, keyId: key.keyId };
  for (const other of world.hosts.group("cluster", cluster).values()) {
    if (!other.up) continue;
    const reason = pushKeys(world, other, [{ ...name, bytes: key.bytes }]);
    if (reason === null) continue;
    demand(other.path !== host, "HostCommunication", `"${host}" does not answer (${reason}).`);
    noteLack(world, other.path);
  }
  const { wrapping } = key;
  const stored = wrapping === undefined ? {} : { wrapping };
  return { ...name, ...stored, derivedFrom: null, bytes: Buffer.from(key.bytes, "base64") };
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
