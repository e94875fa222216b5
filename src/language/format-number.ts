// Numbers as Go's math/big prints them for the verbs of format(): %e, %f and %g with a precision or with as few
// digits as lead back to the number, and whole numbers in any base with width, sign and prefix.

import {
  binaryOf,
  type Decimal,
  exactDecimal,
  type Numeral,
  plainText,
  roundDecimal,
  shortestDecimal,
} from "../model/big-float.js";
import { signOf } from "./arithmetic.js";

/** What may stand between the percent sign of a verb and its letter. */
export interface Layout {
  readonly flags: ReadonlySet<string>;
  readonly width?: number;
  readonly precision?: number;
}

/** As `%e`, `%f`, `%g` or, with a capital letter for the exponent, `%E` and `%G`. */
export function formatFloat(value: Numeral, verb: string, layout: Layout): string {
  const { flags, width = 0 } = layout;
  const precision = layout.precision ?? (verb.toLowerCase() === "g" ? undefined : 6);
  const text = floatText(value, verb, precision);
  const sign = signText(value, flags);
  const padding = width - sign.length - text.length;
  if (padding <= 0) return sign + text;
  if (flags.has("0")) return sign + "0".repeat(padding) + text;
  return flags.has("-") ? sign + text + " ".repeat(padding) : " ".repeat(padding) + sign + text;
}

/** |`value`|; without a precision in as few digits as lead back to it, which `%g` alone can be without. */
export function floatText(value: Numeral, verb: string, precision: number | undefined): string {
  const letter = verb.toLowerCase();
  const exponent = verb === letter ? "e" : "E";
  if (letter === "g") return generalText(value, exponent, precision);
  const digits = precision ?? 0;
  const exact = decimalOf(value);
  if (letter === "f") return fixedText(round(exact, exact.point + digits), digits);
  return scientificText(round(exact, 1 + digits), exponent, digits);
}

/** With an exponent where that is below -4 or not below the precision, which counts as 6 if there is none. */
function generalText(value: Numeral, letter: string, precision: number | undefined): string {
  const wanted = precision === undefined ? undefined : Math.max(precision, 1);
  const decimal = wanted === undefined ? shortestOf(value) : round(decimalOf(value), wanted);
  const { digits, point } = decimal;
  const isShort = wanted !== undefined && wanted > digits.length && digits.length >= point;
  const limit = wanted === undefined ? 6 : isShort ? digits.length : wanted;
  if (point - 1 >= -4 && point - 1 < limit) return digits === "" ? "0" : plainText(decimal);
  return scientificText(decimal, letter, Math.max(digits.length - 1, 0));
}

function fixedText({ digits, point }: Decimal, places: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (places === 0) return whole;
  const zeros = "0".repeat(Math.min(Math.max(-point, 0), places));
  const fraction = zeros + digits.slice(Math.max(point, 0));
  return `${whole}.${fraction.slice(0, places).padEnd(places, "0")}`;
}

function scientificText({ digits, point }: Decimal, letter: string, places: number): string {
  const fraction = places === 0 ? "" : `.${digits.slice(1, places + 1).padEnd(places, "0")}`;
  const power = digits === "" ? 0 : point - 1;
  const sign = power < 0 ? "-" : "+";
  return `${digits[0] ?? "0"}${fraction}${letter}${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

function round(decimal: Decimal, count: number): Decimal {
  return count < 0 ? decimal : roundDecimal(decimal, count);
}

function decimalOf(value: Numeral): Decimal {
  return value === 0 ? { digits: "", point: 0 } : exactDecimal(binaryOf(value));
}

function shortestOf(value: Numeral): Decimal {
  return typeof value === "number" ? decimalOf(value) : shortestDecimal(value);
}

function signText(value: Numeral, flags: ReadonlySet<string>): string {
  if (signOf(value) < 0) return "-";
  return flags.has("+") ? "+" : flags.has(" ") ? " " : "";
}

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, x: 16, X: 16 };
const PREFIXES: Readonly<Record<string, string>> = { b: "0b", o: "0", x: "0x", X: "0X" };

/** A whole number as `%b`, `%o`, `%d`, `%x` or `%X`. The precision is the least number of digits. */
export function formatInteger(value: Numeral, verb: string, layout: Layout): string {
  const { flags, width = 0, precision } = layout;
  const { mantissa, exponent } = binaryOf(value);
  const whole = mantissa << BigInt(exponent);
  if (whole === 0n && precision === 0) return "";
  const plain = (whole < 0n ? -whole : whole).toString(BASES[verb]);
  const digits = (verb === "X" ? plain.toUpperCase() : plain).padStart(precision ?? 0, "0");
  const head = signText(value, flags) + (flags.has("#") ? (PREFIXES[verb] ?? "") : "");
  const length = head.length + digits.length;
  if (length >= width) return head + digits;
  if (flags.has("-")) return (head + digits).padEnd(width);
  if (flags.has("0") && precision === undefined)
    return head + digits.padStart(width - head.length, "0");
  return (head + digits).padStart(width);
}
