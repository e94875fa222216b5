// The questions that every key path is made of: does this key server answer, is this host connected, may it
// keep keys. Each answers with a reason code, OK for yes, and no text, because the predictor asks often.

import type { ReasonCode } from "../model/survival.js";
import { type Conditions, hostEnd, isLinkCut, keyServerEnd, vcenterEnd } from "./conditions.js";
import { VCENTER_PORT } from "./defaults.js";
import type {
  Estate,
  EstateHost,
  EstateKey,
  EstateKeyProvider,
  EstateKeyServer,
  EstateKeyServerAccess,
  EstateVcenter,
} from "./estate.js";
import { type EstateIndex, pathKey } from "./estate-index.js";
import { NOT_KNOWN } from "./maybe.js";
import { isAtLeast, KEY_PERSISTENCE_MINIMUM, NATIVE_KEY_PROVIDER_MINIMUM } from "./versions.js";

/** What the questions are asked of. */
export interface Reach {
  readonly estate: Estate;
  readonly index: EstateIndex;
  readonly conditions: Conditions;
}

export type StandardKeyProvider = Extract<EstateKeyProvider, { kind: "standard" }>;
export type NativeKeyProvider = Extract<EstateKeyProvider, { kind: "native" }>;

/** Keys that apply has yet to make; whoever issues them will hold them. */
export const PLANNED_KEY = "planned:";

export function isPlannedKey({ id }: { readonly id: string }): boolean {
  return id.startsWith(PLANNED_KEY);
}

/** Whether vCenter is up. It is down while the machine it runs in is. */
export function vcenterReason(reach: Reach, vcenter: EstateVcenter): ReasonCode {
  const { conditions } = reach;
  if (vcenter.isDown === true || conditions.faults["vcenter-down"].has(vcenter.path))
    return "VCENTER_DOWN";
  return vcenter.runsOn === null || conditions.isRunning(vcenter.runsOn) ? "OK" : "VCENTER_DOWN";
}

/** Whether a host and its vCenter can talk. */
export function connectionReason(
  reach: Reach,
  host: EstateHost,
  vcenter: EstateVcenter,
): ReasonCode {
  if (host.present?.isCutOff === true) return "VCENTER_UNREACHABLE";
  const isStruck = reach.conditions.faults["trust-authority-host-unreachable"].has(host.path);
  if (isStruck) return "VCENTER_UNREACHABLE";
  const isCut = isLinkCut(reach.conditions, hostEnd(host), vcenterEnd(vcenter));
  if (isCut) return "VCENTER_UNREACHABLE";
  if (reach.index.closedPaths.size === 0) return "OK";
  const path = { fromSite: host.site, fromRole: "host", toSite: vcenter.site } as const;
  const isClosed = reach.index.closedPaths.has(pathKey({ ...path, port: VCENTER_PORT }));
  return isClosed ? "NETWORK_PATH_CLOSED" : "OK";
}

/** Whether vCenter gets an answer from a key server, whatever it asks for. */
function keyServerReason(
  reach: Reach,
  vcenter: EstateVcenter,
  server: EstateKeyServer,
): ReasonCode {
  const { conditions } = reach;
  if (server.isUnreachable === true) return "PROVIDER_UNREACHABLE";
  if (conditions.faults["key-server-unreachable"].has(server.path)) return "PROVIDER_UNREACHABLE";
  if (server.runsOn !== null && !conditions.isRunning(server.runsOn)) return "PROVIDER_UNREACHABLE";
  const isCut = isLinkCut(conditions, vcenterEnd(vcenter), keyServerEnd(server));
  if (isCut) return "PROVIDER_UNREACHABLE";
  if (isKmipPathClosed(reach, vcenter, server)) return "NETWORK_PATH_CLOSED";
  return isCertificateAccepted(reach, server) ? "OK" : "CERTIFICATE_EXPIRED";
}

/** Whether the certificate of a key server is taken now. */
export function isCertificateAccepted({ conditions }: Reach, server: EstateKeyServer): boolean {
  if (conditions.faults["certificate-expired"].has(server.path)) return false;
  return isCertificateValid(server, conditions.nowSeconds);
}

