// JSON text of a configuration or of variables → values, with a diagnostic for each thing that is wrong.

import { describeJsonProblem } from "../files/parse-json.js";
import { type JsonDialect, readerOf, readJson } from "../files/read-json.js";
import { lineStartsOf } from "../files/text-place.js";
import { normalize } from "../language/text-order.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Json } from "../model/json.js";
import { numeralOf } from "../model/number-text.js";

export interface ParsedJson {
  /** Undefined if the text is no JSON. */
  readonly value: Json | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Keys come in normal form C, in which Terraform compares them, and no digit of a number is lost. */
export const TERRAFORM_JSON: JsonDialect = {
  keyOf: normalize,
  numberOf: numeralOf,
};

/** `file` is only for the diagnostics. Two equal keys are errors. */
export function parseJson(text: string, file: string): ParsedJson {
  const reader = readerOf(text, { dialect: TERRAFORM_JSON });
  const value = readJson(reader);
  const { failure } = reader;
  const problems = failure === undefined ? reader.problems : [...reader.problems, failure];
  if (problems.length === 0) return { value, diagnostics: [] };
  const from = { file, text, lineStarts: lineStartsOf(text) };
  const diagnostics = problems.map((problem) => describeJsonProblem(problem, from));
  return { value: failure === undefined ? value : undefined, diagnostics };
}
