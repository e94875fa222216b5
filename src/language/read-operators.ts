// Operators and conditionals, by precedence: each level reads the tighter ones as its operands, and goes on
// to the left as long as one of its own follows.

import {
  accept,
  acceptPattern,
  type Cursor,
  failInvalid,
  nested,
  note,
  raise,
  skipBlanks,
} from "./cursor.js";
import type { BinaryOperator, Expression } from "./expression.js";
import { readTerm } from "./read-expression.js";

interface Level {
  /** What an operator of the level looks like, and never the beginning of another one. */
  readonly pattern: RegExp;
  readonly operators: readonly BinaryOperator[];
}

const LEVELS: readonly Level[] = [
  { pattern: /\|\|/y, operators: ["||"] },
  { pattern: /&&/y, operators: ["&&"] },
  { pattern: /==|!=/y, operators: ["==", "!="] },
  { pattern: /<=|>=|<|>/y, operators: ["<", "<=", ">", ">="] },
  { pattern: /[+-]/y, operators: ["+", "-"] },
  { pattern: /[*/%]/y, operators: ["*", "/", "%"] },
];

/** What a character that begins an operator or a conditional is. */
const BEGINS_ONE = /[|&=!<>+\-*/%?]/;

/** Reads an expression with everything that operators make of it. */
export function readOperation(cursor: Cursor): Expression {
  const start = cursor.position;
  const operand = readLevel(cursor, 0);
  skipBlanks(cursor);
  if (!accept(cursor, "?")) return operand;
  return note(cursor, start, readConditional(cursor, operand));
}

function readLevel(cursor: Cursor, depth: number): Expression {
  const level = LEVELS[depth];
  if (level === undefined) return readTerm(cursor);
  const start = cursor.position;
  let left = readLevel(cursor, depth + 1);
  const heights: number[] = [];
  for (;;) {
    skipBlanks(cursor);
    const operator = acceptOperator(cursor, level);
    if (operator === undefined) break;
    heights.push(cursor.height);
    skipBlanks(cursor);
    const right = readLevel(cursor, depth + 1);
    heights.push(cursor.height);
    left = note(cursor, start, placed(cursor, { kind: "binary", operator, left, right }));
  }
  // A chain is evaluated in a loop: however long, it is one level high.
  if (heights.length > 0) raise(cursor, heights);
  return left;
}

function acceptOperator(cursor: Cursor, level: Level): BinaryOperator | undefined {
  const next = cursor.text[cursor.position];
  if (next === undefined || !BEGINS_ONE.test(next)) return undefined;
  const text = acceptPattern(cursor, level.pattern);
  return level.operators.find((operator) => operator === text);
}

function readConditional(cursor: Cursor, condition: Expression): Expression {
  const heights = [cursor.height];
  const branches = nested(cursor, cursor.newlines, () => {
    const whenTrue = readOperand(cursor);
    heights.push(cursor.height);
    skipBlanks(cursor);
    if (!accept(cursor, ":")) {
      failInvalid(cursor, 'A ":" is expected here, between the two results of a conditional.');
    }
    const whenFalse = readOperand(cursor);
    heights.push(cursor.height);
    return { whenTrue, whenFalse };
  });
  raise(cursor, heights);
  return placed(cursor, { kind: "conditional", condition, ...branches });
}

function readOperand(cursor: Cursor): Expression {
  skipBlanks(cursor);
  return readOperation(cursor);
}

/** With where the text stands, if that is known. */
export function placed<E extends Expression & { readonly source?: unknown }>(
  { source }: Cursor,
  expression: E,
): E {
  return source === undefined ? expression : { ...expression, source };
}
