// Virtual machines from creation to removal. An operation leads from what is there to what is wanted, with a
// power cycle where vSphere demands one, or throws a VsphereFault and leaves everything as it was.

import type { ReasonCode } from "../model/survival.js";
import {
  type VirtualMachineInfo,
  type VirtualMachineSpec,
  VsphereFault,
} from "../provider/backend.js";
import { Courier } from "./courier.js";
import { deriveUuid, generationOf, nextGeneration } from "./derive.js";
import type { DiskRecord, VirtualMachineRecord } from "./records.js";
import {
  demand,
  requireAbsent,
  requireCluster,
  requireMachine,
  requireRecord,
  requireVcenter,
} from "./require.js";
import {
  addVtpm,
  type Bench,
  encryptPart,
  makeDisk,
  newKey,
  presentKey,
  rekeyPart,
} from "./vm-encryption.js";
import { emptiestHost } from "./vm-placement.js";
import { needsPowerCycle, requireValidMachine, wantsEncryptedHome } from "./vm-rules.js";
import { migrate, openOnHost, type StartFailure, startMachine } from "./vm-start.js";
import { tell, type World } from "./world.js";

/** More than a machine is ever re-keyed between its creation and its removal. */
const GENERATIONS_PER_INCARNATION = 1_000_000;

export function createMachine(world: World, spec: VirtualMachineSpec): VirtualMachineRecord {
  const cluster = requireCluster(world, spec.cluster);
  const path = `${cluster.vcenter}/vm/${spec.name}`;
  requireAbsent(world.virtualMachines, path, "virtual machine");
  requireValidMachine(world, spec);
  const host = emptiestHost(world, spec.cluster);
  demand(host !== undefined, "InvalidState", `vCenter reaches no host of "${spec.cluster}".`);
  const incarnation = generationOf(world, { kind: "virtual-machine", name: path });
  const identity = { kind: "virtual-machine", name: path, generation: incarnation };
  const empty: VirtualMachineRecord = {
    ...plainFields(spec),
    vcenter: cluster.vcenter,
    name: spec.name,
    path,
    uuid: deriveUuid(world.seed, identity),
    incarnation,
    serial: 0,
    host: host.path,
    filesOn: cluster.storage === "local" ? host.path : null,
    disks: [],
    home: null,
    nvram: null,
    running: false,
    locked: false,
    restart: null,
    lastFailure: null,
  };
  const bench = benchFor(world, empty);
  const made = applyEncryption(bench, empty, spec);
  world.virtualMachines.set(path, made);
  if (spec.powerState === "poweredOn") powerOn(world, bench.courier, made);
  return requireMachine(world, path);
}

/** Whatever leads from what is there to `spec`. */
export function reconfigureMachine(
  world: World,
  path: string,
  spec: VirtualMachineSpec,
): VirtualMachineRecord {
  const before = requireMachine(world, path);
  requireVcenter(world, before.vcenter);
  requireValidMachine(world, spec, before);
  let machine = before;
  if (machine.running && (spec.powerState === "poweredOff" || needsPowerCycle(machine, spec))) {
    machine = powerOff(world, machine);
  }
  if (machine.cluster !== spec.cluster) machine = moveToCluster(world, machine, spec.cluster);
  machine = onHostThatIsUp(world, machine);
  const bench = benchFor(world, machine);
  const changed = applyEncryption(bench, machine, spec);
  world.virtualMachines.set(path, { ...changed, ...plainFields(spec) });
  machine = requireMachine(world, path);
  if (spec.powerState === "poweredOn" && !machine.running) powerOn(world, bench.courier, machine);
  return requireMachine(world, path);
}

/** `CryptoUnlock_Task`: vCenter brings the keys to the machine's host. `InvalidState` if it cannot. */
export function unlockMachine(world: World, path: string): VirtualMachineRecord {
  const machine = requireMachine(world, path);
  requireVcenter(world, machine.vcenter);
  demand(machine.home !== null, "NotSupported", `"${path}" is not encrypted.`);
  if (!machine.locked) return machine;
  const failure = openOnHost(world, new Courier(world), { machine, host: machine.host });
  if (failure !== null) throw new VsphereFault("InvalidState", failure.sentence);
  const unlocked = { ...machine, locked: false, lastFailure: null };
  world.virtualMachines.set(path, unlocked);
  tell(world, { kind: "vm-unlocked", subject: path, text: `Unlocked on ${machine.host}.` });
  return unlocked;
}

/** Powers off and deletes, also what is locked. */
export function destroyMachine(world: World, path: string): void {
  const machine = requireMachine(world, path);
  requireVcenter(world, machine.vcenter);
  nextGeneration(world, { kind: "virtual-machine", name: path });
  world.virtualMachines.delete(path);
}

