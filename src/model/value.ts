// A value of Terraform's type system. Known, unmarked values are plain frozen-by-convention data that
// may be shared freely; only what plain data cannot say (unknown, sensitive, ephemeral) is wrapped. Null is a
// value and is not the same as an absent attribute.
//
// A JavaScript number here is always a safe integer; every other number is a BigFloat.

import { BigFloat } from "./big-float.js";
import type { Refinement } from "./refinement.js";

export type Value =
  | null
  | string
  | number
  | BigFloat
  | boolean
  | Unknown
  | Marked
  | readonly Value[]
  | ObjectValue;

export interface ObjectValue {
  readonly [name: string]: Value;
}

/**
 * A value that is only known after apply. Those of which nothing is certain are one instance, {@link UNKNOWN}, and
 * those of which nothing is certain but that they are not null another, {@link NOT_NULL}. One of no known type
 * has no refinement.
 */
export class Unknown {
  readonly kind = "unknown";
  constructor(readonly refinement: Refinement = {}) {}
}

export const UNKNOWN: Unknown = new Unknown();
export const NOT_NULL: Unknown = new Unknown({ isNotNull: true });

/** What a value must not become: shown, if it is sensitive; kept beyond this run, if it is ephemeral. */
export interface Marks {
  readonly isSensitive: boolean;
  readonly isEphemeral: boolean;
}

/** A value with at least one mark. It never wraps another {@link Marked}. */
export class Marked implements Marks {
  readonly kind = "marked";
  readonly isSensitive: boolean;
  readonly isEphemeral: boolean;
  constructor(
    readonly value: Exclude<Value, Marked>,
    { isSensitive, isEphemeral }: Marks,
  ) {
    this.isSensitive = isSensitive;
    this.isEphemeral = isEphemeral;
  }
  /** Secrets do not leak through string conversion or JSON. */
  toString(): string {
    return this.isSensitive ? "(sensitive value)" : "(ephemeral value)";
  }
  toJSON(): string {
    return this.toString();
  }
}

export function isUnknown(value: Value): value is Unknown {
  return value instanceof Unknown;
}

export function isMarked(value: Value): value is Marked {
  return value instanceof Marked;
}

export function isSensitive(value: Value): boolean {
  return value instanceof Marked && value.isSensitive;
}

export function isEphemeral(value: Value): boolean {
  return value instanceof Marked && value.isEphemeral;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Marked) &&
    !(value instanceof BigFloat)
  );
}

const NO_MARKS: Marks = { isSensitive: false, isEphemeral: false };

/** Marks a value sensitive; marking twice is marking once. */
export function sensitive(value: Value): Value {
  return mark(value, { ...NO_MARKS, isSensitive: true });
}

/** Marks a value ephemeral. */
export function ephemeral(value: Value): Value {
  return mark(value, { ...NO_MARKS, isEphemeral: true });
}

/** The value with these marks beside its own. */
export function mark(value: Value, marks: Marks): Value {
  const own = value instanceof Marked ? value : NO_MARKS;
  const isSensitive = own.isSensitive || marks.isSensitive;
  const isEphemeral = own.isEphemeral || marks.isEphemeral;
  if (isSensitive === own.isSensitive && isEphemeral === own.isEphemeral) return value;
  return new Marked(unmark(value), { isSensitive, isEphemeral });
}

/** The value without its own marks; marks deeper inside stay. */
export function unmark(value: Value): Exclude<Value, Marked> {
  return value instanceof Marked ? value.value : value;
}

/** Its own marks. */
export function marksOf(value: Value): Marks {
  return value instanceof Marked ? value : NO_MARKS;
}

/** The marks of all parts of a value together. */
export function marksIn(value: Value): Marks {
  if (!containsMarks(value)) return NO_MARKS;
  return { isSensitive: containsSensitive(value), isEphemeral: containsEphemeral(value) };
}

