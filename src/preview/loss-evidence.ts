// What a loss rests on: the fewest faults that show it, the author's changes that bring it about, and how the keys
// were come by before and are not any more.

import { type Explanation, explain } from "../drill/explain.js";
import type { Prediction } from "../drill/predict.js";
import type { Scenario } from "../drill/scenario.js";
import { makeSchedule } from "../drill/schedule.js";
import { clustersConcerned, partOfEstate } from "../drill/steps-by-cluster.js";
import { pathOfWorkload } from "../drill/workloads.js";
import { keyPathName } from "../model/key-path-name.js";
import type { Hop, KeyPath, ReasonCode } from "../model/survival.js";
import type { Estate } from "../vsphere/estate.js";
import type { PlannedObject } from "../vsphere/overlay-estate.js";
import type { AttributesOf, AuthorChange } from "./author-changes.js";
import { type ClusterTrial, type TrialGround, tryCluster } from "./cluster-trial.js";
import { faultUnits, minimalFaults, scheduleOf } from "./counterexample.js";
import { type Loss, rankOf } from "./losses.js";

export interface Evidence {
  /** Null where there was too much to look through. */
  readonly counterexample: readonly string[] | null;
  readonly causes: readonly AuthorChange[];
  readonly keyPaths: { readonly base: string | null; readonly head: string | null };
  /** Of the head, hop by hop. */
  readonly why: readonly string[];
  /** Those of the loss that close no way at the base: what the author brought about. */
  readonly reasons: Prediction["reasons"];
}

export interface EvidenceGround extends TrialGround {
  readonly base: Estate;
  readonly attributesOf: AttributesOf;
  readonly authors: readonly AuthorChange[];
  /** The author's changes by the clusters that they have to do with. */
  readonly authorsOf: ReadonlyMap<string, readonly AuthorChange[]>;
}

/** By cluster of the head or the base. */
export function authorsByCluster(
  estates: readonly Estate[],
  authors: readonly AuthorChange[],
): ReadonlyMap<string, readonly AuthorChange[]> {
  const finders = estates.map(clustersConcerned);
  const found = new Map<string, AuthorChange[]>();
  for (const author of authors) {
    const [before, after] = author.objects;
    const object: PlannedObject = { type: author.type, before, after };
    for (const cluster of new Set(finders.flatMap((find) => find(object)))) {
      const known = found.get(cluster);
      if (known === undefined) found.set(cluster, [author]);
      else known.push(author);
    }
  }
  return found;
}

/** With the budget spent: all changes that have to do with the cluster, and no more than that. */
export function evidenceOf(ground: EvidenceGround, loss: Loss): Evidence {
  const authors = ground.authorsOf.get(loss.cluster) ?? [];
  if (ground.budget.left <= 0) {
    const keyPaths = { base: null, head: null };
    return { counterexample: null, causes: authors, keyPaths, why: [], reasons: loss.reasons };
  }
  const trial = tryCluster(ground, loss.cluster);
  return {
    counterexample: counterexampleOf(trial, loss, ground.scenario),
    causes: causesOf(trial, loss, authors),
    ...explainLoss(ground, trial, loss),
  };
}

function counterexampleOf(
  trial: ClusterTrial,
  loss: Loss,
  scenario: Scenario,
): Evidence["counterexample"] {
  const schedule = makeSchedule(scenario, trial.head);
  const units = faultUnits(trial.head, scenario, schedule);
  const found = minimalFaults(units, (some) => {
    const predictions = trial.underFaults(scheduleOf(schedule, some));
    return predictions && worseAmong(predictions, loss).length > 0;
  });
  return found?.map(({ text }) => text) ?? null;
}

/** Those of a loss that are worse off than at the base. */
function worseAmong(predictions: readonly Prediction[], loss: Loss): readonly string[] {
  const own = new Set(loss.workloads);
  return predictions
    .filter(({ workload, verdict }) => own.has(workload) && rankOf(verdict) > loss.wasRank)
    .map(({ workload }) => workload);
}

/**
 * The changes of which each, taken back alone, saves a workload; if none does, all that have to do with the cluster.
 * A change of a machine that nobody relies on is that of its own workload, so that all of them are tried at once.
 */
