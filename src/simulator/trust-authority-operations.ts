// Trust Authorities and trusted key providers: what they are told, and what vSphere refuses of it (vSphere
// Security, Trust Authority Topology and Prerequisites). What follows from it is attestation's business.

import type {
  TrustAuthorityInfo,
  TrustAuthoritySpec,
  TrustedKeyProviderSpec,
} from "../provider/backend-trust.js";
import {
  isAtLeast,
  TRUST_AUTHORITY_END,
  TRUST_AUTHORITY_MINIMUM,
  TRUSTED_HOST_REMOVAL_MINIMUM,
} from "../vsphere/versions.js";
import { attestIfDue, authorityOf, forgetAttestation } from "./attestation.js";
import { becomeDefaultIfFirst, forgetProvider, requireNewProvider } from "./key-provider-names.js";
import { ensureServerKey } from "./key-server.js";
import type { ClusterRecord, HostRecord } from "./records.js";
import type {
  TrustAuthorityRecord,
  TrustedKeyProviderRecord,
  TrustedTpm,
} from "./records-trust.js";
import { demand, requireAbsent, requireCluster, requireRecord, requireVcenter } from "./require.js";
import { isTpmUsable } from "./tpm.js";
import { endorsementKeyOf } from "./tpm-identity.js";
import { inOrder, type World } from "./world.js";

export function createTrustAuthority(world: World, spec: TrustAuthoritySpec): TrustAuthorityInfo {
  const cluster = requireCluster(world, spec.cluster);
  const path = `${cluster.vcenter}/trust-authority/${cluster.name}`;
  requireAbsent(world.trustAuthorities, path, "Trust Authority");
  const sentence = `"${cluster.path}" has not the role trust-authority.`;
  demand(cluster.role === "trust-authority", "InvalidArgument", sentence);
  requireTrustRelease(world, cluster.vcenter);
  for (const host of world.hosts.group("cluster", cluster.path).values()) {
    requireServiceRelease(host.version);
  }
  return configure(world, { path, vcenter: cluster.vcenter }, spec);
}

export function reconfigureTrustAuthority(
  world: World,
  path: string,
  spec: TrustAuthoritySpec,
): TrustAuthorityInfo {
  const before = requireRecord(world.trustAuthorities, path, "Trust Authority");
  requireVcenter(world, before.vcenter);
  return configure(world, before, { ...spec, cluster: before.cluster });
}

export function removeTrustAuthority(world: World, path: string): void {
  const { vcenter, trustedClusters } = requireRecord(
    world.trustAuthorities,
    path,
    "Trust Authority",
  );
  requireVcenter(world, vcenter);
  const isFree = world.trustedKeyProviders.group("trustAuthority", path).size === 0;
  demand(
    isFree,
    "ResourceInUse",
    `Trusted key providers are behind the Trust Authority "${path}".`,
  );
  world.trustAuthorities.delete(path);
  for (const host of hostsOf(world, trustedClusters)) forgetAttestation(world, host.path);
}

/** A TPM is listed while it has the endorsement key that was imported. */
export function describeTrustAuthority(
  world: World,
  record: TrustAuthorityRecord,
): TrustAuthorityInfo {
  const { cluster, trustedClusters, baseImages } = record;
  const isAsImported = ({ host, publicKey }: TrustedTpm) => {
    const present = world.hosts.get(host);
    return present !== undefined && endorsementKeyOf(world, present) === publicKey;
  };
  const trustedTpms = record.trustedTpms?.filter(isAsImported).map(({ host }) => host) ?? null;
  return { cluster, trustedClusters, baseImages, trustedTpms };
}

export function createTrustedKeyProvider(
  world: World,
  spec: TrustedKeyProviderSpec,
): TrustedKeyProviderSpec {
  const path = requireNewProvider(world, spec);
  requireTrustRelease(world, spec.vcenter);
  const record = trustedRecord(spec, path);
  requireBehind(world, record);
  for (const server of serversOf(world, record)) ensureServerKey(world, server, spec.masterKeyId);
  world.trustedKeyProviders.set(path, record);
  becomeDefaultIfFirst(world, record);
  return describeTrustedKeyProvider(record);
}

