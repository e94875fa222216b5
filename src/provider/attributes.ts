// Reads the attributes of one object by name, with the defaults of its schema where they are null. This is
// the only place where a default is given a meaning: plans and state keep null.

import { InvariantError, invariant } from "../model/invariant.js";
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

/** Attributes of a whole resource. */
export function attributesOf(type: string, object: ObjectValue): Attributes {
  const schema = jsonSchemaOf(type);
  invariant(schema !== undefined, `no schema for resource type ${type}`);
  return new Attributes(schema, object);
}

type Fields = Pick<ObjectJsonSchema, "properties">;

/**
 * A path leads into nested objects: `value("key_persistence", "enabled")`. All but `value` demand that the
 * attribute is known and of that type: anything else is our bug.
 */
export class Attributes {
  constructor(
    private readonly schema: Fields,
    /** As in plan and state, defaults not filled in. */
    readonly object: ObjectValue,
  ) {}

  /** The value or its default, unmarked; may be unknown; null where there is neither. */
  value(...path: readonly string[]): Value {
    return lookUp(this.schema, this.object, path);
  }

  text(...path: readonly string[]): string {
    return expectText(this.value(...path), path);
  }

  textOrNull(...path: readonly string[]): string | null {
    const value = this.value(...path);
    return value === null ? null : expectText(value, path);
  }

  number(...path: readonly string[]): number {
    return expectNumber(this.value(...path), path);
  }

  numberOrNull(...path: readonly string[]): number | null {
    const value = this.value(...path);
    return value === null ? null : expectNumber(value, path);
  }

  flag(...path: readonly string[]): boolean {
    return expectFlag(this.value(...path), path);
  }

  choice<T extends string>(allowed: readonly T[], ...path: readonly string[]): T {
    return expectOneOf(allowed, this.value(...path), path);
  }

  choiceOrNull<T extends string>(allowed: readonly T[], ...path: readonly string[]): T | null {
    const value = this.value(...path);
    return value === null ? null : expectOneOf(allowed, value, path);
  }

  /** The texts of a list; null where the list is null. */
  texts(name: string): readonly string[] | null {
    return textsOf(this.value(name), name);
  }

  /** The objects of a list; null where the list is null, undefined where it or a part is unknown. */
  items(name: string): readonly Attributes[] | null | undefined {
    return itemsOf(this.schema.properties[name], this.value(name));
  }
}

function lookUp(schema: Fields, object: ObjectValue, path: readonly string[], from = 0): Value {
  const name = path[from] ?? "";
  const property = schema.properties[name];
  invariant(property !== undefined, `no attribute ${name}`);
  const given = unmark(object[name] ?? null);
  if (from === path.length - 1) return given ?? defaultOf(property);
  if (isUnknown(given)) return given;
  invariant(property.type === "object", `${name} is no object`);
  return lookUp(property, isObject(given) ? given : (property.default ?? {}), path, from + 1);
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
  const objects: Attributes[] = [];
  for (const item of value) {
    const object = unmark(item);
    if (!isObject(object)) return undefined;
    objects.push(new Attributes(items, object));
  }
  return objects;
}

function expectText(value: Value, path: readonly string[]): string {
  if (typeof value !== "string") throw wrongValue(path, "no known text");
  return value;
}

function expectNumber(value: Value, path: readonly string[]): number {
  if (typeof value !== "number") throw wrongValue(path, "no known number");
  return value;
}

function expectFlag(value: Value, path: readonly string[]): boolean {
  if (typeof value !== "boolean") throw wrongValue(path, "neither true nor false");
  return value;
}

function expectOneOf<T extends string>(
  allowed: readonly T[],
  value: Value,
  path: readonly string[],
): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw wrongValue(path, `none of ${allowed.join(", ")}`);
  return found;
}

/** Put into words only when it is needed: attributes are read a hundred times for each object. */
function wrongValue(path: readonly string[], is: string): InvariantError {
  return new InvariantError(`${path.join(".")} is ${is}`);
}
