// Terraform's `==` between two values: of different types they differ, and where an unknown part decides,
// the answer is unknown.

import {
  areValuesEqual,
  isList,
  isNumber,
  isObject,
  isUnknown,
  type Unknown,
  unmark,
  type Value,
} from "../model/value.js";
import { type Answer, rulesOut } from "./refine.js";
import { sortedNames } from "./text-order.js";
import { memberOf, shapeOf, type TypedValue, typeOf } from "./typed-value.js";
import { areTypesEqual, conformsTo, hasDynamic } from "./types.js";

/** Marks are ignored. */
export function isEqual(a: TypedValue, b: TypedValue): Answer {
  const left = unmark(a.value);
  const right = unmark(b.value);
  if (isUnknown(left)) return isUnknown(right) ? "unknown" : isEqualToOpen(b, left, a);
  if (isUnknown(right)) return isEqualToOpen(a, right, b);
  if (left === null || right === null) return left === right;
  if (isPlain(left) && isPlain(right)) return left === right;
  if (isNumber(left) && isNumber(right)) return areValuesEqual(left, right);
  const types = [typeOf(a), typeOf(b)] as const;
  if (hasOpenType(a) || hasOpenType(b)) {
    return conformsTo(...types) || conformsTo(types[1], types[0]) ? "unknown" : false;
  }
  if (!areTypesEqual(...types)) return false;
  if (isList(left) && isList(right)) {
    if (shapeOf(a) === "set") return areSetsEqual(left, right);
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

/** Nulls of all types are equal. */
function isEqualToOpen(known: TypedValue, { refinement }: Unknown, open: TypedValue): Answer {
  if (unmark(known.value) === null) return refinement.isNotNull ? false : "unknown";
  if (!conformsTo(typeOf(known), typeOf(open))) return false;
  return rulesOut(refinement, known) ? false : "unknown";
}

/** Whether a part of it may turn out to be of any type. */
function hasOpenType(typed: TypedValue): boolean {
  if (!hasDynamic(typeOf(typed))) return false;
  const plain = unmark(typed.value);
  if (isUnknown(plain)) return shapeOf(typed) === "dynamic";
  return stepsOf(plain).some((step) => hasOpenType(memberOf(typed, step)));
}

function stepsOf(plain: Value): readonly (string | number)[] {
  if (isList(plain)) return [...plain.keys()];
  return isObject(plain) ? Object.keys(plain) : [];
}

/** Elements that are known in part only equal none. */
function areSetsEqual(left: readonly Value[], right: readonly Value[]): Answer {
  if (left.some(isUnknown) || right.some(isUnknown)) return "unknown";
  return areValuesEqual(left, right);
}

/** The first member that is not certainly equal decides. */
function areMembersEqual(
  a: TypedValue,
  b: TypedValue,
  steps: readonly (string | number)[],
): Answer {
  for (const step of steps) {
    const equal = isEqual(memberOf(a, step), memberOf(b, step));
    if (equal !== true) return equal;
  }
  return true;
}
