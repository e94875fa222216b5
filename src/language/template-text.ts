// What the parts of a template become when they are put together: one text.

import { isUnknown, mark, marksIn, NOT_NULL, unmark, type Value } from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import { refine } from "./refine.js";
import { type Outcome, refuse } from "./refusal.js";
import { certainStart } from "./text-graphemes.js";
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

/** All parts one after the other; unknown, sensitive or ephemeral if one is. */
export function joinParts(parts: readonly TypedValue[]): TypedValue {
  const texts = parts.map(({ value }) => unmark(value));
  const open = texts.findIndex((text) => typeof text !== "string");
  const start = texts.slice(0, open < 0 ? undefined : open).join("");
  const value = open < 0 ? normalize(start) : beginning(start);
  const marks = marksIn(parts.map((part) => part.value));
  return { value: mark(value, marks), type: "string" };
}

/** A text of which no more is known than how it begins. */
function beginning(text: string): Value {
  if (text === "") return NOT_NULL;
  const start = utf8.decode(Buffer.from(text).subarray(0, LONGEST_PREFIX)).replace(/\ufffd$/, "");
  const prefix = certainStart(start);
  return refine({ value: NOT_NULL, type: "string" }, prefix === "" ? {} : { prefix }).value;
}

/** In bytes, as Terraform has it. */
const LONGEST_PREFIX = 128;
const utf8 = new TextDecoder();
