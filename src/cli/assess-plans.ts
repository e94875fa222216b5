// What the plans of a call do to survival, all stacks together: the steps of their plans, in the words of the
// predictor, beside the estate that they are made against.

import { assessPlan, type PlannedStep } from "../drill/assess-plan.js";
import { builtInScenario, defaultScenario } from "../drill/resolve-scenario.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import { type Change, isNoOp, type Plan } from "../model/plan.js";
import type { SurvivalAssessment } from "../model/survival.js";
import type { AttributeSchemas } from "../model/type.js";
import { isWhollyKnown, type ObjectValue } from "../model/value.js";
import { orderSteps, type Step } from "../plan/order-steps.js";
import { resourceSchemaOf } from "../schema/resource-schemas.js";
import type { Estate } from "../vsphere/estate.js";
import type { OpenStacks } from "./open-stacks.js";
import type { PlannedStack } from "./plan-stacks.js";

export interface AssessedPlans {
  /** Absent where a plan could not be made, so that nothing can be said of all of them. */
  readonly survival: SurvivalAssessment | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlansToAssess {
  readonly opened: OpenStacks;
  readonly planned: readonly PlannedStack[];
}

export async function assessPlans({ opened, planned }: PlansToAssess): Promise<AssessedPlans> {
  const isWhole = planned.every(({ plan, diagnostics }) => plan && !hasErrors(diagnostics));
  if (!isWhole || planned.length === 0) return { survival: undefined, diagnostics: [] };
  const files = [...new Set(planned.map(({ stack }) => stack.estateFile))];
  const assessed: AssessedPlans[] = [];
  for (const file of files) {
    const estate = (await opened.estate(file)).estate();
    const plans = planned.flatMap(({ stack, plan }) =>
      stack.estateFile === file && plan !== undefined ? [plan] : [],
    );
    assessed.push(assessOn(estate, plans));
  }
  return merge(assessed);
}

function assessOn(estate: Estate, plans: readonly Plan[]): AssessedPlans {
  const scenario = defaultScenario();
  const steps = plannedSteps(plans);
  const survival = assessPlan({ estate, steps, scenario, scenarioNamed: builtInScenario });
  return { survival, diagnostics: [] };
}

/** The steps of all plans, those of a stack after those of the stacks before it. */
function plannedSteps(plans: readonly Plan[]): readonly PlannedStep[] {
  const all: PlannedStep[] = [];
  for (const { changes } of plans) {
    const ordered = orderSteps(changes);
    invariant(ordered.cycle === undefined, "a plan whose changes wait for each other");
    const first = all.length;
    for (const step of ordered.steps) all.push(plannedStep(step, first));
  }
  return all;
}

function plannedStep({ kind, change, after }: Step, first: number): PlannedStep {
  const positions = after.map((position) => position + first);
  if (change === undefined || isNoOp(change) || change.action === "forget") {
    return { title: "", after: positions };
  }
  const type = change.instance.resource.type;
  const isRemoval = kind === "remove";
  const object = {
    type,
    before: isRemoval || change.action === "update" ? change.before : null,
    after: isRemoval ? null : change.after,
  };
  const title = `${change.address} (${isRemoval ? "delete" : titleOf(change)})`;
  return { title, object, isUntold: hasUnknownArguments(type, object.after), after: positions };
}

function titleOf({ action }: Change): string {
  return action === "update" ? "update" : "create";
}

function hasUnknownArguments(type: string, after: ObjectValue | null): boolean {
  const attributes: AttributeSchemas = resourceSchemaOf(type)?.block.attributes ?? {};
  if (after === null) return false;
  return Object.entries(attributes).some(
    ([name, { computed }]) => computed !== true && !isWhollyKnown(after[name] ?? null),
  );
}

/** Stacks on different estates: nothing of one touches the other. */
function merge(all: readonly AssessedPlans[]): AssessedPlans {
  const diagnostics = all.flatMap((each) => each.diagnostics);
  const survivals = all.flatMap(({ survival }) => survival ?? []);
  const [first] = survivals;
  if (first === undefined || survivals.length === 1) return { survival: first, diagnostics };
  const seconds = survivals.flatMap(({ safeAfterSeconds }) => safeAfterSeconds ?? []);
  const judged = survivals.map(({ prefixes }) => prefixes);
  const survival: SurvivalAssessment = {
    scenario: first.scenario,
    before: survivals.flatMap(({ before }) => before),
    after: survivals.flatMap(({ after }) => after),
    worsened: survivals.flatMap(({ worsened }) => worsened),
    improved: survivals.flatMap(({ improved }) => improved),
    findings: survivals.flatMap(({ findings }) => findings),
    brokenFloors: survivals.flatMap(({ brokenFloors }) => brokenFloors),
    safeAfterSeconds: seconds.length === 0 ? null : Math.max(...seconds),
    prefixes: judged.includes("none") ? "none" : judged.includes("extremes") ? "extremes" : "every",
  };
  return { survival, diagnostics };
}
