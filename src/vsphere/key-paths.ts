// The key paths of a host and a key: every place the key can come from, hop by hop, each with its state. A
// start needs the host key, the home key and every disk key by one whole path each. Pure: it reads an
// estate and the conditions in force, and changes nothing.

import type { Hop, KeyPath, KeyPathKind } from "../model/survival.js";
import { type Conditions, presentConditions } from "./conditions.js";
import type {
  Estate,
  EstateHost,
  EstateKey,
  EstateKeyProvider,
  EstateVcenter,
  EstateVirtualMachine,
} from "./estate.js";
import { indexEstate } from "./estate-index.js";
import {
  bootReason,
  connectionHop,
  hop,
  hostHop,
  missingProviderHop,
  nativeProviderHop,
  persistenceHop,
  standardProviderHop,
  vcenterHop,
} from "./hops.js";
import { attestationHop, trustedHops } from "./hops-trust.js";
import { vsanPersistenceReason } from "./host-reach.js";
import { type Maybe, NOT_KNOWN } from "./maybe.js";
import {
  derivationKeyOf,
  keyRequest,
  type NativeKeyProvider,
  PLANNED_KEY,
  type ProviderRequest,
  persistenceReason,
  type Reach,
  type StandardKeyProvider,
  underivableReason,
} from "./reach.js";
import { authorityOf, type TrustedKeyProvider, trustedHost } from "./trust-reach.js";
import { hostFetchHop } from "./vsan-hops.js";

export interface KeyPathQuestion {
  readonly estate: Estate;
  /** Faults in force; none if absent. */
  readonly conditions?: Conditions;
  /** The estate before the faults, so that a lost key is told from one that never came. */
  readonly before?: Estate;
}

export type KeyUse = KeyPath["use"];

/** Every key path of a workload: for each host of its cluster the host key, the home key, the disk keys. */
export function workloadKeyPaths(
  question: KeyPathQuestion,
  machine: EstateVirtualMachine,
): readonly KeyPath[] {
  const hosts = indexEstate(question.estate).hostsOf.get(machine.cluster) ?? [];
  return hosts.flatMap((host) => [
    ...hostKeyPaths(question, host),
    ...(machine.homeKey === null ? [] : keyPaths(question, host, { key: machine.homeKey })),
    ...machine.diskKeys.flatMap((key) => keyPaths(question, host, { key, use: "disk" })),
  ]);
}

/** The paths by which `host` can have `key`, in the order it tries them. */
export function keyPaths(
  question: KeyPathQuestion,
  host: EstateHost,
  request: { readonly key: EstateKey; readonly use?: KeyUse },
): readonly KeyPath[] {
  const { key, use = "home" } = request;
  const vcenter = vcenterOf(question.estate, host);
  if (vcenter === undefined) return [];
  const at: Place = { question, reach: reachOf(question), host, vcenter, key, use };
  const provider = providerNamed(question.estate, vcenter.path, key.provider);
  if (provider?.kind === "native") return [nativePath(at, provider)];
  if (provider?.kind === "trusted")
    return [memoryPath(at), storedPath(at), trustedPath(at, provider)];
  if (provider === undefined && hasOrphan(at)) return [orphanPath(at)];
  const isVsanHost = question.estate.clusters.get(host.cluster)?.vsanEncryption != null;
  const own = isVsanHost && (use === "vsan" || use === "host") ? [hostFetchPath(at)] : [];
  const couriered = use === "vsan" ? [] : [courierPath(at, provider)];
  return [memoryPath(at), storedPath(at), ...own, ...couriered];
}

/** The paths by which a host can have the keys that open its vSAN disk group; none without encryption. */
export function vsanKeyPaths(question: KeyPathQuestion, host: EstateHost): readonly KeyPath[] {
  const encryption = question.estate.clusters.get(host.cluster)?.vsanEncryption;
  if (encryption == null) return [];
  const ofKek = keyPaths(question, host, { key: encryption.key, use: "vsan" });
  return [...hostKeyPaths(question, host), ...ofKek];
}

/** The paths of the key that makes a host crypto safe, without which no encrypted machine starts there. */
export function hostKeyPaths(question: KeyPathQuestion, host: EstateHost): readonly KeyPath[] {
  return keyPaths(question, host, { key: hostKeyOf(question.estate, host), use: "host" });
}

