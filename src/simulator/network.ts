// Messages and whether they arrive. Every fault of the simulated vSphere is one that is not delivered here:
// an end without power, a cut link, a closed firewall, a certificate that the other side refuses. What a
// message means is the business of its sender; nothing here knows keys.

import type { ReasonCode } from "../model/survival.js";
import { VCENTER_PORT } from "../vsphere/defaults.js";
import { areCredentialsRefused, type Credentials } from "./credentials.js";
import { faultId } from "./fault-id.js";
import type {
  HostRecord,
  KeyServerRecord,
  LinkEnd,
  StandardKeyProviderRecord,
  TargetFaultKind,
  VcenterRecord,
} from "./records.js";
import { nowSeconds, tell, type World } from "./world.js";

/**
 * Closed list. Only `create-key`, `fetch-key`, `fetch-vsan-key` and `fetch-primary-key` ask a key server for key
 * material.
 */
export const MESSAGE_KINDS = [
  "create-key",
  "fetch-key",
  "fetch-vsan-key",
  "fetch-primary-key",
  "attestation-request",
  "trusted-key-request",
  "key-server-status",
  "key-presence-question",
  "push-keys",
  "push-derivation-key",
  "push-vsan-configuration",
  "forget-keys",
  "key-request",
  "host-command",
  "migration",
] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

export type UndeliveredReason = Extract<
  ReasonCode,
  | "HOST_DOWN"
  | "VCENTER_DOWN"
  | "VCENTER_UNREACHABLE"
  | "PROVIDER_UNREACHABLE"
  | "TRUST_AUTHORITY_UNREACHABLE"
  | "NETWORK_PATH_CLOSED"
  | "TRUST_INCOMPLETE"
  | "CERTIFICATE_EXPIRED"
  | "CREDENTIALS_REFUSED"
>;

/** What trusted hosts and Trust Authority hosts say, past vCenter. */
export type TrustedMessageKind =
  | "fetch-primary-key"
  | "attestation-request"
  | "trusted-key-request";

/** Between a vCenter and one of its hosts, whichever speaks: a host holds a connection to its vCenter. */
export interface HostMessage {
  readonly kind: Exclude<
    MessageKind,
    KeyServerMessage["kind"] | "fetch-vsan-key" | TrustedMessageKind
  >;
  /** vCenter path. */
  readonly vcenter: string;
  /** Host path. */
  readonly host: string;
}

/** From vCenter to a key server, as the client of one key provider. */
export interface KeyServerMessage {
  readonly kind: "create-key" | "fetch-key" | "key-server-status";
  readonly provider: StandardKeyProviderRecord;
  readonly server: KeyServerRecord;
}

/** Sends a message between vCenter and a host. Null means delivered. */
export function deliverToHost(world: World, message: HostMessage): UndeliveredReason | null {
  const undelivered = hostLinkFailure(world, message);
  const fromHost = message.kind === "key-request";
  world.observer.count({
    kind: message.kind,
    from: fromHost ? message.host : message.vcenter,
    to: fromHost ? message.vcenter : message.host,
    undelivered,
  });
  return undelivered;
}

/** Sends a message from vCenter to a key server. Null means delivered. */
export function deliverToKeyServer(
  world: World,
  message: KeyServerMessage,
): UndeliveredReason | null {
  const { kind, provider, server } = message;
  const undelivered = keyServerLinkFailure(world, message);
  world.observer.count({ kind, from: provider.vcenter, to: server.path, undelivered });
  if (undelivered !== null && kind !== "key-server-status") {
    const subject = `${provider.vcenter} -> ${server.path}`;
    const text = `A ${kind} message was not delivered: ${undelivered}.`;
    tell(world, { kind: "message-undelivered", subject, text });
  }
  return undelivered;
}

/** Whether a host is up and its vCenter reaches it. */
export function isHostConnected(world: World, { vcenter, path }: HostRecord): boolean {
  return hostLinkFailure(world, { vcenter, host: path }) === null;
}