export function reconfigureTrustedKeyProvider(
  world: World,
  path: string,
  spec: TrustedKeyProviderSpec,
): TrustedKeyProviderSpec {
  const before = requireRecord(world.trustedKeyProviders, path, "trusted key provider");
  requireVcenter(world, before.vcenter);
  const after = { ...before, keyServers: spec.keyServers };
  requireBehind(world, after);
  world.trustedKeyProviders.set(path, after);
  return describeTrustedKeyProvider(after);
}

export function removeTrustedKeyProvider(world: World, path: string): void {
  const provider = requireRecord(world.trustedKeyProviders, path, "trusted key provider");
  requireVcenter(world, provider.vcenter);
  world.trustedKeyProviders.delete(path);
  forgetProvider(world, provider);
}

export function describeTrustedKeyProvider(
  record: TrustedKeyProviderRecord,
): TrustedKeyProviderSpec {
  const { path: _, ...info } = record;
  return info;
}

/** What Trust Authority asks of a host that joins a cluster, one that it attests or one of its own. */
export function requireJoinable(
  world: World,
  host: Pick<HostRecord, "path" | "cluster" | "hardware" | "version">,
): void {
  const isService = world.clusters.get(host.cluster)?.role === "trust-authority";
  if (isService) requireServiceRelease(host.version);
  requireTrustable(world, host);
}

/** A host of a trusted cluster has a TPM 2.0 and secure boot on (vSphere Security, Prerequisites). */
export function requireTrustable(
  world: World,
  host: Pick<HostRecord, "path" | "cluster" | "hardware">,
): void {
  if (authorityOf(world, host.cluster) === undefined) return;
  const isTrustable = isTpmUsable(host) && host.hardware.secureBoot;
  const sentence = `A trusted host needs a TPM 2.0 with the SHA-256 bank and secure boot on, and "${host.path}" has not both.`;
  demand(isTrustable, "NotSupported", sentence);
}

/** A trusted host is taken out of its cluster from vCenter 7.0 U1 on. */
export function requireReleasable(
  world: World,
  { path, cluster, vcenter }: Pick<HostRecord, "path" | "cluster" | "vcenter">,
): void {
  if (authorityOf(world, cluster) === undefined) return;
  const { version } = requireRecord(world.vcenters, vcenter, "vCenter");
  const sentence = `"${path}" is a trusted host, which vCenter takes out from ${TRUSTED_HOST_REMOVAL_MINIMUM} on; "${vcenter}" is ${version}.`;
  demand(isAtLeast(version, TRUSTED_HOST_REMOVAL_MINIMUM), "NotSupported", sentence);
}

/** A host of a Trust Authority cluster runs a release that has its services. */
export function requireServiceRelease(version: string): void {
  const has =
    isAtLeast(version, TRUST_AUTHORITY_MINIMUM) && !isAtLeast(version, TRUST_AUTHORITY_END);
  const sentence = `The services of vSphere Trust Authority run on releases from ${TRUST_AUTHORITY_MINIMUM} and before ${TRUST_AUTHORITY_END}, not on ESXi ${version}.`;
  demand(has, "NotSupported", sentence);
}

/** A vCenter that has Trust Authority. */
export function requireTrustRelease(world: World, path: string): void {
  const { version } = requireRecord(world.vcenters, path, "vCenter");
  const has =
    isAtLeast(version, TRUST_AUTHORITY_MINIMUM) && !isAtLeast(version, TRUST_AUTHORITY_END);
  const sentence = `vSphere Trust Authority is in releases from ${TRUST_AUTHORITY_MINIMUM} and before ${TRUST_AUTHORITY_END}; "${path}" is ${version}.`;
  demand(has, "NotSupported", sentence);
}

/** Whether a vCenter has to do with Trust Authority, on either side of it. */
export function usesTrustAuthority(world: World, vcenter: string): boolean {
  const isOfCluster = (cluster: string) => world.clusters.get(cluster)?.vcenter === vcenter;
  return (
    world.trustedKeyProviders.group("vcenter", vcenter).size > 0 ||
    [...world.trustAuthorities.values()].some(
      (authority) => authority.vcenter === vcenter || authority.trustedClusters.some(isOfCluster),
    )
  );
}

