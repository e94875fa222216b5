// A value as a message may show it: short, and never a secret.

import { jsonText } from "../model/json-text.js";
import { isList, isMarked, isObject, isUnknown, type Value } from "../model/value.js";

const LONGEST = 60;

/** `"text"`, `5`, `a list`, `an object`, `null`, `(sensitive value)` …, in one line. */
export function describeValue(value: Value): string {
  if (isMarked(value)) return String(value);
  if (isUnknown(value)) return "a value known after apply";
  if (isList(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (isObject(value)) return "an object";
  return shorten(jsonText(value));
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
