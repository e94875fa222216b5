// What is done to hosts: racking, visits of a technician, upgrades, and the settings of esxcli. Settings are
// archived at once; keys wait for the next archive. A visit that would leave the host unbootable is refused.

import type { HostHardware, HostNotes, HostSpec } from "../provider/backend.js";
import {
  CONFIGURATION_ENCRYPTION_MINIMUM,
  compareVersions,
  isAtLeast,
  QUICK_BOOT_WITH_TPM_MINIMUM,
  VSAN_UPGRADE_CHECK_MINIMUM,
} from "../vsphere/versions.js";
import { forgetAttestation } from "./attestation.js";
import { removeCoreDumps } from "./core-dumps.js";
import { Courier } from "./courier.js";
import { deriveMoid, machineLineage, nextGeneration } from "./derive.js";
import { writeArchive } from "./host-archive.js";
import { forgetEveryKey, providerPath } from "./host-keys.js";
import {
  bootHost,
  enterRecoveryKey,
  evacuate,
  freshConfiguration,
  shutDown,
} from "./host-power.js";
import { requireVersion } from "./inventory-operations.js";
import { reasonClause } from "./reason-sentences.js";
import type { HostRecord, TpmRecord } from "./records.js";
import { recoveryKeyOf } from "./recovery-key.js";
import { bringUpToDate, checkProvider } from "./remediation.js";
import {
  demand,
  requireAbsent,
  requireCluster,
  requireConnectedHost,
  requireRecord,
  requireVcenter,
} from "./require.js";
import { cancelTimer } from "./restart.js";
import { canSeal, measureMachine } from "./tpm.js";
import {
  requireJoinable,
  requireReleasable,
  requireServiceRelease,
  requireTrustable,
} from "./trust-authority-operations.js";
import { hostFor } from "./vm-placement.js";
import { startMachine } from "./vm-start.js";
import { changeVsan, joinVsan, tryToMount } from "./vsan-mount.js";
import { inOrder, type World } from "./world.js";

/** Racks and installs a host, and joins it to its cluster: vCenter brings it what the cluster has. */
export function addHost(world: World, spec: HostSpec): HostRecord {
  const cluster = requireCluster(world, spec.cluster);
  const path = `${spec.cluster}/${spec.hostname}`;
  requireAbsent(world.hosts, path, "host");
  requireVersion(spec.version);
  requireJoinable(world, { ...spec, path });
  const generation = nextGeneration(world, { kind: "host", name: path });
  const tpm: TpmRecord = { generation, firmwareRevision: 0, flippedRegisters: [] };
  world.hosts.set(path, {
    path,
    hostname: spec.hostname,
    vcenter: cluster.vcenter,
    cluster: spec.cluster,
    site: spec.site,
    version: spec.version,
    hardware: hardwareOf(spec.hardware),
    notes: notesOf(spec.notes),
    moid: deriveMoid(world.seed, "host", path),
    installation: generation,
    tpm,
    measured: measureMachine({ tpm, hardware: spec.hardware }),
    execInstalledOnly: false,
    up: true,
    bootStop: null,
    configuration: freshConfiguration(spec),
    archiveDue: false,
    cryptoState: "incapable",
    hostKey: null,
    lacksKeys: false,
    wantsEveryKey: false,
    isNewToVcenter: false,
  });
  writeArchive(world, path, "on-demand");
  joinVsan(world, path);
  bringUpToDate(world, new Courier(world), path);
  tryToMount(world, path);
  return requireRecord(world.hosts, path, "host");
}

/**
 * A technician's visit: host off, hardware changed, host on, with the recovery key at hand. One that was switched off is
 * off again afterwards.
 */
