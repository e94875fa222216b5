// Conditions of resources, outputs and variables and assertions of checks, when planning and again when applying: a
// condition that is not yet known is asked again once it is.

import { convert, isFailure } from "../language/convert.js";
import { evaluate } from "../language/evaluate.js";
import { involvedValues, withValues } from "../language/involved-values.js";
import { references } from "../language/references.js";
import type { Scope } from "../language/scope.js";
import type {
  CheckConfig,
  Condition,
  OutputConfig,
  ResourceConfig,
  VariableConfig,
} from "../load/configuration.js";
import { formatResource, modulePrefix } from "../model/address.js";
import {
  type Diagnostic,
  errorDiagnostic,
  hasErrors,
  warningDiagnostic,
} from "../model/diagnostic.js";
import { containsEphemeral, containsMarks, isUnknown, unmark } from "../model/value.js";
import type { Checked, CheckLedger, Outcome, RuleKind } from "./check-ledger.js";
import type { ModuleInstance } from "./module-instances.js";

/** Where conditions are evaluated, and where what becomes of them is noted. */
export interface Asking {
  readonly scope: Scope;
  readonly ledger: CheckLedger;
}

/** Of what has one object in each instance of a module. */
export interface AskingIn extends Asking {
  readonly at: Pick<ModuleInstance, "module" | "prefix">;
}

/** Errors of the conditions that are known not to hold, and of those that are no conditions. */
export function checkConditions(
  kind: "precondition" | "postcondition",
  resource: ResourceConfig,
  asking: Asking & { readonly address: string },
): readonly Diagnostic[] {
  const { lifecycle } = resource;
  const checked = { of: formatResource(resource.address), object: asking.address };
  const rule = { kind, noun: `A ${kind}`, broken: `Resource ${kind} failed`, checked };
  return checkRules(lifecycle[`${kind}s`], rule, asking);
}

export function checkOutput({ name, preconditions }: OutputConfig, asking: AskingIn) {
  const checked = objectIn(asking.at, `output.${name}`);
  const rule = { noun: "A precondition", broken: "Module output value precondition failed" };
  return checkRules(preconditions, { ...rule, kind: "precondition", checked }, asking);
}

export function checkVariable({ name, validations }: VariableConfig, asking: AskingIn) {
  const checked = objectIn(asking.at, `var.${name}`);
  const rule = { noun: "A validation", broken: "Invalid value for variable" };
  return checkRules(validations, { ...rule, kind: "validation", checked }, asking);
}

/** Assertions that do not hold are warnings: a check stops nothing. */
export function checkAssertions({ name, assertions }: CheckConfig, asking: AskingIn) {
  const checked = objectIn(asking.at, `check.${name}`);
  const rule = { noun: "An assertion", broken: "Check block assertion failed" };
  return checkRules(assertions, { ...rule, kind: "assertion", checked }, asking);
}

/** The one object of `key` in an instance of its module. */
export function objectIn({ module, prefix }: AskingIn["at"], key: string): Checked {
  return { of: `${modulePrefix(module.path)}${key}`, object: `${prefix}${key}` };
}

/** What conditions are for. */
interface Rule {
  readonly kind: RuleKind;
  readonly noun: string;
  /** Summary where one does not hold. */
  readonly broken: string;
  readonly checked: Checked;
}

function checkRules(
  conditions: readonly Condition[],
  rule: Rule,
  { scope, ledger }: Asking,
): readonly Diagnostic[] {
  if (conditions.length === 0) return [];
  const { checked, kind } = rule;
  const judged = conditions.map((condition) => {
    const { diagnostics, ...outcome } = checkCondition(condition, scope, rule);
    const { source } = condition;
    return { ...outcome, diagnostics: diagnostics.map((d) => ({ source, ...d })) };
  });
  ledger.note(checked, kind, judged);
  const from = kind === "assertion" ? { isOfCheck: true as const } : {};
  return judged.flatMap(({ diagnostics }) =>
    diagnostics.map((d) => ({ address: checked.object, ...d, ...from })),
  );
}

interface Judged extends Outcome {
  readonly diagnostics: readonly Diagnostic[];
}

