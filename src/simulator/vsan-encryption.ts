// Data-at-rest encryption of a cluster's vSAN: switching it on and off, and re-keying. Each needs every host of the
// cluster in service, and a new key from the key provider, which each host fetches itself. What is missing is a
// VsphereFault, and the caller undoes everything.

import {
  type VsanEncryptionInfo,
  type VsanEncryptionSpec,
  VsphereFault,
} from "../provider/backend.js";
import { Courier, derivationObstacle, isNoKey, pushDerivationKey } from "./courier.js";
import { deriveUuid, nextGeneration } from "./derive.js";
import { enableWithKeyAtHand } from "./host-crypto.js";
import { findKeyOnHost, type KeyName, providerPath } from "./host-keys.js";
import { reasonClause } from "./reason-sentences.js";
import type { HostRecord, NativeKeyProviderRecord } from "./records.js";
import {
  demand,
  requireAbsent,
  requireCluster,
  requireConnectedHost,
  requireRecord,
} from "./require.js";
import { encryptVolume, rewrapVolume } from "./vm-crypto.js";
import { fetchByHost, informVsanHost, obtainKek } from "./vsan-keys.js";
import { changeVsan } from "./vsan-mount.js";
import type { DiskGroupRecord, VsanEncryptionRecord } from "./vsan-records.js";
import { byCodeUnit, inOrder, type World } from "./world.js";

/** Makes KEK and host key, and formats every disk group anew. */
export function enableVsanEncryption(world: World, spec: VsanEncryptionSpec): VsanEncryptionInfo {
  const { vcenter, storage } = requireCluster(world, spec.cluster);
  const isVsan = `The storage of "${spec.cluster}" is ${storage}, not vSAN: there is nothing to encrypt.`;
  demand(storage === "vsan", "InvalidState", isVsan);
  requireAbsent(world.vsanEncryptions, spec.cluster, "vSAN encryption of");
  const kek = newVsanKey(world, { ...spec, use: "KEK" });
  const hostKey = newVsanKey(world, { ...spec, use: "host key" });
  setEncryption(world, { ...specOf(spec), vcenter, kek, hostKey, serial: 1 });
  for (const host of hostsInService(world, spec.cluster)) {
    takeHostKey(world, host.path);
    encryptDiskGroup(world, host.path);
  }
  return describeVsanEncryption(world, requireEncryption(world, spec.cluster));
}

/** Another key provider is a shallow rekey under new keys of that one. */
export function reconfigureVsanEncryption(
  world: World,
  cluster: string,
  spec: VsanEncryptionSpec,
): VsanEncryptionInfo {
  const before = requireEncryption(world, cluster);
  requireCluster(world, cluster);
  const changed = { ...before, ...specOf({ ...spec, cluster }) };
  changeVsan(world, cluster, () => setEncryption(world, changed));
  if (spec.keyProvider !== before.keyProvider) {
    const hostKey = newVsanKey(world, { ...changed, use: "host key" });
    rekey(world, { ...changed, hostKey }, "shallow");
    for (const host of hostsInService(world, cluster)) takeHostKey(world, host.path);
  }
  return describeVsanEncryption(world, requireEncryption(world, cluster));
}

/** `VsanEncryptedClusterRekey_Task`. */
export function rekeyVsan(
  world: World,
  cluster: string,
  { deepRekey }: { readonly deepRekey: boolean },
): VsanEncryptionInfo {
  requireCluster(world, cluster);
  rekey(world, requireEncryption(world, cluster), deepRekey ? "deep" : "shallow");
  return describeVsanEncryption(world, requireEncryption(world, cluster));
}

/** Decrypts every disk group, for which it has to be open. Host keys stay. */
export function disableVsanEncryption(world: World, cluster: string): void {
  requireEncryption(world, cluster);
  requireCluster(world, cluster);
  for (const { path } of hostsInService(world, cluster)) {
    const group = requireMounted(world, path);
    world.diskGroups.set(path, { ...group, volume: null, access: null });
  }
  changeVsan(world, cluster, () => world.vsanEncryptions.delete(cluster));
}

export function describeVsanEncryption(
  world: World,
  record: VsanEncryptionRecord,
): VsanEncryptionInfo {
  const groups = [...world.diskGroups.group("cluster", record.cluster).values()];
  const mounted = groups.filter(({ state }) => state === "mounted");
  return {
    ...specOf(record),
    kekId: record.kek.keyId,
    hostKeyId: record.hostKey.keyId,
    mountedHosts: mounted.map(({ host }) => host).sort(byCodeUnit),
  };
}

function specOf(spec: VsanEncryptionSpec): VsanEncryptionSpec {
  const { cluster, keyProvider, failuresToTolerate } = spec;
  const { eraseDisksBeforeUse, allowReducedRedundancy } = spec;
  return { cluster, keyProvider, failuresToTolerate, eraseDisksBeforeUse, allowReducedRedundancy };
}

function setEncryption(world: World, record: VsanEncryptionRecord): void {
  world.vsanEncryptions.set(record.cluster, record);
}

function requireEncryption(world: World, cluster: string): VsanEncryptionRecord {
  return requireRecord(world.vsanEncryptions, cluster, "vSAN encryption of");
}

/** A rolling operation passes every host of the cluster. */
function hostsInService(world: World, cluster: string): readonly HostRecord[] {
  return inOrder(world.hosts.group("cluster", cluster)).map(({ path }) =>
    requireConnectedHost(world, path),
  );
}

function requireMounted(world: World, hostPath: string): DiskGroupRecord {
  const group = requireRecord(world.diskGroups, hostPath, "disk group");
  const sentence = `The disk group of "${hostPath}" is not mounted, and every one has to be.`;
  demand(group.state === "mounted", "InvalidState", sentence);
  return group;
}