/** The host key as it is, or as vCenter will ask for it. */
export function hostKeyOf(estate: Estate, host: EstateHost): EstateKey {
  const id = host.present?.hostKeyId ?? null;
  if (id === null) return firstHostKeyOf(estate, host);
  const { hostKeyProvider = null, hostKeyDerivedFrom, hostKeyWrappedBy } = host.present ?? {};
  return {
    id,
    provider: hostKeyProvider,
    ...(hostKeyDerivedFrom === undefined ? {} : { derivedFrom: hostKeyDerivedFrom }),
    ...(hostKeyWrappedBy === undefined ? {} : { wrappedBy: hostKeyWrappedBy }),
  };
}

/** The host key of a host that has none: the one its cluster's encrypted vSAN shares, or a new one. */
export function firstHostKeyOf(estate: Estate, host: EstateHost): EstateKey {
  const shared = estate.clusters.get(host.cluster)?.vsanEncryption?.hostKey;
  return shared ?? newHostKeyOf(estate, host);
}

/** A host key yet to be had: the one that the cluster names, or one made by its own key provider or the default one. */
export function newHostKeyOf(estate: Estate, host: EstateHost): EstateKey {
  const cluster = estate.clusters.get(host.cluster);
  const fallback = cluster?.defaultKeyProvider ?? vcenterOf(estate, host)?.defaultKeyProvider;
  const provider = cluster?.hostKeyProvider ?? fallback ?? null;
  return { id: cluster?.hostKeyId ?? `${PLANNED_KEY}${host.path}`, provider };
}

/** A key provider by its name in a vCenter. */
export function providerNamed(
  estate: Estate,
  vcenter: string,
  name: Maybe<string | null>,
): EstateKeyProvider | undefined {
  if (name === null || name === NOT_KNOWN) return undefined;
  return indexEstate(estate).providersOf.get(vcenter)?.get(name);
}

export function vcenterOf(estate: Estate, host: EstateHost): EstateVcenter | undefined {
  const cluster = estate.clusters.get(host.cluster);
  return cluster === undefined ? undefined : estate.vcenters.get(cluster.vcenter);
}

interface Place {
  readonly question: KeyPathQuestion;
  readonly reach: Reach;
  readonly host: EstateHost;
  readonly vcenter: EstateVcenter;
  readonly key: EstateKey;
  readonly use: KeyUse;
}

function reachOf(question: KeyPathQuestion): Reach {
  const { estate, conditions = presentConditions(estate) } = question;
  return { estate, index: indexEstate(estate), conditions };
}

function path(at: Place, kind: KeyPathKind, hops: readonly Hop[]): KeyPath {
  const open = hops.every((each) => each.open);
  return { kind, host: at.host.path, key: at.key.id, use: at.use, open, hops };
}

function memoryPath(at: Place): KeyPath {
  const { reach, host, use } = at;
  const isGated = use !== "host" && authorityOf(reach, host.cluster) !== undefined;
  const gate = isGated ? [attestationHop(reach, trustedHost(host))] : [];
  return path(at, "host-memory", [hostHop(host), ...gate, memoryHop(at)]);
}

function memoryHop(at: Place): Hop {
  const { host, use } = at;
  const where = `memory of ${host.path}`;
  const what = keyPhrase(at);
  if (use === "vsan" && host.present?.diskGroup?.isMounted === true) {
    return hop(where, "DISK_GROUP_MOUNTED", `The disk group of ${host.path} is mounted.`);
  }
  const isRemoved = host.present?.removedKeyIds?.has(at.key.id) === true;
  if (isInMemory(at, at.question.estate)) {
    const until = `${host.path} stays crypto safe until it reboots: somebody took ${what} off it.`;
    if (isRemoved) return hop(where, "OK", until);
    return hop(where, "CACHED_IN_MEMORY", `${host.path} has ${what} in memory.`);
  }
  if (isRemoved) return hop(where, "KEY_REMOVED", `Somebody took ${what} off ${host.path}.`);
  const before = at.question.before;
  if (before !== undefined && isInMemory(at, before)) {
    const sentence = `${host.path} had ${what} in memory and lost it when it rebooted.`;
    return hop(where, "CACHE_LOST_ON_REBOOT", sentence);
  }
  if (use === "host") {
    const sentence = `${host.path} is not crypto safe: it has no host key.`;
    return hop(where, "HOST_NOT_CRYPTO_SAFE", sentence);
  }
  return hop(where, "KEY_NEVER_RECEIVED", `${host.path} was never given ${what}.`);
}

function isInMemory(at: Place, estate: Estate): boolean {
  const present = estate.hosts.get(at.host.path)?.present;
  if (present === undefined || !present.up) return false;
  return at.use === "host" ? present.cryptoState === "safe" : present.cachedKeyIds.has(at.key.id);
}

