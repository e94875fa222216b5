// The keywords of JSON Schema that limit a single value (enum, pattern, minimum …), judged by what Ajv made of them
// when our schemas were generated, and put into sentences.

import type { ErrorObject, ValidateFunction } from "ajv";
import { isBigFloat } from "../model/big-float.js";
import { suggestion } from "../model/closest-name.js";
import { invariant } from "../model/invariant.js";
import { isList, type Value } from "../model/value.js";
import { describeValue } from "./describe-value.js";
import { KEYWORD_VALIDATORS } from "./generated/keyword-validators.js";
import type { ItemJsonSchema, PropertyJsonSchema } from "./json-schema.js";
import { keywordSetOf } from "./keyword-set.js";
import { nameAt, type Position } from "./position.js";

/** One sentence for each keyword that `value` breaks; elements of a list are not looked at. */
export function keywordErrors(
  property: PropertyJsonSchema | ItemJsonSchema,
  value: Value,
  at: Position,
): readonly string[] {
  if (isBigFloat(value))
    return [sentence(at, `a whole number of at most ${Number.MAX_SAFE_INTEGER}`, value)];
  const validate = validatorOf(property);
  if (validate === undefined) return [];
  // What a list holds may be unknown, and only its length matters here.
  if (validate(isList(value) ? value.map(() => 0) : value)) return [];
  return (validate.errors ?? []).map((error) => {
    const hint = at.secret ? "" : hintFor(error, value);
    return `${sentence(at, allowedBy(error, property), value)}${hint}`;
  });
}

function sentence(at: Position, allowed: string, value: Value): string {
  const received = at.secret ? "" : `, not ${describeValue(value)}`;
  return `"${nameAt(at)}" must be ${allowed}${received}.`;
}

function allowedBy(error: ErrorObject, property: PropertyJsonSchema | ItemJsonSchema): string {
  const limit = String(error.params.limit);
  switch (error.keyword) {
    case "enum":
      return `one of ${quoteAll(error.params.allowedValues)}`;
    case "pattern":
      return property["x-holdfast"]?.form ?? `of the form ${String(error.params.pattern)}`;
    case "format":
      return 'a date and time as in RFC 3339, such as "2027-01-31T00:00:00Z"';
    case "minLength":
      return limit === "1" ? "a text that is not empty" : `at least ${limit} characters long`;
    case "minimum":
      return `${limit} or more`;
    case "maximum":
      return `${limit} or less`;
    case "minItems":
      return `a list of at least ${limit}`;
    default:
      return `a list of at most ${limit}`;
  }
}

function hintFor(error: ErrorObject, value: Value): string {
  if (error.keyword !== "enum" || typeof value !== "string") return "";
  return suggestion(value, namesIn(error.params.allowedValues));
}

function quoteAll(values: unknown): string {
  return namesIn(values)
    .map((value) => JSON.stringify(value))
    .join(", ");
}

function namesIn(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

const byProperty = new WeakMap<object, ValidateFunction | "none">();

function validatorOf(property: PropertyJsonSchema | ItemJsonSchema): ValidateFunction | undefined {
  const found = byProperty.get(property) ?? lookUp(property);
  byProperty.set(property, found);
  return found === "none" ? undefined : found;
}

function lookUp(property: PropertyJsonSchema | ItemJsonSchema): ValidateFunction | "none" {
  const keywords = keywordSetOf(property);
  if (keywords === undefined) return "none";
  const validate = KEYWORD_VALIDATORS.get(keywords);
  invariant(validate !== undefined, `no validator was generated for ${keywords}`);
  return validate;
}