/** A key of the named provider: vCenter asks for it and keeps its id. */
function newVsanKey(
  world: World,
  request: { readonly cluster: string; readonly keyProvider: string; readonly use: string },
): KeyName {
  const { cluster, keyProvider, use } = request;
  const path = providerPath(requireCluster(world, cluster).vcenter, keyProvider);
  const name = `${cluster} vSAN ${use} by ${keyProvider}`;
  const next = () => nextGeneration(world, { kind: "host-key", name });
  const native = world.nativeKeyProviders.get(path);
  if (native !== undefined) return newNativeKey(world, native, { cluster, name, next });
  const provider = world.standardKeyProviders.get(path);
  const unknown = `There is no standard or native key provider "${keyProvider}" to encrypt vSAN under.`;
  demand(provider !== undefined, "KeyProviderUnavailable", unknown);
  const key = new Courier(world).create({ provider, owner: { name, nextGeneration: next } });
  if (isNoKey(key)) {
    const clause = reasonClause(key.reason, { provider: keyProvider, host: cluster });
    throw new VsphereFault(
      "KeyProviderUnavailable",
      `No key for the vSAN of "${cluster}": ${clause}.`,
    );
  }
  const made = { provider: keyProvider, keyId: key.keyId, derivedFrom: null };
  return key.wrapping === undefined ? made : { ...made, wrapping: key.wrapping };
}

/** Hosts derive it; every one of the cluster has to be able to. */
function newNativeKey(
  world: World,
  native: NativeKeyProviderRecord,
  { cluster, name, next }: { cluster: string; name: string; next: () => number },
): KeyName {
  const hosts = inOrder(world.hosts.group("cluster", cluster));
  for (const host of hosts) {
    const reason =
      derivationObstacle(world, host, native) ?? pushDerivationKey(world, host, native);
    if (reason !== null) throw noKeyOn(host.path, native.name, reason);
  }
  const keyId = deriveUuid(world.seed, { kind: "native-key-id", name, generation: next() });
  return { provider: native.name, keyId, derivedFrom: native.keyId };
}

/** The host key of the whole cluster, in place of whatever the host had. */
function takeHostKey(world: World, hostPath: string): void {
  const { hostKey } = requireEncryption(
    world,
    requireRecord(world.hosts, hostPath, "host").cluster,
  );
  informVsanHost(world, hostPath);
  const host = requireRecord(world.hosts, hostPath, "host");
  const isDisabled = host.cryptoState === "pendingIncapable";
  demand(!isDisabled, "InvalidState", `Encryption was disabled on "${hostPath}".`);
  world.hosts.set(hostPath, { ...host, hostKey });
  if (enableWithKeyAtHand(world, hostPath)) return;
  const reason = fetchByHost(world, hostPath, hostKey);
  if (reason !== null) throw noKeyOn(hostPath, hostKey.provider, reason);
  enableWithKeyAtHand(world, hostPath);
}

function encryptDiskGroup(world: World, hostPath: string): void {
  const group = requireMounted(world, hostPath);
  const encryption = requireEncryption(world, group.cluster);
  const { kek, serial } = encryption;
  const key = { ...kek, bytes: kekOn(world, hostPath, encryption) };
  const owner = `${hostPath} disk group`;
  const volume = encryptVolume(world, { owner, generation: serial, key });
  world.diskGroups.set(hostPath, { ...group, volume });
}

/** The KEK on a host that fetches or derives it for this. */
function kekOn(world: World, hostPath: string, encryption: VsanEncryptionRecord): Buffer {
  const reason = obtainKek(world, hostPath, encryption);
  if (reason !== null) throw noKeyOn(hostPath, encryption.kek.provider, reason);
  const host = requireRecord(world.hosts, hostPath, "host");
  const bytes = findKeyOnHost(world, host, encryption.kek);
  if (bytes === undefined) throw noKeyOn(hostPath, encryption.kek.provider, "KDK_NOT_ON_HOST");
  return bytes;
}

/** Shallow: the data keys under a new KEK, online. Deep: new data keys too. */
function rekey(world: World, encryption: VsanEncryptionRecord, depth: "shallow" | "deep"): void {
  const { cluster } = encryption;
  const before = requireEncryption(world, cluster);
  const opened = hostsInService(world, cluster).map(({ path }) => {
    requireMounted(world, path);
    return { path, from: kekOn(world, path, before) };
  });
  const kek = newVsanKey(world, { ...encryption, use: "KEK" });
  setEncryption(world, { ...encryption, kek, serial: before.serial + 1 });
  for (const { path, from } of opened) {
    informVsanHost(world, path);
    if (depth === "deep") encryptDiskGroup(world, path);
    else rewrapDiskGroup(world, path, from);
  }
}

function rewrapDiskGroup(world: World, hostPath: string, from: Buffer): void {
  const group = requireMounted(world, hostPath);
  const encryption = requireEncryption(world, group.cluster);
  const to = { ...encryption.kek, bytes: kekOn(world, hostPath, encryption) };
  const volume = group.volume === null ? undefined : rewrapVolume(group.volume, { from, to });
  const sentence = `The data key of the disk group of "${hostPath}" does not unwrap.`;
  demand(volume !== undefined, "EncryptionKeyRequired", sentence);
  world.diskGroups.set(hostPath, { ...group, volume });
}

function noKeyOn(
  host: string,
  provider: string,
  reason: Parameters<typeof reasonClause>[0],
): VsphereFault {
  const clause = reasonClause(reason, { provider, host });
  return new VsphereFault(
    "KeyProviderUnavailable",
    `"${host}" does not get the key of its vSAN: ${clause}.`,
  );
}
