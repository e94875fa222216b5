// Creating, changing and removing what needs no key: vCenters, clusters, network paths, survival floors, waivers.
// Every operation throws a VsphereFault before it has changed anything.

import type {
  ClusterInfo,
  ClusterSpec,
  NetworkPathSpec,
  SurvivalFloorSpec,
  VcenterInfo,
  VcenterSpec,
  WaiverSpec,
} from "../provider/backend.js";
import {
  CLUSTER_HOST_KEY_PROVIDER_MINIMUM,
  isAtLeast,
  parseVersion,
  TRUST_AUTHORITY_END,
} from "../vsphere/versions.js";
import { deriveMoid, deriveUuid } from "./derive.js";
import { providerPath } from "./host-keys.js";
import { hasKeyProviders, requireNameableKey } from "./key-provider-names.js";
import type { ClusterRecord, VcenterRecord } from "./records.js";
import { demand, requireAbsent, requireCluster, requireRecord, requireVcenter } from "./require.js";
import { isUsedByTrustAuthority, usesTrustAuthority } from "./trust-authority-operations.js";
import { requireReadableFiles, requireReadableStorage } from "./vm-rules.js";
import { joinVsan, tryToMount } from "./vsan-mount.js";
import type { World } from "./world.js";

/** Words that inventory paths use for something else. */
const RESERVED_NAMES: readonly string[] = ["vm", "kms", "kp", "default-kp", "trust-authority"];

export function createVcenter(world: World, spec: VcenterSpec): VcenterInfo {
  requireAbsent(world.vcenters, spec.name, "vCenter");
  requireVersion(spec.version);
  const instanceUuid = deriveUuid(world.seed, { kind: "vcenter", name: spec.name });
  const { name, version, site, runsOn } = spec;
  world.vcenters.set(name, { name, version, site, runsOn, instanceUuid, up: true });
  return describeVcenter(requireRecord(world.vcenters, name, "vCenter"));
}

export function reconfigureVcenter(world: World, path: string, spec: VcenterSpec): VcenterInfo {
  const before = requireRecord(world.vcenters, path, "vCenter");
  requireVersion(spec.version);
  const isWithout = isAtLeast(spec.version, TRUST_AUTHORITY_END);
  const gone = `vSphere Trust Authority is gone in ${TRUST_AUTHORITY_END}, and "${path}" has to do with it: encrypt under another key provider first.`;
  demand(!isWithout || !usesTrustAuthority(world, path), "NotSupported", gone);
  const { version, site, runsOn } = spec;
  const after = { ...before, version, site, runsOn };
  world.vcenters.set(path, after);
  return describeVcenter(after);
}

export function removeVcenter(world: World, path: string): void {
  requireRecord(world.vcenters, path, "vCenter");
  const isEmpty =
    world.clusters.group("vcenter", path).size === 0 &&
    world.virtualMachines.group("vcenter", path).size === 0 &&
    world.keyServers.group("vcenter", path).size === 0 &&
    !hasKeyProviders(world, path);
  demand(isEmpty, "ResourceInUse", `The vCenter "${path}" still manages objects.`);
  world.defaultKeyProviders.delete(path);
  world.vcenters.delete(path);
}

export function describeVcenter(record: VcenterRecord): VcenterInfo {
  const { up: _, ...info } = record;
  return info;
}

export function createCluster(world: World, spec: ClusterSpec): ClusterInfo {
  requireVcenter(world, spec.vcenter);
  const path = `${spec.vcenter}/${spec.name}`;
  requireAbsent(world.clusters, path, "cluster");
  const isFree = !RESERVED_NAMES.includes(spec.name);
  demand(isFree, "InvalidArgument", `A cluster cannot be called "${spec.name}".`);
  requireHostKeyProvider(world, spec);
  const { vcenter, name, ha, cryptoMode, hostKeyProvider, hostKeyId = null } = spec;
  const { storage, role } = spec;
  const moid = deriveMoid(world.seed, "domain-c", path);
  const policy = { cryptoMode, hostKeyProvider, hostKeyId };
  const parts = { vcenter, name, ha, ...policy, storage, role, moid, path };
  const record = { ...parts, ...quickBootOf(spec) };
  world.clusters.set(path, record);
  return describeCluster(record);
}

export function reconfigureCluster(world: World, path: string, spec: ClusterSpec): ClusterInfo {
  const before = requireCluster(world, path);
  requireHostKeyProvider(world, spec);
  const { ha, cryptoMode, hostKeyProvider, hostKeyId = null, storage } = spec;
  const { quickBoot: _, ...known } = before;
  const policy = { cryptoMode, hostKeyProvider, hostKeyId };
  const after = { ...known, ha, ...policy, storage, ...quickBootOf(spec) };
  if (storage !== before.storage) requireFreeStorage(world, before);
  world.clusters.set(path, after);
  if (storage !== before.storage) moveFiles(world, after);
  if (cryptoMode === "forceEnable" && before.cryptoMode !== cryptoMode) wantSafeHosts(world, path);
  return describeCluster(after);
}

function quickBootOf({ quickBoot = false }: ClusterSpec): Pick<ClusterSpec, "quickBoot"> {
  return quickBoot ? { quickBoot } : {};
}

