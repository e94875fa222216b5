// alltrue, anytrue, coalesce, coalescelist, index, matchkeys and one, exactly as Terraform 1.11 has them: of several
// values one that is wanted, or whether or where it is.

import type { Type } from "../model/type.js";
import { isList, isUnknown, isWhollyKnown, UNKNOWN, type Value } from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import type { FunctionSpec } from "./function-call.js";
import { isEqual } from "./is-equal.js";
import { refuse } from "./refusal.js";
import { isConvertible, unifyTypes } from "./resolve-conversion.js";
import { mayShrink } from "./set-order.js";
import { itemsOf, memberOf, NOTHING, shapeOf, type TypedValue, typeOf } from "./typed-value.js";
import { areTypesEqual, elementType, isTupleType } from "./types.js";

const ANY_LIST = ["list", "dynamic"] as const satisfies Type;

/** The first element that is not true decides, also one that is not known. */
export const alltrue: FunctionSpec = {
  parameters: [{ name: "list", type: ["list", "bool"] }],
  resultType: () => "bool",
  apply: ([list = NOTHING]) => {
    const first = itemsOf(list).find((item) => item !== true);
    return { value: isUnknown(first ?? null) ? UNKNOWN : first === undefined, type: "bool" };
  },
};

export const anytrue: FunctionSpec = {
  parameters: [{ name: "list", type: ["list", "bool"] }],
  resultType: () => "bool",
  apply: ([list = NOTHING]) => {
    const items = itemsOf(list);
    const isOpen = !items.includes(true) && items.some(isUnknown);
    return { value: isOpen ? UNKNOWN : items.includes(true), type: "bool" };
  },
};

const TAKES_OPEN = { null: true, unknown: true, anyType: true } as const;

/** The first that is neither null nor an empty text. */
export const coalesce: FunctionSpec = {
  parameters: [],
  rest: { name: "vals", type: "dynamic", accepts: TAKES_OPEN },
  resultType: (args) => {
    const types = args.map(typeOf);
    const common = unifyTypes(types, "dynamic");
    if (common !== undefined && types.every((type) => isConvertible(type, common))) return common;
    return refuse(
      ERROR,
      "The arguments of coalesce() need one type, and these have none in common.",
    );
  },
  apply: (args) => {
    const type = unifyTypes(args.map(typeOf), "dynamic") ?? "dynamic";
    for (const arg of args) {
      const converted = convert(arg, type);
      // Terraform passes over what does not convert.
      if (isFailure(converted)) continue;
      if (isUnknown(converted.value)) return { value: UNKNOWN, type };
      if (converted.value !== null && converted.value !== "") return converted;
    }
    return refuse(ERROR, "All arguments of coalesce() are null or empty.");
  },
};

/** The first list that is not empty. */
export const coalescelist: FunctionSpec = {
  parameters: [],
  rest: { name: "vals", type: "dynamic", accepts: TAKES_OPEN },
  resultType: (args) => {
    if (args.length === 0) return refuse(ERROR, "coalescelist() needs a list.");
    for (const arg of args) {
      if (isUnknown(arg.value)) return "dynamic";
      const shape = shapeOf(arg);
      if (shape === "list" || shape === "tuple") continue;
      return refuse(ERROR, `coalescelist() takes lists and tuples, not a ${shape}.`);
    }
    const [first = "dynamic", ...others] = args.map(typeOf);
    return others.every((type) => areTypesEqual(type, first)) ? first : "dynamic";
  },
  apply: (args) => {
    const found = args.find(({ value }) => isUnknown(value) || (isList(value) && value.length > 0));
    if (found === undefined) return refuse(ERROR, "All lists that coalescelist() got are empty.");
    return isUnknown(found.value) ? { value: UNKNOWN } : found;
  },
};

export const index: FunctionSpec = {
  parameters: [
    { name: "list", type: "dynamic" },
    { name: "value", type: "dynamic" },
  ],
  resultType: () => "number",
  apply: ([list = NOTHING, wanted = NOTHING]) => {
    const shape = shapeOf(list);
    if (shape !== "list" && shape !== "tuple") {
      return refuse(ERROR, `index() searches a list or a tuple, not a ${shape}.`);
    }
    for (const i of itemsOf(list).keys()) {
      const equal = isEqual(memberOf(list, i), wanted);
      if (equal === "unknown") return { value: UNKNOWN, type: "number" };
      if (equal) return { value: i, type: "number" };
    }
    return refuse(ERROR, "The list that index() searches does not have this value.");
  },
};

/** Of `values` those whose key is among `searchset`. */
export const matchkeys: FunctionSpec = {
  parameters: [
    { name: "values", type: ANY_LIST },
    { name: "keys", type: ANY_LIST },
    { name: "searchset", type: ANY_LIST },
  ],
  resultType: ([values = NOTHING, keys = NOTHING, searchset = NOTHING]) => {
    if (unifyTypes([typeOf(keys), typeOf(searchset)], "dynamic") !== undefined)
      return typeOf(values);
    return refuse(ERROR, "The keys and the searchset of matchkeys() must be of one type.");
  },
  apply: ([values = NOTHING, givenKeys = NOTHING, givenSearchset = NOTHING]) => {
    const type = typeOf(values);
    if (itemsOf(values).length !== itemsOf(givenKeys).length) {
      return refuse(ERROR, "matchkeys() needs as many keys as values.");
    }
    const common = unifyTypes([typeOf(givenKeys), typeOf(givenSearchset)], "dynamic") ?? ANY_LIST;
    const keys = convert(givenKeys, common);
    const searchset = convert(givenSearchset, common);
    if (isFailure(keys) || isFailure(searchset)) {
      return refuse(ERROR, "The keys and the searchset of matchkeys() do not convert to one type.");
    }
    if (itemsOf(searchset).length === 0) return { value: [], type };
    const isKnown = isWhollyKnown(values.value) && isWhollyKnown(keys.value);
    return { value: isKnown ? matching(values, keys, searchset) : UNKNOWN, type };
  },
};

/** None at all where something in `searchset` that is not known comes before a match, as Terraform has it. */
function matching(values: TypedValue, keys: TypedValue, searchset: TypedValue): readonly Value[] {
  const found: Value[] = [];
  const positions = [...itemsOf(searchset).keys()];
  for (const [i, value] of itemsOf(values).entries()) {
    const answers = positions.map((j) => isEqual(memberOf(keys, i), memberOf(searchset, j)));
    const first = answers.find((answer) => answer !== false);
    if (first === "unknown") return [];
    if (first === true) found.push(value);
  }
  return found;
}

/** The element of a list of one, null of an empty list. */
export const one: FunctionSpec = {
  mayGiveNull: true,
  parameters: [{ name: "list", type: "dynamic" }],
  resultType: ([list = NOTHING]) => {
    const type = typeOf(list);
    const element = shapeOf(list) === "map" ? undefined : elementType(type);
    if (element !== undefined) return element;
    if (isTupleType(type) && type[1].length < 2) return type[1][0] ?? "dynamic";
    return refuseMany();
  },
  apply: ([list = NOTHING]) => {
    const items = itemsOf(list);
    if (shapeOf(list) === "set" && mayShrink(items)) {
      return { value: UNKNOWN, type: elementType(typeOf(list)) };
    }
    if (items.length > 1) return refuseMany();
    if (items.length === 1) return memberOf(list, 0);
    return { value: null, type: elementType(typeOf(list)) };
  },
};

const refuseMany = () =>
  refuse("Invalid function argument", "one() takes a list, set or tuple with at most one element.");

const ERROR = "Error in function call";
