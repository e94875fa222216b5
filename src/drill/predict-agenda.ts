// The agenda of a predicted walk: what is still to come, in order of time. Rounds of vCenter and of hosts are
// put on it only when there may be something to do, so that three days cost no more than what happens in them.

import {
  ARCHIVE_INTERVAL_SECONDS,
  HA_RETRY_SECONDS,
  REMEDIATION_INTERVAL_SECONDS,
} from "../vsphere/defaults.js";
import { compareMoments, type Moment } from "./moment.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { awaitsArchive } from "./predict-rounds.js";
import { renewalDue } from "./predict-trust.js";
import type { World } from "./predict-world.js";
import { ACTION_RANKS, type Action, clusterOf } from "./schedule.js";

export type Step = Moment &
  (
    | { readonly kind: "action"; readonly action: Action }
    | { readonly kind: "boot" | "mount"; readonly host: string }
    | { readonly kind: "outage-begins" }
    | { readonly kind: "remediation" }
    | { readonly kind: "archive"; readonly host: HostState }
    | { readonly kind: "retry"; readonly waiting: ClusterState; readonly since: number }
  );

export interface Agenda {
  readonly steps: Step[];
  readonly untilSeconds: number;
  readonly remediations: Set<number>;
  readonly archiving: Set<HostState>;
}

/** At one instant rounds and HA's later tries come first, then the scenario, then HA's first try. */
const RANKS = {
  boot: -7,
  mount: -6,
  remediation: -5,
  archive: -4,
  laterRetry: -3,
  outageBegins: -2,
  action: 0,
  firstRetry: 100,
} as const;

/** What a step has of a moment unless it says otherwise. */
const PLAIN = { cluster: "", number: 0 } as const;

/** `actions` in order; those after `untilSeconds` are left out. */
export function makeAgenda(actions: readonly Action[], untilSeconds: number): Agenda {
  const steps: Step[] = [{ ...PLAIN, at: 0, rank: RANKS.outageBegins, kind: "outage-begins" }];
  for (const [number, action] of actions.entries()) {
    if (action.atSeconds >= untilSeconds) continue;
    const rank = RANKS.action + ACTION_RANKS[action.kind];
    const cluster = clusterOf(action);
    steps.push({ at: action.atSeconds, rank, cluster, number, kind: "action", action });
  }
  return { steps, untilSeconds, remediations: new Set(), archiving: new Set() };
}

/** vSphere HA tries what was lost now, again and again. */
export function planRetries(agenda: Agenda, cluster: ClusterState, since: number): void {
  for (const delay of HA_RETRY_SECONDS) {
    const rank = delay === 0 ? RANKS.firstRetry : RANKS.laterRetry;
    insert(agenda, retry(cluster, since, { at: since + delay, rank }));
  }
}

function retry(
  cluster: ClusterState,
  since: number,
  when: { readonly at: number; readonly rank: number },
): Step {
  const moment = { ...when, cluster: cluster.cluster.path, number: 0 };
  return { ...moment, kind: "retry", waiting: cluster, since };
}

/** The first try of a disk group after a boot; hosts of a cluster in their order. */
export function planMount(agenda: Agenda, cluster: ClusterState, host: HostState): void {
  const at = host.diskGroup?.mountsAt;
  if (at === undefined) return;
  const order = { cluster: cluster.cluster.path, number: cluster.hosts.indexOf(host) };
  insert(agenda, { ...order, at, rank: RANKS.mount, kind: "mount", host: host.host.path });
}

/** What was under way before: hosts that boot, and machines that HA has not given up. */
export function planPending(agenda: Agenda, world: World): void {
  for (const cluster of world.clusters) {
    for (const state of cluster.hosts) {
      planMount(agenda, cluster, state);
      const { host } = state;
      const boots = host.present?.bootsAtSeconds ?? null;
      if (boots === null) continue;
      const at = boots - world.startSeconds;
      insert(agenda, { ...PLAIN, at, rank: RANKS.boot, kind: "boot", host: host.path });
    }
    if (cluster.cluster.ha) planPendingRetries(agenda, cluster, world.now);
  }
}

function planPendingRetries(agenda: Agenda, cluster: ClusterState, now: number): void {
  const losses = new Set(cluster.groups.flatMap(({ downSince }) => downSince ?? []));
  for (const since of losses) {
    for (const at of HA_RETRY_SECONDS.map((delay) => since + delay)) {
      if (at < now) continue;
      insert(agenda, retry(cluster, since, { at, rank: RANKS.laterRetry }));
    }
  }
}

/** After a change, the next remediation may send something and the next archive may write it. */
export function planRounds(agenda: Agenda, world: World): void {
  planRemediation(agenda, world, world.now);
  planArchives(agenda, world);
  planRenewals(agenda, world);
}

/** Trusted hosts have themselves attested again at the first round at which that is due. */
export function planRenewals(agenda: Agenda, world: World): void {
  if (world.reach.estate.trustAuthorities.size === 0) return;
  for (const host of world.clusters.flatMap(({ hosts }) => hosts)) {
    const due = renewalDue(host);
    if (due === undefined || due <= world.conditions.nowSeconds) continue;
    planRemediation(agenda, world, due - world.startSeconds - 1 / 1024);
  }
}

/** The first remediation after a time: they fall on whole multiples of their interval. */
export function planRemediation(agenda: Agenda, world: World, after: number): void {
  const interval = REMEDIATION_INTERVAL_SECONDS;
  const unix = world.startSeconds + after;
  const at = (Math.floor(unix / interval) + 1) * interval - world.startSeconds;
  if (agenda.remediations.has(at)) return;
  agenda.remediations.add(at);
  insert(agenda, { ...PLAIN, at, rank: RANKS.remediation, kind: "remediation" });
}

/** Each host archives at a fixed interval from its last archive. */
export function planArchives(agenda: Agenda, world: World): void {
  for (const cluster of world.clusters) {
    for (const host of cluster.hosts) planArchive(agenda, world, host);
  }
}

function planArchive(agenda: Agenda, world: World, host: HostState): void {
  if (host.up && !agenda.archiving.has(host) && awaitsArchive(host)) {
    agenda.archiving.add(host);
    const past = world.conditions.nowSeconds - host.lastArchiveSeconds;
    const at = world.now + ARCHIVE_INTERVAL_SECONDS - (past % ARCHIVE_INTERVAL_SECONDS);
    insert(agenda, { ...PLAIN, at, rank: RANKS.archive, kind: "archive", host });
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
    if (other !== undefined && compareMoments(other, step) <= 0) from = middle + 1;
    else to = middle;
  }
  agenda.steps.splice(from, 0, step);
}
