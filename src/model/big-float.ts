// Numbers beyond JavaScript's safe integers. Terraform computes in binary floating point with a mantissa of 512
// bits, rounds to the nearest, and writes the fewest decimal digits that lead back to the same number. A safe
// integer stays a JavaScript number, so that a number has one form and most values cost nothing.

/** Bits of the mantissa of what is read from text and of most results. */
export const PRECISION = 512;

export type Numeral = number | BigFloat;

/** `mantissa` × 2^`exponent`, the mantissa odd; never a safe integer. Made by {@link numeral}. */
export class BigFloat {
  readonly kind = "number";
  #text: string | undefined;
  constructor(
    readonly mantissa: bigint,
    readonly exponent: number,
    /** Bits that the number is rounded to; a function that computes with fewer than 512 leaves fewer digits. */
    readonly precision: number,
  ) {}

  get isInteger(): boolean {
    return this.exponent >= 0;
  }

  /** The fewest digits that lead back to the number, without an exponent. */
  toString(): string {
    this.#text ??= decimalText(this);
    return this.#text;
  }

  /** JSON has no form of it that JavaScript writes (src/model/json-text.ts does). */
  toJSON(): never {
    throw new UnwritableNumber();
  }
}

/** Thrown by `JSON.stringify` at a {@link BigFloat}. */
export class UnwritableNumber extends Error {
  override readonly name = "UnwritableNumber";
}

/** `mantissa` × 2^`exponent`, rounded to `precision` bits, ties to even. */
export function numeral(mantissa: bigint, exponent: number, precision = PRECISION): Numeral {
  if (mantissa === 0n) return 0;
  const rounded = round(mantissa, exponent, precision);
  const zeros = trailingZeros(rounded.mantissa);
  const odd = rounded.mantissa >> BigInt(zeros);
  const power = rounded.exponent + zeros;
  if (power >= 0 && power <= 53) {
    const value = Number(odd) * 2 ** power;
    if (Number.isSafeInteger(value)) return value;
  }
  return new BigFloat(odd, power, precision);
}

interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** Mantissa and exponent of any number. */
export function binaryOf(value: Numeral): Binary {
  return typeof value === "number" ? { mantissa: BigInt(value), exponent: 0 } : value;
}

export function precisionOf(value: Numeral): number {
  return typeof value === "number" ? PRECISION : value.precision;
}

export function isBigFloat(value: unknown): value is BigFloat {
  return value instanceof BigFloat;
}

/** Powers of two beyond it are no result of arithmetic: all digits of such a number could not be written. */
const MAX_BINARY_EXPONENT = 1_000_000;

export function isWithinRange(value: Numeral): boolean {
  return typeof value === "number" || Math.abs(value.exponent) <= MAX_BINARY_EXPONENT;
}

/** A double, exactly: with the precision of doubles. Undefined for infinities and what is no number. */
export function numeralOfDouble(value: number): Numeral | undefined {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (!Number.isFinite(value)) return undefined;
  let scaled = value;
  let exponent = 0;
  // A double has 1074 binary places at most; each step is exact.
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent--;
  }
  return numeral(BigInt(scaled), exponent, 53);
}

/** The nearest double. */
export function doubleOf(value: Numeral): number {
  return typeof value === "number" ? value : Number(value.toString());
}

export function bitLength(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(16);
  return (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(digits[0] ?? "0", 16)));
}

function round(mantissa: bigint, exponent: number, precision: number): Binary {
  const excess = bitLength(mantissa) - precision;
  if (excess <= 0) return { mantissa, exponent };
  const isNegative = mantissa < 0n;
  const magnitude = isNegative ? -mantissa : mantissa;
  const shift = BigInt(excess);
  const kept = magnitude >> shift;
  const rest = magnitude - (kept << shift);
  const half = 1n << (shift - 1n);
  const isUp = rest > half || (rest === half && (kept & 1n) === 1n);
  const result = isUp ? kept + 1n : kept;
  return { mantissa: isNegative ? -result : result, exponent: exponent + excess };
}

function trailingZeros(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(2);
  return digits.length - 1 - digits.lastIndexOf("1");
}

/** Digits without leading or trailing zeros; the value is 0.DIGITS × 10^`point`. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** All digits of |`value`|. */
export function exactDecimal({ mantissa, exponent }: Binary): Decimal {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const whole = exponent >= 0 ? magnitude << BigInt(exponent) : magnitude * 5n ** BigInt(-exponent);
  const text = whole.toString();
  const point = text.length + Math.min(exponent, 0);
  return { digits: text.replace(/0+$/, ""), point };
}

function decimalText(value: BigFloat): string {
  const { mantissa, exponent, precision } = value;
  const sign = mantissa < 0n ? "-" : "";
  const isExact = exponent >= 0 && bitLength(mantissa) + exponent <= precision;
  return sign + plainText(isExact ? exactDecimal(value) : shortestDecimal(value));
}

/** Without an exponent, however many zeros that takes. */
export function plainText({ digits, point }: Decimal): string {
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  if (digits.length <= point) return digits.padEnd(point, "0");
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * The fewest digits between the middles to both neighbours: a middle itself counts where the mantissa is even, for
 * it is rounded back to it. The way is that of Go's math/big, which Terraform writes numbers with.
 */
export function shortestDecimal({ mantissa, exponent, precision }: BigFloat): Decimal {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const shift = precision + 1 - bitLength(magnitude);
  const full = magnitude << BigInt(shift);
  const half = exponent - shift;
  const exact = exactDecimal({ mantissa: full, exponent: half });
  const lower = exactDecimal({ mantissa: full - 1n, exponent: half }).digits;
  const upper = exactDecimal({ mantissa: full + 1n, exponent: half }).digits;
  const isInclusive = (full & 2n) === 0n;
  for (let i = 0; i < exact.digits.length; i++) {
    const [low = "0", digit = "0", high = "0"] = [lower[i], exact.digits[i], upper[i]];
    const isDown = low !== digit || (isInclusive && i + 1 === lower.length);
    const isUp =
      digit !== high && (isInclusive || Number(digit) + 1 < Number(high) || i + 1 < upper.length);
    if (isDown && isUp) return roundDecimal(exact, i + 1);
    if (isDown) return trim({ digits: exact.digits.slice(0, i + 1), point: exact.point });
    if (isUp) return incrementAt(exact, i + 1);
  }
  return exact;
}

/** Rounded to `count` digits, ties to even. */
export function roundDecimal(decimal: Decimal, count: number): Decimal {
  const { digits, point } = decimal;
  if (digits.length <= count) return decimal;
  const next = digits[count] ?? "0";
  const isTie = next === "5" && count + 1 === digits.length;
  const isUp = isTie ? Number(digits[count - 1] ?? "0") % 2 === 1 : next >= "5";
  return isUp ? incrementAt(decimal, count) : trim({ digits: digits.slice(0, count), point });
}

/** The first `count` digits plus one in the last of them. */
function incrementAt({ digits, point }: Decimal, count: number): Decimal {
  const next = (BigInt(digits.slice(0, count)) + 1n).toString();
  return trim({ digits: next, point: point + (next.length - count) });
}

function trim({ digits, point }: Decimal): Decimal {
  return { digits: digits.replace(/0+$/, ""), point };
}
