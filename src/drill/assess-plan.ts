// What a plan does to survival: the predictor's verdicts before and after, on estates that have come to rest,
// and what is worse at a place half way. It judges planned facts and asks no backend; the command line wires it
// to a plan, which knows nothing of it.

import { matcherOf } from "../model/patterns.js";
import type {
  BrokenFloor,
  Finding,
  PredictedVerdict,
  SurvivalAssessment,
  VerdictChange,
} from "../model/survival.js";
import { VERDICTS } from "../model/survival.js";
import { isUnknown, type ObjectValue, unmark } from "../model/value.js";
import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { findFindings, findingKey } from "../vsphere/findings/find-findings.js";
import { waiverFindings } from "../vsphere/findings/waivers.js";
import { overlayEstate, type PlannedObject } from "../vsphere/overlay-estate.js";
import { assessPrefixes } from "./assess-prefixes.js";
import { brokenFloors } from "./broken-floors.js";
import { type Prediction, type PredictionCache, predict, predictEach } from "./predict.js";
import { clustersReliedOn } from "./predict-components.js";
import { secondsUntilReady } from "./readiness-walk.js";
import { verdictText } from "./reason-phrases.js";
import type { Scenario } from "./scenario.js";
import { touchedClusters } from "./steps-by-cluster.js";

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
}

/** Our own codes, after those of the failure catalogue. */
const UNKNOWN_SCENARIO_CODE = "FC-65";
const COVERS_NOTHING_CODE = "FC-66";

const EVERY_PREFIX_UP_TO = 5;

/** Deterministic. Linear in the estate, but for the steps of one cluster among each other. */
export function assessPlan(request: AssessRequest): SurvivalAssessment {
  const { estate, steps, scenario } = request;
  const objects = steps.flatMap(({ object }) => object ?? []);
  const cache: PredictionCache = new Map();
  const before = predict(estate, scenario, { cache });
  if (objects.length === 0) return assessUnchanged(request, before);
  const planned = overlayEstate(estate, objects);
  const after = predictPlanned(planned, request, cache);
  const changes = compareVerdicts(before, after);
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
  return {
    scenario: scenario.name,
    before: before.map(verdictOf),
    after: after.map(verdictOf),
    ...changes,
    findings: [
      ...prefixes.findings,
      ...floorFindings(request, planned, after),
      ...waiverFindings(planned, found),
      ...fresh,
    ],
    brokenFloors: floorsBrokenBy(request, planned, after),
    safeAfterSeconds: secondsUntilSafe(planned, request, after),
    prefixes: prefixes.judged,
  };
}

/** A plan that touches nothing: only floors and waivers are held against the estate as it is. */
function assessUnchanged(
  request: AssessRequest,
  predictions: readonly Prediction[],
): SurvivalAssessment {
  const { estate } = request;
  const verdicts = predictions.map(verdictOf);
  return {
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
    safeAfterSeconds: null,
    prefixes: "every",
  };
}

/** What is predicted once the steps are carried out and `planned`, the estate with them, has settled. */
export function predictPlanned(
  planned: Estate,
  { steps, scenario }: Pick<AssessRequest, "steps" | "scenario">,
  cache: PredictionCache = new Map(),
): readonly Prediction[] {
  return withUntold(predict(planned, scenario, { cache }), planned, steps);
}

/** What only apply will tell may be anything: whatever it could touch is not promised to survive. */
function withUntold(
  all: readonly Prediction[],
  planned: Estate,
  steps: readonly PlannedStep[],
): readonly Prediction[] {
  const untold = new Set(
    steps.flatMap(({ object, isUntold }) =>
      isUntold === true && object?.after ? [reachOf(object.after)] : [],
    ),
  );
  if (untold.size === 0) return all;
  return all.map((each) => {
    const isTouched = placesOf(planned, pathOf(each.workload)).some((place) => untold.has(place));
    if (!isTouched || each.verdict !== "survived") return each;
    return { ...each, verdict: "unknown", reasons: ["NOT_KNOWN_UNTIL_APPLY"] };
  });
}

const EVERYWHERE = "";

