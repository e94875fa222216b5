// Templates: text with `${…}` in it, bare as in a JSON string or quoted within an expression. `$${` and
// `%%{` stand for `${` and `%{`; a lone `$` or `%` stands for itself.

import {
  accept,
  type Cursor,
  failInvalid,
  isAt,
  isAtEnd,
  nested,
  raise,
  skipBlanks,
} from "./cursor.js";
import type { Expression } from "./expression.js";
import { readExpression } from "./read-expression.js";
import { normalize } from "./text-order.js";
import { failUnsupported } from "./unsupported-feature.js";

type Form = "bare" | "quoted";

/** Where a template may need a closer look. */
const MARKS = { bare: /[$%]\{/g, quoted: /[$%]\{|["\\\n]/g } as const;

/**
 * Reads a template: a bare one to the end of the text, a quoted one, whose opening quote was read, past
 * its closing quote. A single interpolation without text around it is its inner expression.
 */
export function readTemplate(cursor: Cursor, form: Form): Expression {
  const template: Template = { parts: [], heights: [], text: "", start: cursor.position };
  while (readPart(cursor, form, template));
  addText(template);
  return finish(cursor, template);
}

interface Template {
  readonly parts: Expression[];
  readonly heights: number[];
  /** Text read since the last interpolation, up to `start`. */
  text: string;
  start: number;
}

/** Reads up to and with the next mark; false at the end. */
function readPart(cursor: Cursor, form: Form, template: Template): boolean {
  const pattern = MARKS[form];
  pattern.lastIndex = cursor.position;
  const mark = pattern.exec(cursor.text);
  const at = mark?.index ?? cursor.text.length;
  if (mark === null) {
    if (form === "quoted")
      failInvalid(cursor, 'A closing quote (") is missing.', template.start - 1);
    takeText(cursor, template, at);
    return false;
  }
  const symbol = mark[0][0] ?? "";
  if (symbol === "$" || symbol === "%") readMarked(cursor, template, { at, symbol });
  else return readQuotedMark(cursor, template, { at, symbol });
  return !isAtEnd(cursor) || form === "quoted";
}

interface Mark {
  readonly at: number;
  readonly symbol: string;
}

function readMarked(cursor: Cursor, template: Template, { at, symbol }: Mark): void {
  if (at > template.start && cursor.text[at - 1] === symbol) {
    template.text += `${cursor.text.slice(template.start, at - 1)}${symbol}{`;
    cursor.position = at + 2;
    template.start = cursor.position;
    return;
  }
  takeText(cursor, template, at);
  if (symbol === "%") {
    failUnsupported(cursor, "directive", { text: "%{" });
    return;
  }
  readInterpolation(cursor, template);
}

function readInterpolation(cursor: Cursor, template: Template): void {
  const start = cursor.position;
  accept(cursor, "${");
  if (isAt(cursor, "~")) failUnsupported(cursor, "strip", { text: "${~", position: start });
  addText(template);
  const expression = nested(cursor, "skip", () => readExpression(cursor));
  template.parts.push(expression);
  template.heights.push(cursor.height);
  skipBlanks(cursor);
  if (!accept(cursor, "}")) failUnclosed(cursor, start);
  template.start = cursor.position;
}

function failUnclosed(cursor: Cursor, start: number): void {
  if (isAt(cursor, "~}")) failUnsupported(cursor, "strip", { text: "~}" });
  else if (isAtEnd(cursor)) failInvalid(cursor, 'The closing "}" of this "${" is missing.', start);
  else {
    const hint = 'Write "$${" for a literal "${".';
    failInvalid(cursor, `A closing "}" is expected here, after the expression. ${hint}`);
  }
}

/** A quote, a backslash or a newline in a quoted template; false when it ends the template. */
function readQuotedMark(cursor: Cursor, template: Template, { at, symbol }: Mark): boolean {
  takeText(cursor, template, at);
  if (symbol === "\n") {
    failInvalid(cursor, 'A quoted text ends on its line. Write "\\n" for a newline.');
    return false;
  }
  cursor.position = at + 1;
  template.start = cursor.position;
  if (symbol === '"') return false;
  template.text += readEscape(cursor, at);
  template.start = cursor.position;
  return true;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
};

function readEscape(cursor: Cursor, at: number): string {
  const selector = cursor.text[cursor.position] ?? "";
  cursor.position++;
  const plain = ESCAPES[selector];
  if (plain !== undefined) return plain;
  const length = selector === "u" ? 4 : selector === "U" ? 8 : 0;
  const digits = cursor.text.slice(cursor.position, cursor.position + length);
  const code = Number.parseInt(digits, 16);
  if (length > 0 && digits.length === length && /^[0-9a-fA-F]+$/.test(digits) && code <= 0x10ffff) {
    cursor.position += length;
    return String.fromCodePoint(code);
  }
  failInvalid(cursor, 'The escapes are \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN.', at);
  return "";
}

function takeText(cursor: Cursor, template: Template, end: number): void {
  template.text += cursor.text.slice(template.start, end);
  template.start = end;
  cursor.position = end;
}

function addText(template: Template): void {
  if (template.text === "") return;
  template.parts.push({ kind: "literal", value: normalize(template.text) });
  template.text = "";
}

function finish(cursor: Cursor, { parts, heights }: Template): Expression {
  const [first] = parts;
  if (first === undefined) return { kind: "literal", value: "" };
  if (parts.length === 1) return first;
  raise(cursor, heights);
  const template = { kind: "template", parts } as const;
  return cursor.source === undefined ? template : { ...template, source: cursor.source };
}
