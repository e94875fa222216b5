// Numbers in an expression.

import { parseNumber } from "../model/number-text.js";
import { acceptPattern, type Cursor, failInvalid, NOTHING } from "./cursor.js";
import type { Expression } from "./expression.js";

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Moves past the text of a number without sign and returns it. */
export function acceptNumber(cursor: Cursor): string | undefined {
  return acceptPattern(cursor, NUMBER);
}

/** The number that was read as `text` from `position`. */
export function readNumber(cursor: Cursor, text: string, position: number): Expression {
  const value = parseNumber(text);
  if (value !== undefined && value !== "too large") return { kind: "literal", value };
  failInvalid(cursor, "This number has more digits than are of use.", position);
  return NOTHING;
}
