// How little it takes to cost a cluster a workload, before and after: the smallest set of the scenario's faults that does.
// Where all of them together cost it none, there is no cut by definition. Elsewhere sets are tried by their size, and nothing
// is taken for granted of sets that hold others, so that the first that is found is the smallest. Alike clusters are searched once.

import { predictPlanned } from "../drill/predict-planned.js";
import { makeSchedule } from "../drill/schedule.js";
import { clusterOfWorkload } from "../drill/workloads.js";
import type { PreviewPlace, SmallestCut } from "../model/preview.js";
import type { Verdict } from "../model/survival.js";
import { boundsOf, partWithin } from "./cluster-part.js";
import { type Budget, payFor } from "./cluster-trial.js";
import { type FaultUnit, faultUnits, scheduleOf } from "./counterexample.js";
import type { JudgedSide } from "./judge-side.js";
import type { EvidenceGround } from "./loss-evidence.js";
import { likenessOfCluster } from "./losses-alike.js";

export interface CutRequest {
  readonly base: JudgedSide;
  readonly head: JudgedSide;
  readonly ground: EvidenceGround;
  /** Looks at hosts and machines that all searches together may take. */
  readonly mostLooks?: number;
}

/** Clusters of two hosts and twenty machines take 2,000, and 10 ms, each that is unlike the others. */
const MOST_LOOKS = 50_000;

/** A bound that says nothing. */
const NOT_SEARCHED: SmallestCut = { faults: 0, isExact: false };

type Cuts = NonNullable<PreviewPlace["smallestCut"]>;

/** The same rows in the same order. Those that fall deepest are searched first, for as long as there is budget. */
export function withSmallestCuts(
  places: readonly PreviewPlace[],
  { base, head, ground, mostLooks = MOST_LOOKS }: CutRequest,
): readonly PreviewPlace[] {
  const search = { scenario: ground.scenario, budget: { left: mostLooks } };
  const searchIn = { base: cutFinder(base, search), head: cutFinder(head, search) };
  const cutAt = (side: "base" | "head", place: PreviewPlace, cluster: string): SmallestCut =>
    place.surviving[side] === place.workloads[side]
      ? { faults: null, isExact: true }
      : searchIn[side](cluster);
  const cutsAt = (place: PreviewPlace, cluster: string): Cuts => ({
    ...(base.estate.clusters.has(cluster) ? { base: cutAt("base", place, cluster) } : {}),
    ...(head.estate.clusters.has(cluster) ? { head: cutAt("head", place, cluster) } : {}),
  });
  const ofAlike = new Map<string, Cuts>();
  const cutsOf = (place: PreviewPlace, cluster: string): Cuts => {
    // Nothing is searched for there, so that it need not be known what is alike.
    if (isSafe(place)) return cutsAt(place, cluster);
    const name = likenessOfCluster(ground, cluster);
    const cuts = ofAlike.get(name) ?? cutsAt(place, cluster);
    ofAlike.set(name, cuts);
    return cuts;
  };
  const found = new Map<PreviewPlace, Cuts>();
  for (const place of [...places].sort((a, b) => lossOf(b) - lossOf(a))) {
    if (place.cluster !== null) found.set(place, cutsOf(place, place.cluster));
  }
  return places.map((place) => {
    const smallestCut = found.get(place);
    return smallestCut === undefined ? place : { ...place, smallestCut };
  });
}

function isSafe({ workloads, surviving }: PreviewPlace): boolean {
  return surviving.base === workloads.base && surviving.head === workloads.head;
}

function lossOf({ workloads, surviving }: PreviewPlace): number {
  return workloads.head - surviving.head - (workloads.base - surviving.base);
}

interface Search extends Pick<EvidenceGround, "scenario"> {
  readonly budget: Budget;
}

/** A function that searches at clusters of one side. */
function cutFinder(
  { estate, steps: all }: JudgedSide,
  { scenario, budget }: Search,
): (cluster: string) => SmallestCut {
  const steps = all.filter(({ isUntold }) => isUntold);
  return (cluster) => {
    if (budget.left <= 0) return NOT_SEARCHED;
    const part = partWithin(estate, boundsOf([estate], cluster, scenario));
    const schedule = makeSchedule(scenario, part);
    return smallestCut(faultUnits(part, scenario, schedule), (units) => {
      if (!payFor(part, budget)) return undefined;
      const options = { schedule: scheduleOf(schedule, units) };
      return predictPlanned(part, { steps, scenario }, options)
        .filter(({ workload }) => clusterOfWorkload(part, workload) === cluster)
        .map(({ verdict }) => verdict);
    });
  };
}

/** `verdictsUnder` gives those of a cluster's workloads; undefined when the question can no longer be answered. */
export function smallestCut(
  units: readonly FaultUnit[],
  verdictsUnder: (units: readonly FaultUnit[]) => readonly Verdict[] | undefined,
): SmallestCut {
  for (let faults = 0; faults <= units.length; faults++) {
    let isKnown = true;
    for (const some of subsetsOf(units, faults)) {
      const verdicts = verdictsUnder(some);
      if (verdicts === undefined) return { faults, isExact: false };
      if (verdicts.some(isLoss)) return { faults, isExact: true };
      if (verdicts.includes("unknown")) isKnown = false;
    }
    if (!isKnown) return { faults, isExact: false };
  }
  return { faults: null, isExact: true };
}

function isLoss(verdict: Verdict): boolean {
  return verdict === "locked" || verdict === "lost";
}

/** All subsets of a size, in the order of the items. */
function* subsetsOf<T>(items: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= items.length - size; first++) {
    const head = items.slice(first, first + 1);
    for (const rest of subsetsOf(items, size - 1, first + 1)) yield [...head, ...rest];
  }
}
