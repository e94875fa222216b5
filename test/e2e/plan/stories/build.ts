// What configurations of plan stories are made of.

import type { StateDocument } from "../compare-engines.js";

/** Resources of terraform_data by name, and what else stands at the top. */
export const stack = (resources: object, top: object = {}) => ({
  ...(Object.keys(resources).length === 0 ? {} : { resource: { terraform_data: resources } }),
  ...top,
});

/** `${terraform_data.PATH}` */
export const of = (path: string) => `\${terraform_data.${path}}`;

export const lifecycle = (rules: object) => ({ lifecycle: rules });

export const output = (value: unknown, more: object = {}) => ({ value, ...more });

export const outputs = (values: { readonly [name: string]: unknown }) => ({
  output: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
});

export const holds = (condition: string, error_message = "no") => ({ condition, error_message });

/** The instances of `terraform_data.NAME` in a state. */
export function instancesOf(state: StateDocument, name: string): StateDocument["resources"][0] {
  const found = state.resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`the state has no ${name}`);
  return found;
}

/** Gives an object of the state an input, as somebody does who edits the file: the output stays. */
export const edited =
  (name: string, attributes: { readonly [name: string]: unknown }, index = 0) =>
  (state: StateDocument) => {
    const instance = instancesOf(state, name).instances[index];
    if (instance === undefined) throw new Error(`the state has no ${name} number ${index}`);
    Object.assign(instance.attributes, attributes);
  };

export const text = (value: string) => ({ value, type: "string" });

export const CANNOT = "delete,create replace_because_cannot_update";
export const CREATED_FIRST = "create,delete replace_because_cannot_update";
export const REQUESTED = "delete,create replace_by_request";
export const TRIGGERED = "delete,create replace_by_triggers";
export const TAINTED = "delete,create replace_because_tainted";
export const UNDECLARED = "delete delete_because_no_resource_config";
