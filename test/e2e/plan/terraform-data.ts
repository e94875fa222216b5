// Terraform's built-in resource type terraform_data as a Terraform provider of ours, for tests in which real Terraform
// and our engine get the same configuration: what a change of each attribute leads to is the same here and there.

import { errorDiagnostic } from "../../../src/model/diagnostic.js";
import type { PlannedObject, Provider } from "../../../src/model/provider.js";
import type { AttributeSchema, ResourceSchema } from "../../../src/model/type.js";
import { areValuesEqual, isUnknown, type ObjectValue, UNKNOWN } from "../../../src/model/value.js";

const attribute = (schema: Partial<AttributeSchema>): AttributeSchema => ({
  description: "",
  description_kind: "plain",
  ...schema,
});

const SCHEMA: ResourceSchema = {
  version: 0,
  block: {
    attributes: {
      id: attribute({ type: "string", computed: true }),
      input: attribute({ type: "dynamic", optional: true }),
      output: attribute({ type: "dynamic", computed: true }),
      triggers_replace: attribute({ type: "dynamic", optional: true }),
    },
    description: "",
    description_kind: "plain",
  },
};

/** Objects exist as long as the state says so: nothing can be changed from outside. */
export function createTerraformData(): Provider {
  let made = 0;
  const nextId = () => `00000000-0000-4000-8000-${String(++made).padStart(12, "0")}`;
  return {
    schema: {
      provider: SCHEMA,
      resource_schemas: { terraform_data: SCHEMA },
      data_source_schemas: {},
    },
    validate: () => [],
    validateData: () => [],
    readData: async ({ type }) => ({
      state: null,
      diagnostics: [errorDiagnostic("No such data source", `There is no data source ${type}.`)],
    }),
    plan: planData,
    read: async ({ state }) => ({ state, diagnostics: [] }),
    import: async ({ id }) => ({
      state: { id, input: null, output: null, triggers_replace: null },
      diagnostics: [],
    }),
    apply: async ({ planned }) => ({
      state: planned === null ? null : settle(planned, nextId),
      diagnostics: [],
    }),
  };
}

type PlanRequest = Parameters<Provider["plan"]>[0];

function planData({ prior, proposed }: PlanRequest): PlannedObject {
  if (proposed === null) return { planned: null, requiresReplace: [], diagnostics: [] };
  const { input = null, triggers_replace: trigger = null } = proposed;
  const isReplaced = prior !== null && !areValuesEqual(prior.triggers_replace ?? null, trigger);
  const isSame = prior !== null && areValuesEqual(prior.input ?? null, input);
  const output = input === null ? null : UNKNOWN;
  const planned =
    prior === null || isReplaced
      ? { ...proposed, id: UNKNOWN, output }
      : isSame
        ? proposed
        : { ...proposed, output: UNKNOWN };
  const requiresReplace = isReplaced ? [["triggers_replace"]] : [];
  return { planned, requiresReplace, diagnostics: [] };
}

function settle(planned: ObjectValue, nextId: () => string): ObjectValue {
  const { id = null, input = null, output = null } = planned;
  return {
    ...planned,
    id: isUnknown(id) ? nextId() : id,
    output: isUnknown(output) ? input : output,
  };
}
