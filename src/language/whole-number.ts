// Whole numbers as arguments of functions: a count, a position.

import { isBigFloat } from "../model/big-float.js";
import type { Value } from "../model/value.js";

const BEYOND = 2n ** 63n;

/**
 * A known number as a count or position, as far as 64 bits reach; undefined for fractions and what is further.
 * Those beyond safe integers are not exact, and larger than any length.
 */
export function wholeNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (!isBigFloat(value) || !value.isInteger) return undefined;
  const exact = value.mantissa * 2n ** BigInt(value.exponent);
  return exact >= -BEYOND && exact < BEYOND ? Number(exact) : undefined;
}
