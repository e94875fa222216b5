// abs, ceil, floor, log, max, min, parseint, pow and signum, exactly as Terraform 1.11 has them. log and pow
// compute with doubles. Terraform's infinities, which it can neither show nor store, are refused here.

import { bitLength, doubleOf, type Numeral, numeral, numeralOfDouble } from "../model/big-float.js";
import { isNumber, unmark } from "../model/value.js";
import { absolute, ceil as ceilOf, compareNumbers, floor as floorOf } from "./arithmetic.js";
import { naturalLog, power } from "./double-math.js";
import type { FunctionSpec } from "./function-call.js";
import { refuse } from "./refusal.js";
import { markedLike, shapeOf, type TypedValue } from "./typed-value.js";
import { refuseWhole, wholeNumber } from "./whole-number.js";

export const abs: FunctionSpec = {
  ...ofOne(absolute),
  // An unknown result does not have the mark.
  parameters: [{ name: "num", type: "number", accepts: { marks: true } }],
  apply: ([num]) => {
    const value = absolute(numeralOf(num && { ...num, value: unmark(num.value) }));
    return markedLike({ value, type: "number" }, num === undefined ? [] : [num]);
  },
};
export const ceil: FunctionSpec = ofOne(ceilOf);
export const floor: FunctionSpec = ofOne(floorOf);

export const max: FunctionSpec = extreme("max", (order) => order > 0);
export const min: FunctionSpec = extreme("min", (order) => order < 0);

export const log: FunctionSpec = ofDoubles("log", {
  names: ["num", "base"],
  compute: (num, base) => naturalLog(num) / naturalLog(base),
});
export const pow: FunctionSpec = ofDoubles("pow", { names: ["num", "power"], compute: power });

export const signum: FunctionSpec = {
  parameters: [{ name: "num", type: "number" }],
  resultType: () => "number",
  apply: ([num]) => {
    const whole = wholeNumber(num?.value);
    if (whole === undefined) return refuseWhole("signum", "num");
    return { value: Math.sign(whole) || 0, type: "number" };
  },
};

export const parseint: FunctionSpec = {
  parameters: [
    { name: "number", type: "dynamic" },
    { name: "base", type: "number" },
  ],
  resultType: ([text = { value: null }]) => {
    const shape = shapeOf(text);
    if (shape === "string") return "number";
    return refuse("Invalid function argument", `parseint() reads a string, not a ${shape}.`);
  },
  apply: ([text, base]) => {
    const radix = wholeNumber(base?.value);
    if (radix === undefined || radix < 2 || radix > 62) {
      const detail = "The base of parseint() must be a whole number from 2 to 62.";
      return refuse("Invalid function argument", detail);
    }
    const value = parseDigits(String(text?.value), radix);
    if (value !== undefined) return { value: wholeNumeral(value), type: "number" };
    const detail = "The text that parseint() reads is no whole number of this base.";
    return refuse("Invalid function argument", detail);
  },
};

function ofOne(compute: (num: Numeral) => Numeral): FunctionSpec {
  return {
    parameters: [{ name: "num", type: "number" }],
    resultType: () => "number",
    apply: ([num]) => ({ value: compute(numeralOf(num)), type: "number" }),
  };
}

/** The first of the numbers that none of the others is beyond. */
function extreme(name: string, isBeyond: (order: number) => boolean): FunctionSpec {
  return {
    parameters: [],
    rest: { name: "numbers", type: "number" },
    resultType: () => "number",
    apply: (args) => {
      if (args.length === 0) {
        return refuse("Error in function call", `${name}() needs at least one number.`);
      }
      const value = args
        .map(numeralOf)
        .reduce((best, num) => (isBeyond(compareNumbers(num, best)) ? num : best));
      return { value, type: "number" };
    },
  };
}

interface DoubleFunction {
  readonly names: readonly [string, string];
  readonly compute: (a: number, b: number) => number;
}

function ofDoubles(name: string, { names, compute }: DoubleFunction): FunctionSpec {
  return {
    parameters: names.map((parameter) => ({ name: parameter, type: "number" }) as const),
    resultType: () => "number",
    apply: (args) => {
      const [a = 0, b = 0] = args.map((arg) => doubleOf(numeralOf(arg)));
      if (!Number.isFinite(a) || !Number.isFinite(b)) {
        return refuse("Invalid function argument", `${name}() takes numbers up to 1.8e308.`);
      }
      const value = numeralOfDouble(compute(a, b));
      if (value !== undefined) return { value, type: "number" };
      const detail = `${name}() has no finite result for these numbers.`;
      return refuse("Error in function call", detail);
    },
  };
}

function numeralOf(typed: TypedValue | undefined): Numeral {
  return isNumber(typed?.value) ? typed.value : 0;
}

/** Digits, then letters: below base 37 of either case alike, above it small ones before capital ones. */
function parseDigits(text: string, base: number): bigint | undefined {
  const [, sign = "", digits = ""] = /^([+-]?)([0-9A-Za-z]+)$/.exec(text) ?? [];
  if (digits === "") return undefined;
  let value = 0n;
  for (const char of digits) {
    const digit = digitOf(char, base);
    if (digit >= base) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  return sign === "-" ? -value : value;
}

function digitOf(char: string, base: number): number {
  if (char <= "9") return Number(char);
  const isCapital = char <= "Z";
  const letter = char.charCodeAt(0) - (isCapital ? 65 : 97);
  return isCapital && base > 36 ? letter + 36 : letter + 10;
}

/** With the bits it has, however many; at least 64. */
function wholeNumeral(value: bigint): Numeral {
  return numeral(value, 0, Math.max(64, bitLength(value)));
}