export function changeHardware(world: World, path: string, to: HostHardware): HostRecord {
  const host = requireRecord(world.hosts, path, "host");
  const hardware = hardwareOf(to);
  if (areSameHardware(host.hardware, hardware)) return host;
  const { mode, requireSecureBoot } = host.configuration;
  const isUsable = mode === "NONE" || canSeal({ ...host, hardware });
  const sealed = `The configuration of "${path}" is sealed to its TPM, and mode TPM cannot be undone.`;
  demand(isUsable, "InvalidState", `${sealed} It would not boot without a usable TPM.`);
  const isAllowed = !requireSecureBoot || hardware.secureBoot;
  const enforced = `"${path}" requires secure boot and would refuse to boot without it.`;
  demand(isAllowed, "InvalidState", enforced);
  requireTrustable(world, { ...host, hardware });
  const isReplaced = host.hardware.tpm.present !== hardware.tpm.present;
  const generation = isReplaced ? nextGeneration(world, machineLineage(host)) : host.tpm.generation;
  visit(world, path, {
    whileOff: (off) => ({ ...off, hardware, tpm: { ...off.tpm, generation } }),
  });
  return requireRecord(world.hosts, path, "host");
}

/**
 * Upgrades ESXi: the configuration is carried over and sealed for what will be measured, and mode TPM set
 * where it has become possible (Broadcom KB 312109).
 */
export function upgradeHost(world: World, path: string, version: string): HostRecord {
  const host = requireConnectedHost(world, path);
  requireVersion(version);
  if (version === host.version) return host;
  const isService = world.clusters.get(host.cluster)?.role === "trust-authority";
  if (isService) requireServiceRelease(version);
  const isOlder = compareVersions(version, host.version) < 0;
  const sentence = `ESXi ${host.version} on "${path}" cannot be downgraded to ${version}.`;
  demand(!isOlder, "NotSupported", sentence);
  requireBootable(world, host);
  requireVsanKeyServer(world, host);
  const isFirstEncryption =
    !isAtLeast(host.version, CONFIGURATION_ENCRYPTION_MINIMUM) &&
    freshConfiguration({ ...host, version }).mode === "TPM";
  visit(world, path, {
    beforeArchive: (on) => ({
      ...on,
      version,
      configuration: isFirstEncryption ? { ...on.configuration, mode: "TPM" } : on.configuration,
    }),
  });
  return requireRecord(world.hosts, path, "host");
}

/** Quick Boot skips what a TPM measures (vSphere Security, Managing Trust Authority). */
function requireBootable(world: World, { path, cluster, version, hardware }: HostRecord): void {
  const isQuick = world.clusters.get(cluster)?.quickBoot === true;
  const isPossible = !hardware.tpm.present || isAtLeast(version, QUICK_BOOT_WITH_TPM_MINIMUM);
  const sentence = `Quick Boot of "${path}", which has a TPM, needs ESXi ${QUICK_BOOT_WITH_TPM_MINIMUM} or later.`;
  demand(!isQuick || isPossible, "NotSupported", sentence);
}

/** A disk group whose key server is away would not mount after the reboot: Lifecycle Manager does not begin it. */
function requireVsanKeyServer(world: World, { path, vcenter, cluster }: HostRecord): void {
  const name = world.vsanEncryptions.get(cluster)?.kek.provider ?? "";
  const provider = world.standardKeyProviders.get(providerPath(vcenter, name));
  const { version } = requireRecord(world.vcenters, vcenter, "vCenter");
  if (provider === undefined || !isAtLeast(version, VSAN_UPGRADE_CHECK_MINIMUM)) return;
  const reason = checkProvider(world, provider);
  const clause = reason === null ? "" : reasonClause(reason, { provider: name, host: path });
  const sentence = `The vSAN of "${path}" would not mount after the upgrade: ${clause}.`;
  demand(reason === null, "KeyProviderUnavailable", sentence);
}

export function relocateHost(world: World, path: string, site: string): HostRecord {
  const host = { ...requireRecord(world.hosts, path, "host"), site };
  world.hosts.set(path, host);
  return host;
}

export function annotateHost(world: World, path: string, notes: HostNotes): HostRecord {
  const host = { ...requireRecord(world.hosts, path, "host"), notes: notesOf(notes) };
  requireVcenter(world, host.vcenter);
  world.hosts.set(path, host);
  return host;
}

