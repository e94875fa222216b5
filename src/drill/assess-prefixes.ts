// "Every prefix of a plan is safe": an apply may stop after any step, and what it leaves must be no worse for
// any workload than both where it started and where it ends, or a finding says so. Judged for each cluster by
// itself, with the steps that concern it: every set of steps that can be done alone where there are few of
// them, else two sets for each step, the smallest and the largest that end with it; of steps that are alike, for one.

import type { Finding, SurvivalAssessment, Verdict } from "../model/survival.js";
import { VERDICTS } from "../model/survival.js";
import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { overlayEstate, type PlannedObject } from "../vsphere/overlay-estate.js";
import { firstsOfAlike } from "./alike-steps.js";
import type { PlannedStep } from "./assess-plan.js";
import { type Prediction, predict } from "./predict.js";
import { reasonText } from "./reason-phrases.js";
import type { Scenario } from "./scenario.js";
import {
  partOfEstate,
  positionsByCluster,
  type StepInCluster,
  waitingSteps,
} from "./steps-by-cluster.js";
import { clusterOfWorkload, workloadIds } from "./workloads.js";

/** Our own code, after those of the failure catalogue. */
export const UNSAFE_PREFIX_CODE = "FC-63";

/** Beyond this many looks at steps the prefixes are not judged, and the assessment says so. */
const MOST_STEPS_LOOKED_AT = 50_000_000;

/** The same for looks at what a cluster has: for each of its steps that are not alike, all its steps and machines. */
const MOST_LOOKS_INTO_CLUSTERS = 4_000_000;

export interface PrefixRequest {
  readonly estate: Estate;
  readonly steps: readonly PlannedStep[];
  readonly scenario: Scenario;
  readonly before: readonly Prediction[];
  readonly after: readonly Prediction[];
  readonly everyUpTo: number;
}

export interface PrefixAssessment {
  readonly findings: readonly Finding[];
  readonly judged: SurvivalAssessment["prefixes"];
}

export function assessPrefixes(request: PrefixRequest): PrefixAssessment {
  const groups = groupByCluster(request);
  if (groups === undefined) return { findings: [], judged: "none" };
  const isEvery = groups.every(({ steps }) => steps.length <= request.everyUpTo);
  const ranks = { before: ranksOf(request.before), after: ranksOf(request.after) };
  const findings = groups.flatMap((group) => findUnsafePrefix(request, group, ranks) ?? []);
  return { findings, judged: isEvery ? "every" : "extremes" };
}

interface ClusterSteps {
  readonly cluster: string;
  /** What decides its survival. */
  readonly part: Estate;
  readonly steps: readonly StepInCluster[];
  /** Positions of the steps whose extremes are looked at; undefined where every prefix is. */
  readonly distinct: readonly number[] | undefined;
}

/** The clusters that have something to lose; undefined if they are too much to look at. */
function groupByCluster(request: PrefixRequest): readonly ClusterSteps[] | undefined {
  const { estate, steps: all, everyUpTo } = request;
  const surviving = clustersWithSurvivors(request);
  const positionsOf = [...positionsByCluster(estate, all)].filter(([path]) => surviving.has(path));
  if (positionsOf.length * all.length > MOST_STEPS_LOOKED_AT) return undefined;
  const { machinesOf } = indexEstate(estate);
  const groups: ClusterSteps[] = [];
  let looks = 0;
  for (const [cluster, positions] of positionsOf) {
    const steps = waitingSteps(all, positions, MOST_LOOKS_INTO_CLUSTERS);
    if (steps === undefined) return undefined;
    const part = partOfEstate(estate, cluster);
    const isFew = steps.length <= everyUpTo;
    const distinct = isFew ? undefined : distinctSteps(part, steps);
    const inCluster = steps.length + (machinesOf.get(cluster)?.length ?? 0);
    looks += (distinct?.length ?? 0) * inCluster;
    if (looks > MOST_LOOKS_INTO_CLUSTERS) return undefined;
    groups.push({ cluster, part, steps, distinct });
  }
  return groups;
}

/** Positions of steps of which none is alike to one before it. */
function distinctSteps(part: Estate, steps: readonly StepInCluster[]): readonly number[] {
  return firstsOfAlike(part, steps).flatMap((first, position) =>
    first === position ? [position] : [],
  );
}

/** Positions in the steps of the cluster. */
type StepSet = ReadonlySet<number>;

/** By workload: the place of its verdict among all, best first. */
type Ranks = ReadonlyMap<string, number>;

