// Planned vCenters, clusters, key servers, key providers, defaults, firewalls, floors and waivers, laid over
// an estate.

import { areValuesEqual, type ObjectValue, unmark } from "../model/value.js";
import type { EstateCluster, EstateHost, EstateHostPresence, EstateKeyServer } from "./estate.js";
import { pathKey, serversOfOneStore } from "./estate-index.js";
import { type Maybe, NOT_KNOWN } from "./maybe.js";
import type { Draft, Planned, PlannedObject } from "./overlay-estate.js";
import {
  flagOf,
  isPartUnknown,
  knownFlag,
  knownNumber,
  knownText,
  partOf,
  textOf,
  textsOf,
  timeOf,
} from "./planned-attributes.js";
import { PLANNED_KEY } from "./reach.js";

/** A release that is known only after apply is taken for a recent one. */
export const ASSUMED_VERSION = "8.0 U3";

export function overlayVcenter(draft: Draft, id: string, { after }: Planned): void {
  draft.vcenters.set(id, {
    ...draft.vcenters.get(id),
    path: id,
    version: knownText(after, "version") ?? ASSUMED_VERSION,
    site: knownText(after, "site") ?? "default",
    runsOn: knownText(after, "runs_on"),
    defaultKeyProvider: draft.vcenters.get(id)?.defaultKeyProvider ?? null,
  });
}

export function overlayCluster(draft: Draft, id: string, { after }: Planned): void {
  draft.clusters.set(id, {
    vsanEncryption: draft.clusters.get(id)?.vsanEncryption ?? null,
    path: id,
    vcenter: knownText(after, "vcenter") ?? id.slice(0, id.lastIndexOf("/")),
    ha: knownFlag(after, "ha", true),
    cryptoMode: knownText(after, "crypto_mode") === "forceEnable" ? "forceEnable" : "onDemand",
    storage: storageOf(after),
    hostKeyProvider: knownText(after, "host_key_provider"),
    hostKeyId: knownText(after, "host_key_id"),
    ...(knownFlag(after, "quick_boot", false) ? { quickBoot: true } : {}),
    defaultKeyProvider: draft.clusters.get(id)?.defaultKeyProvider ?? null,
  });
}

function storageOf(after: ObjectValue): EstateCluster["storage"] {
  const text = knownText(after, "storage");
  return text === "local" || text === "vsan" ? text : "shared";
}

export function overlayKeyServer(draft: Draft, id: string, { before, after }: Planned): void {
  const server: EstateKeyServer = {
    path: id,
    vcenter: knownText(after, "vcenter") ?? id.slice(0, id.indexOf("/")),
    address: knownText(after, "address") ?? id,
    port: knownNumber(after, "port", 5696),
    site: knownText(after, "site") ?? "default",
    replicationGroup: knownText(after, "replication_group"),
    certificateNotBeforeSeconds: timeOf(after, "certificate_not_before"),
    certificateNotAfterSeconds: timeOf(after, "certificate_not_after"),
    runsOn: knownText(after, "runs_on"),
  };
  draft.keyServers.set(id, withKeys(draft, server));
  if (!sendsCredentials(before, after) && !isChanged("address", before, after)) return;
  for (const provider of draft.keyProviders.values()) {
    if (provider.kind === "native" || provider.refusedBy?.has(id) !== true) continue;
    const refusedBy = new Set([...provider.refusedBy].filter((path) => path !== id));
    draft.keyProviders.set(provider.path, { ...provider, refusedBy });
  }
}

/** Whether apply sends another user name or password, which is taken to be the right one. */
function sendsCredentials(before: ObjectValue | null, after: ObjectValue): boolean {
  if (before === null) return true;
  return ["user_name", "password_version"].some((name) => isChanged(name, before, after));
}

function isChanged(name: string, before: ObjectValue | null, after: ObjectValue): boolean {
  return !areValuesEqual(unmark(before?.[name] ?? null), unmark(after[name] ?? null));
}

/**
 * A server that joins others of its group, or is another entry of one, has their keys. One at a new address is another
 * server: what the old one holds stays there, unless both are of one group.
 */