/** Who asks a key server, as far as user names and passwords go. */
export type KmipClient = Pick<EstateKeyServerAccess, "refusedBy">;

/** A key as vCenter asks for it. */
export interface KeyRequest {
  readonly id: string;
  readonly use: "host" | "workload";
  /** Id of the key that wraps it, which is what a key server then has. */
  readonly wrappedBy?: string;
}

/** The request for a key. One that is yet to be made is wrapped by the key that its provider names. */
export function keyRequest(
  provider: StandardKeyProvider,
  key: EstateKey,
  use: KeyRequest["use"],
): ProviderRequest {
  const isYetToBeMade = key.id.startsWith(PLANNED_KEY);
  const wrappedBy = isYetToBeMade ? provider.namedWrappingKeyId : key.wrappedBy;
  const plain = { id: key.id, use };
  return { provider, key: wrappedBy === undefined ? plain : { ...plain, wrappedBy } };
}

export interface ProviderRequest {
  readonly provider: StandardKeyProvider;
  readonly key: KeyRequest;
}

/**
 * Whether vCenter gets this key from a standard key provider: trust in both directions, valid
 * certificates, and one server that answers and has the key active. One server of several being down is
 * no fault (VCF security guidelines, Standard Key Provider FAQ).
 */
export function standardProviderReason(
  reach: Reach,
  vcenter: EstateVcenter,
  request: ProviderRequest,
): ReasonCode {
  const { provider, key } = request;
  if (!provider.clientTrustsServer || !provider.serverTrustsClient) return "TRUST_INCOMPLETE";
  const end = provider.clientCertificateNotAfterSeconds;
  if (end !== null && end <= reach.conditions.nowSeconds) return "CERTIFICATE_EXPIRED";
  let first: ReasonCode = "PROVIDER_UNREACHABLE";
  for (const [i, path] of provider.keyServers.entries()) {
    const server = reach.estate.keyServers.get(path);
    const reason =
      server === undefined
        ? "PROVIDER_UNREACHABLE"
        : serverKeyReason(reach, vcenter, { server, key, client: provider });
    if (reason === "OK") return "OK";
    if (i === 0 || isAboutTheKey(reason)) first = reason;
  }
  return first;
}

/** Whether a host may use a native key provider at all (VCF security guidelines, NKP FAQ). */
export function nativeProviderReason(
  provider: NativeKeyProvider,
  vcenter: EstateVcenter,
  host: EstateHost,
): ReasonCode {
  if (provider.backedUp === NOT_KNOWN) return "NOT_KNOWN_UNTIL_APPLY";
  if (!provider.backedUp) return "PROVIDER_NOT_BACKED_UP";
  if (!isAtLeast(vcenter.version, NATIVE_KEY_PROVIDER_MINIMUM))
    return "PROVIDER_UNSUPPORTED_VERSION";
  if (!isAtLeast(host.version, NATIVE_KEY_PROVIDER_MINIMUM)) return "PROVIDER_UNSUPPORTED_VERSION";
  return provider.tpmRequired && !host.tpm.present ? "PROVIDER_REQUIRES_TPM" : "OK";
}

/** Id of the derivation key that a key comes from; undefined for a key that a key server holds. */
export function derivationKeyOf(
  key: EstateKey,
  provider: EstateKeyProvider | undefined,
): string | undefined {
  if (key.derivedFrom !== undefined) return key.derivedFrom;
  const isYetToBeDerived = provider?.kind === "native" && key.id.startsWith(PLANNED_KEY);
  return isYetToBeDerived ? provider.keyId : undefined;
}

/**
 * Why a host that may use a native provider does not derive a key from it. A provider that was made anew
 * under its old name has another derivation key (VCF security guidelines, Native Key Provider FAQ).
 */
export function underivableReason(key: EstateKey, provider: NativeKeyProvider): ReasonCode {
  const isItsOwn = derivationKeyOf(key, provider) === provider.keyId;
  return isItsOwn ? "KDK_NOT_ON_HOST" : "PROVIDER_REPLACED";
}

