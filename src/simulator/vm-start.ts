// The start of a virtual machine on a host. It succeeds only by doing it: the host holds or gets every key,
// each data key unwraps, what was written reads back, the vTPM's secret unseals. What is in the way is told
// by the step that failed.

import type { ReasonCode } from "../model/survival.js";
import { authorityOf, isAttested, isRefused } from "./attestation.js";
import { type Courier, isNoKey, obtainKey } from "./courier.js";
import { makeHostSafe } from "./host-crypto.js";
import type { KeyName } from "./host-keys.js";
import { deliverToHost } from "./network.js";
import type { EncryptedVolume, HostRecord, VirtualMachineRecord } from "./records.js";
import { keysOf, proveOpen } from "./vm-crypto.js";
import { storageObstacle } from "./vsan-storage.js";
import { tell, type World } from "./world.js";

export interface StartFailure {
  readonly reason: ReasonCode;
  /** A full sentence, in the vendor's words where there are any. */
  readonly sentence: string;
  /** The machine is locked by it: its home key is not to be had. */
  readonly locks: boolean;
}

/** Events of a locked machine (vSphere Security, Resolve Missing Key Issues). */
const LOCKED_BY_CLUSTER = "Virtual machine is locked because of a KMS cluster error.";
const LOCKED_BY_MISSING_KEY = "Virtual machine is locked because keys are missing on KMS cluster.";

const MISSING_KEYS: ReadonlySet<ReasonCode> = new Set([
  "KEY_MISSING_ON_SERVER",
  "KEY_INACTIVE",
  "WRAPPING_KEY_MISSING",
  "WRAPPING_KEY_INACTIVE",
]);

/** Where a machine is to start or to move to. */
export interface Placement {
  readonly machine: VirtualMachineRecord;
  readonly host: string;
}

/** Starts a machine. Null if it runs now. */
export function startMachine(
  world: World,
  courier: Courier,
  placement: Placement,
): StartFailure | null {
  const failure = openOnHost(world, courier, placement);
  if (failure !== null) return failure;
  const { machine, host } = placement;
  world.virtualMachines.set(machine.path, {
    ...machine,
    host,
    running: true,
    locked: false,
    restart: null,
    lastFailure: null,
  });
  tell(world, { kind: "vm-started", subject: machine.path, text: `Started on ${host}.` });
  if (isReliedOn(world, machine.path)) courier.forgetRefusals();
  return null;
}

export function powerOff(world: World, machine: VirtualMachineRecord): VirtualMachineRecord {
  const off = { ...machine, running: false, restart: null };
  world.virtualMachines.set(machine.path, off);
  tell(world, { kind: "vm-stopped", subject: machine.path, text: "Powered off." });
  return off;
}

/** Whether a vCenter or a key server runs on the machine. */
function isReliedOn(world: World, path: string): boolean {
  for (const { runsOn } of world.vcenters.values()) if (runsOn === path) return true;
  for (const { runsOn } of world.keyServers.values()) if (runsOn === path) return true;
  return false;
}

/** What a start needs, up to the moment the machine would run: storage, host, keys, and their use. */
export function openOnHost(
  world: World,
  courier: Courier,
  { machine, host }: Placement,
): StartFailure | null {
  const there = world.hosts.get(host);
  if (there === undefined || !there.up) {
    return { reason: "HOST_DOWN", sentence: `The host ${host} is down.`, locks: false };
  }
  const obstacle = storageObstacle(world, { machine, host: there });
  if (obstacle !== null) return { ...obstacle, locks: false };
  if (machine.home === null) return attestationFailure(world, { machine, host: there });
  const reason = makeHostSafe(world, courier, host);
  if (reason !== null) {
    const sentence = `${lockSentence(reason)} The host ${host} is not crypto safe (${reason}).`;
    return { reason: "HOST_NOT_CRYPTO_SAFE", sentence, locks: true };
  }
  const safe = world.hosts.get(host) ?? there;
  return (
    openWithKeys(world, courier, { machine, host: safe }) ??
    attestationFailure(world, { machine, host: safe })
  );
}

/**
 * A trusted host that is not attested powers nothing on (vSphere Security, Attestation Reporting). While nobody answers
 * it, it does power on a machine all of whose keys it has stored (vSphere Security, Key Persistence Overview).
 */
