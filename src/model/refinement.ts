// What is certain of a value that is not known yet. The facts are go-cty's; the plugin protocol carries them
// in MessagePack under the keys 1 to 6, in the order they have here.

import type { Numeral } from "./big-float.js";

export interface Refinement {
  readonly isNotNull?: true;
  /** How a string begins, in Unicode's normal form C and ending where a character certainly ends. */
  readonly prefix?: string;
  readonly min?: Bound;
  readonly max?: Bound;
  /** How many elements a list, set or map has at least; without it 0. */
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Of a number. */
export interface Bound {
  readonly value: Numeral;
  readonly isInclusive: boolean;
}
