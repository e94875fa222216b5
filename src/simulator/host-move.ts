// A host that is taken to another cluster, with the machines on it. To one of another vCenter they go while they run: the
// new vCenter sets the keys right in its next round: those of key providers that it does not know go, and machines that
// are off lock without them (VCF security guidelines, Standard Key Provider FAQ). Until then nothing changes for anybody.
// To one of its own vCenter a host goes in maintenance mode, and keeps what it has in memory.

import { forgetAttestation } from "./attestation.js";
import { Courier } from "./courier.js";
import { deriveMoid, machineLineage } from "./derive.js";
import { writeArchive } from "./host-archive.js";
import { forgetKeysOf, keysOnHost, providerPath, putKeys } from "./host-keys.js";
import { evacuate } from "./host-power.js";
import { isKeyProvider } from "./key-provider-names.js";
import { enterInventory, leaveInventory } from "./machine-inventory.js";
import { deliverToHost } from "./network.js";
import type { HostRecord } from "./records.js";
import {
  demand,
  requireAbsent,
  requireCluster,
  requireConnectedHost,
  requireRecord,
} from "./require.js";
import { cancelTimer, lockWhatDoesNotOpen } from "./restart.js";
import { requireJoinable, requireReleasable } from "./trust-authority-operations.js";
import { changeVsan, joinVsan, tryToMount } from "./vsan-mount.js";
import { byCodeUnit, inOrder, tell, type World } from "./world.js";

/** Its path afterwards. Machines come along under their names, which must be free there. */
export function moveHost(
  world: World,
  request: { readonly host: string; readonly cluster: string },
): string {
  const host = requireConnectedHost(world, request.host);
  const cluster = requireCluster(world, request.cluster);
  const path = `${cluster.path}/${host.hostname}`;
  requireAbsent(world.hosts, path, "host");
  requireReleasable(world, host);
  requireJoinable(world, { ...host, path, cluster: cluster.path });
  const isElsewhere = cluster.vcenter !== host.vcenter;
  if (!isElsewhere) enterMaintenanceMode(world, host.path);
  const { rackedAs: _, ...machine } = host;
  const racked = machineLineage(host).name;
  const moved: HostRecord = {
    ...machine,
    path,
    ...(racked === path ? {} : { rackedAs: racked }),
    vcenter: cluster.vcenter,
    cluster: cluster.path,
    moid: deriveMoid(world.seed, "host", path),
    configuration: { ...host.configuration, derivationKeys: derivationKeysIn(host, cluster) },
    lacksKeys: true,
    isNewToVcenter: isElsewhere || host.isNewToVcenter,
  };
  world.hosts.delete(host.path);
  world.hosts.set(path, moved);
  takeKeysAlong(world, { from: host.path, to: path });
  writeArchive(world, path, "on-demand");
  for (const machine of inOrder(world.virtualMachines.group("host", host.path))) {
    leaveInventory(world, machine);
    // HA of the cluster that it left no longer brings it back.
    enterInventory(world, { ...machine, restart: null }, moved);
  }
  // A token is for the host as the Trust Authority knew it.
  forgetAttestation(world, host.path);
  leaveVsan(world, host);
  for (const kind of ["boot", "ha-retry"] as const) cancelTimer(world, kind, host.path);
  joinVsan(world, path);
  tryToMount(world, path);
  const text = `Moved from ${host.path}, with the virtual machines on it.`;
  tell(world, { kind: "host-moved", subject: path, text });
  return path;
}

/** What runs goes to other hosts of the cluster, or the host stays. */
function enterMaintenanceMode(world: World, path: string): void {
  evacuate(world, path);
  const stuck = inOrder(world.virtualMachines.group("host", path)).find(({ running }) => running);
  const sentence = `"${stuck?.path}" runs on "${path}" and cannot move away, so that the host does not enter maintenance mode.`;
  demand(stuck === undefined, "InvalidState", sentence);
}

/** Its disks are no part of the vSAN that it leaves any more. */
function leaveVsan(world: World, { path, cluster }: HostRecord): void {
  cancelTimer(world, "mount", path);
  changeVsan(world, cluster, () => world.diskGroups.delete(path));
}

/** What a vCenter sets right on hosts that came from elsewhere since its last round. */
export function reconcileNewHosts(world: World, vcenter: string): void {
  const lacking = world.hosts.group("lacksKeys", vcenter);
  for (const host of inOrder(lacking)) if (host.isNewToVcenter) reconcileHost(world, host.path);
}

/** Keys of key providers that its vCenter does not know go; what is off then locks. */
export function reconcileHost(world: World, path: string): void {
  const host = world.hosts.get(path);
  if (host === undefined || !host.up || !host.isNewToVcenter) return;
  const message = { kind: "forget-keys", vcenter: host.vcenter, host: path } as const;
  if (deliverToHost(world, message) !== null) return;
  for (const provider of foreignProviders(world, host)) forgetKeysOf(world, path, provider);
  const now = requireRecord(world.hosts, path, "host");
  world.hosts.set(path, { ...now, isNewToVcenter: false, archiveDue: true });
  lockWhatDoesNotOpen(world, new Courier(world), path);
}

function foreignProviders(world: World, host: HostRecord): readonly string[] {
  const keys = keysOnHost(world, host.path);
  const derived = host.configuration.derivationKeys.map(({ providerPath }) => lastOf(providerPath));
  const names = new Set([...keys.map(({ provider }) => provider), ...derived]);
  return [...names]
    .sort(byCodeUnit)
    .filter((name) => !isKeyProvider(world, providerPath(host.vcenter, name)));
}

/** A host knows key providers by their names. */
function derivationKeysIn(host: HostRecord, { vcenter }: { readonly vcenter: string }) {
  return host.configuration.derivationKeys
    .map((key) => ({ ...key, providerPath: providerPath(vcenter, lastOf(key.providerPath)) }))
    .sort((a, b) => byCodeUnit(a.providerPath, b.providerPath));
}

function takeKeysAlong(world: World, { from, to }: { from: string; to: string }): void {
  putKeys(world, to, keysOnHost(world, from));
  world.hostKeys.delete(from);
  for (const [id, dump] of [...world.coreDumps.group("host", from)]) {
    world.coreDumps.set(id, { ...dump, host: to });
  }
  const archive = world.archives.get(from);
  if (archive === undefined) return;
  world.archives.delete(from);
  world.archives.set(to, { ...archive, host: to });
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
