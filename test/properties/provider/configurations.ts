// Arbitrary configurations of a resource type, made from its JSON Schema: right in every attribute, null or
// unknown where that is allowed.

import fc from "fast-check";
import { isObject, type ObjectValue, UNKNOWN, type Value } from "../../../src/model/value.js";
import type {
  ItemJsonSchema,
  ObjectJsonSchema,
  PropertyJsonSchema,
} from "../../../src/schema/json-schema.js";
import { jsonSchemaOf } from "../../../src/schema/resource-schemas.js";

/** A configuration with unknowns in it, and the same when they have become known. */
export interface Configurations {
  readonly partial: ObjectValue;
  readonly known: ObjectValue;
}

export function configurationsOf(type: string): fc.Arbitrary<Configurations> {
  const schema = jsonSchemaOf(type);
  if (schema === undefined) throw new Error(`no schema of ${type}`);
  return objectOf(schema)
    .map((known) => ({ known, partial: known }))
    .chain(withUnknowns);
}

function withUnknowns({ known }: Configurations): fc.Arbitrary<Configurations> {
  const names = Object.keys(known).filter((name) => known[name] !== null);
  return fc.subarray(names).map((hidden) => ({
    known,
    partial: { ...known, ...Object.fromEntries(hidden.map((name) => [name, UNKNOWN])) },
  }));
}

function objectOf(
  schema: Pick<ObjectJsonSchema, "properties" | "required">,
): fc.Arbitrary<ObjectValue> {
  const entries = Object.entries(schema.properties).map(([name, property]) => {
    if (property["x-holdfast"]?.computed) return [name, fc.constant<Value>(null)] as const;
    const value = valueFor(property);
    const isRequired = schema.required.includes(name);
    return [name, isRequired ? value : fc.option(value, { nil: null })] as const;
  });
  return fc.record(Object.fromEntries(entries));
}

function valueFor(property: PropertyJsonSchema | ItemJsonSchema): fc.Arbitrary<Value> {
  switch (property.type) {
    case "object":
      return objectOf(property);
    case "array":
      return fc.uniqueArray(valueFor(property.items), { maxLength: 3, selector: nameOf });
    case "boolean":
      return fc.boolean();
    case "integer": {
      const min = property.minimum ?? 0;
      return fc.integer({ min, max: Math.min(property.maximum ?? min + 9, min + 9) });
    }
    default:
      return textOf(property.enum, property.pattern ?? property.format);
  }
}

/** Elements of a list differ in their name, as two disks must. */
function nameOf(value: Value): Value {
  return isObject(value) ? (value.name ?? null) : value;
}

/** Few different texts, so that what is drawn twice is often the same. */
function textOf(choices: readonly string[] | undefined, form: string | undefined) {
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (form?.startsWith("^(6")) return fc.constantFrom("7.0 U1", "7.0 U2", "8.0 U3");
  if (form === "date-time") return fc.constantFrom("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z");
  return fc.constantFrom("a", "b", "vc/edge", "vc2/edge", "vc/kms/a");
}
