// The questions of vSphere Trust Authority, with a reason code for an answer, OK for yes: is this host attested,
// would it be if it asked, does a key come through the services (vSphere Security, Trust Authority Concepts and
// Process Flows).

import type { ReasonCode } from "../model/survival.js";
import { hostEnd, isLinkCut, keyServerEnd, serviceEnd } from "./conditions.js";
import { VCENTER_PORT } from "./defaults.js";
import type {
  EstateHost,
  EstateKey,
  EstateKeyProvider,
  EstateKeyServer,
  EstateTrustAuthority,
} from "./estate.js";
import { pathKey } from "./estate-index.js";
import { NOT_KNOWN } from "./maybe.js";
import {
  heldKeyReason,
  isCertificateAccepted,
  isPlannedKey,
  type KmipClient,
  type Reach,
} from "./reach.js";
import { isTpmUsable } from "./tpm.js";

export type TrustedKeyProvider = Extract<EstateKeyProvider, { kind: "trusted" }>;

/** A host with what a boot and an attestation change about it. */
export interface TrustedHost {
  readonly host: EstateHost;
  /** Unix seconds; null without an attestation. */
  readonly attestedUntilSeconds: number | null;
  readonly tpmIdentity: string;
  readonly isSecureBootMeasured: boolean;
}

/** A host as the estate has it. */
export function trustedHost(host: EstateHost): TrustedHost {
  const { attestedUntilSeconds = null, isSecureBootMeasured = host.secureBoot } =
    host.present ?? {};
  return { host, attestedUntilSeconds, tpmIdentity: tpmIdentityOf(host), isSecureBootMeasured };
}

/** The endorsement key of its TPM, as far as it is known; a host that is yet to be racked has one of its own. */
export function tpmIdentityOf({ path, present }: EstateHost): string {
  return present?.tpmIdentity ?? `planned:${path}`;
}

/** The Trust Authority that attests the hosts of a cluster; undefined for one whose hosts are not trusted hosts. */
export function authorityOf({ index }: Reach, cluster: string): EstateTrustAuthority | undefined {
  return index.authorityOf.get(cluster);
}

/** Whether virtual machines may be powered on on a host, as far as attestation has a say. */
export function attestationReason(reach: Reach, trusted: TrustedHost): ReasonCode {
  if (authorityOf(reach, trusted.host.cluster) === undefined) return "OK";
  return isAttested(reach, trusted) ? "OK" : "HOST_NOT_ATTESTED";
}

/** Whether a host of a trusted cluster would be attested if it asked now. */
export function attestableReason(reach: Reach, trusted: TrustedHost): ReasonCode {
  const authority = authorityOf(reach, trusted.host.cluster);
  if (authority === undefined) return "HOST_NOT_TRUSTED";
  let reason: ReasonCode = "TRUST_AUTHORITY_UNREACHABLE";
  for (const service of servicesOf(reach, authority)) {
    reason = serviceReason(reach, trusted.host, service);
    if (reason === "OK") return measuredReason(authority, trusted);
  }
  return reason;
}

/** What an attestation service makes of a host, once it is asked. */
function measuredReason(authority: EstateTrustAuthority, trusted: TrustedHost): ReasonCode {
  const { host, tpmIdentity, isSecureBootMeasured } = trusted;
  if (!isTpmUsable(host.tpm)) return "NO_TPM";
  const { trustedTpms, baseImages } = authority;
  const isTpmKnown = trustedTpms !== NOT_KNOWN;
  if (isTpmKnown && trustedTpms?.has(tpmIdentity) === false) return "TPM_NOT_TRUSTED";
  if (!isSecureBootMeasured) return "SECURE_BOOT_OFF";
  if (baseImages !== NOT_KNOWN && !baseImages.includes(host.version)) {
    return "BASE_IMAGE_NOT_TRUSTED";
  }
  return isTpmKnown && baseImages !== NOT_KNOWN ? "OK" : "NOT_KNOWN_UNTIL_APPLY";
}

/** Whether an attested host gets a key of a trusted key provider, from the first service that has the primary key. */
export function trustedKeyReason(
  reach: Reach,
  trusted: TrustedHost,
  { provider, key }: { readonly provider: TrustedKeyProvider; readonly key: EstateKey },
): ReasonCode {
  const authority = authorityOf(reach, trusted.host.cluster);
  if (authority?.path !== provider.trustAuthority) return "HOST_NOT_TRUSTED";
  let reason: ReasonCode = "TRUST_AUTHORITY_UNREACHABLE";
  for (const service of servicesOf(reach, authority)) {
    reason = serviceReason(reach, trusted.host, service);
    if (reason === "OK" && !isAttested(reach, trusted)) reason = "HOST_NOT_ATTESTED";
    if (reason === "OK") reason = primaryKeyReason(reach, service, provider);
    if (reason === "OK" && !isWrappedUnder(key, provider)) reason = "PROVIDER_REPLACED";
    if (reason === "OK") return reason;
  }
  return reason;
}

