// The grammar of HCL expressions, read by recursive descent: terms, lists, objects, calls. Operators around them
// are read in read-operators.ts.

import { isNumber } from "../model/value.js";
import { negate } from "./arithmetic.js";
import {
  accept,
  type Cursor,
  fail,
  failInvalid,
  isAt,
  NOTHING,
  nested,
  note,
  raise,
  skipBlanks,
} from "./cursor.js";
import type { Expression, ObjectEntry, UnaryOperator } from "./expression.js";
import { plainName, refuseName } from "./find-function.js";
import { acceptFor, readFor } from "./read-for.js";
import { acceptNumber, readNumber } from "./read-number.js";
import { placed, readOperation } from "./read-operators.js";
import { acceptIdentifier, readReference } from "./read-reference.js";
import { readSteps } from "./read-steps.js";
import { readHeredoc, readTemplate } from "./read-template.js";

/** Reads one expression; on failure, which the cursor keeps, the result means nothing. */
export function readExpression(cursor: Cursor): Expression {
  skipBlanks(cursor);
  const expression = readOperation(cursor);
  skipBlanks(cursor);
  return expression;
}

/** A term and its steps, with `!` or `-` before it; what may be the key of an object. */
export function readTerm(cursor: Cursor): Expression {
  const start = cursor.position;
  for (const operator of ["-", "!"] as const) {
    if (accept(cursor, operator)) return note(cursor, start, readNegated(cursor, operator));
  }
  return readSteps(cursor, note(cursor, start, readPrimary(cursor)), start);
}

function readNegated(cursor: Cursor, operator: UnaryOperator): Expression {
  const of = nested(cursor, cursor.newlines, () => {
    skipBlanks(cursor);
    return readTerm(cursor);
  });
  if (operator === "-" && of.kind === "literal" && isNumber(of.value)) {
    return { kind: "literal", value: negate(of.value) };
  }
  raise(cursor, [cursor.height]);
  return placed(cursor, { kind: "unary", operator, of });
}

function readPrimary(cursor: Cursor): Expression {
  const start = cursor.position;
  cursor.height = 0;
  const digits = acceptNumber(cursor);
  if (digits !== undefined) return readNumber(cursor, digits, start);
  if (accept(cursor, '"')) return readTemplate(cursor, "quoted");
  if (accept(cursor, "(")) return readParenthesised(cursor);
  if (accept(cursor, "[")) return nested(cursor, "skip", () => readList(cursor));
  if (accept(cursor, "{")) return nested(cursor, "count", () => readObject(cursor));
  if (accept(cursor, "<<")) return readHeredoc(cursor);
  const name = acceptIdentifier(cursor);
  if (name !== undefined) return readNamed(cursor, name, start);
  failInvalid(cursor, "A value, a reference or a function call is expected here.");
  return NOTHING;
}

function readParenthesised(cursor: Cursor): Expression {
  return nested(cursor, "skip", () => {
    const inner = readExpression(cursor);
    if (!accept(cursor, ")")) failInvalid(cursor, 'A closing ")" is expected here.');
    return inner;
  });
}

function readNamed(cursor: Cursor, name: string, start: number): Expression {
  if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
  if (name === "null") return NOTHING;
  skipBlanks(cursor);
  if (isAt(cursor, "::")) return readNamespaced(cursor, name, start);
  if (accept(cursor, "(")) return nested(cursor, "skip", () => readCall(cursor, name, start));
  if (cursor.names.includes(name)) return placed(cursor, { kind: "name", name });
  if (cursor.isClosed) {
    const detail = `The template is not given "${name}", only ${cursor.names.join(", ") || "no names"}.`;
    fail(cursor, { summary: "Invalid reference", detail, position: start });
    return NOTHING;
  }
  const reference = readReference(cursor, name, start);
  if (reference === undefined) return NOTHING;
  return cursor.source === undefined
    ? { kind: "traversal", reference }
    : { kind: "traversal", reference, source: cursor.source };
}

/** A call of `core::f` or `provider::p::f`: nothing else has a namespace. */
function readNamespaced(cursor: Cursor, namespace: string, start: number): Expression {
  const names = [namespace];
  while (accept(cursor, "::")) {
    skipBlanks(cursor);
    const name = acceptIdentifier(cursor);
    if (name === undefined) failInvalid(cursor, 'The name of a function is expected after "::".');
    names.push(name ?? "");
    skipBlanks(cursor);
  }
  if (!accept(cursor, "(")) {
    failInvalid(cursor, 'An opening "(" is expected here: only functions have a namespace.');
  }
  return nested(cursor, "skip", () => readCall(cursor, plainName(names), start));
}

