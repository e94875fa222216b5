// What encryption does to a virtual machine, with real bytes: a data key for its home and for each disk,
// wrapped under keys from key providers; a sector written under each data key; a secret sealed in the NVRAM.
// Opening is the proof of a start: unwrap, read back, unseal. No setting is looked at here.

import { SECTOR_BYTES } from "./defaults.js";
import { deriveBytes } from "./derive.js";
import { type KeyName, nameOf } from "./host-keys.js";
import {
  areBytesEqual,
  decrypt,
  decryptSector,
  digestOf,
  encrypt,
  encryptSector,
  hmac,
  unwrapKey,
  wrapKey,
} from "./key-crypto.js";
import type {
  Bytes,
  EncryptedVolume,
  KeyBundle,
  NvramRecord,
  VirtualMachineRecord,
} from "./records.js";
import { nowSeconds, type World } from "./world.js";

/** A key from a key provider, with its bytes. */
export interface WrappingKey extends KeyName {
  readonly bytes: Buffer;
}

/** Number of the sector that is written and read back. */
const SECTOR = 1;

/** The keys an encrypted machine needs to start: of its home, and of disks with keys of their own. */
export function keysOf(machine: VirtualMachineRecord): readonly KeyName[] {
  const keys: KeyName[] = machine.home === null ? [] : [machine.home.bundle];
  for (const { volume } of machine.disks) {
    const isKnown = keys.some(({ keyId }) => keyId === volume?.bundle.keyId);
    if (volume !== null && !isKnown) keys.push(volume.bundle);
  }
  return keys;
}

/** Encrypts a home or disk anew: data key, bundle, a sector with something in it. */
export function encryptVolume(
  world: World,
  volume: { readonly owner: string; readonly generation: number; readonly key: WrappingKey },
): EncryptedVolume {
  const { key, generation } = volume;
  const name = volume.owner;
  const dataKey = deriveBytes(world.seed, { kind: "data-key", name, generation }, 64);
  const written = deriveBytes(
    world.seed,
    { kind: "written-sector", name, generation },
    SECTOR_BYTES,
  );
  return {
    bundle: bundleOf(key, dataKey),
    sector: encryptSector(dataKey, SECTOR, written).toString("base64"),
    writtenDigest: digestOf(written),
  };
}

/** Shallow rekey: the same data key wrapped under another key. Undefined if `from` does not open it. */
export function rewrapVolume(
  volume: EncryptedVolume,
  keys: { readonly from: Buffer; readonly to: WrappingKey },
): EncryptedVolume | undefined {
  const dataKey = openBundle(volume.bundle, keys.from);
  if (dataKey === undefined) return undefined;
  return { ...volume, bundle: bundleOf(keys.to, dataKey) };
}

/** Deep rekey: what was written, under a new data key. Undefined if `key` does not open the old one. */
export function reencryptVolume(
  world: World,
  volume: EncryptedVolume,
  to: { readonly owner: string; readonly generation: number; readonly key: WrappingKey },
): EncryptedVolume | undefined {
  const { owner: name, generation, key } = to;
  const written = readVolume(volume, key.bytes);
  if (written === undefined) return undefined;
  const dataKey = deriveBytes(world.seed, { kind: "data-key", name, generation }, 64);
  return {
    ...volume,
    bundle: bundleOf(key, dataKey),
    sector: encryptSector(dataKey, SECTOR, written).toString("base64"),
  };
}

/** What stands on a home or a disk. Undefined if `key` does not open it. */
export function readVolume(volume: EncryptedVolume, key: Buffer | undefined): Buffer | undefined {
  const dataKey = openBundle(volume.bundle, key);
  return dataKey && decryptSector(dataKey, SECTOR, Buffer.from(volume.sector, "base64"));
}

/** With something else on it, under the data key that it has. Undefined if `key` does not open it. */
export function writeVolume(
  volume: EncryptedVolume,
  { key, content }: { readonly key: Buffer; readonly content: Buffer },
): EncryptedVolume | undefined {
  const dataKey = openBundle(volume.bundle, key);
  if (dataKey === undefined) return undefined;
  const sector = encryptSector(dataKey, SECTOR, content).toString("base64");
  return { ...volume, sector, writtenDigest: digestOf(content) };
}

