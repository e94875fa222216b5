// Puts an answer of Terraform and a value of ours into one form, in which equal means equal: what is
// unknown, what is sensitive, and every known leaf.

import { compareNumbers } from "../../../src/language/arithmetic.js";
import type { Evaluated } from "../../../src/language/evaluate.js";
import { typeOf } from "../../../src/language/typed-value.js";
import {
  type BigFloat,
  doubleOf,
  isBigFloat,
  numeralOfDouble,
} from "../../../src/model/big-float.js";
import { parseNumber } from "../../../src/model/number-text.js";
import { isList, isMarked, isObject, isUnknown, type Value } from "../../../src/model/value.js";
import type { Answer } from "./terraform-oracle.js";

/** `refused`, or a tree with a text for every leaf: `?` for unknown, `!` before what is sensitive. */
export type Form = unknown;

export function formOfAnswer(answer: Answer): Form {
  if (answer.kind === "refused") return "refused";
  const value = formOfJson(answer.value, answer.unknown, answer.sensitive);
  return answer.type === undefined || answer.value === null
    ? { value }
    : { value, type: answer.type };
}

export function formOfEvaluated(evaluated: Evaluated, isTyped: boolean): Form {
  if (evaluated.diagnostics.length > 0) return "refused";
  const value = formOfValue(evaluated.value);
  return isTyped ? { value, type: typeOf(evaluated) } : { value };
}

function formOfJson(value: unknown, unknown: unknown, sensitive: unknown): unknown {
  if (sensitive === true) return { sensitive: formOfJson(value, unknown, false) };
  if (unknown === true) return "?";
  const inside = (tree: unknown, key: string | number) =>
    typeof tree === "object" && tree !== null ? (tree as Record<string, unknown>)[key] : false;
  if (Array.isArray(value)) {
    return value.map((item, i) => formOfJson(item, inside(unknown, i), inside(sensitive, i)));
  }
  if (typeof value !== "object" || value === null) return value;
  const names = new Set([...Object.keys(value), ...Object.keys(Object(unknown))]);
  const entries = [...names].sort().map((name) => {
    const inner = formOfJson(inside(value, name), inside(unknown, name), inside(sensitive, name));
    return [name, inner] as const;
  });
  return Object.fromEntries(entries);
}

function formOfValue(value: Value): unknown {
  if (isMarked(value)) return { sensitive: formOfValue(withoutInnerMarks(value.value)) };
  if (isUnknown(value)) return "?";
  if (isBigFloat(value)) return `#${planned(value)}`;
  if (isList(value)) return value.map(formOfValue);
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, formOfValue(value[name] ?? null)]));
}

/** The digits that are left of a number in a plan: 64 bits and doubles as they are, any other by its text. */
function planned(value: BigFloat): string {
  const isLong = value.isInteger && value.exponent < 64;
  const whole = isLong ? value.mantissa << BigInt(value.exponent) : undefined;
  if (whole !== undefined && whole === BigInt.asIntN(64, whole)) return whole.toString();
  const double = numeralOfDouble(doubleOf(value));
  const isDouble = !value.isInteger && double !== undefined && compareNumbers(double, value) === 0;
  return String(isDouble ? double : parseNumber(value.toString()));
}

/** Plan JSON does not show marks inside what is sensitive as a whole. */
function withoutInnerMarks(value: Value): Value {
  if (isMarked(value)) return withoutInnerMarks(value.value);
  if (isList(value)) return value.map(withoutInnerMarks);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withoutInnerMarks(item)]),
  );
}
