// The value of an expression in a scope. Pure: whatever is not in the text comes from the scope. All errors
// are collected; an expression in error stands for an unknown value, so that the rest is still looked at.

import type { Diagnostic, Source } from "../model/diagnostic.js";
import { isMarked, unmark } from "../model/value.js";
import type { Attempt } from "./attempt-functions.js";
import { choose } from "./conditional.js";
import {
  collectRounds,
  type Element,
  elementsOf,
  isIterable,
  joinTexts,
  NO_ELEMENT,
  type Round,
  tryCondition,
} from "./evaluate-for.js";
import { expandLast } from "./expand-arguments.js";
import type { Expression } from "./expression.js";
import { sourceOf } from "./expression-root.js";
import { findFunction } from "./find-function.js";
import { callFunction } from "./function-call.js";
import { withValues } from "./involved-values.js";
import { keyOf, keyTwice } from "./object-key.js";
import { applyBinary, applyUnary, resultType } from "./operators.js";
import { isRefusal, type Outcome, type Refusal } from "./refusal.js";
import { isOfSchema, type Scope } from "./scope.js";
import { lacksAttribute, selectAttribute, selectIndex } from "./select-member.js";
import { evaluateSplat } from "./splat.js";
import { about, partOf } from "./template-part.js";
import { joinParts, toText } from "./template-text.js";
import { ANYTHING, markedLike, objectOf, type TypedValue, tupleOf } from "./typed-value.js";

