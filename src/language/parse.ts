// The ways into the parser: JSON values and strings of a configuration become expressions. Every string is
// a template; a problem in one does not keep the others from being read.

import type { Diagnostic, Source } from "../model/diagnostic.js";
import type { Value } from "../model/value.js";
import { type Cursor, cursorOf, diagnosticOf, failInvalid, isAtEnd, skipBlanks } from "./cursor.js";
import type { Expression } from "./expression.js";
import { isJsonArray, isJsonObject, type Json, type JsonObject, pointerTo } from "./json.js";
import { readExpression } from "./read-expression.js";
import { readTemplate } from "./read-template.js";
import { normalize } from "./text-order.js";

export interface Parsed {
  /** A null literal where the text is wrong. */
  readonly expression: Expression;
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: readonly Diagnostic[] = [];

/** A string as HCL's JSON syntax reads it: a template. `source` is kept with every reference in it. */
export function parseTemplate(text: string, source?: Source): Parsed {
  if (!hasMarks(text)) return { expression: literal(normalize(text)), diagnostics: NONE };
  const cursor = cursorOf(text, source);
  return finish(cursor, readTemplate(cursor, "bare"));
}

/** A string that is an expression as a whole, without `${}`: a variable's value, an entry of `depends_on`. */
export function parseExpression(text: string, source?: Source): Parsed {
  const cursor = cursorOf(text, source);
  const expression = readExpression(cursor);
  skipBlanks(cursor);
  if (!isAtEnd(cursor)) failInvalid(cursor, "The expression ends before this.");
  return finish(cursor, expression);
}

/** A JSON value, in whose strings and keys there may be templates. `source` is that of the value. */
export function parseJsonValue(json: Json, source: Source): Parsed {
  const diagnostics: Diagnostic[] = [];
  const pointer = source.pointer ?? "";
  const expression = read(json, pointer, { source, diagnostics });
  return { expression, diagnostics };
}

interface Reading {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
}

function read(json: Json, pointer: string, reading: Reading): Expression {
  if (typeof json === "string") return readText(json, pointer, reading);
  if (isJsonArray(json)) return readItems(json, pointer, reading);
  if (isJsonObject(json)) return readMembers(json, pointer, reading);
  return literal(json);
}

function readText(text: string, pointer: string, { source, diagnostics }: Reading): Expression {
  if (!hasMarks(text)) return literal(normalize(text));
  const parsed = parseTemplate(text, { ...source, pointer });
  diagnostics.push(...parsed.diagnostics);
  return parsed.expression;
}

function readItems(json: readonly Json[], pointer: string, reading: Reading): Expression {
  const items = json.map((item, i) => read(item, pointerTo(pointer, i), reading));
  if (items.every(isLiteral)) return literal(items.map((item) => item.value));
  return { kind: "list", items };
}

function readMembers(json: JsonObject, pointer: string, reading: Reading): Expression {
  const entries = Object.entries(json).map(([name, value]) => {
    const inner = pointerTo(pointer, name);
    return { key: readText(name, inner, reading), value: read(value, inner, reading) };
  });
  const values: [string, Value][] = [];
  for (const { key, value } of entries) {
    if (isLiteral(key) && isLiteral(value)) values.push([String(key.value), value.value]);
  }
  if (values.length === entries.length) return literal(Object.fromEntries(values));
  const source = { ...reading.source, pointer };
  return { kind: "object", entries, hasUniqueKeys: true, source };
}

type Literal = Extract<Expression, { readonly kind: "literal" }>;

function literal(value: Value): Literal {
  return { kind: "literal", value };
}

function isLiteral(expression: Expression): expression is Literal {
  return expression.kind === "literal";
}

function hasMarks(text: string): boolean {
  return text.includes("${") || text.includes("%{");
}

function finish(cursor: Cursor, expression: Expression): Parsed {
  const { problem } = cursor;
  if (problem === undefined) return { expression, diagnostics: NONE };
  return { expression: literal(null), diagnostics: [diagnosticOf(problem, cursor)] };
}
