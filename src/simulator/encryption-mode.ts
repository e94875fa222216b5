// Encryption mode of a host, enabled by hand (vSphere API, HostSystem.ConfigureCryptoKey): vCenter takes the host
// from any state to crypto safe, sends it every key again, and unlocks every encrypted machine registered on it.
// Hosts usually get there without anybody asking; after a disabling nothing else brings them back but a reboot.

import type { ReasonCode } from "../model/survival.js";
import { VsphereFault } from "../provider/backend.js";
import { Courier, isNoKey, obtainKey } from "./courier.js";
import { applyCryptoCall, bringHostKey, hostKeyProviderOf } from "./host-crypto.js";
import { findKeyOnHost, forgetRemovals } from "./host-keys.js";
import { faultOf } from "./machine-keys.js";
import { reasonClause } from "./reason-sentences.js";
import type { HostRecord } from "./records.js";
import { bringUpToDate } from "./remediation.js";
import { demand, requireConnectedHost, requireRecord } from "./require.js";
import { tryUnlock } from "./vm-operations.js";
import { inOrder, tell, type World } from "./world.js";

/** A key that a host is told to use as its host key. */
export interface ChosenHostKey {
  /** Standard key provider by name. */
  readonly provider: string;
  readonly keyId: string;
}

/**
 * Makes a host crypto safe with the host key it had, or `key`. Paths of the machines that are unlocked by it.
 * VsphereFault `HostCommunication`, or `KeyProviderUnavailable` or `HostNotCryptoSafe` without a host key.
 */
export function configureCryptoKey(
  world: World,
  request: { readonly host: string; readonly key: ChosenHostKey | null },
): readonly string[] {
  const host = requireConnectedHost(world, request.host);
  const courier = new Courier(world);
  const { key } = request;
  const provider = key?.provider ?? host.hostKey?.provider ?? hostKeyProviderOf(world, host);
  const reason =
    key === null ? enable(world, courier, host) : enableWith(world, courier, { host, key });
  if (reason !== null) throw noHostKey(host.path, provider, reason);
  sendEveryKey(world, courier, host.path);
  return unlockMachines(world, courier, host.path);
}

/**
 * `CryptoManagerHostDisable`: no new encrypted machines; incapable after the next reboot, or at once without a host
 * key. VsphereFault `ResourceInUse` while an encrypted machine is on the host, `InvalidState` if it is disabled already.
 */
export function disableHostEncryption(world: World, path: string): void {
  const { cluster } = requireHostUp(world, path);
  const isPlain = !world.vsanEncryptions.has(cluster);
  demand(isPlain, "ResourceInUse", `"${path}" is in a cluster whose vSAN is encrypted.`);
  const machines = [...world.virtualMachines.group("host", path).values()];
  const isFree = machines.every((machine) => machine.home === null);
  demand(isFree, "ResourceInUse", `There are encrypted virtual machines on "${path}".`);
  applyCryptoCall(world, path, { call: "disable" });
}

/** `CryptoManagerHostPrepare`: the host may be given a host key. VsphereFault `InvalidState` unless it is incapable. */
export function prepareHost(world: World, path: string): void {
  requireHostUp(world, path);
  applyCryptoCall(world, path, { call: "prepare" });
}

/**
 * `CryptoManagerHostEnable` with a key that vCenter fetches: a prepared host is crypto safe with it. VsphereFault
 * `InvalidState` for a host that is not prepared, `AlreadyExists` for one that has another host key.
 */
export function giveHostKey(
  world: World,
  { host: path, key }: { readonly host: string; readonly key: ChosenHostKey },
): void {
  const host = requireConnectedHost(world, path);
  applyCryptoCall(world, path, { call: "enable", keyId: key.keyId });
  const isThere = findKeyOnHost(world, host, { ...key, derivedFrom: null }) !== undefined;
  if (host.cryptoState === "safe" && isThere) return;
  const bytes = obtainKey(world, new Courier(world), { host, key: { ...key, derivedFrom: null } });
  if (isNoKey(bytes)) throw noHostKey(path, key.provider, bytes.reason);
  noteHostKey(world, requireRecord(world.hosts, path, "host"), key);
}

function requireHostUp(world: World, path: string): HostRecord {
  const host = requireRecord(world.hosts, path, "host");
  demand(host.up, "HostCommunication", `The host "${path}" is down.`);
  return host;
}

function noHostKey(path: string, provider: string | null, reason: ReasonCode): VsphereFault {
  const clause = reasonClause(reason, { provider, host: path });
  return new VsphereFault(faultOf(reason), `"${path}" cannot become crypto safe: ${clause}.`);
}

function enable(world: World, courier: Courier, host: HostRecord): ReasonCode | null {
  return host.cryptoState === "safe" ? null : bringHostKey(world, courier, host.path);
}

function enableWith(
  world: World,
  courier: Courier,
  { host, key }: { readonly host: HostRecord; readonly key: ChosenHostKey },
): ReasonCode | null {
  const bytes = obtainKey(world, courier, { host, key: { ...key, derivedFrom: null } });
  if (isNoKey(bytes)) return bytes.reason;
  applyCryptoCall(world, host.path, { call: "configure", keyId: key.keyId });
  noteHostKey(world, requireRecord(world.hosts, host.path, "host"), key);
  return null;
}

function noteHostKey(world: World, host: HostRecord, key: ChosenHostKey): void {
  world.hosts.set(host.path, { ...host, hostKey: { ...key, derivedFrom: null } });
  const text = `The host is crypto safe with host key ${key.keyId}.`;
  tell(world, { kind: "host-crypto-safe", subject: host.path, text });
}

/** Those it has too: what was taken off it behind vCenter's back comes back. */
function sendEveryKey(world: World, courier: Courier, path: string): void {
  forgetRemovals(world, path);
  const host = requireRecord(world.hosts, path, "host");
  world.hosts.set(path, { ...host, lacksKeys: true, wantsEveryKey: true });
  bringUpToDate(world, courier, path);
}

function unlockMachines(world: World, courier: Courier, path: string): readonly string[] {
  const locked = inOrder(world.virtualMachines.group("host", path)).filter((each) => each.locked);
  return locked
    .filter((machine) => tryUnlock(world, courier, machine) === null)
    .map((machine) => machine.path);
}