/** Whether no part of the value is unknown. */
export function isWhollyKnown(value: Value): boolean {
  return !hasLeaf(value, isUnknown);
}

/** The same with null in place of what is unknown. */
export function withoutUnknown(value: ObjectValue): ObjectValue {
  return isWhollyKnown(value) ? value : nullIfUnknown(value);
}

function nullIfUnknown<V extends Value>(value: V): V;
function nullIfUnknown(value: Value): Value {
  if (isUnknown(value)) return null;
  if (isList(value)) return value.map((item) => nullIfUnknown(item));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, v]) => [name, nullIfUnknown(v)] as const);
  return Object.fromEntries(entries);
}

/** Whether any part of the value is marked. */
export function containsMarks(value: Value): boolean {
  return hasLeaf(value, isMarked);
}

/** Whether any part of the value is ephemeral. */
export function containsEphemeral(value: Value): boolean {
  return hasLeaf(value, isEphemeral);
}

/** Whether any part of the value is sensitive. */
export function containsSensitive(value: Value): boolean {
  return hasLeaf(value, isSensitive);
}

/** Whether two values are the same, marks ignored. Unknown equals nothing, itself included. */
export function areValuesEqual(left: Value, right: Value): boolean {
  if (left === right && typeof left !== "object") return true;
  const a = unmark(left);
  const b = unmark(right);
  if (isUnknown(a) || isUnknown(b)) return false;
  if (a === b) return true;
  if (isList(a) && isList(b)) return areListsEqual(a, b);
  if (isObject(a) && isObject(b)) return areObjectsEqual(a, b);
  if (a instanceof BigFloat && b instanceof BigFloat) return areBigFloatsEqual(a, b);
  return false;
}

/** Whole numbers by all their bits, others as they are written, which is how Terraform compares them. */
function areBigFloatsEqual(a: BigFloat, b: BigFloat): boolean {
  if (a.isInteger && b.isInteger) return a.mantissa === b.mantissa && a.exponent === b.exponent;
  return a.toString() === b.toString();
}

export function isNumber(value: Value | undefined): value is number | BigFloat {
  return typeof value === "number" || value instanceof BigFloat;
}

function areListsEqual(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, i) => areValuesEqual(item, b[i] ?? null));
}

function areObjectsEqual(a: ObjectValue, b: ObjectValue): boolean {
  let extra = 0;
  for (const _ in b) extra++;
  for (const name in a) {
    if (!Object.hasOwn(b, name)) return false;
    if (!areValuesEqual(a[name] ?? null, b[name] ?? null)) return false;
    extra--;
  }
  return extra === 0;
}

/** `matches` is asked of objects alone: neither what is unknown nor what is marked is a plain text or number. */
function hasLeaf(value: Value, matches: (value: Value) => boolean): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (matches(value)) return true;
  const inner = unmark(value);
  if (inner !== value) return hasLeaf(inner, matches);
  if (isList(inner)) {
    for (const item of inner) if (hasLeaf(item, matches)) return true;
    return false;
  }
  if (!isObject(inner)) return false;
  for (const name in inner) if (hasLeaf(inner[name] ?? null, matches)) return true;
  return false;
}

/** Null where it has no such member of its own: a key may be called like what every object inherits. */
export function memberOf(object: ObjectValue | null, name: string): Value {
  return object !== null && Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}

const blanks = new WeakMap<object, ObjectValue>();

/**
 * A new object with the keys of `like`, each null, to be filled in. It is a copy of one that is kept for each
 * `like`, so that the objects of a resource type share one form in memory: built key by key, an object with
 * as many attributes becomes a hash table, which takes three times the memory and is slow to copy.
 */
export function blankObject(like: object): { [name: string]: Value } {
  const blank =
    blanks.get(like) ?? Object.fromEntries(Object.keys(like).map((name) => [name, null] as const));
  blanks.set(like, blank);
  return { ...blank };
}
