// `f(a, list...)`: the elements of the last argument as arguments of their own.

import { isList, isUnknown, unmark } from "../model/value.js";
import { type Refusal, refuse } from "./refusal.js";
import { markedLike, memberOf, shapeOf, type TypedValue } from "./typed-value.js";

/** The arguments, a refusal, or undefined if it is not known how many there are. */
export function expandLast(
  given: readonly TypedValue[],
): readonly TypedValue[] | Refusal | undefined {
  const last = given.at(-1);
  if (last === undefined) return given;
  const plain = unmark(last.value);
  const shape = shapeOf(last);
  if (plain === null) return refuseLast('The argument before "..." is null.');
  if (shape === "dynamic") return undefined;
  if (shape !== "list" && shape !== "set" && shape !== "tuple") {
    return refuseLast(`The argument before "..." must be a list, and this is a ${shape}.`);
  }
  if (isUnknown(plain) || !isList(plain)) return undefined;
  const elements = plain.map((_, i) => markedLike(memberOf(last, i), [last]));
  return [...given.slice(0, -1), ...elements];
}

function refuseLast(detail: string): Refusal {
  return refuse("Invalid expanding argument value", detail);
}
