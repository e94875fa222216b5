// What a backup tool takes of a machine, and the machine that is made of it again. The contents of disks leave vSphere in
// the clear; the NVRAM leaves it as it lies there, and is of use only together with the home's wrapped data key and the key
// of that (Virtual Disk Programming Guide, Encrypted VM Backup and Restore). Who reads a disk has to open it: its own host,
// or a proxy that keeps the data key in its encrypted home. The backup lies outside of vSphere, so that it is no record.

import { type VirtualMachineSpec, VsphereFault } from "../provider/backend.js";
import { applyEncryption, benchFor } from "./apply-encryption.js";
import { wantKeysIn } from "./host-keys.js";
import { type Bench, presentKey } from "./machine-keys.js";
import { newMachine, plainFields } from "./new-machine.js";
import type {
  Bytes,
  DiskRecord,
  EncryptedVolume,
  NvramRecord,
  VirtualMachineRecord,
} from "./records.js";
import { demand, requireMachine, requireVcenter } from "./require.js";
import { attachVolume, readAttached, readVolume, writeVolume } from "./vm-crypto.js";
import { requireReadableFiles, requireUnlocked } from "./vm-rules.js";
import type { World } from "./world.js";

export interface MachineBackup {
  /** How the machine was set up. */
  readonly spec: VirtualMachineSpec;
  /** By name of each encrypted disk, what stood on it, in the clear. */
  readonly contents: ReadonlyMap<string, Bytes>;
  /** The NVRAM with the home it is under, both encrypted; null where there is none or the tool leaves it out. */
  readonly nvram: { readonly home: EncryptedVolume; readonly nvram: NvramRecord } | null;
}

export interface RestoreRequest {
  readonly backup: MachineBackup;
  /** Absent: the name it had. */
  readonly name?: string;
  /** Absent: the cluster it was in. */
  readonly cluster?: string;
}

export function backUpMachine(world: World, path: string): MachineBackup {
  const machine = requireMachine(world, path);
  requireVcenter(world, machine.vcenter);
  const { backup, home, nvram } = machine;
  demand(backup != null, "InvalidState", `Nothing is said of a backup of "${path}".`);
  requireUnlocked(machine);
  requireReadableFiles(world, machine);
  const read =
    backup.proxy === null
      ? overNetwork(world, machine)
      : throughProxy(world, machine, backup.proxy);
  const contents = machine.disks.flatMap(({ name, volume }) =>
    volume === null ? [] : [[name, read(volume).toString("base64")] as const],
  );
  const isTaken = backup.includesNvram && home !== null && nvram !== null;
  const { vcenter, name } = machine;
  const disks = machine.disks.map(({ volume, ...disk }) => disk);
  return {
    spec: { ...plainFields(machine), vcenter, name, disks },
    contents: new Map(contents),
    nvram: isTaken ? { home, nvram } : null,
  };
}

/** With its NVRAM it keeps its home and that key; without, it gets a new home and a virtual TPM with new secrets. */
export function restoreMachine(world: World, request: RestoreRequest): string {
  const { spec: was, contents, nvram } = request.backup;
  const { name = was.name, cluster = was.cluster } = request;
  const spec: VirtualMachineSpec = { ...was, name, cluster, powerState: "poweredOff" };
  const empty = { ...newMachine(world, spec), ...nvram };
  const bench = benchFor(world, empty);
  const made = applyEncryption(bench, empty, { spec });
  const disks = made.disks.map((disk) => restoreDisk(bench, disk, contents.get(disk.name)));
  world.virtualMachines.set(made.path, { ...made, disks });
  if (made.home !== null) wantKeysIn(world, made.cluster);
  return made.path;
}

type Read = (volume: EncryptedVolume) => Buffer;

/** NBDSSL: the host of the machine opens its disks and sends what it reads. */
function overNetwork(world: World, machine: VirtualMachineRecord): Read {
  const bench = benchFor(world, machine);
  return (volume) =>
    requireRead(machine, readVolume(volume, presentKey(bench, volume.bundle).bytes));
}

/** HotAdd: vCenter attaches the disks to the proxy, which has nowhere to keep their data keys but in an encrypted home. */
function throughProxy(world: World, machine: VirtualMachineRecord, path: string): Read {
  const proxy = requireMachine(world, path);
  demand(proxy.running, "InvalidState", `The backup proxy "${path}" does not run.`);
  const isSeen = machine.filesOn === null || machine.filesOn === proxy.host;
  const elsewhere = `The files of "${machine.path}" are on the local disks of ${machine.filesOn}.`;
  demand(isSeen, "CannotAccessFile", elsewhere);
  const bench = benchFor(world, proxy);
  return (volume) => {
    const { home } = proxy;
    const attached = "An encrypted disk cannot be attached to an unencrypted virtual machine.";
    demand(home !== null, "InvalidArgument", `"${path}": ${attached}`);
    const diskKey = presentKey(bench, volume.bundle).bytes;
    const homeKey = presentKey(bench, home.bundle).bytes;
    const disk = attachVolume(volume, { home, diskKey, homeKey });
    return requireRead(machine, disk && readAttached(disk, { home, homeKey }));
  };
}

function requireRead({ path }: VirtualMachineRecord, content: Buffer | undefined): Buffer {
  if (content !== undefined) return content;
  throw new VsphereFault("EncryptionKeyRequired", `A disk of "${path}" does not open.`);
}

function restoreDisk(bench: Bench, disk: DiskRecord, content: Bytes | undefined): DiskRecord {
  if (disk.volume === null || content === undefined) return disk;
  const { bytes: key } = presentKey(bench, disk.volume.bundle);
  const volume = writeVolume(disk.volume, { key, content: Buffer.from(content, "base64") });
  const sentence = `The data key of the disk ${disk.name} of "${bench.machine}" does not unwrap.`;
  demand(volume !== undefined, "EncryptionKeyRequired", sentence);
  return { ...disk, volume };
}
