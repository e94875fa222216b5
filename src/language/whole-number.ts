// Whole numbers as arguments of functions: a count, a position.

import { isBigFloat } from "../model/big-float.js";
import type { Value } from "../model/value.js";
import { type Refusal, refuse } from "./refusal.js";

/** A known number exactly, as far as 64 bits reach; undefined for fractions and what is further. */
export function exactWhole(value: Value | undefined): bigint | undefined {
  if (typeof value === "number") return BigInt(value);
  if (!isBigFloat(value) || !value.isInteger || value.exponent > 64) return undefined;
  const exact = value.mantissa << BigInt(value.exponent);
  return exact === BigInt.asIntN(64, exact) ? exact : undefined;
}

/** The same as a count or position: beyond safe integers not exact, and larger than any length. */
export function wholeNumber(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  const exact = exactWhole(value);
  return exact === undefined ? undefined : Number(exact);
}

export function refuseWhole(name: string, parameter: string): Refusal {
  const detail = `The argument "${parameter}" of ${name}() must be a whole number of at most 64 bits.`;
  return refuse("Invalid function argument", detail);
}
