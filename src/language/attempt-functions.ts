// try and can, exactly as Terraform 1.11 has them. They are given their arguments unevaluated, since an error in
// one is no error of the whole; so is templatestring its first, which has to be written in one way.

import type { Diagnostic } from "../model/diagnostic.js";
import { isWhollyKnown, UNKNOWN } from "../model/value.js";
import type { Outside } from "./outside.js";
import type { Outcome } from "./refusal.js";
import { refuse } from "./refusal.js";
import { ANYTHING, type TypedValue } from "./typed-value.js";

/** A function that evaluates its first arguments itself. */
export interface LazyFunction {
  /** How many; what comes behind them is evaluated before. */
  readonly lazyCount: number;
  readonly applyLazily: (args: readonly Attempt[], outside: Outside | undefined) => Outcome;
}

/** An argument that is not evaluated yet. */
export interface Attempt {
  /** The errors do not count unless they are passed on. */
  readonly evaluate: () => TypedValue & { readonly diagnostics: readonly Diagnostic[] };
  /** It is written as a name and steps from it, without parentheses or quotes. */
  readonly isReference: boolean;
}

/** The first argument without errors. As long as a part of it is unknown it may still come to have some. */
export const tryFirst: LazyFunction = {
  lazyCount: Number.POSITIVE_INFINITY,
  applyLazily: (args) => {
    const failures: string[] = [];
    for (const attempt of args) {
      const { diagnostics, ...typed } = attempt.evaluate();
      if (diagnostics.length === 0) {
        return isWhollyKnown(typed.value) ? typed : ANYTHING;
      }
      failures.push(...diagnostics.map(({ detail }) => detail));
    }
    if (args.length === 0) return refuse(ERROR, "try() needs an argument.");
    return refuse(ERROR, `Each argument of try() has an error: ${failures.join(" ")}`);
  },
};

export const can: LazyFunction = {
  lazyCount: Number.POSITIVE_INFINITY,
  applyLazily: (args) => {
    const [attempt] = args;
    if (attempt === undefined || args.length > 1) {
      return refuse(ERROR, `can() takes 1 argument and was given ${args.length}.`);
    }
    const { value, diagnostics } = attempt.evaluate();
    if (diagnostics.length > 0) return { value: false, type: "bool" };
    return { value: isWhollyKnown(value) ? true : UNKNOWN, type: "bool" };
  },
};

const ERROR = "Error in function call";
