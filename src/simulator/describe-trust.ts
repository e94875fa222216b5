// What belongs to vSphere Trust Authority in a world, in the words of an estate: ids and facts, no conclusions.

import type { HostInfo } from "../provider/backend.js";
import type {
  EstateHostPresence,
  EstateKeyProvider,
  EstateTrustAuthority,
} from "../vsphere/estate.js";
import { authorityOf, isAttested, isRefused, servicesOf } from "./attestation.js";
import { refusedBy } from "./credentials.js";
import { isTargetUnreachable } from "./network.js";
import { isCutFrom } from "./network-trust.js";
import type { HostRecord } from "./records.js";
import type { TrustAuthorityRecord, TrustedKeyProviderRecord } from "./records-trust.js";
import { endorsementKeyOf, nextEndorsementKeyOf } from "./tpm-identity.js";
import { timeOf, type World } from "./world.js";

export function describeAuthority(record: TrustAuthorityRecord): EstateTrustAuthority {
  const { path, vcenter, cluster, trustedClusters, baseImages } = record;
  const keys = record.trustedTpms?.map(({ publicKey }) => publicKey);
  const trustedTpms = keys === undefined ? null : new Set(keys);
  return { path, vcenter, cluster, trustedClusters, baseImages, trustedTpms };
}

export function describeTrustedProvider(
  world: World,
  record: TrustedKeyProviderRecord,
): EstateKeyProvider {
  const { path, vcenter, name, trustAuthority, masterKeyId, keyServers } = record;
  const refusing = refusedBy(world, keyServers, null);
  const facts = { path, vcenter, name, trustAuthority, masterKeyId, keyServers };
  return { kind: "trusted", ...facts, ...(refusing === undefined ? {} : { refusedBy: refusing }) };
}

/** Of a trusted host and of a Trust Authority host; others have no such facts. */
export function describeTrust(
  world: World,
  host: HostRecord,
): Pick<
  EstateHostPresence,
  | "attestedUntilSeconds"
  | "isAttestationRefused"
  | "tpmIdentity"
  | "nextTpmIdentity"
  | "isSecureBootMeasured"
  | "isIsolated"
  | "cutFrom"
> {
  if (world.trustAuthorities.size === 0) return {};
  const isIsolated = isTargetUnreachable(world, host.path);
  const authority = authorityOf(world, host.cluster);
  if (authority === undefined) return { isIsolated, cutFrom: serversCutFrom(world, host) };
  const tpmIdentity = endorsementKeyOf(world, host);
  const nextTpmIdentity = nextEndorsementKeyOf(world, host);
  const token = world.attestations.get(host.path);
  const isOwn = token?.authority === authority.path && token.signature !== null;
  const services = servicesOf(world, authority).filter((other) => isCutFrom(world, host, other));
  return {
    attestedUntilSeconds: isOwn ? token.untilSeconds : null,
    ...(isRefused(world, host) ? { isAttestationRefused: true } : {}),
    tpmIdentity,
    ...(nextTpmIdentity === tpmIdentity ? {} : { nextTpmIdentity }),
    isSecureBootMeasured: host.measured.secureBoot,
    isIsolated,
    cutFrom: new Set(services.map(({ path }) => path)),
  };
}

/** A Trust Authority host asks key servers. */
function serversCutFrom(world: World, host: HostRecord): ReadonlySet<string> {
  const isService = world.clusters.get(host.cluster)?.role === "trust-authority";
  if (!isService) return new Set();
  const servers = [...world.keyServers.values()].filter((server) => isCutFrom(world, host, server));
  return new Set(servers.map(({ path }) => path));
}

/** What the last boot measured, and the token of a Trust Authority. */
export function describeAttestation(
  world: World,
  host: HostRecord,
): Pick<HostInfo, "tpmVersion" | "tpmAttestation" | "attestedUntil"> {
  const { present, hashBank } = host.hardware.tpm;
  const isAccepted = hashBank === "sha256" && host.measured.secureBoot;
  const token = world.attestations.get(host.path);
  return {
    tpmVersion: present ? "2.0" : null,
    tpmAttestation: present ? (isAccepted ? "accepted" : "notAccepted") : null,
    attestedUntil:
      token !== undefined && isAttested(world, host) ? timeOf(token.untilSeconds) : null,
  };
}
