// Access to the schemas by resource type. What it hands out is generated data, so importing this file costs
// nothing but its text: no validator is loaded here.

import type { ProviderSchema, ResourceSchema } from "../model/type.js";
import { JSON_SCHEMAS } from "./generated/json-schemas.js";
import { PROVIDER_SCHEMA } from "./generated/provider-schema.js";
import type { ResourceJsonSchema } from "./json-schema.js";

/** The Terraform provider schema of `holdfast/holdfast`. */
export const providerSchema: ProviderSchema = PROVIDER_SCHEMA;

/** Names of all resource types, sorted. */
export const resourceTypes: readonly string[] = Object.keys(PROVIDER_SCHEMA.resource_schemas);

/** The Terraform schema of one resource type; undefined if there is no such type. */
export function resourceSchemaOf(type: string): ResourceSchema | undefined {
  return own(PROVIDER_SCHEMA.resource_schemas, type);
}

/** The JSON Schema of one resource type; undefined if there is no such type. */
export function jsonSchemaOf(type: string): ResourceJsonSchema | undefined {
  return own(JSON_SCHEMAS, type);
}

function own<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