function causesOf(
  trial: ClusterTrial,
  loss: Loss,
  authors: readonly AuthorChange[],
): readonly AuthorChange[] {
  const relied = machinesReliedOn(trial.head);
  const isLone = (author: AuthorChange) =>
    author.type === "holdfast_virtual_machine" &&
    !author.objects.some((object) => relied.has(String(object?.id)));
  const lone = authors.filter(isLone);
  const saved = lone.length === 0 ? new Set<string>() : savedWithout(trial, loss, lone);
  if (saved === undefined) return authors;
  const savedPaths = new Set([...saved].map(pathOfWorkload));
  const isSaved = ({ objects }: AuthorChange) =>
    objects.some((object) => savedPaths.has(String(object?.id)));
  const causes = new Set(lone.filter(isSaved));
  for (const author of authors) {
    if (isLone(author)) continue;
    const alone = savedWithout(trial, loss, [author]);
    if (alone === undefined) return authors;
    if (alone.size > 0) causes.add(author);
  }
  return causes.size === 0 ? authors : authors.filter((author) => causes.has(author));
}

function savedWithout(
  trial: ClusterTrial,
  loss: Loss,
  taken: readonly AuthorChange[],
): ReadonlySet<string> | undefined {
  const predictions = trial.without(taken);
  if (predictions === undefined) return undefined;
  const worse = new Set(worseAmong(predictions, loss));
  return new Set(loss.workloads.filter((workload) => !worse.has(workload)));
}

/** Those that vCenters and key servers run in. */
function machinesReliedOn({ vcenters, keyServers }: Estate): ReadonlySet<string> {
  const all = [...vcenters.values(), ...keyServers.values()];
  return new Set(all.flatMap(({ runsOn }) => runsOn ?? []));
}

function explainLoss(
  { base, scenario }: EvidenceGround,
  { head }: ClusterTrial,
  { cluster, workloads, reasons }: Loss,
): Pick<Evidence, "keyPaths" | "why" | "reasons"> {
  const [workload = ""] = workloads;
  const before = explain(partOfEstate(base, cluster), scenario, workload);
  const after = explain(head, scenario, workload);
  const open = lastingFirst(openPaths(before))[0];
  const closed = lastingFirst(after?.atEnd.filter((path) => !path.open) ?? []);
  const same = closed.find((path) => open !== undefined && isSameWay(path, open));
  const shown = same ?? closed[0];
  const there = closed.filter(({ host }) => host === shown?.host);
  const own = there.filter(isOwnKey);
  return {
    keyPaths: {
      base: open === undefined ? null : `${wayText(open)}: ${sentencesOf(open.hops)}`,
      head: shown === undefined ? null : `${wayText(shown)}: ${closedSentences([shown]).join(" ")}`,
    },
    why: closedSentences(own.length > 0 ? own : there),
    reasons: reasons.filter((reason) => !before?.atEnd.some((path) => isClosedBy(path, reason))),
  };
}

/** The keys of the workload before that of its host, and what memory holds last: a power cut empties it. */
function lastingFirst(paths: readonly KeyPath[]): readonly KeyPath[] {
  const rank = (path: KeyPath) => (isOwnKey(path) ? 0 : 2) + (path.kind === "host-memory" ? 1 : 0);
  return [...paths].sort((a, b) => rank(a) - rank(b));
}

function openPaths(explanation: Explanation | undefined): readonly KeyPath[] {
  if (explanation?.verdict !== "survived") return [];
  return explanation.atEnd.filter(({ open }) => open);
}

function isOwnKey({ use }: KeyPath): boolean {
  return use !== "host";
}

function isSameWay(a: KeyPath, b: KeyPath): boolean {
  return a.kind === b.kind && a.host === b.host && a.use === b.use;
}

function wayText({ kind, host }: KeyPath): string {
  return `${keyPathName(kind)}, ${host}`;
}

function isClosedBy({ hops }: KeyPath, reason: ReasonCode): boolean {
  return hops.some((hop) => !hop.open && hop.reason === reason);
}

function closedSentences(paths: readonly KeyPath[]): readonly string[] {
  const closed = paths.flatMap(({ hops }) => hops.filter(({ open }) => !open));
  return [...new Set(closed.map(({ sentence }) => sentence))];
}

function sentencesOf(hops: readonly Hop[]): string {
  return hops.map(({ sentence }) => sentence).join(" ");
}
