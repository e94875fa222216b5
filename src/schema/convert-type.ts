// Conversion of one value to one Terraform type. Strings and numbers, strings and booleans convert into each
// other as in Terraform; anything else of another kind is an error that shows what was received, unless it
// is secret.

import { setOf } from "../language/set-order.js";
import { parseNumber } from "../model/number-text.js";
import type { Type } from "../model/type.js";
import {
  isList,
  isMarked,
  isNumber,
  isObject,
  isUnknown,
  mark,
  type Value,
} from "../model/value.js";
import { describeValue } from "./describe-value.js";
import { hidden, nameAt, type Position, reportAt, within, withinKey } from "./position.js";

/** The converted value; null where it could not be converted, which was reported. */
export function convertType(type: Type, value: Value, at: Position): Value {
  if (isMarked(value)) return mark(convertType(type, value.value, hidden(at)), value);
  if (value === null || isUnknown(value) || type === "dynamic") return value;
  if (typeof type === "string") return convertPrimitive(type, value, at);
  switch (type[0]) {
    case "list":
    case "set":
      return convertSequence([type[0], type[1]], value, at);
    case "map":
      return convertMap(type[1], value, at);
    case "object":
      return convertStructure(type[1], value, at);
    case "tuple":
      if (!isList(value)) return wrongType("a list", value, at);
      return value.map((item, i) => convertType(type[1][i] ?? "dynamic", item, within(at, i)));
  }
}

/** Reports a value of the wrong kind and gives null. */
export function wrongType(wanted: string, value: Value, at: Position): null {
  const received = at.secret ? "(sensitive value)" : describeValue(value);
  reportAt(at, "Wrong type", `"${nameAt(at)}" must be ${wanted}, not ${received}.`);
  return null;
}

function convertPrimitive(type: "string" | "number" | "bool", value: Value, at: Position): Value {
  const { convert, noun } = primitives[type];
  return convert(value) ?? wrongType(noun, value, at);
}

const primitives = {
  string: {
    noun: "a string",
    convert: (value: Value) => {
      if (typeof value === "string") return value.normalize("NFC");
      return isNumber(value) || typeof value === "boolean" ? String(value) : undefined;
    },
  },
  number: {
    noun: "a number",
    convert: (value: Value) => {
      const number = typeof value === "string" ? parseNumber(value) : value;
      return isNumber(number === "too large" ? undefined : number) ? number : undefined;
    },
  },
  bool: {
    noun: "true or false",
    convert: (value: Value) => {
      if (typeof value === "boolean") return value;
      return value === "true" ? true : value === "false" ? false : undefined;
    },
  },
} as const;

function convertSequence(
  [mode, itemType]: readonly ["list" | "set", Type],
  value: Value,
  at: Position,
): Value {
  if (!isList(value)) return wrongType("a list", value, at);
  const items = value.map((item, i) => convertType(itemType, item, within(at, i)));
  return mode === "set" ? setOf(items, itemType) : items;
}

function convertMap(itemType: Type, value: Value, at: Position): Value {
  if (!isObject(value)) return wrongType("a map", value, at);
  const entries = Object.entries(value).map(
    ([key, item]) => [key, convertType(itemType, item, withinKey(at, key))] as const,
  );
  return Object.fromEntries(entries);
}

function convertStructure(
  types: { readonly [name: string]: Type },
  value: Value,
  at: Position,
): Value {
  if (!isObject(value)) return wrongType("an object", value, at);
  const entries = Object.entries(types).map(
    ([name, type]) => [name, convertType(type, value[name] ?? null, within(at, name))] as const,
  );
  return Object.fromEntries(entries);
}