/** A disk as another machine has it that it is attached to: its data key is kept in the home of that machine. */
export interface AttachedVolume {
  readonly sector: Bytes;
  readonly wrappedKey: Bytes;
}

/** Undefined if one of the keys does not open what it is for. */
export function attachVolume(
  volume: EncryptedVolume,
  to: { readonly home: EncryptedVolume; readonly diskKey: Buffer; readonly homeKey: Buffer },
): AttachedVolume | undefined {
  const dataKey = openBundle(volume.bundle, to.diskKey);
  const keeping = openBundle(to.home.bundle, to.homeKey);
  if (dataKey === undefined || keeping === undefined) return undefined;
  const wrappedKey = wrapKey(attachedDisksKey(keeping), dataKey).toString("base64");
  return { sector: volume.sector, wrappedKey };
}

/** What the machine reads that it is attached to. Undefined if its home does not open, or keeps another key. */
export function readAttached(
  { sector, wrappedKey }: AttachedVolume,
  by: { readonly home: EncryptedVolume; readonly homeKey: Buffer },
): Buffer | undefined {
  const keeping = openBundle(by.home.bundle, by.homeKey);
  const dataKey =
    keeping && unwrapKey(attachedDisksKey(keeping), Buffer.from(wrappedKey, "base64"));
  return dataKey && decryptSector(dataKey, SECTOR, Buffer.from(sector, "base64"));
}

/** Moves a vTPM's secret from under the data key of one home to that of another. Undefined if it does not open. */
export function resealVtpm(
  world: World,
  vtpm: {
    readonly owner: string;
    readonly generation: number;
    readonly nvram: NvramRecord;
    readonly from: EncryptedVolume;
    readonly to: EncryptedVolume;
    /** Opens both. */
    readonly key: Buffer;
  },
): NvramRecord | undefined {
  const { owner: name, generation, nvram, key } = vtpm;
  const [before, after] = [openBundle(vtpm.from.bundle, key), openBundle(vtpm.to.bundle, key)];
  const secret = before && unsealNvram(before, nvram);
  if (secret === undefined || after === undefined) return undefined;
  const { certifiedBy } = nvram;
  const resealed = sealNvram(world, { name, generation, dataKey: after, secret });
  return certifiedBy === undefined ? resealed : { ...resealed, certifiedBy };
}

/** Puts a vTPM's secret into the NVRAM, which is under the data key of the home. */
export function sealVtpm(
  world: World,
  vtpm: {
    readonly owner: string;
    readonly generation: number;
    readonly home: EncryptedVolume;
    readonly key: Buffer;
    readonly vcenter: string;
  },
): NvramRecord | undefined {
  const dataKey = openBundle(vtpm.home.bundle, vtpm.key);
  if (dataKey === undefined) return undefined;
  const purpose = { name: vtpm.owner, generation: vtpm.generation };
  const secret = deriveBytes(world.seed, { kind: "vtpm-secret", ...purpose }, 32);
  const certifiedBy = { vcenter: vtpm.vcenter, atSeconds: nowSeconds(world) };
  return { ...sealNvram(world, { ...purpose, dataKey, secret }), certifiedBy };
}

/** Bytes of each key by key id, as a host found them. */
export type KeyRing = ReadonlyMap<string, Buffer>;

interface Proof {
  readonly key: Buffer | undefined;
  readonly failure: string | null;
}

/** Proofs are pure: the same bytes under the same key open again, so each is worked out once. */
const VOLUME_PROOFS = new WeakMap<EncryptedVolume, Proof>();
const VTPM_PROOFS = new WeakMap<NvramRecord, Proof>();

/** Null if everything of the machine opens with these keys; else what did not, in a sentence. */
export function proveOpen(machine: VirtualMachineRecord, keys: KeyRing): string | null {
  if (machine.home !== null) {
    const failure = proveVolume(machine.home, keys) ?? proveVtpm(machine.home, machine.nvram, keys);
    if (failure !== null) return `The home of the virtual machine does not open: ${failure}.`;
  }
  for (const disk of machine.disks) {
    const failure = disk.volume === null ? null : proveVolume(disk.volume, keys);
    if (failure !== null) return `The disk ${disk.name} does not open: ${failure}.`;
  }
  return null;
}

