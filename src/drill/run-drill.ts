// A drill: a scenario is carried out on a copy of a simulated vSphere, what happens is judged, and the
// judgement is held against the prediction. Two opinions that differ are a bug of ours, and stop it.

import { InvariantError } from "../model/invariant.js";
import {
  type DrillResult,
  VERDICTS,
  type Verdict,
  type WorkloadResult,
  worseVerdict,
} from "../model/survival.js";
import type { Simulator } from "../simulator/simulator.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { brokenFloors } from "./broken-floors.js";
import type { History } from "./history.js";
import { type Checker, judgeHistory } from "./judge-history.js";
import { type Prediction, predict } from "./predict.js";
import { observe } from "./run-observe.js";
import type { Scenario } from "./scenario.js";

export interface DrillRequest {
  /** Only read: the drill works on a fork. */
  readonly simulator: Simulator;
  readonly scenario: Scenario;
  /** False begins the outage at once (`--no-settle`). Default true. */
  readonly settle?: boolean;
  /** Default: the checker of `judge-history`. */
  readonly checker?: Checker;
}

/**
 * Drills an estate. The same snapshot and scenario give the same result, byte for byte. Throws
 * InvariantError where prediction and observation differ.
 */
export function runDrill(request: DrillRequest): DrillResult {
  return watchDrill(request).result;
}

/** A drill with all that was seen. */
export interface WatchedDrill {
  readonly result: DrillResult;
  readonly history: History;
}

/** {@link runDrill}, for those who ask for more than verdicts. */
export function watchDrill(request: DrillRequest): WatchedDrill {
  const { simulator, scenario } = request;
  const isSettled = request.settle ?? true;
  const predictions = predict(simulator.estate(), scenario, { settle: isSettled });
  const history = observe({ simulator: simulator.fork(), scenario, isSettled });
  const workloads = judgeHistory(history, scenario, request.checker);
  const comparable = workloads.filter(({ workload }) => !isDamaged(history, workload));
  agree(predictions, comparable, { scenario: scenario.name, seed: simulator.seed });
  return { result: resultOf(request, history, workloads), history };
}

/** Damaged key bytes are found by using them: no fact about an estate shows them to the predictor. */
function isDamaged(history: History, workload: string): boolean {
  const path = workload.slice(workload.indexOf(":") + 1);
  const attempts = history.attempts.get(path) ?? [];
  const cluster = history.after.virtualMachines.get(path)?.cluster ?? path;
  const hosts = indexEstate(history.after).hostsOf.get(cluster) ?? [];
  return (
    attempts.some(({ failure }) => failure?.reason === "UNWRAP_FAILED") ||
    hosts.some(({ present }) => present?.diskGroup?.isDamaged === true)
  );
}

/** Throws InvariantError with both opinions on every workload they differ about. */
function agree(
  predictions: readonly Prediction[],
  workloads: readonly WorkloadResult[],
  about: { readonly scenario: string; readonly seed: string },
): void {
  const predicted = new Map(predictions.map((each) => [each.workload, each]));
  const differences = workloads.flatMap((seen) => difference(predicted.get(seen.workload), seen));
  if (differences.length === 0) return;
  const shown = differences.slice(0, 5).join("\n");
  throw new InvariantError(
    `prediction and observation differ on ${differences.length} workloads in ${about.scenario} ` +
      `(seed ${about.seed}):\n${shown}`,
  );
}

/** What could not be observed, or not be predicted, is no disagreement. */
function difference(predicted: Prediction | undefined, seen: WorkloadResult): readonly string[] {
  if (seen.verdict === "unknown" || predicted?.verdict === "unknown") return [];
  const said = opinionText(predicted);
  const saw = opinionText(seen);
  return said === saw ? [] : [`  ${seen.workload}: predicted ${said}, observed ${saw}`];
}

function opinionText(opinion: Prediction | WorkloadResult | undefined): string {
  if (opinion === undefined) return "nothing";
  const { verdict, startableOn, ranAtStart } = opinion;
  const where = startableOn.length === 0 ? "nowhere" : `on ${startableOn.join(", ")}`;
  return `${verdict}, ${ranAtStart ? "running" : "off"} at first, startable ${where}`;
}

function resultOf(
  { simulator, scenario }: DrillRequest,
  history: History,
  workloads: readonly WorkloadResult[],
): DrillResult {
  const counts = countsOf(workloads);
  const floors = brokenFloors(history.before.floors, { scenario: scenario.name, workloads });
  const steps = workloads.flatMap(({ manualSteps }) => manualSteps);
  return {
    format: "holdfast.drill/1",
    scenario: scenario.name,
    seed: simulator.seed,
    estateDigest: simulator.digest(),
    verdict: workloads.map(({ verdict }) => verdict).reduce(worseVerdict, "survived"),
    counts,
    outageSeconds: scenario.outageSeconds,
    ...lossOf(history, workloads),
    workloads,
    timeline: history.timeline,
    manualSteps: [...new Set(steps)],
    brokenFloors: floors,
  };
}

function countsOf(workloads: readonly WorkloadResult[]): DrillResult["counts"] {
  const count = (verdict: Verdict) => workloads.filter((each) => each.verdict === verdict).length;
  return {
    survived: count(VERDICTS[0]),
    unknown: count(VERDICTS[1]),
    locked: count(VERDICTS[2]),
    lost: count(VERDICTS[3]),
  };
}

/** From the moment the first workload went down that did not survive to the last one's return. */
function lossOf(
  history: History,
  workloads: readonly WorkloadResult[],
): Pick<DrillResult, "firstLossSeconds" | "recoverySeconds"> {
  const fallen = workloads.filter(
    ({ verdict, ranAtStart }) => verdict !== "survived" && ranAtStart,
  );
  const spans = fallen.flatMap(({ workload }) => {
    const machine = workload.slice(workload.indexOf(":") + 1);
    return (history.interruptions.get(machine) ?? []).slice(-1);
  });
  if (spans.length === 0) return { firstLossSeconds: null, recoverySeconds: null };
  const first = spans.reduce((least, { fromSeconds }) => Math.min(least, fromSeconds), Infinity);
  const isOver = spans.every(({ toSeconds }) => toSeconds !== null);
  const last = spans.reduce((most, { toSeconds }) => Math.max(most, toSeconds ?? 0), first);
  return { firstLossSeconds: first, recoverySeconds: isOver ? last - first : null };
}
