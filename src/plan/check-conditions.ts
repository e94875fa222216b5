// Conditions of resources, outputs and variables, when planning and again when applying: a condition that is not yet
// known is asked again once it is.

import { convert, isFailure } from "../language/convert.js";
import { type Evaluated, evaluate } from "../language/evaluate.js";
import { references } from "../language/references.js";
import type { Scope } from "../language/scope.js";
import type {
  Condition,
  OutputConfig,
  ResourceConfig,
  VariableConfig,
} from "../load/configuration.js";
import { type Diagnostic, errorDiagnostic, hasErrors, type Source } from "../model/diagnostic.js";
import { containsSensitive, isUnknown, unmark } from "../model/value.js";

/** Errors of the conditions that are known not to hold, and of those that are no conditions. */
export function checkConditions(
  kind: "precondition" | "postcondition",
  resource: ResourceConfig,
  scope: Scope,
  address: string,
): readonly Diagnostic[] {
  const { lifecycle, source } = resource;
  const rule = { noun: `A ${kind}`, broken: `Resource ${kind} failed`, address, source };
  return checkRules(lifecycle[`${kind}s`], scope, rule);
}

export function checkOutput({ name, preconditions, source }: OutputConfig, scope: Scope) {
  const rule = { noun: "A precondition", broken: "Output precondition failed", source };
  return checkRules(preconditions, scope, { ...rule, address: `output.${name}` });
}

export function checkVariable({ name, validations, source }: VariableConfig, scope: Scope) {
  const rule = { noun: "A validation", broken: "Invalid value for a variable", source };
  return checkRules(validations, scope, { ...rule, address: `var.${name}` });
}

/** What conditions are for, and where they stand. */
interface Rule {
  readonly noun: string;
  /** Summary where one does not hold. */
  readonly broken: string;
  readonly address: string;
  readonly source: Source;
}

function checkRules(
  conditions: readonly Condition[],
  scope: Scope,
  rule: Rule,
): readonly Diagnostic[] {
  const { address, source } = rule;
  return conditions.flatMap((condition) =>
    checkCondition(condition, scope, rule).map((d) => ({ address, source, ...d })),
  );
}

function checkCondition(
  { condition, errorMessage }: Condition,
  scope: Scope,
  { noun, broken }: Rule,
): readonly Diagnostic[] {
  if (references(condition).length === 0) {
    const detail = `${noun} must refer to something, or it always says the same.`;
    return [errorDiagnostic("Invalid condition", detail)];
  }
  const evaluated = evaluate(condition, scope);
  if (hasErrors(evaluated.diagnostics)) return evaluated.diagnostics;
  const holds = convert(evaluated, "bool");
  const value = isFailure(holds) ? null : unmark(holds.value);
  if (value === null) {
    return [errorDiagnostic("Invalid condition", `${noun} must be true or false.`)];
  }
  if (value !== false) return evaluated.diagnostics;
  const message = evaluate(errorMessage, scope);
  const failed = errorDiagnostic(broken, describe(message));
  return [failed, ...message.diagnostics];
}

function describe(message: Evaluated): string {
  if (hasErrors(message.diagnostics)) return "(its message has an error and is not shown)";
  if (containsSensitive(message.value)) {
    return "(its message holds a sensitive value and is not shown)";
  }
  const text = convert(message, "string");
  if (isFailure(text)) return `(its message is no text: ${text.failure})`;
  if (isUnknown(text.value)) return "(its message is not known yet)";
  return text.value === null ? "(its message is null)" : String(text.value);
}
