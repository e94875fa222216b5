// Logarithm and power of doubles, bit for bit as Terraform computes them: with Go's math package on amd64, whose
// last digits differ from those of JavaScript's Math. The constants are FreeBSD's (log) and those of N. Shibata,
// "Efficient evaluation methods of elementary functions" (exp), which Go took them from.

import { binaryOf, doubleOf, numeral, numeralOfDouble } from "../model/big-float.js";

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOG_EVEN = [0.3999999999940942, 0.22222198432149784, 0.15313837699209373];
const LOG_ODD = [0.6666666666666735, 0.2857142874366239, 0.1818357216161805, 0.14798198605116586];

/** The natural logarithm: NaN of what is negative, -Infinity of 0. */
export function naturalLog(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return Math.log(x);
  const { fraction, exponent } = splitBits(x);
  const isSmall = fraction <= Math.SQRT1_2;
  const f = (isSmall ? fraction * 2 : fraction) - 1;
  const k = isSmall ? exponent - 1 : exponent;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const rest = s2 * horner(LOG_ODD, s4) + s4 * horner(LOG_EVEN, s4);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + rest) + k * LN2_LOW) - f);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => coefficient + x * sum, 0);
}

/** `x` to the power of `y`: NaN for a root of what is negative. Both are finite. */
export function power(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (y === 1) return x;
  if (x === 0) return y < 0 ? Number.POSITIVE_INFINITY : 0;
  if (y === 0.5) return Math.sqrt(x);
  if (y === -0.5) return 1 / Math.sqrt(x);
  const whole = Math.trunc(Math.abs(y));
  const part = Math.abs(y) - whole;
  if (part !== 0 && x < 0) return Number.NaN;
  if (whole >= 2 ** 63) return hugePower(x, y);
  const isUp = part > 0.5;
  const rest = part === 0 ? 1 : exponential((isUp ? part - 1 : part) * naturalLog(x));
  const { fraction, exponent } = raise(x, BigInt(isUp ? whole + 1 : whole), rest);
  return y < 0 ? join(1 / fraction, -exponent) : join(fraction, exponent);
}

function hugePower(x: number, y: number): number {
  if (x === -1) return 1;
  return Math.abs(x) < 1 === y > 0 ? 0 : Number.POSITIVE_INFINITY;
}

interface Parts {
  readonly fraction: number;
  readonly exponent: number;
}

/** `start` × `x`^`count`, by squaring. */
function raise(x: number, count: bigint, start: number): Parts {
  let { fraction: square, exponent: power } = split(x);
  let fraction = start;
  let exponent = 0;
  for (let left = count; left !== 0n; left >>= 1n) {
    if (Math.abs(power) > 4096) return { fraction, exponent: exponent + power };
    if ((left & 1n) === 1n) {
      fraction *= square;
      exponent += power;
    }
    square *= square;
    power *= 2;
    if (square < 0.5) {
      square += square;
      power--;
    }
  }
  return { fraction, exponent };
}

const LN2_UPPER = 0.693147180559663;
const LN2_LOWER = 2.8235290563031577e-13;
const EXP = [1, 0.5, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040];

/** e^`x`, for an `x` whose result is a normal double; with fused operations, as processors have them. */
function exponential(x: number): number {
  const exponent = roundToEven(x * Math.LOG2E);
  const reduced = fused(-exponent, LN2_LOWER, fused(-exponent, LN2_UPPER, x)) * 0.0625;
  const series = EXP.reduceRight((sum, term) => fused(sum, reduced, term), 1 / 40320);
  let result = reduced * series;
  for (let i = 0; i < 3; i++) result *= result + 2;
  return join(fused(result, result + 2, 1), exponent);
}

/** `a` × `b` + `c`, rounded once. */
function fused(a: number, b: number, c: number): number {
  const [x, y, z] = [a, b, c].map((value) => binaryOf(numeralOfDouble(value) ?? 0));
  if (x === undefined || y === undefined || z === undefined) return Number.NaN;
  const exponent = Math.min(x.exponent + y.exponent, z.exponent);
  const product = (x.mantissa * y.mantissa) << BigInt(x.exponent + y.exponent - exponent);
  return doubleOf(numeral(product + (z.mantissa << BigInt(z.exponent - exponent)), exponent, 53));
}

function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : below + 1;
}

/** `x` = fraction × 2^exponent, the fraction from 0.5 to below 1, of the sign of `x`. */
function split(x: number): Parts {
  if (Math.abs(x) >= 2 ** -1022) return splitBits(x);
  const { fraction, exponent } = splitBits(x * 2 ** 60);
  return { fraction, exponent: exponent - 60 };
}

/** The same from the bits of `x`, which is wrong below 2^-1022: the logarithm of Go is wrong there, too. */
function splitBits(x: number): Parts {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const head = bits.getUint16(0);
  bits.setUint16(0, (head & 0x800f) | (0x3fe << 4));
  return { fraction: bits.getFloat64(0), exponent: ((head >> 4) & 0x7ff) - 0x3fe };
}

/** fraction × 2^exponent, rounded once. */
function join(fraction: number, exponent: number): number {
  const parts = split(fraction);
  const power = parts.exponent + exponent;
  if (power > 1024) return fraction * Number.POSITIVE_INFINITY;
  if (power < -1080) return 0;
  if (power > 0) return parts.fraction * 2 * 2 ** (power - 1);
  return parts.fraction * 2 ** -60 * 2 ** (power + 60);
}
