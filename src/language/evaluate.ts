// The value of an expression in a scope. Pure: whatever is not in the text comes from the scope. All errors
// are collected; an expression in error stands for an unknown value, so that the rest is still looked at.

import type { Diagnostic, Source } from "../model/diagnostic.js";
import {
  containsSensitive,
  isSensitive,
  isUnknown,
  sensitive,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import type { Expression, ObjectEntry } from "./expression.js";
import { callFunction } from "./function-call.js";
import { FUNCTIONS } from "./functions.js";
import { isRefusal, type Outcome, refuse } from "./refusal.js";
import type { Scope } from "./scope.js";
import { selectAttribute, selectIndex } from "./select-member.js";
import { evaluateSplat } from "./splat.js";
import { normalize } from "./text-order.js";
import { ANYTHING, hasOwnType, markedLike, type TypedValue, typeOf } from "./typed-value.js";

export interface Evaluated extends TypedValue {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The value of `expression`, with its type where the value does not imply it ({@link typeOf}). Unknown
 * and sensitive parts make the results that depend on them unknown and sensitive. With an error among the
 * diagnostics the value is of no use.
 */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  if (expression.kind === "literal") return { value: expression.value, diagnostics: NONE };
  const diagnostics: Diagnostic[] = [];
  const { value, type } = evaluateIn(expression, { scope, diagnostics, item: ANYTHING });
  return { value, type, diagnostics };
}

const NONE: readonly Diagnostic[] = [];

interface Context {
  readonly scope: Scope;
  readonly diagnostics: Diagnostic[];
  /** The element that the innermost splat is at. */
  readonly item: TypedValue;
}

function evaluateIn(expression: Expression, context: Context): TypedValue {
  switch (expression.kind) {
    case "literal":
      return { value: expression.value };
    case "item":
      return context.item;
    case "traversal": {
      const { diagnostics = NONE, ...resolved } = context.scope.resolve(expression.reference);
      for (const diagnostic of diagnostics) report(diagnostic, expression.source, context);
      return resolved;
    }
    case "attribute": {
      const of = evaluateIn(expression.of, context);
      return settle(selectAttribute(of, expression.name), expression, context);
    }
    case "index": {
      const of = evaluateIn(expression.of, context);
      return settle(selectIndex(of, evaluateIn(expression.index, context)), expression, context);
    }
    case "splat":
      return splat(expression, context);
    case "call":
      return settle(call(expression, context), expression, context);
    case "template":
      return template(expression, context);
    case "list":
      return list(expression.items, context);
    case "object":
      return object(expression, context);
  }
}

type Kind<K extends Expression["kind"]> = Extract<Expression, { readonly kind: K }>;

function splat(expression: Kind<"splat">, context: Context): TypedValue {
  const of = evaluateIn(expression.of, context);
  const before = context.diagnostics.length;
  const each = (item: TypedValue) => evaluateIn(expression.each, { ...context, item });
  const outcome = evaluateSplat(of, each);
  // What is wrong with one element is most often wrong with all: say it once.
  context.diagnostics.splice(before + 1);
  return settle(outcome, expression, context);
}

function call(expression: Kind<"call">, context: Context): Outcome {
  const before = context.diagnostics.length;
  const args = expression.args.map((arg) => evaluateIn(arg, context));
  if (context.diagnostics.length > before) return ANYTHING;
  const spec = FUNCTIONS.get(expression.name);
  if (spec !== undefined) return callFunction(expression.name, spec, args);
  return refuse("Call to unknown function", `There is no function "${expression.name}".`);
}

function template(expression: Kind<"template">, context: Context): TypedValue {
  const texts: string[] = [];
  let isOpen = false;
  let isSecret = false;
  for (const part of expression.parts) {
    const typed = evaluateIn(part, context);
    isSecret ||= containsSensitive(typed.value);
    const text = settle(toText(typed), part, context, expression.source);
    const plain = unmark(text.value);
    if (typeof plain === "string") texts.push(plain);
    else isOpen = true;
  }
  const value = isOpen ? UNKNOWN : normalize(texts.join(""));
  return { value: isSecret ? sensitive(value) : value, type: "string" };
}

function toText(typed: TypedValue): Outcome {
  const plain = unmark(typed.value);
  if (typeof plain === "string" || isUnknown(plain)) return typed;
  if (plain === null) {
    const detail = "A null value cannot be part of a text.";
    return refuse("Invalid template interpolation value", detail);
  }
  const converted = convert(typed, "string");
  if (!isFailure(converted)) return converted;
  const detail = `This value cannot be part of a text: ${converted.failure}.`;
  return refuse("Invalid template interpolation value", detail);
}

function list(items: readonly Expression[], context: Context): TypedValue {
  const typed = items.map((item) => evaluateIn(item, context));
  const value = typed.map((item) => item.value);
  return typed.some(hasOwnType) ? { value, type: ["tuple", typed.map(typeOf)] } : { value };
}

function object(expression: Kind<"object">, context: Context): TypedValue {
  const members = new Map<string, TypedValue>();
  const keys: TypedValue[] = [];
  let isOpen = false;
  for (const entry of expression.entries) {
    const value = evaluateIn(entry.value, context);
    const key = settle(keyOf(entry, expression, context), entry.key, context, expression.source);
    keys.push(key);
    const name = unmark(key.value);
    if (typeof name !== "string") isOpen = true;
    else if (expression.hasUniqueKeys && members.has(name)) reportTwice(name, expression, context);
    else members.set(name, value);
  }
  if (isOpen) return markedLike(ANYTHING, keys);
  return markedLike(objectOf([...members]), keys);
}

function keyOf(entry: ObjectEntry, of: Kind<"object">, context: Context): Outcome {
  const key = evaluateIn(entry.key, context);
  if (of.hasUniqueKeys && isSensitive(key.value)) {
    const detail = "A sensitive value cannot be the key of a JSON object: keys are shown in plans.";
    return refuse("Sensitive value as key", detail);
  }
  const plain = unmark(key.value);
  if (typeof plain === "string" || isUnknown(plain)) return key;
  if (plain === null) return refuse("Null value as key", "Null cannot be the key of an object.");
  const converted = convert(key, "string");
  if (!isFailure(converted)) return converted;
  return refuse("Incorrect key type", `This cannot be the key of an object: ${converted.failure}.`);
}

function objectOf(members: readonly (readonly [string, TypedValue])[]): TypedValue {
  const values = members.map(([name, typed]): [string, Value] => [name, typed.value]);
  const value = Object.fromEntries(values);
  if (!members.some(([, typed]) => hasOwnType(typed))) return { value };
  const types = members.map(([name, typed]) => [name, typeOf(typed)] as const);
  return { value, type: ["object", Object.fromEntries(types)] };
}

function reportTwice(name: string, { source }: Kind<"object">, context: Context): void {
  const detail = `The key "${name}" stands twice in this object.`;
  report({ severity: "error", summary: "Duplicate object attribute", detail }, source, context);
}

/** A refusal becomes a diagnostic and an unknown value. */
function settle(
  outcome: Outcome,
  expression: Expression,
  context: Context,
  fallback?: Source,
): TypedValue {
  if (!isRefusal(outcome)) return outcome;
  const diagnostic: Diagnostic = { severity: "error", ...outcome };
  report(diagnostic, sourceOf(expression) ?? fallback, context);
  return ANYTHING;
}

function report(diagnostic: Diagnostic, source: Source | undefined, context: Context): void {
  const placed = source === undefined || diagnostic.source !== undefined;
  context.diagnostics.push(placed ? diagnostic : { ...diagnostic, source });
}

/** Where an expression stands, or else what it is made from. */
function sourceOf(expression: Expression): Source | undefined {
  let current = expression;
  while (current.kind === "attribute" || current.kind === "index" || current.kind === "splat") {
    current = current.of;
  }
  return "source" in current ? current.source : undefined;
}
