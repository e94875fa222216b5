// Terraform's schema as the plugin protocol has it.

import type {
  AttributeSchema,
  AttributeSchemas,
  NestedType,
  ProviderSchema,
  ResourceSchema,
} from "../model/type.js";
import { type AttributeInput, NESTING, type NestedTypeInput, type SCHEMA } from "./messages.js";
import type { Written } from "./protobuf.js";

type SchemaMessage = Written<typeof SCHEMA>;

/** The schemas of the provider block, of resources and of data sources, by type. */
export function schemaMessages(schema: ProviderSchema) {
  return {
    provider: schemaMessage(schema.provider),
    resource_schemas: mapValues(schema.resource_schemas, schemaMessage),
    data_source_schemas: mapValues(schema.data_source_schemas, schemaMessage),
  };
}

function schemaMessage({ version, block }: ResourceSchema): SchemaMessage {
  const { attributes, description } = block;
  return { version, block: { version, attributes: attributeMessages(attributes), description } };
}

function attributeMessages(attributes: AttributeSchemas): readonly AttributeInput[] {
  return Object.entries(attributes).map(([name, attribute]) => attributeMessage(name, attribute));
}

/** Descriptions are plain text, which is the zero of their kind. */
function attributeMessage(name: string, attribute: AttributeSchema): AttributeInput {
  const { type, nested_type, description } = attribute;
  const { required, optional, computed, sensitive, write_only, deprecated } = attribute;
  return {
    name,
    description,
    ...(type === undefined ? {} : { type: Buffer.from(JSON.stringify(type)) }),
    ...(nested_type === undefined ? {} : { nested_type: nestedMessage(nested_type) }),
    ...{ required, optional, computed, sensitive, write_only, deprecated },
  };
}

function nestedMessage({ attributes, nesting_mode }: NestedType): NestedTypeInput {
  return { attributes: attributeMessages(attributes), nesting: NESTING[nesting_mode] };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) {
  const entries = Object.entries(record).map(([name, value]) => [name, map(value)] as const);
  return Object.fromEntries(entries);
}
