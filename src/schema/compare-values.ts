// The order of the elements of a set, as Terraform keeps it: known before unknown before null; false before
// true; numbers by value; strings by their UTF-8 bytes; composite values by a text of their parts. Equal
// order means equal values, so that duplicates stand side by side.

import { isObject, isUnknown, unmark, type Value } from "../model/value.js";

export function compareValues(left: Value, right: Value): number {
  const a = unmark(left);
  const b = unmark(right);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === "string" && typeof b === "string") return compareBytes(a, b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (rank(a) !== COMPOSITE) return 0;
  return compareBytes(canonicalText(a), canonicalText(b));
}

const COMPOSITE = 3;

function rank(value: Value): number {
  if (value === null) return 5;
  if (isUnknown(value)) return 4;
  if (typeof value === "object") return COMPOSITE;
  return typeof value === "string" ? 2 : typeof value === "number" ? 1 : 0;
}

/** Order of the UTF-8 bytes, which is that of code points, not of UTF-16 units. */
function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function canonicalText(value: Value): string {
  const inner = unmark(value);
  if (inner === null) return "~";
  if (isUnknown(inner)) return "?";
  if (typeof inner === "boolean") return inner ? "T" : "F";
  if (typeof inner !== "object") return JSON.stringify(inner);
  if (!isObject(inner)) return `[${inner.map((item) => `${canonicalText(item)};`).join("")}]`;
  const names = Object.keys(inner).sort(compareBytes);
  return `<${names.map((name) => `${canonicalText(inner[name] ?? null)};`).join("")}>`;
}
