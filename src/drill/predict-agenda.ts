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
  | { readonly kind: "remediation" }
  | { readonly kind: "archive"; readonly host: HostState }
  | { readonly kind: "retry"; readonly cluster: ClusterState; readonly since: number }
);

export interface Agenda {
  readonly steps: Step[];
  readonly untilSeconds: number;
  readonly remediations: Set<number>;
  readonly archiving: Set<HostState>;
}

/** At one instant HA's later tries come first, then the scenario, HA's first try, and the rounds. */
const LATER_RETRY_RANK = -1;
const ACTION_RANK = 0;
const FIRST_RETRY_RANK = 1;
const REMEDIATION_RANK = 2;
const ARCHIVE_RANK = 3;

/** `actions` in order; those after `untilSeconds` are left out. */
export function makeAgenda(actions: readonly Action[], untilSeconds: number): Agenda {
  const steps = actions
    .filter((action) => action.atSeconds < untilSeconds)
    .map((action): Step => ({ at: action.atSeconds, rank: ACTION_RANK, kind: "action", action }));
  return { steps, untilSeconds, remediations: new Set(), archiving: new Set() };
}

/** vSphere HA tries what was lost now, again and again. */
export function planRetries(agenda: Agenda, cluster: ClusterState, since: number): void {
  for (const delay of HA_RETRY_SECONDS) {
    const rank = delay === 0 ? FIRST_RETRY_RANK : LATER_RETRY_RANK;
    insert(agenda, { at: since + delay, rank, kind: "retry", cluster, since });
  }
}

/** After a change, the next remediation may send something and the next archive may write it. */
export function planRounds(agenda: Agenda, world: World): void {
  planRemediation(agenda, world, world.now);
  planArchives(agenda, world);
}

/** Puts the first remediation after a time on the agenda. */
export function planRemediation(agenda: Agenda, world: World, after: number): void {
  const at = nextRound(world, after, REMEDIATION_INTERVAL_SECONDS);
  if (agenda.remediations.has(at)) return;
  agenda.remediations.add(at);
  insert(agenda, { at, rank: REMEDIATION_RANK, kind: "remediation" });
}

export function planArchives(agenda: Agenda, world: World): void {
  for (const host of world.clusters.flatMap((cluster) => cluster.hosts)) {
    if (!host.up || agenda.archiving.has(host) || !awaitsArchive(host)) continue;
    agenda.archiving.add(host);
    const at = nextRound(world, world.now, ARCHIVE_INTERVAL_SECONDS);
    insert(agenda, { at, rank: ARCHIVE_RANK, kind: "archive", host });
  }
}

/** Rounds fall on whole multiples of their interval, as cron's do. */
function nextRound(world: World, after: number, interval: number): number {
  const unix = world.startSeconds + after;
  return (Math.floor(unix / interval) + 1) * interval - world.startSeconds;
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