function withKeys(draft: Draft, server: EstateKeyServer): EstateKeyServer {
  const known = draft.before.keyServers.get(server.path);
  const standing = known === undefined ? {} : standingOf(known);
  const peers = serversOfOneStore(draft.before, server);
  if (peers.some((peer) => peer.heldKeyIds === undefined)) return { ...server, ...standing };
  return {
    ...server,
    ...standing,
    heldKeyIds: new Set(peers.flatMap(({ heldKeyIds }) => [...(heldKeyIds ?? [])])),
    inactiveKeyIds: new Set(peers.flatMap(({ inactiveKeyIds }) => [...(inactiveKeyIds ?? [])])),
  };
}

/** What is wrong with a server and stays so, whatever is declared of it. */
function standingOf(server: EstateKeyServer) {
  const {
    isUnreachable = false,
    isDown = false,
    isCertificateExpired = false,
    refusesKeys = false,
  } = server;
  return { isUnreachable, isDown, isCertificateExpired, refusesKeys };
}

export function overlayStandardProvider(draft: Draft, id: string, planned: Planned): void {
  const { before, after } = planned;
  const namedWrappingKeyId = knownText(partOf(after, "wrapping"), "key_id");
  const known = draft.keyProviders.get(id);
  const isKept = known?.kind === "standard" && !sendsCredentials(before, after);
  const refusedBy = isKept ? known.refusedBy : undefined;
  draft.keyProviders.set(id, {
    kind: "standard",
    path: id,
    vcenter: vcenterOf(id),
    name: nameOf(id),
    keyServers: textsOf(after, "key_servers") ?? [],
    clientTrustsServer: knownFlag(after, "client_trusts_server", true),
    serverTrustsClient: knownFlag(after, "server_trusts_client", true),
    clientCertificateNotAfterSeconds: timeOf(after, "client_certificate_not_after"),
    ...(namedWrappingKeyId === null ? {} : { namedWrappingKeyId }),
    ...(refusedBy === undefined ? {} : { refusedBy }),
  });
}

/** What is replaced has another derivation key: keys derived from the old one are gone. */
export function overlayNativeProvider(draft: Draft, id: string, planned: Planned): void {
  const { after } = planned;
  const known = draft.before.keyProviders.get(id);
  const isReplaced = known !== undefined && !draft.keyProviders.has(id);
  const kept = !isReplaced && known?.kind === "native" ? known : undefined;
  const backup = partOf(after, "backup");
  const isDeclared = Object.keys(backup).length > 0;
  const backedUp = isPartUnknown(after, "backup")
    ? NOT_KNOWN
    : isDeclared || kept?.backedUp === true;
  const hasVersion = knownNumber(backup, "password_version", 0) > 0;
  draft.keyProviders.set(id, {
    kind: "native",
    path: id,
    vcenter: vcenterOf(id),
    name: nameOf(id),
    tpmRequired: flagOf(after, "tpm_required", true) !== false,
    keyId: kept?.keyId ?? `${PLANNED_KEY}${id}`,
    backedUp,
    backupHasPassword: hasVersion ? true : (kept?.backupHasPassword ?? NOT_KNOWN),
  });
}

/** Deleting a key provider makes hosts forget its keys. */
export function removeProvider(draft: Draft, id: string, { isReplaced }: PlannedObject): void {
  draft.keyProviders.delete(id);
  if (isReplaced === true) clearDefaults(draft, id);
  const name = nameOf(id);
  const keys = new Set<string>();
  for (const { vcenter, vsanEncryption } of draft.clusters.values()) {
    const key = vsanEncryption?.key;
    if (vcenter === vcenterOf(id) && key?.provider === name) keys.add(key.id);
  }
  for (const machine of machinesOf(draft, vcenterOf(id))) {
    for (const key of [machine.homeKey, ...machine.diskKeys]) {
      if (key?.provider === name) keys.add(key.id);
    }
  }
  for (const host of draft.hosts.values()) {
    if (draft.clusters.get(host.cluster)?.vcenter !== vcenterOf(id)) continue;
    if (host.present !== undefined)
      draft.hosts.set(host.path, forgetting(host, host.present, { id, keys }));
  }
}

