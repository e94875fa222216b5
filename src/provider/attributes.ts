// Reads the attributes of one object by name, with the defaults of its schema where they are null. This is
// the only place where a default is given a meaning: plans and state keep null.

import { invariant } from "../model/invariant.js";
import {
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  unmark,
  type Value,
} from "../model/value.js";
import type { ObjectJsonSchema, PropertyJsonSchema } from "../schema/json-schema.js";
import { jsonSchemaOf } from "../schema/resource-schemas.js";

/**
 * A path leads into nested objects: `value("key_persistence", "enabled")`. All but `value` demand that the
 * attribute is known and of that type: anything else is our bug.
 */
export interface Attributes {
  /** As in plan and state, defaults not filled in. */
  readonly object: ObjectValue;
  /** The value or its default, unmarked; may be unknown; null where there is neither. */
  value(...path: readonly string[]): Value;
  text(...path: readonly string[]): string;
  textOrNull(...path: readonly string[]): string | null;
  number(...path: readonly string[]): number;
  numberOrNull(...path: readonly string[]): number | null;
  flag(...path: readonly string[]): boolean;
  choice<T extends string>(allowed: readonly T[], ...path: readonly string[]): T;
  choiceOrNull<T extends string>(allowed: readonly T[], ...path: readonly string[]): T | null;
  /** The texts of a list; null where the list is null. */
  texts(name: string): readonly string[] | null;
  /** The objects of a list; null where the list is null, undefined where it or a part is unknown. */
  items(name: string): readonly Attributes[] | null | undefined;
}

/** Attributes of a whole resource. */
export function attributesOf(type: string, object: ObjectValue): Attributes {
  const schema = jsonSchemaOf(type);
  invariant(schema !== undefined, `no schema for resource type ${type}`);
  return makeAttributes(schema, object);
}

type Fields = Pick<ObjectJsonSchema, "properties">;

function makeAttributes(schema: Fields, object: ObjectValue): Attributes {
  const value = (...path: readonly string[]) => lookUp(schema, object, path);
  const choiceOrNull = <T extends string>(allowed: readonly T[], ...path: readonly string[]) => {
    const given = value(...path);
    return given === null ? null : expectOneOf(allowed, given, path);
  };
  return {
    object,
    value,
    text: (...path) => expectText(value(...path), path),
    textOrNull: (...path) => (value(...path) === null ? null : expectText(value(...path), path)),
    number: (...path) => expectNumber(value(...path), path),
    numberOrNull: (...path) =>
      value(...path) === null ? null : expectNumber(value(...path), path),
    flag: (...path) => expectFlag(value(...path), path),
    choice: (allowed, ...path) => expectOneOf(allowed, value(...path), path),
    choiceOrNull,
    texts: (name) => textsOf(value(name), name),
    items: (name) => itemsOf(schema.properties[name], value(name)),
  };
}

function lookUp(schema: Fields, object: ObjectValue, path: readonly string[]): Value {
  const [name = "", ...rest] = path;
  const property = schema.properties[name];
  invariant(property !== undefined, `no attribute ${name}`);
  const given = unmark(object[name] ?? null);
  if (rest.length === 0) return given ?? defaultOf(property);
  if (isUnknown(given)) return given;
  invariant(property.type === "object", `${name} is no object`);
  return lookUp(property, isObject(given) ? given : (property.default ?? {}), rest);
}

function defaultOf(property: PropertyJsonSchema): Value {
  return property.type === "array" ? null : (property.default ?? null);
}

function textsOf(value: Value, name: string): readonly string[] | null {
  if (value === null) return null;
  invariant(isList(value), `${name} is no known list`);
  return value.map((item) => expectText(unmark(item), [name]));
}

function itemsOf(
  property: PropertyJsonSchema | undefined,
  value: Value,
): readonly Attributes[] | null | undefined {
  if (value === null) return null;
  invariant(property?.type === "array", "no list of objects");
  const { items } = property;
  invariant(items.type === "object", "no list of objects");
  if (!isList(value)) return undefined;
  const objects = value.map(unmark).filter(isObject);
  if (objects.length < value.length) return undefined;
  return objects.map((object) => makeAttributes(items, object));
}

function expectText(value: Value, path: readonly string[]): string {
  invariant(typeof value === "string", `${path.join(".")} is no known text`);
  return value;
}

function expectNumber(value: Value, path: readonly string[]): number {
  invariant(typeof value === "number", `${path.join(".")} is no known number`);
  return value;
}

function expectFlag(value: Value, path: readonly string[]): boolean {
  invariant(typeof value === "boolean", `${path.join(".")} is neither true nor false`);
  return value;
}

function expectOneOf<T extends string>(
  allowed: readonly T[],
  value: Value,
  path: readonly string[],
): T {
  const found = allowed.find((candidate) => candidate === value);
  invariant(found !== undefined, `${path.join(".")} is none of ${allowed.join(", ")}`);
  return found;
}
