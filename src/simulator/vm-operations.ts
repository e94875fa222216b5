// Virtual machines from creation to removal. An operation leads from what is there to what is wanted, with a
// power cycle where vSphere demands one, or throws a VsphereFault and leaves everything as it was.

import type { ReasonCode } from "../model/survival.js";
import {
  type RekeyDepth,
  type VirtualMachineInfo,
  type VirtualMachineSpec,
  VsphereFault,
} from "../provider/backend.js";
import { FT_ENCRYPTION_MODE_DEFAULTS, MIGRATE_ENCRYPTION_DEFAULTS } from "../vsphere/defaults.js";
import { applyEncryption, benchFor, type Wanted } from "./apply-encryption.js";
import { Courier } from "./courier.js";
import { nextGeneration } from "./derive.js";
import { wantKeysIn } from "./host-keys.js";
import { newMachine, plainFields } from "./new-machine.js";
import type { VirtualMachineRecord } from "./records.js";
import {
  demand,
  requireCluster,
  requireMachine,
  requireRecord,
  requireVcenter,
} from "./require.js";
import { hostFor } from "./vm-placement.js";
import {
  changesEncryption,
  changesKey,
  hasIdeDisk,
  needsPowerCycle,
  requireReadableFiles,
  requireReadableStorage,
  requireUnlocked,
  requireValidMachine,
} from "./vm-rules.js";
import { rekeySnapshots, removeSnapshots, requireNoSnapshots } from "./vm-snapshots.js";
import { migrate, openOnHost, powerOff, type StartFailure, startMachine } from "./vm-start.js";
import { byCodeUnit, tell, type World } from "./world.js";

export function createMachine(world: World, spec: VirtualMachineSpec): VirtualMachineRecord {
  const empty = newMachine(world, spec);
  const bench = benchFor(world, empty);
  const made = applyEncryption(bench, empty, { spec });
  world.virtualMachines.set(made.path, made);
  if (spec.powerState === "poweredOn") powerOn(world, bench.courier, made);
  return requireMachine(world, made.path);
}

/** Whatever leads from what is there to `spec`, and new keys where `rekey` says so. */
export function reconfigureMachine(
  world: World,
  path: string,
  spec: VirtualMachineSpec,
  rekey?: RekeyDepth,
): VirtualMachineRecord {
  const before = requireMachine(world, path);
  requireVcenter(world, before.vcenter);
  requireValidMachine(world, spec, before);
  if (rekey !== undefined) requireUnlocked(before);
  requireRecryptable(world, before, { spec, rekey });
  requireReadableFiles(world, before);
  requireReadableStorage(world, spec.cluster);
  let machine = before;
  const isRekeyed = rekey !== undefined || changesKey(machine, spec);
  const isOffNeeded =
    rekey === "deep" || (isRekeyed && hasIdeDisk(machine)) || needsPowerCycle(machine, spec);
  if (machine.running && (spec.powerState === "poweredOff" || isOffNeeded)) {
    machine = powerOff(world, machine);
  }
  if (machine.cluster !== spec.cluster) machine = moveToCluster(world, machine, spec.cluster);
  machine = onHostThatIsUp(world, machine);
  const bench = benchFor(world, machine);
  const changed = applyEncryption(bench, machine, { spec, rekey });
  rekeySnapshots(bench, { before: machine, after: changed });
  world.virtualMachines.set(path, { ...changed, ...plainFields(spec) });
  machine = requireMachine(world, path);
  if (spec.powerState === "poweredOn" && !machine.running) powerOn(world, bench.courier, machine);
  return requireMachine(world, path);
}

/**
 * New keys for everything that is encrypted, as an administrator asks for them: a deep rekey is refused while the
 * machine runs.
 */
export function rekeyMachine(world: World, path: string, depth: RekeyDepth): VirtualMachineRecord {
  const before = requireMachine(world, path);
  requireVcenter(world, before.vcenter);
  demand(before.home !== null, "NotSupported", `"${path}" is not encrypted.`);
  requireUnlocked(before);
  requireReadableFiles(world, before);
  const needsOff = depth === "deep" || hasIdeDisk(before);
  const why = depth === "deep" ? "a deep rekey" : "a rekey with an IDE disk";
  demand(
    !needsOff || !before.running,
    "InvalidState",
    `"${path}" runs: ${why} needs it powered off.`,
  );
  const machine = onHostThatIsUp(world, before);
  const wanted: Wanted = { spec: machine, rekey: depth };
  requireRecryptable(world, machine, wanted);
  const bench = benchFor(world, machine);
  const rekeyed = applyEncryption(bench, machine, wanted);
  rekeySnapshots(bench, { before: machine, after: rekeyed });
  world.virtualMachines.set(path, rekeyed);
  return rekeyed;
}

/** `CryptoUnlock_Task`: vCenter brings the keys to the machine's host. `InvalidState` if it cannot. */
export function unlockMachine(world: World, path: string): VirtualMachineRecord {
  const machine = requireMachine(world, path);
  requireVcenter(world, machine.vcenter);
  demand(machine.home !== null, "NotSupported", `"${path}" is not encrypted.`);
  if (!machine.locked) return machine;
  const failure = tryUnlock(world, new Courier(world), machine);
  if (failure !== null) throw new VsphereFault("InvalidState", failure.sentence);
  return requireMachine(world, path);
}

