// The one data source that is no provider's, Terraform's builtin `terraform_remote_state`: outputs of another
// stack, which is how CDKTF wires stacks to each other.

import type { ResourceAddress } from "../model/address.js";
import type { ProviderSchema, ResourceSchema } from "../model/type.js";

export const REMOTE_STATE = "terraform_remote_state";

/** As `terraform providers schema` prints it for terraform.io/builtin/terraform. */
export const REMOTE_STATE_SCHEMA: ResourceSchema = {
  version: 0,
  block: {
    description: "Outputs of another stack, read from its state.",
    description_kind: "plain",
    attributes: {
      backend: {
        type: "string",
        required: true,
        description: "Kind of backend; only local is supported.",
        description_kind: "plain",
      },
      config: {
        type: "dynamic",
        optional: true,
        description: "Settings of the backend: path, relative to the project's root.",
        description_kind: "plain",
      },
      defaults: {
        type: "dynamic",
        optional: true,
        description: "Outputs to assume where the state has none.",
        description_kind: "plain",
      },
      outputs: {
        type: "dynamic",
        computed: true,
        description: "The outputs, by name.",
        description_kind: "plain",
      },
      workspace: {
        type: "string",
        optional: true,
        description: "The workspace; there is only default.",
        description_kind: "plain",
      },
    },
  },
};

export function isRemoteState({ mode, type }: Pick<ResourceAddress, "mode" | "type">): boolean {
  return mode === "data" && type === REMOTE_STATE;
}

/** The schema of a resource or data source; undefined for a type that there is not. */
export function schemaOfResource(
  { mode, type }: Pick<ResourceAddress, "mode" | "type">,
  schema: ProviderSchema,
): ResourceSchema | undefined {
  if (isRemoteState({ mode, type })) return REMOTE_STATE_SCHEMA;
  const types = mode === "data" ? schema.data_source_schemas : schema.resource_schemas;
  return Object.hasOwn(types, type) ? types[type] : undefined;
}
