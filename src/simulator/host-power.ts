// A host losing power, shutting down and booting. At boot it knows what it can decrypt from its boot disk and
// nothing else; then vCenter, if it is there, brings the rest; then machines start. A boot that cannot read
// its configuration stops and waits for the recovery key (Broadcom KB 312109).

import {
  CONFIGURATION_ENCRYPTION_MINIMUM,
  isAtLeast,
  KEY_PERSISTENCE_MINIMUM,
} from "../vsphere/versions.js";
import { forgetAttestation } from "./attestation.js";
import { Courier } from "./courier.js";
import { HOST_BOOT_SECONDS } from "./defaults.js";
import { machineLineage, nextGeneration } from "./derive.js";
import {
  type ArchivedConfiguration,
  BOOT_STOPS,
  readArchive,
  readArchiveWithRecoveryKey,
  tearArchive,
  writeArchive,
} from "./host-archive.js";
import { applyCryptoCall, enableWithKeyAtHand } from "./host-crypto.js";
import { forgetEveryKey, restoreKeys } from "./host-keys.js";
import type { HostConfiguration, HostRecord } from "./records.js";
import { bringUpToDate } from "./remediation.js";
import {
  cancelTimer,
  lockWhatDoesNotOpen,
  loseMachines,
  restartAfterBoot,
  setTimer,
} from "./restart.js";
import { canSeal, measureMachine } from "./tpm.js";
import { migrate } from "./vm-start.js";
import { dropAccess } from "./vsan-keys.js";
import { startDiskGroup, unmountDiskGroup } from "./vsan-mount.js";
import { inOrder, nowSeconds, tell, type World } from "./world.js";

/** The power goes: no archive, no evacuation, memory lost. */
export function losePower(world: World, hostPath: string): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined || !host.up) return;
  tearArchive(world, hostPath);
  tell(world, { kind: "host-power-lost", subject: hostPath, text: "The host lost power." });
  goDown(world, hostPath);
}

/** A graceful shutdown: machines are moved away where that is possible, the configuration is archived. */
export function shutDown(world: World, hostPath: string): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined || !host.up) return;
  evacuate(world, hostPath);
  writeArchive(world, hostPath, "on-demand");
  tell(world, { kind: "host-shut-down", subject: hostPath, text: "The host was shut down." });
  goDown(world, hostPath);
}

/** Shuts down or resets the host; the boot is a timer. */
export function rebootHost(world: World, hostPath: string, how: "gracefully" | "abruptly"): void {
  if (how === "gracefully") shutDown(world, hostPath);
  else losePower(world, hostPath);
  const dueSeconds = nowSeconds(world) + HOST_BOOT_SECONDS;
  setTimer(world, { kind: "boot", dueSeconds, host: hostPath });
}

/** Switches a host on. Null if it is up afterwards; else the text on its screen. */
export function bootHost(world: World, hostPath: string): string | null {
  cancelTimer(world, "boot", hostPath);
  const host = world.hosts.get(hostPath);
  if (host === undefined || host.up) return null;
  const archived = readArchive(world, host);
  if (typeof archived !== "string") {
    comeUp(world, host, archived);
    return null;
  }
  world.hosts.set(hostPath, { ...host, bootStop: archived });
  tell(world, { kind: "host-boot-stopped", subject: hostPath, text: archived });
  return archived;
}

/**
 * Types the recovery key at a host whose boot stopped, and seals its configuration to the TPM as it is now.
 * A sentence where that fails.
 */
export function enterRecoveryKey(
  world: World,
  { host: hostPath, recoveryKey }: { host: string; recoveryKey: string },
): string | null {
  const host = world.hosts.get(hostPath);
  if (host === undefined || host.up) return "The host is not waiting for a recovery key.";
  if (!canSeal(host)) return "Recovery needs a working TPM 2.0 in the host.";
  const archived = readArchiveWithRecoveryKey(world, host, recoveryKey);
  if (archived === undefined) return BOOT_STOPS.absent;
  const { requireSecureBoot, requireExecInstalledOnly } = archived.configuration;
  if (requireSecureBoot && !host.hardware.secureBoot) return BOOT_STOPS.notUnsealed;
  if (requireExecInstalledOnly && !host.execInstalledOnly) return BOOT_STOPS.notUnsealed;
  const text = "The recovery key was entered and the configuration sealed to the TPM again.";
  tell(world, { kind: "recovery-key-entered", subject: hostPath, text });
  comeUp(world, host, archived, () => writeArchive(world, hostPath, "on-demand"));
  return null;
}