export function powerOff(world: World, machine: VirtualMachineRecord): VirtualMachineRecord {
  const off = { ...machine, running: false, restart: null };
  world.virtualMachines.set(machine.path, off);
  tell(world, { kind: "vm-stopped", subject: machine.path, text: "Powered off." });
  return off;
}

export function describeMachine(machine: VirtualMachineRecord): VirtualMachineInfo {
  const cryptoState = machine.locked ? "locked" : "unlocked";
  return {
    vcenter: machine.vcenter,
    name: machine.name,
    cluster: machine.cluster,
    encrypted: machine.encrypted,
    keyProvider: machine.keyProvider,
    disks: machine.disks.map(({ volume: _, ...disk }) => disk),
    vtpm: machine.nvram !== null,
    firmware: machine.firmware,
    hardwareVersion: machine.hardwareVersion,
    powerState: machine.running ? "poweredOn" : "poweredOff",
    autostart: machine.autostart,
    uuid: machine.uuid,
    homeKeyProvider: machine.home?.bundle.provider ?? null,
    homeKeyId: machine.home?.bundle.keyId ?? null,
    cryptoState: machine.home === null ? null : cryptoState,
    host: machine.host,
  };
}

/** The fields that are only noted, without identity and disks. */
function plainFields(
  spec: VirtualMachineSpec,
): Omit<VirtualMachineSpec, "vcenter" | "name" | "disks"> {
  const { cluster, encrypted, keyProvider, vtpm, firmware, hardwareVersion } = spec;
  const { powerState, autostart } = spec;
  return {
    cluster,
    encrypted,
    keyProvider,
    vtpm,
    firmware,
    hardwareVersion,
    powerState,
    autostart,
  };
}

function benchFor(world: World, machine: VirtualMachineRecord): Bench {
  const { path, host, cluster, incarnation } = machine;
  let serial = machine.serial;
  const nextGeneration = () => {
    serial += 1;
    return incarnation * GENERATIONS_PER_INCARNATION + serial;
  };
  const courier = new Courier(world);
  return { world, courier, machine: path, host, cluster, nextGeneration, serial: () => serial };
}

/** The machine encrypted as wanted, with what was derived for it counted. */
function applyEncryption(
  bench: Bench,
  machine: VirtualMachineRecord,
  spec: VirtualMachineSpec,
): VirtualMachineRecord {
  const done = encryptParts(bench, machine, spec);
  return { ...done, serial: bench.serial() };
}

/** Home first, then disks, then the vTPM: each rests on the one before. */
function encryptParts(
  bench: Bench,
  machine: VirtualMachineRecord,
  spec: VirtualMachineSpec,
): VirtualMachineRecord {
  const withHome = applyHome(bench, machine, spec);
  const home = withHome.home?.bundle ?? null;
  const before = new Map(machine.disks.map((disk) => [disk.name, disk]));
  const disks: readonly DiskRecord[] = spec.disks.map((disk) =>
    makeDisk(bench, disk, { before: before.get(disk.name), home }),
  );
  const withDisks = { ...withHome, disks };
  const result = wantsEncryptedHome(spec) ? withDisks : { ...withDisks, home: null };
  if (!spec.vtpm) return { ...result, nvram: null };
  return result.nvram === null ? addVtpm(bench, result) : result;
}

function applyHome(
  bench: Bench,
  machine: VirtualMachineRecord,
  spec: VirtualMachineSpec,
): VirtualMachineRecord {
  const { home } = machine;
  if (!wantsEncryptedHome(spec)) {
    if (home !== null) presentKey(bench, home.bundle);
    return machine;
  }
  const request = { provider: spec.keyProvider, part: "home" };
  if (home === null) {
    return { ...machine, home: encryptPart(bench, "home", newKey(bench, request)) };
  }
  const isKept = spec.keyProvider === null || spec.keyProvider === home.bundle.provider;
  if (isKept) return machine;
  return { ...machine, home: rekeyPart(bench, home, newKey(bench, request)) };
}

function powerOn(world: World, courier: Courier, machine: VirtualMachineRecord): void {
  const failure = startMachine(world, courier, { machine, host: machine.host });
  if (failure !== null) throw startFault(failure);
}

/** No key would help. */
const HOST_REASONS: ReadonlySet<ReasonCode> = new Set([
  "HOST_DOWN",
  "STORAGE_UNREADABLE",
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
  const host = emptiestHost(world, machine.cluster);
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
  const host = emptiestHost(world, to);
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

/** The next remediation gives the hosts of a cluster what a machine brought along. */
function wantKeysIn(world: World, cluster: string): void {
  for (const host of [...world.hosts.group("cluster", cluster).values()]) {
    if (host.up) world.hosts.set(host.path, { ...host, lacksKeys: true });
  }
}
