// What may stand behind a term: attributes, indices and splats.

import {
  accept,
  acceptPattern,
  type Cursor,
  failInvalid,
  isAt,
  NOTHING,
  nested,
  note,
  raise,
  skipBlanks,
} from "./cursor.js";
import type { Expression } from "./expression.js";
import { readExpression } from "./read-expression.js";
import { readNumber } from "./read-number.js";
import { acceptIdentifier } from "./read-reference.js";

const ITEM: Expression = { kind: "item" };
const DIGITS = /\d+/y;

/** `.name`, `.0`, `.*`, `[key]` and `[*]` behind a term, which begins at `start`. */
export function readSteps(cursor: Cursor, term: Expression, start: number): Expression {
  let current = term;
  for (;;) {
    skipBlanks(cursor);
    if (isAt(cursor, "...")) return current;
    if (accept(cursor, ".")) current = readDotStep(cursor, current);
    else if (accept(cursor, "[")) current = readBracketStep(cursor, current);
    else return current;
    note(cursor, start, current);
  }
}

function readDotStep(cursor: Cursor, of: Expression): Expression {
  skipBlanks(cursor);
  if (accept(cursor, "*")) return readAttributeSplat(cursor, of);
  return readName(cursor, of) ?? failStep(cursor);
}

/** `.name` or `.0` after the dot; undefined if neither comes. */
function readName(cursor: Cursor, of: Expression): Expression | undefined {
  const height = cursor.height;
  const digits = acceptPattern(cursor, DIGITS);
  if (digits !== undefined) return readOldIndex(cursor, of, digits);
  const name = acceptIdentifier(cursor);
  if (name === undefined) return undefined;
  raise(cursor, [height]);
  return { kind: "attribute", of, name };
}

function readOldIndex(cursor: Cursor, of: Expression, digits: string): Expression {
  const start = cursor.position - digits.length;
  const height = cursor.height;
  const index = readNumber(cursor, digits, start);
  if (/^\.\d/.test(cursor.text.slice(cursor.position, cursor.position + 2))) {
    failInvalid(cursor, "Two indices in a row are written in brackets, as in [0][1].", start);
  }
  raise(cursor, [height]);
  return { kind: "index", of, index };
}

function failStep(cursor: Cursor): Expression {
  failInvalid(cursor, "An attribute name is expected after the dot.");
  return NOTHING;
}

/** `.*` and the names behind it; a bracket behind them is a step into the result. */
function readAttributeSplat(cursor: Cursor, of: Expression): Expression {
  const height = cursor.height;
  let each: Expression = ITEM;
  cursor.height = 0;
  for (skipBlanks(cursor); isAt(cursor, ".") && !isAt(cursor, "..."); skipBlanks(cursor)) {
    accept(cursor, ".");
    skipBlanks(cursor);
    if (isAt(cursor, "*")) failInvalid(cursor, "A .* cannot follow another one; use [*].");
    each = readName(cursor, each) ?? failStep(cursor);
  }
  raise(cursor, [height, cursor.height]);
  return { kind: "splat", of, each };
}

function readBracketStep(cursor: Cursor, of: Expression): Expression {
  const height = cursor.height;
  const isSplat = nested(cursor, "skip", () => {
    skipBlanks(cursor);
    return accept(cursor, "*");
  });
  if (isSplat) return readFullSplat(cursor, of, height);
  const index = nested(cursor, "skip", () => readExpression(cursor));
  if (!accept(cursor, "]")) failInvalid(cursor, 'A closing "]" is expected here.');
  raise(cursor, [height, cursor.height]);
  return { kind: "index", of, index };
}

/** `[*]`: all steps behind it are steps into each element. */
function readFullSplat(cursor: Cursor, of: Expression, height: number): Expression {
  skipBlanks(cursor);
  if (!accept(cursor, "]")) failInvalid(cursor, 'A closing "]" is expected here.');
  cursor.height = 0;
  const each = nested(cursor, cursor.newlines, () => readSteps(cursor, ITEM, cursor.position));
  raise(cursor, [height, cursor.height]);
  return { kind: "splat", of, each };
}
