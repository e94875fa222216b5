// Terraform's own provider: objects of terraform_data, which exist nowhere but in the state. Reading remote states is the
// engine's, which knows the other stacks.

import { createHash } from "node:crypto";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { PlannedObject, Provider } from "../model/provider.js";
import { areValuesEqual, isUnknown, type ObjectValue, UNKNOWN } from "../model/value.js";
import { TERRAFORM_SCHEMA } from "./terraform-schema.js";

export const terraformProvider: Provider = {
  schema: TERRAFORM_SCHEMA,
  validate: () => [],
  plan: planData,
  // Nothing can change an object from outside: it is what the state says.
  read: async ({ state }) => ({ state, diagnostics: [] }),
  apply: async ({ planned, seed }) => ({
    state: planned === null ? null : settle(planned, seed),
    diagnostics: [],
  }),
  validateData: () => [],
  readData: async ({ type }) => {
    const detail = `There is no data source "${type}".`;
    return { state: null, diagnostics: [errorDiagnostic("Unknown data source", detail)] };
  },
  import: async ({ id }) => ({
    state: { id, input: null, output: null, triggers_replace: null },
    diagnostics: [],
  }),
};

type PlanRequest = Parameters<Provider["plan"]>[0];

function planData({ prior, proposed }: PlanRequest): PlannedObject {
  if (proposed === null) return { planned: null, requiresReplace: [], diagnostics: [] };
  const { input = null, triggers_replace: trigger = null } = proposed;
  const isReplaced = prior !== null && !areValuesEqual(prior.triggers_replace ?? null, trigger);
  if (prior === null || isReplaced) {
    const output = input === null ? null : UNKNOWN;
    const requiresReplace = isReplaced ? [["triggers_replace"]] : [];
    return { planned: { ...proposed, id: UNKNOWN, output }, requiresReplace, diagnostics: [] };
  }
  const isSame = areValuesEqual(prior.input ?? null, input);
  const planned = isSame ? proposed : { ...proposed, output: UNKNOWN };
  return { planned, requiresReplace: [], diagnostics: [] };
}

function settle(planned: ObjectValue, seed: string): ObjectValue {
  const { id = null, input = null, output = null } = planned;
  return {
    ...planned,
    id: isUnknown(id) ? uuidFrom(seed) : id,
    output: isUnknown(output) ? input : output,
  };
}

/** In the form of a UUID, which is how Terraform makes its ids up. */
function uuidFrom(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  const ends = [0, 8, 12, 16, 20, 32];
  return ends
    .slice(1)
    .map((end, i) => hex.slice(ends[i], end))
    .join("-");
}
