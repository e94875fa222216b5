// One value as it stands in a report, on one line. What is sensitive, unknown or write-only is named by what
// it is and never shown.

import {
  isList,
  isMarked,
  isObject,
  isUnknown,
  type ObjectValue,
  type Value,
} from "../model/value.js";
import { visible } from "./text.js";

export const SENSITIVE_TEXT = "(sensitive value)";
export const UNKNOWN_TEXT = "(known after apply)";
export const WRITE_ONLY_TEXT = "(write-only)";

/** `"text"`, `8`, `null`, `["a", "b"]`, `{ a = 1 }`. */
export function formatValue(value: Value): string {
  if (value === null) return "null";
  if (isMarked(value)) return String(value);
  if (isUnknown(value)) return UNKNOWN_TEXT;
  if (typeof value === "string") return quote(value);
  if (isList(value)) return `[${value.map(formatValue).join(", ")}]`;
  if (isObject(value)) return formatObject(value);
  return String(value);
}

/** In quotes, on one line, with nothing in it that acts on a terminal. */
export function quote(text: string): string {
  return visible(JSON.stringify(text));
}

/** The name of an attribute or key, in quotes where it is no identifier. */
export function formatName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name) ? name : quote(name);
}

function formatObject(value: ObjectValue): string {
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([name, inner]) => `${formatName(name)} = ${formatValue(inner)}`).join(", ")} }`;
}
