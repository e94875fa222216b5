// Templates: text with `${…}` and `%{…}` in it, bare as in a JSON string, quoted within an expression, or as a
// heredoc. `$${` and `%%{` stand for `${` and `%{`; a lone `$` or `%` stands for itself. A `~` beside a brace
// takes off the blanks of the text on that side.

import {
  accept,
  acceptPattern,
  type Cursor,
  failInvalid,
  isAtEnd,
  nested,
  raise,
  skipBlanks,
} from "./cursor.js";
import type { Expression } from "./expression.js";
import { readEscape } from "./read-escape.js";
import { readExpression } from "./read-expression.js";
import { readIntro, withNames } from "./read-for.js";
import { acceptIdentifier } from "./read-reference.js";
import {
  expressionOf,
  outdent,
  type Part,
  stripEnd,
  stripStart,
  type Text,
} from "./template-parts.js";

type Form = "bare" | "quoted" | "heredoc";

/** Where a template may need a closer look; text of more than a line is read line by line. */
const MARKS = {
  bare: /[$%]\{|\n/g,
  quoted: /[$%]\{|["\\\n]/g,
  heredoc: /[$%]\{|\n/g,
} as const;

/** A template while it is read. */
interface Template {
  readonly form: Form;
  /** Where the text that is read now begins, and what escapes before it stand for. */
  start: number;
  read: string;
  /** Whether the next text loses the blanks at its beginning. */
  isStripped: boolean;
  /** Matches the line that ends a heredoc. */
  readonly ending?: RegExp;
  /** All pieces of text in reading order, undefined for what stands between them. */
  readonly pieces: (Text | undefined)[];
  /** Of the expressions in it. */
  readonly heights: number[];
}

/**
 * Reads a template: a bare one to the end of the text, a quoted one, whose opening quote was read, past
 * its closing quote. A single interpolation without text around it is its inner expression.
 */
export function readTemplate(cursor: Cursor, form: "bare" | "quoted"): Expression {
  const template = templateAt(cursor, form);
  const { parts } = readSequence(cursor, template, []);
  if (template.heights.length > 0) raise(cursor, template.heights);
  return expressionOf(parts, cursor.source);
}

function templateAt(cursor: Cursor, form: Form): Template {
  return { form, start: cursor.position, read: "", isStripped: false, pieces: [], heights: [] };
}

/** Reads a heredoc behind its `<<`, with the line that ends it. */
export function readHeredoc(cursor: Cursor): Expression {
  const start = cursor.position;
  const isFlush = accept(cursor, "-");
  const marker = acceptIdentifier(cursor);
  if (marker === undefined || acceptPattern(cursor, /\r?\n/y) === undefined) {
    failInvalid(cursor, 'A heredoc begins with "<<", a word and a line break.', start - 2);
  }
  const ending = new RegExp(`[ \\t]*${marker}[ \\t]*(?=\\r?\\n|$)`, "uy");
  const template: Template = { ...templateAt(cursor, "heredoc"), ending };
  const { parts } = readSequence(cursor, template, []);
  if (isFlush) outdent(template.pieces);
  if (template.heights.length > 0) raise(cursor, template.heights);
  return expressionOf(parts, cursor.source);
}

interface Sequence {
  readonly parts: readonly Part[];
  /** The directive that ended it; undefined at the end of the template. */
  readonly end?: string;
}

/** Reads to the end of the template, or past one of the directives `ends`. */
function readSequence(cursor: Cursor, template: Template, ends: readonly string[]): Sequence {
  const parts: Part[] = [];
  while (!isAtEnding(cursor, template) && cursor.problem === undefined) {
    const mark = takeToMark(cursor, template);
    addText(template, parts);
    if (mark === undefined) break;
    if (mark === "${") parts.push(readInterpolation(cursor, template));
    if (mark === "%{") {
      const directive = readDirective(cursor, template, ends);
      if (typeof directive === "string") return { parts, end: directive };
      parts.push(directive);
    }
  }
  return { parts };
}

/** A heredoc ends with a line of its word alone. */
function isAtEnding(cursor: Cursor, { ending }: Template): boolean {
  const isAtLine = cursor.text[cursor.position - 1] === "\n";
  return ending !== undefined && isAtLine && acceptPattern(cursor, ending) !== undefined;
}

/** Moves up to the next brace, or past the next line break; past the end of the template, undefined. */
function takeToMark(cursor: Cursor, template: Template): "${" | "%{" | "\n" | undefined {
  for (;;) {
    const pattern = MARKS[template.form];
    pattern.lastIndex = cursor.position;
    const mark = pattern.exec(cursor.text);
    if (mark === null) {
      takeText(cursor, template, cursor.text.length);
      if (template.form !== "bare") failOpen(cursor, template);
      return undefined;
    }
    const [symbol] = mark;
    if (symbol === "${" || symbol === "%{") {
      if (!takeEscapedBrace(cursor, template, mark.index)) {
        takeText(cursor, template, mark.index);
        return symbol;
      }
    } else if (template.form !== "quoted") {
      takeText(cursor, template, mark.index + 1);
      return "\n";
    } else {
      takeText(cursor, template, mark.index);
      if (symbol !== "\\") {
        if (symbol === '"') cursor.position++;
        else failInvalid(cursor, 'A quoted text ends on its line. Write "\\n" for a newline.');
        return undefined;
      }
      cursor.position++;
      template.read += readEscape(cursor, mark.index);
      template.start = cursor.position;
    }
  }
}

function failOpen(cursor: Cursor, { form, start }: Template): void {
  const missing =
    form === "quoted"
      ? 'A closing quote (") is missing.'
      : "The word that ends a heredoc is missing.";
  failInvalid(cursor, missing, start - 1);
}

/** `$${` and `%%{`, whose brace is at `at`. */
function takeEscapedBrace(cursor: Cursor, template: Template, at: number): boolean {
  const symbol = cursor.text[at] ?? "";
  if (at <= template.start || cursor.text[at - 1] !== symbol) return false;
  template.read += `${cursor.text.slice(template.start, at - 1)}${symbol}{`;
  cursor.position = at + 2;
  template.start = cursor.position;
  return true;
}

function takeText(cursor: Cursor, template: Template, end: number): void {
  template.read += cursor.text.slice(template.start, end);
  template.start = end;
  cursor.position = end;
}

function addText(template: Template, parts: Part[]): void {
  if (template.read === "") return;
  const text = template.isStripped ? stripStart(template.read) : template.read;
  const part: Text = { kind: "text", text };
  parts.push(part);
  template.pieces.push(part);
  template.read = "";
  template.isStripped = false;
}

/** Past `${` or `%{` and a `~`, which takes the blanks off the text before it. */
function openBrace(cursor: Cursor, template: Template): void {
  cursor.position += 2;
  template.isStripped = false;
  const before = template.pieces.at(-1);
  template.pieces.push(undefined);
  if (accept(cursor, "~") && before !== undefined) before.text = stripEnd(before.text);
}

/** Past `}` or `~}`, after which the template goes on. */
function closeBrace(cursor: Cursor, template: Template, start: number): void {
  skipBlanks(cursor);
  template.isStripped = accept(cursor, "~");
  if (!accept(cursor, "}")) failUnclosed(cursor, start);
  template.start = cursor.position;
}

function failUnclosed(cursor: Cursor, start: number): void {
  const brace = cursor.text.slice(start, start + 2);
  if (isAtEnd(cursor)) {
    failInvalid(cursor, `The closing "}" of this "${brace}" is missing.`, start);
    return;
  }
  const hint = `Write "${brace[0]}${brace}" for a literal "${brace}".`;
  failInvalid(cursor, `A closing "}" is expected here, after the expression. ${hint}`);
}

function readInterpolation(cursor: Cursor, template: Template): Part {
  const start = cursor.position;
  openBrace(cursor, template);
  const value = nested(cursor, "skip", () => readValue(cursor, template));
  closeBrace(cursor, template, start);
  return { kind: "value", value };
}

function readValue(cursor: Cursor, template: Template): Expression {
  const value = readExpression(cursor);
  template.heights.push(cursor.height);
  return value;
}

/** Reads a directive with all that belongs to it, or one of `ends`, whose word it gives. */
function readDirective(cursor: Cursor, template: Template, ends: readonly string[]): Part | string {
  const start = cursor.position;
  openBrace(cursor, template);
  return nested(cursor, "skip", () => {
    skipBlanks(cursor);
    const word = acceptIdentifier(cursor) ?? "";
    if (word === "if") return readIf(cursor, template, start);
    if (word === "for") return readForText(cursor, template, start);
    if (ends.includes(word)) closeBrace(cursor, template, start);
    else failDirective(cursor, word, { start, ends });
    return word;
  });
}

interface WrongWord {
  readonly start: number;
  readonly ends: readonly string[];
}

function failDirective(cursor: Cursor, word: string, { start, ends }: WrongWord): void {
  const known = ["if", "for", ...ends].join(", ");
  const what = word === "" ? "No directive stands here" : `There is no directive "${word}" here`;
  failInvalid(cursor, `${what}, only ${known}. Write "%%{" for a literal "%{".`, start);
}

function readIf(cursor: Cursor, template: Template, start: number): Part {
  const condition = readValue(cursor, template);
  closeBrace(cursor, template, start);
  const first = readBranch(cursor, template, { ends: ["else", "endif"], start });
  const second =
    first.end === "else" ? readBranch(cursor, template, { ends: ["endif"], start }) : undefined;
  return { kind: "if", condition, whenTrue: first.parts, whenFalse: second?.parts ?? [] };
}

function readForText(cursor: Cursor, template: Template, start: number): Part {
  const intro = readIntro(cursor, template.heights);
  closeBrace(cursor, template, start);
  const { parts } = withNames(cursor, intro, () =>
    readBranch(cursor, template, { ends: ["endfor"], start }),
  );
  return { kind: "for", intro, body: parts };
}

function readBranch(cursor: Cursor, template: Template, { ends, start }: WrongWord): Sequence {
  const branch = readSequence(cursor, template, ends);
  if (branch.end === undefined) {
    const end = ends.at(-1) ?? "";
    failInvalid(cursor, `The %{ ${end} } that belongs to this directive is missing.`, start);
  }
  return branch;
}