export interface Evaluated extends TypedValue {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The value of `expression`, with its type where the value does not imply it ({@link typeOf}). Unknown
 * and sensitive parts make the results that depend on them unknown and sensitive. With an error among the
 * diagnostics the value is of no use. `names` are known besides what the scope resolves.
 */
export function evaluate(expression: Expression, scope: Scope, names: Names = NO_NAMES): Evaluated {
  if (expression.kind === "literal") return { value: expression.value, diagnostics: NONE };
  const evaluated = evaluateOnce(expression, scope, names);
  if (evaluated.diagnostics.length === 0) return evaluated;
  const of = (path: Expression) => evaluateOnce(path, scope, names);
  return { ...evaluated, diagnostics: withValues(evaluated.diagnostics, expression, of) };
}

function evaluateOnce(expression: Expression, scope: Scope, names: Names): Evaluated {
  const diagnostics: Diagnostic[] = [];
  const around = { scope, diagnostics, wrongNames: diagnostics, item: ANYTHING, names };
  const { value, type } = evaluateIn(expression, around);
  return { value, type, diagnostics };
}

type Names = ReadonlyMap<string, TypedValue>;
const NONE: readonly Diagnostic[] = [];

interface Context {
  readonly scope: Scope;
  readonly diagnostics: Diagnostic[];
  /** Where names that do not exist go: they are errors also in the branch that is not taken. */
  readonly wrongNames: Diagnostic[];
  /** The element that the innermost splat is at. */
  readonly item: TypedValue;
  /** What the `for` expressions around gave names to. */
  readonly names: ReadonlyMap<string, TypedValue>;
}

const NO_NAMES: ReadonlyMap<string, TypedValue> = new Map();

function evaluateIn(expression: Expression, context: Context): TypedValue {
  switch (expression.kind) {
    case "literal":
      return { value: expression.value };
    case "item":
      return context.item;
    case "traversal": {
      const found = context.scope.resolve(expression.reference);
      const { diagnostics = NONE, anyTyped: _, ...resolved } = found;
      const wrong = { diagnostics: context.wrongNames };
      for (const each of diagnostics) report(about(expression, each), expression.source, wrong);
      return resolved;
    }
    case "attribute":
      return attribute(expression, context);
    case "index": {
      const of = evaluateIn(expression.of, context);
      return settle(selectIndex(of, evaluateIn(expression.index, context)), expression, context);
    }
    case "splat":
      return splat(expression, context);
    case "name":
      return context.names.get(expression.name) ?? ANYTHING;
    case "unary": {
      const of = evaluateIn(expression.of, context);
      return settle(applyUnary(expression.operator, of), expression, context);
    }
    case "binary":
      return binary(expression, context);
    case "conditional":
      return conditional(expression, context);
    case "for":
      return forEach(expression, context);
    case "join":
      return settle(joinTexts(evaluateIn(expression.of, context)), expression, context);
    case "call":
      return settle(call(expression, context), expression, context);
    case "template":
      return template(expression, context);
    case "list":
      return tupleOf(expression.items.map((item) => evaluateIn(item, context)));
    case "object":
      return object(expression, context);
  }
}

type Kind<K extends Expression["kind"]> = Extract<Expression, { readonly kind: K }>;

/** What the objects of a resource type do not have is a name that does not exist. */
function attribute(expression: Kind<"attribute">, context: Context): TypedValue {
  const of = evaluateIn(expression.of, context);
  const outcome = selectAttribute(of, expression.name);
  const isWrong =
    isRefusal(outcome) &&
    isOfSchema(expression.of, context.scope) &&
    lacksAttribute(of, expression.name);
  return settle(outcome, expression, isWrong ? atWrongNames(context) : context);
}

function atWrongNames(context: Context): Context {
  return { ...context, diagnostics: context.wrongNames };
}

function splat(expression: Kind<"splat">, context: Context): TypedValue {
  const of = evaluateIn(expression.of, context);
  const before = context.diagnostics.length;
  const each = (item: TypedValue) => evaluateIn(expression.each, { ...context, item });
  const outcome = evaluateSplat(of, each);
  // What is wrong with one element is most often wrong with all: say it once.
  context.diagnostics.splice(before + 1);
  return settle(outcome, expression, context);
}

/** A chain of operators on its left is walked, not descended into: it may be longer than the stack is deep. */
function binary(expression: Kind<"binary">, context: Context): TypedValue {
  const chain: Kind<"binary">[] = [];
  let first: Expression = expression;
  for (; first.kind === "binary"; first = first.left) chain.push(first);
  let left = evaluateIn(first, context);
  for (const operation of chain.reverse()) {
    const right = evaluateIn(operation.right, context);
    const outcome = applyBinary(operation.operator, left, right);
    const type = resultType(operation.operator);
    left = isRefusal(outcome) ? { ...settle(outcome, operation, context), type } : outcome;
  }
  return left;
}

/** What is wrong with the result that is not chosen does not matter. */
function conditional(expression: Kind<"conditional">, context: Context): TypedValue {
  const found = { whenTrue: [] as Diagnostic[], whenFalse: [] as Diagnostic[] };
  const { whenTrue, whenFalse } = expression;
  const results = [
    evaluateIn(whenTrue, { ...context, diagnostics: found.whenTrue }),
    evaluateIn(whenFalse, { ...context, diagnostics: found.whenFalse }),
  ] as const;
  const condition = evaluateIn(expression.condition, context);
  const { outcome, branch } = choose(condition, ...results);
  if (branch !== undefined) context.diagnostics.push(...found[branch]);
  return settle(outcome, expression, context);
}

function forEach(expression: Kind<"for">, context: Context): TypedValue {
  const of = evaluateIn(expression.of, context);
  const elements = elementsOf(of);
  if (elements !== undefined && "summary" in elements) return settle(elements, expression, context);
  const before = context.diagnostics.length;
  // Where it is not asked of any element there may be something wrong with the condition all the same.
  const report = (refusal: Refusal) => settle(refusal, expression, context);
  const isAsked = !isIterable(of) || (elements !== undefined && elements.length > 0);
  const mark = isAsked ? [] : tryCondition(roundOf(expression, NO_ELEMENT, context), report);
  const isWrong = context.diagnostics.length > before;
  if (elements === undefined || isWrong) return markedLike(ANYTHING, [of, ...mark]);
  const form = {
    makesObject: expression.key !== undefined,
    isGrouped: expression.isGrouped === true,
    isSecret: isMarked(of.value),
  };
  const rounds = elements.map((element) => roundOf(expression, element, context));
  const result = collectRounds(rounds, form, report);
  // What is wrong with one element is most often wrong with all: say it once.
  context.diagnostics.splice(before + 1);
  return markedLike(result, [of]);
}

function roundOf(expression: Kind<"for">, element: Element, context: Context): Round {
  const { keyName, valueName, condition, key, value } = expression;
  const names = new Map(context.names);
  if (keyName !== undefined) names.set(keyName, element.key);
  names.set(valueName, element.value);
  const inner = { ...context, names };
  return {
    condition: () => condition && evaluateIn(condition, inner),
    key: () => key && evaluateIn(key, inner),
    value: () => evaluateIn(value, inner),
  };
}

function call(expression: Kind<"call">, context: Context): Outcome {
  const { name, args: given, isExpanded } = expression;
  const spec = findFunction(name, context.scope.outside);
  if ("summary" in spec) return spec;
  const isLazy = "applyLazily" in spec;
  const lazyCount = isLazy ? Math.min(spec.lazyCount, given.length - (isExpanded ? 1 : 0)) : 0;
  const eager = given.slice(lazyCount);
  const before = context.diagnostics.length;
  const values = eager.map((arg) => evaluateIn(arg, context));
  if (context.diagnostics.length > before) return ANYTHING;
  const args = isExpanded ? expandLast(values) : values;
  if (args === undefined) return ANYTHING;
  if ("summary" in args) return args;
  if (!isLazy) return callFunction(name, spec, args, context.scope.outside);
  const lazy = given.slice(0, lazyCount).map((arg, i) => {
    return attemptOf(arg, { context, isReference: i === 0 && expression.isOfReference === true });
  });
  return spec.applyLazily([...lazy, ...args.map(attemptDone)], context.scope.outside);
}

/** Errors stay with the attempt, except names that do not exist. */
function attemptOf(
  expression: Expression,
  { context, isReference }: { readonly context: Context; readonly isReference: boolean },
): Attempt {
  const evaluate = () => {
    const diagnostics: Diagnostic[] = [];
    return { ...evaluateIn(expression, { ...context, diagnostics }), diagnostics };
  };
  return { evaluate, isReference };
}

function attemptDone(typed: TypedValue): Attempt {
  return { evaluate: () => ({ ...typed, diagnostics: NONE }), isReference: false };
}

function template(expression: Kind<"template">, context: Context): TypedValue {
  const parts = expression.parts.map((part) => {
    return settle(toText(evaluateIn(part, context)), part, context, expression.source);
  });
  return joinParts(parts);
}

function object(expression: Kind<"object">, context: Context): TypedValue {
  const members = new Map<string, TypedValue>();
  const keys: TypedValue[] = [];
  let isOpen = false;
  for (const entry of expression.entries) {
    const value = evaluateIn(entry.value, context);
    const given = keyOf(evaluateIn(entry.key, context), expression);
    const key = settle(given, entry.key, context, expression.source);
    keys.push(key);
    const name = unmark(key.value);
    if (typeof name !== "string") isOpen = true;
    else if (expression.hasUniqueKeys && members.has(name)) {
      report(keyTwice(name), expression.source, context);
    } else members.set(name, value);
  }
  if (isOpen) return markedLike(ANYTHING, keys);
  return markedLike(objectOf([...members]), keys);
}

/** A refusal becomes a diagnostic and an unknown value. */
function settle(
  outcome: Outcome,
  expression: Expression,
  context: Context,
  fallback?: Source,
): TypedValue {
  if (!isRefusal(outcome)) return outcome;
  const { operand: _, argument: _number, ...refusal } = outcome;
  const part = partOf(expression, outcome);
  report({ severity: "error", ...refusal, part }, sourceOf(expression) ?? fallback, context);
  return ANYTHING;
}

function report(
  diagnostic: Diagnostic,
  source: Source | undefined,
  { diagnostics }: Pick<Context, "diagnostics">,
): void {
  const { part: _, ...whole } = diagnostic;
  const from = diagnostic.source ?? source;
  // A part is looked for in the text of an expression, and of this one nobody knows where it stands.
  diagnostics.push(from === undefined ? whole : { ...diagnostic, source: from });
}
