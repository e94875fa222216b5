// What the power of a host takes and what a boot gives back, in a prediction: memory goes, the boot disk stays. Here
// a host is asked alone, with neither vCenter nor a key server to help it.

import { firstHostKeyOf } from "../vsphere/key-paths.js";
import { canSealTo } from "../vsphere/tpm.js";
import { CONFIGURATION_ENCRYPTION_MINIMUM, isAtLeast } from "../vsphere/versions.js";
import { canDerive, providerOf } from "./predict-derivation.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { replaceAll } from "./predict-rounds.js";
import { closeDiskGroup, forgetDiskGroupKeys, hasKek } from "./predict-vsan.js";
import { canDeriveHostKey, type World } from "./predict-world.js";

/** Volatile: the cached keys, and what was not archived (vSphere Security, Key Persistence Overview). */
export function emptyMemory({ reach }: World, host: HostState): void {
  if (host.isDisabled) {
    host.isDisabled = false;
    host.hostKey = firstHostKeyOf(reach.estate, host.host);
    host.hostKeyStored = false;
    host.hasHostKey = false;
  }
  host.up = false;
  host.safe = false;
  host.isArchiveDue = false;
  host.memory.fill(0);
  host.unarchived.fill(0);
  host.forgotten.fill(0);
  host.removed.fill(0);
  host.hostKeyUnarchived = false;
  host.hostKeyForgotten = false;
  host.hostKeyRemoved = false;
  host.attestedUntilSeconds = null;
  host.isRefused = false;
  if (host.diskGroup !== undefined) closeDiskGroup(host.diskGroup);
  replaceAll(host.derivationKeys, host.archivedDerivationKeys);
}

/** Power that fails in the second of an archive leaves the one before, which is known for the present alone. */
export function tearArchive(world: World, cluster: ClusterState, host: HostState): void {
  const before = host.host.present?.archiveBefore;
  if (before === undefined || world.conditions.nowSeconds > world.reach.estate.nowSeconds) return;
  cluster.classes.forEach(({ representative }, number) => {
    host.stored[number] = before.storedKeyIds.has(representative.id) ? 1 : 0;
  });
  host.hostKeyStored = before.storedKeyIds.has(host.hostKey.id);
  const kek = cluster.vsan?.encryption?.key.id ?? "";
  if (host.diskGroup !== undefined) host.diskGroup.stored = before.storedKeyIds.has(kek);
  replaceAll(host.archivedDerivationKeys, before.derivationKeys);
  host.lastArchiveSeconds = before.writtenSeconds;
}

/** Starts a host with what is on its own disk. False where the boot stops. */
export function bootFromDisk(world: World, cluster: ClusterState, host: HostState): boolean {
  if (host.isSealedShut || host.isArchiveDamaged) return false;
  host.up = true;
  host.tpmIdentity = host.nextTpmIdentity;
  host.isSecureBootMeasured = host.host.secureBoot;
  if (host.persists) {
    host.memory.set(host.stored);
    host.safe = host.hostKeyStored;
    if (host.diskGroup !== undefined) host.diskGroup.held = host.diskGroup.stored;
  }
  if (canDeriveHostKey(world, cluster, host)) host.safe = true;
  return true;
}

/** Nothing is left of the configuration; mode TPM where a usable TPM is found (Broadcom KB 312109). */
export function installAnew(world: World, state: HostState): void {
  const { tpm, version } = state.host;
  const isSealed = canSealTo(tpm, version) && isAtLeast(version, CONFIGURATION_ENCRYPTION_MINIMUM);
  const requirements = { requireSecureBoot: false, requireExecInstalledOnly: false };
  const mode = isSealed ? "TPM" : "NONE";
  state.host = { ...state.host, ...requirements, mode, keyPersistence: false };
  state.persists = false;
  state.isSealedShut = false;
  state.isArchiveDamaged = false;
  state.stored.fill(0);
  state.hostKeyStored = false;
  state.hasHostKey = false;
  state.tpmIdentity = state.nextTpmIdentity;
  state.isSecureBootMeasured = state.host.secureBoot;
  state.hostKey = firstHostKeyOf(world.reach.estate, state.host);
  if (state.diskGroup !== undefined) forgetDiskGroupKeys(state.diskGroup);
  state.archivedDerivationKeys.clear();
  state.derivationKeys.clear();
  state.lastArchiveSeconds = world.conditions.nowSeconds;
}

/** What a host would be after its power failed now and came back, with nobody to ask for a key. */
export interface PowerCut {
  readonly boots: boolean;
  readonly isCryptoSafe: boolean;
  /** Numbers of the key classes it would lack. */
  readonly lacks: readonly number[];
  /** Whether it would lack the key of its vSAN. */
  readonly lacksKek: boolean;
}

/** Tried on a copy of the host; the world stays as it is. */
export function tryPowerCut(world: World, cluster: ClusterState, host: HostState): PowerCut {
  const copy = copyOf(host);
  emptyMemory(world, copy);
  const boots = bootFromDisk(world, cluster, copy);
  const numbers = cluster.classes.map((_, number) => number);
  const lacks = numbers.filter((number) => !boots || !hasKeyAlone(world, cluster, copy, number));
  const lacksKek = !boots || !hasKek(world, cluster, copy);
  return { boots, isCryptoSafe: boots && copy.safe, lacks, lacksKek };
}

/** Whether the host has a key in memory or makes it itself. */
function hasKeyAlone(
  world: World,
  cluster: ClusterState,
  host: HostState,
  number: number,
): boolean {
  const key = cluster.classes[number]?.representative;
  if (host.memory[number] === 1) return true;
  if (key === undefined) return false;
  return canDerive(world, cluster, { key, provider: providerOf(world, cluster, key), host });
}

function copyOf(host: HostState): HostState {
  return {
    ...host,
    memory: host.memory.slice(),
    stored: host.stored.slice(),
    unarchived: host.unarchived.slice(),
    forgotten: host.forgotten.slice(),
    removed: host.removed.slice(),
    derivationKeys: new Map(host.derivationKeys),
    archivedDerivationKeys: new Map(host.archivedDerivationKeys),
    diskGroup: host.diskGroup === undefined ? undefined : { ...host.diskGroup },
  };
}
