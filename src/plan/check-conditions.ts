// `precondition` and `postcondition` of a resource, when planning and again when applying: a condition that
// is not yet known is asked again once it is.

import { evaluate } from "../language/evaluate.js";
import { references } from "../language/references.js";
import type { Scope } from "../language/scope.js";
import type { Condition, ResourceConfig } from "../load/configuration.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { containsSensitive, isUnknown, unmark, type Value } from "../model/value.js";

/** Errors of the conditions that are known not to hold, and of those that are no conditions. */
export function checkConditions(
  kind: "precondition" | "postcondition",
  resource: ResourceConfig,
  scope: Scope,
  address: string,
): readonly Diagnostic[] {
  const { lifecycle, source } = resource;
  const conditions = lifecycle[`${kind}s`];
  return conditions.flatMap((condition) =>
    checkCondition(kind, condition, scope).map((d) => ({ address, source, ...d })),
  );
}

function checkCondition(
  kind: "precondition" | "postcondition",
  { condition, errorMessage }: Condition,
  scope: Scope,
): readonly Diagnostic[] {
  if (references(condition).length === 0) {
    const detail = `A ${kind} must refer to something, or it always says the same.`;
    return [errorDiagnostic("Invalid condition", detail)];
  }
  const evaluated = evaluate(condition, scope);
  if (hasErrors(evaluated.diagnostics)) return evaluated.diagnostics;
  const holds = toBoolean(unmark(evaluated.value));
  if (holds === undefined) {
    return [errorDiagnostic("Invalid condition", `A ${kind} must be true or false.`)];
  }
  if (holds === true || holds === "unknown") return evaluated.diagnostics;
  const message = evaluate(errorMessage, scope);
  return [errorDiagnostic(`Resource ${kind} failed`, describe(message.value))];
}

function toBoolean(value: Value): boolean | "unknown" | undefined {
  if (isUnknown(value)) return "unknown";
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : undefined;
}

function describe(message: Value): string {
  if (containsSensitive(message)) return "(its message holds a sensitive value and is not shown)";
  return typeof message === "string" ? message : "(its message is not known yet)";
}