/** Whether a vCenter is switched off or out of everyone's reach, whatever it runs on. */
export function isVcenterStruck(world: World, { name, up }: VcenterRecord): boolean {
  return !up || isStruckBy(world, "unreachable", name);
}

/** Whether a host is out of reach, or its link to its vCenter is cut; firewalls aside. */
export function isHostCutOff(world: World, host: HostRecord): boolean {
  const vcenter = world.vcenters.get(host.vcenter);
  if (isTargetUnreachable(world, host.path)) return true;
  return vcenter !== undefined && isLinkCut(world, endOf(vcenter), hostEnd(host));
}

/** Whether a key server is switched off or out of its vCenter's reach, whatever it runs on; firewalls aside. */
export function isKeyServerStruck(world: World, server: KeyServerRecord): boolean {
  const vcenter = world.vcenters.get(server.vcenter);
  if (isKeyServerDownByItself(world, server)) return true;
  const to: End = { role: "keyServer", site: server.site, path: server.path };
  return vcenter !== undefined && isLinkCut(world, endOf(vcenter), to);
}

/** Whether a key server is switched off or out of everyone's reach; whether what it runs on is up is another matter. */
export function isKeyServerDownByItself(world: World, server: KeyServerRecord): boolean {
  const isOff = world.keyMachines.get(server.address)?.up === false;
  return isOff || isServerStruckBy(world, "unreachable", server);
}

/** Whether a vCenter runs: switched on, and so is the machine it runs on. */
export function isVcenterUp(world: World, path: string): boolean {
  const vcenter = world.vcenters.get(path);
  return vcenter?.up === true && isMachineUp(world, vcenter.runsOn);
}

/** Whether a vCenter runs and nothing has cut it off as a whole. */
export function isVcenterReachable(world: World, path: string): boolean {
  return isVcenterUp(world, path) && !isStruckBy(world, "unreachable", path);
}

/** Whether a key server answers nobody: it is down by itself, or with the machine it runs on. */
export function isKeyServerSilent(world: World, server: KeyServerRecord): boolean {
  return isKeyServerDownByItself(world, server) || !isMachineUp(world, server.runsOn);
}

/** A machine that is named but not there yet is not what the server runs on. */
function isMachineUp(world: World, runsOn: string | null): boolean {
  if (runsOn === null) return true;
  return world.virtualMachines.get(runsOn)?.running ?? true;
}

function hostLinkFailure(
  world: World,
  message: Pick<HostMessage, "vcenter" | "host">,
): UndeliveredReason | null {
  const vcenter = world.vcenters.get(message.vcenter);
  const host = world.hosts.get(message.host);
  if (vcenter === undefined || !isVcenterUp(world, message.vcenter)) return "VCENTER_DOWN";
  if (host === undefined || !host.up) return "HOST_DOWN";
  const ends = [vcenter.name, host.path];
  if (ends.some((path) => isTargetUnreachable(world, path))) return "VCENTER_UNREACHABLE";
  const from = endOf(vcenter);
  const to = hostEnd(host);
  if (isLinkCut(world, from, to)) return "VCENTER_UNREACHABLE";
  return isPathClosed(world, to, { site: vcenter.site, port: VCENTER_PORT })
    ? "NETWORK_PATH_CLOSED"
    : null;
}

/** Why a message from vCenter to a key server would not be answered now; null if it would. */
export function keyServerLinkFailure(
  world: World,
  message: KeyServerMessage,
): UndeliveredReason | null {
  const { provider, server } = message;
  const vcenter = world.vcenters.get(provider.vcenter);
  if (vcenter === undefined || !isVcenterUp(world, provider.vcenter)) return "VCENTER_DOWN";
  if (isStruckBy(world, "unreachable", vcenter.name)) return "VCENTER_UNREACHABLE";
  if (isKeyServerSilent(world, server)) return "PROVIDER_UNREACHABLE";
  const from = endOf(vcenter);
  if (isLinkCut(world, from, { role: "keyServer", site: server.site, path: server.path })) {
    return "PROVIDER_UNREACHABLE";
  }
  if (isPathClosed(world, from, { site: server.site, port: server.port })) {
    return "NETWORK_PATH_CLOSED";
  }
  return findRefusal(world, provider, server);
}

