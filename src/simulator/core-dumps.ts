// Core dumps of hosts: what crashes in encryption mode leaves one under its host key, and whoever wants to read it
// needs that key. A host that has another host key since its reboot cannot (vSphere Security, Virtual Machine
// Encryption Best Practices). A new host key takes the dumps along whose old key is still at hand.

import { VsphereFault } from "../provider/backend.js";
import { Courier, isNoKey, obtainKey } from "./courier.js";
import { nextGeneration } from "./derive.js";
import { applyCryptoCall, hostKeyProviderOf, makeHostKey } from "./host-crypto.js";
import { findKeyOnHost } from "./host-keys.js";
import { rebootHost } from "./host-power.js";
import { reasonClause } from "./reason-sentences.js";
import type { EncryptedVolume, HostRecord } from "./records.js";
import { demand, requireConnectedHost, requireRecord } from "./require.js";
import { areReadable, encryptVolume, rewrapVolume } from "./vm-crypto.js";
import { inOrder, nowSeconds, tell, type World } from "./world.js";

export interface CoreDumpRecord {
  readonly host: string;
  readonly writtenSeconds: number;
  /** Null for the dump of a host that was not in encryption mode. */
  readonly volume: EncryptedVolume | null;
}

export interface CoreDump {
  /** Unix seconds. */
  readonly writtenSeconds: number;
  readonly isEncrypted: boolean;
  /** Whether its host can read it now. */
  readonly isReadable: boolean;
}

/** A purple screen: a core dump on the boot disk, memory lost, and a reboot. */
export function crashHost(world: World, path: string): void {
  const host = requireRecord(world.hosts, path, "host");
  demand(host.up, "HostCommunication", `The host "${path}" is down.`);
  const generation = nextGeneration(world, { kind: "core-dump", name: path });
  const volume = dumpVolume(world, host, generation);
  if (volume !== undefined) {
    const dump = { host: path, writtenSeconds: nowSeconds(world), volume };
    world.coreDumps.set(`${path}\n${String(generation).padStart(6, "0")}`, dump);
  }
  const left = volume === undefined ? "no core dump, for want of its host key" : "a core dump";
  tell(world, { kind: "host-crashed", subject: path, text: `The host crashed and left ${left}.` });
  rebootHost(world, path, "abruptly");
}

/** The core dumps on a host, oldest first. */
export function coreDumpsOf(world: World, path: string): readonly CoreDump[] {
  const host = requireRecord(world.hosts, path, "host");
  const dumps = [...inOrder(world.coreDumps.group("host", path))];
  dumps.sort((a, b) => a.writtenSeconds - b.writtenSeconds);
  return dumps.map(({ writtenSeconds, volume }) => ({
    writtenSeconds,
    isEncrypted: volume !== null,
    isReadable: host.up && (volume === null || isReadable(world, host, volume)),
  }));
}

/** They go with the host. */
export function removeCoreDumps(world: World, path: string): void {
  for (const id of [...world.coreDumps.group("host", path).keys()]) world.coreDumps.delete(id);
}

/**
 * `ChangeKey_Task`: a new host key from the key provider of host keys. Core dumps whose key is at hand are wrapped
 * under it, the others are left. VsphereFault `InvalidState` unless the host is crypto safe.
 */
export function changeHostKey(world: World, path: string): void {
  const host = requireConnectedHost(world, path);
  demand(host.cryptoState === "safe", "InvalidState", `"${path}" is ${host.cryptoState}.`);
  const courier = new Courier(world);
  const hostKey = makeHostKey(world, courier, host);
  if (isNoKey(hostKey)) {
    const clause = reasonClause(hostKey.reason, {
      provider: hostKeyProviderOf(world, host),
      host: path,
    });
    throw new VsphereFault("KeyProviderUnavailable", `"${path}" gets no new host key: ${clause}.`);
  }
  const now = requireRecord(world.hosts, path, "host");
  world.hosts.set(path, { ...now, hostKey });
  applyCryptoCall(world, path, { call: "changeKey", keyId: hostKey.keyId });
  const bytes = obtainKey(world, courier, { host: now, key: hostKey });
  if (isNoKey(bytes)) return;
  for (const [id, dump] of [...world.coreDumps.group("host", path)]) {
    const from = dump.volume === null ? undefined : findKeyOnHost(world, now, dump.volume.bundle);
    if (dump.volume === null || from === undefined) continue;
    const volume = rewrapVolume(dump.volume, { from, to: { ...hostKey, bytes } });
    if (volume !== undefined) world.coreDumps.set(id, { ...dump, volume });
  }
}

/** Null without encryption mode. Undefined where the host key was taken off the host: nothing is left in the clear. */
function dumpVolume(
  world: World,
  host: HostRecord,
  generation: number,
): EncryptedVolume | null | undefined {
  if (host.cryptoState !== "safe" || host.hostKey === null) return null;
  const bytes = findKeyOnHost(world, host, host.hostKey);
  if (bytes === undefined) return undefined;
  const key = { ...host.hostKey, bytes };
  return encryptVolume(world, { owner: `${host.path} core dump`, generation, key });
}

/** A host reads its dumps with the keys that it has. */
function isReadable(world: World, host: HostRecord, volume: EncryptedVolume): boolean {
  const key = findKeyOnHost(world, host, volume.bundle);
  return key !== undefined && areReadable([volume], new Map([[volume.bundle.keyId, key]]));
}