function clustersWithSurvivors({ estate, before }: PrefixRequest): ReadonlySet<string> {
  const clusters = new Set<string>();
  for (const { workload, verdict } of before) {
    if (verdict === "survived") clusters.add(clusterOfWorkload(estate, workload));
  }
  return clusters;
}

/** All sets in which each step comes with those it waits for, but for none and all. */
function everyPrefix(steps: readonly StepInCluster[]): readonly StepSet[] {
  let sets: StepSet[] = [new Set()];
  steps.forEach((step, position) => {
    const canFollow = (set: StepSet) => step.waitsFor.every((other) => set.has(other));
    sets = [...sets, ...sets.filter(canFollow).map((set) => new Set([...set, position]))];
  });
  return sets.filter((set) => set.size > 0 && set.size < steps.length);
}

/** For each of some steps: it with what it waits for, and everything that need not come after it. */
function extremePrefixes(
  steps: readonly StepInCluster[],
  positions: readonly number[],
): readonly StepSet[] {
  const followers = new Map<number, Set<number>>();
  steps.forEach(({ waitsFor }, follower) => {
    for (const position of waitsFor) {
      const known = followers.get(position);
      if (known === undefined) followers.set(position, new Set([follower]));
      else known.add(follower);
    }
  });
  const all = steps.map((_, position) => position);
  return positions.flatMap((position) => {
    const least = new Set([...(steps[position]?.waitsFor ?? []), position]);
    const after = followers.get(position);
    // Without a step that comes after it, everything that need not is everything.
    const most = after === undefined ? [] : [new Set(all.filter((each) => !after.has(each)))];
    return [least, ...most].filter((set) => set.size < steps.length);
  });
}

interface BothRanks {
  readonly before: Ranks;
  readonly after: Ranks;
}

/** The smallest of them that leaves a workload worse than before and worse than after. */
function findUnsafePrefix(
  request: PrefixRequest,
  { cluster, part, steps, distinct }: ClusterSteps,
  { before, after }: BothRanks,
): Finding | undefined {
  if (!couldBeWorse(part, steps, { before, after })) return undefined;
  const sets = distinct === undefined ? everyPrefix(steps) : extremePrefixes(steps, distinct);
  for (const set of [...sets].sort((a, b) => a.size - b.size)) {
    const done = steps.filter((_, position) => set.has(position));
    const objects = done.map(({ object }): PlannedObject => object);
    const estate = overlayEstate(part, objects);
    const worse = predict(estate, request.scenario).filter(({ workload, verdict }) => {
      const rank = VERDICTS.indexOf(verdict);
      return rank > (before.get(workload) ?? rank) && rank > (after.get(workload) ?? rank);
    });
    if (worse.length > 0) return unsafePrefix(request.scenario, { cluster, done, worse });
  }
  return undefined;
}

/**
 * Nothing half way is worse than locked unless something is taken away. Where every workload is locked before
 * or after, as when persistence goes off in a whole fleet, there is nothing to look for.
 */
function couldBeWorse(
  part: Estate,
  steps: readonly StepInCluster[],
  { before, after }: BothRanks,
): boolean {
  const takesAway = steps.some(({ object }) => object.after === null || object.isReplaced === true);
  if (takesAway) return true;
  const locked = VERDICTS.indexOf("locked");
  return workloadIds(part).some((id) => {
    const ranks = [before.get(id), after.get(id)];
    return ranks.every((rank) => rank !== undefined && rank < locked);
  });
}

function ranksOf(all: readonly Prediction[]): Ranks {
  return new Map(all.map(({ workload, verdict }) => [workload, VERDICTS.indexOf(verdict)]));
}

function unsafePrefix(
  scenario: Scenario,
  found: {
    readonly cluster: string;
    readonly done: readonly StepInCluster[];
    readonly worse: readonly Prediction[];
  },
): Finding {
  const [first] = found.worse;
  const verdict: Verdict = first?.verdict ?? "unknown";
  const names = found.worse.map(({ workload }) => workload);
  const others = names.length > 1 ? ` and ${names.length - 1} more` : "";
  const titles = found.done.map(({ title }) => title);
  return {
    code: UNSAFE_PREFIX_CODE,
    severity: "error",
    subject: found.cluster,
    sentence:
      `Should the apply stop after ${titles.join(", ")}, ${names[0]}${others} would be ${verdict} ` +
      `in ${scenario.name}, though before and after it is not: ${reasonText(first?.reasons ?? [])}.`,
    remedy:
      "Make the change in two applies: first add what will carry the keys and wait until they are " +
      "pushed and archived, then take the old away.",
  };
}
