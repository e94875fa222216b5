// A scenario meets an estate: which host loses power when, which key server is out of reach from when to
// when. Predictor and drill both read this, so that they judge the same faults. Seconds count from the
// start of the outage.

import { compareText } from "../model/address.js";
import { matcherOf } from "../model/patterns.js";
import { endName, type FaultKind, linkBetween } from "../vsphere/conditions.js";
import type { LinkRole } from "../vsphere/defaults.js";
import type { Estate, EstateHost } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { faultsOf, sitesLost } from "./faults-of-event.js";
import {
  type FaultEvent,
  type HostEvent,
  type HostEventKind,
  isHostEvent,
  type Scenario,
  type SiteEvent,
} from "./scenario.js";

/** Something that stays broken for a while. */
export type Fault =
  | { readonly kind: Exclude<FaultKind, "link-cut">; readonly path: string }
  | { readonly kind: "link-cut"; readonly ends: readonly [FaultEnd, FaultEnd] };

/** All that stands at a site, or all that has a role there. */
export interface FaultEnd {
  readonly site: string;
  readonly role?: LinkRole;
}

export type Action = { readonly atSeconds: number } & (
  | { readonly kind: "fault-begins" | "fault-ends"; readonly fault: Fault }
  | { readonly kind: HostActionKind; readonly host: string; readonly cluster: string }
);

export type HostActionKind =
  | "power-lost"
  | "rebooted"
  | "tpm-cleared"
  | "firmware-updated"
  | "reinstalled"
  | "powered-on"
  | "recovery-key-entered";

export interface Schedule {
  /** Begins and ends in order, by {@link faultKey}. */
  readonly faultsOf: ReadonlyMap<string, readonly Action[]>;
  /** Where a fault stands among all, by its key: those that begin or end together do so in this order. */
  readonly turnOf: ReadonlyMap<string, number>;
  /** What happens to hosts, by cluster path, in order. */
  readonly hostsOf: ReadonlyMap<string, readonly Action[]>;
}

/**
 * What a scenario does at a time comes just before what vCenter's rounds and hosts do at that very second,
 * so that a key that is due to be archived on the hour is lost with power that fails on the hour.
 */
const LEAD_SECONDS = 0.5;

/** At one instant, what ends comes first, then faults, then losses of power, then boots. */
export const ACTION_RANKS: Readonly<Record<Action["kind"], number>> = {
  "fault-ends": 0,
  "fault-begins": 1,
  rebooted: 2,
  "power-lost": 3,
  "tpm-cleared": 4,
  "firmware-updated": 4,
  reinstalled: 5,
  "powered-on": 5,
  "recovery-key-entered": 6,
};

/** By time, then by rank, then cluster by cluster. */
export function inOrder(a: Action, b: Action): number {
  return (
    a.atSeconds - b.atSeconds ||
    ACTION_RANKS[a.kind] - ACTION_RANKS[b.kind] ||
    compareText(clusterOf(a), clusterOf(b))
  );
}

export function clusterOf(action: Action): string {
  return "cluster" in action ? action.cluster : "";
}

/** Hosts are counted within their cluster, in code-unit order of their paths. */
export function makeSchedule(scenario: Scenario, estate: Estate): Schedule {
  const faults = scenario.events
    .filter((event) => !isHostEvent(event))
    .flatMap((event) => faultSpans(event, estate));
  const losses = scenario.events.filter((event) => event.kind === "sites-lose-power");
  const dark = new Set(losses.flatMap((event) => [...sitesLost(event, estate)]));
  const hostActions = scenario.events
    .filter(isHostEvent)
    .map((event) => hostActionsOf(event, scenario, estate, dark));
  const siteActions = losses.map((event) => siteActionsOf(event, scenario, estate));
  const hostsOf = new Map<string, Action[]>();
  for (const [cluster, actions] of [...siteActions, ...hostActions].flat()) {
    hostsOf.set(cluster, [...(hostsOf.get(cluster) ?? []), ...actions]);
  }
  for (const actions of hostsOf.values()) actions.sort(inOrder);
  const faultsOf = joinSpans(faults, scenario.outageSeconds);
  return { faultsOf, turnOf: new Map([...faultsOf.keys()].map((key, i) => [key, i])), hostsOf };
}

/** Every action of a schedule in the order it happens. */
export function allActions({ faultsOf, hostsOf }: Schedule): readonly Action[] {
  return [...faultsOf.values(), ...hostsOf.values()].flat().sort(inOrder);
}

/** The actions of some faults, by their keys, in the order of the schedule. */
export function faultActions(
  { faultsOf, turnOf }: Schedule,
  keys: Iterable<string>,
): readonly Action[] {
  const turn = (key: string) => turnOf.get(key) ?? 0;
  const found = [...keys].filter((key) => faultsOf.has(key));
  return found.sort((a, b) => turn(a) - turn(b)).flatMap((key) => faultsOf.get(key) ?? []);
}

export function faultName(fault: Fault): string {
  if (fault.kind !== "link-cut") return fault.path;
  const [end, other] = fault.ends.map(({ site, role }) =>
    role === undefined ? site : endName({ site, role }),
  );
  return linkBetween(end ?? "", other ?? "");
}

