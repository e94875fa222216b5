// A value with its type. Plain values do not say whether a list is a list, a set or a tuple, nor what
// an unknown or null will be; Terraform's rules depend on it. So the language carries a type beside a
// value wherever the value alone does not imply it.
//
// A set is a JavaScript array like a list, sorted and free of duplicates (src/language/set-order.ts),
// whose type is `["set", …]`. Without a type an array is a tuple, an object is an object, and unknown
// and null may be of any type.

import type { Type } from "../model/type.js";
import {
  isList,
  isMarked,
  isNumber,
  isObject,
  isUnknown,
  mark,
  marksOf,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import { elementType, isObjectType, isPrimitive, isTupleType } from "./types.js";

export interface TypedValue {
  readonly value: Value;
  /** Absent or `dynamic`: implied by the value. */
  readonly type?: Type | undefined;
}

export type Shape = "dynamic" | "string" | "number" | "bool" | Exclude<Type, string>[0];

/** A value of which nothing is known, not even its type. */
export const ANYTHING: TypedValue = { value: UNKNOWN };

/** In the place of an argument that is always there. */
export const NOTHING: TypedValue = { value: null };

/** Of a list, set or tuple; none of anything else. */
export function itemsOf(typed: TypedValue): readonly Value[] {
  const plain = unmark(typed.value);
  return isList(plain) ? plain : [];
}

/** The type of a value: the one it carries, or the one its value implies. Costs a walk of the value. */
export function typeOf(typed: TypedValue): Type {
  return hasOwnType(typed) ? typed.type : impliedType(typed.value);
}

/** The outermost part of {@link typeOf}, without the walk. */
export function shapeOf(typed: TypedValue): Shape {
  if (hasOwnType(typed)) return typeof typed.type === "string" ? typed.type : typed.type[0];
  const plain = unmark(typed.value);
  if (isList(plain)) return "tuple";
  if (isObject(plain)) return "object";
  return impliedPrimitive(plain);
}

/** The type that a plain value implies: arrays are tuples, objects objects, null and unknown dynamic. */
export function impliedType(value: Value): Type {
  const plain = unmark(value);
  if (isList(plain)) return ["tuple", plain.map(impliedType)];
  if (!isObject(plain)) return impliedPrimitive(plain);
  const attributes = Object.entries(plain).map(
    ([name, item]) => [name, impliedType(item)] as const,
  );
  return ["object", Object.fromEntries(attributes)];
}

/** Whether the type says more than the value does. */
export function hasOwnType(typed: TypedValue): typed is TypedValue & { readonly type: Type } {
  if (typed.type === undefined || typed.type === "dynamic") return false;
  const plain = unmark(typed.value);
  return !isPrimitive(typed.type) || plain === null || isUnknown(plain);
}

/** A tuple of `items`, with a type where the values do not imply it. */
export function tupleOf(items: readonly TypedValue[]): TypedValue {
  const value = items.map((item) => item.value);
  return items.some(hasOwnType) ? { value, type: ["tuple", items.map(typeOf)] } : { value };
}

/** An object of `members`, with a type where the values do not imply it. */
export function objectOf(members: readonly (readonly [string, TypedValue])[]): TypedValue {
  const values = members.map(([name, typed]) => [name, typed.value] as const);
  const value: Value = Object.fromEntries(values);
  if (!members.some(([, typed]) => hasOwnType(typed))) return { value };
  const types = members.map(([name, typed]) => [name, typeOf(typed)] as const);
  return { value, type: ["object", Object.fromEntries(types)] };
}

/** `typed`, with the outermost marks of all `others` beside its own. */
export function markedLike(typed: TypedValue, others: readonly TypedValue[]): TypedValue {
  if (!others.some((other) => isMarked(other.value))) return typed;
  const value = others.reduce((marked, other) => mark(marked, marksOf(other.value)), typed.value);
  return value === typed.value ? typed : { value, type: typed.type };
}

/** The member at `step`, without marks of the whole: unknown of an unknown; it must be there. */
export function memberOf(typed: TypedValue, step: string | number): TypedValue {
  const plain = unmark(typed.value);
  const type = typed.type === undefined ? undefined : memberType(typed.type, step);
  if (typeof step === "number" && isList(plain)) return { value: plain[step] ?? null, type };
  if (typeof step === "string" && isObject(plain)) return { value: plain[step] ?? null, type };
  return { value: UNKNOWN, type };
}

/** The type of one member: of an element, or of the attribute or item at `step`. */
export function memberType(type: Type, step: string | number): Type {
  if (isTupleType(type) && typeof step === "number") return type[1][step] ?? "dynamic";
  if (isObjectType(type) && typeof step === "string") {
    return (Object.hasOwn(type[1], step) ? type[1][step] : undefined) ?? "dynamic";
  }
  return elementType(type) ?? "dynamic";
}

function impliedPrimitive(plain: Value): "dynamic" | "string" | "number" | "bool" {
  if (typeof plain === "string") return "string";
  if (isNumber(plain)) return "number";
  return typeof plain === "boolean" ? "bool" : "dynamic";
}
