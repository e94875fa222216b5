// What an absent attribute stands for, in a word: the default that its schema names. A plan says `null (off)`, since
// what is not declared is what surprises.

import type { PropertyJsonSchema } from "../schema/json-schema.js";
import { jsonSchemaOf } from "../schema/resource-schemas.js";

/** `path` by names; undefined where absence has no meaning of its own. */
export function meaningOfNull(type: string, path: readonly string[]): string | undefined {
  let properties = jsonSchemaOf(type)?.properties;
  let inherited: Readonly<Record<string, string | number | boolean>> | undefined;
  for (const [i, name] of path.entries()) {
    const schema: PropertyJsonSchema | undefined = properties?.[name];
    if (schema === undefined) return undefined;
    const own = defaultOf(schema);
    if (i === path.length - 1)
      return inWords(inherited?.[name] ?? (typeof own === "object" ? undefined : own));
    properties = schema.type === "object" ? schema.properties : undefined;
    inherited = typeof own === "object" ? own : undefined;
  }
  return undefined;
}

function defaultOf(schema: PropertyJsonSchema) {
  return "default" in schema ? schema.default : undefined;
}

function inWords(value: string | number | boolean | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "boolean") return value ? "on" : "off";
  return `default ${JSON.stringify(value)}`;
}
