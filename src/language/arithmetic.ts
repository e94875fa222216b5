// Arithmetic as Terraform's numbers do it (go-cty on math/big): each operation rounds once, to the precision
// of the more precise operand.

import {
  binaryOf,
  bitLength,
  type Numeral,
  numeral,
  PRECISION,
  precisionOf,
} from "../model/big-float.js";
import { quotient } from "../model/number-text.js";

export function add(a: Numeral, b: Numeral): Numeral {
  if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a + b)) return a + b;
  const [x, y] = [binaryOf(a), binaryOf(b)];
  const exponent = Math.min(x.exponent, y.exponent);
  const sum = at(x.mantissa, x.exponent - exponent) + at(y.mantissa, y.exponent - exponent);
  return numeral(sum, exponent, Math.max(precisionOf(a), precisionOf(b)));
}

export function subtract(a: Numeral, b: Numeral): Numeral {
  return add(a, negate(b));
}

export function negate(value: Numeral): Numeral {
  if (typeof value === "number") return value === 0 ? 0 : -value;
  return numeral(-value.mantissa, value.exponent, value.precision);
}

export function absolute(value: Numeral): Numeral {
  return signOf(value) < 0 ? negate(value) : value;
}

/** A product of imprecise numbers gets the bits that it needs. */
export function multiply(a: Numeral, b: Numeral): Numeral {
  if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a * b)) {
    return a * b === 0 ? 0 : a * b;
  }
  const [x, y] = [binaryOf(a), binaryOf(b)];
  const product = x.mantissa * y.mantissa;
  const wanted = Math.max(precisionOf(a), precisionOf(b), bitLength(product));
  return numeral(product, x.exponent + y.exponent, Math.min(wanted, PRECISION));
}

/** `b` is not 0. */
export function divide(a: Numeral, b: Numeral): Numeral {
  if (typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a / b)) {
    return a / b === 0 ? 0 : a / b;
  }
  return quotient(binaryOf(a), binaryOf(b), Math.max(precisionOf(a), precisionOf(b)));
}

/** What is left after as many whole `b` as fit, of the sign of `a`; by 0 it is `a`. */
export function remainder(a: Numeral, b: Numeral): Numeral {
  if (b === 0) return a;
  if (typeof a === "number" && typeof b === "number") return a % b === 0 ? 0 : a % b;
  return subtract(a, multiply(b, truncate(divide(a, b))));
}

/** Without what is behind the point. */
export function truncate(value: Numeral): Numeral {
  if (typeof value === "number" || value.isInteger) return value;
  const places = BigInt(-value.exponent);
  const isNegative = value.mantissa < 0n;
  const whole = (isNegative ? -value.mantissa : value.mantissa) >> places;
  return numeral(isNegative ? -whole : whole, 0, value.precision);
}

/** The nearest whole number that is not above. */
export function floor(value: Numeral): Numeral {
  const whole = truncate(value);
  return compareNumbers(whole, value) > 0 ? subtract(whole, 1) : whole;
}

/** The nearest whole number that is not below. */
export function ceil(value: Numeral): Numeral {
  const whole = truncate(value);
  return compareNumbers(whole, value) < 0 ? add(whole, 1) : whole;
}

export function signOf(value: Numeral): number {
  if (typeof value === "number") return Math.sign(value);
  return value.mantissa < 0n ? -1 : 1;
}

/** Negative, zero or positive: by all bits, also where both are written alike. */
export function compareNumbers(a: Numeral, b: Numeral): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const signs = signOf(a) - signOf(b);
  if (signs !== 0) return signs;
  const [x, y] = [binaryOf(a), binaryOf(b)];
  const exponent = Math.min(x.exponent, y.exponent);
  const left = at(x.mantissa, x.exponent - exponent);
  const right = at(y.mantissa, y.exponent - exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

function at(mantissa: bigint, shift: number): bigint {
  return mantissa << BigInt(shift);
}
