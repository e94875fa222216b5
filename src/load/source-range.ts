// A stretch of a file as Terraform's diagnostics have it: lines, characters and bytes, and the lines around it. What may
// be a secret is covered, so that code is shown whose quoted texts are left out.

import { lineStartsOf, placeOf } from "../files/text-place.js";
import { countGraphemes } from "../language/text-graphemes.js";
import type { Snippet, SourcePosition, SourceRange } from "../model/diagnostic.js";
import { isOneExpression } from "./shown-text.js";

/** The text of a file, prepared for many ranges in it. */
export interface MeasuredText {
  readonly text: string;
  readonly lineStarts: readonly number[];
  /** The byte at which each line begins. */
  readonly byteStarts: readonly number[];
  /** Whether every character is one byte, so that nothing has to be counted in lines of megabytes. */
  readonly isAscii: boolean;
}

export function measure(text: string): MeasuredText {
  const lineStarts = lineStartsOf(text);
  if (Buffer.byteLength(text) === text.length) {
    return { text, lineStarts, byteStarts: lineStarts, isAscii: true };
  }
  const byteStarts = [0];
  for (let i = 1; i < lineStarts.length; i++) {
    const line = text.slice(lineStarts[i - 1], lineStarts[i]);
    byteStarts.push((byteStarts[i - 1] ?? 0) + Buffer.byteLength(line));
  }
  return { text, lineStarts, byteStarts, isAscii: false };
}

/** Of an index in UTF-16 units. */
export function positionAt(file: MeasuredText, index: number): SourcePosition {
  const { line, column } = placeOf(file.lineStarts, index);
  if (file.isAscii) return { line, column, byte: index };
  const before = file.text.slice(file.lineStarts[line - 1], index);
  const byte = (file.byteStarts[line - 1] ?? 0) + Buffer.byteLength(before);
  return { line, column: countGraphemes(before) + 1, byte };
}

/** Positions in a template are counted in the text without escapes, as Terraform counts them. */
export function positionInTemplate(begin: SourcePosition, before: string): SourcePosition {
  const lines = before.split("\n");
  const last = countGraphemes(lines.at(-1) ?? "");
  const isFirst = lines.length === 1;
  return {
    line: begin.line + lines.length - 1,
    // The opening quote is one.
    column: isFirst ? begin.column + 1 + last : last + 1,
    byte: begin.byte + 1 + Buffer.byteLength(before),
  };
}

/** A line that is longer is shown to nobody. */
const LONGEST_LINE = 100_000;

interface Stretch extends Pick<SourceRange, "start" | "end">, Pick<Snippet, "context"> {}

/** `start` and `end` with the lines that they are in. */
export function rangeIn(file: MeasuredText, { start, end, context }: Stretch): SourceRange {
  // By bytes: a line feed in a template begins no line of the file.
  const { line, column } = placeOf(file.byteStarts, start.byte);
  const { line: last } = placeOf(file.byteStarts, Math.max(end.byte - 1, start.byte));
  const from = file.lineStarts[line - 1] ?? 0;
  const to = file.lineStarts[last] ?? file.text.length;
  if (to - from > LONGEST_LINE) return { start, end };
  const code = file.text
    .slice(from, to)
    .replace(/\r?\n$/, "")
    .replaceAll("\r\n", "\n");
  const first = column - 1;
  const highlight = { start: first, end: first + end.byte - start.byte };
  return { start, end, snippet: { context, startLine: start.line, ...cover(code, highlight) } };
}

const TEXT = /"((?:[^"\\]|\\.)*)"(\s*:)?/g;
const INNER = /(?<!\[)\\"((?:[^"\\]|\\[^"])*)\\"/g;

interface Highlight {
  readonly start: number;
  readonly end: number;
}

/** Texts are left out, but for keys and what is an expression as a whole, in which texts are left out again. */
function cover(code: string, highlight: Highlight): Omit<Snippet, "context" | "startLine"> {
  const covered: { readonly at: number; readonly length: number }[] = [];
  for (const { 0: whole, 1: content = "", 2: colon, index } of code.matchAll(TEXT)) {
    if (colon !== undefined) continue;
    if (!isOneExpression(content)) covered.push({ at: index + 1, length: content.length });
    else {
      for (const { 1: inner = "", index: at } of whole.matchAll(INNER))
        covered.push({ at: index + at + 2, length: inner.length });
    }
  }
  return shorten(
    code,
    covered.filter(({ length }) => length > 0),
    highlight,
  );
}

const ELLIPSIS = "…";

function shorten(
  code: string,
  covered: readonly { readonly at: number; readonly length: number }[],
  { start, end }: Highlight,
): Omit<Snippet, "context" | "startLine"> {
  let shown = "";
  let done = 0;
  let bytes = 0;
  const marks = { start, end };
  for (const { at, length } of [...covered, { at: code.length, length: 0 }]) {
    shown += code.slice(done, at);
    bytes += Buffer.byteLength(code.slice(done, at));
    done = at + length;
    if (length === 0) break;
    const hidden = Buffer.byteLength(code.slice(at, done));
    const put = Buffer.byteLength(ELLIPSIS);
    for (const side of ["start", "end"] as const) {
      const given = side === "start" ? start : end;
      if (given >= bytes + hidden) marks[side] += put - hidden;
      else if (given > bytes) marks[side] = Buffer.byteLength(shown) + (side === "end" ? put : 0);
    }
    shown += ELLIPSIS;
    bytes += hidden;
  }
  const most = Buffer.byteLength(shown);
  return {
    code: shown,
    highlightStart: Math.min(Math.max(marks.start, 0), most),
    highlightEnd: Math.min(Math.max(marks.end, 0), most),
  };
}
