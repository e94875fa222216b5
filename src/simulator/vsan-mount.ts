// Disk groups of vSAN from boot to boot: a host that is crypto safe and has the KEK unwraps its data key, reads a sector
// back and mounts. Machines stop when too few disk groups are left to read their files, and are started again when
// enough are back (vSphere Security, How vSAN Data-At-Rest Encryption Works).

import type { ReasonCode } from "../model/survival.js";
import { VSAN_MOUNT_SECONDS } from "../vsphere/defaults.js";
import { Courier } from "./courier.js";
import { makeHostSafe } from "./host-crypto.js";
import { findKeyOnHost } from "./host-keys.js";
import type { EncryptedVolume } from "./records.js";
import { demand, requireRecord } from "./require.js";
import {
  cancelTimer,
  lockWhatDoesNotOpen,
  loseMachines,
  restartAfterMount,
  setTimer,
} from "./restart.js";
import { flipFirstBit } from "./tpm.js";
import { encryptVolume, proveVolume } from "./vm-crypto.js";
import { fetchByHost, isHostKeyUnkept, obtainKek } from "./vsan-keys.js";
import type { DiskGroupRecord, VsanEncryptionRecord } from "./vsan-records.js";
import { isStorageReadable } from "./vsan-storage.js";
import { inOrder, nowSeconds, tell, type World } from "./world.js";

/** A host brings its disks into its cluster's vSAN; other clusters have none. */
export function joinVsan(world: World, hostPath: string): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined || world.clusters.get(host.cluster)?.storage !== "vsan") return;
  const { cluster } = host;
  world.diskGroups.set(hostPath, {
    ...{ host: hostPath, cluster, state: "unmounted", joined: false },
    ...{ volume: null, access: null, failure: null },
  });
}

/** Whatever `change` does to the vSAN of a cluster, what hangs on its storage follows. */
export function changeVsan(world: World, cluster: string, change: () => void): void {
  const before = isStorageReadable(world, cluster);
  change();
  const after = isStorageReadable(world, cluster);
  if (before && !after) loseStorage(world, cluster);
  if (!before && after) regainStorage(world, cluster);
}

/** The host of a disk group is going down. */
export function unmountDiskGroup(world: World, hostPath: string): void {
  const group = world.diskGroups.get(hostPath);
  if (group === undefined) return;
  cancelTimer(world, "mount", hostPath);
  changeVsan(world, group.cluster, () => {
    world.diskGroups.set(hostPath, { ...group, state: "unmounted", failure: null });
  });
}

/** What a boot does for vSAN: the host asks for its keys, and tries its disk group some minutes later. */
export function startDiskGroup(world: World, hostPath: string): void {
  const group = world.diskGroups.get(hostPath);
  if (group === undefined) return;
  gatherKeys(world, hostPath);
  world.diskGroups.set(hostPath, { ...group, state: "starting" });
  const dueSeconds = nowSeconds(world) + VSAN_MOUNT_SECONDS;
  setTimer(world, { kind: "mount", dueSeconds, host: hostPath });
}

/** Tries to mount the disk group of a host that is up. */
export function tryToMount(world: World, hostPath: string): void {
  const group = world.diskGroups.get(hostPath);
  const host = world.hosts.get(hostPath);
  if (group === undefined || host === undefined || !host.up || group.state === "mounted") return;
  cancelTimer(world, "mount", hostPath);
  const lack = gatherKeys(world, hostPath);
  const answer = openDiskGroup(world, hostPath, lack);
  // Asking for keys may have told the host something: the record is read again.
  const now = world.diskGroups.get(hostPath) ?? group;
  if (typeof answer === "string") {
    noteUnmounted(world, now, answer);
    return;
  }
  tell(world, {
    kind: "disk-group-mounted",
    subject: hostPath,
    text: "The disk group was mounted.",
  });
  changeVsan(world, group.cluster, () => {
    const mounted = { state: "mounted", joined: true, failure: null } as const;
    world.diskGroups.set(hostPath, { ...now, ...mounted, volume: answer.volume });
  });
}

/** The five-minute round of the hosts themselves: keys they lack, disk groups that did not mount. */
export function tendDiskGroups(world: World): void {
  for (const { cluster } of inOrder(new Map(world.vsanEncryptions.entries()))) {
    for (const { path, up } of inOrder(world.hosts.group("cluster", cluster))) {
      if (!up) continue;
      if (world.diskGroups.get(path)?.state === "unmounted") tryToMount(world, path);
      else gatherKeys(world, path);
    }
  }
}

