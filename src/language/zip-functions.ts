// transpose and zipmap, exactly as Terraform 1.11 has them.

import type { Type } from "../model/type.js";
import { isList, isObject, isWhollyKnown, UNKNOWN, unmark, type Value } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import { type Outcome, refuse } from "./refusal.js";
import { withoutMarks } from "./set-order.js";
import { compareBytes, sortedNames } from "./text-order.js";
import {
  markedLike,
  memberOf,
  NOTHING,
  objectOf,
  shapeOf,
  type TypedValue,
  typeOf,
} from "./typed-value.js";
import { elementType, isTupleType } from "./types.js";

const TEXTS = ["list", "string"] as const satisfies Type;
const LISTS = ["map", TEXTS] as const satisfies Type;

/** From each text to the sorted names of the lists that it is in. */
export const transpose: FunctionSpec = {
  parameters: [{ name: "values", type: LISTS }],
  resultType: () => LISTS,
  apply: ([map = NOTHING]) => {
    if (!isWhollyKnown(map.value)) return { value: UNKNOWN, type: LISTS };
    const lists = isObject(map.value) ? map.value : {};
    const names = new Map<string, string[]>();
    for (const name of sortedNames(lists)) {
      const texts = lists[name];
      if (!isList(texts) || texts.includes(null)) {
        return refuse(
          "Error in function call",
          "transpose() takes no null, neither list nor text.",
        );
      }
      for (const text of texts.map(String)) names.set(text, [...(names.get(text) ?? []), name]);
    }
    const entries = [...names].map(([text, found]) => [text, found.sort(compareBytes)] as const);
    return { value: Object.fromEntries(entries), type: LISTS };
  },
};

export const zipmap: FunctionSpec = {
  parameters: [
    { name: "keys", type: TEXTS, accepts: { marks: true } },
    { name: "values", type: "dynamic", accepts: { marks: true } },
  ],
  resultType: ([keys = NOTHING, values = NOTHING]) => {
    const type = typeOf(values);
    const shape = shapeOf(values);
    if (shape === "list") return ["map", elementType(type) ?? "dynamic"];
    if (!isTupleType(type)) {
      return refuse("Error in function call", `zipmap() takes a list of values, not a ${shape}.`);
    }
    if (!isWhollyKnown(keys.value)) return "dynamic";
    const names = namesIn(keys);
    if (!areNames(names) || names.length !== type[1].length) return refuseKeys(names, type[1]);
    return ["object", Object.fromEntries(names.map((name, i) => [name, type[1][i] ?? "dynamic"]))];
  },
  apply: ([keys = NOTHING, values = NOTHING]) => {
    // Keys carry no marks of their own: one that is sensitive makes the whole sensitive.
    const sources = [keys, values, ...marksIn(keys)];
    return zip(keys, values, (zipped) => markedLike(zipped, sources));
  },
};

function zip(
  keys: TypedValue,
  values: TypedValue,
  mark: (zipped: TypedValue) => TypedValue,
): Outcome {
  const plain = unmark(values.value);
  const items = isList(plain) ? plain : [];
  const element = shapeOf(values) === "list" ? elementType(typeOf(values)) : undefined;
  const type: Type | undefined = element === undefined ? undefined : ["map", element];
  if (!isWhollyKnown(keys.value)) return mark({ value: UNKNOWN, type });
  const names = namesIn(keys);
  if (!areNames(names) || names.length !== items.length) return refuseKeys(names, items);
  const members = names.map((name, i) => [name, memberOf(values, i)] as const);
  if (type === undefined) return mark(objectOf([...new Map(members)]));
  return mark({
    value: Object.fromEntries(members.map(([name, { value }]) => [name, value])),
    type,
  });
}

function namesIn(keys: TypedValue): readonly Value[] {
  const plain = withoutMarks(keys.value);
  return isList(plain) ? plain : [];
}

function marksIn(keys: TypedValue): readonly TypedValue[] {
  const plain = unmark(keys.value);
  return isList(plain) ? plain.map((value) => ({ value })) : [];
}

function areNames(names: readonly Value[]): names is readonly string[] {
  return names.every((name) => typeof name === "string");
}

function refuseKeys(names: readonly Value[], values: readonly unknown[]) {
  const nullAt = names.indexOf(null);
  const detail =
    nullAt >= 0
      ? `Key ${nullAt} of zipmap() is null.`
      : `zipmap() was given ${names.length} keys and ${values.length} values, and needs as many of both.`;
  return refuse("Error in function call", detail);
}
