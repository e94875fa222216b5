// The keywords of JSON Schema that limit a single value, apart from the rest of its schema: what a validator is
// generated for, and by what it is found again.

import type { ItemJsonSchema, PropertyJsonSchema } from "./json-schema.js";

const KEYWORDS = [
  "enum",
  "pattern",
  "format",
  "minLength",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
] as const;

/** The type and the limits of a value as JSON Schema text, the same for the same limits; undefined without any. */
export function keywordSetOf(property: PropertyJsonSchema | ItemJsonSchema): string | undefined {
  const given: ReadonlyMap<string, unknown> = new Map(Object.entries(property));
  const limits = KEYWORDS.filter((k) => given.has(k)).map((k) => [k, given.get(k)] as const);
  if (limits.length === 0) return undefined;
  return JSON.stringify({ type: property.type, ...Object.fromEntries(limits) });
}
