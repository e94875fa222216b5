// What the power of a host takes and what a boot gives back, in a prediction: memory goes, the boot disk stays. Here
// a host is asked alone, with neither vCenter nor a key server to help it.

import { canDerive, providerOf } from "./predict-derivation.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { replaceAll } from "./predict-rounds.js";
import { canDeriveHostKey, type World } from "./predict-world.js";

/** Volatile: the cached keys, and what was not archived (vSphere Security, Key Persistence Overview). */
export function emptyMemory(host: HostState): void {
  host.up = false;
  host.safe = false;
  host.isArchiveDue = false;
  host.memory.fill(0);
  host.unarchived.fill(0);
  host.forgotten.fill(0);
  host.hostKeyUnarchived = false;
  host.attestedUntilSeconds = null;
  replaceAll(host.derivationKeys, host.archivedDerivationKeys);
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
  }
  if (canDeriveHostKey(world, cluster, host)) host.safe = true;
  return true;
}

/** What a host would be after its power failed now and came back, with nobody to ask for a key. */
export interface PowerCut {
  readonly boots: boolean;
  readonly isCryptoSafe: boolean;
  /** Numbers of the key classes it would lack. */
  readonly lacks: readonly number[];
}

/** Tried on a copy of the host; the world stays as it is. */
export function tryPowerCut(world: World, cluster: ClusterState, host: HostState): PowerCut {
  const copy = copyOf(host);
  emptyMemory(copy);
  const boots = bootFromDisk(world, cluster, copy);
  const numbers = cluster.classes.map((_, number) => number);
  const lacks = numbers.filter((number) => !boots || !hasKeyAlone(world, cluster, copy, number));
  return { boots, isCryptoSafe: boots && copy.safe, lacks };
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
    derivationKeys: new Map(host.derivationKeys),
    archivedDerivationKeys: new Map(host.archivedDerivationKeys),
  };
}
