// What an event of a scenario strikes in an estate: the faults of vCenters, key servers, key providers and links
// that it stands for.

import { matcherOf } from "../model/patterns.js";
import type { FaultKind } from "../vsphere/conditions.js";
import type { Estate, EstateKeyServer } from "../vsphere/estate.js";
import { byPath, indexEstate, serversOfOneStore } from "../vsphere/estate-index.js";
import { linksCut } from "./links-of-event.js";
import type { FaultEvent, KeyServerEventKind, SiteEvent } from "./scenario.js";
import type { Fault } from "./schedule.js";

/** In the order of their names. */
export function faultsOf(event: FaultEvent | SiteEvent, estate: Estate): readonly Fault[] {
  switch (event.kind) {
    case "key-servers-unreachable":
    case "certificates-expired":
    case "keys-refused": {
      const kind = KEY_SERVER_FAULTS[event.kind];
      return serversStruck(estate, targeted(event), entriesOfOneServer).map(({ path }) => ({
        kind,
        path,
      }));
    }
    case "keys-deactivated": {
      const kind = KEY_SERVER_FAULTS[event.kind];
      return serversStruck(estate, targeted(event), serversOfOneStore).map(({ path }) => ({
        kind,
        path,
      }));
    }
    case "key-providers-deleted":
      return [...estate.keyProviders.keys()]
        .filter(matcherOf(event.keyProviders))
        .sort()
        .map((path) => ({ kind: "key-provider-deleted", path }));
    case "vcenters-down":
      return [...estate.vcenters.keys()]
        .filter(matcherOf(event.vcenters))
        .sort()
        .map((path) => ({ kind: "vcenter-down", path }));
    case "trust-authority-hosts-unreachable":
      return trustAuthorityHosts(estate)
        .filter(matcherOf(event.hosts))
        .map((path) => ({ kind: "trust-authority-host-unreachable", path }));
    case "sites-lose-power":
      return siteFaults(estate, sitesLost(event, estate));
    case "links-cut":
      return linksCut(event, estate);
  }
}

const KEY_SERVER_FAULTS: Readonly<Record<KeyServerEventKind, Exclude<FaultKind, "link-cut">>> = {
  "key-servers-unreachable": "key-server-unreachable",
  "certificates-expired": "certificate-expired",
  "keys-refused": "keys-refused",
  "keys-deactivated": "keys-deactivated",
};

type ServerTest = (server: EstateKeyServer) => boolean;

function targeted({ keyServers }: Extract<FaultEvent, { kind: KeyServerEventKind }>): ServerTest {
  const matches = matcherOf(keyServers);
  return ({ path }) => matches(path);
}

/** The sites that a loss of power takes. */
export function sitesLost(event: SiteEvent, estate: Estate): ReadonlySet<string> {
  const standing = [...estate.vcenters.values()].map(({ site }) => site);
  const all = event.sitesOf === "vcenters" ? standing : sitesOf(estate);
  return new Set(all.filter(matcherOf(event.sites)));
}

/** What runs in a machine is down with that machine's host, and up again where the machine is started. */
function siteFaults(estate: Estate, lost: ReadonlySet<string>): readonly Fault[] {
  const stands = ({ site, runsOn }: { readonly site: string; readonly runsOn: string | null }) =>
    lost.has(site) && runsOn === null;
  const vcenters = [...estate.vcenters.values()].filter(stands).sort(byPath);
  const servers = serversStruck(estate, stands, entriesOfOneServer);
  return [
    ...vcenters.map(({ path }) => ({ kind: "vcenter-down" as const, path })),
    ...servers.map(({ path }) => ({ kind: "key-server-unreachable" as const, path })),
  ];
}

/** Those that stand or fall with a server, itself included. */
type Companions = (estate: Estate, server: EstateKeyServer) => readonly EstateKeyServer[];

/** The targeted servers, and those that stand or fall with one of them, sorted. */
function serversStruck(
  estate: Estate,
  isTarget: ServerTest,
  companionsOf: Companions,
): readonly EstateKeyServer[] {
  const struck = new Set([...estate.keyServers.values()].filter(isTarget));
  const seen = new Set<readonly EstateKeyServer[]>();
  for (const server of struck) {
    const companions = companionsOf(estate, server);
    if (seen.has(companions)) continue;
    seen.add(companions);
    for (const other of companions) struck.add(other);
  }
  return [...struck].sort(byPath);
}

const entriesOfOneServer: Companions = (estate, { address }) =>
  indexEstate(estate).keyServersAt.get(address) ?? [];

/** Paths of the hosts that run the services of a Trust Authority, sorted. */
export function trustAuthorityHosts(estate: Estate): readonly string[] {
  const { hostsOf } = indexEstate(estate);
  const authorities = [...estate.trustAuthorities.values()];
  const hosts = authorities.flatMap(({ cluster }) => hostsOf.get(cluster) ?? []);
  return hosts.map(({ path }) => path).sort();
}

/** All sites that something of the estate stands at, sorted. */
export function sitesOf(estate: Estate): readonly string[] {
  const sites = new Set<string>();
  for (const vcenter of estate.vcenters.values()) sites.add(vcenter.site);
  for (const host of estate.hosts.values()) sites.add(host.site);
  for (const server of estate.keyServers.values()) sites.add(server.site);
  return [...sites].sort();
}
