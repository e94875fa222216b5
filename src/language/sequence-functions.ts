// length, element, concat and contains, exactly as Terraform 1.11 has them: which arguments they take,
// what they do with unknown elements, and which type the result has.

import { type Numeral, numeral } from "../model/big-float.js";
import type { Bound, Refinement } from "../model/refinement.js";
import type { Type } from "../model/type.js";
import {
  isList,
  isObject,
  isUnknown,
  NOT_NULL,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import type { FunctionSpec } from "./function-call.js";
import { isEqual } from "./is-equal.js";
import { lengthsOf, prefixOf, refine } from "./refine.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import { unifyTypes } from "./resolve-conversion.js";
import { mayShrink } from "./set-order.js";
import { countGraphemes } from "./text-graphemes.js";
import {
  hasOwnType,
  itemsOf,
  markedLike,
  memberOf,
  memberType,
  shapeOf,
  type TypedValue,
  typeOf,
} from "./typed-value.js";
import { elementType, isCollection, isObjectType, isTupleType } from "./types.js";
import { exactWhole, refuseWhole } from "./whole-number.js";

export const length: FunctionSpec = {
  parameters: [
    { name: "value", type: "dynamic", accepts: { unknown: true, anyType: true, marks: true } },
  ],
  resultType: ([arg]) => {
    const shape = arg === undefined ? "dynamic" : shapeOf(arg);
    if (shape !== "number" && shape !== "bool") return "number";
    const detail = `length() counts the elements of a collection or the letters of a text, not of a ${shape}.`;
    return refuse("Error in function call", detail);
  },
  apply: ([arg = { value: null }]) => {
    const value = lengthOf(arg);
    if (value !== undefined) return markedLike({ value, type: "number" }, [arg]);
    return markedLike(refine({ value: NOT_NULL, type: "number" }, openLength(arg)), [arg]);
  },
};

/** Between which numbers a length is that is not known. */
function openLength(arg: TypedValue): Refinement {
  const shape = shapeOf(arg);
  if (shape === "dynamic") return {};
  if (shape === "string") return { min: including(countGraphemes(prefixOf(unmark(arg.value)))) };
  // Elements of a set that may turn out equal are at least one.
  const known = unmark(arg.value);
  if (isList(known)) return { min: including(1), max: including(known.length) };
  const { minLength, maxLength } = lengthsOf(arg);
  return { min: including(minLength), max: including(maxLength ?? MOST) };
}

/** No collection has more elements. */
const MOST = numeral(2n ** 63n - 1n, 0, 64);

function including(value: Numeral): Bound {
  return { value, isInclusive: true };
}

/** Undefined when not known. */
function lengthOf(arg: TypedValue): number | undefined {
  if (hasOwnType(arg) && isTupleType(arg.type)) return arg.type[1].length;
  if (hasOwnType(arg) && isObjectType(arg.type)) return Object.keys(arg.type[1]).length;
  const plain = unmark(arg.value);
  if (typeof plain === "string") return countGraphemes(plain);
  if (isObject(plain)) return Object.keys(plain).length;
  if (!isList(plain)) return undefined;
  return shapeOf(arg) === "set" && mayShrink(plain) ? undefined : plain.length;
}

export const element: FunctionSpec = {
  mayGiveNull: true,
  parameters: [
    { name: "list", type: "dynamic", accepts: { marks: true } },
    { name: "index", type: "number" },
  ],
  resultType: ([list = { value: null }, index = { value: null }]) => {
    const shape = shapeOf(list);
    if (shape === "list") return elementType(typeOf(list)) ?? "dynamic";
    if (shape !== "tuple")
      return refuse("Error in function call", `element() takes a list, not a ${shape}.`);
    if (isUnknown(index.value)) return "dynamic";
    const at = positionOf(list, index);
    return typeof at === "number" ? memberType(typeOf(list), at) : at;
  },
  apply: ([list = { value: null }, index = { value: null }]) => {
    const at = positionOf(list, index);
    return typeof at === "number" ? markedLike(memberOf(list, at), [list]) : at;
  },
};

/** The index wraps around at the end; that of a list, unlike that of a tuple, also at the start. */
function positionOf(list: TypedValue, index: TypedValue): number | Refusal {
  const count = lengthOf(list) ?? 0;
  if (count === 0)
    return refuse("Error in function call", "element() cannot select from an empty list.");
  const wanted = exactWhole(index.value);
  if (wanted === undefined) return refuseWhole("element", "index");
  const remainder = Number(wanted % BigInt(count));
  if (remainder >= 0) return remainder;
  if (shapeOf(list) === "list") return remainder + count;
  return refuse("Error in function call", "The index of element() is negative.");
}

export const concat: FunctionSpec = {
  parameters: [],
  rest: { name: "seqs", type: "dynamic", accepts: { marks: true } },
  resultType: (args) => {
    if (args.length === 0) return refuse("Error in function call", "concat() needs a list.");
    const common = commonListType(args);
    if (common !== undefined) return common;
    for (const arg of args) {
      const shape = shapeOf(arg);
      if (shape === "list" && isUnknown(unmark(arg.value))) return "dynamic";
      if (shape === "list" || shape === "tuple") continue;
      return refuse("Invalid function argument", `concat() joins lists, not a ${shape}.`);
    }
    return ["tuple", args.flatMap(itemTypes)];
  },
  apply: (args) => {
    const common = commonListType(args);
    const joined = common === undefined ? joinTuples(args) : joinLists(args, common);
    return "summary" in joined ? joined : markedLike(joined, args);
  },
};

function commonListType(args: readonly TypedValue[]): Type | undefined {
  if (!args.every((arg) => shapeOf(arg) === "list")) return undefined;
  const common = unifyTypes(args.map(typeOf), "dynamic");
  return common !== undefined && isCollection(common, "list") ? common : undefined;
}

function joinTuples(args: readonly TypedValue[]): Outcome {
  const value = args.flatMap(itemsOf);
  if (!args.some(hasOwnType)) return { value };
  return { value, type: ["tuple", args.flatMap(itemTypes)] };
}

function joinLists(args: readonly TypedValue[], type: Type): Outcome {
  const parts: (readonly Value[])[] = [];
  let element: Type = elementType(type) ?? "dynamic";
  for (const arg of args) {
    const converted = convert({ value: unmark(arg.value), type: arg.type }, type);
    if (isFailure(converted)) {
      return refuse(
        "Invalid function argument",
        `concat() cannot join these lists: ${converted.failure}.`,
      );
    }
    const items = itemsOf(converted);
    parts.push(items);
    // Where the common type is open that of the first elements fills it in.
    if (element === "dynamic" && items.length > 0) {
      element = elementType(typeOf(converted)) ?? element;
    }
  }
  return { value: parts.flat(), type: ["list", element] };
}

function itemTypes(typed: TypedValue): readonly Type[] {
  const type = typeOf(typed);
  if (isTupleType(type)) return type[1];
  return itemsOf(typed).map((_, i) => typeOf(memberOf(typed, i)));
}

export const contains: FunctionSpec = {
  parameters: [
    { name: "list", type: "dynamic" },
    { name: "value", type: "dynamic" },
  ],
  resultType: () => "bool",
  apply: ([list = { value: null }, wanted = { value: null }]) => {
    const items = list.value;
    if (!isList(items)) {
      const detail = `contains() searches a list or a set, not a ${shapeOf(list)}.`;
      return refuse("Error in function call", detail);
    }
    const answers = items.map((_, i) => isEqual(wanted, memberOf(list, i)));
    if (answers.includes(true)) return { value: true, type: "bool" };
    return { value: answers.includes("unknown") ? UNKNOWN : false, type: "bool" };
  },
};
