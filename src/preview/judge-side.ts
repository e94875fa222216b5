// One side of a pull request, judged: the estate once its plans are carried out, and what is predicted and found there.

import { assessInFull, type PlannedStep } from "../drill/assess-plan.js";
import { plannedSteps } from "../drill/assess-plans.js";
import type { Prediction, PredictionCache } from "../drill/predict.js";
import { builtInScenario } from "../drill/resolve-scenario.js";
import type { Scenario } from "../drill/scenario.js";
import type { VerdictCounts } from "../model/comparison.js";
import type { Plan } from "../model/plan.js";
import type { BrokenFloor, Finding, Verdict } from "../model/survival.js";
import type { Estate } from "../vsphere/estate.js";
import { FINDING_RULES, findFindings } from "../vsphere/findings/find-findings.js";

export interface JudgedSide {
  readonly estate: Estate;
  readonly steps: readonly PlannedStep[];
  /** By workload, in code-unit order. */
  readonly predictions: ReadonlyMap<string, Prediction>;
  /** About the estate. */
  readonly findings: readonly Finding[];
  /** About the plans, and about what floors and waivers hold. */
  readonly planFindings: readonly Finding[];
  readonly brokenFloors: readonly BrokenFloor[];
}

export interface SideRequest {
  /** As the backend has it. */
  readonly live: Estate;
  readonly scenario: Scenario;
  readonly cache: PredictionCache;
}

const RULE_CODES = new Set(FINDING_RULES.map(({ code }) => code));

/** Without plans: the estate as it is. */
export function judgeSide(request: SideRequest, plans: readonly Plan[]): JudgedSide {
  const { live, scenario, cache } = request;
  const steps = plannedSteps(plans);
  const { assessment, planned, after } = assessInFull({
    ...{ estate: live, steps, scenario, cache },
    scenarioNamed: builtInScenario,
  });
  const findings = findFindings(planned);
  return {
    estate: planned,
    steps,
    predictions: new Map(after.map((prediction) => [prediction.workload, prediction])),
    findings,
    planFindings: assessment.findings.filter(({ code }) => !RULE_CODES.has(code)),
    brokenFloors: assessment.brokenFloors,
  };
}

export function countsOf(predictions: Iterable<Prediction>): VerdictCounts {
  const counts: Record<Verdict, number> = { survived: 0, unknown: 0, locked: 0, lost: 0 };
  for (const { verdict } of predictions) counts[verdict] += 1;
  return counts;
}
