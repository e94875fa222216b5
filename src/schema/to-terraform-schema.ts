// JSON Schema → Terraform provider schema, as `providers schema -json` prints it. Pure; run once, by
// scripts/generate.ts, whose output is committed.
//
// No blocks, and no attribute is optional and computed at once: a removed line must plan its default, since
// removing a line is the change Holdfast exists to judge.

import type {
  AttributeSchema,
  AttributeSchemas,
  ProviderSchema,
  ResourceSchema,
  Type,
} from "../model/type.js";
import type {
  ArrayJsonSchema,
  ObjectJsonSchema,
  PropertyJsonSchema,
  ResourceJsonSchema,
} from "./json-schema.js";

const PROVIDER_BLOCK: ResourceSchema = {
  version: 0,
  block: {
    attributes: {
      simulator: {
        type: "string",
        optional: true,
        description:
          "File of the simulated vSphere, relative to the project's folder. Null means HOLDFAST_SIMULATOR, else .holdfast/vsphere.db.",
        description_kind: "plain",
      },
    },
    description: "Infrastructure as code for vSphere encryption.",
    description_kind: "plain",
  },
};

/** What `npm run generate` reads or derives: every list by `$id`. */
export interface JsonSchemas {
  readonly resources: readonly ResourceJsonSchema[];
  readonly dataSources: readonly ResourceJsonSchema[];
}

/** The schema of the Terraform provider `holdfast/holdfast`; types and attributes by name. */
export function toProviderSchema({ resources, dataSources }: JsonSchemas): ProviderSchema {
  const byType = (schemas: readonly ResourceJsonSchema[]) => {
    const entries = schemas.map((schema) => [schema.$id, toResourceSchema(schema)] as const);
    return Object.fromEntries(entries.toSorted(byName));
  };
  return {
    provider: PROVIDER_BLOCK,
    resource_schemas: byType(resources),
    data_source_schemas: byType(dataSources),
  };
}

function toResourceSchema(resource: ResourceJsonSchema): ResourceSchema {
  return {
    version: 0,
    block: {
      attributes: toAttributes(resource),
      description: resource.description,
      description_kind: "plain",
    },
  };
}

function toAttributes(object: Pick<ObjectJsonSchema, "properties" | "required">): AttributeSchemas {
  const attributes = Object.entries(object.properties).map(
    ([name, property]) => [name, toAttribute(property, object.required.includes(name))] as const,
  );
  return Object.fromEntries(attributes.toSorted(byName));
}

function toAttribute(property: PropertyJsonSchema, required: boolean): AttributeSchema {
  const extra = property["x-holdfast"] ?? {};
  return {
    ...toShape(property),
    description: property.description,
    description_kind: "plain",
    ...(required ? { required: true } : extra.computed ? { computed: true } : { optional: true }),
    ...(extra.sensitive ? { sensitive: true } : {}),
    ...(property.writeOnly ? { write_only: true } : {}),
  };
}

function toShape(property: PropertyJsonSchema): Pick<AttributeSchema, "type" | "nested_type"> {
  switch (property.type) {
    case "object":
      return { nested_type: { attributes: toAttributes(property), nesting_mode: "single" } };
    case "array":
      return toCollection(property);
    default:
      return { type: primitiveType(property.type) };
  }
}

function toCollection(array: ArrayJsonSchema): Pick<AttributeSchema, "type" | "nested_type"> {
  const mode = array.uniqueItems ? "set" : "list";
  if (array.items.type !== "object") return { type: [mode, primitiveType(array.items.type)] };
  return { nested_type: { attributes: toAttributes(array.items), nesting_mode: mode } };
}

function primitiveType(type: "string" | "integer" | "boolean"): Type {
  return type === "integer" ? "number" : type === "boolean" ? "bool" : "string";
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
