// Conversion of a value to a type, as Terraform does it for function arguments, variables and attributes:
// numbers and bools to text and back, tuples to lists and sets, objects to maps.

import type { AttributePath } from "../model/attribute-path.js";
import { parseNumber } from "../model/number-text.js";
import type { Refinement } from "../model/refinement.js";
import type { Type } from "../model/type.js";
import {
  isList,
  isMarked,
  isObject,
  isUnknown,
  mark,
  type ObjectValue,
  UNKNOWN,
  type Unknown,
  type Value,
} from "../model/value.js";
import { lengthsOf, refine, withLengths } from "./refine.js";
import { resolveConversion } from "./resolve-conversion.js";
import { mayShrink, setOf } from "./set-order.js";
import { impliedType, memberType, type TypedValue, typeOf } from "./typed-value.js";
import {
  areTypesEqual,
  describeType,
  elementType,
  isCollection,
  isObjectType,
  isTupleType,
} from "./types.js";

export type Conversion = TypedValue | ConversionFailure;

/** Why a value does not convert, without the value itself, and where inside it. */
export interface ConversionFailure {
  readonly failure: string;
  readonly path: AttributePath;
}

export function isFailure(conversion: Conversion): conversion is ConversionFailure {
  return "failure" in conversion;
}

/**
 * `typed` as a value of type `to`; `dynamic` parts of `to` take the type that fits. Marks stay where they
 * are, except inside sets. Null and unknown become null and unknown of the type.
 */
export function convert(typed: TypedValue, to: Type): Conversion {
  const from = typeOf(typed);
  const type = resolveConversion(from, to);
  if (type === undefined) return mismatch(from, to);
  if (areTypesEqual(from, type)) return { value: typed.value, type };
  return convertValue(typed.value, { from, to: type });
}

interface Step {
  readonly from: Type;
  readonly to: Type;
}

function convertValue(value: Value, step: Step): Conversion {
  const { from, to } = step;
  if (isMarked(value)) {
    const inner = convertValue(value.value, step);
    return isFailure(inner) ? inner : { value: mark(inner.value, value), type: to };
  }
  if (isUnknown(value)) return { value: openValue(value, step), type: to };
  if (value === null || to === "dynamic" || areTypesEqual(from, to)) return { value, type: to };
  if (from === "dynamic") return convert({ value, type: impliedType(value) }, to);
  if (typeof to === "string") return convertPrimitive(value, to);
  if (isObjectType(to)) return convertObject(value, { from, to });
  if (isCollection(to, "map")) return convertMap(value, { from, to });
  return convertItems(value, { from, to });
}

/** What is certain of the converted value: a tuple or object has as many elements as its type, and keeps them. */
function openValue(value: Unknown, { from, to }: Step): Value {
  if (areTypesEqual(from, to)) return value;
  const isNotNull = value.refinement.isNotNull ? { isNotNull: true as const } : {};
  const lengths = openLengths({ value, type: from }, to);
  return refine({ value: UNKNOWN, type: to }, { ...isNotNull, ...lengths }).value;
}

/** Elements of a set may turn out equal, but not go. */
function openLengths(typed: TypedValue, to: Type): Refinement {
  if (elementType(to) === undefined) return {};
  const { minLength, maxLength } = lengthsOf(typed);
  const fewest = isCollection(to, "set") ? Math.min(minLength, 1) : minLength;
  return withLengths({ minLength: fewest, maxLength });
}

function convertPrimitive(value: Value, to: Type): Conversion {
  if (to === "string") return { value: String(value), type: to };
  if (to === "bool") return convertToBool(value);
  const number = typeof value === "string" ? parseNumber(value) : undefined;
  if (number === undefined) return failure("a number is required");
  if (number === "too large") return failure("the number has more digits than are of use");
  return { value: number, type: to };
}

function convertToBool(value: Value): Conversion {
  if (value === "true" || value === "1") return { value: true, type: "bool" };
  if (value === "false" || value === "0") return { value: false, type: "bool" };
  return failure('a bool is required: only the strings "true" and "false" convert to one');
}

function convertItems(value: Value, { from, to }: Step): Conversion {
  if (!isList(value)) return mismatch(from, to);
  if (isCollection(from, "set") && !isCollection(to, "set") && mayShrink(value)) {
    return { value: UNKNOWN, type: to };
  }
  const items: Value[] = [];
  for (const [i, item] of value.entries()) {
    const converted = convertValue(item, { from: memberType(from, i), to: memberType(to, i) });
    if (isFailure(converted)) return within(i, converted);
    items.push(converted.value);
  }
  if (!isCollection(to, "set")) return { value: items, type: to };
  return { value: setOf(items, to[1]), type: to };
}

function convertMap(value: Value, { from, to }: Step): Conversion {
  if (!isObject(value)) return mismatch(from, to);
  return convertNames(value, Object.keys(value), { from, to });
}

function convertObject(value: Value, { from, to }: Step): Conversion {
  if (!isObject(value) || !isObjectType(to)) return mismatch(from, to);
  const names = Object.keys(to[1]);
  const missing = names.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return failure(`the element "${missing}" is required`);
  return convertNames(value, names, { from, to });
}

function convertNames(
  value: ObjectValue,
  names: readonly string[],
  { from, to }: Step,
): Conversion {
  const entries: [string, Value][] = [];
  for (const name of names) {
    const step = { from: memberType(from, name), to: memberType(to, name) };
    const converted = convertValue(value[name] ?? null, step);
    if (isFailure(converted)) return within(name, converted);
    entries.push([name, converted.value]);
  }
  return { value: Object.fromEntries(entries), type: to };
}

/** Where the first part of an object or a tuple stands that does not fit, and why. */
function mismatch(from: Type, to: Type): ConversionFailure {
  if (isObjectType(from) && isObjectType(to)) {
    const missing = Object.keys(to[1]).find((name) => !Object.hasOwn(from[1], name));
    if (missing !== undefined) return failure(`the element "${missing}" is required`);
  }
  const wrong = stepsInto(from, to).find(
    (step) => resolveConversion(memberType(from, step), memberType(to, step)) === undefined,
  );
  if (wrong !== undefined)
    return within(wrong, mismatch(memberType(from, wrong), memberType(to, wrong)));
  return failure(`${describeType(to)} is required, and this is ${describeType(from)}`);
}

/** The parts of one type that become parts of the other. */
function stepsInto(from: Type, to: Type): readonly (string | number)[] {
  if (isObjectType(from)) {
    if (isObjectType(to)) return Object.keys(to[1]);
    return isCollection(to, "map") ? Object.keys(from[1]) : [];
  }
  const isListed = isCollection(to, "list") || isCollection(to, "set");
  return isTupleType(from) && isListed ? [...from[1].keys()] : [];
}

function failure(text: string): ConversionFailure {
  return { failure: text, path: [] };
}

function within(step: string | number, { failure, path }: ConversionFailure): ConversionFailure {
  return { failure, path: [step, ...path] };
}
