// Whether the files of virtual machines can be read: everywhere on shared storage, on one host on local disks, and on
// vSAN while enough disk groups of the cluster are mounted.

import type { ReasonCode } from "../model/survival.js";
import { FAILURES_TO_TOLERATE } from "../vsphere/defaults.js";
import type { HostRecord, VirtualMachineRecord } from "./records.js";
import type { World } from "./world.js";

/** Why a host cannot read a machine's files; null if it can. */
export function storageObstacle(
  world: World,
  { machine, host }: { readonly machine: VirtualMachineRecord; readonly host: HostRecord },
): { readonly reason: ReasonCode; readonly sentence: string } | null {
  if (machine.filesOn !== null && machine.filesOn !== host.path) {
    const sentence = `Its files are on the local disks of ${machine.filesOn}.`;
    return { reason: "STORAGE_UNREADABLE", sentence };
  }
  if (isStorageReadable(world, host.cluster)) return null;
  const sentence = `Too few vSAN disk groups of ${host.cluster} are mounted to read its files.`;
  return { reason: "DISK_GROUPS_UNMOUNTED", sentence };
}

/** False for a vSAN cluster of whose disk groups more are missing than its objects tolerate. */
export function isStorageReadable(world: World, cluster: string): boolean {
  if (world.clusters.get(cluster)?.storage !== "vsan") return true;
  let joined = 0;
  let mounted = 0;
  for (const group of world.diskGroups.group("cluster", cluster).values()) {
    if (group.joined) joined += 1;
    if (group.state === "mounted") mounted += 1;
  }
  const tolerated = world.vsanEncryptions.get(cluster)?.failuresToTolerate ?? FAILURES_TO_TOLERATE;
  return mounted >= Math.max(1, joined - tolerated);
}
