// A value with its type. Plain values do not say whether a list is a list, a set or a tuple, nor what
// an unknown or null will be; Terraform's rules depend on it. So the language carries a type beside a
// value wherever the value alone does not imply it.
//
// A set is a JavaScript array like a list, sorted and free of duplicates (src/language/set-order.ts),
// whose type is `["set", …]`. Without a type an array is a tuple, an object is an object, and unknown
// and null may be of any type.

import type { Type } from "../model/type.js";
import { isList, isUnknown, unmark, type Value } from "../model/value.js";

export interface TypedValue {
  readonly value: Value;
  /** Absent: implied by the value. */
  readonly type?: Type | undefined;
}

/** The type of a value: the one it carries, or the one its value implies. */
export function typeOf(typed: TypedValue): Type {
  return typed.type ?? impliedType(typed.value);
}

/** The type that a plain value implies: arrays are tuples, objects objects, null and unknown dynamic. */
export function impliedType(value: Value): Type {
  const plain = unmark(value);
  if (plain === null || isUnknown(plain)) return "dynamic";
  if (typeof plain === "string") return "string";
  if (typeof plain === "number") return "number";
  if (typeof plain === "boolean") return "bool";
  if (isList(plain)) return ["tuple", plain.map(impliedType)];
  const attributes = Object.entries(plain).map(
    ([name, item]) => [name, impliedType(item)] as const,
  );
  return ["object", Object.fromEntries(attributes)];
}
