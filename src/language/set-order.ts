// The order and uniqueness of a set's elements, as Terraform writes them: known, then unknown, then null;
// strings by bytes, numbers by value, false before true, anything else by a canonical text, and those of one
// text by all digits of their numbers, so that the order never depends on how the elements were given.

import type { Numeral } from "../model/big-float.js";
import type { Type } from "../model/type.js";
import {
  areValuesEqual,
  containsMarks,
  isList,
  isNumber,
  isObject,
  isUnknown,
  isWhollyKnown,
  mark,
  marksIn,
  type ObjectValue,
  unmark,
  type Value,
} from "../model/value.js";
import { compareNumbers, signOf } from "./arithmetic.js";
import { floatText } from "./format-number.js";
import { compareBytes, sortedNames } from "./text-order.js";
import { elementType, isObjectType, isTupleType } from "./types.js";

/**
 * The elements of a set of `element`: sorted, equal ones once. A set cannot say which of its elements is
 * marked, so one marked element marks the whole set. Unknown elements all stay.
 */
export function setOf(items: readonly Value[], element: Type): Value {
  if (items.some(containsMarks)) {
    const unmarked = setOf(items.map(withoutMarks), element);
    // In a set a marked null is a null like any.
    const marked = items.filter((item) => unmark(item) !== null);
    return mark(unmarked, marksIn(marked));
  }
  if (items.length < 2) return items;
  const sortable = items.map((value) => ({ value, text: sortText(value, element) }));
  sortable.sort((a, b) => compareElements(a, b, element));
  return sortable
    .filter((item, i) => {
      const previous = sortable[i - 1];
      return previous === undefined || !areValuesEqual(previous.value, item.value);
    })
    .map((item) => item.value);
}

/** Whether a set's length is open, because unknown parts may turn out to make elements equal. */
export function mayShrink(items: readonly Value[]): boolean {
  return items.length > 1 && !isWhollyKnown(items);
}

/** The value with no mark anywhere inside; the same object if there are none. */
export function withoutMarks(value: Value): Value {
  if (!containsMarks(value)) return value;
  const plain = unmark(value);
  if (isList(plain)) return plain.map(withoutMarks);
  if (!isObject(plain)) return plain;
  return Object.fromEntries(
    Object.entries(plain).map(([name, item]) => [name, withoutMarks(item)]),
  );
}

interface Sortable {
  readonly value: Value;
  /** For elements that have no order of their own. */
  readonly text: string;
}

function compareElements(a: Sortable, b: Sortable, type: Type): number {
  const ranks = rank(a.value) - rank(b.value);
  if (ranks !== 0) return ranks;
  if (typeof a.value === "string" && typeof b.value === "string") {
    return compareBytes(a.value, b.value);
  }
  if (isNumber(a.value) && isNumber(b.value)) return compareNumbers(a.value, b.value);
  if (a.text === "") return Number(a.value) - Number(b.value);
  const exact = ({ value }: Sortable) => canonicalText(value, type, String);
  return compareBytes(a.text, b.text) || compareBytes(exact(a), exact(b));
}

function rank(value: Value): number {
  if (value === null) return 2;
  return isUnknown(value) ? 1 : 0;
}

function sortText(value: Value, type: Type): string {
  return isList(value) || isObject(value) ? canonicalText(value, type, tenDigits) : "";
}

/** go-cty's hash text of a value, which decides the order of elements that are no primitives. */
function canonicalText(value: Value, type: Type, numberText: (value: Numeral) => string): string {
  if (value === null) return "~";
  if (typeof value === "string") return quote(value);
  if (isNumber(value)) return numberText(value);
  if (typeof value === "boolean") return value ? "T" : "F";
  if (isList(value)) {
    const items = value.map((item, i) => `${canonicalText(item, itemType(type, i), numberText)};`);
    return isTupleType(type) ? `<${items.join("")}>` : `[${items.join("")}]`;
  }
  if (!isObject(value)) return "?";
  return namedText(value, type, (item, inner) => canonicalText(item, inner, numberText));
}

function namedText(
  value: ObjectValue,
  type: Type,
  textOf: (item: Value, type: Type) => string,
): string {
  const text = (name: string, inner: Type) => textOf(value[name] ?? null, inner);
  const names = sortedNames(value);
  if (isObjectType(type)) {
    return `<${names.map((name) => `${text(name, type[1][name] ?? "dynamic")};`).join("")}>`;
  }
  const inner = elementType(type) ?? "dynamic";
  return `{${names.map((name) => `${quote(name)}:${text(name, inner)};`).join("")}}`;
}

function itemType(type: Type, index: number): Type {
  if (isTupleType(type)) return type[1][index] ?? "dynamic";
  return elementType(type) ?? "dynamic";
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

/** As Go quotes a string: control characters without an escape of their own as `\x1b`. */
function quote(text: string): string {
  const hex = (char: string) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return `"${text.replace(/["\\\p{Cc}]/gu, (char) => ESCAPES[char] ?? hex(char))}"`;
}

/** As Go formats a number with `%.10g`. */
function tenDigits(value: Numeral): string {
  return (signOf(value) < 0 ? "-" : "") + floatText(value, "g", 10);
}
