// Terraform's `==` between two values: of different types they differ, and where an unknown part decides,
// the answer is unknown.

import { areValuesEqual, isList, isNumber, isObject, isUnknown, unmark } from "../model/value.js";
import { sortedNames } from "./text-order.js";
import { memberOf, shapeOf, type TypedValue, typeOf } from "./typed-value.js";
import { areTypesEqual, hasDynamic } from "./types.js";

/** Marks are ignored. */
export function isEqual(a: TypedValue, b: TypedValue): boolean | "unknown" {
  const left = unmark(a.value);
  const right = unmark(b.value);
  if (isUnknown(left) || isUnknown(right)) return isUnknownEqual(a, b);
  if (left === null || right === null) return left === right;
  if (isPlain(left) && isPlain(right)) return left === right;
  if (isNumber(left) && isNumber(right)) return areValuesEqual(left, right);
  if (!areTypesEqual(typeOf(a), typeOf(b))) return false;
  if (isList(left) && isList(right)) {
    return left.length === right.length && areMembersEqual(a, b, [...left.keys()]);
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = sortedNames(left);
  const isSameSize = names.length === Object.keys(right).length;
  if (!isSameSize || !names.every((name) => Object.hasOwn(right, name))) return false;
  return areMembersEqual(a, b, names);
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object";
}

function isUnknownEqual(a: TypedValue, b: TypedValue): boolean | "unknown" {
  const shapes = [shapeOf(a), shapeOf(b)];
  if (shapes[0] !== shapes[1] && !shapes.includes("dynamic")) return false;
  const left = typeOf(a);
  const right = typeOf(b);
  return hasDynamic(left) || hasDynamic(right) || areTypesEqual(left, right) ? "unknown" : false;
}

/** The first member that is not certainly equal decides. */
function areMembersEqual(
  a: TypedValue,
  b: TypedValue,
  steps: readonly (string | number)[],
): boolean | "unknown" {
  for (const step of steps) {
    const equal = isEqual(memberOf(a, step), memberOf(b, step));
    if (equal !== true) return equal;
  }
  return true;
}
