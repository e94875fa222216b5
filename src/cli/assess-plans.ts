// What the plans of a call do to survival, all stacks together.

import type { Diagnostic } from "../model/diagnostic.js";
import type { SurvivalAssessment } from "../model/survival.js";
import type { OpenStacks } from "./open-stacks.js";
import type { PlannedStack } from "./plan-stacks.js";

export interface AssessedPlans {
  readonly survival: SurvivalAssessment | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlansToAssess {
  readonly opened: OpenStacks;
  readonly planned: readonly PlannedStack[];
}

export async function assessPlans(_plans: PlansToAssess): Promise<AssessedPlans> {
  return { survival: undefined, diagnostics: [] };
}
