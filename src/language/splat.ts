// `of[*]…`: something done to every element of a list, set or tuple. Anything else counts as a tuple of
// itself, and null as an empty one.

import type { Type } from "../model/type.js";
import { isList, isUnknown, NOT_NULL, UNKNOWN, unmark } from "../model/value.js";
import { isNeverNull, lengthsOf, refine, withLengths } from "./refine.js";
import { type Outcome, refuse } from "./refusal.js";
import {
  ANYTHING,
  hasOwnType,
  markedLike,
  memberOf,
  shapeOf,
  type TypedValue,
  typeOf,
} from "./typed-value.js";
import { elementType, isTupleType } from "./types.js";

export function evaluateSplat(of: TypedValue, each: (item: TypedValue) => TypedValue): Outcome {
  const shape = shapeOf(of);
  const isSequence = shape === "tuple" || shape === "list" || shape === "set";
  const plain = unmark(of.value);
  if (plain === null) {
    if (!isSequence) return markedLike({ value: [] }, [of]);
    return refuse("Splat of null value", `[*] cannot be applied to a ${shape} that is null.`);
  }
  if (!isSequence) return markedLike(splatOfOne(of, each), [of]);
  if (isUnknown(plain)) return markedLike(splatOfUnknown(of, each), [of]);
  const count = isList(plain) ? plain.length : 0;
  const items = Array.from({ length: count }, (_, i) => each(memberOf(of, i)));
  const value = items.map((item) => item.value);
  if (shape !== "tuple") return markedLike({ value, type: listType(of, items, each) }, [of]);
  if (!items.some(hasOwnType)) return markedLike({ value }, [of]);
  return markedLike({ value, type: ["tuple", items.map(typeOf)] }, [of]);
}

/** What may turn out null may give an empty tuple, so nothing is known of the result. */
function splatOfOne(of: TypedValue, each: (item: TypedValue) => TypedValue): TypedValue {
  if (shapeOf(of) === "dynamic") return ANYTHING;
  const item = each(of);
  if (!isNeverNull(of.value)) return ANYTHING;
  const value = [item.value];
  return hasOwnType(item) ? { value, type: ["tuple", [item.type]] } : { value };
}

function splatOfUnknown(of: TypedValue, each: (item: TypedValue) => TypedValue): TypedValue {
  const type = typeOf(of);
  if (!isTupleType(type)) {
    const open = { value: NOT_NULL, type: listType(of, [], each) };
    return refine(open, withLengths(lengthsOf(of)));
  }
  const items = type[1].map((item) => each({ value: UNKNOWN, type: item }));
  return { value: NOT_NULL, type: ["tuple", items.map(typeOf)] };
}

function listType(
  of: TypedValue,
  items: readonly TypedValue[],
  each: (item: TypedValue) => TypedValue,
): Type {
  const first = items.find((item) => typeOf(item) !== "dynamic") ?? items[0];
  if (first !== undefined) return ["list", typeOf(first)];
  return ["list", typeOf(each({ value: UNKNOWN, type: elementType(typeOf(of)) }))];
}