function checkCondition(condition: Condition, scope: Scope, { noun, kind, broken }: Rule): Judged {
  if (references(condition.condition).length === 0) {
    return invalid([], `${noun} must refer to something, or it always says the same.`);
  }
  const evaluated = evaluate(condition.condition, scope);
  if (hasErrors(evaluated.diagnostics)) return unevaluated(evaluated.diagnostics);
  const holds = convert(evaluated, "bool");
  const value = isFailure(holds) ? null : unmark(holds.value);
  const message = readMessage(condition, scope);
  // As in Terraform, the message of a validation that holds fails nothing.
  const isIdle = kind === "validation" && value === true;
  const ofMessage = isIdle ? message.diagnostics.map(asWarning) : message.diagnostics;
  const diagnostics = [...evaluated.diagnostics, ...ofMessage];
  if (hasErrors(diagnostics)) return unevaluated(diagnostics);
  if (value === null) return invalid(diagnostics, `${noun} must be true or false.`);
  if (isUnknown(value)) {
    const open = kind === "assertion" ? [stillOpen()] : [];
    return { status: "unknown", diagnostics: [...diagnostics, ...open] };
  }
  if (value !== false) return { status: "pass", diagnostics };
  const { problem, text } = message;
  const report = kind === "assertion" ? warningDiagnostic : errorDiagnostic;
  const shown = problem === undefined ? {} : { problem };
  const values = involvedValues(condition.condition, (path) => evaluate(path, scope));
  const told = report(broken, text, values.length === 0 ? {} : { values });
  return { status: "fail", ...shown, diagnostics: [told, ...diagnostics] };
}

function unevaluated(diagnostics: readonly Diagnostic[]): Judged {
  return { status: "error", diagnostics };
}

function invalid(diagnostics: readonly Diagnostic[], detail: string): Judged {
  return unevaluated([...diagnostics, errorDiagnostic("Invalid condition", detail)]);
}

function stillOpen(): Diagnostic {
  const detail = "Whether it holds can be told only when the plan is applied.";
  return warningDiagnostic("Check block assertion known after apply", detail);
}

interface Message {
  /** What is shown where the condition does not hold. */
  readonly text: string;
  /** The same, unless it stands for a message that cannot be shown. */
  readonly problem?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Also of a condition that holds: its message would be missed on the worst of days. */
function readMessage({ errorMessage, messageSource }: Condition, scope: Scope): Message {
  const message = evaluate(errorMessage, scope);
  if (hasErrors(message.diagnostics)) return { text: "", diagnostics: message.diagnostics };
  const telling = (text: string, about?: Diagnostic): Message => {
    if (about === undefined) return { text, diagnostics: message.diagnostics };
    const placed = [{ ...about, source: messageSource }];
    const told = withValues(placed, errorMessage, (path) => evaluate(path, scope));
    return { text, diagnostics: [...message.diagnostics, ...told] };
  };
  if (containsMarks(message.value)) {
    const kind = containsEphemeral(message.value) ? "ephemeral" : "sensitive";
    const text = `(its message refers to ${kind} values and is not shown)`;
    return isUnknown(unmark(message.value)) ? telling(text) : telling(text, hiddenMessage(kind));
  }
  const converted = convert(message, "string");
  if (isFailure(converted)) return telling("", wrongMessage(converted.failure));
  if (isUnknown(converted.value)) return telling("(its message is not known yet)");
  if (converted.value === null) return telling("", wrongMessage("it is null"));
  const text = String(converted.value);
  return { ...telling(text), problem: text };
}

function hiddenMessage(kind: "ephemeral" | "sensitive"): Diagnostic {
  const advice = {
    ephemeral: "Leave it out of the message, or put null in its place with ephemeralasnull().",
    sensitive: "Leave it out of the message, or show what is no secret with nonsensitive().",
  };
  const detail = `So the message is not shown where the condition fails. ${advice[kind]}`;
  return warningDiagnostic(`Error message refers to ${kind} values`, detail);
}

function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: "warning" };
}

function wrongMessage(why: string): Diagnostic {
  const detail = `The message of a condition must be a text: ${why}.`;
  return errorDiagnostic("Invalid error message", detail);
}
