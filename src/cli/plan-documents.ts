// Plans and states as the documents that Terraform prints of them, of one stack or of several.

import type { JsonObject } from "../model/json.js";
import { type PlanToShow, planToJson } from "../plan/plan-json.js";
import { providerSchema } from "../schema/resource-schemas.js";
import type { Session } from "./session.js";

/** Terraform's document of a stack, by the name of the stack. */
export type PlanDocument = readonly [stack: string, document: JsonObject];

/** `now` is taken for the time of a plan that has none. */
export function planDocument(
  { now }: Pick<Session, "now">,
  { plan, configuration, variables, given, showsSensitive = false }: PlanToPrint,
): PlanDocument {
  const timestamp = plan.timestamp ?? now().toISOString();
  const shown = { plan, configuration, variables, given, schema: providerSchema, timestamp };
  return [plan.stack, planToJson({ ...shown, showsSensitive })];
}

type PlanToPrint = Omit<PlanToShow, "schema" | "timestamp">;

/** As it is where there is one; several by their names. */
export function oneDocument(documents: readonly (readonly [stack: string, unknown])[]): unknown {
  const [only, ...others] = documents;
  return only !== undefined && others.length === 0 ? only[1] : Object.fromEntries(documents);
}
