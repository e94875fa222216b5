// `for`: within brackets or braces, and as a directive of a template. The names that it gives are known to the
// cursor while what they are given for is read.

import {
  accept,
  acceptPattern,
  type Cursor,
  failInvalid,
  nested,
  raise,
  skipBlanks,
} from "./cursor.js";
import type { Expression, ForExpression } from "./expression.js";
import { readExpression } from "./read-expression.js";
import { placed } from "./read-operators.js";
import { acceptIdentifier } from "./read-reference.js";

const FOR = /\s*for(?![\p{ID_Continue}-])/uy;
const IN = /in(?![\p{ID_Continue}-])/uy;
const IF = /if(?![\p{ID_Continue}-])/uy;

/** Moves past `for` if it comes next, after a bracket or a brace that was read. */
export function acceptFor(cursor: Cursor): boolean {
  skipBlanks(cursor);
  return acceptPattern(cursor, FOR) !== undefined;
}

/** What stands behind `for`, with the bracket or brace that closes it. */
export function readFor(cursor: Cursor, form: "list" | "object"): Expression {
  return nested(cursor, "skip", () => {
    const heights: number[] = [];
    const intro = readIntro(cursor, heights);
    skipBlanks(cursor);
    if (!accept(cursor, ":"))
      failInvalid(cursor, 'A ":" is expected here, before the result of "for".');
    const read = () => note(cursor, heights, () => readExpression(cursor));
    const body = withNames(cursor, intro, () => readBody(cursor, form, read));
    const closing = form === "list" ? "]" : "}";
    skipBlanks(cursor);
    if (!accept(cursor, closing)) failInvalid(cursor, `A closing "${closing}" is expected here.`);
    raise(cursor, heights);
    return placed(cursor, { kind: "for", ...intro, ...body });
  });
}

function readBody(
  cursor: Cursor,
  form: "list" | "object",
  read: () => Expression,
): Pick<ForExpression, "key" | "value" | "condition" | "isGrouped"> {
  const first = read();
  skipBlanks(cursor);
  const isPair = accept(cursor, "=>");
  if (isPair !== (form === "object")) {
    const where =
      form === "object" ? "with braces needs one, as in k => v" : "with brackets has none";
    failInvalid(cursor, `A "for" ${where}: keys are for objects.`);
  }
  const value = isPair ? read() : first;
  skipBlanks(cursor);
  const isGrouped = accept(cursor, "...");
  if (isGrouped && form === "list")
    failInvalid(cursor, 'Only a "for" with keys can group: "..." .');
  skipBlanks(cursor);
  const condition = acceptPattern(cursor, IF) === undefined ? undefined : read();
  return {
    value,
    ...(isPair ? { key: first } : {}),
    ...(isGrouped ? { isGrouped } : {}),
    ...(condition === undefined ? {} : { condition }),
  };
}

/** Runs `read` and keeps the height of what it read. */
function note(cursor: Cursor, heights: number[], read: () => Expression): Expression {
  const expression = read();
  heights.push(cursor.height);
  return expression;
}

type Intro = Pick<ForExpression, "of" | "keyName" | "valueName">;

/** `NAME in COLLECTION` or `KEY, NAME in COLLECTION`. */
export function readIntro(cursor: Cursor, heights: number[]): Intro {
  const first = readName(cursor);
  skipBlanks(cursor);
  const second = accept(cursor, ",") ? readName(cursor) : undefined;
  skipBlanks(cursor);
  if (acceptPattern(cursor, IN) === undefined) {
    failInvalid(cursor, '"in" and a collection are expected here, as in "for x in list".');
  }
  const of = note(cursor, heights, () => readExpression(cursor));
  return second === undefined
    ? { of, valueName: first }
    : { of, keyName: first, valueName: second };
}

function readName(cursor: Cursor): string {
  skipBlanks(cursor);
  const name = acceptIdentifier(cursor);
  if (name === undefined) failInvalid(cursor, 'A name is expected here, as in "for x in list".');
  return name ?? "";
}

/** Reads what the names of a `for` are known in. */
export function withNames<T>(
  cursor: Cursor,
  { keyName, valueName }: Pick<ForExpression, "keyName" | "valueName">,
  read: () => T,
): T {
  const outside = cursor.names;
  cursor.names = [...outside, valueName, ...(keyName === undefined ? [] : [keyName])];
  const result = read();
  cursor.names = outside;
  return result;
}
