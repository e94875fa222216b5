// vCenter's five-minute round: it asks its key servers how they are, and brings hosts that lack something up
// to date: derivation keys, the host key, the keys of every encrypted machine of the cluster (VCF security
// guidelines, Standard Key Provider FAQ; advanced settings vpxd.KMS.status and remediationInterval).

import type { ReasonCode } from "../model/survival.js";
import { Courier, isNoKey, pushDerivationKey, pushKeys, serversOf } from "./courier.js";
import { BACKUP_CHECK_SECONDS } from "./defaults.js";
import { makeHostSafe } from "./host-crypto.js";
import {
  type DeliveredKey,
  findKeyOnHost,
  heldKey,
  isRemoved,
  type KeyName,
  providerPath,
} from "./host-keys.js";
import { reconcileHost, reconcileNewHosts } from "./host-move.js";
import { deliverToHost, deliverToKeyServer, isVcenterUp } from "./network.js";
import type { HostRecord, StandardKeyProviderRecord } from "./records.js";
import { serveItself, serveTrustedHosts } from "./trusted-rounds.js";
import { keysOf } from "./vm-crypto.js";
import { informVsanHost, informVsanHosts } from "./vsan-keys.js";
import { inOrder, nowSeconds, tell, type World } from "./world.js";
import { isRotationDue } from "./wrapping.js";

/** One round of every trusted host, and then of every vCenter that runs. */
export function remediate(world: World): void {
  serveTrustedHosts(world);
  for (const vcenter of inOrder(new Map(world.vcenters.entries()))) {
    if (!isVcenterUp(world, vcenter.name)) continue;
    remediateVcenter(world, vcenter.name);
    informVsanHosts(world, vcenter.name);
  }
}

/**
 * Brings one host up to date. `lacksKeys` stays set on a host that could not be given everything, so that
 * the next round tries again.
 */
export function bringUpToDate(world: World, courier: Courier, hostPath: string): void {
  const isServed = serveItself(world, courier, hostPath);
  const host = world.hosts.get(hostPath);
  if (host === undefined || !host.up) return;
  const question = {
    kind: "key-presence-question",
    vcenter: host.vcenter,
    host: hostPath,
  } as const;
  if (deliverToHost(world, question) !== null) {
    if (!host.lacksKeys) world.hosts.set(hostPath, { ...host, lacksKeys: true });
    return;
  }
  reconcileHost(world, hostPath);
  const derivationKeys = sendDerivationKeys(world, hostPath);
  informVsanHost(world, hostPath);
  const safe = !shouldBeSafe(world, host) || makeHostSafe(world, courier, hostPath) === null;
  const keys = sendKeys(world, courier, hostPath);
  const now = world.hosts.get(hostPath) ?? host;
  const lacksKeys = !(isServed && derivationKeys && safe && keys);
  const wantsEveryKey = now.wantsEveryKey && lacksKeys;
  if (now.lacksKeys !== lacksKeys || now.wantsEveryKey !== wantsEveryKey) {
    world.hosts.set(hostPath, { ...now, lacksKeys, wantsEveryKey });
  }
}

/** Encryption mode once on stays on; else it is wanted where something encrypted may run. */
function shouldBeSafe(world: World, host: HostRecord): boolean {
  return (
    host.hostKey !== null ||
    world.clusters.get(host.cluster)?.cryptoMode === "forceEnable" ||
    world.vsanEncryptions.has(host.cluster) ||
    world.virtualMachines.group("encryptedIn", host.cluster).size > 0
  );
}

function remediateVcenter(world: World, vcenter: string): void {
  const unhealthy = checkKeyServers(world, vcenter);
  rotateWrappingKeys(world, vcenter, unhealthy);
  if (nowSeconds(world) % BACKUP_CHECK_SECONDS === 0) alarmOfMissingBackups(world, vcenter);
  reconcileNewHosts(world, vcenter);
  const lacking = world.hosts.group("lacksKeys", vcenter);
  if (lacking.size === 0) return;
  const providers = world.standardKeyProviders.group("vcenter", vcenter).size;
  const canGiveNothing =
    unhealthy.size === providers &&
    world.nativeKeyProviders.group("vcenter", vcenter).size === 0 &&
    world.trustedKeyProviders.group("vcenter", vcenter).size === 0;
  if (canGiveNothing) return;
  const courier = new Courier(world, unhealthy);
  for (const host of inOrder(lacking)) bringUpToDate(world, courier, host.path);
}

