// The prediction of one component: the clusters that hang on each other, walked through a scenario together,
// with what became of the machines elsewhere that they rely on.

import {
  hostEnd,
  KEY_SERVER_FAULT_KINDS,
  keyServerEnd,
  type LinkEnd,
  linkNames,
  serviceEnd,
  vcenterEnd,
} from "../vsphere/conditions.js";
import type { Estate, EstateTrustAuthority } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { Component } from "./predict-components.js";
import type { Assumption } from "./predict-model.js";
import { type Watch, walkOutage } from "./predict-walk.js";
import { type Downtime, type Downtimes, makeWorld, type World } from "./predict-world.js";
import type { Scenario } from "./scenario.js";
import { type Action, faultActions, faultKey, inOrder, type Schedule } from "./schedule.js";

/** One component of an estate under one scenario. */
export interface Question {
  readonly estate: Estate;
  readonly scenario: Scenario;
  readonly schedule: Schedule;
  readonly component: Component;
  /** What became of machines in components predicted before. */
  readonly elsewhere: { readonly [assumption in Assumption]: Downtimes };
  /** False begins the outage at once. */
  readonly isSettled: boolean;
}

/** A world at the end of the outage. */
export function walkComponent(
  question: Question,
  assumption: Assumption,
  watch: Watch = {},
): World {
  const { estate, scenario, component, isSettled } = question;
  const downtimes = new Map(
    [...component.reliesOn].map((machine) => [
      machine,
      question.elsewhere[assumption].get(machine) ?? [],
    ]),
  );
  const world = makeWorld(estate, component.clusters, {
    assumption,
    roles: component.roles,
    downtimes,
    settleSeconds: isSettled ? scenario.settleSeconds : 0,
  });
  const { outageSeconds } = scenario;
  const actions = actionsOf(question);
  walkOutage({ world, actions, outageSeconds, downtimes, ...watch });
  return world;
}

/** What became of the machines that other components may rely on. */
export function downtimesOf(world: World, component: Component): Downtimes {
  const downtimes = new Map<string, readonly Downtime[]>();
  for (const machine of component.roles) {
    const groups = world.roleGroups.get(machine) ?? [];
    downtimes.set(machine, groups[0]?.downtimes ?? []);
  }
  return downtimes;
}

function actionsOf(question: Question): readonly Action[] {
  const { schedule, component } = question;
  const ofHosts = component.clusters.flatMap((path) => schedule.hostsOf.get(path) ?? []);
  return [...faultActionsOf(question), ...ofHosts].sort(inOrder);
}

/** The faults that can matter here: of these vCenters, their key servers, and the links between. */
export function faultActionsOf({ estate, component, schedule }: Question): readonly Action[] {
  if (schedule.faultsOf.size === 0) return [];
  const keys = new Set(trustFaultsIn(estate, component));
  const index = indexEstate(estate);
  const hosts = component.clusters.flatMap((cluster) => index.hostsOf.get(cluster) ?? []);
  const addLink = (end: LinkEnd, other: LinkEnd) => {
    for (const key of linkKeys(end, other)) keys.add(key);
  };
  for (const path of vcentersOf(estate, component)) {
    const vcenter = vcenterEnd({ site: estate.vcenters.get(path)?.site ?? "" });
    keys.add(faultKey("vcenter-down", path));
    for (const provider of index.providersOf.get(path)?.values() ?? []) {
      keys.add(faultKey("key-provider-deleted", provider.path));
    }
    for (const server of index.keyServersOf.get(path) ?? []) {
      for (const kind of KEY_SERVER_FAULT_KINDS) keys.add(faultKey(kind, server.path));
      addLink(vcenter, keyServerEnd(server));
    }
    for (const host of hosts) {
      addLink(vcenter, hostEnd(host));
      if (estate.clusters.get(host.cluster)?.vsanEncryption == null) continue;
      for (const server of index.keyServersOf.get(path) ?? []) {
        addLink(hostEnd(host), keyServerEnd(server));
      }
    }
  }
  return faultActions(schedule, keys);
}

/** The Trust Authorities that have to do with a component. */
export function authoritiesOf(
  estate: Estate,
  { clusters }: Component,
): readonly EstateTrustAuthority[] {
  return [...estate.trustAuthorities.values()].filter(
    ({ cluster, trustedClusters }) =>
      clusters.includes(cluster) || trustedClusters.some((each) => clusters.includes(each)),
  );
}

/** Of Trust Authority hosts, and of the links between them, trusted hosts and key servers. */
function trustFaultsIn(estate: Estate, component: Component): readonly string[] {
  const { hostsOf, keyServersOf } = indexEstate(estate);
  return authoritiesOf(estate, component).flatMap((authority) => {
    const services = hostsOf.get(authority.cluster) ?? [];
    const ends = [
      ...authority.trustedClusters.flatMap((path) => hostsOf.get(path) ?? []).map(hostEnd),
      ...(keyServersOf.get(authority.vcenter) ?? []).map(keyServerEnd),
    ];
    return services.flatMap((service) => [
      faultKey("trust-authority-host-unreachable", service.path),
      ...ends.flatMap((end) => linkKeys(serviceEnd(service), end)),
    ]);
  });
}

function linkKeys(end: LinkEnd, other: LinkEnd): readonly string[] {
  return linkNames(end, other).map((name) => faultKey("link-cut", name));
}

export function vcentersOf(estate: Estate, component: Component): readonly string[] {
  return [
    ...new Set(component.clusters.flatMap((path) => estate.clusters.get(path)?.vcenter ?? [])),
  ];
}
