// Snapshots of virtual machines: what was encrypted when they were taken stays so under the keys of the machine. A
// shallow rekey takes them along; a first encryption, a decryption and a deep rekey are refused while there are any
// (vSphere Security, Virtual Machine Encryption Interoperability).

import { wantKeysIn } from "./host-keys.js";
import { type Bench, presentKey } from "./machine-keys.js";
import type { EncryptedVolume, KeyBundle, VirtualMachineRecord } from "./records.js";
import { demand, requireMachine } from "./require.js";
import { rekeyPart } from "./vm-encryption.js";
import { requireUnlocked } from "./vm-rules.js";
import { powerOff } from "./vm-start.js";
import { inOrder, nowSeconds, type World } from "./world.js";

/** What a snapshot brings back. */
type Content = Pick<VirtualMachineRecord, "encrypted" | "vtpm" | "home" | "disks" | "nvram">;

export interface VmSnapshotRecord extends Content {
  /** Of the machine, which keeps it wherever it goes. */
  readonly uuid: string;
  readonly name: string;
  readonly takenSeconds: number;
}

/** Needs only the machine's host. VsphereFault `AlreadyExists`, or `InvalidState` for a machine that is locked. */
export function takeSnapshot(world: World, request: { vm: string; name: string }): void {
  const machine = requireOpen(world, request.vm);
  const { uuid, encrypted, vtpm, home, disks, nvram } = machine;
  const id = snapshotId(machine, request.name);
  const taken = `"${machine.path}" has a snapshot "${request.name}" already.`;
  demand(!world.vmSnapshots.has(id), "AlreadyExists", taken);
  const content: Content = { encrypted, vtpm, home, disks, nvram };
  const { name } = request;
  world.vmSnapshots.set(id, { uuid, name, takenSeconds: nowSeconds(world), ...content });
}

/** The machine is off afterwards, and as it was then. */
export function revertToSnapshot(world: World, request: { vm: string; name: string }): void {
  const machine = requireOpen(world, request.vm);
  const content = contentOf(world, machine, request.name);
  const off = machine.running ? powerOff(world, machine) : machine;
  world.virtualMachines.set(machine.path, { ...off, ...content });
  if (content.home !== null) wantKeysIn(world, machine.cluster);
}

/** What a snapshot of a machine brings back. VsphereFault `NotFound` if there is none of the name. */
export function contentOf(world: World, machine: VirtualMachineRecord, name: string): Content {
  const { encrypted, vtpm, home, disks, nvram } = requireSnapshot(world, machine, name);
  return { encrypted, vtpm, home, disks, nvram };
}

export function removeSnapshot(world: World, request: { vm: string; name: string }): void {
  const machine = requireMachine(world, request.vm);
  requireSnapshot(world, machine, request.name);
  world.vmSnapshots.delete(snapshotId(machine, request.name));
}

/** The names of a machine's snapshots, in order. */
export function snapshotsOf(world: World, { uuid }: VirtualMachineRecord): readonly string[] {
  return inOrder(world.vmSnapshots.group("uuid", uuid)).map(({ name }) => name);
}

/** Snapshots go with the machine. */
export function removeSnapshots(world: World, { uuid }: VirtualMachineRecord): void {
  for (const id of [...world.vmSnapshots.group("uuid", uuid).keys()]) world.vmSnapshots.delete(id);
}

/** VsphereFault `InvalidState` for what vSphere does not do to a machine with snapshots. */
export function requireNoSnapshots(
  world: World,
  machine: VirtualMachineRecord,
  operation: string,
): void {
  const names = snapshotsOf(world, machine);
  const list = names.map((name) => `"${name}"`).join(", ");
  const sentence = `"${machine.path}" has snapshots (${list}): remove them for ${operation}.`;
  demand(names.length === 0, "InvalidState", sentence);
}

/** Wraps the data keys in the snapshots of a machine under the keys that it has now. */
export function rekeySnapshots(
  bench: Bench,
  change: { readonly before: VirtualMachineRecord; readonly after: VirtualMachineRecord },
): void {
  const { world } = bench;
  const successors = successorsOf(change);
  if (successors.size === 0) return;
  const rekey = (volume: EncryptedVolume) => {
    const successor = successors.get(volume.bundle.keyId);
    return successor === undefined
      ? volume
      : rekeyPart(bench, volume, presentKey(bench, successor));
  };
  for (const [id, snapshot] of [...world.vmSnapshots.group("uuid", change.before.uuid)]) {
    const { home, disks } = snapshot;
    world.vmSnapshots.set(id, {
      ...snapshot,
      home: home === null ? null : rekey(home),
      disks: disks.map((disk) =>
        disk.volume === null ? disk : { ...disk, volume: rekey(disk.volume) },
      ),
    });
  }
}

/** By id of a key that was in use: the one that has taken its place. */
function successorsOf({
  before,
  after,
}: {
  before: VirtualMachineRecord;
  after: VirtualMachineRecord;
}): ReadonlyMap<string, KeyBundle> {
  const successors = new Map<string, KeyBundle>();
  const note = (from: EncryptedVolume | null | undefined, to: EncryptedVolume | null) => {
    if (from == null || to === null || from.bundle.keyId === to.bundle.keyId) return;
    if (!successors.has(from.bundle.keyId)) successors.set(from.bundle.keyId, to.bundle);
  };
  note(before.home, after.home);
  const disks = new Map(before.disks.map((disk) => [disk.name, disk.volume]));
  for (const { name, volume } of after.disks) note(disks.get(name), volume);
  return successors;
}

function requireOpen(world: World, path: string): VirtualMachineRecord {
  const machine = requireMachine(world, path);
  const isHostUp = world.hosts.get(machine.host)?.up === true;
  demand(isHostUp, "HostCommunication", `The host "${machine.host}" is down.`);
  requireUnlocked(machine);
  return machine;
}

function requireSnapshot(
  world: World,
  machine: VirtualMachineRecord,
  name: string,
): VmSnapshotRecord {
  const snapshot = world.vmSnapshots.get(snapshotId(machine, name));
  const known = snapshotsOf(world, machine).map((each) => `"${each}"`);
  const list = known.length === 0 ? "none" : known.join(", ");
  const sentence = `"${machine.path}" has no snapshot "${name}"; it has ${list}.`;
  demand(snapshot !== undefined, "NotFound", sentence);
  return snapshot;
}

function snapshotId({ uuid }: VirtualMachineRecord, name: string): string {
  return `${uuid} ${name}`;
}
