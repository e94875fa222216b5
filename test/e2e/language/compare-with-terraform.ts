// Expressions as the real Terraform and ours evaluate them, beside each other.

import { isDeepStrictEqual } from "node:util";
import type { Evaluated } from "../../../src/language/evaluate.js";
import { parseJsonValue } from "../../../src/language/parse.js";
import type { Scope } from "../../../src/language/scope.js";
import { evaluateStatically } from "../../../src/load/static-scope.js";
import type { Json } from "../../../src/model/json.js";
import { formOfAnswer, formOfEvaluated } from "./compare.js";
import { askTerraform, type Surroundings } from "./terraform-oracle.js";

/** Pairs of forms that must be equal, by expression. */
export function compareWithTerraform(
  expressions: readonly Json[],
  { scope, ...surroundings }: Surroundings & { readonly scope: Scope },
) {
  const answers = askTerraform(surroundings, expressions);
  return expressions.map((json, i) => {
    const answer = answers[i];
    if (answer === undefined) throw new Error(`no answer for ${JSON.stringify(json)}`);
    const theirs = formOfAnswer(answer);
    const isTyped = typeof theirs === "object" && theirs !== null && "type" in theirs;
    return { json, theirs, ours: formOfEvaluated(ours(json, scope), isTyped) };
  });
}

function ours(json: Json, scope: Scope): Evaluated {
  const { expression, diagnostics } = parseJsonValue(json, () => ({}));
  return diagnostics.length > 0
    ? { value: null, diagnostics }
    : evaluateStatically(expression, scope);
}

/** Equal, except that ours may keep a mark on what is unknown, where Terraform drops it until it is known. */
export function isEqual(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(withoutOpenMarks(left), withoutOpenMarks(right));
}

function withoutOpenMarks(form: unknown): unknown {
  if (Array.isArray(form)) return form.map(withoutOpenMarks);
  if (typeof form !== "object" || form === null) return form;
  const entries = Object.entries(form).map(([name, inner]) => [name, withoutOpenMarks(inner)]);
  const copy: Record<string, unknown> = Object.fromEntries(entries);
  return Object.keys(copy).length === 1 && copy.sensitive === "?" ? "?" : copy;
}
