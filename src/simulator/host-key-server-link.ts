// The link from a vSAN host to a key server: the host asks by itself, with its own list of key servers and its own copy
// of the client certificate, and vCenter has no part in it (VCF security guidelines, Standard Key Provider FAQ).

import {
  findRefusal,
  hostEnd,
  isKeyServerSilent,
  isLinkCut,
  isPathClosed,
  isTargetUnreachable,
  type UndeliveredReason,
} from "./network.js";
import type { HostRecord, KeyServerRecord } from "./records.js";
import type { KeyServerAccess } from "./vsan-records.js";
import { tell, type World } from "./world.js";

export interface HostToKeyServerMessage {
  readonly kind: "fetch-vsan-key";
  readonly host: HostRecord;
  readonly server: KeyServerRecord;
  readonly access: KeyServerAccess;
}

/** Sends a message from a host to a key server. Null means delivered. */
export function deliverFromHost(
  world: World,
  message: HostToKeyServerMessage,
): UndeliveredReason | null {
  const { kind, host, server } = message;
  const undelivered = linkFailure(world, message);
  world.observer.count({ kind, from: host.path, to: server.path, undelivered });
  if (undelivered !== null) {
    const subject = `${host.path} -> ${server.path}`;
    const text = `A ${kind} message was not delivered: ${undelivered}.`;
    tell(world, { kind: "message-undelivered", subject, text });
  }
  return undelivered;
}

/** Whether the link between a host and a key server is cut, or the host out of everyone's reach; firewalls aside. */
export function isHostCutOffFrom(world: World, host: HostRecord, server: KeyServerRecord): boolean {
  const to = { role: "keyServer", site: server.site, path: server.path } as const;
  return isTargetUnreachable(world, host.path) || isLinkCut(world, hostEnd(host), to);
}

function linkFailure(world: World, message: HostToKeyServerMessage): UndeliveredReason | null {
  const { host, server, access } = message;
  if (!host.up) return "HOST_DOWN";
  if (isKeyServerSilent(world, server) || isHostCutOffFrom(world, host, server)) {
    return "PROVIDER_UNREACHABLE";
  }
  if (isPathClosed(world, hostEnd(host), { site: server.site, port: server.port })) {
    return "NETWORK_PATH_CLOSED";
  }
  return findRefusal(world, access, server);
}
