// holdfast_virtual_machine: a virtual machine and what of it is encrypted. How it gets from one
// specification to the next is vSphere's affair; what it may not say is in virtual-machine-rules.ts.

import {
  areValuesEqual,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from "../../model/value.js";
import {
  FT_ENCRYPTION_MODE_DEFAULTS,
  MIGRATE_ENCRYPTION_DEFAULTS,
} from "../../vsphere/defaults.js";
import { type Attributes, attributesOf } from "../attributes.js";
import type {
  BackupNotes,
  DiskInfo,
  DiskSpec,
  RekeyDepth,
  VirtualMachineInfo,
  VirtualMachineSpec,
} from "../backend.js";
import { joinPath, vcenterOf } from "../inventory-path.js";
import {
  affectedBy,
  type ObjectChange,
  type PlanComputed,
  type ResourceType,
  setOnCreation,
  type UpdateChange,
} from "../resource-type.js";
import { refuseVirtualMachineChange, validateVirtualMachine } from "./virtual-machine-rules.js";

const TYPE = "holdfast_virtual_machine";
const FIRMWARES = ["efi", "bios"] as const;
const CONTROLLER_TYPES = ["scsi", "sata", "nvme", "ide"] as const;
const COMPATIBILITY_MODES = ["physicalMode", "virtualMode"] as const;
const POWER_STATES = ["poweredOn", "poweredOff"] as const;
const MIGRATE_ENCRYPTIONS = ["disabled", "opportunistic", "required"] as const;
const FT_ENCRYPTION_MODES = [
  "ftEncryptionDisabled",
  "ftEncryptionOpportunistic",
  "ftEncryptionRequired",
] as const;

/** What null stands for in `disks`. */
const DEFAULT_DISKS: Value = [
  {
    name: "disk-0",
    size_gib: 16,
    encrypted: null,
    key_provider: null,
    existing_key_id: null,
    controller_type: null,
    raw_device_mapping: null,
  },
];

/** The attributes that decide which key the home has. */
const OF_HOME_KEY = ["encrypted", "vtpm", "key_provider", "existing_key_id"] as const;

export const virtualMachine: ResourceType = {
  type: TYPE,
  idForms: ["VCENTER/vm/NAME"],
  idOf: (machine) => joinPath(vcenterOf(machine.value("cluster")), "vm", machine.value("name")),
  validate: validateVirtualMachine,
  computed: {
    uuid: setOnCreation,
    key_id: whenEncrypted(asNamed(affectedByRekey(affectedBy(...OF_HOME_KEY)))),
    disk_key_ids: whenEncrypted(affectedByRekey(affectedBy(...OF_HOME_KEY, "disks"))),
    crypto_state: whenEncrypted(
      affectedBy("encrypted", "vtpm", "key_provider", "disks", "power_state", "cluster"),
    ),
  },
  replacePaths: ({ before, after }: UpdateChange) => {
    const [from, to] = [vcenterOf(before.value("cluster")), vcenterOf(after.value("cluster"))];
    return isUnknown(to) || from === to ? [] : [["cluster"]];
  },
  refuse: refuseVirtualMachineChange,
  operations: {
    async read(backend, id, prior) {
      const info = await backend.virtualMachines.read(id);
      return info === undefined ? undefined : toAttributes(info, id, prior);
    },
    async lookUp(backend, id) {
      const info = await backend.virtualMachines.read(id);
      return info === undefined ? undefined : toWholeAttributes(info, id);
    },
    async create({ backend, id, planned }) {
      const info = await backend.virtualMachines.create(toSpec(planned));
      return toAttributes(info, id, planned.object);
    },
    async update({ backend, id, planned, change }) {
      const rekey = rekeyOf(change);
      const info = await backend.virtualMachines.reconfigure(id, toSpec(planned), rekey);
      return toAttributes(info, id, planned.object);
    },
    async remove(backend, id) {
      await backend.virtualMachines.destroy(id);
    },
  },
};

/** A machine of which nothing is encrypted has no keys and no crypto state. */
function whenEncrypted(plan: PlanComputed): PlanComputed {
  return (change, attribute) => {
    const isPlain =
      change.after.value("encrypted") === false && change.after.value("vtpm") === false;
    return isPlain ? null : plan(change, attribute);
  };
}

/** A home key that is named is known before it is used. */
function asNamed(plan: PlanComputed): PlanComputed {
  return (change, attribute) => {
    const { after } = change;
    const isEncrypted = after.value("encrypted") === true || after.value("vtpm") === true;
    const named = after.value("existing_key_id");
    return isEncrypted && named !== null ? named : plan(change, attribute);
  };
}

/** New keys, where a version has changed to another; a deep rekey is a shallow one too. */
function rekeyOf({ before, after }: ObjectChange): RekeyDepth | undefined {
  if (before === null) return undefined;
  const isAskedFor = (name: string) =>
    after.value(name) !== null && !areValuesEqual(before.value(name), after.value(name));
  if (isAskedFor("deep_rekey_version")) return "deep";
  return isAskedFor("shallow_rekey_version") ? "shallow" : undefined;
}

function affectedByRekey(plan: PlanComputed): PlanComputed {
  return (change, attribute) => (rekeyOf(change) === undefined ? plan(change, attribute) : UNKNOWN);
}

function toSpec(planned: Attributes): VirtualMachineSpec {
  const cluster = planned.text("cluster");
  return {
    vcenter: String(vcenterOf(cluster)),
    name: planned.text("name"),
    cluster,
    encrypted: planned.flag("encrypted"),
    keyProvider: planned.textOrNull("key_provider"),
    keyId: planned.textOrNull("existing_key_id"),
    disks: toDisks(planned),
    vtpm: planned.flag("vtpm"),
    firmware: planned.choice(FIRMWARES, "firmware"),
    efiSecureBoot: planned.flag("efi_secure_boot_enabled"),
    hardwareVersion: planned.number("hardware_version"),
    powerState: planned.choice(POWER_STATES, "power_state"),
    autostart: planned.flag("autostart"),
    migrateEncryption: planned.choiceOrNull(MIGRATE_ENCRYPTIONS, "migrate_encryption"),
    ftEncryptionMode: planned.choiceOrNull(FT_ENCRYPTION_MODES, "ft_encryption_mode"),
    backup: toBackup(planned),
  };
}

function toBackup(planned: Attributes): BackupNotes | null {
  if (planned.value("backup") === null) return null;
  return {
    includesNvram: planned.flag("backup", "include_nvram"),
    proxy: planned.textOrNull("backup", "proxy"),
  };
}

function toDisks(planned: Attributes): readonly DiskSpec[] {
  const disks =
    planned.items("disks") ?? attributesOf(TYPE, { disks: DEFAULT_DISKS }).items("disks") ?? [];
  return disks.map((disk) => ({
    name: disk.text("name"),
    sizeGib: disk.number("size_gib"),
    encrypted:
      disk.value("encrypted") === null ? planned.flag("encrypted") : disk.flag("encrypted"),
    keyProvider: disk.textOrNull("key_provider"),
    keyId: disk.textOrNull("existing_key_id"),
    ...toAttachment(disk),
  }));
}

/** How it is attached, where that is not as usual. */
function toAttachment(disk: Attributes): Pick<DiskSpec, "controllerType" | "rawDeviceMapping"> {
  const controllerType = disk.choice(CONTROLLER_TYPES, "controller_type");
  const rawDeviceMapping = disk.choiceOrNull(COMPATIBILITY_MODES, "raw_device_mapping");
  return {
    ...(controllerType === "scsi" ? {} : { controllerType }),
    ...(rawDeviceMapping === null ? {} : { rawDeviceMapping }),
  };
}

function toAttributes(
  info: VirtualMachineInfo,
  id: string,
  prior: ObjectValue | null,
): ObjectValue {
  const before = attributesOf(TYPE, prior ?? {});
  const disks = toDiskAttributes(info, before);
  const hasDefaultDisks = before.value("disks") === null && areValuesEqual(disks, DEFAULT_DISKS);
  const keyProvider = info.homeKeyProvider ?? info.keyProvider;
  const isProviderNamed = before.value("key_provider") !== null || prior === null;
  return {
    id,
    name: info.name,
    cluster: info.cluster,
    encrypted: info.encrypted,
    // Null leaves the choice to vSphere, so that what it chose is no drift.
    ...(isProviderNamed && keyProvider !== null ? { key_provider: keyProvider } : {}),
    ...(before.value("existing_key_id") === null ? {} : { existing_key_id: info.homeKeyId }),
    ...(hasDefaultDisks ? {} : { disks }),
    vtpm: info.vtpm,
    firmware: info.firmware,
    efi_secure_boot_enabled: info.efiSecureBoot ?? true,
    hardware_version: info.hardwareVersion,
    power_state: info.powerState,
    autostart: info.autostart,
    ...toTransferEncryption(info, before),
    ...toBackupAttribute(info),
    uuid: info.uuid,
    key_id: info.homeKeyId,
    disk_key_ids: info.homeKeyId === null ? null : info.diskKeyIds,
    crypto_state: info.cryptoState,
  };
}

/** With what a declaration may leave to vSphere. */
function toWholeAttributes(info: VirtualMachineInfo, id: string): ObjectValue {
  return {
    ...toAttributes(info, id, null),
    key_provider: info.homeKeyProvider ?? info.keyProvider,
    disks: info.disks.map((disk) => ({
      name: disk.name,
      size_gib: disk.sizeGib,
      encrypted: disk.encrypted,
      key_provider: disk.keyProvider,
      controller_type: disk.controllerType ?? "scsi",
      raw_device_mapping: disk.rawDeviceMapping ?? null,
    })),
    migrate_encryption: info.migrateEncryption,
    ft_encryption_mode: info.ftEncryptionMode,
    backup: null,
    ...toBackupAttribute(info),
  };
}

/** Null stays null where vSphere has its default, which depends on whether the home is encrypted. */
function toTransferEncryption(info: VirtualMachineInfo, before: Attributes): ObjectValue {
  const home = info.homeKeyId === null ? "plain" : "encrypted";
  const { migrateEncryption, ftEncryptionMode } = info;
  const isLeft = (name: string) => before.value(name) === null;
  const isMigrateDefault = migrateEncryption === MIGRATE_ENCRYPTION_DEFAULTS[home];
  const isFtDefault = ftEncryptionMode === FT_ENCRYPTION_MODE_DEFAULTS[home];
  return {
    ...(isLeft("migrate_encryption") && isMigrateDefault
      ? {}
      : { migrate_encryption: migrateEncryption }),
    ...(isLeft("ft_encryption_mode") && isFtDefault
      ? {}
      : { ft_encryption_mode: ftEncryptionMode }),
  };
}

function toBackupAttribute({ backup = null }: VirtualMachineInfo): ObjectValue {
  if (backup === null) return {};
  return { backup: { include_nvram: backup.includesNvram, proxy: backup.proxy } };
}

/** In the order of the declaration, then any others; null where a disk is as its machine. */
function toDiskAttributes(info: VirtualMachineInfo, before: Attributes): readonly ObjectValue[] {
  const declared = new Map(
    (before.items("disks") ?? []).map((disk, i) => [disk.value("name"), { disk, i }] as const),
  );
  const place = (disk: DiskInfo) => declared.get(disk.name)?.i ?? declared.size;
  return info.disks
    .toSorted((a, b) => place(a) - place(b))
    .map((disk) => {
      // As it was declared, without the defaults.
      const { object = {} } = declared.get(disk.name)?.disk ?? {};
      const isLeft = (name: string) => (object[name] ?? null) === null;
      const isAsMachine = disk.encrypted === info.encrypted;
      const { controllerType = "scsi" } = disk;
      const isScsiLeft = controllerType === "scsi" && isLeft("controller_type");
      return {
        name: disk.name,
        size_gib: disk.sizeGib,
        encrypted: isLeft("encrypted") && isAsMachine ? null : disk.encrypted,
        key_provider: disk.keyProvider,
        existing_key_id: isLeft("existing_key_id") ? null : disk.diskKeyId,
        controller_type: isScsiLeft ? null : controllerType,
        raw_device_mapping: disk.rawDeviceMapping ?? null,
      };
    });
}