function attestationFailure(
  world: World,
  { machine, host }: { machine: VirtualMachineRecord; host: HostRecord },
): StartFailure | null {
  if (authorityOf(world, host.cluster) === undefined || isAttested(world, host)) return null;
  const isFree =
    machine.home !== null &&
    !isRefused(world, host) &&
    keysOf(machine).every((key) => isStored(world, host, key));
  if (isFree) return null;
  const refusal = world.attestations.get(host.path)?.refusal ?? "HOST_NOT_ATTESTED";
  const sentence = `The host ${host.path} is not attested (${refusal}): no virtual machine is powered on there.`;
  return { reason: "HOST_NOT_ATTESTED", sentence, locks: false };
}

/** Whether a host has a key in its archive and may use it. */
function isStored(world: World, host: HostRecord, { keyId }: KeyName): boolean {
  const contents = world.archives.get(host.path)?.image.contents;
  return host.configuration.keyPersistence && contents?.keyIds.includes(keyId) === true;
}

/** Records why a machine could not start, and tells it if it is news. */
export function noteFailure(world: World, path: string, failure: StartFailure): void {
  const machine = world.virtualMachines.get(path);
  if (machine === undefined) return;
  const { sentence, reason } = failure;
  const locked = machine.locked || failure.locks;
  if (machine.lastFailure === reason && machine.locked === locked) return;
  world.virtualMachines.set(path, { ...machine, locked, lastFailure: reason });
  if (locked && !machine.locked) {
    tell(world, { kind: "vm-locked", subject: path, text: sentence });
  } else {
    tell(world, { kind: "vm-start-failed", subject: path, text: sentence });
  }
}

/** Moves a running machine to another host of its vCenter. Null if it runs there now. */
export function migrate(world: World, courier: Courier, placement: Placement): StartFailure | null {
  const { machine, host } = placement;
  for (const end of [machine.host, host]) {
    const message = { kind: "migration", vcenter: machine.vcenter, host: end } as const;
    const reason = deliverToHost(world, message);
    if (reason !== null) {
      const sentence = `vCenter performs vMotion and does not reach ${end} (${reason}).`;
      return { reason, sentence, locks: false };
    }
  }
  const failure = openOnHost(world, courier, placement);
  if (failure !== null) return failure;
  world.virtualMachines.set(machine.path, { ...machine, host });
  const text = `Moved from ${machine.host} to ${host} with vMotion.`;
  tell(world, { kind: "vm-moved", subject: machine.path, text });
  return null;
}

function openWithKeys(
  world: World,
  courier: Courier,
  { machine, host }: { machine: VirtualMachineRecord; host: HostRecord },
): StartFailure | null {
  const keys = new Map<string, Buffer>();
  const volumes: readonly (readonly [string | null, EncryptedVolume | null])[] = [
    [null, machine.home],
    ...machine.disks.map((disk) => [disk.name, disk.volume] as const),
  ];
  for (const [disk, volume] of volumes) {
    if (volume === null || keys.has(volume.bundle.keyId)) continue;
    const key = obtainKey(world, courier, { host, key: volume.bundle });
    if (isNoKey(key)) return missingKey(machine, disk, key.reason);
    keys.set(volume.bundle.keyId, key);
  }
  const failure = proveOpen(machine, keys);
  return failure === null ? null : { reason: "UNWRAP_FAILED", sentence: failure, locks: false };
}

/** Only a home key locks; a disk key shows when the machine is powered on. */
function missingKey(
  machine: VirtualMachineRecord,
  disk: string | null,
  reason: ReasonCode,
): StartFailure {
  if (disk === null)
    return { reason, sentence: `${lockSentence(reason)} (${reason})`, locks: true };
  const file = `/vmfs/volumes/${machine.cluster}/${machine.name}/${disk}.vmdk`;
  const sentence = `The disk [${file}] is encrypted and a required key was not found. (${reason})`;
  return { reason, sentence, locks: false };
}

function lockSentence(reason: ReasonCode): string {
  const isMissing = MISSING_KEYS.has(reason);
  return isMissing ? LOCKED_BY_MISSING_KEY : LOCKED_BY_CLUSTER;
}
