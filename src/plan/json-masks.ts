// The shadows of a value in Terraform's plan JSON: what of it is known, what is unknown, what is sensitive. Each
// mirrors the value: `true` at what it is about, known or harmless leaves left out of objects and false in
// lists, containers kept as empty shells so that positions match.

import type { Json, JsonObject } from "../model/json.js";
import type { AttributeSchema, AttributeSchemas } from "../model/type.js";
import {
  isList,
  isNumber,
  isObject,
  isUnknown,
  isWhollyKnown,
  type ObjectValue,
  type Value,
} from "../model/value.js";

/** The known part: unknown attributes are left out, unknown elements are null; undefined for unknown. */
export function knownPart(value: Value): Json | undefined {
  if (isUnknown(value)) return undefined;
  if (isList(value)) return value.map((item) => knownPart(item) ?? null);
  if (isObject(value)) return knownObject(value);
  if (isNumber(value)) return value;
  return typeof value === "object" && value !== null ? undefined : value;
}

export function knownObject(object: ObjectValue): JsonObject {
  return fromEntries(
    Object.entries(object).map(([name, item]) => [name, knownPart(item)] as const),
  );
}

/** `{}` if everything is known. */
export function unknownMask(object: ObjectValue | null): Json {
  if (object === null || isWhollyKnown(object)) return {};
  return maskOf(object, isUnknown) ?? {};
}

/** For an output: false if everything is known. */
export function unknownOutputMask(value: Value): Json {
  return isWhollyKnown(value) ? false : (maskOf(value, isUnknown) ?? false);
}

function maskOf(value: Value, isMasked: (value: Value) => boolean): Json | undefined {
  if (isMasked(value)) return true;
  if (isList(value)) return value.map((item) => maskOf(item, isMasked) ?? false);
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).map(([name, v]) => [name, maskOf(v, isMasked)] as const);
  return fromEntries(entries);
}

/** True where the schema says so, also at null; false for no object. */
export function sensitiveMask(attributes: AttributeSchemas, object: ObjectValue | null): Json {
  if (object === null) return false;
  const entries = Object.entries(object).map(
    ([name, value]) => [name, sensitiveAttribute(attributes[name], value)] as const,
  );
  return fromEntries(entries);
}

function sensitiveAttribute(
  attribute: AttributeSchema | undefined,
  value: Value,
): Json | undefined {
  if (attribute?.sensitive) return true;
  const nested = attribute?.nested_type;
  if (nested === undefined) return maskOf(value, () => false);
  const inside = (item: Value): Json =>
    isObject(item) ? sensitiveMask(nested.attributes, item) : false;
  if (isList(value)) return value.map(inside);
  if (!isObject(value)) return undefined;
  if (nested.nesting_mode !== "map") return inside(value);
  return fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)] as const));
}

/** An object of those entries that have a value. */
export function fromEntries(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  return Object.fromEntries(
    entries.flatMap(([name, json]) => (json === undefined ? [] : [[name, json] as const])),
  );
}