/** Whether every volume opens with these keys and reads as it was written. */
export function areReadable(volumes: readonly EncryptedVolume[], keys: KeyRing): boolean {
  return volumes.every((volume) => proveVolume(volume, keys) === null);
}

/** Null if a home, a disk or a disk group of vSAN opens and reads as it was written; else what did not. */
export function proveVolume(volume: EncryptedVolume, keys: KeyRing): string | null {
  const key = keys.get(volume.bundle.keyId);
  return prove(VOLUME_PROOFS, volume, { key, work: () => compareVolume(volume, key) });
}

function compareVolume(volume: EncryptedVolume, key: Buffer | undefined): string | null {
  const read = readVolume(volume, key);
  if (read === undefined) return "its data key does not unwrap";
  const isAsWritten = areBytesEqual(
    Buffer.from(digestOf(read), "hex"),
    Buffer.from(volume.writtenDigest, "hex"),
  );
  return isAsWritten ? null : "a sector reads otherwise than it was written";
}

function proveVtpm(home: EncryptedVolume, nvram: NvramRecord | null, keys: KeyRing): string | null {
  if (nvram === null) return null;
  const key = keys.get(home.bundle.keyId);
  return prove(VTPM_PROOFS, nvram, { key, work: () => readVtpm(home, nvram, key) });
}

function readVtpm(
  home: EncryptedVolume,
  nvram: NvramRecord,
  key: Buffer | undefined,
): string | null {
  const dataKey = openBundle(home.bundle, key);
  const secret = dataKey && unsealNvram(dataKey, nvram);
  return secret !== undefined && digestOf(secret) === nvram.secretDigest
    ? null
    : "the secret of its vTPM does not unseal";
}

function prove<T extends object>(
  proofs: WeakMap<T, Proof>,
  subject: T,
  { key, work }: { key: Buffer | undefined; work: () => string | null },
): string | null {
  const before = proofs.get(subject);
  if (before !== undefined && key !== undefined && before.key?.equals(key)) return before.failure;
  const failure = work();
  proofs.set(subject, { key, failure });
  return failure;
}

function bundleOf(key: WrappingKey, dataKey: Buffer): KeyBundle {
  const wrappedKey = wrapKey(key.bytes, dataKey).toString("base64");
  return { ...nameOf(key), wrappedKey };
}

function openBundle(bundle: KeyBundle, key: Buffer | undefined): Buffer | undefined {
  return key === undefined ? undefined : unwrapKey(key, Buffer.from(bundle.wrappedKey, "base64"));
}

function sealNvram(
  world: World,
  vtpm: { readonly name: string; readonly generation: number; dataKey: Buffer; secret: Buffer },
): NvramRecord {
  const { name, generation, dataKey, secret } = vtpm;
  const nonce = deriveBytes(world.seed, { kind: "nvram-nonce", name, generation }, 12);
  const sealed = encrypt(nvramKey(dataKey), nonce, secret);
  return {
    nonce: nonce.toString("base64"),
    ciphertext: sealed.ciphertext.toString("base64"),
    tag: sealed.tag.toString("base64"),
    secretDigest: digestOf(secret),
  };
}

function unsealNvram(dataKey: Buffer, nvram: NvramRecord): Buffer | undefined {
  return decrypt(nvramKey(dataKey), {
    nonce: Buffer.from(nvram.nonce, "base64"),
    ciphertext: Buffer.from(nvram.ciphertext, "base64"),
    tag: Buffer.from(nvram.tag, "base64"),
  });
}

/** One key for one use: the NVRAM's is made from the data key of the home. */
function nvramKey(dataKey: Buffer): Buffer {
  return hmac(dataKey, "nvram");
}

/** The same for the data keys of disks that other machines attach to themselves for a while. */
function attachedDisksKey(dataKey: Buffer): Buffer {
  return hmac(dataKey, "attached disks");
}
