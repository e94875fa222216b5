// What the parts of a template become when they are put together: one text.

import { containsSensitive, isUnknown, sensitive, UNKNOWN, unmark } from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import { type Outcome, refuse } from "./refusal.js";
import { normalize } from "./text-order.js";
import type { TypedValue } from "./typed-value.js";

/** A part as text, unless it is unknown. */
export function toText(typed: TypedValue): Outcome {
  const plain = unmark(typed.value);
  if (typeof plain === "string" || isUnknown(plain)) return typed;
  if (plain === null) {
    const detail = "A null value cannot be part of a text.";
    return refuse("Invalid template interpolation value", detail);
  }
  const converted = convert(typed, "string");
  if (!isFailure(converted)) return converted;
  const detail = `This value cannot be part of a text: ${converted.failure}.`;
  return refuse("Invalid template interpolation value", detail);
}

/** All parts one after the other; unknown or sensitive if one is. */
export function joinParts(parts: readonly TypedValue[]): TypedValue {
  const texts = parts.map(({ value }) => unmark(value));
  const isKnown = texts.every((text) => typeof text === "string");
  const value = isKnown ? normalize(texts.join("")) : UNKNOWN;
  const isSecret = parts.some((part) => containsSensitive(part.value));
  return { value: isSecret ? sensitive(value) : value, type: "string" };
}
