// range and sum, exactly as Terraform 1.11 has them.

import type { Numeral } from "../model/big-float.js";
import { isList, isNumber, isWhollyKnown, UNKNOWN } from "../model/value.js";
import { add, compareNumbers, signOf } from "./arithmetic.js";
import { convert, isFailure } from "./convert.js";
import type { FunctionSpec } from "./function-call.js";
import { type Refusal, refuse } from "./refusal.js";
import { memberOf, NOTHING, shapeOf } from "./typed-value.js";

/** The most numbers that a range has. */
const MOST = 1024;

export const range: FunctionSpec = {
  parameters: [],
  rest: { name: "params", type: "number" },
  resultType: () => ["list", "number"],
  apply: (args) => {
    const numbers = args.map(({ value }) => (isNumber(value) ? value : 0));
    const limits = limitsOf(numbers);
    if ("summary" in limits) return limits;
    const { start, end, step } = limits;
    const direction = signOf(step) < 0 ? -1 : 1;
    if (direction * compareNumbers(end, start) < 0) {
      return refuse(INVALID, "The end of range() does not lie in the direction of its step.");
    }
    const value: Numeral[] = [];
    for (let next = start; direction * compareNumbers(next, end) < 0; next = add(next, step)) {
      if (value.length === MOST) {
        return refuse(ERROR, `A range() has at most ${MOST} numbers, and this one has more.`);
      }
      value.push(next);
    }
    return { value, type: ["list", "number"] };
  },
};

interface Limits {
  readonly start: Numeral;
  readonly end: Numeral;
  readonly step: Numeral;
}

function limitsOf(numbers: readonly Numeral[]): Limits | Refusal {
  const [first = 0, second = 0, third = 1] = numbers;
  if (numbers.length === 0 || numbers.length > 3) {
    const detail = `range() takes one, two or three arguments and was given ${numbers.length}.`;
    return refuse(ERROR, detail);
  }
  if (numbers.length === 3) return { start: first, end: second, step: third };
  const [start, end] = numbers.length === 1 ? [0, first] : [first, second];
  return { start, end, step: compareNumbers(end, start) < 0 ? -1 : 1 };
}

export const sum: FunctionSpec = {
  parameters: [{ name: "list", type: "dynamic" }],
  resultType: () => "number",
  apply: ([list = NOTHING]) => {
    const shape = shapeOf(list);
    const items = list.value;
    if (!isList(items)) return refuse(INVALID, `sum() takes a list, not a ${shape}.`);
    if (items.length === 0) return refuse(INVALID, "sum() cannot add up an empty list.");
    if (!isWhollyKnown(items)) return { value: UNKNOWN, type: "number" };
    let total: Numeral = 0;
    for (const i of items.keys()) {
      const converted = convert(memberOf(list, i), "number");
      const number = isFailure(converted) ? null : converted.value;
      if (!isNumber(number)) return refuse(INVALID, "sum() adds up numbers alone.");
      total = i === 0 ? number : add(total, number);
    }
    return { value: total, type: "number" };
  },
};

const ERROR = "Error in function call";
const INVALID = "Invalid function argument";
