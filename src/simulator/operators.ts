// What people and accidents do to a simulated vSphere, beside its management: power, TPMs, faults, recovery
// keys, starting and unlocking by hand. The last group corrupts bytes, so that tests can prove that verdicts
// hang on them.

import type { NativeBackupImport, NativeKeyProviderInfo } from "../provider/backend.js";
import { flipAttestation } from "./attestation.js";
import { crashHost } from "./core-dumps.js";
import { flipArchive, flipWrappedKey } from "./corruption.js";
import { Courier } from "./courier.js";
import { demandCredentials, proofOf } from "./credentials.js";
import { disableHostEncryption } from "./encryption-mode.js";
import { healFault, injectFault, switchKeyServer, switchVcenter } from "./faults.js";
import { writeArchive } from "./host-archive.js";
import {
  bootHost,
  enterRecoveryKey,
  losePower,
  rebootHost,
  reinstallHost,
  shutDown,
} from "./host-power.js";
import {
  type DeletedKeyProvider,
  deleteKeyProvider,
  restoreKeyProvider,
} from "./key-provider-deletion.js";
import { importNativeBackup } from "./key-provider-operations.js";
import { changeServerKey, deactivateKeysInUse, makeServerKey } from "./key-server.js";
import type { FaultRecord, HostRecord } from "./records.js";
import { type RecoveryKey, recoveryKeyOf } from "./recovery-key.js";
import { demand, requireMachine, requireRecord } from "./require.js";
import * as tpm from "./tpm-accidents.js";
import { unlockMachine } from "./vm-operations.js";
import { migrate, noteFailure, powerOff, type StartFailure, startMachine } from "./vm-start.js";
import { flipDiskGroup } from "./vsan-mount.js";
import type { World, WorldAccess } from "./world.js";

export class Operators {
  constructor(private readonly access: WorldAccess) {}

  /** The power of a host goes. HA's first try comes with the next `advance`, of zero seconds even. */
  powerLoss(host: string): void {
    this.#withHost(host, (world) => losePower(world, host));
  }

  /** Switches a host on. Null if it is up now; else what its screen says of the boot that stopped. */
  powerOn(host: string): string | null {
    return this.#withHost(host, (world) => bootHost(world, host));
  }

  /** Shuts a host down gracefully: machines move away if they can, the configuration is archived. */
  shutDown(host: string): void {
    this.#withHost(host, (world) => shutDown(world, host));
  }

  /** Down now and up again by itself ten minutes later. */
  reboot(host: string, how: "gracefully" | "abruptly"): void {
    this.#withHost(host, (world) => rebootHost(world, host, how));
  }

  /** A purple screen: the host leaves a core dump and is back ten minutes later. */
  crash(host: string): void {
    this.access.change((world) => crashHost(world, host));
  }

