// What vSphere refuses of a virtual machine's settings, and which changes it makes only while the machine is
// off (vSphere Security, Virtual Trusted Platform Module Overview; Virtual Machine Encryption Caveats).

import type { DiskSpec, VirtualMachineSpec } from "../provider/backend.js";
import { FT_ENCRYPTION_MODE_DEFAULTS, MIGRATE_ENCRYPTION_DEFAULTS } from "../vsphere/defaults.js";
import {
  FT_ENCRYPTION_MINIMUM,
  isAtLeast,
  VTPM_HARDWARE_VERSION_MINIMUM,
  VTPM_MINIMUM,
} from "../vsphere/versions.js";
import { defaultKeyProviderOf } from "./host-crypto.js";
import { providerPath } from "./host-keys.js";
import type { EncryptedVolume, VirtualMachineRecord } from "./records.js";
import { demand, requireCluster, requireRecord } from "./require.js";
import { isStorageReadable } from "./vsan-storage.js";
import type { World } from "./world.js";

/** The home is encrypted also if only a vTPM asks for it. */
export function wantsEncryptedHome(spec: Pick<VirtualMachineSpec, "encrypted" | "vtpm">): boolean {
  return spec.encrypted || spec.vtpm;
}

/** Throws VsphereFault `InvalidArgument`, `NotSupported` or `InvalidState`. */
export function requireValidMachine(
  world: World,
  spec: VirtualMachineSpec,
  before?: VirtualMachineRecord,
): void {
  requireVtpmSettings(world, spec);
  requireTrustedSettings(world, spec, before);
  const names = spec.disks.map((disk) => disk.name);
  const areDistinct = new Set(names).size === names.length;
  demand(areDistinct, "InvalidArgument", "Two disks have the same name.");
  const canHoldDisks = wantsEncryptedHome(spec) || spec.disks.every((disk) => !disk.encrypted);
  const attached = "An encrypted disk cannot be attached to an unencrypted virtual machine.";
  demand(canHoldDisks, "InvalidArgument", attached);
  const isMapped = spec.disks.some((disk) => disk.encrypted && disk.rawDeviceMapping !== undefined);
  demand(!isMapped, "NotSupported", "A raw device mapping cannot be encrypted.");
  requireTransferEncryption(world, spec);
  if (before === undefined) return;
  const isNewer = spec.hardwareVersion >= before.hardwareVersion;
  demand(isNewer, "InvalidArgument", "The hardware version cannot be lowered.");
  for (const { name, sizeGib, rawDeviceMapping } of before.disks) {
    const wanted = spec.disks.find((disk) => disk.name === name);
    const isLarger = wanted === undefined || wanted.sizeGib >= sizeGib;
    demand(isLarger, "InvalidArgument", `The disk "${name}" cannot be made smaller.`);
    const isAlike = wanted === undefined || wanted.rawDeviceMapping === rawDeviceMapping;
    const sentence = `The disk "${name}" does not become a raw device mapping, nor another disk.`;
    demand(isAlike, "InvalidArgument", sentence);
  }
  if (isReconfigured(before, spec)) requireUnlocked(before);
}

/** Nothing of a machine can be made or changed where its files cannot be read. */
export function requireReadableStorage(world: World, cluster: string): void {
  const sentence = `Too few vSAN disk groups of "${cluster}" are mounted to read its files.`;
  demand(isStorageReadable(world, cluster), "InvalidState", sentence);
}

/** The same of what lies on the local disks of one host. */
export function requireReadableFiles(
  world: World,
  { path, cluster, filesOn }: VirtualMachineRecord,
): void {
  requireReadableStorage(world, cluster);
  const isUp = filesOn === null || world.hosts.get(filesOn)?.up === true;
  const sentence = `The files of "${path}" are on the local disks of "${filesOn}", which is down.`;
  demand(isUp, "InvalidState", sentence);
}

/** Whether vSphere makes the change only while the machine is off. */
export function needsPowerCycle(before: VirtualMachineRecord, spec: VirtualMachineSpec): boolean {
  return (
    changesEncryption(before, spec) ||
    spec.vtpm !== (before.nvram !== null) ||
    spec.firmware !== before.firmware ||
    spec.hardwareVersion !== before.hardwareVersion ||
    (spec.efiSecureBoot ?? true) !== (before.efiSecureBoot ?? true) ||
    movesDisk(before, spec)
  );
}

/** Whether a disk goes to a controller of another type. */
function movesDisk(before: VirtualMachineRecord, spec: VirtualMachineSpec): boolean {
  const controllers = new Map(before.disks.map((disk) => [disk.name, disk.controllerType]));
  return spec.disks.some(
    ({ name, controllerType }) => controllers.has(name) && controllers.get(name) !== controllerType,
  );
}

/** Whether something that is there is encrypted or decrypted. */
export function changesEncryption(before: VirtualMachineRecord, spec: VirtualMachineSpec): boolean {
  const disks = new Map(before.disks.map((disk) => [disk.name, disk]));
  const changesDisk = spec.disks.some((disk) => {
    const volume = disks.get(disk.name)?.volume;
    return volume !== undefined && disk.encrypted !== (volume !== null);
  });
  return wantsEncryptedHome(spec) !== (before.home !== null) || changesDisk;
}

