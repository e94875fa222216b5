// Encrypting, re-keying and decrypting a virtual machine's home, disks and vTPM. Each needs what it needs in
// reality: a key from a key provider, or the present key on the machine's host (machine-keys.ts). What is missing is a
// VsphereFault, and the caller undoes everything.

import type { DiskSpec, RekeyDepth } from "../provider/backend.js";
import type { KeyName } from "./host-keys.js";
import { type Bench, presentKey, wantedKey } from "./machine-keys.js";
import type { DiskRecord, EncryptedVolume, VirtualMachineRecord } from "./records.js";
import { demand } from "./require.js";
import {
  encryptVolume,
  reencryptVolume,
  resealVtpm,
  rewrapVolume,
  sealVtpm,
  type WrappingKey,
} from "./vm-crypto.js";

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
  const { home, vcenter } = machine;
  demand(home !== null, "InvalidState", "A vTPM needs an encrypted home.");
  const { bytes } = presentKey(bench, home.bundle);
  const owner = `${bench.machine} vtpm`;
  const generation = bench.nextGeneration();
  const nvram = sealVtpm(bench.world, { owner, generation, home, key: bytes, vcenter });
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
  const { name, encrypted, keyProvider, keyId = null } = wanted;
  const disk = plainDisk(wanted);
  const before = present.before?.volume ?? null;
  if (!encrypted) {
    if (before !== null) presentKey(bench, before.bundle);
    return { ...disk, volume: null };
  }
  const { home, rekey } = present;
  demand(home !== null, "InvalidArgument", "An encrypted disk needs an encrypted virtual machine.");
  const isKept = rekey === undefined && before !== null;
  if (isKept && isKeyedAsWanted(before, wanted, home)) return { ...disk, volume: before };
  const key =
    keyProvider === null
      ? presentKey(bench, home)
      : wantedKey(bench, { provider: keyProvider, keyId, part: `disk ${name}` });
  const volume =
    before === null ? encryptPart(bench, `disk ${name}`, key) : rekeyPart(bench, before, key);
  return { ...disk, volume };
}

function plainDisk(wanted: DiskSpec): Omit<DiskRecord, "volume"> {
  const { name, sizeGib, encrypted, keyProvider, controllerType, rawDeviceMapping } = wanted;
  return {
    ...{ name, sizeGib, encrypted, keyProvider },
    ...(controllerType === undefined ? {} : { controllerType }),
    ...(rawDeviceMapping === undefined ? {} : { rawDeviceMapping }),
  };
}

function isKeyedAsWanted(volume: EncryptedVolume, wanted: DiskSpec, home: KeyName): boolean {
  const { provider, keyId } = volume.bundle;
  if (wanted.keyProvider === null) return keyId === home.keyId;
  const isKey = wanted.keyId == null ? keyId !== home.keyId : keyId === wanted.keyId;
  return provider === wanted.keyProvider && isKey;
}
