// Messages of vSphere Trust Authority and whether they arrive: from a trusted host to the services of a Trust
// Authority host, and from there to a key server. No vCenter is in their way.

import { VCENTER_PORT } from "../vsphere/defaults.js";
import { areCredentialsRefused } from "./credentials.js";
import {
  hostEnd,
  isKeyServerSilent,
  isLinkCut,
  isPathClosed,
  isServerCertificateValid,
  isTargetUnreachable,
  type UndeliveredReason,
} from "./network.js";
import type { HostRecord, KeyServerRecord } from "./records.js";
import type { World } from "./world.js";

/** From a trusted host to the services of a Trust Authority host. */
export interface ServiceMessage {
  readonly kind: "attestation-request" | "trusted-key-request";
  readonly host: HostRecord;
  readonly service: HostRecord;
}

/** Sends a message to a Trust Authority host. Null means delivered. */
export function deliverToService(world: World, message: ServiceMessage): UndeliveredReason | null {
  const { kind, host, service } = message;
  const undelivered = serviceLinkFailure(world, message);
  world.observer.count({ kind, from: host.path, to: service.path, undelivered });
  return undelivered;
}

/** Has the key provider service of a Trust Authority host ask a key server. Null means delivered. */
export function deliverFromService(
  world: World,
  { service, server }: { readonly service: HostRecord; readonly server: KeyServerRecord },
): UndeliveredReason | null {
  const undelivered = keyServerFailure(world, service, server);
  const kind = "fetch-primary-key";
  world.observer.count({ kind, from: service.path, to: server.path, undelivered });
  return undelivered;
}

/** Whether the link from a trusted host to a Trust Authority host, or from that to a key server, is cut. */
export function isCutFrom(
  world: World,
  host: HostRecord,
  other: HostRecord | KeyServerRecord,
): boolean {
  const { site, path } = other;
  const isAsking = "address" in other;
  const role = isAsking ? "keyServer" : "trustAuthorityHost";
  const end = isAsking ? { ...hostEnd(host), role: "trustAuthorityHost" as const } : hostEnd(host);
  return isLinkCut(world, end, { role, site, path });
}

function serviceLinkFailure(
  world: World,
  { host, service }: ServiceMessage,
): UndeliveredReason | null {
  if (!host.up) return "HOST_DOWN";
  const isAnswering = service.up && !isTargetUnreachable(world, service.path);
  if (!isAnswering || isTargetUnreachable(world, host.path) || isCutFrom(world, host, service)) {
    return "TRUST_AUTHORITY_UNREACHABLE";
  }
  const isClosed = isPathClosed(world, hostEnd(host), { site: service.site, port: VCENTER_PORT });
  return isClosed ? "NETWORK_PATH_CLOSED" : null;
}

function keyServerFailure(
  world: World,
  service: HostRecord,
  server: KeyServerRecord,
): UndeliveredReason | null {
  if (isKeyServerSilent(world, server) || isCutFrom(world, service, server)) {
    return "PROVIDER_UNREACHABLE";
  }
  if (isPathClosed(world, hostEnd(service), { site: server.site, port: server.port })) {
    return "NETWORK_PATH_CLOSED";
  }
  if (!isServerCertificateValid(world, server)) return "CERTIFICATE_EXPIRED";
  return areCredentialsRefused(world, server, null) ? "CREDENTIALS_REFUSED" : null;
}