export function faultKey(kind: FaultKind, name: string): string {
  return `${kind} ${name}`;
}

function justBefore(seconds: number): number {
  return Math.max(0, seconds - LEAD_SECONDS);
}

interface Span {
  readonly fault: Fault;
  readonly from: number;
  readonly to: number;
}

function faultSpans(event: FaultEvent | SiteEvent, estate: Estate): readonly Span[] {
  const span = { from: event.atSeconds, to: event.untilSeconds };
  return faultsOf(event, estate).map((fault) => ({ fault, ...span }));
}

/** Spans of one fault that overlap or touch become one, so that it ends once. */
function joinSpans(
  spans: readonly Span[],
  outageSeconds: number,
): ReadonlyMap<string, readonly Action[]> {
  const byFault = new Map<string, Span[]>();
  for (const span of spans) {
    const key = faultKey(span.fault.kind, faultName(span.fault));
    byFault.set(key, [...(byFault.get(key) ?? []), span]);
  }
  return new Map(
    [...byFault].map(([key, group]) => [
      key,
      unionOf(group).flatMap((span) => beginAndEnd(span, outageSeconds)),
    ]),
  );
}

/** A fault that ends with the outage is still in force when the outage is judged. */
function beginAndEnd({ fault, from, to }: Span, outageSeconds: number): readonly Action[] {
  const end = to >= outageSeconds ? outageSeconds : justBefore(to);
  return [
    { atSeconds: justBefore(from), kind: "fault-begins", fault },
    { atSeconds: end, kind: "fault-ends", fault },
  ];
}

function unionOf(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.to) joined.push(span);
    else joined[joined.length - 1] = { ...last, to: Math.max(last.to, span.to) };
  }
  return joined;
}

type ActionsOfCluster = readonly [cluster: string, actions: readonly Action[]];

/** A host that is back with the end of the outage is still down when the outage is judged. */
function siteActionsOf(
  event: SiteEvent,
  { outageSeconds }: Scenario,
  estate: Estate,
): readonly ActionsOfCluster[] {
  const lost = sitesLost(event, estate);
  const { untilSeconds: to } = event;
  const back = to >= outageSeconds ? outageSeconds : justBefore(to);
  return [...estate.hosts.values()]
    .filter(({ site }) => lost.has(site))
    .map(({ path: host, cluster }) => [
      cluster,
      [
        { atSeconds: justBefore(event.atSeconds), kind: "power-lost", host, cluster },
        { atSeconds: back, kind: "powered-on", host, cluster },
      ],
    ]);
}

function hostActionsOf(
  event: HostEvent,
  scenario: Scenario,
  estate: Estate,
  dark: ReadonlySet<string>,
): readonly ActionsOfCluster[] {
  const isHost = matcherOf(event.hosts);
  const isSite = matcherOf(event.sites);
  const clusters = [...estate.clusters.keys()].filter(matcherOf(event.clusters)).sort();
  return clusters.map((cluster) => {
    const hosts = indexEstate(estate).hostsOf.get(cluster) ?? [];
    const struck = hosts
      .filter((host) => isHost(host.path) && isSite(host.site) && !dark.has(host.site))
      .slice(0, event.hostsPerCluster ?? undefined);
    return [
      cluster,
      struck.flatMap((host, i) => hostActions(event, scenario, { host, number: i })),
    ];
  });
}

/** A cut that would come when the outage is over does not come. */
function hostActions(
  event: HostEvent,
  scenario: Scenario,
  struck: { readonly host: EstateHost; readonly number: number },
): readonly Action[] {
  const { path: host, cluster, recoveryKeyLocation } = struck.host;
  const due = event.atSeconds + event.everySeconds * struck.number;
  if (due >= scenario.outageSeconds) return [];
  const atSeconds = justBefore(due);
  const back = justBefore(due + event.backAfterSeconds);
  const { down, up } = HOST_ACTIONS[event.kind];
  const isHelped = event.recoveryKeyEntered && recoveryKeyLocation !== null;
  const help: readonly HostActionKind[] = isHelped ? ["recovery-key-entered"] : [];
  return [
    ...down.map((kind): Action => ({ atSeconds, kind, host, cluster })),
    ...[up, ...help].map((kind): Action => ({ atSeconds: back, kind, host, cluster })),
  ];
}

/** What happens to a host when it goes down, and how it comes back. */
const HOST_ACTIONS: Readonly<
  Record<HostEventKind, { readonly down: readonly HostActionKind[]; readonly up: HostActionKind }>
> = {
  "hosts-lose-power": { down: ["power-lost"], up: "powered-on" },
  "hosts-reboot": { down: ["rebooted"], up: "powered-on" },
  "tpms-cleared": { down: ["power-lost", "tpm-cleared"], up: "powered-on" },
  "firmware-updated": { down: ["rebooted", "firmware-updated"], up: "powered-on" },
  "hosts-reinstalled": { down: ["power-lost"], up: "reinstalled" },
};