/** One that is replaced is no default any more. One that goes for good leaves its name, which is a finding. */
function clearDefaults(draft: Draft, id: string): void {
  const clusters = [...draft.clusters.values()].filter(({ vcenter }) => vcenter === vcenterOf(id));
  const vcenter = draft.vcenters.get(vcenterOf(id));
  for (const { path, defaultKeyProvider } of vcenter === undefined ? [] : [vcenter, ...clusters]) {
    if (defaultKeyProvider === nameOf(id)) setDefault(draft, path, null);
  }
}

function forgetting(
  host: EstateHost,
  present: EstateHostPresence,
  gone: { readonly id: string; readonly keys: ReadonlySet<string> },
): EstateHost {
  const without = (held: ReadonlySet<string>) =>
    new Set([...held].filter((key) => !gone.keys.has(key)));
  const others = (held: ReadonlyMap<string, string>) =>
    new Map([...held].filter(([path]) => path !== gone.id));
  return {
    ...host,
    present: {
      ...present,
      cachedKeyIds: without(present.cachedKeyIds),
      storedKeyIds: without(present.storedKeyIds),
      unarchivedKeyIds: without(present.unarchivedKeyIds),
      removedKeyIds: without(present.removedKeyIds ?? new Set()),
      derivationKeys: others(present.derivationKeys),
      archivedDerivationKeys: others(present.archivedDerivationKeys),
    },
  };
}

function machinesOf(draft: Draft, vcenter: string) {
  return [...draft.virtualMachines.values()].filter(({ path }) => vcenterOf(path) === vcenter);
}

export function overlayDefault(draft: Draft, id: string, { after }: Planned): void {
  setDefault(draft, entityOf(id), textOf(after, "key_provider"));
}

export function removeDefault(draft: Draft, id: string): void {
  setDefault(draft, entityOf(id), null);
}

function setDefault(draft: Draft, entity: string, defaultKeyProvider: Maybe<string | null>): void {
  const vcenter = draft.vcenters.get(entity);
  const cluster = draft.clusters.get(entity);
  if (vcenter !== undefined) draft.vcenters.set(entity, { ...vcenter, defaultKeyProvider });
  if (cluster !== undefined) draft.clusters.set(entity, { ...cluster, defaultKeyProvider });
}

export function overlayNetworkPath(draft: Draft, _id: string, { after }: Planned): void {
  const path = {
    fromSite: knownText(after, "from_site") ?? "",
    fromRole: knownText(after, "from_role") === "host" ? ("host" as const) : ("vcenter" as const),
    toSite: knownText(after, "to_site") ?? "",
    port: knownNumber(after, "port", 5696),
    allowed: knownFlag(after, "allowed", true),
  };
  draft.networkPaths.set(pathKey(path), path);
}

export function overlayFloor(draft: Draft, _id: string, { after }: Planned): void {
  const name = knownText(after, "name") ?? "";
  draft.floors.set(name, {
    name,
    scenario: knownText(after, "scenario") ?? "",
    workloads: textsOf(after, "workloads"),
    maxLost: knownNumber(after, "max_lost", 0),
    reason: knownText(after, "reason") ?? "",
  });
}

/** Which findings it waives may not be known until apply: it waives none then. */
export function overlayWaiver(draft: Draft, _id: string, { after }: Planned): void {
  const name = knownText(after, "name") ?? "";
  draft.waivers.set(name, {
    name,
    code: knownText(after, "code") ?? "",
    subjects: isPartUnknown(after, "subjects") ? [] : textsOf(after, "subjects"),
    owner: knownText(after, "owner") ?? "",
    reason: knownText(after, "reason") ?? "",
    expiresAt: textOf(after, "expires_at") ?? NOT_KNOWN,
  });
}

function vcenterOf(id: string): string {
  return id.slice(0, id.indexOf("/"));
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** `ENTITY/default-kp` is the id of a default. */
function entityOf(id: string): string {
  return id.replace(/\/default-kp$/, "");
}
