// Facts that only apply will tell.

/** Stands for such a fact. No text, so that no name is taken for it. */
export const NOT_KNOWN: unique symbol = Symbol("known only after apply");

/** Stands for an inventory path that only apply will tell, where a text is needed. No path looks so. */
export const PATH_NOT_KNOWN = "(known after apply)";

/** A fact that may be unknown until apply; what rests on it gets the verdict `unknown`. */
export type Maybe<T> = T | typeof NOT_KNOWN;

/** A fact as far as it is known, else null. */
export function known<T>(fact: Maybe<T>): T | null {
  return fact === NOT_KNOWN ? null : fact;
}
