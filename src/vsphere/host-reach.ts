// The questions about a vSAN host that asks key servers itself: does this one answer it, does it give it the key, may the
// host keep it. As in reach.ts each answers with a reason code; vCenter appears in none of them.

import type { ReasonCode } from "../model/survival.js";
import { hostEnd, isLinkCut, keyServerEnd } from "./conditions.js";
import type {
  EstateHost,
  EstateKey,
  EstateKeyProvider,
  EstateKeyServer,
  EstateKeyServerAccess,
} from "./estate.js";
import { pathKey } from "./estate-index.js";
import {
  heldKeyReason,
  isCertificateValid,
  type KmipClient,
  persistenceReason,
  type Reach,
  wrappingKeyReason,
} from "./reach.js";
import { isAtLeast, VSAN_KEY_PERSISTENCE_MINIMUM } from "./versions.js";

export interface HostRequest {
  /** What the host was told; null for nothing. */
  readonly access: EstateKeyServerAccess | null;
  readonly key: EstateKey;
  /** Key servers that the host cannot talk to, firewalls aside. */
  readonly cutOffFrom: ReadonlySet<string>;
}

/** Whether a host gets a key from one of the key servers it was told of (Standard Key Provider FAQ). */
export function hostFetchReason(reach: Reach, host: EstateHost, request: HostRequest): ReasonCode {
  const { access, key } = request;
  if (access === null || access.provider !== key.provider) return "KEY_SERVERS_NOT_TOLD";
  if (!access.clientTrustsServer || !access.serverTrustsClient) return "TRUST_INCOMPLETE";
  const end = access.clientCertificateNotAfterSeconds;
  if (end !== null && end <= reach.conditions.nowSeconds) return "CERTIFICATE_EXPIRED";
  let first: ReasonCode = "PROVIDER_UNREACHABLE";
  for (const [i, path] of access.keyServers.entries()) {
    const server = reach.estate.keyServers.get(path);
    const reason =
      server === undefined
        ? "PROVIDER_UNREACHABLE"
        : hostServerReason(reach, host, { ...request, server, client: access });
    if (reason === "OK") return "OK";
    if (i === 0) first = reason;
  }
  return first;
}

/** Whether one key server gives a host a key. */
export function hostServerReason(
  reach: Reach,
  host: EstateHost,
  request: Pick<HostRequest, "key" | "cutOffFrom"> & {
    readonly server: EstateKeyServer;
    readonly client: KmipClient;
  },
): ReasonCode {
  const { server, key, cutOffFrom, client } = request;
  const { conditions, index } = reach;
  const { faults } = conditions;
  if (server.isDown === true || faults["key-server-unreachable"].has(server.path)) {
    return "PROVIDER_UNREACHABLE";
  }
  if (server.runsOn !== null && !conditions.isRunning(server.runsOn)) return "PROVIDER_UNREACHABLE";
  const isCut = isLinkCut(conditions, hostEnd(host), keyServerEnd(server));
  if (isCut || cutOffFrom.has(server.path)) return "PROVIDER_UNREACHABLE";
  const way = { fromSite: host.site, fromRole: "host", toSite: server.site } as const;
  if (index.closedPaths.has(pathKey({ ...way, port: server.port }))) return "NETWORK_PATH_CLOSED";
  if (faults["certificate-expired"].has(server.path)) return "CERTIFICATE_EXPIRED";
  if (!isCertificateValid(server, conditions.nowSeconds)) return "CERTIFICATE_EXPIRED";
  if (client.refusedBy?.has(server.path) === true) return "CREDENTIALS_REFUSED";
  if (server.refusesKeys === true || faults["keys-refused"].has(server.path)) return "KEY_REFUSED";
  return key.wrappedBy === undefined
    ? heldKeyReason(server, key.id)
    : wrappingKeyReason(server, key.wrappedBy);
}

/** Whether key persistence keeps the KEK of vSAN, which it does from ESXi 7.0 U3 on. */
export function vsanPersistenceReason(host: EstateHost): ReasonCode {
  const reason = persistenceReason(host);
  if (reason !== "OK") return reason;
  return isAtLeast(host.version, VSAN_KEY_PERSISTENCE_MINIMUM) ? "OK" : "PERSISTENCE_WITHOUT_VSAN";
}

/** What vCenter would tell a host of a standard key provider; undefined for others. */
export function accessTo(
  provider: EstateKeyProvider | undefined,
): EstateKeyServerAccess | undefined {
  if (provider?.kind !== "standard") return undefined;
  const { name, keyServers, clientTrustsServer, serverTrustsClient } = provider;
  const { clientCertificateNotAfterSeconds, refusedBy } = provider;
  return {
    provider: name,
    keyServers,
    clientTrustsServer,
    serverTrustsClient,
    clientCertificateNotAfterSeconds,
    ...(refusedBy === undefined ? {} : { refusedBy }),
  };
}
