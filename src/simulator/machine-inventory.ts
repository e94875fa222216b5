// Virtual machines that enter and leave the inventory of a vCenter while their files stay: unregistered, registered
// again on any host that sees the files, moved to another vCenter. Nobody sends a host the keys of a machine that is
// in no inventory; whoever registers one gets it locked if its host cannot have its home key (vSphere Security,
// Resolve Missing Key Issues).

import { Courier } from "./courier.js";
import { generationOf, nextGeneration } from "./derive.js";
import { wantKeysIn } from "./host-keys.js";
import { deliverToHost } from "./network.js";
import type { HostRecord, VirtualMachineRecord } from "./records.js";
import {
  demand,
  requireAbsent,
  requireConnectedHost,
  requireMachine,
  requireRecord,
  requireVcenter,
} from "./require.js";
import { noteFailure, openOnHost, type StartFailure } from "./vm-start.js";
import { tell, type World } from "./world.js";

/** Takes a machine that is off, locked or not, out of the inventory. Its files stay where they are. */
export function unregisterMachine(world: World, path: string): void {
  const machine = requireMachine(world, path);
  requireVcenter(world, machine.vcenter);
  demand(!machine.running, "InvalidState", `"${path}" runs: power it off first.`);
  requireAbsent(world.unregisteredMachines, path, "virtual machine that is not registered");
  leaveInventory(world, machine);
  world.unregisteredMachines.set(path, machine);
}

/**
 * Registers the files of a machine, known by the path it had, on a host of any vCenter. Its path afterwards. The
 * machine is locked if the host does not get its home key. VsphereFault `NotFound` where the host does not see files.
 */
export function registerMachine(
  world: World,
  request: { readonly files: string; readonly host: string },
): string {
  const machine = requireRecord(world.unregisteredMachines, request.files, "files of a machine");
  const host = requireConnectedHost(world, request.host);
  const isVisible = machine.filesOn === null || machine.filesOn === host.path;
  const sentence = `The files of "${request.files}" are on the local disks of ${machine.filesOn}.`;
  demand(isVisible, "NotFound", sentence);
  world.unregisteredMachines.delete(request.files);
  const registered = enterInventory(world, { ...machine, locked: false, restart: null }, host);
  if (registered.home !== null) {
    const place = { machine: registered, host: host.path };
    const failure = openOnHost(world, new Courier(world), place);
    if (failure?.locks === true) noteFailure(world, registered.path, failure);
  }
  return registered.path;
}

/**
 * vMotion of a running machine to a host of another vCenter, which needs its keys there already, or a key provider of
 * the same name with the same keys. Null if it runs there now; else why it stayed.
 */
export function migrateAcrossVcenters(
  world: World,
  request: { readonly vm: string; readonly host: string },
): StartFailure | null {
  const machine = requireMachine(world, request.vm);
  const host = requireRecord(world.hosts, request.host, "host");
  demand(machine.running, "InvalidState", `"${machine.path}" is not running.`);
  const isElsewhere = machine.vcenter !== host.vcenter;
  demand(isElsewhere, "InvalidArgument", `"${host.path}" is a host of the same vCenter.`);
  const ends = [
    { vcenter: machine.vcenter, host: machine.host },
    { vcenter: host.vcenter, host: host.path },
  ];
  for (const end of ends) {
    const reason = deliverToHost(world, { kind: "migration", ...end });
    if (reason === null) continue;
    const sentence = `${end.vcenter} does not reach ${end.host} (${reason}).`;
    return { reason, sentence, locks: false };
  }
  requireFreeName(world, machine, host);
  const there = { ...machine, vcenter: host.vcenter, cluster: host.cluster, filesOn: null };
  const failure = openOnHost(world, new Courier(world), { machine: there, host: host.path });
  if (failure !== null) return failure;
  leaveInventory(world, machine);
  const { path } = enterInventory(world, machine, host);
  const text = `Moved from ${machine.path} on ${machine.host} to ${host.path} with vMotion.`;
  tell(world, { kind: "vm-moved", subject: path, text });
  return null;
}

/** The machine no longer has its path; another one that gets it shares nothing with it. */
export function leaveInventory(world: World, { path }: VirtualMachineRecord): void {
  nextGeneration(world, { kind: "virtual-machine", name: path });
  world.virtualMachines.delete(path);
}

/** The machine in the inventory of a host's vCenter, on that host; the next remediation sends its keys around. */
export function enterInventory(
  world: World,
  machine: VirtualMachineRecord,
  host: HostRecord,
): VirtualMachineRecord {
  const path = requireFreeName(world, machine, host);
  const isLocal = world.clusters.get(host.cluster)?.storage === "local";
  const entered: VirtualMachineRecord = {
    ...machine,
    vcenter: host.vcenter,
    cluster: host.cluster,
    path,
    incarnation: generationOf(world, { kind: "virtual-machine", name: path }),
    host: host.path,
    filesOn: isLocal ? host.path : null,
  };
  world.virtualMachines.set(path, entered);
  if (entered.home !== null) wantKeysIn(world, host.cluster);
  return entered;
}

function requireFreeName(world: World, machine: VirtualMachineRecord, host: HostRecord): string {
  const path = `${host.vcenter}/vm/${machine.name}`;
  requireAbsent(world.virtualMachines, path, "virtual machine");
  return path;
}
