// The schema of Terraform's own provider, terraform.io/builtin/terraform, which every configuration may use: the resource
// type terraform_data, and the data source that reads the outputs of another stack.

import type { ResourceAddress } from "../model/address.js";
import { providerNameOf } from "../model/provider-address.js";
import type { AttributeSchema, ProviderSchema, ResourceSchema } from "../model/type.js";

export const REMOTE_STATE = "terraform_remote_state";
export const TERRAFORM_DATA = "terraform_data";

const attribute = (schema: Omit<AttributeSchema, "description_kind">): AttributeSchema => ({
  ...schema,
  description_kind: "plain",
});

const REMOTE_STATE_SCHEMA: ResourceSchema = {
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
        description: "The workspace whose state it is; default unless given.",
        description_kind: "plain",
      },
    },
  },
};

const TERRAFORM_DATA_SCHEMA: ResourceSchema = {
  version: 0,
  block: {
    description:
      "A value that is kept in the state, and that can make other resources be replaced.",
    description_kind: "plain",
    attributes: {
      id: attribute({ type: "string", computed: true, description: "Made up when it is created." }),
      input: attribute({ type: "dynamic", optional: true, description: "The value." }),
      output: attribute({
        type: "dynamic",
        computed: true,
        description: "The value, once applied.",
      }),
      triggers_replace: attribute({
        type: "dynamic",
        optional: true,
        description: "Whatever replaces the resource when it changes.",
      }),
    },
  },
};

export const TERRAFORM_SCHEMA: ProviderSchema = {
  provider: { version: 0, block: { attributes: {}, description: "", description_kind: "plain" } },
  resource_schemas: { [TERRAFORM_DATA]: TERRAFORM_DATA_SCHEMA },
  data_source_schemas: { [REMOTE_STATE]: REMOTE_STATE_SCHEMA },
};

type Kind = Pick<ResourceAddress, "mode" | "type">;

export function isRemoteState({ mode, type }: Kind): boolean {
  return mode === "data" && type === REMOTE_STATE;
}

/** The schema of a resource or data source of either provider; undefined for a type that there is not. */
export function schemaOfResource(
  { mode, type }: Kind,
  holdfast: ProviderSchema,
): ResourceSchema | undefined {
  const types = typesOf(mode, providerNameOf(type) === "terraform" ? TERRAFORM_SCHEMA : holdfast);
  return Object.hasOwn(types, type) ? types[type] : undefined;
}

/** All types of either provider, for those who mistyped one. */
export function typesOfMode(mode: Kind["mode"], holdfast: ProviderSchema): readonly string[] {
  return [holdfast, TERRAFORM_SCHEMA].flatMap((schema) => Object.keys(typesOf(mode, schema)));
}

function typesOf(mode: Kind["mode"], schema: ProviderSchema) {
  return mode === "data" ? schema.data_source_schemas : schema.resource_schemas;
}
