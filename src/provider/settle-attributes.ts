// What the backend tells, brought into the form of the state. Null stays null where the backend has the
// default, and where the backend has no say; any other value is shown as it is, so that it is seen as drift.

import { invariant } from "../model/invariant.js";
import {
  areValuesEqual,
  blankObject,
  isObject,
  isUnknown,
  type ObjectValue,
  unmark,
  type Value,
} from "../model/value.js";
import type { ObjectJsonSchema, PropertyJsonSchema } from "../schema/json-schema.js";
import { jsonSchemaOf } from "../schema/resource-schemas.js";

/** Every attribute of the type; `prior` is null for an object that was not known before. */
export function settleAttributes(
  type: string,
  observed: ObjectValue,
  prior: ObjectValue | null,
): ObjectValue {
  const schema = jsonSchemaOf(type);
  invariant(schema !== undefined, `no schema for resource type ${type}`);
  return settleObject(schema, observed, prior ?? {});
}

/** The planned object with what only the backend could tell filled in. */
export function completePlanned(planned: ObjectValue, settled: ObjectValue): ObjectValue {
  const complete: { [name: string]: Value } = { ...planned };
  for (const name in planned) {
    if (isUnknown(unmark(planned[name] ?? null))) complete[name] = settled[name] ?? null;
  }
  return complete;
}

type Fields = Pick<ObjectJsonSchema, "properties" | "default">;

function settleObject(schema: Fields, observed: ObjectValue, prior: ObjectValue): ObjectValue {
  const { properties } = schema;
  const settled = blankObject(properties);
  for (const name in properties) {
    const property = properties[name];
    if (property === undefined) continue;
    settled[name] = settleAttribute(property, observed[name], unmark(prior[name] ?? null));
  }
  return settled;
}

function settleAttribute(
  property: PropertyJsonSchema,
  observed: Value | undefined,
  prior: Value,
): Value {
  if (property.writeOnly) return null;
  if (observed === undefined) return prior;
  if (property["x-holdfast"]?.computed) return observed;
  if (property.type === "object" && isObject(observed)) {
    if (prior === null && isDefaultObject(property, observed)) return null;
    return settleObject(property, observed, isObject(prior) ? prior : {});
  }
  if (prior !== null || property.type === "array") return observed;
  return areValuesEqual(observed, property.default ?? null) ? null : observed;
}

/** Whether an object is what an absent one stands for. */
function isDefaultObject(schema: Fields, observed: ObjectValue): boolean {
  const absent = schema.default;
  if (absent === undefined) return false;
  return Object.entries(observed).every(([name, value]) => {
    const property = schema.properties[name];
    const fallback = property?.type === "array" ? null : (property?.default ?? null);
    return areValuesEqual(value, absent[name] ?? fallback);
  });
}