function readCall(cursor: Cursor, name: string, start: number): Expression {
  const args: Expression[] = [];
  const heights: number[] = [];
  let isExpanded = false;
  let isOfReference = false;
  refuseFunction(cursor, name, start);
  for (skipBlanks(cursor); !accept(cursor, ")"); skipBlanks(cursor)) {
    const isBare = !isAt(cursor, "(") && !isAt(cursor, '"') && !isAt(cursor, "<<");
    args.push(readExpression(cursor));
    heights.push(cursor.height);
    isOfReference ||= args.length === 1 && isBare && isSteps(args[0]);
    if (accept(cursor, "...")) {
      skipBlanks(cursor);
      if (!accept(cursor, ")")) failInvalid(cursor, 'A closing ")" is expected here, after "...".');
      isExpanded = true;
      break;
    }
    if (accept(cursor, ",") || isAt(cursor, ")")) continue;
    failInvalid(cursor, 'A "," before the next argument or a closing ")" is expected here.');
    break;
  }
  raise(cursor, heights);
  const call: Expression = { kind: "call", name, args };
  return placed(cursor, {
    ...call,
    ...(isExpanded ? { isExpanded } : {}),
    ...(isOfReference ? { isOfReference } : {}),
  });
}

/** Whether it is a name and steps from it. */
function isSteps(expression: Expression | undefined): boolean {
  let root = expression;
  while (root?.kind === "attribute" || root?.kind === "index" || root?.kind === "splat") {
    root = root.of;
  }
  return root?.kind === "traversal" || root?.kind === "name";
}

function refuseFunction(cursor: Cursor, name: string, position: number): void {
  const refused = refuseName(name);
  if (refused !== undefined) fail(cursor, { ...refused, position });
}

function readList(cursor: Cursor): Expression {
  const items: Expression[] = [];
  const heights: number[] = [];
  if (acceptFor(cursor)) return readFor(cursor, "list");
  for (skipBlanks(cursor); !accept(cursor, "]"); skipBlanks(cursor)) {
    items.push(readExpression(cursor));
    heights.push(cursor.height);
    if (accept(cursor, ",") || isAt(cursor, "]")) continue;
    failInvalid(cursor, 'A "," before the next item or a closing "]" is expected here.');
    break;
  }
  raise(cursor, heights);
  return placed(cursor, { kind: "list", items });
}

function readObject(cursor: Cursor): Expression {
  const entries: ObjectEntry[] = [];
  const heights: number[] = [];
  if (nested(cursor, "skip", () => acceptFor(cursor))) return readFor(cursor, "object");
  for (skipNewlines(cursor); !accept(cursor, "}"); skipNewlines(cursor)) {
    entries.push(readEntry(cursor, heights));
    if (accept(cursor, ",") || isAt(cursor, "\n") || isAt(cursor, "}")) continue;
    failInvalid(
      cursor,
      'A "," or a newline before the next entry, or a closing "}", is expected here.',
    );
    break;
  }
  raise(cursor, heights);
  return placed(cursor, { kind: "object", entries });
}

function readEntry(cursor: Cursor, heights: number[]): ObjectEntry {
  const key = readKey(cursor);
  heights.push(cursor.height);
  skipBlanks(cursor);
  if (!accept(cursor, "=") && !accept(cursor, ":")) {
    failInvalid(cursor, 'A "=" or a ":" is expected here, between key and value.');
  }
  const value = readExpression(cursor);
  heights.push(cursor.height);
  return { key, value };
}

/** What makes a name more than a name. */
const GOES_ON = /\s*(?:[.([]|::)/y;

function readKey(cursor: Cursor): Expression {
  const start = cursor.position;
  const name = acceptIdentifier(cursor);
  GOES_ON.lastIndex = cursor.position;
  if (name !== undefined && !GOES_ON.test(cursor.text)) {
    cursor.height = 0;
    return { kind: "literal", value: name };
  }
  cursor.position = start;
  const isName = !isAt(cursor, "(");
  const key = readTerm(cursor);
  if (isName && (key.kind === "traversal" || key.kind === "attribute" || key.kind === "index")) {
    failInvalid(
      cursor,
      "A reference as a key must stand in parentheses, a name with dots in quotes.",
      start,
    );
  }
  return key;
}

function skipNewlines(cursor: Cursor): void {
  do skipBlanks(cursor);
  while (accept(cursor, "\n"));
}
