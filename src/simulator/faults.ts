// Putting faults on links and taking them away, and switching servers off and on. The same fault twice is one.

import { VsphereFault } from "../provider/backend.js";
import { faultId } from "./fault-id.js";
import type { FaultRecord } from "./records.js";
import { tell, type World } from "./world.js";

/** Throws VsphereFault `NotFound` if the target of a fault does not exist. */
export function injectFault(world: World, fault: FaultRecord): void {
  if (fault.kind !== "link-cut") requireTarget(world, fault);
  const id = faultId(fault);
  if (world.faults.has(id)) return;
  world.faults.set(id, fault);
  tell(world, { kind: "fault-injected", subject: subjectOf(fault), text: `Fault: ${id}.` });
}

export function healFault(world: World, fault: FaultRecord): void {
  const id = faultId(fault);
  if (!world.faults.has(id)) return;
  world.faults.delete(id);
  tell(world, { kind: "fault-healed", subject: subjectOf(fault), text: `No longer: ${id}.` });
}

export function switchVcenter(world: World, path: string, to: "down" | "up"): void {
  const vcenter = world.vcenters.get(path);
  if (vcenter === undefined) throw notFound(path);
  if (vcenter.up === (to === "up")) return;
  world.vcenters.set(path, { ...vcenter, up: to === "up" });
  tell(world, { kind: `vcenter-${to}`, subject: path, text: `The vCenter is ${to}.` });
}

/** Switches the machine behind a key server entry, which other entries may share. */
export function switchKeyServer(world: World, path: string, to: "down" | "up"): void {
  const server = world.keyServers.get(path);
  if (server === undefined) throw notFound(path);
  const { address } = server;
  if ((world.keyMachines.get(address)?.up ?? true) === (to === "up")) return;
  world.keyMachines.set(address, { ...world.keyMachines.get(address), address, up: to === "up" });
  tell(world, { kind: `key-server-${to}`, subject: path, text: `The key server is ${to}.` });
}

function requireTarget(
  world: World,
  { kind, target }: Exclude<FaultRecord, { kind: "link-cut" }>,
): void {
  if (world.keyServers.has(target)) return;
  const isKnown = world.vcenters.has(target) || world.hosts.has(target);
  if (kind !== "unreachable" || !isKnown) throw notFound(target);
}

export function notFound(path: string): VsphereFault {
  return new VsphereFault("NotFound", `There is no object "${path}".`);
}

function subjectOf(fault: FaultRecord): string {
  return fault.kind === "link-cut" ? faultId(fault).replace("link-cut ", "") : fault.target;
}
