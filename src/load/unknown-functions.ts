// Calls of functions that no provider has. They are wrong wherever they stand, also in try() or in the result that is not
// chosen, as the parser has it with functions of the language: a name that was mistyped is found before the day it matters.

import type { Expression } from "../language/expression.js";
import { sourceOf } from "../language/expression-root.js";
import { findFunction } from "../language/find-function.js";
import { partsOf } from "../language/references.js";
import type { Scope } from "../language/scope.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";

/** One diagnostic for each, in reading order. */
export function unknownFunctions(expression: Expression, scope: Scope): readonly Diagnostic[] {
  if (isPlainReference(expression)) return NONE;
  const found: Diagnostic[] = [];
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "call" && next.name.includes("::")) {
      const called = findFunction(next.name, scope.outside);
      const source = sourceOf(next);
      const where = source === undefined ? {} : { source };
      if ("summary" in called) found.push(errorDiagnostic(called.summary, called.detail, where));
    }
    for (const part of partsOf(next).toReversed()) open.push(part);
  }
  return found;
}

const NONE: readonly Diagnostic[] = [];

/** Most expressions are one. */
function isPlainReference(expression: Expression): boolean {
  let root = expression;
  while (root.kind === "attribute") root = root.of;
  return root.kind === "traversal";
}
