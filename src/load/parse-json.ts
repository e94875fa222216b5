// JSON text of a configuration or of variables → values, with diagnostics that say file, line, column and
// what stands there, but never the text of a value, which may be a secret.

import type { Json } from "../language/json.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { type JsonProblem, type JsonReader, readJson } from "./json-reader.js";
import { lineStartsOf, placeOf } from "./text-place.js";

export interface ParsedJson {
  /** Undefined if the text is no JSON. */
  readonly value: Json | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** `file` is only for the diagnostics. Two equal keys and numbers beyond safe integers are errors. */
export function parseJson(text: string, file: string): ParsedJson {
  const reader: JsonReader = {
    text,
    position: 0,
    depth: 0,
    pointer: "",
    comments: 0,
    problems: [],
  };
  const value = readJson(reader);
  const { failure } = reader;
  const problems = failure === undefined ? reader.problems : [...reader.problems, failure];
  if (problems.length === 0) return { value, diagnostics: [] };
  const lineStarts = lineStartsOf(text);
  const diagnostics = problems.map((problem) => toDiagnostic(problem, file, text, lineStarts));
  return { value: failure === undefined ? value : undefined, diagnostics };
}

function toDiagnostic(
  { summary, detail, position }: JsonProblem,
  file: string,
  text: string,
  lineStarts: readonly number[],
): Diagnostic {
  const { line, column } = placeOf(lineStarts, position);
  const shown = snippetAt(text, position);
  const where = `Line ${line}, column ${column}${shown === "" ? "" : `, at ${shown}`}.`;
  return {
    severity: "error",
    summary,
    detail: `${detail} ${where}`,
    source: { file, line, column },
  };
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
