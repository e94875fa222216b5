// tostring, tonumber, tobool, tolist, toset, tomap, sensitive, nonsensitive and ephemeralasnull: functions that
// change a value's type or mark and nothing else; and issensitive.

import type { Type } from "../model/type.js";
import {
  containsEphemeral,
  ephemeral,
  isEphemeral,
  isList,
  isObject,
  isSensitive,
  isUnknown,
  mark,
  sensitive as markSensitive,
  marksOf,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import { type FunctionSpec, TAKES_ALL } from "./function-call.js";
import { refuse } from "./refusal.js";
import { resolveConversion } from "./resolve-conversion.js";
import { markedLike, type TypedValue, typeOf } from "./typed-value.js";
import { describeType } from "./types.js";

export const tostring: FunctionSpec = conversion("string");
export const tonumber: FunctionSpec = conversion("number");
export const tobool: FunctionSpec = conversion("bool");
export const tolist: FunctionSpec = conversion(["list", "dynamic"]);
export const toset: FunctionSpec = conversion(["set", "dynamic"]);
export const tomap: FunctionSpec = conversion(["map", "dynamic"]);

export const sensitive: FunctionSpec = marking((arg) => ({
  ...arg,
  value: markSensitive(arg.value),
}));
export const nonsensitive: FunctionSpec = marking((arg) => {
  return {
    ...arg,
    value: isEphemeral(arg.value) ? ephemeral(unmark(arg.value)) : unmark(arg.value),
  };
});

/** Null in place of every ephemeral part; of what is unknown even its type may be another yet. */
export const ephemeralasnull: FunctionSpec = marking((arg) => {
  return { value: withoutEphemeral(arg.value), type: typeOf(arg) };
});

function withoutEphemeral(value: Value): Value {
  const { isSensitive } = marksOf(value);
  const plain = unmark(value);
  const kept = (inner: Value) => mark(inner, { isSensitive, isEphemeral: false });
  if (isEphemeral(value)) return kept(isUnknown(plain) ? UNKNOWN : null);
  if (!containsEphemeral(plain)) return value;
  if (isList(plain)) return kept(plain.map(withoutEphemeral));
  if (!isObject(plain)) return value;
  const entries = Object.entries(plain).map(([name, item]) => [name, withoutEphemeral(item)]);
  return kept(Object.fromEntries(entries));
}

/** Of what is unknown it is open, too, whether it will be sensitive. */
export const issensitive: FunctionSpec = {
  mayGiveNull: true,
  parameters: [{ name: "value", type: "dynamic", accepts: TAKES_ALL }],
  resultType: () => "bool",
  apply: ([arg = { value: null }]) => {
    const isOpen = !isSensitive(arg.value) && isUnknown(arg.value);
    return { value: isOpen ? UNKNOWN : isSensitive(arg.value), type: "bool" };
  },
};

function conversion(wanted: Type): FunctionSpec {
  return {
    mayGiveNull: true,
    parameters: [{ name: "v", type: "dynamic", accepts: TAKES_ALL }],
    resultType: ([arg = { value: null }]) => {
      const from = typeOf(arg);
      const type = resolveConversion(from, wanted);
      if (type !== undefined) return isUnknown(unmark(arg.value)) ? wanted : type;
      const detail = `Cannot convert ${describeType(from)} to ${describeType(wanted)}.`;
      return refuse("Invalid function argument", detail);
    },
    apply: ([arg = { value: null }]) => {
      // Terraform forgets the element type of what it does not know.
      if (isUnknown(unmark(arg.value))) return markedLike({ value: UNKNOWN, type: wanted }, [arg]);
      const converted = convert(arg, wanted);
      if (!isFailure(converted)) return converted;
      const value = isSensitive(arg.value) ? "this sensitive value" : "this value";
      const detail = `Cannot convert ${value} to ${describeType(wanted)}: ${converted.failure}.`;
      return refuse("Invalid function argument", detail);
    },
  };
}

function marking(change: (arg: TypedValue) => TypedValue): FunctionSpec {
  return {
    mayGiveNull: true,
    parameters: [{ name: "value", type: "dynamic", accepts: TAKES_ALL }],
    resultType: ([arg = { value: null }]) => typeOf(arg),
    apply: ([arg = { value: null }]) => change(arg),
  };
}
