// try and can, exactly as Terraform 1.11 has them. They are given their arguments unevaluated, since an error in
// one is no error of the whole.

import type { Diagnostic } from "../model/diagnostic.js";
import { isWhollyKnown, UNKNOWN } from "../model/value.js";
import type { Outcome } from "./refusal.js";
import { refuse } from "./refusal.js";
import { ANYTHING, markedLike, type TypedValue } from "./typed-value.js";

/** A function that evaluates its arguments itself. */
export interface LazyFunction {
  readonly applyLazily: (args: readonly Attempt[]) => Outcome;
}

/** Evaluates an argument; the errors do not count unless they are passed on. */
export type Attempt = () => TypedValue & { readonly diagnostics: readonly Diagnostic[] };

/** The first argument without errors. As long as a part of it is unknown it may still come to have some. */
export const tryFirst: LazyFunction = {
  applyLazily: (args) => {
    const failures: string[] = [];
    for (const attempt of args) {
      const { diagnostics, ...typed } = attempt();
      if (diagnostics.length === 0) {
        return isWhollyKnown(typed.value) ? typed : markedLike(ANYTHING, [typed]);
      }
      failures.push(...diagnostics.map(({ detail }) => detail));
    }
    if (args.length === 0) return refuse(ERROR, "try() needs an argument.");
    return refuse(ERROR, `Each argument of try() has an error: ${failures.join(" ")}`);
  },
};

export const can: LazyFunction = {
  applyLazily: (args) => {
    const [attempt] = args;
    if (attempt === undefined || args.length > 1) {
      return refuse(ERROR, `can() takes 1 argument and was given ${args.length}.`);
    }
    const { value, diagnostics } = attempt();
    if (diagnostics.length > 0) return { value: false, type: "bool" };
    return { value: isWhollyKnown(value) ? true : UNKNOWN, type: "bool" };
  },
};

const ERROR = "Error in function call";