/**
 * Installs ESXi anew: the configuration of before, and every key in it, is gone. Over a TPM that still holds what was
 * sealed to it the new installation does not boot (Broadcom KB 428266).
 */
export function reinstallHost(world: World, hostPath: string, tpm: "cleared" | "left"): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return;
  if (host.up) losePower(world, hostPath);
  const down = world.hosts.get(hostPath) ?? host;
  const again = nextGeneration(world, machineLineage(host));
  const installed = { ...down, installation: again, hostKey: null };
  world.archives.delete(hostPath);
  dropAccess(world, hostPath);
  if (isTpmStale(down) && tpm === "left") {
    world.hosts.set(hostPath, { ...installed, bootStop: BOOT_STOPS.staleTpm });
    tell(world, { kind: "host-boot-stopped", subject: hostPath, text: BOOT_STOPS.staleTpm });
    return;
  }
  const generation = isTpmStale(down) ? again : installed.tpm.generation;
  const fresh = { ...installed, tpm: { ...installed.tpm, generation } };
  tell(world, { kind: "host-reinstalled", subject: hostPath, text: "ESXi was installed anew." });
  const configuration = freshConfiguration(fresh);
  comeUp(world, fresh, { configuration, keys: [] }, () =>
    writeArchive(world, hostPath, "on-demand"),
  );
}

/** Whether a TPM holds what was sealed to it: in mode TPM, until it is cleared or replaced. */
function isTpmStale({ configuration, tpm, measured }: HostRecord): boolean {
  return configuration.mode === "TPM" && tpm.generation === measured.tpm.generation;
}

/** The configuration of a new installation: mode TPM if a usable TPM is found (KB 312109). */
export function freshConfiguration(
  host: Pick<HostRecord, "hardware" | "version">,
): HostConfiguration {
  const isSealed = isAtLeast(host.version, CONFIGURATION_ENCRYPTION_MINIMUM) && canSeal(host);
  return {
    mode: isSealed ? "TPM" : "NONE",
    requireSecureBoot: false,
    requireExecInstalledOnly: false,
    keyPersistence: false,
    recoveryKeyGeneration: 0,
    derivationKeys: [],
  };
}

/** Moves the running machines of a host to others of its cluster, as far as vMotion can. */
export function evacuate(world: World, hostPath: string): void {
  const cluster = world.hosts.get(hostPath)?.cluster ?? "";
  const courier = new Courier(world);
  for (const machine of inOrder(world.virtualMachines.group("host", hostPath))) {
    if (!machine.running) continue;
    const others = inOrder(world.hosts.group("cluster", cluster)).filter(
      (host) => host.up && host.path !== hostPath,
    );
    others.find((host) => migrate(world, courier, { machine, host: host.path }) === null);
  }
}

function goDown(world: World, hostPath: string): void {
  loseMachines(world, hostPath);
  forgetEveryKey(world, hostPath);
  forgetAttestation(world, hostPath);
  const host = world.hosts.get(hostPath);
  if (host === undefined) return;
  const hostKey = host.cryptoState === "pendingIncapable" ? null : host.hostKey;
  const duties = { archiveDue: false, lacksKeys: false, wantsEveryKey: false };
  world.hosts.set(hostPath, { ...host, ...duties, up: false, hostKey });
  applyCryptoCall(world, hostPath, { call: "reboot" });
  unmountDiskGroup(world, hostPath);
}

/** A host with its configuration: keys back, crypto safe if it can, then vCenter, then its machines. */
function comeUp(
  world: World,
  host: HostRecord,
  archived: ArchivedConfiguration,
  beforeAnythingElse: () => void = () => {},
): void {
  const { configuration } = archived;
  const path = host.path;
  const measured = measureMachine(host);
  const booted = { up: true, bootStop: null, cryptoState: "incapable", measured } as const;
  world.hosts.set(path, { ...host, configuration, ...booted });
  restoreKeys(world, {
    host: path,
    keys: archived.keys,
    cached: mayUseKeptKeys(host, configuration),
  });
  beforeAnythingElse();
  tell(world, { kind: "host-booted", subject: path, text: "The host booted." });
  enableWithKeyAtHand(world, path);
  const courier = new Courier(world);
  bringUpToDate(world, courier, path);
  startDiskGroup(world, path);
  restartAfterBoot(world, courier, path);
  lockWhatDoesNotOpen(world, courier, path);
}

/** Stored keys are used while key persistence is on (vSphere Security, Key Persistence Overview). */
function mayUseKeptKeys(host: HostRecord, configuration: HostConfiguration): boolean {
  return configuration.keyPersistence && isAtLeast(host.version, KEY_PERSISTENCE_MINIMUM);
}