/** The client's side of mutual TLS, and the user name and password that it presents. */
type Client = Pick<
  StandardKeyProviderRecord,
  "clientTrustsServer" | "serverTrustsClient" | "clientCertificateNotAfter"
> &
  Partial<Credentials>;

/** Mutual TLS, with certificates trusted and valid now; then credentials, where they are demanded (Broadcom KB 396701). */
export function findRefusal(
  world: World,
  client: Client,
  server: KeyServerRecord,
): UndeliveredReason | null {
  if (!client.clientTrustsServer || !client.serverTrustsClient) return "TRUST_INCOMPLETE";
  const end = client.clientCertificateNotAfter;
  const isClientValid = end === null || nowSeconds(world) < secondsOf(end);
  if (!isClientValid || !isServerCertificateValid(world, server)) return "CERTIFICATE_EXPIRED";
  return areCredentialsRefused(world, server, client) ? "CREDENTIALS_REFUSED" : null;
}

/** Whether the certificate of a key server is valid now. */
export function isServerCertificateValid(world: World, server: KeyServerRecord): boolean {
  const now = nowSeconds(world);
  const { certificateNotBefore: start, certificateNotAfter: end } = server;
  if (isServerStruckBy(world, "certificate-expired", server)) return false;
  return (start === null || now >= secondsOf(start)) && (end === null || now < secondsOf(end));
}

/** One end of a link, as faults name it. */
export type End = Required<Pick<LinkEnd, "role" | "site" | "path">>;

function endOf(vcenter: VcenterRecord): End {
  return { role: "vcenter", site: vcenter.site, path: vcenter.name };
}

/** The end of a link that a host is. */
export function hostEnd({ site, path }: HostRecord): End {
  return { role: "host", site, path };
}

/** Whether something is out of everyone's reach. */
export function isTargetUnreachable(world: World, path: string): boolean {
  return isStruckBy(world, "unreachable", path);
}

function isStruckBy(world: World, kind: TargetFaultKind, target: string): boolean {
  return world.faults.size > 0 && world.faults.has(faultId({ kind, target }));
}

/** Entries with one address are one server: a fault is its own under each of its names. */
export function isServerStruckBy(
  world: World,
  kind: TargetFaultKind,
  server: KeyServerRecord,
): boolean {
  if (world.faults.size === 0) return false;
  const entries = world.keyServers.group("address", server.address);
  for (const path of entries.keys()) if (isStruckBy(world, kind, path)) return true;
  return isStruckBy(world, kind, server.path);
}

/** A cut link carries neither questions nor answers, so its direction does not matter. */
export function isLinkCut(world: World, from: End, to: End): boolean {
  for (const fault of world.faults.group("kind", "link-cut").values()) {
    if (fault.kind !== "link-cut") continue;
    const there = matches(fault.from, from) && matches(fault.to, to);
    if (there || (matches(fault.from, to) && matches(fault.to, from))) return true;
  }
  return false;
}

function matches(pattern: LinkEnd, end: End): boolean {
  return (
    (pattern.role === undefined || pattern.role === end.role) &&
    (pattern.site === undefined || pattern.site === end.site) &&
    (pattern.exceptSite === undefined || pattern.exceptSite !== end.site) &&
    (pattern.path === undefined || pattern.path === end.path)
  );
}

/** Firewalls go by who opens the connection. */
export function isPathClosed(world: World, from: End, to: { site: string; port: number }): boolean {
  if (world.networkPaths.size === 0) return false;
  const id = `network/${from.site}/${from.role}/${to.site}/${to.port}`;
  return world.networkPaths.get(id)?.allowed === false;
}

const SECONDS = new Map<string, number>();

/** Unix seconds of an RFC 3339 time. */
export function secondsOf(time: string): number {
  const seconds = SECONDS.get(time) ?? Math.floor(Date.parse(time) / 1000);
  SECONDS.set(time, seconds);
  return seconds;
}
