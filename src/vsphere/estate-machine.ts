// The part of an estate that is about virtual machines and the keys of things. Everybody imports it with the rest, from
// estate.ts.

import type { Maybe } from "./maybe.js";

export interface EstateVirtualMachine {
  readonly path: string;
  readonly cluster: string;
  /** Host it runs on or is registered on; null while only planned. */
  readonly host: string | null;
  readonly powerState: "poweredOn" | "poweredOff";
  readonly running: boolean;
  readonly autostart: boolean;
  readonly encrypted: boolean;
  readonly vtpm: boolean;
  readonly firmware: "efi" | "bios";
  /** Of EFI firmware. Absent counts as yes. */
  readonly efiSecureBoot?: boolean;
  readonly hardwareVersion: number;
  /** Null while nothing of it is encrypted. */
  readonly homeKey: EstateKey | null;
  /** Keys of encrypted disks that differ from the home key. */
  readonly diskKeys: readonly EstateKey[];
  readonly locked: boolean;
  /** Unix seconds at which its host was lost, while HA or autostart still has to bring it back. */
  readonly lostHostAtSeconds?: number | null;
  /** Whether a disk is attached to an IDE controller. Absent counts as no. */
  readonly hasIdeDisk?: boolean;
  /** Names of its snapshots. Absent: none. */
  readonly snapshots?: readonly string[];
  /** Whether it shares disks with the machine it was cloned from. Absent counts as no. */
  readonly isLinkedClone?: boolean;
  /** Absent: nothing is known of a backup. */
  readonly backup?: EstateBackup;
  /** What a plan does to keys and data of the machine that is there. Absent: nothing, as ever in an estate that is. */
  readonly recrypt?: Recrypt;
}

/** How a backup tool reads a machine. */
export interface EstateBackup {
  readonly includesNvram: boolean;
  /** Path of the machine that attaches the disks to itself; null where they are read over the network. */
  readonly proxy: string | null;
  /** Whether a disk that it reads is encrypted. */
  readonly hasEncryptedDisk: boolean;
}

/** All but a shallow rekey write the encrypted data anew. */
export type Recrypt = "encryption" | "decryption" | "deep rekey" | "shallow rekey";

export interface EstateKey {
  /** Key id; `planned:PATH` for one that apply will make. */
  readonly id: string;
  /** Provider by name within the vCenter; `null` when none could be resolved. */
  readonly provider: Maybe<string | null>;
  /**
   * Id of the native provider's derivation key that it is derived from. Absent for a key that a key server
   * holds, and for one that apply will make.
   */
  readonly derivedFrom?: string;
  /** Id of the key that wraps it; it is stored with its object, and key servers hold that other key alone. Absent: not so. */
  readonly wrappedBy?: string;
}
