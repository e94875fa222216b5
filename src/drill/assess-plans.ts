// Plans as what an assessment judges: their steps in the order in which apply carries them out, those of a plan
// after those of the plans before it.

import { invariant } from "../model/invariant.js";
import { type Change, isNoOp, isReplace, type Plan } from "../model/plan.js";
import type { SurvivalAssessment } from "../model/survival.js";
import type { AttributeSchemas } from "../model/type.js";
import { isWhollyKnown, type ObjectValue } from "../model/value.js";
import { orderSteps, type Step } from "../plan/order-steps.js";
import { resourceSchemaOf } from "../schema/resource-schemas.js";
import type { Estate } from "../vsphere/estate.js";
import { overlayEstate } from "../vsphere/overlay-estate.js";
import { assessPlan, type PlannedStep } from "./assess-plan.js";
import type { Prediction } from "./predict.js";
import { predictPlanned } from "./predict-planned.js";
import { builtInScenario, defaultScenario } from "./resolve-scenario.js";
import type { Scenario } from "./scenario.js";

export interface PlansOnEstate {
  /** As the backend has it. */
  readonly estate: Estate;
  /** Of stacks that are applied in this order. */
  readonly plans: readonly Plan[];
  /** Default `provider-outage`. */
  readonly scenario?: Scenario;
}

/** What plans that are applied one after the other do to survival. */
export function assessPlans(request: PlansOnEstate): SurvivalAssessment {
  const { estate, plans, scenario = defaultScenario() } = request;
  const steps = plannedSteps(plans);
  return assessPlan({ estate, steps, scenario, scenarioNamed: builtInScenario });
}

/** What is predicted of every workload once the plans are applied and the estate has settled. */
export function predictPlans(request: PlansOnEstate): readonly Prediction[] {
  const { estate, plans, scenario = defaultScenario() } = request;
  const steps = plannedSteps(plans);
  const objects = steps.flatMap(({ object }) => object ?? []);
  return predictPlanned(overlayEstate(estate, objects), { steps, scenario });
}

/** The steps of plans that are applied one after the other. */
export function plannedSteps(plans: readonly Plan[]): readonly PlannedStep[] {
  const all: PlannedStep[] = [];
  for (const { changes } of plans) {
    if (changes.every(isNoOp)) continue;
    const ordered = orderSteps(changes);
    invariant(ordered.cycle === undefined, "a plan whose changes wait for each other");
    const first = all.length;
    for (const step of ordered.steps) all.push(plannedStep(step, first));
  }
  return all;
}

/** What carrying one change out does, in an order of no account. Empty for what changes nothing. */
export function stepsOfChange(change: Change): readonly PlannedStep[] {
  const removes = change.action === "delete" || isReplace(change);
  const kinds = removes ? (["remove", "put"] as const) : (["put"] as const);
  return kinds
    .filter((kind) => kind === "remove" || change.action !== "delete")
    .map((kind) => plannedStep({ kind, change, after: [] }, 0))
    .filter(({ object }) => object !== undefined);
}

function plannedStep({ kind, change, after }: Step, first: number): PlannedStep {
  const positions = after.map((position) => position + first);
  const isUntouched = change === undefined || isNoOp(change) || change.action === "read";
  if (isUntouched || change.action === "forget") {
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
  for (const name in attributes) {
    if (attributes[name]?.computed !== true && !isWhollyKnown(after[name] ?? null)) return true;
  }
  return false;
}
