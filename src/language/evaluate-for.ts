// `for` expressions: something made of every element of a list, set, tuple, map or object, in Terraform's
// order. What makes the elements of the result uncertain makes the whole result unknown.

import { isList, isMarked, isObject, isUnknown, unmark } from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import { sortedNames } from "./text-order.js";
import {
  ANYTHING,
  markedLike,
  memberOf,
  objectOf,
  shapeOf,
  type TypedValue,
  tupleOf,
} from "./typed-value.js";

export interface Element {
  readonly key: TypedValue;
  readonly value: TypedValue;
}

/** The elements of a collection, without its mark; a refusal, or undefined if they are not known. */
export function elementsOf(of: TypedValue): readonly Element[] | Refusal | undefined {
  const plain = unmark(of.value);
  if (plain === null) {
    return refuse(
      "Iteration over null value",
      'A null value has no elements for a "for" to go over.',
    );
  }
  const shape = shapeOf(of);
  if (shape === "dynamic") return undefined;
  if (shape === "string" || shape === "number" || shape === "bool") {
    return refuse(
      "Iteration over non-iterable value",
      `A ${shape} has no elements for a "for" to go over.`,
    );
  }
  if (isUnknown(plain)) return undefined;
  if (isObject(plain)) {
    return sortedNames(plain).map((name) => ({ key: { value: name }, value: memberOf(of, name) }));
  }
  if (!isList(plain)) return undefined;
  return plain.map((_, i) => {
    const value = memberOf(of, i);
    return { key: shape === "set" ? value : { value: i }, value };
  });
}

/** What one round of a `for` gives. */
export interface Round {
  /** Undefined where there is no condition. */
  readonly condition: () => TypedValue | undefined;
  /** Undefined in a `for` that makes a tuple. */
  readonly key: () => TypedValue | undefined;
  readonly value: () => TypedValue;
}

export interface ForForm {
  readonly makesObject: boolean;
  readonly isGrouped: boolean;
  /** The collection is marked, and so are keys made from it. */
  readonly isSecret: boolean;
}

/** The result of all rounds; `report` is told what is wrong with one, which is then left out. */
export function collectRounds(
  rounds: Iterable<Round>,
  form: ForForm,
  report: (refusal: Refusal) => void,
): TypedValue {
  const marks: TypedValue[] = [];
  const items: TypedValue[] = [];
  const members = new Map<string, TypedValue[]>();
  let isKnown = true;
  let { isSecret } = form;
  for (const { condition: evaluateCondition, key, value } of rounds) {
    // Behind what is not known nothing is wrong with a condition or a key yet.
    const tell = isKnown ? report : () => undefined;
    const condition = evaluateCondition();
    const isIncluded = condition === undefined ? true : decide(condition, tell);
    if (condition !== undefined) marks.push(condition);
    if (isIncluded === undefined) isKnown = false;
    if (isIncluded !== true) continue;
    if (!form.makesObject) {
      items.push(value());
      continue;
    }
    const name = nameOf(key() ?? ANYTHING, marks, tell);
    if (name === undefined) {
      isKnown = false;
      continue;
    }
    const item = value();
    isSecret ||= isMarked(marks.at(-1)?.value ?? null);
    if (addMember(members, name, item) > 1 && !form.isGrouped) {
      report(duplicate(isSecret ? undefined : name));
    }
  }
  if (!isKnown) return markedLike(ANYTHING, marks);
  if (!form.makesObject) return markedLike(tupleOf(items), marks);
  const named = [...members].map(([name, values]): [string, TypedValue] => {
    return [name, form.isGrouped ? tupleOf(values) : (values[0] ?? ANYTHING)];
  });
  return markedLike(objectOf(named), marks);
}

/** An element of which nothing is known. */
export const NO_ELEMENT: Element = { key: ANYTHING, value: ANYTHING };

/** Whether there may be elements: what is of no known type is not looked into. */
export function isIterable(of: TypedValue): boolean {
  return shapeOf(of) !== "dynamic";
}

/** The condition, whatever the element is; `report` is told if it cannot be one. */
export function tryCondition(
  { condition: evaluateCondition }: Round,
  report: (refusal: Refusal) => void,
): readonly TypedValue[] {
  const condition = evaluateCondition();
  if (condition === undefined) return [];
  decide(condition, report);
  return [condition];
}

/** Whether an element is in; undefined if that is not known. */
function decide(condition: TypedValue, report: (refusal: Refusal) => void): boolean | undefined {
  if (unmark(condition.value) === null) {
    report(refuse("Invalid 'for' condition", 'The condition of this "for" is null.'));
    return undefined;
  }
  const converted = convert(condition, "bool");
  if (isFailure(converted)) {
    report(refuse("Invalid 'for' condition", `The condition does not fit: ${converted.failure}.`));
    return undefined;
  }
  const plain = unmark(converted.value);
  return typeof plain === "boolean" ? plain : undefined;
}

function nameOf(
  key: TypedValue,
  marks: TypedValue[],
  report: (refusal: Refusal) => void,
): string | undefined {
  marks.push(key);
  if (isUnknown(unmark(key.value))) return undefined;
  if (unmark(key.value) === null) {
    report(refuse("Invalid object key", 'The key of this "for" is null.'));
    return undefined;
  }
  const converted = convert(key, "string");
  if (isFailure(converted)) {
    report(refuse("Invalid object key", `The key does not fit: ${converted.failure}.`));
    return undefined;
  }
  const plain = unmark(converted.value);
  return typeof plain === "string" ? plain : undefined;
}

/** Gives the number of items that the name has then. */
function addMember(members: Map<string, TypedValue[]>, name: string, item: TypedValue): number {
  const known = members.get(name);
  if (known !== undefined) return known.push(item);
  members.set(name, [item]);
  return 1;
}

/** `name` is undefined where it may not be shown. */
function duplicate(name: string | undefined): Refusal {
  const which = name === undefined ? "the same key, which is not to be shown" : `the key "${name}"`;
  const detail =
    `Two elements gave ${which}. ` +
    'Write "..." behind the value to keep the values of one key as a tuple.';
  return refuse("Duplicate object key", detail);
}

/** The texts of a tuple, one after the other; unknown if one is. */
export function joinTexts(tuple: TypedValue): Outcome {
  const plain = unmark(tuple.value);
  if (!isList(plain)) return { value: ANYTHING.value, type: "string" };
  const texts: string[] = [];
  const marks = [tuple];
  for (const [i] of plain.entries()) {
    const item = memberOf(tuple, i);
    if (isMarked(item.value)) marks.push(item);
    const text = unmark(item.value);
    if (typeof text !== "string")
      return markedLike({ value: ANYTHING.value, type: "string" }, marks);
    texts.push(text);
  }
  return markedLike({ value: texts.join(""), type: "string" }, marks);
}
