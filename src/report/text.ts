// Text as reports make it: lines of parts that may have a style. Only renderLines makes a string of them, so
// that a name from a configuration can never smuggle an escape sequence in.

import { styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly (string | Span)[];

/** How wide a report may be, in columns. Names that are longer stay whole. */
export interface ReportWidth {
  readonly width: number;
}

export interface Rendering {
  readonly colour: boolean;
}

/** Every line ends with a line feed; blanks at its end are cut. */
export function renderLines(lines: readonly Line[], { colour }: Rendering): string {
  return lines.map((line) => `${renderLine(line, colour)}\n`).join("");
}

function renderLine(line: Line, colour: boolean): string {
  const parts = line.map((part) => {
    if (typeof part === "string") return visible(part);
    const text = visible(part.text);
    return colour && text !== "" ? styleText(part.style, text, { validateStream: false }) : text;
  });
  return parts.join("").trimEnd();
}

export function styled(style: Style, text: string): Span {
  return { text, style };
}

/** Controls, line breaks, and marks that have no width or turn the reading direction. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What would act on a terminal instead of being read is shown as `\u001b`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** Columns of a text on a terminal; characters of double width count as one. */
export function columnsOf(text: string): number {
  const shown = visible(text);
  let columns = 0;
  for (const _ of shown) columns += 1;
  return columns;
}

/** Of all of them; never `Math.max(...)`, which takes a hundred thousand arguments at most. */
export function widestOf(texts: readonly string[], least = 0): number {
  return texts.reduce((most, text) => Math.max(most, columnsOf(text)), least);
}

export function columnsOfLine(line: Line): number {
  return line.reduce(
    (sum, part) => sum + columnsOf(typeof part === "string" ? part : part.text),
    0,
  );
}

export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

export interface Wrapping extends ReportWidth {
  /** Of every line. */
  readonly indent?: string;
  /** Of the first line instead of `indent`. */
  readonly first?: string;
  /** Whether a text in double quotes stays whole, so that it can be copied: not for sentences. */
  readonly keepsQuoted?: boolean;
}

/** Paragraphs broken at blanks; blanks at the start of one indent all of it. Long words stay whole. */
export function wrap(
  text: string,
  { width, indent = "", first = indent, keepsQuoted = false }: Wrapping,
): string[] {
  return text.split("\n").flatMap((paragraph, i) => {
    const own = /^ */.exec(paragraph)?.[0] ?? "";
    const start = (i === 0 ? first : indent) + own;
    const words = wordsOf(paragraph.trim(), keepsQuoted);
    return wrapWords(words, { width, indent: indent + own, first: start });
  });
}

/** Text in double quotes as formatValue writes it, and all else between blanks. */
const QUOTED_OR_WORD = /(?:"(?:[^"\\]|\\.)*"|[^ ])+/g;

function wordsOf(text: string, keepsQuoted: boolean): readonly string[] {
  return keepsQuoted ? (text.match(QUOTED_OR_WORD) ?? []) : text.split(/ +/);
}

interface WordWrapping extends ReportWidth {
  readonly indent: string;
  readonly first: string;
}

function wrapWords(words: readonly string[], { width, indent, first }: WordWrapping): string[] {
  const lines: string[] = [];
  const [word = "", ...others] = words;
  let line = first + word;
  for (const next of others) {
    if (columnsOf(line) + 1 + columnsOf(next) <= width) line = `${line} ${next}`;
    else {
      lines.push(line);
      line = indent + next;
    }
  }
  return [...lines, line];
}

/** {@link wrap}, as lines without style. */
export function wrapLines(text: string, wrapping: Wrapping): readonly Line[] {
  return wrap(text, wrapping).map((line) => [line]);
}

export function indentLines(lines: readonly Line[], indent: string): readonly Line[] {
  return lines.map((line) => (line.length === 0 ? line : [indent, ...line]));
}

/** `1 host`, `36 hosts`, `2 trust authorities`. */
export function count(n: number, noun: string): string {
  return `${n} ${n === 1 ? noun : `${noun}s`.replace(/(?<=[^aeiou])ys$/, "ies")}`;
}

/** The first of many names, and how many are left out. */
export function someOf(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
