// Does an object have the form of its schema, and how does one from an older state get it? Every attribute is
// present, of its type, null where there is no value.

import type { AttributePath } from "../model/attribute-path.js";
import type { AttributeSchemas, NestedType, Type } from "../model/type.js";
import {
  blankObject,
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  unmark,
  type Value,
} from "../model/value.js";

/**
 * An object as state has it → every attribute of the schema and no other, in nested objects too. The same object if it
 * is so already, so that 10,000 unchanged objects cost no memory.
 */
export function conformObject(attributes: AttributeSchemas, object: ObjectValue): ObjectValue {
  if (isConform(attributes, object)) return object;
  const conformed = blankObject(attributes);
  for (const name in attributes) {
    conformed[name] = conformValue(attributes[name]?.nested_type, object[name]);
  }
  return conformed;
}

function isConform(attributes: AttributeSchemas, object: ObjectValue): boolean {
  let others = 0;
  for (const _ in object) others++;
  for (const name in attributes) {
    const value = object[name];
    if (conformValue(attributes[name]?.nested_type, value) !== value) return false;
    others--;
  }
  return others === 0;
}

function conformValue(nested: NestedType | undefined, value: Value | undefined): Value {
  if (value === undefined) return null;
  if (nested === undefined) return value;
  const inside = (item: Value) => (isObject(item) ? conformObject(nested.attributes, item) : item);
  if (nested.nesting_mode === "single") return inside(value);
  if (isList(value)) {
    const items = value.map(inside);
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, inside(item)] as const);
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
}

/** The paths at which an object has not the form of its schema; unknown and null fit everywhere. */
export function findMisfits(
  attributes: AttributeSchemas,
  object: ObjectValue,
  at: AttributePath = [],
): readonly AttributePath[] {
  const misfits: AttributePath[] = [];
  for (const name in object) {
    if (!Object.hasOwn(attributes, name)) misfits.push([...at, name]);
  }
  for (const name in attributes) {
    const attribute = attributes[name];
    const value = object[name];
    if (value === null || attribute === undefined) continue;
    if (value === undefined) misfits.push([...at, name]);
    else if (attribute.nested_type !== undefined) {
      misfits.push(...findNestedMisfits(attribute.nested_type, value, [...at, name]));
    } else if (!fits(attribute.type ?? "dynamic", value)) misfits.push([...at, name]);
  }
  return misfits;
}

function findNestedMisfits(
  nested: NestedType,
  marked: Value,
  at: AttributePath,
): readonly AttributePath[] {
  const value = unmark(marked);
  if (value === null || isUnknown(value)) return [];
  const inside = (item: Value, step: AttributePath): readonly AttributePath[] => {
    const plain = unmark(item);
    if (plain === null || isUnknown(plain)) return [];
    return isObject(plain) ? findMisfits(nested.attributes, plain, step) : [step];
  };
  if (nested.nesting_mode === "single") return inside(value, at);
  if (nested.nesting_mode === "map") {
    if (!isObject(value)) return [at];
    return Object.entries(value).flatMap(([key, item]) => inside(item, [...at, key]));
  }
  return isList(value) ? value.flatMap((item, i) => inside(item, [...at, i])) : [at];
}

/** Whether a value is of a type; unknown and null parts are of every type. */
function fits(type: Type, marked: Value): boolean {
  const value = unmark(marked);
  if (value === null || isUnknown(value) || type === "dynamic") return true;
  if (type === "string" || type === "number") return typeof value === type;
  if (type === "bool") return typeof value === "boolean";
  switch (type[0]) {
    case "list":
    case "set":
      return isList(value) && value.every((item) => fits(type[1], item));
    case "map":
      return isObject(value) && Object.values(value).every((item) => fits(type[1], item));
    case "tuple":
      return isList(value) && type[1].every((t, i) => fits(t, value[i] ?? null));
    case "object":
      return (
        isObject(value) && Object.entries(type[1]).every(([n, t]) => fits(t, value[n] ?? null))
      );
  }
}
