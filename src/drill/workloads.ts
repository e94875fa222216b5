// The workloads of an estate by their ids: encrypted machines, machines with a virtual TPM, encrypted vSANs.

import type { Estate, EstateCluster, EstateVirtualMachine } from "../vsphere/estate.js";

/** An encrypted machine, or one with a virtual TPM, which encrypts its home. */
export function isWorkload(machine: EstateVirtualMachine): boolean {
  return machine.encrypted || machine.vtpm || machine.homeKey !== null;
}

/** `vtpm:PATH` for a machine that is encrypted only for its virtual TPM. */
export function workloadId(machine: EstateVirtualMachine): string {
  return `${machine.vtpm && !machine.encrypted ? "vtpm" : "vm"}:${machine.path}`;
}

/** `vsan:PATH` of a cluster. */
export function vsanWorkloadId(cluster: string): string {
  return `vsan:${cluster}`;
}

/** Clusters with encrypted vSAN, in the order of their paths. */
export function encryptedVsans(estate: Estate): readonly EstateCluster[] {
  return [...estate.clusters.values()].filter(({ vsanEncryption }) => vsanEncryption != null);
}

/** The ids of all. */
export function workloadIds(estate: Estate): readonly string[] {
  const machines = [...estate.virtualMachines.values()].filter(isWorkload).map(workloadId);
  return [...machines, ...encryptedVsans(estate).map(({ path }) => vsanWorkloadId(path))];
}

/** The path of its machine, or of the cluster of a vSAN. */
export function pathOfWorkload(workload: string): string {
  return workload.slice(workload.indexOf(":") + 1);
}

/** The path of the cluster that a workload is in; a vSAN is named by it. */
export function clusterOfWorkload(estate: Estate, workload: string): string {
  const path = pathOfWorkload(workload);
  return estate.virtualMachines.get(path)?.cluster ?? path;
}
