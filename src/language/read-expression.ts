// The grammar of HCL expressions, read by recursive descent: terms, lists, objects, calls. Operators and the
// other features that are not supported are recognised, so that they are refused by name.

import { suggestion } from "../model/closest-name.js";
import {
  accept,
  acceptPattern,
  type Cursor,
  fail,
  failInvalid,
  isAt,
  NOTHING,
  nested,
  raise,
  skipBlanks,
} from "./cursor.js";
import type { Expression, ObjectEntry } from "./expression.js";
import { FUNCTIONS, UNSUPPORTED_FUNCTIONS } from "./functions.js";
import { acceptNumber, readNumber } from "./read-number.js";
import { acceptIdentifier, readReference } from "./read-reference.js";
import { readSteps } from "./read-steps.js";
import { readTemplate } from "./read-template.js";
import { failUnsupported, UNSUPPORTED_SUMMARY } from "./unsupported-feature.js";

/** Reads one expression; on failure, which the cursor keeps, the result means nothing. */
export function readExpression(cursor: Cursor): Expression {
  skipBlanks(cursor);
  const term = readTerm(cursor);
  skipBlanks(cursor);
  refuseOperator(cursor);
  return term;
}

/** A term and its steps; what may be the key of an object. */
function readTerm(cursor: Cursor): Expression {
  const start = cursor.position;
  if (accept(cursor, "-")) {
    cursor.height = 0;
    skipBlanks(cursor);
    const digits = acceptNumber(cursor);
    if (digits !== undefined) return readNumber(cursor, `-${digits}`, start);
    failUnsupported(cursor, "operator", { text: "-", position: start });
    return NOTHING;
  }
  return readSteps(cursor, readPrimary(cursor));
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
  if (isAt(cursor, "<<")) failUnsupported(cursor, "heredoc", { text: "<<" });
  if (isAt(cursor, "!")) failUnsupported(cursor, "operator", { text: "!" });
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
  if (isAt(cursor, "::"))
    failUnsupported(cursor, "namespace", { text: `${name}::`, position: start });
  skipBlanks(cursor);
  if (accept(cursor, "(")) return nested(cursor, "skip", () => readCall(cursor, name, start));
  const reference = readReference(cursor, name, start);
  if (reference === undefined) return NOTHING;
  return cursor.source === undefined
    ? { kind: "traversal", reference }
    : { kind: "traversal", reference, source: cursor.source };
}

function readCall(cursor: Cursor, name: string, start: number): Expression {
  const args: Expression[] = [];
  const heights: number[] = [];
  refuseFunction(cursor, name, start);
  for (skipBlanks(cursor); !accept(cursor, ")"); skipBlanks(cursor)) {
    args.push(readExpression(cursor));
    heights.push(cursor.height);
    if (isAt(cursor, "...")) failUnsupported(cursor, "spread", { text: "..." });
    if (accept(cursor, ",") || isAt(cursor, ")")) continue;
    failInvalid(cursor, 'A "," before the next argument or a closing ")" is expected here.');
    break;
  }
  raise(cursor, heights);
  const call = { kind: "call", name, args } as const;
  return cursor.source === undefined ? call : { ...call, source: cursor.source };
}

function refuseFunction(cursor: Cursor, name: string, position: number): void {
  if (FUNCTIONS.has(name)) return;
  if (!UNSUPPORTED_FUNCTIONS.has(name)) {
    const detail = `There is no function "${name}".${suggestion(name, FUNCTIONS.keys())}`;
    fail(cursor, { summary: "Call to unknown function", detail, position });
    return;
  }
  const detail =
    `The function ${name}() is not supported in this release; these are: ` +
    `${[...FUNCTIONS.keys()].join(", ")}. Compute the value in the program that declares the stack.`;
  fail(cursor, { summary: UNSUPPORTED_SUMMARY, detail, position });
}

function readList(cursor: Cursor): Expression {
  const items: Expression[] = [];
  const heights: number[] = [];
  refuseFor(cursor, "[");
  for (skipBlanks(cursor); !accept(cursor, "]"); skipBlanks(cursor)) {
    items.push(readExpression(cursor));
    heights.push(cursor.height);
    if (accept(cursor, ",") || isAt(cursor, "]")) continue;
    failInvalid(cursor, 'A "," before the next item or a closing "]" is expected here.');
    break;
  }
  raise(cursor, heights);
  return { kind: "list", items };
}

function readObject(cursor: Cursor): Expression {
  const entries: ObjectEntry[] = [];
  const heights: number[] = [];
  refuseFor(cursor, "{");
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
  const object = { kind: "object", entries } as const;
  return cursor.source === undefined ? object : { ...object, source: cursor.source };
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

const FOR = /\s*for(?![\p{ID_Continue}-])/uy;

function refuseFor(cursor: Cursor, bracket: string): void {
  const position = cursor.position - 1;
  if (acceptPattern(cursor, FOR) !== undefined) {
    failUnsupported(cursor, "for", { text: `${bracket}for`, position });
  }
}

const OPERATOR = /==|!=|<=|>=|&&|\|\||[-+*/%<>?]/y;

function refuseOperator(cursor: Cursor): void {
  const position = cursor.position;
  const operator = acceptPattern(cursor, OPERATOR);
  if (operator === undefined) return;
  const feature = operator === "?" ? "conditional" : "operator";
  failUnsupported(cursor, feature, { text: operator, position });
}
