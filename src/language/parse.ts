// The ways into the parser: JSON values and strings of a configuration become expressions. Every string is
// a template; a problem in one does not keep the others from being read.

import type { Diagnostic, Source } from "../model/diagnostic.js";
import { isJsonArray, isJsonObject, type Json, type JsonObject, pointerTo } from "../model/json.js";
import { UNKNOWN, type Value } from "../model/value.js";
import { type Cursor, cursorOf, diagnosticOf, failInvalid, isAtEnd, skipBlanks } from "./cursor.js";
import type { Expression } from "./expression.js";
import { readExpression } from "./read-expression.js";
import { ROOTS } from "./read-reference.js";
import { readTemplate } from "./read-template.js";
import { normalize } from "./text-order.js";

export interface Parsed {
  /** Unknown where the text is wrong, so that nothing else is found wrong because of it. */
  readonly expression: Expression;
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: readonly Diagnostic[] = [];

/** A string as HCL's JSON syntax reads it: a template. `source` is kept with every reference in it. */
export function parseTemplate(text: string, source?: Source): Parsed {
  if (!hasMarks(text)) return { expression: literal(normalize(text)), diagnostics: NONE };
  const reference = readPlainReference(text, source);
  if (reference !== undefined) return { expression: reference, diagnostics: NONE };
  const cursor = cursorOf(text, source);
  return finish(cursor, readTemplate(cursor, "bare"));
}

/** A template in which only `names` mean something, such as a file that is rendered. */
export function parseClosedTemplate(text: string, names: readonly string[]): Parsed {
  if (!hasMarks(text)) return { expression: literal(normalize(text)), diagnostics: NONE };
  const cursor: Cursor = { ...cursorOf(text), names, isClosed: true };
  return finish(cursor, readTemplate(cursor, "bare"));
}

const PLAIN_REFERENCE = /^\$\{([A-Za-z_][\w-]*)\.([A-Za-z_][\w-]*)\.([A-Za-z_][\w-]*)\}$/;

/** Nine templates of ten are `${TYPE.NAME.ATTRIBUTE}`: the same as the grammar reads, three times as fast. */
function readPlainReference(text: string, source: Source | undefined): Expression | undefined {
  const match = PLAIN_REFERENCE.exec(text);
  if (match === null) return undefined;
  const [, type = "", resource = "", name = ""] = match;
  if (ROOTS.has(type)) return undefined;
  const reference = { kind: "resource", mode: "managed", type, name: resource } as const;
  const of: Expression =
    source === undefined
      ? { kind: "traversal", reference }
      : { kind: "traversal", reference, source };
  return { kind: "attribute", of, name };
}

/** A string that is an expression as a whole, without `${}`: a variable's value, an entry of `depends_on`. */
export function parseExpression(text: string, source?: Source): Parsed {
  const cursor = cursorOf(text, source);
  const expression = readExpression(cursor);
  skipBlanks(cursor);
  if (!isAtEnd(cursor)) failInvalid(cursor, "The expression ends before this.");
  return finish(cursor, expression);
}

/**
 * A JSON value, in whose strings and keys there may be templates. `sourceOf` is asked where the value is
 * only if there are some, since most values are plain.
 */
export function parseJsonValue(json: Json, sourceOf: () => Source): Parsed {
  const plain = plainValue(json);
  if (plain !== undefined) return { expression: literal(plain), diagnostics: NONE };
  const diagnostics: Diagnostic[] = [];
  const source = sourceOf();
  const expression = read(json, source.pointer ?? "", { source, diagnostics });
  return { expression, diagnostics };
}

/** Whether there are templates in a JSON value, in its strings or keys. */
export function hasTemplates(json: Json): boolean {
  return plainValue(json) === undefined;
}

interface Reading {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
}

function read(json: Json, pointer: string, reading: Reading): Expression {
  const plain = plainValue(json);
  if (plain !== undefined) return literal(plain);
  if (typeof json === "string") return readText(json, pointer, reading);
  if (isJsonArray(json)) {
    return {
      kind: "list",
      items: json.map((item, i) => read(item, pointerTo(pointer, i), reading)),
    };
  }
  return isJsonObject(json) ? readMembers(json, pointer, reading) : literal(json);
}

function readText(text: string, pointer: string, { source, diagnostics }: Reading): Expression {
  const parsed = parseTemplate(text, { ...source, pointer });
  diagnostics.push(...parsed.diagnostics);
  return parsed.expression;
}

function readMembers(json: JsonObject, pointer: string, reading: Reading): Expression {
  const entries = Object.entries(json).map(([name, value]) => {
    const inner = pointerTo(pointer, name);
    return { key: readText(name, inner, reading), value: read(value, inner, reading) };
  });
  const source = { ...reading.source, pointer };
  return { kind: "object", entries, hasUniqueKeys: true, source };
}

/** The value of JSON without templates, the same object where nothing needs to change. */
function plainValue(json: Json): Value | undefined {
  if (typeof json === "string") return hasMarks(json) ? undefined : normalize(json);
  if (isJsonArray(json)) return plainItems(json);
  return isJsonObject(json) ? plainMembers(json) : json;
}

function plainItems(json: readonly Json[]): Value | undefined {
  let isSame = true;
  const items: Value[] = [];
  for (const item of json) {
    const plain = plainValue(item);
    if (plain === undefined) return undefined;
    isSame &&= plain === item;
    items.push(plain);
  }
  return isSame ? json : items;
}

function plainMembers(json: JsonObject): Value | undefined {
  let isSame = true;
  const members: [string, Value][] = [];
  for (const name of Object.keys(json)) {
    const given = json[name] ?? null;
    const plain = plainValue(given);
    if (plain === undefined || hasMarks(name)) return undefined;
    const normal = normalize(name);
    isSame &&= plain === given && normal === name;
    members.push([normal, plain]);
  }
  return isSame ? json : Object.fromEntries(members);
}

function literal(value: Value): Expression {
  return { kind: "literal", value };
}

function hasMarks(text: string): boolean {
  return text.includes("{") && (text.includes("${") || text.includes("%{"));
}

function finish(cursor: Cursor, expression: Expression): Parsed {
  const { problem } = cursor;
  if (problem === undefined) return { expression, diagnostics: NONE };
  return { expression: literal(UNKNOWN), diagnostics: [diagnosticOf(problem, cursor)] };
}
