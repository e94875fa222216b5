// JSON text → value, with the line and column of the first error. JavaScript's own parser tells the place in
// words that differ between versions and sometimes not at all, so the place is found here, and only after
// the parser refused the text.

import { type Diagnostic, errorDiagnostic, type Source } from "../model/diagnostic.js";

export type ParsedJson =
  | { readonly value: unknown; readonly error?: never }
  | { readonly error: Diagnostic };

/**
 * Parses `text`, which was read from `file`. The error says whether the text is broken in the middle or
 * stops too early, as a file does that was torn.
 */
export function parseJson(text: string, file: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    const offset = findJsonError(text);
    const place = placeOf(text, offset);
    const where = `line ${place.line}, column ${place.column}`;
    const detail =
      offset >= text.trimEnd().length
        ? `${file} stops too early, at ${where}: the file is torn or was cut off.`
        : `${file} is not valid JSON: unexpected ${JSON.stringify(text[offset])} at ${where}.`;
    return { error: errorDiagnostic("Invalid JSON", detail, { source: { file, ...place } }) };
  }
}

/** Line and column, from 1, of an offset. */
function placeOf(text: string, offset: number): Required<Pick<Source, "line" | "column">> {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = ["true", "false", "null"];

/** What may come next. */
type Expected = "value" | "value-or-]" | "key" | "key-or-}" | "colon" | "comma" | "end";

interface Step {
  readonly offset: number;
  readonly expected: Expected;
}

/** Offset of the first character that no JSON text can have there; the length if the text stops early. */
function findJsonError(text: string): number {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let offset = skip(text, SPACE, 0);
  while (offset < text.length) {
    const step = take(text, offset, expected, open);
    if (step === undefined) return offset;
    expected = step.expected;
    offset = skip(text, SPACE, step.offset);
  }
  return text.length;
}

function take(
  text: string,
  offset: number,
  expected: Expected,
  open: ("{" | "[")[],
): Step | undefined {
  const character = text[offset];
  const next = offset + 1;
  const closes =
    expected === "comma" || expected === (character === "}" ? "key-or-}" : "value-or-]");
  if ((character === "}" || character === "]") && closes) {
    if (open.pop() !== (character === "}" ? "{" : "[")) return undefined;
    return { offset: next, expected: open.length === 0 ? "end" : "comma" };
  }
  if (expected === "colon")
    return character === ":" ? { offset: next, expected: "value" } : undefined;
  if (expected === "comma") {
    const inside = open.at(-1) === "{" ? "key" : "value";
    return character === "," ? { offset: next, expected: inside } : undefined;
  }
  if (expected === "key" || expected === "key-or-}") {
    const end = character === '"' ? endOfString(text, offset) : undefined;
    return end === undefined ? undefined : { offset: end, expected: "colon" };
  }
  return expected === "end" ? undefined : takeValue(text, offset, open);
}

function takeValue(text: string, offset: number, open: ("{" | "[")[]): Step | undefined {
  const character = text[offset];
  if (character === "{" || character === "[") {
    open.push(character);
    return { offset: offset + 1, expected: character === "{" ? "key-or-}" : "value-or-]" };
  }
  const end = endOfScalar(text, offset);
  if (end === undefined) return undefined;
  return { offset: end, expected: open.length === 0 ? "end" : "comma" };
}

/** Undefined if there is none; the length of the text if that cuts it in two. */
function endOfScalar(text: string, offset: number): number | undefined {
  if (text[offset] === '"') return endOfString(text, offset);
  const word = WORDS.find((w) => w.startsWith(text.slice(offset, offset + w.length)));
  if (word !== undefined) return Math.min(offset + word.length, text.length);
  const end = skip(text, NUMBER, offset);
  if (end > offset) return end;
  return text.slice(offset) === "-" ? text.length : undefined;
}

/** Undefined for a string that holds what none may hold. */
function endOfString(text: string, offset: number): number | undefined {
  let at = offset + 1;
  while (at < text.length && text[at] !== '"') {
    if (text.charCodeAt(at) < 0x20) return undefined;
    if (text[at] === "\\" && !isEscape(text.slice(at, at + 6))) return undefined;
    at += text[at] === "\\" ? 2 : 1;
  }
  return Math.min(at + 1, text.length);
}

/** Whether `text` starts with an escape, or is what the end of the file left of one. */
function isEscape(text: string): boolean {
  return /^\\(["\\/bfnrt]|u[0-9a-fA-F]{4}|$|u[0-9a-fA-F]{0,3}$)/.test(text);
}

/** Where a match that starts at `offset` ends; `offset` if there is none. */
function skip(text: string, pattern: RegExp, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}
