// Decimal text to number, as Terraform reads it: rounded to 512 bits, and exact where it is a safe integer.

import { bitLength, type Numeral, numeral, PRECISION } from "./big-float.js";

const DECIMAL = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?$/;

/** Decimal exponents beyond it are refused: their numbers have more digits than anybody can print. */
const MAX_EXPONENT = 100_000;

/** The number; `too large` for one of more digits than are of use; undefined for what is no number. */
export function parseNumber(text: string): Numeral | "too large" | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, mantissa = "", power = "0"] = match;
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return 0;
  const exponent = Number(power) - fraction.length;
  if (digits.length <= 15 && exponent === 0) return sign === "-" ? -Number(digits) : Number(digits);
  if (Math.abs(exponent) > MAX_EXPONENT || digits.length > MAX_EXPONENT) return "too large";
  const magnitude = BigInt(digits);
  return scaled(sign === "-" ? -magnitude : magnitude, exponent);
}

/** {@link parseNumber} of the text of a number, as readers of JSON need it: undefined for one that is too large. */
export function numeralOf(text: string): Numeral | undefined {
  const number = parseNumber(text);
  return number === "too large" ? undefined : number;
}

/** `value` × 10^`exponent`. */
function scaled(value: bigint, exponent: number): Numeral {
  if (exponent >= 0) return numeral(value * 10n ** BigInt(exponent), 0);
  return quotient(
    { mantissa: value, exponent: 0 },
    { mantissa: 10n ** BigInt(-exponent), exponent: 0 },
  );
}

interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** `a` / `b`, rounded once to `precision` bits; `b` is not 0. */
export function quotient(a: Binary, b: Binary, precision = PRECISION): Numeral {
  const shift = Math.max(0, precision + 2 + bitLength(b.mantissa) - bitLength(a.mantissa));
  const dividend = a.mantissa << BigInt(shift);
  const whole = dividend / b.mantissa;
  const isExact = whole * b.mantissa === dividend;
  // Whatever is left over moves the result off the middle between two numbers.
  const isNegative = a.mantissa < 0n !== b.mantissa < 0n;
  const sticky = isExact ? 0n : isNegative ? -1n : 1n;
  return numeral(whole * 2n + sticky, a.exponent - b.exponent - shift - 1, precision);
}
