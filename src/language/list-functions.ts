// chunklist, compact, distinct, flatten, reverse, slice and sort, exactly as Terraform 1.11 has them: lists go in
// and lists come out. What a tuple gives is a tuple, unless the function takes lists alone.

import type { Type } from "../model/type.js";
import {
  areValuesEqual,
  isList,
  isUnknown,
  isWhollyKnown,
  NOT_NULL,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import { lengthsOf, refine, withLengths } from "./refine.js";
import { type Refusal, refuse } from "./refusal.js";
import { mayShrink } from "./set-order.js";
import { compareBytes } from "./text-order.js";
import {
  itemsOf,
  markedLike,
  memberOf,
  memberType,
  NOTHING,
  shapeOf,
  type TypedValue,
  tupleOf,
  typeOf,
} from "./typed-value.js";
import { elementType, isTupleType } from "./types.js";
import { wholeNumber } from "./whole-number.js";

const ANY_LIST = ["list", "dynamic"] as const satisfies Type;
const TEXTS = ["list", "string"] as const satisfies Type;

export const chunklist: FunctionSpec = {
  parameters: [
    { name: "list", type: ANY_LIST, accepts: { marks: true } },
    { name: "size", type: "number" },
  ],
  resultType: ([list = NOTHING]) => ["list", typeOf(list)],
  apply: ([list = NOTHING, given = NOTHING]) => {
    const type: Type = ["list", typeOf(list)];
    const size = wholeNumber(given.value);
    if (size === undefined || size < 0) {
      return refuse(ERROR, "The size that chunklist() is given must be a whole number from 0 on.");
    }
    return markedLike({ value: chunksOf(itemsOf(list), size), type }, [list]);
  },
};

/** Of size 0 there is one, with all. */
function chunksOf(items: readonly Value[], size: number): readonly Value[] {
  if (size === 0) return items.length === 0 ? [] : [items];
  const chunks: Value[] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
}

export const compact: FunctionSpec = {
  parameters: [{ name: "list", type: TEXTS }],
  resultType: () => TEXTS,
  apply: ([list = NOTHING]) => {
    if (!isWhollyKnown(list.value)) return { value: UNKNOWN, type: TEXTS };
    return {
      value: itemsOf(list).filter((item) => item !== null && item !== ""),
      type: TEXTS,
    };
  },
};

export const distinct: FunctionSpec = {
  parameters: [{ name: "list", type: ANY_LIST }],
  resultType: ([list = NOTHING]) => typeOf(list),
  apply: ([list = NOTHING]) => {
    if (!isWhollyKnown(list.value)) return { value: UNKNOWN, type: typeOf(list) };
    const kept: Value[] = [];
    for (const item of itemsOf(list)) {
      if (!kept.some((other) => areValuesEqual(other, item))) kept.push(item);
    }
    return { value: kept, type: typeOf(list) };
  },
};

export const flatten: FunctionSpec = {
  parameters: [{ name: "list", type: "dynamic", accepts: { marks: true } }],
  resultType: ([list = NOTHING]) => {
    if (!isWhollyKnown(list.value) || isSequence(list)) return "dynamic";
    return refuse(ERROR, `flatten() takes lists, sets and tuples, not a ${shapeOf(list)}.`);
  },
  apply: ([list = NOTHING]) => {
    const flat: Flat = { items: [], lists: [], isOpen: false };
    flattenInto(flat, list);
    return markedLike(flat.isOpen ? { value: UNKNOWN } : tupleOf(flat.items), flat.lists);
  },
};

interface Flat {
  readonly items: TypedValue[];
  /** All lists that were flattened: one that is sensitive makes the result so. */
  readonly lists: TypedValue[];
  /** Whether what is not known may turn out to be a list. */
  isOpen: boolean;
}

function flattenInto(flat: Flat, list: TypedValue): void {
  flat.lists.push(list);
  const plain = unmark(list.value);
  const isOpen = isUnknown(plain) || (shapeOf(list) === "set" && mayShrink(itemsOf(list)));
  if (isOpen) {
    flat.isOpen = true;
    return;
  }
  for (const member of membersOf(list)) {
    const inner = unmark(member.value);
    if (inner !== null && isSequence(member)) flattenInto(flat, member);
    else {
      // Terraform does not look behind a mark.
      flat.isOpen ||= isUnknown(member.value) && shapeOf(member) === "dynamic";
      flat.items.push(member);
    }
  }
}

function isSequence(typed: TypedValue): boolean {
  return ["list", "set", "tuple"].includes(shapeOf(typed));
}

/** Of a list; of a map or object, which comes here only with unknown members, as Terraform has it. */
function membersOf(typed: TypedValue): readonly TypedValue[] {
  const plain = unmark(typed.value);
  if (isList(plain)) return plain.map((_, i) => memberOf(typed, i));
  return Object.keys(plain ?? {})
    .sort(compareBytes)
    .map((name) => memberOf(typed, name));
}

export const reverse: FunctionSpec = {
  parameters: [{ name: "list", type: "dynamic", accepts: { marks: true } }],
  resultType: ([list = NOTHING]) => {
    const type = typeOf(list);
    if (isTupleType(type)) return ["tuple", [...type[1]].reverse()];
    if (isSequence(list)) return ["list", elementType(type) ?? "dynamic"];
    return refuse(INVALID, `reverse() takes lists, sets and tuples, not a ${shapeOf(list)}.`);
  },
  apply: ([list = NOTHING]) => {
    const type = typeOf(list);
    if (isTupleType(type)) return markedLike(tupleOf([...membersOf(list)].reverse()), [list]);
    const value = [...itemsOf(list)].reverse();
    return markedLike({ value, type: ["list", elementType(type) ?? "dynamic"] }, [list]);
  },
};

export const slice: FunctionSpec = {
  parameters: [
    { name: "list", type: "dynamic", accepts: { marks: true } },
    { name: "start_index", type: "number" },
    { name: "end_index", type: "number" },
  ],
  resultType: (args) => {
    const [list = NOTHING] = args;
    const shape = shapeOf(list);
    if (shape !== "list" && shape !== "tuple") {
      return refuse(INVALID, `slice() takes lists and tuples, not a ${shape}.`);
    }
    const range = rangeOf(args);
    if (range !== undefined && "summary" in range) return range;
    if (shape === "list") return typeOf(list);
    if (range === undefined) return "dynamic";
    const { start, end } = range;
    return ["tuple", stepsBetween(start, end).map((i) => memberType(typeOf(list), i))];
  },
  apply: (args) => {
    const [list = NOTHING] = args;
    const range = rangeOf(args);
    if (range === undefined) return { value: UNKNOWN };
    if ("summary" in range) return range;
    return markedLike(part(list, range), [list]);
  },
};

function part(list: TypedValue, { start, end }: Range): TypedValue {
  if (shapeOf(list) === "tuple") {
    return tupleOf(stepsBetween(start, end).map((i) => memberOf(list, i)));
  }
  return { value: itemsOf(list).slice(start, end), type: typeOf(list) };
}

function stepsBetween(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Undefined while one of the two is not known. What is known is looked at all the same. */
function rangeOf([list = NOTHING, from = NOTHING, to = NOTHING]: readonly TypedValue[]):
  | Range
  | Refusal
  | undefined {
  const length = lengthOf(list);
  const start = boundOf("start_index", from, length);
  if (typeof start === "object") return start;
  const end = boundOf("end_index", to, length);
  if (typeof end === "object") return end;
  if (start === undefined || end === undefined) return undefined;
  if (start <= end) return { start, end };
  return refuse(INVALID, 'The "start_index" of slice() must not be greater than its "end_index".');
}

function boundOf(
  name: string,
  { value }: TypedValue,
  length: number | undefined,
): number | Refusal | undefined {
  if (isUnknown(unmark(value))) return undefined;
  const bound = wholeNumber(value);
  if (bound !== undefined && bound >= 0 && bound <= (length ?? bound)) return bound;
  const most = length === undefined ? "" : ` to ${length}, the length of the list`;
  return refuse(INVALID, `The "${name}" of slice() must be a whole number from 0${most}.`);
}

function lengthOf(list: TypedValue): number | undefined {
  const type = typeOf(list);
  if (isTupleType(type)) return type[1].length;
  const plain = unmark(list.value);
  return isList(plain) ? plain.length : undefined;
}

export const sort: FunctionSpec = {
  parameters: [{ name: "list", type: TEXTS, accepts: { unknown: true } }],
  resultType: () => TEXTS,
  apply: ([list = NOTHING]) => {
    // As many as before, whatever their order will be.
    if (isUnknown(list.value)) {
      return refine({ value: NOT_NULL, type: TEXTS }, withLengths(lengthsOf(list)));
    }
    const items = itemsOf(list);
    if (!isWhollyKnown(items)) return { value: items.map(() => UNKNOWN), type: TEXTS };
    const nullAt = items.indexOf(null);
    if (nullAt >= 0) return refuse(ERROR, `Element ${nullAt} of what sort() should sort is null.`);
    return { value: items.map(String).sort(compareBytes), type: TEXTS };
  },
};

const ERROR = "Error in function call";
const INVALID = "Invalid function argument";