/** Where the keys of a workload may come from; `path` is that of a machine, or of a cluster for its vSAN. */
function placesOf(estate: Estate, path: string): readonly string[] {
  const cluster = estate.virtualMachines.get(path)?.cluster ?? path;
  const vcenter = estate.clusters.get(cluster)?.vcenter;
  const authority = indexEstate(estate).authorityOf.get(cluster);
  const trusted = authority === undefined ? [] : [authority.cluster, authority.vcenter];
  return [path, cluster, ...(vcenter === undefined ? [] : [vcenter]), ...trusted, EVERYWHERE];
}

/** The narrowest place that an object with unknown arguments is known to be in. */
function reachOf(object: ObjectValue): string {
  const known = (name: string) => {
    const value = object[name];
    return typeof value === "string" ? value : undefined;
  };
  if (isUnknown(unmark(object.trusted_clusters ?? null))) return EVERYWHERE;
  const isMachine = "power_state" in object;
  const own = isMachine ? known("id") : undefined;
  return own ?? known("cluster") ?? known("entity") ?? known("vcenter") ?? EVERYWHERE;
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

/** Floors are held against their own scenario, not only the one that was asked for. */
function floorsBrokenBy(
  { scenario, scenarioNamed, steps }: AssessRequest,
  planned: Estate,
  after: readonly Prediction[],
): readonly BrokenFloor[] {
  const names = [...new Set(planned.floors.map((floor) => floor.scenario))].sort();
  return names.flatMap((name) => {
    if (name === scenario.name) {
      return brokenFloors(planned.floors, { scenario: name, workloads: after });
    }
    const other = scenarioNamed(name);
    if (other === undefined) return [];
    const workloads = predictPlanned(planned, { steps, scenario: other });
    return brokenFloors(planned.floors, { scenario: name, workloads });
  });
}

/** Floors that hold nothing, which nobody would notice before the outage. */
function floorFindings(
  request: AssessRequest,
  planned: Estate,
  after: readonly Prediction[],
): readonly Finding[] {
  return [...floorsWithoutScenario(request, planned), ...floorsOverNothing(planned, after)];
}

function floorsOverNothing(planned: Estate, after: readonly Prediction[]): readonly Finding[] {
  const none = (pattern: string) => {
    const covers = matcherOf([pattern]);
    return !after.some(({ workload }) => covers(workload));
  };
  return planned.floors.flatMap(({ name, workloads }) => {
    const idle = (workloads ?? []).filter(none);
    if (idle.length === 0) return [];
    return {
      code: COVERS_NOTHING_CODE,
      severity: "warning",
      subject: `floor/${name}`,
      sentence: `No workload is called ${idle.map((p) => `"${p}"`).join(" or ")}, so the floor does not hold any there.`,
      remedy: "Pass the machines themselves, or write the ids as holdfast drill shows them.",
    } as const;
  });
}

/** A floor that names a scenario nobody knows protects nothing. */
function floorsWithoutScenario(
  { scenarioNamed }: AssessRequest,
  planned: Estate,
): readonly Finding[] {
  return planned.floors
    .filter(({ scenario }) => scenarioNamed(scenario) === undefined)
    .map(({ name, scenario }) => ({
      code: UNKNOWN_SCENARIO_CODE,
      severity: "error",
      subject: `floor/${name}`,
      sentence: `It names the scenario "${scenario}", which does not exist, so no plan is held against it.`,
      remedy: "Name a scenario that comes with Holdfast.",
    }));
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
      worseAtOnce.map(({ workload }) => clusterOf(planned, workload)),
    )) {
      for (const each of clustersReliedOn(planned, cluster)) {
        found = Math.max(found, waits.get(each) ?? 0);
      }
    }
    if (found === longest) break;
  }
  return found === 0 ? null : found;
}

function clusterOf(estate: Estate, workload: string): string {
  const path = pathOf(workload);
  return estate.virtualMachines.get(path)?.cluster ?? path;
}

/** Of a machine, or of a cluster for its vSAN. */
function pathOf(workload: string): string {
  return workload.slice(workload.indexOf(":") + 1);
}
