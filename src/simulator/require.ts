// What operations ask before they act: whether an object is there, and whether vCenter is there to act.

import { VsphereFault, type VsphereFaultName } from "../provider/backend.js";
import { deliverToHost, isVcenterReachable } from "./network.js";
import type { ClusterRecord, HostRecord, VcenterRecord, VirtualMachineRecord } from "./records.js";
import type { Table } from "./table.js";
import type { World } from "./world.js";

/** The record, or VsphereFault `NotFound`. */
export function requireRecord<T>(table: Table<T>, id: string, what: string): T {
  const record = table.get(id);
  if (record === undefined) throw new VsphereFault("NotFound", `There is no ${what} "${id}".`);
  return record;
}

/** A vCenter that answers; VsphereFault `NotFound` or `HostCommunication` otherwise. */
export function requireVcenter(world: World, path: string): VcenterRecord {
  const vcenter = requireRecord(world.vcenters, path, "vCenter");
  if (isVcenterReachable(world, path)) return vcenter;
  throw new VsphereFault("HostCommunication", `The vCenter "${path}" does not answer.`);
}

/** A cluster whose vCenter answers. */
export function requireCluster(world: World, path: string): ClusterRecord {
  const cluster = requireRecord(world.clusters, path, "cluster");
  requireVcenter(world, cluster.vcenter);
  return cluster;
}

/** A host that takes commands through its vCenter; `HostCommunication` if it does not. */
export function requireConnectedHost(world: World, path: string): HostRecord {
  const host = requireRecord(world.hosts, path, "host");
  const message = { kind: "host-command", vcenter: host.vcenter, host: path } as const;
  const undelivered = deliverToHost(world, message);
  if (undelivered === null) return host;
  const sentence = `The host "${path}" does not answer its vCenter (${undelivered}).`;
  throw new VsphereFault("HostCommunication", sentence);
}

export function requireMachine(world: World, path: string): VirtualMachineRecord {
  return requireRecord(world.virtualMachines, path, "virtual machine");
}

/** VsphereFault `AlreadyExists` if a row is there. */
export function requireAbsent(table: { has(id: string): boolean }, id: string, what: string): void {
  if (table.has(id)) throw new VsphereFault("AlreadyExists", `There is a ${what} "${id}" already.`);
}

/** Throws a VsphereFault unless the condition holds. */
export function demand(
  condition: boolean,
  fault: VsphereFaultName,
  sentence: string,
): asserts condition {
  if (!condition) throw new VsphereFault(fault, sentence);
}
