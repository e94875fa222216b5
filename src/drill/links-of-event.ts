// The links that an event cuts, between sites or between what has a role at them. Only links that keys may pass count: of
// a vCenter with its hosts and its key servers, of vSAN hosts with the latter, of a Trust Authority with its own.

import { matcherOf } from "../model/patterns.js";
import {
  endName,
  hostEnd,
  keyServerEnd,
  type LinkEnd,
  linkBetween,
  serviceEnd,
  vcenterEnd,
} from "../vsphere/conditions.js";
import { LINK_ROLES, type LinkRole } from "../vsphere/defaults.js";
import type { Estate, EstateTrustAuthority } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { vcenterOf } from "../vsphere/key-paths.js";
import type { FaultEvent } from "./scenario.js";
import type { Fault } from "./schedule.js";

type LinksCut = Extract<FaultEvent, { kind: "links-cut" }>;
type Link = readonly [LinkEnd, LinkEnd];
type EndTest = (end: LinkEnd) => boolean;

/** By role where the event names any, else site by site; each link once. */
export function linksCut(event: LinksCut, estate: Estate): readonly Fault[] {
  const from = endTest(event.sites, event.roles);
  const to = endTest(event.otherSites, event.otherRoles);
  const links = [...linksInUse(estate).values()].filter(
    ([a, b]) => (from(a) && to(b)) || (from(b) && to(a)),
  );
  if (event.roles !== null || event.otherRoles !== null) {
    return links.map((ends) => ({ kind: "link-cut", ends }));
  }
  const sites = new Map<string, Fault>();
  for (const [{ site: a }, { site: b }] of links) {
    if (a === b) continue;
    const [site, other] = a < b ? [a, b] : [b, a];
    sites.set(linkBetween(a, b), { kind: "link-cut", ends: [{ site }, { site: other }] });
  }
  return [...sites.values()];
}

/** The roles that something of the estate has at a link that keys may pass. */
export function rolesOf(estate: Estate): readonly LinkRole[] {
  const roles = [...linksInUse(estate).values()].flatMap((ends) => ends.map(({ role }) => role));
  return LINK_ROLES.filter((role) => roles.includes(role));
}

function endTest(sites: LinksCut["sites"], roles: LinksCut["roles"]): EndTest {
  const isThere = matcherOf(sites);
  return ({ site, role }) => isThere(site) && (roles === null || roles.includes(role));
}

/** By name. */
function linksInUse(estate: Estate): ReadonlyMap<string, Link> {
  const links = new Map<string, Link>();
  const use = (end: LinkEnd, other: LinkEnd) => {
    links.set(linkBetween(endName(end), endName(other)), [end, other]);
  };
  for (const host of estate.hosts.values()) {
    const vcenter = vcenterOf(estate, host);
    if (vcenter !== undefined) use(hostEnd(host), vcenterEnd(vcenter));
  }
  const vsanSitesOf = vsanSites(estate);
  for (const server of estate.keyServers.values()) {
    const vcenter = estate.vcenters.get(server.vcenter);
    if (vcenter !== undefined) use(keyServerEnd(server), vcenterEnd(vcenter));
    for (const site of vsanSitesOf.get(server.vcenter) ?? []) {
      use(hostEnd({ site }), keyServerEnd(server));
    }
  }
  for (const authority of estate.trustAuthorities.values()) useServices(estate, authority, use);
  return links;
}

/** By vCenter: where hosts stand that ask its key servers themselves. */
function vsanSites(estate: Estate): ReadonlyMap<string, ReadonlySet<string>> {
  const { hostsOf } = indexEstate(estate);
  const sitesOf = new Map<string, Set<string>>();
  for (const { path, vcenter, vsanEncryption } of estate.clusters.values()) {
    if (vsanEncryption == null) continue;
    const sites = sitesOf.get(vcenter) ?? new Set<string>();
    for (const { site } of hostsOf.get(path) ?? []) sites.add(site);
    sitesOf.set(vcenter, sites);
  }
  return sitesOf;
}

/** From trusted hosts to the services, and from these to the key servers. */
function useServices(
  estate: Estate,
  { cluster, vcenter, trustedClusters }: EstateTrustAuthority,
  use: (end: LinkEnd, other: LinkEnd) => void,
): void {
  const { hostsOf, keyServersOf } = indexEstate(estate);
  const hosts = trustedClusters.flatMap((each) => hostsOf.get(each) ?? []);
  for (const service of hostsOf.get(cluster) ?? []) {
    for (const host of hosts) use(hostEnd(host), serviceEnd(service));
    for (const server of keyServersOf.get(vcenter) ?? []) {
      use(serviceEnd(service), keyServerEnd(server));
    }
  }
}
