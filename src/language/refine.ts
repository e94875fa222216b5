// What follows from what is certain of a value, known or not: whether it may be null, how it begins, between which
// numbers it is, how many elements it has. A refinement that leaves one value only makes it known.

import type { Numeral } from "../model/big-float.js";
import type { Bound, Refinement } from "../model/refinement.js";
import type { Type } from "../model/type.js";
import {
  areValuesEqual,
  isList,
  isMarked,
  isNumber,
  isObject,
  isUnknown,
  mark,
  NOT_NULL,
  UNKNOWN,
  Unknown,
  unmark,
  type Value,
} from "../model/value.js";
import { compareNumbers } from "./arithmetic.js";
import { mayShrink } from "./set-order.js";
import { shapeOf, type TypedValue } from "./typed-value.js";
import { isCollection, isObjectType, isTupleType } from "./types.js";

/** An answer that a value which is not known may leave open. */
export type Answer = boolean | "unknown";

/** `typed` with `refinement` besides what is certain of it already; a known value is as it was. */
export function refine(typed: TypedValue, refinement: Refinement): TypedValue {
  const { value, type } = typed;
  if (isMarked(value)) {
    return { value: mark(refine({ value: value.value, type }, refinement).value, value), type };
  }
  if (!isUnknown(value) || type === undefined || type === "dynamic") return typed;
  return { value: narrowest({ ...value.refinement, ...refinement }, type), type };
}

/** The same for what is most often certain, and costs known values nothing. */
export function refineNotNull(typed: TypedValue): TypedValue {
  const plain = unmark(typed.value);
  if (!isUnknown(plain) || plain.refinement.isNotNull) return typed;
  return refine(typed, { isNotNull: true });
}

function narrowest(refinement: Refinement, type: Type): Value {
  const known = refinement.isNotNull ? onlyValue(refinement, type) : undefined;
  if (known !== undefined) return known;
  const [first, ...others] = Object.keys(refinement);
  if (first === undefined) return UNKNOWN;
  return first === "isNotNull" && others.length === 0 ? NOT_NULL : new Unknown(refinement);
}

/** What a value is that is not null, if there is but one: a number, or a collection of so many unknown elements. */
function onlyValue({ min, max, minLength = 0, maxLength }: Refinement, type: Type) {
  if (min?.isInclusive && max?.isInclusive && areValuesEqual(min.value, max.value)) {
    return min.value;
  }
  if (minLength !== maxLength) return undefined;
  if (isCollection(type, "list")) return Array<Value>(minLength).fill(UNKNOWN);
  if (isCollection(type, "set") && minLength < 2) return Array<Value>(minLength).fill(UNKNOWN);
  return isCollection(type, "map") && minLength === 0 ? {} : undefined;
}

export function isNeverNull(value: Value): boolean {
  const plain = unmark(value);
  return isUnknown(plain) ? plain.refinement.isNotNull === true : plain !== null;
}

/** How a text certainly begins; all of it if it is known. */
export function prefixOf(value: Value): string {
  if (typeof value === "string") return value;
  return isUnknown(value) ? (value.refinement.prefix ?? "") : "";
}

/** What a number is between. */
export function boundsOf(value: Value): Pick<Refinement, "min" | "max"> {
  if (isUnknown(value)) return value.refinement;
  if (!isNumber(value)) return {};
  const bound: Bound = { value, isInclusive: true };
  return { min: bound, max: bound };
}

export interface Lengths {
  readonly minLength: number;
  /** Undefined where there is no telling. */
  readonly maxLength: number | undefined;
}

/** How many elements it has, unless it is null. */
export function lengthsOf(typed: TypedValue): Lengths {
  const plain = unmark(typed.value);
  if (isObject(plain)) return exactly(Object.keys(plain).length);
  if (isList(plain)) {
    const isOpen = shapeOf(typed) === "set" && mayShrink(plain);
    return isOpen ? { minLength: 0, maxLength: undefined } : exactly(plain.length);
  }
  const { type = "dynamic" } = typed;
  if (isTupleType(type)) return exactly(type[1].length);
  if (isObjectType(type)) return exactly(Object.keys(type[1]).length);
  const { minLength = 0, maxLength } = isUnknown(plain) ? plain.refinement : {};
  return { minLength, maxLength };
}

/** That a list, set or map has so many elements. */
export function withLengths({ minLength, maxLength }: Lengths): Refinement {
  return {
    ...(minLength > 0 && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

function exactly(length: number): Lengths {
  return { minLength: length, maxLength: length };
}

/** Whether one number is less than another. Terraform leaves it open where only a bound that is shared decides. */
export function isLess(a: Value, b: Value): Answer {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) < 0;
  const [left, right] = [boundsOf(a), boundsOf(b)];
  if (isBelow(left.max, right.min)) return true;
  return isBelow(right.max, left.min) ? false : "unknown";
}

function isBelow(upper: Bound | undefined, lower: Bound | undefined): boolean {
  return upper !== undefined && lower !== undefined && compareNumbers(upper.value, lower.value) < 0;
}

/** Whether what is certain of a value rules out that it is `known`, which is not null. */
export function rulesOut(
  { prefix = "", min, max, minLength = 0, maxLength }: Refinement,
  known: TypedValue,
): boolean {
  const plain = unmark(known.value);
  if (typeof plain === "string") return !plain.startsWith(prefix);
  if (isNumber(plain)) {
    const isTooSmall = min !== undefined && isBeyond(plain, min, -1);
    return isTooSmall || (max !== undefined && isBeyond(plain, max, 1));
  }
  const lengths = lengthsOf(known);
  return (
    lengths.minLength > (maxLength ?? lengths.minLength) ||
    (lengths.maxLength ?? minLength) < minLength
  );
}

/** On the wrong side of a bound: `side` is 1 above and -1 below. */
function isBeyond(number: Numeral, bound: Bound, side: 1 | -1): boolean {
  if (areValuesEqual(number, bound.value)) return !bound.isInclusive;
  return compareNumbers(number, bound.value) * side > 0;
}