export function removeCluster(world: World, path: string): void {
  const isServed = isUsedByTrustAuthority(world, requireCluster(world, path));
  demand(!isServed, "ResourceInUse", `A Trust Authority is on the cluster "${path}" or serves it.`);
  const hosts = world.hosts.group("cluster", path).size;
  const machines = world.virtualMachines.group("cluster", path).size;
  const sentence = `The cluster "${path}" has ${hosts} hosts and ${machines} virtual machines.`;
  demand(hosts === 0 && machines === 0, "ResourceInUse", sentence);
  const encrypted = `The vSAN of "${path}" is still encrypted: disable that first.`;
  demand(!world.vsanEncryptions.has(path), "ResourceInUse", encrypted);
  world.defaultKeyProviders.delete(path);
  world.clusters.delete(path);
}

export function describeCluster(record: ClusterRecord): ClusterInfo {
  const { path: _, ...info } = record;
  return info;
}

export function networkPathId(spec: NetworkPathSpec): string {
  return `network/${spec.fromSite}/${spec.fromRole}/${spec.toSite}/${spec.port}`;
}

export function createNetworkPath(world: World, spec: NetworkPathSpec): NetworkPathSpec {
  const id = networkPathId(spec);
  requireAbsent(world.networkPaths, id, "network path");
  const { fromSite, fromRole, toSite, port, allowed } = spec;
  world.networkPaths.set(id, { fromSite, fromRole, toSite, port, allowed });
  return spec;
}

export function reconfigureNetworkPath(
  world: World,
  id: string,
  spec: NetworkPathSpec,
): NetworkPathSpec {
  const before = requireRecord(world.networkPaths, id, "network path");
  const after = { ...before, allowed: spec.allowed };
  world.networkPaths.set(id, after);
  return after;
}

export function createSurvivalFloor(world: World, spec: SurvivalFloorSpec): SurvivalFloorSpec {
  const id = `floor/${spec.name}`;
  requireAbsent(world.survivalFloors, id, "survival floor");
  const { name, scenario, workloads, maxLost, reason } = spec;
  world.survivalFloors.set(id, { name, scenario, workloads, maxLost, reason });
  return spec;
}

export function reconfigureSurvivalFloor(
  world: World,
  id: string,
  spec: SurvivalFloorSpec,
): SurvivalFloorSpec {
  const before = requireRecord(world.survivalFloors, id, "survival floor");
  const { scenario, workloads, maxLost, reason } = spec;
  const after = { ...before, scenario, workloads, maxLost, reason };
  world.survivalFloors.set(id, after);
  return after;
}

export function createWaiver(world: World, spec: WaiverSpec): WaiverSpec {
  const id = `waiver/${spec.name}`;
  requireAbsent(world.waivers, id, "waiver");
  const { name, code, subjects, owner, reason, expiresAt } = spec;
  world.waivers.set(id, { name, code, subjects, owner, reason, expiresAt });
  return spec;
}

export function reconfigureWaiver(world: World, id: string, spec: WaiverSpec): WaiverSpec {
  const before = requireRecord(world.waivers, id, "waiver");
  const { code, subjects, owner, reason, expiresAt } = spec;
  const after = { ...before, code, subjects, owner, reason, expiresAt };
  world.waivers.set(id, after);
  return after;
}

export function requireVersion(version: string): void {
  const isKnown = parseVersion(version) !== undefined;
  demand(isKnown, "InvalidArgument", `"${version}" is not a release of vSphere.`);
}

/** vSphere API, ClusterComputeResource.SetCryptoMode with a policy. */
function requireHostKeyProvider(world: World, spec: ClusterSpec): void {
  const { hostKeyProvider: provider, hostKeyId = null } = spec;
  if (hostKeyId !== null) {
    demand(provider !== null, "InvalidArgument", "A host key is named without its key provider.");
    requireNameableKey(world, { path: providerPath(spec.vcenter, provider), keyId: hostKeyId });
  }
  if (provider === null) return;
  const vcenter = requireRecord(world.vcenters, spec.vcenter, "vCenter");
  const isSupported = isAtLeast(vcenter.version, CLUSTER_HOST_KEY_PROVIDER_MINIMUM);
  const needed = `vCenter ${CLUSTER_HOST_KEY_PROVIDER_MINIMUM} or later`;
  const sentence = `A cluster's own provider of host keys needs ${needed}.`;
  demand(isSupported, "NotSupported", sentence);
}

/** Files leave only while they can be read, and an encrypted vSAN not before it is decrypted. */
function requireFreeStorage(world: World, { path }: ClusterRecord): void {
  const encrypted = `The vSAN of "${path}" is encrypted: disable that before its storage changes.`;
  demand(!world.vsanEncryptions.has(path), "ResourceInUse", encrypted);
  requireReadableStorage(world, path);
  for (const machine of world.virtualMachines.group("cluster", path).values()) {
    requireReadableFiles(world, machine);
  }
}

/** Machines keep running while their files move. */
function moveFiles(world: World, cluster: ClusterRecord): void {
  for (const host of [...world.hosts.group("cluster", cluster.path).values()]) {
    world.diskGroups.delete(host.path);
    joinVsan(world, host.path);
    tryToMount(world, host.path);
  }
  for (const machine of [...world.virtualMachines.group("cluster", cluster.path).values()]) {
    const filesOn = cluster.storage === "local" ? machine.host : null;
    world.virtualMachines.set(machine.path, { ...machine, filesOn });
  }
}

/** The next remediation makes them safe. */
function wantSafeHosts(world: World, cluster: string): void {
  for (const host of [...world.hosts.group("cluster", cluster).values()]) {
    if (host.cryptoState !== "safe") world.hosts.set(host.path, { ...host, lacksKeys: true });
  }
}
