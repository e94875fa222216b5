// The records a simulated vSphere consists of: plain JSON, replaced and never changed in place. Bytes are
// base64. Fields stand in this order, and one that may be absent is absent until it means something, so that the same
// history gives the same text. Nothing here may be derived from other records.

import type {
  ClusterInfo,
  ConfigurationEncryptionMode,
  CryptoState,
  HostHardware,
  HostNotes,
  KeyServerSpec,
  StandardKeyProviderSpec,
  VcenterInfo,
} from "../provider/backend.js";
import type { Credentials } from "./credentials.js";
import type { KeyWrapping } from "./wrapping.js";

export type * from "./records-faults.js";
export type * from "./records-machine.js";

/** Base64. */
export type Bytes = string;

/** The one row that is about the world itself; times are Unix seconds. */
export interface WorldRecord {
  readonly seed: string;
  readonly nowSeconds: number;
}

export interface VcenterRecord extends VcenterInfo {
  /** Switched on; it may still be down with the machine it runs on. */
  readonly up: boolean;
}

export interface ClusterRecord extends ClusterInfo {
  readonly path: string;
}

export interface KeyServerRecord extends Omit<KeyServerSpec, "password">, Credentials {
  readonly path: string;
  readonly userName: string | null;
}

/** A key server as a machine: entries with one address are one. Absent means it is on. */
export interface KeyMachineRecord {
  readonly address: string;
  readonly up: boolean;
  /** Absent or null: it takes any client whose certificate it trusts. */
  readonly demands?: Credentials | null;
}

/** A key in a realm: a key server (`server:ADDRESS`), or all of a replication group (`group:NAME`). */
export interface ServerKeyRecord {
  readonly realm: string;
  readonly keyId: string;
  readonly bytes: Bytes;
  readonly active: boolean;
}

export interface StandardKeyProviderRecord
  extends Omit<StandardKeyProviderSpec, "password">,
    Credentials {
  readonly userName: string | null;
  readonly path: string;
  /** Who signed the certificate when it was made; null for vCenter itself. */
  readonly clientCertificateIssuer: string | null;
  /** What the last health check found; null before the first. */
  readonly healthy: boolean | null;
  /** The latest wrapping key that vCenter had made; absent before the first. */
  readonly rotated?: { readonly keyId: string; readonly atSeconds: number };
}

export interface NativeKeyProviderRecord {
  readonly path: string;
  readonly vcenter: string;
  readonly name: string;
  readonly tpmRequired: boolean;
  readonly keyId: string;
  /** The key derivation key. */
  readonly derivationKey: Bytes;
  readonly backupDigest: string | null;
  readonly backupHasPassword: boolean;
}

export interface DefaultKeyProviderRecord {
  /** vCenter or cluster path. */
  readonly entity: string;
  readonly keyProvider: string;
}

/** A TPM: its own secret, and what the firmware will measure into it at the next boot. */
export interface TpmRecord {
  /** Rises when the TPM is cleared or replaced: a new secret. */
  readonly generation: number;
  readonly firmwareRevision: number;
  /** Registers whose value differs from what is measured, for tests of the sealing. */
  readonly flippedRegisters: readonly number[];
}

/** What a boot finds in the machine and ESXi has no hand in. */
export interface BootMeasurement {
  readonly tpm: TpmRecord;
  readonly secureBoot: boolean;
}

export interface HostRecord {
  readonly path: string;
  /** The path that the machine was racked under; absent while it is where it was racked. */
  readonly rackedAs?: string;
  readonly hostname: string;
  readonly vcenter: string;
  readonly cluster: string;
  readonly site: string;
  readonly version: string;
  readonly hardware: HostHardware;
  readonly notes: HostNotes;
  readonly moid: string;
  /** Rises with each installation of ESXi on it. */
  readonly installation: number;
  readonly tpm: TpmRecord;
  /** What was measured at the last boot: archives are sealed to it, whatever changed since. */
  readonly measured: BootMeasurement;
  /** Boot option execInstalledOnly. */
  readonly execInstalledOnly: boolean;
  readonly up: boolean;
  /** Vendor's text of a boot that stopped; null otherwise. */
  readonly bootStop: string | null;
  readonly configuration: HostConfiguration;
  /** Running configuration differs from the archive. */
  readonly archiveDue: boolean;
  readonly cryptoState: CryptoState;
  /** Which key makes it safe: no secret, kept in the boot bank at once. */
  readonly hostKey: HostKeyReference | null;
  /** vCenter knows that it lacks something. */
  readonly lacksKeys: boolean;
  /** vCenter shall send every key again, those it has too. */
  readonly wantsEveryKey: boolean;
  /** It came from another vCenter, and this one has not set its keys right yet. */
  readonly isNewToVcenter: boolean;
}

