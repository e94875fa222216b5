// The values that an error is about: what the names in an expression stand for, as far as it is known and no secret.

import type { Diagnostic, InvolvedValue } from "../model/diagnostic.js";
import { isList, isMarked, isObject, isUnknown, marksOf, type Value } from "../model/value.js";
import type { Evaluated } from "./evaluate.js";
import type { Expression } from "./expression.js";
import { nodeKey, partsOf } from "./references.js";
import { shapeOf, type TypedValue } from "./typed-value.js";

/** More would hide what is wrong. */
const MOST_VALUES = 6;
const LONGEST_TEXT = 60;

/** The same diagnostics, with the values in `expression`. `evaluate` as in {@link involvedValues}. */
export function withValues(
  diagnostics: readonly Diagnostic[],
  expression: Expression,
  evaluate: (path: Expression) => Evaluated,
): readonly Diagnostic[] {
  const values = involvedValues(expression, evaluate);
  return values.length === 0 ? diagnostics : diagnostics.map((d) => ({ values, ...d }));
}

/** In reading order, each name once. `evaluate` gives the value of a name with the steps behind it. */
export function involvedValues(
  expression: Expression,
  evaluate: (path: Expression) => Evaluated,
): readonly InvolvedValue[] {
  const found = new Map<string, InvolvedValue>();
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const name = nameOf(next);
    if (name === undefined) {
      for (const part of partsOf(next).toReversed()) open.push(part);
      continue;
    }
    if (found.has(name) || found.size >= MOST_VALUES) continue;
    const value = firstKnown(next, evaluate);
    if (value !== undefined) found.set(name, value);
  }
  return [...found.values()];
}

/** Of a path that leads nowhere, the value as far as it leads somewhere. */
function firstKnown(
  path: Expression,
  evaluate: (path: Expression) => Evaluated,
): InvolvedValue | undefined {
  let at = path;
  for (;;) {
    const { diagnostics, ...typed } = evaluate(at);
    const isWrong = diagnostics.length > 0;
    const statement = isWrong ? undefined : describe(typed);
    const traversal = nameOf(at);
    if (statement !== undefined && traversal !== undefined) return { traversal, statement };
    if (!isWrong || (at.kind !== "attribute" && at.kind !== "index")) return undefined;
    at = at.of;
  }
}

/** A reference and the steps behind it that are written out; undefined for anything else. */
function nameOf(expression: Expression): string | undefined {
  let steps = "";
  let at = expression;
  while (at.kind === "attribute" || (at.kind === "index" && at.index.kind === "literal")) {
    const step =
      at.kind === "attribute"
        ? `.${at.name}`
        : `[${at.index.kind === "literal" ? indexText(at.index.value) : ""}]`;
    steps = `${step}${steps}`;
    at = at.of;
  }
  if (at.kind !== "traversal") return undefined;
  const { reference } = at;
  const isRound = reference.kind === "count" || reference.kind === "each";
  const root = isRound ? `${reference.kind}.${reference.attribute}` : nodeKey(reference);
  return root === undefined ? undefined : `${root}${steps}`;
}

/** A key as it is written. */
function indexText(key: Value): string {
  return typeof key === "string" ? JSON.stringify(key) : String(key);
}

/** Undefined for what is not known. */
function describe(typed: TypedValue): string | undefined {
  const { value } = typed;
  if (isMarked(value))
    return `has ${marksOf(value).isSensitive ? "a sensitive" : "an ephemeral"} value`;
  if (isUnknown(value)) return undefined;
  return `is ${describeKnown(value, typed)}`;
}

function describeKnown(value: Value, typed: TypedValue): string {
  if (typeof value === "string") return describeText(value);
  if (isList(value)) return `a ${shapeOf(typed)} of ${counted(value.length, "element")}`;
  if (isObject(value)) {
    const shape = shapeOf(typed) === "map" ? "a map" : "an object";
    return `${shape} with ${counted(Object.keys(value).length, "attribute")}`;
  }
  return String(value);
}

function describeText(text: string): string {
  const shown = JSON.stringify(text);
  return shown.length <= LONGEST_TEXT ? shown : `${shown.slice(0, LONGEST_TEXT - 2)}…"`;
}

function counted(n: number, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`;
}
