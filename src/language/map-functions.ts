// keys, values, lookup and merge, exactly as Terraform 1.11 has them: maps and objects go in, in the order
// of their keys' bytes, and whether a map or an object comes out depends on the types.

import type { Type } from "../model/type.js";
import {
  isObject,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import type { FunctionSpec } from "./function-call.js";
import { isRefusal, type Outcome, type Refusal, refuse } from "./refusal.js";
import { sortedNames } from "./text-order.js";
import {
  hasOwnType,
  markedLike,
  memberOf,
  memberType,
  NOTHING,
  shapeOf,
  type TypedValue,
  typeOf,
} from "./typed-value.js";
import { areTypesEqual, elementType, isObjectType } from "./types.js";

export const keys: FunctionSpec = {
  parameters: [{ name: "inputMap", type: "dynamic", accepts: { unknown: true, marks: true } }],
  resultType: ([map = NOTHING]) => {
    const shape = shapeOf(map);
    if (shape === "map") return ["list", "string"];
    if (shape === "object") return ["tuple", namesOf(map).map(() => "string" as const)];
    return refuse("Invalid function argument", `keys() takes a map or an object, not a ${shape}.`);
  },
  apply: ([map = NOTHING]) => {
    const type: Type | undefined = shapeOf(map) === "map" ? ["list", "string"] : undefined;
    const isOpen = type !== undefined && isUnknown(unmark(map.value));
    return markedLike({ value: isOpen ? UNKNOWN : namesOf(map), type }, [map]);
  },
};

export const values: FunctionSpec = {
  parameters: [{ name: "mapping", type: "dynamic", accepts: { marks: true } }],
  resultType: ([map = NOTHING]) => {
    const shape = shapeOf(map);
    if (shape === "map") return ["list", elementType(typeOf(map)) ?? "dynamic"];
    if (shape === "object")
      return ["tuple", namesOf(map).map((name) => memberType(typeOf(map), name))];
    return refuse("Error in function call", `values() takes a map or an object, not a ${shape}.`);
  },
  apply: ([map = NOTHING]) => {
    const members = namesOf(map).map((name) => memberOf(map, name));
    const value = members.map((member) => member.value);
    return markedLike({ value, type: typeOfValues(map, members) }, [map]);
  },
};

function typeOfValues(map: TypedValue, members: readonly TypedValue[]): Type | undefined {
  if (!hasOwnType(map)) return undefined;
  if (shapeOf(map) === "map") return ["list", elementType(map.type) ?? "dynamic"];
  return ["tuple", members.map(typeOf)];
}

export const lookup: FunctionSpec = {
  mayGiveNull: true,
  parameters: [
    { name: "inputMap", type: "dynamic", accepts: { unknown: true, marks: true } },
    { name: "key", type: "string", accepts: { unknown: true, marks: true } },
  ],
  rest: {
    name: "default",
    type: "dynamic",
    accepts: { null: true, unknown: true, anyType: true, marks: true },
  },
  resultType: (args) => {
    const [map = NOTHING, key = NOTHING, fallback] = args;
    if (args.length > 3) {
      const detail = `lookup() takes two or three arguments and was given ${args.length}.`;
      return refuse("Error in function call", detail);
    }
    const shape = shapeOf(map);
    if (shape === "map") return lookupMapType(map, fallback);
    if (shape !== "object") {
      const detail = `lookup() takes a map or an object, not a ${shape}.`;
      return refuse("Invalid function argument", detail);
    }
    const name = unmark(key.value);
    if (typeof name !== "string") return "dynamic";
    if (Object.hasOwn(knownMembers(map), name)) return typeOf(memberOf(map, name));
    return fallback === undefined ? refuseKey(key) : typeOf(fallback);
  },
  apply: ([map = NOTHING, key = NOTHING, fallback]) => {
    const found = lookUp(map, key, fallback);
    return isRefusal(found) ? found : markedLike(found, [map, key]);
  },
};

function lookupMapType(map: TypedValue, fallback: TypedValue | undefined): Type | Refusal {
  const type = elementType(typeOf(map)) ?? "dynamic";
  if (fallback === undefined || !isFailure(convert(fallback, type))) return type;
  const detail = "The default of lookup() does not have the type of the map's elements.";
  return refuse("Invalid function argument", detail);
}

function lookUp(map: TypedValue, key: TypedValue, fallback: TypedValue | undefined): Outcome {
  const name = unmark(key.value);
  const plain = unmark(map.value);
  const isMap = shapeOf(map) === "map";
  const element = isMap ? elementType(typeOf(map)) : undefined;
  if (typeof name !== "string" || !isObject(plain)) return { value: UNKNOWN, type: element };
  if (Object.hasOwn(plain, name)) return memberOf(map, name);
  if (fallback === undefined) return refuseKey(key);
  const converted = element === undefined ? fallback : convert(fallback, element);
  return isFailure(converted) ? refuseKey(key) : converted;
}

function refuseKey(key: TypedValue): Refusal {
  const name = typeof key.value === "string" ? `"${key.value}"` : "with this name";
  const detail = `There is no element ${name}, and lookup() was given no default.`;
  return refuse("Error in function call", detail);
}

export const merge: FunctionSpec = {
  parameters: [],
  rest: { name: "maps", type: "dynamic", accepts: { null: true, anyType: true, marks: true } },
  resultType: (args) => {
    for (const shape of args.map(shapeOf)) {
      if (shape === "dynamic") return "dynamic";
      if (shape === "map" || shape === "object") continue;
      return refuse("Error in function call", `merge() takes maps and objects, not a ${shape}.`);
    }
    if (areAlike(args)) return typeOf(args[0] ?? { value: {} });
    const isOpen = args.some((arg) => isUnknown(unmark(arg.value)) && shapeOf(arg) !== "object");
    return isOpen ? "dynamic" : mergedType(args);
  },
  apply: (args) => {
    const merged = new Map<string, Value>();
    for (const arg of args) {
      for (const [name, value] of Object.entries(membersOf(arg))) merged.set(name, value);
    }
    const value = Object.fromEntries(merged);
    const sources = args.filter((arg) => unmark(arg.value) !== null);
    if (!args.some(hasOwnType)) return markedLike({ value }, sources);
    const type = areAlike(args) ? args[0]?.type : mergedType(args);
    return markedLike({ value, type }, sources);
  },
};

function areAlike(args: readonly TypedValue[]): boolean {
  const [first = "dynamic", ...others] = args.map(typeOf);
  return first !== "dynamic" && others.every((type) => areTypesEqual(type, first));
}

function mergedType(args: readonly TypedValue[]): Type {
  const types = new Map<string, Type>();
  for (const arg of args) {
    for (const name of namesOf(arg)) types.set(name, typeOf(memberOf(arg, name)));
  }
  return ["object", Object.fromEntries(types)];
}

function membersOf(typed: TypedValue): ObjectValue {
  const plain = unmark(typed.value);
  return isObject(plain) ? plain : {};
}

/** Sorted; of an unknown object those of its type. */
function namesOf(typed: TypedValue): readonly string[] {
  return sortedNames(knownMembers(typed));
}

/** What has the names of an object: its value, or the type of an unknown one. */
function knownMembers(typed: TypedValue): { readonly [name: string]: unknown } {
  const isUnknownObject = isUnknown(unmark(typed.value)) && hasOwnType(typed);
  return isUnknownObject && isObjectType(typed.type) ? typed.type[1] : membersOf(typed);
}
