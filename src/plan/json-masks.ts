// The shadows of a value in Terraform's plan JSON: what of it is known, what is unknown, what is sensitive. Each
// mirrors the value: `true` at what it is about, known or harmless leaves left out of objects and false in
// lists, containers kept as empty shells so that positions match.

import type { Json, JsonObject } from "../model/json.js";
import {
  type AttributeSchema,
  type AttributeSchemas,
  attributeType,
  type DynamicTypes,
  type Type,
} from "../model/type.js";
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

/** True where the schema says so, also at null; false for no object. `types` are of attributes of any type. */
export function sensitiveMask(
  attributes: AttributeSchemas,
  object: ObjectValue | null,
  types: DynamicTypes = {},
): Json {
  if (object === null) return false;
  const entries = Object.entries(object).map(
    ([name, value]) => [name, sensitiveAttribute(attributes[name], value, types[name])] as const,
  );
  return fromEntries(entries);
}

function sensitiveAttribute(
  attribute: AttributeSchema | undefined,
  value: Value,
  type: Type | undefined,
): Json | undefined {
  if (attribute?.sensitive) return true;
  const nested = attribute?.nested_type;
  if (nested === undefined || isUnknown(value))
    return shellOf(value, type ?? (attribute && attributeType(attribute)));
  const inside = (item: Value): Json =>
    isObject(item) ? sensitiveMask(nested.attributes, item) : false;
  if (isList(value)) return value.map(inside);
  if (!isObject(value)) return undefined;
  if (nested.nesting_mode !== "map") return inside(value);
  return fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)] as const));
}

/** Containers are there even where it is not known yet what is in them. */
function shellOf(value: Value, type: Type = "dynamic"): Json | undefined {
  if (isUnknown(value)) return emptyShell(type);
  if (isList(value)) return value.map((item, i) => shellOf(item, partType(type, i)) ?? false);
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).map(
    ([name, item]) => [name, shellOf(item, partType(type, name))] as const,
  );
  return fromEntries(entries);
}

function emptyShell(type: Type): Json | undefined {
  if (typeof type === "string") return undefined;
  return type[0] === "map" || type[0] === "object" ? {} : [];
}

function partType(type: Type, part: string | number): Type | undefined {
  if (typeof type === "string") return undefined;
  if (type[0] === "object") return type[1][part];
  return type[0] === "tuple" ? type[1][Number(part)] : type[1];
}

/** An object of those entries that have a value. */
export function fromEntries(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  return Object.fromEntries(
    entries.flatMap(([name, json]) => (json === undefined ? [] : [[name, json] as const])),
  );
}