/** Whether any service has the primary key of a provider, whoever asks. */
export function servicesReason(reach: Reach, provider: TrustedKeyProvider): ReasonCode {
  const authority = reach.estate.trustAuthorities.get(provider.trustAuthority);
  let reason: ReasonCode = "TRUST_AUTHORITY_UNREACHABLE";
  for (const service of authority === undefined ? [] : servicesOf(reach, authority)) {
    reason = primaryKeyReason(reach, service, provider);
    if (reason === "OK") return reason;
  }
  return reason;
}

/** Whether any service answers a trusted host. */
export function anyServiceReason(
  reach: Reach,
  host: EstateHost,
  authority: EstateTrustAuthority,
): ReasonCode {
  let reason: ReasonCode = "TRUST_AUTHORITY_UNREACHABLE";
  for (const service of servicesOf(reach, authority)) {
    reason = serviceReason(reach, host, service);
    if (reason === "OK") return reason;
  }
  return reason;
}

/** Trust Authority hosts in the order in which they are asked. */
export function servicesOf({ index }: Reach, { cluster }: EstateTrustAuthority) {
  return index.hostsOf.get(cluster) ?? [];
}

function isAttested({ conditions }: Reach, { attestedUntilSeconds: until }: TrustedHost): boolean {
  return until !== null && conditions.nowSeconds < until;
}

/** A key that apply will make is wrapped under whatever the provider has then. */
function isWrappedUnder(key: EstateKey, provider: TrustedKeyProvider): boolean {
  return isPlannedKey(key) || key.wrappedBy === provider.masterKeyId;
}

function serviceReason(reach: Reach, host: EstateHost, service: EstateHost): ReasonCode {
  const { conditions, index } = reach;
  const isAnswering = conditions.isHostUp(service.path) && !isIsolated(reach, service);
  const isCut =
    isLinkCut(conditions, hostEnd(host), serviceEnd(service)) ||
    host.present?.cutFrom?.has(service.path) === true;
  if (!isAnswering || isIsolated(reach, host) || isCut) return "TRUST_AUTHORITY_UNREACHABLE";
  const path = { fromSite: host.site, fromRole: "host", toSite: service.site } as const;
  const isClosed = index.closedPaths.has(pathKey({ ...path, port: VCENTER_PORT }));
  return isClosed ? "NETWORK_PATH_CLOSED" : "OK";
}

function isIsolated({ conditions }: Reach, { path, present }: EstateHost): boolean {
  return (
    present?.isIsolated === true || conditions.faults["trust-authority-host-unreachable"].has(path)
  );
}

/** Whether a key provider service has the primary key from one of its key servers. */
function primaryKeyReason(
  reach: Reach,
  service: EstateHost,
  provider: TrustedKeyProvider,
): ReasonCode {
  let reason: ReasonCode = "PROVIDER_UNREACHABLE";
  for (const path of provider.keyServers) {
    const server = reach.estate.keyServers.get(path);
    if (server === undefined) continue;
    reason = serverReason(reach, service, { server, client: provider });
    if (reason === "OK") reason = primaryKeyOn(reach, server, provider.masterKeyId);
    if (reason === "OK") return reason;
  }
  return reason;
}

function serverReason(
  reach: Reach,
  service: EstateHost,
  { server, client }: { readonly server: EstateKeyServer; readonly client: KmipClient },
): ReasonCode {
  const { conditions, index } = reach;
  const isDown =
    server.isDown === true ||
    conditions.faults["key-server-unreachable"].has(server.path) ||
    (server.runsOn !== null && !conditions.isRunning(server.runsOn));
  const isCut =
    isLinkCut(conditions, serviceEnd(service), keyServerEnd(server)) ||
    service.present?.cutFrom?.has(server.path) === true;
  if (isDown || isCut) return "PROVIDER_UNREACHABLE";
  const path = { fromSite: service.site, fromRole: "host", toSite: server.site } as const;
  if (index.closedPaths.has(pathKey({ ...path, port: server.port }))) return "NETWORK_PATH_CLOSED";
  if (!isCertificateAccepted(reach, server)) return "CERTIFICATE_EXPIRED";
  return client.refusedBy?.has(server.path) === true ? "CREDENTIALS_REFUSED" : "OK";
}

function primaryKeyOn(reach: Reach, server: EstateKeyServer, id: string): ReasonCode {
  const { faults } = reach.conditions;
  if (server.refusesKeys === true || faults["keys-refused"].has(server.path)) return "KEY_REFUSED";
  const held = heldKeyReason(server, id);
  const isDeactivated =
    faults["keys-deactivated"].has(server.path) && reach.index.primaryKeys.has(id);
  return held === "OK" && isDeactivated ? "KEY_INACTIVE" : held;
}
