// A host that is taken from one vCenter to another, with the machines on it, while they run. The new vCenter sets
// its keys right in its next round: those of key providers that it does not know go, and machines that are off lock
// without them (VCF security guidelines, Standard Key Provider FAQ). Until then nothing changes for anybody.

import { forgetAttestation } from "./attestation.js";
import { Courier } from "./courier.js";
import { deriveMoid, machineLineage } from "./derive.js";
import { writeArchive } from "./host-archive.js";
import { forgetKeysOf, keysOnHost, providerPath, putKeys } from "./host-keys.js";
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
  const isElsewhere = cluster.vcenter !== host.vcenter;
  demand(isElsewhere, "NotSupported", `"${cluster.path}" is a cluster of the same vCenter.`);
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
    isNewToVcenter: true,
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
