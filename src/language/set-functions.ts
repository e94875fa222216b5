// setintersection, setproduct, setsubtract and setunion, exactly as Terraform 1.11 has them. Sets of several types
// are first brought to one.

import type { Refinement } from "../model/refinement.js";
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
import { convert, isFailure } from "./convert.js";
import type { FunctionSpec } from "./function-call.js";
import { lengthsOf, refine, withLengths } from "./refine.js";
import { isRefusal, type Outcome, type Refusal, refuse } from "./refusal.js";
import { unifyTypes } from "./resolve-conversion.js";
import { mayShrink, setOf } from "./set-order.js";
import { itemsOf, markedLike, memberOf, shapeOf, type TypedValue, typeOf } from "./typed-value.js";
import { distinctTypes, elementType, isTupleType } from "./types.js";

const SET = { type: ["set", "dynamic"], accepts: { anyType: true } } as const;

export const setunion: FunctionSpec = {
  parameters: [{ name: "first_set", ...SET }],
  rest: { name: "other_sets", ...SET },
  ...operation("setunion", (left, right) => [...left, ...right]),
};

export const setintersection: FunctionSpec = {
  parameters: [{ name: "first_set", ...SET }],
  rest: { name: "other_sets", ...SET },
  ...operation("setintersection", (left, right) => left.filter((item) => includes(right, item))),
};

export const setsubtract: FunctionSpec = {
  parameters: [
    { name: "a", ...SET },
    { name: "b", ...SET },
  ],
  ...operation("setsubtract", (left, right) => left.filter((item) => !includes(right, item))),
};

function includes(items: readonly Value[], item: Value): boolean {
  return items.some((other) => areValuesEqual(other, item));
}

type Combine = (left: readonly Value[], right: readonly Value[]) => readonly Value[];

function operation(name: string, combine: Combine): Pick<FunctionSpec, "resultType" | "apply"> {
  return {
    resultType: (args) => commonType(name, args),
    apply: (args) => {
      const type = commonType(name, args);
      if (isTypeRefusal(type)) return type;
      const sets: TypedValue[] = [];
      for (const arg of args) {
        const converted = convert(arg, type);
        if (isFailure(converted)) {
          const detail = `The sets of ${name}() do not convert to one type: ${converted.failure}.`;
          return refuse("Invalid function argument", detail);
        }
        // What is not known may be equal to anything; only a union has it all the same.
        if (name !== "setunion" && !isWhollyKnown(converted.value)) return { value: UNKNOWN, type };
        sets.push(converted);
      }
      const [first = [], ...others] = sets.map(itemsOf);
      if (distinctTypes(sets.map(typeOf)).length > 1) {
        return refuse("Error in function call", `The sets of ${name}() are not of one type.`);
      }
      return { value: setOf(others.reduce(combine, first), elementType(type) ?? "dynamic"), type };
    },
  };
}

/** Empty sets of no type go with any. */
function commonType(name: string, args: readonly TypedValue[]): Type | Refusal {
  const elements = args.flatMap((arg) => {
    const element = elementType(typeOf(arg)) ?? "dynamic";
    const isEmpty = isList(arg.value) && arg.value.length === 0;
    return isEmpty && element === "dynamic" ? [] : [element];
  });
  if (elements.length === 0) return ["set", "dynamic"];
  const common = unifyTypes(elements, "dynamic");
  if (common !== undefined) return ["set", common];
  return refuse("Error in function call", `The sets of ${name}() have no type in common.`);
}

/** All combinations, as tuples: a list of them if only lists are given. */
export const setproduct: FunctionSpec = {
  parameters: [],
  rest: { name: "sets", type: "dynamic", accepts: { unknown: true, marks: true } },
  resultType: productType,
  apply: (args) => {
    const type = productType(args);
    if (isTypeRefusal(type)) return type;
    if (args.some(isOpen)) {
      return markedLike(refine({ value: NOT_NULL, type }, openProduct(args)), args);
    }
    const product = productOf(args, type);
    return isRefusal(product) ? product : markedLike(product, args);
  },
};

function isOpen(arg: TypedValue): boolean {
  return isUnknown(unmark(arg.value)) || (shapeOf(arg) === "set" && mayShrink(itemsOf(arg)));
}

/** Pairs may turn out equal, but at least one is there if there is one at all. */
function openProduct(args: readonly TypedValue[]): Refinement {
  const lengths = args.map(lengthsOf);
  const most = lengths.map(({ maxLength = Number.POSITIVE_INFINITY }) => maxLength);
  if (most.includes(Number.POSITIVE_INFINITY)) return {};
  return withLengths({
    minLength: lengths.every(({ minLength }) => minLength > 0) ? 1 : 0,
    maxLength: most.reduce((product, length) => product * length),
  });
}

function productType(args: readonly TypedValue[]): Type | Refusal {
  if (args.length < 2) {
    return refuse("Error in function call", "setproduct() needs at least two sets or lists.");
  }
  const elements: Type[] = [];
  for (const arg of args) {
    const type = typeOf(arg);
    const shape = shapeOf(arg);
    if (shape !== "list" && shape !== "set" && shape !== "tuple") {
      const detail = `setproduct() takes sets and lists, not a ${shape}.`;
      return refuse("Invalid function argument", detail);
    }
    const items = isTupleType(type) ? type[1] : [elementType(type) ?? "dynamic"];
    const element = items.length === 0 ? "dynamic" : unifyTypes(items, "dynamic");
    if (element === undefined) {
      const detail = "The elements of a list that setproduct() is given must be of one type.";
      return refuse("Invalid function argument", detail);
    }
    elements.push(element);
  }
  const hasSet = args.some((arg) => shapeOf(arg) === "set");
  return [hasSet ? "set" : "list", ["tuple", elements]];
}

function productOf(args: readonly TypedValue[], type: Type): Outcome {
  const count = args.reduce((product, arg) => product * itemsOf(arg).length, 1);
  if (count > MOST_ELEMENTS) {
    const detail = `setproduct() would give ${count} elements, and gives at most ${MOST_ELEMENTS}.`;
    return refuse("Error in function call", detail);
  }
  const element = elementType(type) ?? "dynamic";
  const elements = isTupleType(element) ? element[1] : [];
  let product: readonly (readonly Value[])[] = [[]];
  for (const [i, arg] of args.entries()) {
    const items: Value[] = [];
    for (const j of itemsOf(arg).keys()) {
      const converted = convert(memberOf(arg, j), elements[i] ?? "dynamic");
      if (isFailure(converted)) {
        const detail = `The elements of a list do not convert to one type: ${converted.failure}.`;
        return refuse("Invalid function argument", detail);
      }
      items.push(converted.value);
    }
    product = product.flatMap((before) => items.map((item) => [...before, item]));
  }
  return {
    value: shapeOf({ value: null, type }) === "set" ? setOf(product, element) : product,
    type,
  };
}

/** More would not fit into memory. */
const MOST_ELEMENTS = 2 ** 22;

function isTypeRefusal(type: Type | Refusal): type is Refusal {
  return typeof type === "object" && "summary" in type;
}