/**
 * Whether a host keeps the keys it is given (vSphere Security, Enable and Disable Key Persistence on an
 * ESXi Host). A host that says it does and has no usable TPM is read as one that does not.
 */
export function persistenceReason(host: EstateHost): ReasonCode {
  if (host.keyPersistence === NOT_KNOWN || host.mode === NOT_KNOWN) return "NOT_KNOWN_UNTIL_APPLY";
  if (!host.keyPersistence) return "PERSISTENCE_OFF";
  if (!isAtLeast(host.version, KEY_PERSISTENCE_MINIMUM)) return "PERSISTENCE_UNSUPPORTED_VERSION";
  if (!host.tpm.present) return "NO_TPM";
  return host.mode === "TPM" ? "OK" : "CONFIGURATION_ENCRYPTION_MODE_NONE";
}

function isKmipPathClosed(reach: Reach, vcenter: EstateVcenter, server: EstateKeyServer): boolean {
  const { closedPaths } = reach.index;
  if (closedPaths.size === 0) return false;
  const path = { fromSite: vcenter.site, fromRole: "vcenter", toSite: server.site } as const;
  return closedPaths.has(pathKey({ ...path, port: server.port }));
}

/** Whether a key server may be talked to at a time, by the dates of its certificate. */
export function isCertificateValid(server: EstateKeyServer, now: number): boolean {
  const { certificateNotBeforeSeconds: from, certificateNotAfterSeconds: to } = server;
  if (server.isCertificateExpired === true) return false;
  return (from === null || from <= now) && (to === null || to > now);
}

/** Whether vCenter gets this key from one key server: a green status is not enough (Broadcom KB 435158). */
export function serverKeyReason(
  reach: Reach,
  vcenter: EstateVcenter,
  request: {
    readonly server: EstateKeyServer;
    readonly key: KeyRequest;
    readonly client: KmipClient;
  },
): ReasonCode {
  const { server, key, client } = request;
  const { faults } = reach.conditions;
  const reason = keyServerReason(reach, vcenter, server);
  if (reason !== "OK") return reason;
  if (client.refusedBy?.has(server.path) === true) return "CREDENTIALS_REFUSED";
  if (server.refusesKeys === true || faults["keys-refused"].has(server.path)) return "KEY_REFUSED";
  if (key.wrappedBy !== undefined) return wrappingKeyReason(server, key.wrappedBy);
  const held = heldKeyReason(server, key.id);
  const isOfMachines = key.use === "workload" || reach.index.machineKeyIds.has(key.id);
  const isDeactivated = isOfMachines && faults["keys-deactivated"].has(server.path);
  return held === "OK" && isDeactivated ? "KEY_INACTIVE" : held;
}

/** What a key server has of one key. */
export function heldKeyReason(server: EstateKeyServer, keyId: string): ReasonCode {
  if (keyId.startsWith(PLANNED_KEY)) return "OK";
  if (server.heldKeyIds !== undefined && !server.heldKeyIds.has(keyId)) {
    return "KEY_MISSING_ON_SERVER";
  }
  return server.inactiveKeyIds?.has(keyId) === true ? "KEY_INACTIVE" : "OK";
}

/** A key server that has the wrapping key unwraps whatever it wraps. */
export function wrappingKeyReason(server: EstateKeyServer, keyId: string): ReasonCode {
  const held = heldKeyReason(server, keyId);
  if (held === "KEY_MISSING_ON_SERVER") return "WRAPPING_KEY_MISSING";
  return held === "KEY_INACTIVE" ? "WRAPPING_KEY_INACTIVE" : held;
}

const ABOUT_THE_KEY: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "KEY_MISSING_ON_SERVER",
  "KEY_INACTIVE",
  "KEY_REFUSED",
  "WRAPPING_KEY_MISSING",
  "WRAPPING_KEY_INACTIVE",
]);

function isAboutTheKey(reason: ReasonCode): boolean {
  return ABOUT_THE_KEY.has(reason);
}