/** A key by what is bound to it with. */
export interface HostKeyReference {
  readonly keyId: string;
  /** Key provider by name. */
  readonly provider: string;
  /** Id of the derivation key that it is derived from; null for a key of a key server. */
  readonly derivedFrom: string | null;
  readonly wrapping?: KeyWrapping;
}

/** The running configuration, without the keys received (rows of their own). */
export interface HostConfiguration {
  readonly mode: ConfigurationEncryptionMode;
  readonly requireSecureBoot: boolean;
  readonly requireExecInstalledOnly: boolean;
  readonly keyPersistence: boolean;
  /** Rises with each rotation. */
  readonly recoveryKeyGeneration: number;
  /** Sorted by provider path. */
  readonly derivationKeys: readonly DerivationKey[];
}

/** A native key provider's derivation key, as a host holds it. */
export interface DerivationKey {
  readonly providerPath: string;
  readonly keyId: string;
  readonly bytes: Bytes;
}

/** A key on a host. Neither cached nor kept: taken off it, while vCenter counts it as there. */
export interface HeldKey {
  readonly keyId: string;
  /** Key provider by name. */
  readonly provider: string;
  readonly bytes: Bytes;
  /** In memory, usable. */
  readonly cached: boolean;
  /** In the running configuration: received while key persistence was on. */
  readonly kept: boolean;
}

/** A key on the hosts of one cluster, or on those of a vCenter that are in none. */
export interface HostKeyRecord {
  readonly keyId: string;
  readonly holdings: readonly Holding[];
}

/** The hosts that hold a key alike. */
export interface Holding extends Omit<HeldKey, "keyId"> {
  /** By path, in their order. */
  readonly hosts: readonly string[];
}

/** The configuration archive on a host's boot disk. */
export interface ArchiveRecord {
  readonly host: string;
  readonly writtenSeconds: number;
  /** Counts the archives of this host; makes their nonces differ. */
  readonly serial: number;
  readonly image: ArchiveImage;
  /** What cron's archive overwrote at `writtenSeconds`; null if it was written on demand. */
  readonly overwritten: { readonly image: ArchiveImage; readonly writtenSeconds: number } | null;
}

export type ArchiveImage = PlainArchive | EncryptedArchive;

/** What is in an archive, for those who look in from outside; the host itself has to decrypt it. */
export interface ArchiveContents {
  readonly keyIds: readonly string[];
  /** By native provider path, the id of its derivation key. */
  readonly derivationKeys: { readonly [providerPath: string]: string };
}

/** Before 7.0 U2: neither encrypted nor with keys. */
export interface PlainArchive {
  readonly form: "plain";
  readonly contents: ArchiveContents;
  readonly text: string;
}

export interface EncryptedArchive {
  readonly form: "encrypted";
  readonly contents: ArchiveContents;
  readonly nonce: Bytes;
  readonly ciphertext: Bytes;
  readonly tag: Bytes;
  readonly protection: ArchiveProtection;
  /** The archive's key wrapped under the recovery key; null in mode NONE. */
  readonly recovery: { readonly id: string; readonly wrappedKey: Bytes } | null;
}

export type ArchiveProtection =
  | {
      readonly kind: "sealed";
      readonly requireSecureBoot: boolean;
      readonly requireExecInstalledOnly: boolean;
      readonly sealedKey: Bytes;
    }
  | { readonly kind: "file"; readonly key: Bytes };

export interface CounterRecord {
  readonly count: number;
}

export type TimerRecord =
  | { readonly kind: "mount"; readonly dueSeconds: number; readonly host: string }
  | { readonly kind: "boot"; readonly dueSeconds: number; readonly host: string }
  | {
      readonly kind: "ha-retry";
      readonly dueSeconds: number;
      readonly host: string;
      readonly lostSeconds: number;
    };