function configure(
  world: World,
  identity: Pick<TrustAuthorityRecord, "path" | "vcenter">,
  spec: TrustAuthoritySpec,
): TrustAuthorityInfo {
  const { path, vcenter } = identity;
  const before = world.trustAuthorities.get(path)?.trustedClusters ?? [];
  for (const cluster of spec.trustedClusters) requireTrustedCluster(world, identity, cluster);
  const { cluster, trustedClusters, baseImages } = spec;
  const trustedTpms = importTpms(world, spec.trustedTpms);
  const record = { cluster, trustedClusters, baseImages, path, vcenter, trustedTpms };
  world.trustAuthorities.set(path, record);
  for (const host of hostsOf(world, trustedClusters)) requireTrustable(world, host);
  for (const host of hostsOf(world, [...before, ...trustedClusters])) serveAnew(world, host);
  return describeTrustAuthority(world, record);
}

/** Each vCenter has one Trust Authority, which is on another (vSphere Security, Interoperability). */
function requireTrustedCluster(
  world: World,
  { path, vcenter }: Pick<TrustAuthorityRecord, "path" | "vcenter">,
  trusted: string,
): void {
  const cluster = requireCluster(world, trusted);
  const isWorkload = cluster.role === "workload";
  demand(isWorkload, "InvalidArgument", `"${trusted}" is a Trust Authority cluster itself.`);
  const isElsewhere = cluster.vcenter !== vcenter;
  const own = `"${trusted}" is managed by the vCenter of the Trust Authority, which has to be a system of its own.`;
  demand(isElsewhere, "InvalidArgument", own);
  requireTrustRelease(world, cluster.vcenter);
  const others = [...world.trustAuthorities.values()].filter((other) => other.path !== path);
  const other = others.find(({ trustedClusters }) =>
    trustedClusters.some((each) => world.clusters.get(each)?.vcenter === cluster.vcenter),
  );
  const sentence = `"${cluster.vcenter}" is served by the Trust Authority "${other?.path}" already, and takes one.`;
  demand(other === undefined, "NotSupported", sentence);
}

/** The endorsement keys as the TPMs have them now. */
function importTpms(world: World, hosts: readonly string[] | null): readonly TrustedTpm[] | null {
  if (hosts === null) return null;
  return hosts.map((path) => {
    const host = requireRecord(world.hosts, path, "host");
    return { host: path, publicKey: endorsementKeyOf(world, host) };
  });
}

/** What is trusted may have changed: the host is attested now, and fetches what it lacks at its next round. */
function serveAnew(world: World, host: HostRecord): void {
  if (authorityOf(world, host.cluster) === undefined) {
    forgetAttestation(world, host.path);
    return;
  }
  attestIfDue(world, host.path);
  if (host.up) world.hosts.set(host.path, { ...host, lacksKeys: true });
}

function hostsOf(world: World, clusters: readonly string[]): readonly HostRecord[] {
  return [...new Set(clusters)].flatMap((cluster) =>
    inOrder(world.hosts.group("cluster", cluster)),
  );
}

function trustedRecord(spec: TrustedKeyProviderSpec, path: string): TrustedKeyProviderRecord {
  const { vcenter, name, trustAuthority, masterKeyId, keyServers } = spec;
  return { vcenter, name, trustAuthority, masterKeyId, keyServers, path };
}

/** The Trust Authority serves the vCenter, and the key servers are its own. */
function requireBehind(world: World, provider: TrustedKeyProviderRecord): void {
  const { trustAuthority, vcenter } = provider;
  const authority = requireRecord(world.trustAuthorities, trustAuthority, "Trust Authority");
  requireVcenter(world, authority.vcenter);
  const isServed = authority.trustedClusters.some(
    (cluster) => world.clusters.get(cluster)?.vcenter === vcenter,
  );
  demand(isServed, "InvalidArgument", `"${trustAuthority}" serves no cluster of "${vcenter}".`);
  const isOwn = serversOf(world, provider).every((server) => server.vcenter === authority.vcenter);
  const sentence = `The key servers behind "${trustAuthority}" are entries of "${authority.vcenter}".`;
  demand(isOwn, "InvalidArgument", sentence);
}

function serversOf(world: World, { keyServers }: TrustedKeyProviderRecord) {
  return keyServers.map((path) => requireRecord(world.keyServers, path, "key server"));
}

/** Whether a Trust Authority is on a cluster, or serves it. */
export function isUsedByTrustAuthority(world: World, { path }: ClusterRecord): boolean {
  return [...world.trustAuthorities.values()].some(
    ({ cluster, trustedClusters }) => cluster === path || trustedClusters.includes(path),
  );
}
