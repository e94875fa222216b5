// What a virtual machine's declaration may not say, and which changes vSphere does not make in place.

import type { AttributePath } from "../../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../../model/diagnostic.js";
import { isUnknown } from "../../model/value.js";
import {
  FT_ENCRYPTION_MODE_DEFAULTS,
  MIGRATE_ENCRYPTION_DEFAULTS,
} from "../../vsphere/defaults.js";
import { VTPM_HARDWARE_VERSION_MINIMUM } from "../../vsphere/versions.js";
import type { Attributes } from "../attributes.js";
import { hasForm, vcenterOf } from "../inventory-path.js";
import type { UpdateChange } from "../resource-type.js";
import { invalid, requireForm } from "../rules.js";

export function validateVirtualMachine(config: Attributes): readonly Diagnostic[] {
  return [
    ...requireForm(config, "cluster", ["VCENTER/CLUSTER"]),
    ...validateVtpm(config),
    ...validateDisks(config),
    ...validateKeyProvider(config),
    ...validateExistingKeys(config),
    ...validateRekey(config),
    ...validateTransferEncryption(config),
    ...validateBackup(config),
  ];
}

/** Changes that would lose data or that vSphere does not know. */
export function refuseVirtualMachineChange(change: UpdateChange): readonly Diagnostic[] {
  const older = refuseOlderHardware(change);
  if (!change.hasChanged("disks")) return older;
  return [...older, ...refuseSmallerDisks(change), ...refuseOtherMappings(change)];
}

/** vSphere Security, Virtual Trusted Platform Module Overview: requirements. */
function validateVtpm(config: Attributes): readonly Diagnostic[] {
  if (config.value("vtpm") !== true) return [];
  const diagnostics: Diagnostic[] = [];
  if (config.value("firmware") === "bios") {
    const detail =
      'A virtual TPM needs EFI firmware. Set "firmware" to "efi", or leave the vTPM out.';
    diagnostics.push(invalid("vTPM without EFI firmware", detail, "vtpm"));
  }
  const hardware = config.value("hardware_version");
  if (typeof hardware === "number" && hardware < VTPM_HARDWARE_VERSION_MINIMUM) {
    const detail = `A virtual TPM needs hardware version ${VTPM_HARDWARE_VERSION_MINIMUM} or later, and this is ${hardware}. Raise "hardware_version", or leave the vTPM out.`;
    diagnostics.push(invalid("vTPM on old virtual hardware", detail, "vtpm"));
  }
  return diagnostics;
}

function validateDisks(config: Attributes): readonly Diagnostic[] {
  const disks = config.items("disks") ?? [];
  const names = disks.map((disk) => disk.value("name"));
  return disks.flatMap((disk, i) => [
    ...validateDiskName(names, i),
    ...validateDiskEncryption(config, disk, i),
  ]);
}

function validateDiskName(names: readonly unknown[], i: number): readonly Diagnostic[] {
  const name = names[i];
  if (typeof name !== "string" || names.indexOf(name) === i) return [];
  const detail = `Two disks are called "${name}". A disk is known by its name, so each needs its own.`;
  return [errorDiagnostic("Duplicate disk name", detail, { attribute: ["disks", i, "name"] })];
}

function validateDiskEncryption(
  config: Attributes,
  disk: Attributes,
  i: number,
): readonly Diagnostic[] {
  const isHomePlain = config.value("encrypted") === false && config.value("vtpm") === false;
  const own = disk.value("encrypted");
  const isEncrypted = own === null ? config.value("encrypted") : own;
  const diagnostics: Diagnostic[] = [];
  if (own === true && isHomePlain) {
    const detail =
      'An encrypted disk cannot be attached to a machine that is not encrypted. Set "encrypted" on the machine, or leave the disk plain.';
    const attribute = ["disks", i, "encrypted"];
    diagnostics.push(errorDiagnostic("Encrypted disk on a plain machine", detail, { attribute }));
  }
  if (disk.value("key_provider") !== null && isEncrypted === false) {
    const detail =
      "The disk names a key provider but is not encrypted, so nothing would be asked of it. Encrypt the disk, or remove the key provider.";
    const attribute = ["disks", i, "key_provider"];
    diagnostics.push(errorDiagnostic("Key provider of a plain disk", detail, { attribute }));
  }
  if (typeof disk.value("raw_device_mapping") === "string" && isEncrypted === true) {
    const detail =
      'vSphere does not encrypt a raw device mapping. Set "encrypted" of this disk to false, or make it a virtual disk.';
    const attribute = ["disks", i, "raw_device_mapping"];
    diagnostics.push(errorDiagnostic("Encrypted raw device mapping", detail, { attribute }));
  }
  return diagnostics;
}

function validateKeyProvider(config: Attributes): readonly Diagnostic[] {
  const isPlain = config.value("encrypted") === false && config.value("vtpm") === false;
  if (!isPlain || config.value("key_provider") === null) return [];
  const detail =
    'The machine names a key provider, but nothing of it is encrypted. The name takes effect with "encrypted" or "vtpm".';
  const attribute = ["key_provider"];
  return [warningDiagnostic("Key provider without encryption", detail, { attribute })];
}

/** A key is known by its id and its key provider (vSphere API, CryptoKeyId). */
function validateExistingKeys(config: Attributes): readonly Diagnostic[] {
  const isPlain = config.value("encrypted") === false && config.value("vtpm") === false;
  return [
    ...validateExistingKey(config, { of: "the machine", isPlain, path: [] }),
    ...(config.items("disks") ?? []).flatMap((disk, i) => {
      const isDiskPlain = (disk.value("encrypted") ?? config.value("encrypted")) === false;
      return validateExistingKey(disk, {
        of: "the disk",
        isPlain: isDiskPlain,
        path: ["disks", i],
      });
    }),
  ];
}

