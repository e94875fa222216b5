// What administrators do with keys, hosts and machines in vCenter or on a host, beside what a program declares.
// Operators have their hands on machines; these use vSphere's own operations, which it refuses in its own words.

import type { RekeyDepth } from "../provider/backend.js";
import { type CoreDump, changeHostKey, coreDumpsOf } from "./core-dumps.js";
import {
  type ChosenHostKey,
  configureCryptoKey,
  giveHostKey,
  prepareHost,
} from "./encryption-mode.js";
import { moveHost } from "./host-move.js";
import { type CryptoKeyResult, removeKeys, removeKeysFromHost } from "./key-removal.js";
import { migrateAcrossVcenters, registerMachine, unregisterMachine } from "./machine-inventory.js";
import {
  backUpMachine,
  type MachineBackup,
  type RestoreRequest,
  restoreMachine,
} from "./vm-backup.js";
import { type CloneRequest, cloneMachine } from "./vm-clone.js";
import { rekeyMachine } from "./vm-operations.js";
import { removeSnapshot, revertToSnapshot, takeSnapshot } from "./vm-snapshots.js";
import type { StartFailure } from "./vm-start.js";
import type { WorldAccess } from "./world.js";

export class Administrators {
  constructor(private readonly access: WorldAccess) {}

  /**
   * `CryptoSpecShallowRecrypt` or `CryptoSpecDeepRecrypt` for a machine and all that is encrypted of it. VsphereFault
   * `KeyProviderUnavailable` without a new key, `InvalidState` for a deep one while the machine runs.
   */
  rekeyVm(vm: string, depth: RekeyDepth): void {
    this.access.change((world) => rekeyMachine(world, vm, depth));
  }

  /**
   * `HostSystem.ConfigureCryptoKey`: encryption mode of a host enabled again, with the host key it had or `key`. Paths
   * of the machines that it unlocked. VsphereFault `KeyProviderUnavailable` or `HostNotCryptoSafe` without a host key.
   */
  enableHostEncryption(host: string, key: ChosenHostKey | null = null): readonly string[] {
    return this.access.change((world) => configureCryptoKey(world, { host, key }));
  }

  /** `CryptoManagerHostPrepare`: an incapable host is prepared. VsphereFault `InvalidState` in any other state. */
  prepareHost(host: string): void {
    this.access.change((world) => prepareHost(world, host));
  }

  /**
   * `CryptoManagerHostEnable`: a prepared host is crypto safe with `key`. VsphereFault `InvalidState` for a host that is
   * not prepared, `AlreadyExists` for one that has another host key.
   */
  giveHostKey(request: { readonly host: string; readonly key: ChosenHostKey }): void {
    this.access.change((world) => giveHostKey(world, request));
  }

  /** Takes a machine that is off out of the inventory; its files stay. */
  unregisterVm(vm: string): void {
    this.access.change((world) => unregisterMachine(world, vm));
  }

  /** Registers the machine that was unregistered under `files` on a host. Its path; it may be locked. */
  registerVm(request: { readonly files: string; readonly host: string }): string {
    return this.access.change((world) => registerMachine(world, request));
  }

  /** Keeps what the machine is now, encrypted as it is. VsphereFault `AlreadyExists`, or `InvalidState` if it is locked. */
  takeSnapshot(vm: string, name: string): void {
    this.access.change((world) => takeSnapshot(world, { vm, name }));
  }

  /** The machine is off afterwards, and as it was when the snapshot was taken. */
  revertToSnapshot(vm: string, name: string): void {
    this.access.change((world) => revertToSnapshot(world, { vm, name }));
  }

  removeSnapshot(vm: string, name: string): void {
    this.access.change((world) => removeSnapshot(world, { vm, name }));
  }

  /** A machine that is off, under the same keys. Its path. */
  cloneVm(request: CloneRequest): string {
    return this.access.change((world) => cloneMachine(world, request));
  }

  /**
   * What the backup tool of a machine takes along, in the way that the machine notes. VsphereFault `InvalidArgument` where its
   * proxy cannot take an encrypted disk, `EncryptionKeyRequired` where a key is not to be had.
   */
  backUpVm(vm: string): MachineBackup {
    return this.access.change((world) => backUpMachine(world, vm));
  }

  /** Makes a machine again, off, from a backup: in any vCenter, under its old name or another. Its path. */
  restoreVm(request: RestoreRequest): string {
    return this.access.change((world) => restoreMachine(world, request));
  }

  /**
   * Moves a host with the machines on it: to a cluster of another vCenter while they run, to one of its own vCenter once
   * those that run are on other hosts. Its path there. VsphereFault `InvalidState` where one stays, `NotSupported` for a
   * host that its trusted cluster does not release or the other does not take.
   */
  moveHost(request: { readonly host: string; readonly cluster: string }): string {
    return this.access.change((world) => moveHost(world, request));
  }

  /** vMotion to a host of another vCenter. Null if the machine runs there now; else why it stayed. */
  vMotionAcrossVcenters(request: {
    readonly vm: string;
    readonly host: string;
  }): StartFailure | null {
    return this.access.change((world) => migrateAcrossVcenters(world, request));
  }

  /** `ChangeKey_Task`: a new host key, which takes along the core dumps whose key is at hand. */
  changeHostKey(host: string): void {
    this.access.change((world) => changeHostKey(world, host));
  }

  /** The core dumps on a host, oldest first, and whether it can read them. */
  coreDumps(host: string): readonly CoreDump[] {
    return this.access.read((world) => coreDumpsOf(world, host));
  }

  /** `CryptoManager.RemoveKeys` in a vCenter. With force keys in use go too, and the machines of them lock. */
  removeKeys(request: {
    readonly vcenter: string;
    readonly keyIds: readonly string[];
    readonly force: boolean;
  }): readonly CryptoKeyResult[] {
    return this.access.change((world) => removeKeys(world, request));
  }

  /** `CryptoManager.RemoveKeys` on a host, which does not know what is in use. */
  removeKeysFromHost(request: {
    readonly host: string;
    readonly keyIds: readonly string[];
    readonly force: boolean;
  }): readonly CryptoKeyResult[] {
    return this.access.change((world) => removeKeysFromHost(world, request));
  }
}
