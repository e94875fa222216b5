// The keywords of JSON Schema that limit a single value (enum, pattern, minimum …), judged by Ajv and put
// into sentences. Ajv is loaded with the first value that has such a keyword, and each distinct set of
// keywords is compiled once: loading costs more than validating ten thousand resources.

import { createRequire } from "node:module";
import type { ErrorObject, ValidateFunction } from "ajv";
import { isBigFloat } from "../model/big-float.js";
import { suggestion } from "../model/closest-name.js";
import { isList, type Value } from "../model/value.js";
import { describeValue } from "./describe-value.js";
import type { ItemJsonSchema, PropertyJsonSchema } from "./json-schema.js";
import { nameAt, type Position } from "./position.js";

const KEYWORDS = [
  "enum",
  "pattern",
  "format",
  "minLength",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
] as const;

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
const byKeywords = new Map<string, ValidateFunction>();

function validatorOf(property: PropertyJsonSchema | ItemJsonSchema): ValidateFunction | undefined {
  const found = byProperty.get(property) ?? compile(property);
  byProperty.set(property, found);
  return found === "none" ? undefined : found;
}

function compile(property: PropertyJsonSchema | ItemJsonSchema): ValidateFunction | "none" {
  const given: ReadonlyMap<string, unknown> = new Map(Object.entries(property));
  const limits = KEYWORDS.filter((k) => given.has(k)).map((k) => [k, given.get(k)] as const);
  if (limits.length === 0) return "none";
  const schema = { type: property.type, ...Object.fromEntries(limits) };
  const key = JSON.stringify(schema);
  const validate = byKeywords.get(key) ?? loadAjv().compile(schema);
  byKeywords.set(key, validate);
  return validate;
}

type AjvInstance = InstanceType<typeof import("ajv").Ajv>;
let ajv: AjvInstance | undefined;

function loadAjv(): AjvInstance {
  if (ajv === undefined) {
    const { Ajv } = createRequire(import.meta.url)("ajv") as typeof import("ajv");
    // Our own schemas are checked by a test: checking them again takes longer than all they judge.
    ajv = new Ajv({ allErrors: true, meta: false, validateSchema: false });
    ajv.addFormat("date-time", isDateTime);
  }
  return ajv;
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function isDateTime(text: string): boolean {
  const day = DATE_TIME.exec(text)?.[1];
  return day !== undefined && !Number.isNaN(Date.parse(text)) && isDay(day);
}

/** A day that its month does not have is read as one of the next. */
function isDay(day: string): boolean {
  return new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().startsWith(day);
}
