// The agenda of a predicted walk: what is still to come, in order of time. Rounds of vCenter and of hosts are
// put on it only when there may be something to do, so that three days cost no more than what happens in them.

import {
  ARCHIVE_INTERVAL_SECONDS,
  HA_RETRY_SECONDS,
  REMEDIATION_INTERVAL_SECONDS,
} from "../vsphere/defaults.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { awaitsArchive } from "./predict-rounds.js";
import type { World } from "./predict-world.js";
import type { Action } from "./schedule.js";

export type Step = { readonly at: number; readonly rank: number } & (
  | { readonly kind: "action"; readonly action: Action }
  | { readonly kind: "boot"; readonly host: string }
  | { readonly kind: "outage-begins" }
  | { readonly kind: "remediation" }
  | { readonly kind: "archive"; readonly cluster: ClusterState; readonly host: HostState }
  | { readonly kind: "retry"; readonly cluster: ClusterState; readonly since: number }
);

export interface Agenda {
  readonly steps: Step[];
  readonly untilSeconds: number;
  readonly remediations: Set<number>;
  readonly archiving: Set<HostState>;
}

/** At one instant rounds and HA's later tries come first, then the scenario, then HA's first try. */
const RANKS = {
  boot: -6,
  remediation: -5,
  archive: -4,
  laterRetry: -3,
  outageBegins: -2,
  action: 0,
  firstRetry: 1,
} as const;

/** `actions` in order; those after `untilSeconds` are left out. */
export function makeAgenda(actions: readonly Action[], untilSeconds: number): Agenda {
  const steps: Step[] = [{ at: 0, rank: RANKS.outageBegins, kind: "outage-begins" }];
  for (const action of actions) {
    if (action.atSeconds >= untilSeconds) continue;
    steps.push({ at: action.atSeconds, rank: RANKS.action, kind: "action", action });
  }
  return { steps, untilSeconds, remediations: new Set(), archiving: new Set() };
}

/** vSphere HA tries what was lost now, again and again. */
export function planRetries(agenda: Agenda, cluster: ClusterState, since: number): void {
  for (const delay of HA_RETRY_SECONDS) {
    const rank = delay === 0 ? RANKS.firstRetry : RANKS.laterRetry;
    insert(agenda, { at: since + delay, rank, kind: "retry", cluster, since });
  }
}

/** What was under way before: hosts that boot, and machines that HA has not given up. */
export function planPending(agenda: Agenda, world: World): void {
  for (const cluster of world.clusters) {
    for (const { host } of cluster.hosts) {
      const boots = host.present?.bootsAtSeconds ?? null;
      if (boots === null) continue;
      const at = boots - world.startSeconds;
      insert(agenda, { at, rank: RANKS.boot, kind: "boot", host: host.path });
    }
    if (cluster.cluster.ha) planPendingRetries(agenda, cluster, world.now);
  }
}

function planPendingRetries(agenda: Agenda, cluster: ClusterState, now: number): void {
  const losses = new Set(cluster.groups.flatMap(({ downSince }) => downSince ?? []));
  for (const since of losses) {
    for (const at of HA_RETRY_SECONDS.map((delay) => since + delay)) {
      if (at < now) continue;
      insert(agenda, { at, rank: RANKS.laterRetry, kind: "retry", cluster, since });
    }
  }
}

/** After a change, the next remediation may send something and the next archive may write it. */
export function planRounds(agenda: Agenda, world: World): void {
  planRemediation(agenda, world, world.now);
  planArchives(agenda, world);
}

/** The first remediation after a time: they fall on whole multiples of their interval. */
export function planRemediation(agenda: Agenda, world: World, after: number): void {
  const interval = REMEDIATION_INTERVAL_SECONDS;
  const unix = world.startSeconds + after;
  const at = (Math.floor(unix / interval) + 1) * interval - world.startSeconds;
  if (agenda.remediations.has(at)) return;
  agenda.remediations.add(at);
  insert(agenda, { at, rank: RANKS.remediation, kind: "remediation" });
}

/** Each host archives at a fixed interval from its last archive. */
export function planArchives(agenda: Agenda, world: World): void {
  for (const cluster of world.clusters) {
    for (const host of cluster.hosts) planArchive(agenda, world, { cluster, host });
  }
}

function planArchive(
  agenda: Agenda,
  world: World,
  { cluster, host }: { readonly cluster: ClusterState; readonly host: HostState },
): void {
  if (host.up && !agenda.archiving.has(host) && awaitsArchive(cluster, host)) {
    agenda.archiving.add(host);
    const past = world.conditions.nowSeconds - host.lastArchiveSeconds;
    const at = world.now + ARCHIVE_INTERVAL_SECONDS - (past % ARCHIVE_INTERVAL_SECONDS);
    insert(agenda, { at, rank: RANKS.archive, kind: "archive", cluster, host });
  }
}

/** After everything of the same time and rank. */
function insert(agenda: Agenda, step: Step): void {
  if (step.at > agenda.untilSeconds) return;
  let from = 0;
  let to = agenda.steps.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = agenda.steps[middle];
    if (other !== undefined && inOrder(other, step) <= 0) from = middle + 1;
    else to = middle;
  }
  agenda.steps.splice(from, 0, step);
}

function inOrder(a: Step, b: Step): number {
  return a.at - b.at || a.rank - b.rank;
}