/** Takes a host out of its cluster. Its machines move to another host or the removal is refused. */
export function removeHost(world: World, path: string): void {
  const host = requireRecord(world.hosts, path, "host");
  requireCluster(world, host.cluster);
  requireReleasable(world, host);
  evacuate(world, path);
  for (const machine of inOrder(world.virtualMachines.group("host", path))) {
    const target = hostFor(world, machine, host.cluster, path);
    const canMove = target !== undefined && machine.filesOn === null && !machine.running;
    const sentence = `The virtual machine "${machine.path}" is on "${path}" and cannot move away.`;
    demand(canMove, "ResourceInUse", sentence);
    world.virtualMachines.set(machine.path, { ...machine, host: target.path });
  }
  forgetEveryKey(world, path);
  forgetAttestation(world, path);
  removeCoreDumps(world, path);
  world.archives.delete(path);
  changeVsan(world, host.cluster, () => world.diskGroups.delete(path));
  cancelTimer(world, "mount", path);
  // HA goes on trying for machines that the host took with it.
  cancelTimer(world, "boot", path);
  world.hosts.delete(path);
}

interface Visit {
  /** Changes the host before it archives its configuration for the next boot. */
  readonly beforeArchive?: (host: HostRecord) => HostRecord;
  /** Changes the host while it is off. */
  readonly whileOff?: (host: HostRecord) => HostRecord;
}

/** A planned reboot, after which every machine that ran on the host runs again if its keys are there. */
function visit(world: World, path: string, { beforeArchive, whileOff }: Visit): void {
  const { up, bootStop } = requireRecord(world.hosts, path, "host");
  const ran = inOrder(world.virtualMachines.group("host", path)).filter((m) => m.running);
  if (beforeArchive !== undefined) changeHost(world, path, beforeArchive);
  shutDown(world, path);
  if (whileOff !== undefined) changeHost(world, path, whileOff);
  bootHost(world, path);
  const host = requireRecord(world.hosts, path, "host");
  if (!host.up)
    enterRecoveryKey(world, { host: path, recoveryKey: recoveryKeyOf(world, host).key });
  // Whoever works on the host waits until its disks are back in service.
  tryToMount(world, path);
  const courier = new Courier(world);
  for (const { path: machinePath } of ran) {
    const machine = world.virtualMachines.get(machinePath);
    if (machine === undefined || machine.running) continue;
    startMachine(world, courier, { machine, host: machine.host });
  }
  if (!up && bootStop === null) shutDown(world, path);
}

function changeHost(world: World, path: string, change: (host: HostRecord) => HostRecord): void {
  world.hosts.set(path, change(requireRecord(world.hosts, path, "host")));
}

function areSameHardware(a: HostHardware, b: HostHardware): boolean {
  return (
    a.tpm.present === b.tpm.present &&
    a.tpm.hashBank === b.tpm.hashBank &&
    (a.tpm.interface ?? "fifo") === (b.tpm.interface ?? "fifo") &&
    (a.tpm.hierarchyEnabled ?? true) === (b.tpm.hierarchyEnabled ?? true) &&
    a.tpm.manufacturer === b.tpm.manufacturer &&
    a.tpm.model === b.tpm.model &&
    a.secureBoot === b.secureBoot
  );
}

function hardwareOf({ tpm, secureBoot }: HostHardware): HostHardware {
  const isCrb = tpm.interface === "crb";
  const isDisabled = tpm.hierarchyEnabled === false;
  const { manufacturer, model } = tpm;
  const unusual = {
    ...(isCrb ? { interface: "crb" as const } : {}),
    ...(isDisabled ? { hierarchyEnabled: false } : {}),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(model === undefined ? {} : { model }),
  };
  return { tpm: { present: tpm.present, hashBank: tpm.hashBank, ...unusual }, secureBoot };
}

function notesOf({ rack, physicalSecurity, recoveryKeyLocation }: HostNotes): HostNotes {
  return { rack, physicalSecurity, recoveryKeyLocation };
}
