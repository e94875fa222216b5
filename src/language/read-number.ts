// Numbers in an expression, which are safe integers or refused.

import { acceptPattern, type Cursor, fail, NOTHING } from "./cursor.js";
import type { Expression } from "./expression.js";
import { parseNumber } from "./number-text.js";
import { UNSUPPORTED_SUMMARY } from "./unsupported-feature.js";

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Moves past the text of a number without sign and returns it. */
export function acceptNumber(cursor: Cursor): string | undefined {
  return acceptPattern(cursor, NUMBER);
}

/** The number that was read as `text` from `position`. */
export function readNumber(cursor: Cursor, text: string, position: number): Expression {
  const value = parseNumber(text);
  if (typeof value === "number") return { kind: "literal", value };
  const detail =
    `The number ${text} is not supported in this release: only whole numbers from ` +
    "-9007199254740991 to 9007199254740991 are.";
  fail(cursor, { summary: UNSUPPORTED_SUMMARY, detail, position });
  return NOTHING;
}
