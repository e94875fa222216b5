// What a plan does to survival: the predictor's verdicts before and after, on estates that have come to rest,
// and what is worse at a place half way. It judges planned facts and asks no backend; the command line wires it
// to a plan, which knows nothing of it.

import type { PredictedVerdict, SurvivalAssessment, VerdictChange } from "../model/survival.js";
import { VERDICTS } from "../model/survival.js";
import type { Estate } from "../vsphere/estate.js";
import { findFindings, findingKey } from "../vsphere/findings/find-findings.js";
import { waiverFindings } from "../vsphere/findings/waivers.js";
import { overlayEstate, type PlannedObject } from "../vsphere/overlay-estate.js";
import { floorFindings, floorsBrokenBy } from "./assess-floors.js";
import { assessPrefixes } from "./assess-prefixes.js";
import { type Prediction, type PredictionCache, predict, predictEach } from "./predict.js";
import { clustersReliedOn } from "./predict-components.js";
import { predictPlanned } from "./predict-planned.js";
import { secondsUntilReady } from "./readiness-walk.js";
import { verdictText } from "./reason-phrases.js";
import type { Scenario } from "./scenario.js";
import { touchedClusters } from "./steps-by-cluster.js";
import { clusterOfWorkload } from "./workloads.js";

/** A step of carrying out plans. Gates, which only order others, have no object. */
export interface PlannedStep {
  /** For people: `holdfast_host.esx01 (update)`. */
  readonly title: string;
  readonly object?: PlannedObject;
  /** Whether arguments of the object are not known until apply. */
  readonly isUntold?: boolean;
  /** Positions of the steps that must be done before, all smaller than its own. */
  readonly after: readonly number[];
}

export interface AssessRequest {
  /** As the backend has it. */
  readonly estate: Estate;
  /** Of all stacks that are planned together, in an order in which they can be carried out. */
  readonly steps: readonly PlannedStep[];
  readonly scenario: Scenario;
  /** Scenarios that floors name; undefined for a name that stands for none. */
  readonly scenarioNamed: (name: string) => Scenario | undefined;
  /** Up to how many steps of one cluster every order is judged; beyond, the two extremes of each step. */
  readonly everyPrefixUpTo?: number;
  /** What was predicted of the same estate before, for plans that are made against it one beside the other. */
  readonly cache?: PredictionCache;
}

/** An assessment with what it was read from; how long it takes until the estate is safe is asked for by itself. */
export interface AssessedPlan {
  readonly assessment: Omit<SurvivalAssessment, "safeAfterSeconds">;
  /** The estate with the steps carried out. */
  readonly planned: Estate;
  /** Of `estate`, and of `planned` once it has settled. */
  readonly before: readonly Prediction[];
  readonly after: readonly Prediction[];
}

const EVERY_PREFIX_UP_TO = 5;

/** Deterministic. Linear in the estate, but for the steps of one cluster among each other. */
export function assessPlan(request: AssessRequest): SurvivalAssessment {
  const { assessment, planned, after } = assessInFull(request);
  const { prefixes, ...rest } = assessment;
  return { ...rest, safeAfterSeconds: secondsUntilSafe(planned, request, after), prefixes };
}

/** The same with the estate and the predictions that it speaks of. */
export function assessInFull(request: AssessRequest): AssessedPlan {
  const { estate, steps, scenario, cache = new Map() } = request;
  const objects = steps.flatMap(({ object }) => object ?? []);
  const before = predict(estate, scenario, { cache });
  if (objects.length === 0) return assessUnchanged(request, before);
  const planned = overlayEstate(estate, objects);
  const after = predictPlanned(planned, request, { cache });
  const prefixes = assessPrefixes({
    estate,
    steps,
    scenario,
    before,
    after,
    everyUpTo: request.everyPrefixUpTo ?? EVERY_PREFIX_UP_TO,
  });
  const known = new Set(findFindings(estate).map(findingKey));
  const found = findFindings(planned);
  const fresh = found.filter((finding) => !known.has(findingKey(finding)));
  const assessment = {
    scenario: scenario.name,
    before: before.map(verdictOf),
    after: after.map(verdictOf),
    ...compareVerdicts(before, after),
    findings: [
      ...prefixes.findings,
      ...floorFindings(request, planned, after),
      ...waiverFindings(planned, found),
      ...fresh,
    ],
    brokenFloors: floorsBrokenBy(request, planned, after),
    prefixes: prefixes.judged,
  };
  return { assessment, planned, before, after };
}

/** A plan that touches nothing: only floors and waivers are held against the estate as it is. */
function assessUnchanged(request: AssessRequest, predictions: readonly Prediction[]): AssessedPlan {
  const { estate } = request;
  const verdicts = predictions.map(verdictOf);
  const assessment: AssessedPlan["assessment"] = {
    scenario: request.scenario.name,
    before: verdicts,
    after: verdicts,
    worsened: [],
    improved: [],
    findings: [
      ...floorFindings(request, estate, predictions),
      ...waiverFindings(estate, estate.waivers.length === 0 ? [] : findFindings(estate)),
    ],
    brokenFloors: floorsBrokenBy(request, estate, predictions),
    prefixes: "every",
  };
  return { assessment, planned: estate, before: predictions, after: predictions };
}

function verdictOf({ workload, verdict }: Prediction): PredictedVerdict {
  return { workload, verdict };
}

/** A new workload that would survive is neither worse nor better off. */
function compareVerdicts(
  before: readonly Prediction[],
  after: readonly Prediction[],
): Pick<SurvivalAssessment, "worsened" | "improved"> {
  const was = new Map(before.map(({ workload, verdict }) => [workload, verdict] as const));
  const worsened: VerdictChange[] = [];
  const improved: VerdictChange[] = [];
  for (const { workload, verdict, reasons } of after) {
    const from: VerdictChange["from"] = was.get(workload) ?? "absent";
    const change = { workload, from, to: verdict, reasons };
    const rank = VERDICTS.indexOf(verdict) - (from === "absent" ? 0 : VERDICTS.indexOf(from));
    if (rank === 0) continue;
    const sentence = verdictText(verdict, reasons);
    (rank > 0 ? worsened : improved).push({ ...change, sentence });
  }
  return { worsened, improved };
}

/**
 * How long after the apply an outage would still find keys not pushed or archived, for workloads in the clusters that
 * the plan touches: as long as readiness gives the hosts there. Nothing later than the last of them is looked for.
 */
function secondsUntilSafe(
  planned: Estate,
  request: Pick<AssessRequest, "scenario" | "steps">,
  after: readonly Prediction[],
): number | null {
  const clusters = new Set(touchedClusters(planned, request.steps));
  if (clusters.size === 0) return null;
  const waits = secondsUntilReady(planned, clusters);
  const longest = Math.max(0, ...waits.values());
  if (longest === 0) return null;
  const settled = new Map(after.map(({ workload, verdict }) => [workload, verdict] as const));
  let found = 0;
  for (const predictions of predictEach(planned, request.scenario, { settle: false, clusters })) {
    const worseAtOnce = predictions.filter(
      ({ workload, verdict }) => verdict !== "survived" && settled.get(workload) === "survived",
    );
    for (const cluster of new Set(
      worseAtOnce.map(({ workload }) => clusterOfWorkload(planned, workload)),
    )) {
      for (const each of clustersReliedOn(planned, cluster)) {
        found = Math.max(found, waits.get(each) ?? 0);
      }
    }
    if (found === longest) break;
  }
  return found === 0 ? null : found;
}
