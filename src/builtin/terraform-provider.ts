// Terraform's own provider: objects of terraform_data, which exist nowhere but in the state. Reading remote states is the
// engine's, which knows the other stacks.

import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { PlannedObject, Provider } from "../model/provider.js";
import { areValuesEqual, isUnknown, type ObjectValue, UNKNOWN } from "../model/value.js";
import { TERRAFORM_SCHEMA } from "./terraform-schema.js";

export const terraformProvider: Provider = {
  schema: TERRAFORM_SCHEMA,
  functions: {},
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

function planData(request: PlanRequest): PlannedObject {
  const { prior, proposed, types = { prior: {}, proposed: {} } } = request;
  if (proposed === null) return { planned: null, requiresReplace: [], diagnostics: [] };
  const isReplaced = prior !== null && !isSame("triggers_replace", { prior, proposed, types });
  const requiresReplace = isReplaced ? [["triggers_replace"]] : [];
  const { input: type } = types.proposed;
  const answer = {
    types: { ...types.proposed, ...(type === undefined ? {} : { output: type }) },
    requiresReplace,
    diagnostics: [],
  };
  if (prior === null || isReplaced) {
    const output = proposed.input === null ? null : UNKNOWN;
    return { ...answer, planned: { ...proposed, id: UNKNOWN, output } };
  }
  if (isSame("input", { prior, proposed, types })) return { ...answer, planned: proposed };
  return { ...answer, planned: { ...proposed, output: UNKNOWN } };
}

interface Compared {
  readonly prior: ObjectValue;
  readonly proposed: ObjectValue;
  readonly types: NonNullable<PlanRequest["types"]>;
}

/** A list is something else than a tuple of the same elements. */
function isSame(name: string, { prior, proposed, types }: Compared): boolean {
  if (!areValuesEqual(prior[name] ?? null, proposed[name] ?? null)) return false;
  return isDeepStrictEqual(types.prior[name], types.proposed[name]);
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
