// JSON text → value, with the line and column of the first error: those of JavaScript's own parser differ between
// versions and are sometimes missing, and its words quote the text. What is said here names file, line, column and
// what stands there, but never the text of a value, which may be a secret.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import { numeralOf } from "../model/number-text.js";
import { type JsonDialect, type JsonProblem, readerOf, readJson } from "./read-json.js";
import { lineStartsOf, placeOf } from "./text-place.js";

export type ParsedJson =
  | { readonly value: unknown; readonly error?: never }
  | { readonly value?: never; readonly error: Diagnostic };

/**
 * Parses `text`, which was read from `file`, with numbers as JavaScript has them. The error says whether the text is
 * broken in the middle or stops too early, as a file does that was torn.
 */
export function parseJson(text: string, file: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { error: describeBroken(text, file) };
  }
}

/** The same without losing a digit: a number that is no safe integer is a `BigFloat`. */
export function parseExactJson(text: string, file: string): ParsedJson {
  const parsed = parseJson(text, file);
  if (parsed.error !== undefined || !MAY_BE_ROUNDED.test(text)) return parsed;
  const reader = readerOf(text, EXACT);
  const value = readJson(reader);
  const problem = reader.failure ?? reader.problems[0];
  if (problem === undefined) return { value };
  return { error: describeJsonProblem(problem, { file, text, lineStarts: lineStartsOf(text) }) };
}

/** A number that JavaScript may have rounded. Texts that look like one only take a second reading. */
const MAY_BE_ROUNDED = /(?:^|"\s*:|[[,])\s*-?(?:\d+[.eE]|\d{16})/;

/** As deep as the stack allows: expressions of many operators, as saved plans have them, are nested by each. */
export const MAX_EXACT_DEPTH = 1_000;

const EXACT: { readonly dialect: JsonDialect } = {
  dialect: {
    keyOf: (text) => text,
    numberOf: numeralOf,
    // As JavaScript, and as Terraform in its own files.
    resolveTwice: (_, later) => later,
    maxDepth: MAX_EXACT_DEPTH,
  },
};

/** The text is read again, by a reader that knows where it stands. */
function describeBroken(text: string, file: string): Diagnostic {
  const reader = readerOf(text, EXACT);
  readJson(reader);
  invariant(reader.failure !== undefined, "what JSON.parse refuses is no JSON");
  const from = { file, text, lineStarts: lineStartsOf(text) };
  const problem = describeJsonProblem(reader.failure, from);
  const what = reader.failure.stopsEarly
    ? "stops too early: it is torn or was cut off"
    : "is not valid JSON";
  return { ...problem, detail: `${file} ${what}. ${problem.detail}` };
}

interface JsonFile {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

export function describeJsonProblem(
  { summary, detail, position }: JsonProblem,
  { file, text, lineStarts }: JsonFile,
): Diagnostic {
  const { line, column } = placeOf(lineStarts, position);
  const shown = snippetAt(text, position);
  const where = `Line ${line}, column ${column}${shown === "" ? "" : `, at ${shown}`}.`;
  return errorDiagnostic(summary, `${detail} ${where}`, { source: { file, line, column } });
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"\s*:|["{}[\]:,]/y;
const LONGEST_KEY = 40;

/** The token at `position`: a key or a bracket. What may be a value, and so a secret, is not shown. */
function snippetAt(text: string, position: number): string {
  TOKEN.lastIndex = position;
  const token = TOKEN.exec(text)?.[0];
  if (token === undefined) return "";
  if (token === '"') return '`"…"`';
  return token.length > LONGEST_KEY ? `\`${token.slice(0, LONGEST_KEY)}…\`` : `\`${token}\``;
}