function validateExistingKey(
  part: Attributes,
  place: { readonly of: string; readonly isPlain: boolean; readonly path: AttributePath },
): readonly Diagnostic[] {
  if (part.value("existing_key_id") === null) return [];
  const attribute = [...place.path, "existing_key_id"];
  if (place.isPlain) {
    const detail = `A key is named for ${place.of}, but nothing of it is encrypted. Encrypt it, or leave "existing_key_id" out.`;
    return [errorDiagnostic("Key of something plain", detail, { attribute })];
  }
  if (part.value("key_provider") !== null) return [];
  const detail = `A key is found by its id at a key provider, and ${place.of} names none. Set "key_provider" to the standard key provider that has the key.`;
  return [errorDiagnostic("Existing key without key provider", detail, { attribute })];
}

function validateRekey(config: Attributes): readonly Diagnostic[] {
  const isPlain = config.value("encrypted") === false && config.value("vtpm") === false;
  if (!isPlain) return [];
  return ["shallow_rekey_version", "deep_rekey_version"]
    .filter((name) => config.value(name) !== null)
    .map((name) => {
      const detail = `"${name}" has new keys made, but nothing of the machine is encrypted. Leave it out, or encrypt the machine.`;
      return warningDiagnostic("Rekey without encryption", detail, { attribute: [name] });
    });
}

/** vSphere Security, Encrypted vSphere vMotion: it cannot be turned off for encrypted virtual machines. */
function validateTransferEncryption(config: Attributes): readonly Diagnostic[] {
  const isEncrypted = config.value("encrypted") === true || config.value("vtpm") === true;
  if (!isEncrypted) return [];
  const allowed = [
    ["migrate_encryption", "vMotion", MIGRATE_ENCRYPTION_DEFAULTS.encrypted],
    ["ft_encryption_mode", "Fault Tolerance", FT_ENCRYPTION_MODE_DEFAULTS.encrypted],
  ] as const;
  return allowed.flatMap(([name, what, required]) => {
    const given = config.value(name);
    if (typeof given !== "string" || given === required) return [];
    const why = config.value("encrypted") === true ? "is encrypted" : "has a virtual TPM";
    const detail = `The machine ${why}, so its ${what} is always encrypted, and this says "${given}". Set "${name}" to "${required}", or leave it out, which means the same.`;
    return [invalid(`Encrypted machine without encrypted ${what}`, detail, name)];
  });
}

/** A proxy attaches disks on datastores that its own host sees, which are those of its vCenter. */
function validateBackup(config: Attributes): readonly Diagnostic[] {
  const proxy = config.value("backup", "proxy");
  if (typeof proxy !== "string") return [];
  const attribute = ["backup", "proxy"];
  if (!hasForm(proxy, "VCENTER/vm/NAME")) {
    const detail = `A proxy is named by the id of a virtual machine, of the form VCENTER/vm/NAME, not "${proxy}". Refer to its attribute id.`;
    return [errorDiagnostic("Not an id of the right kind", detail, { attribute })];
  }
  const [of, own] = [vcenterOf(proxy), vcenterOf(config.value("cluster"))];
  if (isUnknown(own) || of === own) return [];
  const detail = `The proxy "${proxy}" is a machine of "${of}", and this one of "${own}": it can only attach disks of its own vCenter. Name a proxy of "${own}", or leave it out to have the disks read over the network.`;
  return [errorDiagnostic("Backup proxy of another vCenter", detail, { attribute })];
}

function refuseOlderHardware({ before, after }: UpdateChange): readonly Diagnostic[] {
  const [from, to] = [before.value("hardware_version"), after.value("hardware_version")];
  if (typeof from !== "number" || typeof to !== "number" || to >= from) return [];
  const detail = `The machine has virtual hardware ${from}, which is not taken back to ${to}. Declare ${from} or later, or replace the machine.`;
  return [invalid("Virtual hardware cannot be downgraded", detail, "hardware_version")];
}

function refuseSmallerDisks({ before, after }: UpdateChange): readonly Diagnostic[] {
  const sizes = new Map(
    (before.items("disks") ?? []).map((d) => [d.value("name"), d.value("size_gib")] as const),
  );
  return (after.items("disks") ?? []).flatMap((disk, i) => {
    const from = sizes.get(disk.value("name"));
    const to = disk.value("size_gib");
    if (typeof from !== "number" || typeof to !== "number" || to >= from) return [];
    const detail = `The disk has ${from} GiB and cannot shrink to ${to}. Declare ${from} or more, or add a smaller disk under another name.`;
    const attribute = ["disks", i, "size_gib"];
    return [errorDiagnostic("A disk cannot shrink", detail, { attribute })];
  });
}

function refuseOtherMappings({ before, after }: UpdateChange): readonly Diagnostic[] {
  const mappings = new Map(
    (before.items("disks") ?? []).map((disk) => [
      disk.value("name"),
      disk.value("raw_device_mapping"),
    ]),
  );
  return (after.items("disks") ?? []).flatMap((disk, i) => {
    const from = mappings.get(disk.value("name"));
    const to = disk.value("raw_device_mapping");
    if (from === undefined || isUnknown(to) || from === to) return [];
    const detail =
      "A virtual disk does not become a raw device mapping, nor the other way round, nor does its mode change. Add a disk under another name.";
    const attribute = ["disks", i, "raw_device_mapping"];
    return [errorDiagnostic("A raw device mapping cannot change", detail, { attribute })];
  });
}
