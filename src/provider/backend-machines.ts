// The part of the port to a vSphere that is about virtual machines. Everybody imports it with the rest, from
// backend.ts.

export interface DiskSpec {
  readonly name: string;
  readonly sizeGib: number;
  readonly encrypted: boolean;
  /** Null: the home key. */
  readonly keyProvider: string | null;
  /** Of the key of that provider; null or absent: a new one, and what is there is kept. */
  readonly keyId?: string | null;
  /** Absent: scsi. */
  readonly controllerType?: "scsi" | "sata" | "nvme" | "ide";
  /** Of a raw device mapping; absent for a virtual disk. */
  readonly rawDeviceMapping?: "physicalMode" | "virtualMode";
}

export type MigrateEncryption = "disabled" | "opportunistic" | "required";
export type FtEncryptionMode =
  | "ftEncryptionDisabled"
  | "ftEncryptionOpportunistic"
  | "ftEncryptionRequired";

/** How a backup tool reads a machine, as it notes it on the machine. */
export interface BackupNotes {
  readonly includesNvram: boolean;
  /** Path of the machine that attaches the disks to itself (HotAdd); null: they are read over the network (NBDSSL). */
  readonly proxy: string | null;
}

export interface VirtualMachineSpec {
  readonly vcenter: string;
  readonly name: string;
  readonly cluster: string;
  readonly encrypted: boolean;
  /** Null: the default key provider at the time of encryption; afterwards, what is there is kept. */
  readonly keyProvider: string | null;
  /**
   * Of the key of that provider that is the home key (`CryptoSpecEncrypt.cryptoKeyId`, or `newKeyId` of a rekey). Null
   * or absent: a new one at the time of encryption; afterwards, what is there is kept.
   */
  readonly keyId?: string | null;
  readonly disks: readonly DiskSpec[];
  readonly vtpm: boolean;
  readonly firmware: "efi" | "bios";
  /** Of EFI firmware. Absent counts as yes. */
  readonly efiSecureBoot?: boolean;
  readonly hardwareVersion: number;
  readonly powerState: "poweredOn" | "poweredOff";
  readonly autostart: boolean;
  /**
   * Null: vSphere's default, with an encrypted home the strictest, else opportunistic. It is also set back to
   * that: vSphere by itself leaves a machine that it decrypts at the strictest.
   */
  readonly migrateEncryption: MigrateEncryption | null;
  readonly ftEncryptionMode: FtEncryptionMode | null;
  /** Null or absent: nothing is known of a backup. */
  readonly backup?: BackupNotes | null;
}

export interface DiskInfo extends Omit<DiskSpec, "keyId"> {
  /** Of the key it is under; null while it is not encrypted. */
  readonly diskKeyId: string | null;
}

export interface VirtualMachineInfo extends Omit<VirtualMachineSpec, "keyId"> {
  readonly disks: readonly DiskInfo[];
  readonly migrateEncryption: MigrateEncryption;
  readonly ftEncryptionMode: FtEncryptionMode;
  readonly uuid: string;
  /** The provider that is in use for the home key; null while nothing is encrypted. */
  readonly homeKeyProvider: string | null;
  readonly homeKeyId: string | null;
  /** Sorted, each once; empty while no disk is encrypted. */
  readonly diskKeyIds: readonly string[];
  readonly cryptoState: "locked" | "unlocked" | null;
  /** Path of the host it runs on or is registered on. */
  readonly host: string;
}

/** What is public of a virtual TPM (vSphere API, VirtualTPM). */
export interface VirtualTpmInfo {
  /** PEM, one for each endorsement key. */
  readonly endorsementKeyCertificates: readonly string[];
  readonly endorsementKeyCertificateSigningRequests: readonly string[];
  /** Of the certificates, in their order: SHA-1 in hexadecimal pairs with colons. */
  readonly fingerprints: readonly string[];
}

/** A shallow rekey wraps the same data keys under new keys; a deep one makes new data keys too. */
export type RekeyDepth = "shallow" | "deep";

export interface VirtualMachineOperations {
  create(spec: VirtualMachineSpec): Promise<VirtualMachineInfo>;
  read(path: string): Promise<VirtualMachineInfo | undefined>;
  /** Null of a machine without one; undefined where there is no machine. */
  readVirtualTpm(path: string): Promise<VirtualTpmInfo | null | undefined>;
  /**
   * Encrypts, decrypts, re-keys (shallow, when the provider changes), adds or removes disks and vTPM,
   * powers on or off, moves to another cluster: whatever leads from what is there to `spec`, powering the machine off
   * and on again where vSphere demands it. With `rekey` everything that is encrypted gets new keys, from the key
   * providers that are in use or, where `spec` names others, from those (`CryptoSpecShallowRecrypt`,
   * `CryptoSpecDeepRecrypt`).
   */
  reconfigure(
    path: string,
    spec: VirtualMachineSpec,
    rekey?: RekeyDepth,
  ): Promise<VirtualMachineInfo>;
  /** `CryptoUnlock_Task`. */
  unlock(path: string): Promise<VirtualMachineInfo>;
  destroy(path: string): Promise<void>;
}
