// What the plans of a call do to survival: those on one estate are judged together, beside the estate that they
// are made against.

import { assessPlans } from "../drill/assess-plans.js";
import { hasErrors } from "../model/diagnostic.js";
import type { SurvivalAssessment } from "../model/survival.js";
import type { OpenStacks } from "./open-stacks.js";
import type { PlannedStack } from "./plan-stacks.js";

export interface PlansToAssess {
  readonly opened: OpenStacks;
  readonly planned: readonly PlannedStack[];
}

/** Undefined where a plan could not be made, so that nothing can be said of all of them. */
export async function assessStacks({
  opened,
  planned,
}: PlansToAssess): Promise<SurvivalAssessment | undefined> {
  const isWhole = planned.every(({ plan, diagnostics }) => plan && !hasErrors(diagnostics));
  if (!isWhole || planned.length === 0) return undefined;
  const assessed: SurvivalAssessment[] = [];
  for (const file of new Set(planned.map(({ stack }) => stack.estateFile))) {
    const estate = (await opened.estate(file)).estate();
    const plans = planned.flatMap(({ stack, plan }) =>
      stack.estateFile === file && plan !== undefined ? [plan] : [],
    );
    assessed.push(assessPlans({ estate, plans }));
  }
  return merge(assessed);
}

/** Stacks on different estates: nothing of one touches the other. */
function merge(all: readonly SurvivalAssessment[]): SurvivalAssessment | undefined {
  const [first] = all;
  if (first === undefined || all.length === 1) return first;
  const seconds = all.flatMap(({ safeAfterSeconds }) => safeAfterSeconds ?? []);
  const judged = all.map(({ prefixes }) => prefixes);
  return {
    scenario: first.scenario,
    before: all.flatMap(({ before }) => before),
    after: all.flatMap(({ after }) => after),
    worsened: all.flatMap(({ worsened }) => worsened),
    improved: all.flatMap(({ improved }) => improved),
    findings: all.flatMap(({ findings }) => findings),
    brokenFloors: all.flatMap(({ brokenFloors }) => brokenFloors),
    safeAfterSeconds: seconds.length === 0 ? null : Math.max(...seconds),
    prefixes: judged.includes("none") ? "none" : judged.includes("extremes") ? "extremes" : "every",
  };
}