/** Even a shallow rekey is for a machine that is off then (Virtual Machine Encryption Interoperability). */
export function hasIdeDisk({ disks }: Pick<VirtualMachineSpec, "disks">): boolean {
  return disks.some(({ controllerType }) => controllerType === "ide");
}

/** Whether another key is named than the one in use, by its key provider or its id. */
export function changesKey(
  { home, disks }: VirtualMachineRecord,
  spec: VirtualMachineSpec,
): boolean {
  const isOther = (
    { keyProvider, keyId = null }: Pick<DiskSpec, "keyProvider" | "keyId">,
    volume: EncryptedVolume | null | undefined,
  ) =>
    volume != null &&
    ((keyProvider !== null && keyProvider !== volume.bundle.provider) ||
      (keyId !== null && keyId !== volume.bundle.keyId));
  const volumes = new Map(disks.map(({ name, volume }) => [name, volume]));
  return isOther(spec, home) || spec.disks.some((disk) => isOther(disk, volumes.get(disk.name)));
}

/** A locked machine takes nothing but unlocking, power operations and removal. Throws VsphereFault `InvalidState`. */
export function requireUnlocked({ path, locked }: VirtualMachineRecord): void {
  demand(!locked, "InvalidState", `"${path}" is locked: unlock it first.`);
}

function requireVtpmSettings(world: World, spec: VirtualMachineSpec): void {
  if (!spec.vtpm) return;
  demand(spec.firmware === "efi", "InvalidArgument", "A vTPM needs EFI firmware.");
  const isNewEnough = spec.hardwareVersion >= VTPM_HARDWARE_VERSION_MINIMUM;
  const needed = `A vTPM needs hardware version ${VTPM_HARDWARE_VERSION_MINIMUM} or later.`;
  demand(isNewEnough, "InvalidArgument", needed);
  const sentence = `A vTPM needs vCenter ${VTPM_MINIMUM} or later.`;
  demand(isAtLeast(versionFor(world, spec), VTPM_MINIMUM), "NotSupported", sentence);
}

/** What carries an encrypted machine elsewhere is encrypted (vSphere Security, Encrypted vSphere vMotion). */
function requireTransferEncryption(world: World, spec: VirtualMachineSpec): void {
  const { migrateEncryption, ftEncryptionMode } = spec;
  if (ftEncryptionMode !== null) {
    const isSupported = isAtLeast(versionFor(world, spec), FT_ENCRYPTION_MINIMUM);
    const needed = `Encrypted Fault Tolerance needs vCenter ${FT_ENCRYPTION_MINIMUM} or later.`;
    demand(isSupported, "NotSupported", needed);
  }
  if (!wantsEncryptedHome(spec)) return;
  const migrate = migrateEncryption ?? MIGRATE_ENCRYPTION_DEFAULTS.encrypted;
  const isMigrateRequired = migrate === MIGRATE_ENCRYPTION_DEFAULTS.encrypted;
  const migrates = "An encrypted virtual machine migrates with encrypted vMotion alone.";
  demand(isMigrateRequired, "InvalidArgument", migrates);
  const ft = ftEncryptionMode ?? FT_ENCRYPTION_MODE_DEFAULTS.encrypted;
  const isFtRequired = ft === FT_ENCRYPTION_MODE_DEFAULTS.encrypted;
  const mirrors = "Fault Tolerance of an encrypted virtual machine is encrypted.";
  demand(isFtRequired, "InvalidArgument", mirrors);
}

function versionFor(world: World, spec: VirtualMachineSpec): string {
  const cluster = requireCluster(world, spec.cluster);
  return requireRecord(world.vcenters, cluster.vcenter, "vCenter").version;
}

/** Keys of a trusted key provider are for machines with EFI firmware and secure boot (vSphere Security, Prerequisites). */
function requireTrustedSettings(
  world: World,
  spec: VirtualMachineSpec,
  before: VirtualMachineRecord | undefined,
): void {
  if (world.trustedKeyProviders.size === 0 || !wantsEncryptedHome(spec)) return;
  const { cluster, keyProvider } = spec;
  const home = keyProvider ?? before?.home?.bundle.provider ?? defaultKeyProviderOf(world, cluster);
  const names = [home, ...spec.disks.map((disk) => (disk.encrypted ? disk.keyProvider : null))];
  const { vcenter } = requireCluster(world, cluster);
  const isTrusted = names.some(
    (name) => name !== null && world.trustedKeyProviders.has(providerPath(vcenter, name)),
  );
  const isSecure = spec.firmware === "efi" && spec.efiSecureBoot !== false;
  const sentence = "A machine under a trusted key provider needs EFI firmware and secure boot.";
  demand(!isTrusted || isSecure, "InvalidArgument", sentence);
}

/** Whether more changes than power and what is noted of a machine. */
function isReconfigured(before: VirtualMachineRecord, spec: VirtualMachineSpec): boolean {
  const sizes = new Map(before.disks.map(({ name, sizeGib }) => [name, sizeGib]));
  return (
    spec.cluster !== before.cluster ||
    spec.migrateEncryption !== before.migrateEncryption ||
    spec.ftEncryptionMode !== before.ftEncryptionMode ||
    spec.disks.length !== sizes.size ||
    spec.disks.some(({ name, sizeGib }) => sizes.get(name) !== sizeGib) ||
    changesKey(before, spec) ||
    needsPowerCycle(before, spec)
  );
}