/** Unlocks a machine if its host has or gets what opens it. Null if it is unlocked now. */
export function tryUnlock(
  world: World,
  courier: Courier,
  machine: VirtualMachineRecord,
): StartFailure | null {
  const { path, host } = machine;
  const failure = openOnHost(world, courier, { machine, host });
  if (failure !== null) return failure;
  world.virtualMachines.set(path, { ...machine, locked: false, lastFailure: null });
  tell(world, { kind: "vm-unlocked", subject: path, text: `Unlocked on ${host}.` });
  return null;
}

/** Powers off and deletes, also what is locked. */
export function destroyMachine(world: World, path: string): void {
  const machine = requireMachine(world, path);
  requireVcenter(world, machine.vcenter);
  nextGeneration(world, { kind: "virtual-machine", name: path });
  removeSnapshots(world, machine);
  world.virtualMachines.delete(path);
}

/** What encrypts data anew does not reach into snapshots, and nothing changes the keys of disks that are shared. */
function requireRecryptable(
  world: World,
  machine: VirtualMachineRecord,
  { spec, rekey }: Wanted,
): void {
  const isRecrypted =
    rekey !== undefined || changesEncryption(machine, spec) || changesKey(machine, spec);
  const isPossible = machine.linkedTo === undefined || !isRecrypted;
  const sentence = `"${machine.path}" is a linked clone: its keys are those of its original.`;
  demand(isPossible, "NotSupported", sentence);
  if (rekey === "deep") requireNoSnapshots(world, machine, "a deep rekey");
  if (!changesEncryption(machine, spec)) return;
  requireNoSnapshots(world, machine, "encryption and decryption");
}

export function describeMachine(machine: VirtualMachineRecord): VirtualMachineInfo {
  const cryptoState = machine.locked ? "locked" : "unlocked";
  const home = machine.home === null ? "plain" : "encrypted";
  const diskKeyIds = machine.disks.flatMap(({ volume }) => volume?.bundle.keyId ?? []);
  return {
    vcenter: machine.vcenter,
    name: machine.name,
    cluster: machine.cluster,
    encrypted: machine.encrypted,
    keyProvider: machine.keyProvider,
    disks: machine.disks.map(({ volume, ...disk }) => ({
      ...disk,
      diskKeyId: volume?.bundle.keyId ?? null,
    })),
    vtpm: machine.nvram !== null,
    firmware: machine.firmware,
    hardwareVersion: machine.hardwareVersion,
    powerState: machine.running ? "poweredOn" : "poweredOff",
    autostart: machine.autostart,
    migrateEncryption: machine.migrateEncryption ?? MIGRATE_ENCRYPTION_DEFAULTS[home],
    ftEncryptionMode: machine.ftEncryptionMode ?? FT_ENCRYPTION_MODE_DEFAULTS[home],
    backup: machine.backup ?? null,
    uuid: machine.uuid,
    homeKeyProvider: machine.home?.bundle.provider ?? null,
    homeKeyId: machine.home?.bundle.keyId ?? null,
    diskKeyIds: [...new Set(diskKeyIds)].sort(byCodeUnit),
    cryptoState: machine.home === null ? null : cryptoState,
    host: machine.host,
  };
}

function powerOn(world: World, courier: Courier, machine: VirtualMachineRecord): void {
  const failure = startMachine(world, courier, { machine, host: machine.host });
  if (failure !== null) throw startFault(failure);
}

/** No key would help. */
const HOST_REASONS: ReadonlySet<ReasonCode> = new Set([
  "HOST_DOWN",
  "STORAGE_UNREADABLE",
  "DISK_GROUPS_UNMOUNTED",
  "HOST_NOT_ATTESTED",
]);

function startFault(failure: StartFailure): VsphereFault {
  if (failure.reason === "HOST_NOT_CRYPTO_SAFE") {
    return new VsphereFault("HostNotCryptoSafe", failure.sentence);
  }
  const isHost = HOST_REASONS.has(failure.reason);
  return new VsphereFault(isHost ? "InvalidState" : "EncryptionKeyRequired", failure.sentence);
}

/** vCenter registers a machine that is off on another host if its own is down. */
function onHostThatIsUp(world: World, machine: VirtualMachineRecord): VirtualMachineRecord {
  const isUp = world.hosts.get(machine.host)?.up === true;
  if (isUp || machine.running || machine.filesOn !== null) return machine;
  const host = hostFor(world, machine, machine.cluster);
  return host === undefined ? machine : { ...machine, host: host.path };
}

/** With vMotion if it runs and the target can open it; else it is refused. */
function moveToCluster(
  world: World,
  machine: VirtualMachineRecord,
  to: string,
): VirtualMachineRecord {
  const cluster = requireCluster(world, to);
  const isSame = cluster.vcenter === machine.vcenter;
  demand(isSame, "NotSupported", "A virtual machine cannot move to another vCenter.");
  const host = hostFor(world, machine, to);
  demand(host !== undefined, "InvalidState", `vCenter reaches no host of "${to}".`);
  const unbound = { ...machine, filesOn: null };
  if (machine.running) {
    const failure = migrate(world, new Courier(world), { machine: unbound, host: host.path });
    if (failure !== null) throw startFault(failure);
  }
  const filesOn = cluster.storage === "local" ? host.path : null;
  const moved = { ...machine, cluster: to, host: host.path, filesOn };
  world.virtualMachines.set(machine.path, moved);
  if (machine.home !== null) wantKeysIn(world, to);
  return requireRecord(world.virtualMachines, machine.path, "virtual machine");
}