function storedPath(at: Place): KeyPath {
  const { host } = at;
  const where = `configuration of ${host.path}`;
  const sealed =
    bootReason(host) === "OK"
      ? hop(where, "OK", `The configuration of ${host.path} can be read at boot.`)
      : hop(where, "CONFIGURATION_UNREADABLE", `The configuration of ${host.path} is sealed shut.`);
  const reason = at.use === "vsan" ? vsanPersistenceReason(host) : persistenceReason(host);
  const kept = persistenceHop(host, reason);
  return path(at, "host-stored", [hostHop(host), kept, sealed, storedHop(at)]);
}

/** A vSAN host asks the key servers itself; vCenter has no part in it. */
function hostFetchPath(at: Place): KeyPath {
  const { reach, host, key } = at;
  return path(at, "host-fetch", [hostFetchHop(reach, host, key), hostHop(host)]);
}

function storedHop(at: Place): Hop {
  const { host, key } = at;
  const where = `archive of ${host.path}`;
  const what = keyPhrase(at);
  if (host.present?.storedKeyIds.has(key.id) === true) {
    return hop(where, "KEY_STORED", `${host.path} has ${what} in its archived configuration.`);
  }
  if (host.present?.unarchivedKeyIds.has(key.id) === true) {
    const sentence = `${host.path} was given ${what} after its last archive; a power loss costs it.`;
    return hop(where, "KEY_NOT_YET_ARCHIVED", sentence);
  }
  return hop(where, "KEY_NOT_STORED", `${host.path} has not stored ${what}.`);
}

function courierPath(at: Place, provider: EstateKeyProvider | undefined): KeyPath {
  const { reach, host, vcenter, key } = at;
  const source =
    provider?.kind === "standard"
      ? standardProviderHop(reach, vcenter, requestFor(at, provider))
      : missingProviderHop(key, vcenter.path);
  const way = [vcenterHop(reach, vcenter), connectionHop(reach, host, vcenter), hostHop(host)];
  return path(at, "vcenter-courier", [source, ...way]);
}

/** Key server, Trust Authority, attested host; vCenter has no part in it. */
function trustedPath(at: Place, provider: TrustedKeyProvider): KeyPath {
  const { reach, host, key } = at;
  const hops = trustedHops(reach, trustedHost(host), { key, provider });
  return path(at, "trust-authority", [...hops, hostHop(host)]);
}

function nativePath(at: Place, provider: NativeKeyProvider): KeyPath {
  const { host, vcenter } = at;
  const hops = [
    hostHop(host),
    nativeProviderHop(provider, vcenter, host),
    derivationHop(at, provider),
  ];
  return { ...path(at, "native-derivation", hops), key: provider.path };
}

function derivationHop({ host, key }: Place, provider: NativeKeyProvider): Hop {
  const where = `derivation key on ${host.path}`;
  const held = host.present?.derivationKeys.get(provider.path);
  if (held !== undefined && held === derivationKeyOf(key, provider)) {
    return hop(where, "KDK_ON_HOST", `${host.path} has the derivation key of ${provider.path}.`);
  }
  const reason = underivableReason(key, provider);
  const sentence =
    reason === "PROVIDER_REPLACED"
      ? `${provider.path} was made anew: its derivation key is not the one this key came from.`
      : `${host.path} lacks the derivation key of ${provider.path}.`;
  return hop(where, reason, sentence);
}

/** The derivation key of a provider that was deleted behind the back of the host. */
function hasOrphan({ host, vcenter, key }: Place): boolean {
  const held = host.present?.derivationKeys.get(`${vcenter.path}/kp/${String(key.provider)}`);
  return held !== undefined && held === key.derivedFrom;
}

function orphanPath(at: Place): KeyPath {
  const { host, vcenter, key } = at;
  const name = `${vcenter.path}/kp/${String(key.provider)}`;
  const sentence = `${host.path} still has the derivation key of ${name}, which vCenter has deleted.`;
  const derivation = hop(`derivation key on ${host.path}`, "KDK_ON_HOST", sentence);
  return { ...path(at, "native-derivation", [hostHop(host), derivation]), key: name };
}

function requestFor({ key, use }: Place, provider: StandardKeyProvider): ProviderRequest {
  return keyRequest(provider, key, use === "host" ? "host" : "workload");
}

function keyPhrase(at: Place): string {
  if (at.use === "host") return "its host key";
  if (at.use === "vsan") return "the key of its vSAN";
  return at.use === "home" ? "the home key" : "a disk key";
}