  /** Archives a host's configuration now (`/sbin/auto-backup.sh`). */
  archiveNow(host: string): void {
    this.#withHost(host, (world, { up }) => {
      demand(up, "HostCommunication", `The host "${host}" is down.`);
      writeArchive(world, host, "on-demand");
    });
  }

  /** Installs ESXi anew: no configuration, no keys. A TPM that something is sealed to is cleared first, or left. */
  reinstall(host: string, old: "cleared" | "left" = "cleared"): void {
    this.#withHost(host, (world) => reinstallHost(world, host, old));
  }

  /** The recovery key as `esxcli system settings encryption recovery list` shows it; null in mode NONE. */
  recoveryKey(host: string): RecoveryKey | null {
    return this.access.read((world) => {
      const record = requireRecord(world.hosts, host, "host");
      return record.configuration.mode === "TPM" ? recoveryKeyOf(world, record) : null;
    });
  }

  /** Types a recovery key at a host whose boot stopped. Null if it is up now; else what was wrong. */
  enterRecoveryKey(host: string, recoveryKey: string): string | null {
    return this.access.change((world) => enterRecoveryKey(world, { host, recoveryKey }));
  }

  /** Clears the TPM of a host in its firmware: what was sealed to it can no longer be unsealed. */
  clearTpm(host: string): void {
    this.access.change((world) => tpm.clearTpm(world, host));
  }

  /** The TPM of a host dies; it shows at the next boot. */
  failTpm(host: string): void {
    this.access.change((world) => tpm.failTpm(world, host));
  }

  /** Puts the boot disk of a host that is off into another machine with a working TPM. */
  moveBootDisk(host: string): void {
    this.access.change((world) => tpm.moveBootDisk(world, host));
  }

  /** Updates the firmware of a host: the next boot measures something else. */
  updateFirmware(host: string): void {
    this.access.change((world) => tpm.updateFirmware(world, host));
  }

  /** Turns secure boot on or off in the firmware of a host; it shows at the next boot. */
  setSecureBoot(host: string, to: "on" | "off"): void {
    this.access.change((world) => tpm.setSecureBoot(world, host, to));
  }

  /** Sets the boot option execInstalledOnly of a host; it shows at the next boot. */
  setExecInstalledOnly(host: string, to: "on" | "off"): void {
    this.access.change((world) => tpm.setExecInstalledOnly(world, host, to));
  }

  vcenterDown(vcenter: string): void {
    this.access.change((world) => switchVcenter(world, vcenter, "down"));
  }

  vcenterUp(vcenter: string): void {
    this.access.change((world) => switchVcenter(world, vcenter, "up"));
  }

  keyServerDown(keyServer: string): void {
    this.access.change((world) => switchKeyServer(world, keyServer, "down"));
  }

  keyServerUp(keyServer: string): void {
    this.access.change((world) => switchKeyServer(world, keyServer, "up"));
  }

  /** Messages on the link, or of the target, are no longer delivered. */
  inject(fault: FaultRecord): void {
    this.access.change((world) => injectFault(world, fault));
  }

  heal(fault: FaultRecord): void {
    this.access.change((world) => healFault(world, fault));
  }

  healAll(): void {
    this.access.change((world) => {
      for (const fault of [...world.faults.values()]) healFault(world, fault);
    });
  }

  /** Deactivates, reactivates or deletes a key at a key server. */
  changeKey(keyServer: string, keyId: string, to: "active" | "inactive" | "deleted"): void {
    this.access.change((world) => {
      const server = requireRecord(world.keyServers, keyServer, "key server");
      changeServerKey(world, { server, keyId, to });
    });
  }

  /**
   * Has the key server demand a user name and a password of whoever asks it, as its administrator may; null: of nobody.
   */
  demandCredentials(
    keyServer: string,
    credentials: { readonly userName: string; readonly password: string } | null,
  ): void {
    this.access.change((world) => {
      const server = requireRecord(world.keyServers, keyServer, "key server");
      const { userName, password } = credentials ?? { userName: "", password: "" };
      const passwordProof = proofOf(world, password);
      demandCredentials(world, server, credentials === null ? null : { userName, passwordProof });
    });
  }

  /** Makes a key at a key server, as its administrator may; the same name always gives the same key. Its id. */
  makeKey(keyServer: string, name: string): string {
    return this.access.change((world) => {
      const server = requireRecord(world.keyServers, keyServer, "key server");
      const owner = { name: `${keyServer} ${name}`, nextGeneration: () => 0 };
      return makeServerKey(world, { server, owner }).keyId;
    });
  }

  /**
   * Deactivates the keys of all virtual machines at a key server, and with them the primary keys of trusted key
   * providers. Ids of those that were active.
   */
  deactivateMachineKeys(keyServer: string): readonly string[] {
    return this.access.change((world) =>
      deactivateKeysInUse(world, requireRecord(world.keyServers, keyServer, "key server")),
    );
  }

  /** Deletes a key provider in vCenter. Null, and nothing happens, if vCenter does not answer. */
  deleteKeyProvider(path: string): DeletedKeyProvider | null {
    return this.access.change((world) => deleteKeyProvider(world, path));
  }

  /** Adds a deleted key provider again as it was. */
  restoreKeyProvider(deleted: DeletedKeyProvider): void {
    this.access.change((world) => restoreKeyProvider(world, deleted));
  }

  /** Powers a machine on, on `host` or where it is registered. Null if it runs; else why not. */
  startVm(vm: string, host?: string): StartFailure | null {
    return this.access.change((world) => {
      const machine = requireMachine(world, vm);
      if (machine.running) return null;
      const on = host ?? machine.host;
      const failure = startMachine(world, new Courier(world), { machine, host: on });
      if (failure !== null) noteFailure(world, vm, failure);
      return failure;
    });
  }

  stopVm(vm: string): void {
    this.access.change((world) => powerOff(world, requireMachine(world, vm)));
  }

  /** `CryptoUnlock_Task`. VsphereFault `InvalidState` if its keys cannot be brought to its host. */
  unlockVm(vm: string): void {
    this.access.change((world) => unlockMachine(world, vm));
  }

  /** vMotion within a cluster. Null if the machine runs on `host` now; else why it stayed. */
  vMotion(vm: string, host: string): StartFailure | null {
    return this.access.change((world) => {
      const machine = requireMachine(world, vm);
      const { cluster } = requireRecord(world.hosts, host, "host");
      demand(machine.running, "InvalidState", `"${vm}" is not running.`);
      const isInCluster = cluster === machine.cluster;
      demand(isInCluster, "InvalidArgument", `"${host}" is not in the cluster of "${vm}".`);
      return migrate(world, new Courier(world), { machine, host });
    });
  }

  /** `CryptoManagerHostDisable`: no new encrypted machines; incapable after the next reboot. */
  disableHostEncryption(host: string): void {
    this.access.change((world) => disableHostEncryption(world, host));
  }

  /** Makes a native key provider again from a backup file, under the name in it. */
  importNativeKeyProvider(backup: NativeBackupImport): NativeKeyProviderInfo {
    return this.access.change((world) => importNativeBackup(world, backup));
  }

  /** Flips one bit of the sealed archive on a host's boot disk. */
  corruptArchive(host: string): void {
    this.access.change((world) => flipArchive(world, host));
  }

  /** Flips one bit of the signature of a host's attestation token. */
  corruptAttestation(host: string): void {
    this.access.change((world) => flipAttestation(world, host));
  }

  /** Has one register of a host's TPM come out otherwise at its boots. */
  corruptRegister(host: string, register: number): void {
    this.#withHost(host, (world, record) => {
      const flippedRegisters = [...record.tpm.flippedRegisters, register];
      world.hosts.set(host, { ...record, tpm: { ...record.tpm, flippedRegisters } });
    });
  }

  /** Flips one bit of the wrapped data key of a machine's home. */
  corruptWrappedKey(vm: string): void {
    this.access.change((world) => flipWrappedKey(world, vm));
  }

  /** Flips one bit of the wrapped data key on a host's vSAN disk group. */
  corruptDiskGroup(host: string): void {
    this.access.change((world) => flipDiskGroup(world, host));
  }

  #withHost<T>(host: string, operation: (world: World, record: HostRecord) => T): T {
    return this.access.change((at) => operation(at, requireRecord(at.hosts, host, "host")));
  }
}