/** Again and again, until a backup was downloaded. */
function alarmOfMissingBackups(world: World, vcenter: string): void {
  for (const provider of inOrder(world.nativeKeyProviders.group("vcenter", vcenter))) {
    if (provider.backupDigest !== null) continue;
    const text = `Key provider ${provider.name} requires backup.`;
    tell(world, { kind: "key-provider-not-backed-up", subject: provider.path, text });
  }
}

/** What no key server answers for is tried again in the next round. */
function rotateWrappingKeys(
  world: World,
  vcenter: string,
  unhealthy: ReadonlyMap<string, ReasonCode>,
): void {
  for (const provider of inOrder(world.standardKeyProviders.group("vcenter", vcenter))) {
    if (isRotationDue(world, provider)) new Courier(world, unhealthy).rotate(provider);
  }
}

/** The health check. Paths of key providers none of whose servers answers, with the last reason. */
function checkKeyServers(world: World, vcenter: string): ReadonlyMap<string, ReasonCode> {
  const unhealthy = new Map<string, ReasonCode>();
  for (const provider of inOrder(world.standardKeyProviders.group("vcenter", vcenter))) {
    const reason = checkProvider(world, provider);
    if (reason !== null) unhealthy.set(provider.path, reason);
    noteHealth(world, provider, reason);
  }
  return unhealthy;
}

/** Asks every key server how it is. Null if one answers; else the last reason. */
export function checkProvider(
  world: World,
  provider: StandardKeyProviderRecord,
): ReasonCode | null {
  let reason: ReasonCode | null = "PROVIDER_UNREACHABLE";
  let isAnswered = false;
  for (const server of serversOf(world, provider)) {
    const undelivered = deliverToKeyServer(world, { kind: "key-server-status", provider, server });
    if (undelivered === null) isAnswered = true;
    else reason = undelivered;
  }
  return isAnswered ? null : reason;
}

function noteHealth(
  world: World,
  provider: StandardKeyProviderRecord,
  reason: ReasonCode | null,
): void {
  const healthy = reason === null;
  if (provider.healthy === healthy) return;
  world.standardKeyProviders.set(provider.path, { ...provider, healthy });
  if (provider.healthy === null && healthy) return;
  const kind = healthy ? "key-provider-healthy" : "key-provider-unhealthy";
  const text = healthy
    ? "A key server of the key provider answers."
    : `No key server of the key provider answers: ${reason}.`;
  tell(world, { kind, subject: provider.path, text });
}

/** Whether the host has every derivation key it may have. */
function sendDerivationKeys(world: World, hostPath: string): boolean {
  const vcenter = world.hosts.get(hostPath)?.vcenter ?? "";
  let isDone = true;
  for (const provider of inOrder(world.nativeKeyProviders.group("vcenter", vcenter))) {
    const host = world.hosts.get(hostPath);
    if (host === undefined) return false;
    const reason = pushDerivationKey(world, host, provider);
    if (reason === "VCENTER_UNREACHABLE" || reason === "NETWORK_PATH_CLOSED") isDone = false;
  }
  return isDone;
}

/** Whether the host has every key of its cluster that a key server makes. */
function sendKeys(world: World, courier: Courier, hostPath: string): boolean {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return false;
  const found: DeliveredKey[] = [];
  let isDone = true;
  for (const key of keysToSend(world, host)) {
    const bytes = courier.fetch(host.vcenter, key);
    if (isNoKey(bytes)) isDone = false;
    else found.push({ provider: key.provider, keyId: key.keyId, bytes });
  }
  return (found.length === 0 || pushKeys(world, host, found) === null) && isDone;
}

/** What the host lacks, or everything it should have if it wants every key. */
function keysToSend(world: World, host: HostRecord): readonly KeyName[] {
  const wanted = new Map<string, KeyName>();
  const want = (key: KeyName) => {
    const there = heldKey(world, host.path, key.keyId);
    if (there !== undefined && (isRemoved(there) || (there.cached && !host.wantsEveryKey))) return;
    const path = providerPath(host.vcenter, key.provider);
    if (world.nativeKeyProviders.has(path) || world.trustedKeyProviders.has(path)) return;
    if (!host.wantsEveryKey && findKeyOnHost(world, host, key) !== undefined) return;
    wanted.set(key.keyId, key);
  };
  if (host.hostKey !== null && host.wantsEveryKey) want(host.hostKey);
  const machines = world.virtualMachines.group("encryptedIn", host.cluster);
  for (const machine of machines.values()) keysOf(machine).forEach(want);
  return [...wanted.values()].sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
}
