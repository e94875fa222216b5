// A place in the text of an expression that moves forward while it is read. The first problem is kept and
// ends the reading, so that parsing needs no exceptions and every loop over the text ends.

import type { Diagnostic, Source } from "../model/diagnostic.js";
import type { Expression } from "./expression.js";
import type { TemplatePart } from "./template-part.js";

export interface Cursor {
  readonly text: string;
  /** Index of the next character, in UTF-16 units. */
  position: number;
  /** Newlines count where they end something, as they do between the entries of an object. */
  newlines: Newlines;
  /** How deep the parser is in nested expressions. */
  depth: number;
  /** Names that the `for` expressions around give to their elements. */
  names: readonly string[];
  /** Whether there is nothing but `names` to refer to. */
  readonly isClosed?: true;
  /** Height of the tree of the expression read last. */
  height: number;
  /** Where the text stands, for the expressions read from it. */
  readonly source: Source | undefined;
  /** Where what is read stands in the text, for whoever asks. */
  readonly spans?: Map<Expression, Span>;
  problem?: Problem;
}

/** Of UTF-16 units; `end` is behind the last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Notes where `expression`, which was just read from `start`, stands. */
export function note(cursor: Cursor, start: number, expression: Expression): Expression {
  const { spans, text, position } = cursor;
  // Blanks behind it are read already.
  if (spans !== undefined) {
    const end = start + text.slice(start, position).trimEnd().length;
    spans.set(expression, { start, end });
  }
  return expression;
}

export type Newlines = "count" | "skip";

export interface Problem {
  readonly summary: string;
  /** What is wrong at `position` and what to do, in full sentences. */
  readonly detail: string;
  readonly position: number;
}

/** What a reader returns where it failed; it means nothing. */
export const NOTHING: Expression = { kind: "literal", value: null };

/** Limit on nesting, so that neither parsing nor evaluation can run out of stack. */
export const MAX_DEPTH = 200;

export function cursorOf(text: string, source?: Source): Cursor {
  return { text, position: 0, newlines: "skip", depth: 0, height: 0, names: [], source };
}

export function fail(cursor: Cursor, problem: Problem): void {
  cursor.problem ??= problem;
  cursor.position = cursor.text.length;
}

export function failInvalid(cursor: Cursor, detail: string, position = cursor.position): void {
  fail(cursor, { summary: "Invalid expression", detail, position });
}

/** Runs `read` one level deeper. */
export function nested<T>(cursor: Cursor, newlines: Newlines, read: () => T): T {
  const outside = cursor.newlines;
  cursor.newlines = newlines;
  cursor.depth++;
  if (cursor.depth > MAX_DEPTH) failTooDeep(cursor);
  const result = read();
  cursor.depth--;
  cursor.newlines = outside;
  return result;
}

/** Notes that an expression stands on others of `heights`; refuses one too high to evaluate. */
export function raise(cursor: Cursor, heights: readonly number[]): void {
  let highest = 0;
  for (const height of heights) highest = Math.max(highest, height);
  cursor.height = highest + 1;
  if (cursor.height > MAX_DEPTH) failTooDeep(cursor);
}

function failTooDeep(cursor: Cursor): void {
  failInvalid(cursor, `Expressions can be nested ${MAX_DEPTH} levels deep, and this is deeper.`);
}

/** The next characters equal `text`. */
export function isAt(cursor: Cursor, text: string): boolean {
  return cursor.text.startsWith(text, cursor.position);
}

/** Moves past `text` if it comes next. */
export function accept(cursor: Cursor, text: string): boolean {
  if (!isAt(cursor, text)) return false;
  cursor.position += text.length;
  return true;
}

/** Moves past the longest match of a sticky pattern and returns it, or undefined. */
export function acceptPattern(cursor: Cursor, pattern: RegExp): string | undefined {
  const start = cursor.position;
  pattern.lastIndex = start;
  if (!pattern.test(cursor.text)) return undefined;
  cursor.position = pattern.lastIndex;
  return cursor.text.slice(start, cursor.position);
}

export function isAtEnd(cursor: Cursor): boolean {
  return cursor.position >= cursor.text.length;
}

/** No blank and no start of a comment has a higher code. */
const SLASH = 0x2f;

const SPACE = /[ \t\r]+/y;
const SPACE_AND_NEWLINES = /[ \t\r\n]+/y;
const LINE_COMMENT = /(?:#|\/\/)[^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y;

/** Moves past blanks and comments; past newlines too, unless they count. */
export function skipBlanks(cursor: Cursor): void {
  if (cursor.text.charCodeAt(cursor.position) > SLASH) return;
  const space = cursor.newlines === "count" ? SPACE : SPACE_AND_NEWLINES;
  for (;;) {
    acceptPattern(cursor, space);
    if (acceptPattern(cursor, LINE_COMMENT) !== undefined) continue;
    if (acceptPattern(cursor, BLOCK_COMMENT) !== undefined) continue;
    return;
  }
}

/** The problem as a diagnostic that says where in the text it is, without showing the text. */
export function diagnosticOf(problem: Problem, { text, source }: Cursor): Diagnostic {
  const before = text.slice(0, problem.position).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  const line = before.length === 1 ? "" : `line ${before.length}, `;
  const detail = `${problem.detail} It stands at ${line}column ${column} of the string.`;
  const part: TemplatePart = { position: problem.position };
  const diagnostic: Diagnostic = { severity: "error", summary: problem.summary, detail, part };
  return source === undefined ? diagnostic : { ...diagnostic, source };
}
