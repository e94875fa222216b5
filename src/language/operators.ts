// What operators do. They are functions in all but their spelling: operands are converted, and null, unknown
// and sensitive ones dealt with, by the rules of function calls.

import { isWithinRange, type Numeral } from "../model/big-float.js";
import { isNumber, UNKNOWN, unmark, type Value } from "../model/value.js";
import { add, divide, multiply, negate, remainder, subtract } from "./arithmetic.js";
import { convert, isFailure } from "./convert.js";
import type { BinaryOperator, UnaryOperator } from "./expression.js";
import { applyFunction, type FunctionSpec, TAKES_ALL } from "./function-call.js";
import { isEqual } from "./is-equal.js";
import { type Answer, isLess } from "./refine.js";
import { isRefusal, type Outcome, refuse } from "./refusal.js";
import { markedLike, NOTHING, type TypedValue } from "./typed-value.js";

export function applyUnary(operator: UnaryOperator, operand: TypedValue): Outcome {
  return operate(operator, UNARY[operator], [operand]);
}

export function applyBinary(
  operator: BinaryOperator,
  left: TypedValue,
  right: TypedValue,
): Outcome {
  return operate(operator, BINARY[operator], [left, right]);
}

/** What an operator gives, also where it fails. */
export function resultType(operator: BinaryOperator): "number" | "bool" {
  return ["+", "-", "*", "/", "%"].includes(operator) ? "number" : "bool";
}

const SIDES = ["left", "right"] as const;

function operate(operator: string, spec: FunctionSpec, given: readonly TypedValue[]): Outcome {
  const operands: TypedValue[] = [];
  for (const [i, operand] of given.entries()) {
    const converted = convert(operand, spec.parameters[i]?.type ?? "dynamic");
    if (isFailure(converted)) {
      const detail = `The operand of "${operator}" does not fit: ${converted.failure}.`;
      const operand = given.length === 1 ? {} : { operand: SIDES[i] ?? "left" };
      return { ...refuse("Invalid operand", detail), ...operand };
    }
    operands.push(converted);
  }
  return applyFunction(operator, spec, operands);
}

const UNARY: Readonly<Record<UnaryOperator, FunctionSpec>> = {
  "!": marked(logical(1, ([operand]) => operand !== true)),
  "-": marked(arithmetic(([operand = 0]) => negate(operand), 1)),
};

const BINARY: Readonly<Record<BinaryOperator, FunctionSpec>> = {
  "||": logical(2, ([left, right]) => left === true || right === true),
  "&&": logical(2, ([left, right]) => left === true && right === true),
  "==": equality((equal) => equal),
  "!=": equality(not),
  "<": comparison(isBelow),
  "<=": comparison(isAtMost),
  ">": comparison((left, right) => isBelow(right, left)),
  ">=": comparison((left, right) => isAtMost(right, left)),
  "+": arithmetic(([left = 0, right = 0]) => add(left, right)),
  "-": arithmetic(([left = 0, right = 0]) => subtract(left, right)),
  "*": arithmetic(([left = 0, right = 0]) => multiply(left, right)),
  "/": arithmetic(([left = 0, right = 0]) => (right === 0 ? undefined : divide(left, right))),
  "%": arithmetic(([left = 0, right = 0]) => remainder(left, right)),
};

/** Of one operand, whose mark an unknown result does not have. */
function marked({ parameters: [operand], ...spec }: FunctionSpec): FunctionSpec {
  return {
    ...spec,
    parameters: operand === undefined ? [] : [{ ...operand, accepts: { marks: true } }],
    apply: ([given = NOTHING], outside) => {
      const outcome = spec.apply([{ ...given, value: unmark(given.value) }], outside);
      return isRefusal(outcome) ? outcome : markedLike(outcome, [given]);
    },
  };
}

function logical(count: number, decide: (operands: readonly Value[]) => boolean): FunctionSpec {
  const parameter = { name: "operand", type: "bool" } as const;
  return {
    parameters: Array.from({ length: count }, () => parameter),
    resultType: () => "bool",
    apply: (operands) => ({ value: decide(operands.map(({ value }) => value)), type: "bool" }),
  };
}

/** `compute` gives undefined where there is no result: only a division has none. */
function arithmetic(
  compute: (operands: readonly Numeral[]) => Numeral | undefined,
  count = 2,
): FunctionSpec {
  const parameter = { name: "operand", type: "number" } as const;
  return {
    parameters: Array.from({ length: count }, () => parameter),
    resultType: () => "number",
    apply: (operands) => {
      const value = compute(operands.map(numberOf));
      if (value === undefined) return refuse("Division by zero", "Nothing can be divided by zero.");
      if (isWithinRange(value)) return { value, type: "number" };
      return refuse("Number out of range", "The result has more digits than are of use.");
    },
  };
}

function comparison(decide: (left: TypedValue, right: TypedValue) => Answer): FunctionSpec {
  const parameter = { name: "operand", type: "number", accepts: { unknown: true } } as const;
  return {
    parameters: [parameter, parameter],
    resultType: () => "bool",
    apply: ([left = NOTHING, right = NOTHING]) => answer(decide(left, right)),
  };
}

function isBelow(left: TypedValue, right: TypedValue): Answer {
  return isLess(left.value, right.value);
}

function isAtMost(left: TypedValue, right: TypedValue): Answer {
  if (typeof left.value === "number" && typeof right.value === "number") {
    return left.value <= right.value;
  }
  const below = isBelow(left, right);
  if (below === true) return true;
  const equal = isEqual(left, right);
  return equal === false ? below : equal;
}

function answer(given: Answer): TypedValue {
  return { value: given === "unknown" ? UNKNOWN : given, type: "bool" };
}

function not(given: Answer): Answer {
  return given === "unknown" ? given : !given;
}

function numberOf(operand: TypedValue | undefined): Numeral {
  const value = operand?.value;
  return isNumber(value) ? value : 0;
}

function equality(decide: (equal: Answer) => Answer): FunctionSpec {
  const { marks: _, ...accepts } = TAKES_ALL;
  const parameter = { name: "operand", type: "dynamic", accepts } as const;
  return {
    parameters: [parameter, parameter],
    resultType: () => "bool",
    apply: ([left = NOTHING, right = NOTHING]) => answer(decide(isEqual(left, right))),
  };
}