/**
 * Host key first, then KEK; what key persistence should keep and does not yet is fetched again. Null if the KEK is
 * there now; else why not.
 */
function gatherKeys(world: World, hostPath: string): ReasonCode | null {
  const encryption = encryptionOf(world, hostPath);
  const host = world.hosts.get(hostPath);
  if (encryption === undefined || host === undefined || !host.up) return null;
  makeHostSafe(world, new Courier(world), hostPath);
  const safe = world.hosts.get(hostPath) ?? host;
  if (safe.hostKey !== null && isHostKeyUnkept(world, safe)) {
    fetchByHost(world, hostPath, safe.hostKey);
  }
  return obtainKek(world, hostPath, encryption);
}

function encryptionOf(world: World, hostPath: string): VsanEncryptionRecord | undefined {
  return world.vsanEncryptions.get(world.hosts.get(hostPath)?.cluster ?? "");
}

/** What is on the disks once they are open, or why they do not open. */
function openDiskGroup(
  world: World,
  hostPath: string,
  lack: ReasonCode | null,
): { readonly volume: EncryptedVolume | null } | ReasonCode {
  const host = world.hosts.get(hostPath);
  const group = world.diskGroups.get(hostPath);
  const encryption = encryptionOf(world, hostPath);
  if (host === undefined || group === undefined) return "HOST_DOWN";
  if (encryption === undefined) return { volume: null };
  if (host.cryptoState !== "safe") return "HOST_NOT_CRYPTO_SAFE";
  const kek = findKeyOnHost(world, host, encryption.kek);
  if (kek === undefined) return lack ?? "KDK_NOT_ON_HOST";
  if (group.volume === null) return formatDiskGroup(world, host.path, { encryption, kek });
  const { bundle } = group.volume;
  const failure = proveVolume(group.volume, new Map([[bundle.keyId, kek]]));
  return failure === null ? { volume: group.volume } : "UNWRAP_FAILED";
}

/** Disks that hold nothing yet are encrypted as the cluster's are. */
function formatDiskGroup(
  world: World,
  hostPath: string,
  by: { readonly encryption: VsanEncryptionRecord; readonly kek: Buffer },
): { readonly volume: EncryptedVolume } {
  const key = { ...by.encryption.kek, bytes: by.kek };
  const owner = `${hostPath} disk group`;
  return { volume: encryptVolume(world, { owner, generation: by.encryption.serial, key }) };
}

function noteUnmounted(world: World, group: DiskGroupRecord, failure: ReasonCode): void {
  world.diskGroups.set(group.host, { ...group, state: "unmounted", failure });
  if (group.failure === failure) return;
  const text = `The disk group cannot be mounted (${failure}).`;
  tell(world, { kind: "disk-group-unmounted", subject: group.host, text });
}

function loseStorage(world: World, cluster: string): void {
  const text = "Too few disk groups are mounted: its objects cannot be read.";
  tell(world, { kind: "vsan-unreadable", subject: cluster, text });
  for (const { path } of inOrder(world.hosts.group("cluster", cluster))) {
    loseMachines(world, path, "Its files on vSAN can no longer be read.");
  }
}

function regainStorage(world: World, cluster: string): void {
  const text = "Enough disk groups are mounted: its objects can be read.";
  tell(world, { kind: "vsan-readable", subject: cluster, text });
  const courier = new Courier(world);
  restartAfterMount(world, courier, cluster);
  for (const host of inOrder(world.hosts.group("cluster", cluster))) {
    if (host.up) lockWhatDoesNotOpen(world, courier, host.path);
  }
}

/** For tests of what bytes protect: flips one bit of the wrapped data key on a disk group. */
export function flipDiskGroup(world: World, hostPath: string): void {
  const group = requireRecord(world.diskGroups, hostPath, "disk group");
  const { volume } = group;
  demand(volume !== null, "InvalidState", `The disk group of "${hostPath}" is not encrypted.`);
  const flipped = flipFirstBit(Buffer.from(volume.bundle.wrappedKey, "base64"));
  const bundle = { ...volume.bundle, wrappedKey: flipped.toString("base64") };
  world.diskGroups.set(hostPath, { ...group, volume: { ...volume, bundle } });
}
