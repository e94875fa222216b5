// The records of virtual machines. Everybody imports them with the rest, from records.ts.

import type { ReasonCode } from "../model/survival.js";
import type { DiskSpec, VirtualMachineSpec } from "../provider/backend.js";
import type { Bytes, HostKeyReference } from "./records.js";

/** The wrapped data key of a home or a disk, and which key unwraps it. */
export interface KeyBundle extends HostKeyReference {
  readonly wrappedKey: Bytes;
}

/** What an encrypted home or disk consists of here: its bundle and a sector written long ago. */
export interface EncryptedVolume {
  readonly bundle: KeyBundle;
  readonly sector: Bytes;
  /** SHA-256 of what was written to the sector. */
  readonly writtenDigest: string;
}

export interface DiskRecord extends Omit<DiskSpec, "keyId"> {
  readonly volume: EncryptedVolume | null;
}

/** The vTPM's secret in the NVRAM, under the data key of the home. */
export interface NvramRecord {
  readonly nonce: Bytes;
  readonly ciphertext: Bytes;
  readonly tag: Bytes;
  readonly secretDigest: string;
  /** The vCenter that certified its endorsement key, and when; absent in files of earlier versions. */
  readonly certifiedBy?: { readonly vcenter: string; readonly atSeconds: number };
}

export interface VirtualMachineRecord extends Omit<VirtualMachineSpec, "disks" | "keyId"> {
  readonly path: string;
  readonly uuid: string;
  /** How many machines of this path there were before. */
  readonly incarnation: number;
  /** Counts what was derived for it: keys, nonces. */
  readonly serial: number;
  readonly host: string;
  /** Host whose disks hold its files; null on shared storage. */
  readonly filesOn: string | null;
  readonly disks: readonly DiskRecord[];
  readonly home: EncryptedVolume | null;
  readonly nvram: NvramRecord | null;
  readonly running: boolean;
  readonly locked: boolean;
  /** Set while HA or autostart still has to bring it back. */
  readonly restart: { readonly lostSeconds: number; readonly lostHost: string } | null;
  /** Why the last start failed, so that the same failure is told once. */
  readonly lastFailure: ReasonCode | null;
  /** UUID of the machine whose disks it shares; absent unless it is a linked clone. */
  readonly linkedTo?: string;
}
