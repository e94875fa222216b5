// What most functions of text have in common: strings go in, known and without marks, and a string or a bool
// comes out.

import type { Type } from "../model/type.js";
import type { Value } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import type { Refusal } from "./refusal.js";
import { normalize } from "./text-order.js";
import type { TypedValue } from "./typed-value.js";

/** A function of strings, one for each of `names`, that gives a string. */
export function textFunction(
  names: readonly string[],
  compute: (...texts: readonly string[]) => string | Refusal,
): FunctionSpec {
  return ofTexts("string", names, (...texts) => {
    const result = compute(...texts);
    return typeof result === "string" ? normalize(result) : result;
  });
}

/** A function of strings that gives a bool. */
export function textPredicate(
  names: readonly string[],
  decide: (...texts: readonly string[]) => boolean,
): FunctionSpec {
  return ofTexts("bool", names, decide);
}

/** The text of an argument that is known to be a string. */
export function textOf(typed: TypedValue | undefined): string {
  return String(typed?.value);
}

function ofTexts(
  type: Type,
  names: readonly string[],
  compute: (...texts: readonly string[]) => Exclude<Value, object> | Refusal,
): FunctionSpec {
  return {
    parameters: names.map((name) => ({ name, type: "string" }) as const),
    resultType: () => type,
    apply: (args) => {
      const result = compute(...args.map(textOf));
      return typeof result === "object" && result !== null ? result : { value: result, type };
    },
  };
}
