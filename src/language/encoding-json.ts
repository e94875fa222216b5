// jsonencode and jsondecode, exactly as Terraform 1.11 has them: keys in the order of their bytes, the escapes of
// Go's writer, and no digit of a number lost.

import { type JsonDialect, readerOf, readJson } from "../files/read-json.js";
import { isJsonArray, isJsonObject, type Json } from "../model/json.js";
import { numeralOf } from "../model/number-text.js";
import type { Type } from "../model/type.js";
import {
  isList,
  isNumber,
  isObject,
  isWhollyKnown,
  NOT_NULL,
  unmark,
  type Value,
} from "../model/value.js";
import { withoutHalves } from "../model/well-formed.js";
import { convert, isFailure } from "./convert.js";
import type { FunctionSpec } from "./function-call.js";
import { isNeverNull, prefixOf, refine } from "./refine.js";
import { type Refusal, refuse } from "./refusal.js";
import { textOf } from "./text-call.js";
import { normalize, sortedNames } from "./text-order.js";
import { impliedType, type Shape, shapeOf } from "./typed-value.js";

export const jsonencode: FunctionSpec = {
  parameters: [
    { name: "val", type: "dynamic", accepts: { null: true, unknown: true, anyType: true } },
  ],
  resultType: () => "string",
  apply: ([typed = { value: null }]) => {
    if (isWhollyKnown(typed.value)) return { value: jsonOf(typed.value), type: "string" };
    const prefix = isNeverNull(typed.value) ? OPENINGS[shapeOf(typed)] : undefined;
    return refine({ value: NOT_NULL, type: "string" }, prefix === undefined ? {} : { prefix });
  },
};

/** How JSON of a value begins, by what the value is. */
const OPENINGS: Readonly<Partial<Record<Shape, string>>> = {
  string: '"',
  ...{ object: "{", map: "{" },
  ...{ tuple: "[", list: "[", set: "[" },
};

export const jsondecode: FunctionSpec = {
  mayGiveNull: true,
  parameters: [{ name: "str", type: "string" }],
  resultType: ([text = { value: null }]) => typeByStart(prefixOf(text.value)),
  apply: ([text]) => {
    const reader = readerOf(textOf(text), { dialect: DIALECT });
    const value = readJson(reader);
    const { failure, problems } = reader;
    if (failure !== undefined) {
      const where = `It stands at offset ${failure.position}.`;
      return refuseText(`${failure.detail} ${where}`);
    }
    // What is wrong with a key or a number would show it, and it may be secret.
    if (problems.length > 0) {
      return refuseText("A key stands twice with values of other types, or a number is too long.");
    }
    if (hasForeignKey(value)) return refuseText("Keys must be in Unicode's normal form C.");
    return { value: normalized(value) };
  },
};

/** What a text that begins so is the JSON of, if it is known to be any; `dynamic` where it goes on to matter. */
function typeByStart(start: string): Type | Refusal {
  const [first] = start.trimStart();
  if (first === undefined || "{[n".includes(first)) return "dynamic";
  if (first === '"') return "string";
  if ("tf".includes(first)) return "bool";
  return /[-\d]/.test(first) ? "number" : refuseText("JSON does not begin like this.");
}

function refuseText(why: string): Refusal {
  return refuse("Error in function call", `jsondecode() cannot read this text: ${why}`);
}

/** Of two equal keys the last one counts, as long as what stands before could be of its type. */
const DIALECT: JsonDialect = {
  keyOf: (text) => text,
  numberOf: numeralOf,
  resolveTwice: (earlier, later) => {
    const isReadable =
      earlier === null || (later !== null && isOfType(earlier, impliedType(later)));
    return isReadable ? later : undefined;
  },
};

function isOfType(value: Json, type: Type): boolean {
  return !isFailure(convert({ value }, type));
}

function hasForeignKey(value: Json): boolean {
  if (isJsonArray(value)) return value.some(hasForeignKey);
  if (!isJsonObject(value)) return false;
  const names = Object.keys(value);
  return names.some((name) => normalize(name) !== name || hasForeignKey(value[name] ?? null));
}

/** Text in normal form C; half a surrogate pair, which UTF-8 cannot write, as U+FFFD. */
function normalized(value: Value): Value {
  if (typeof value === "string") return normalize(withoutHalves(value));
  if (isList(value)) return value.map(normalized);
  if (!isObject(value)) return value;
  const members = Object.entries(value);
  return Object.fromEntries(
    members.map(([name, item]) => [withoutHalves(name), normalized(item)] as const),
  );
}

/** A value without unknown parts as JSON on one line. */
export function jsonOf(value: Value): string {
  const plain = unmark(value);
  if (typeof plain === "string") return jsonString(plain);
  if (isNumber(plain)) return String(plain);
  if (isList(plain)) return `[${plain.map(jsonOf).join(",")}]`;
  if (!isObject(plain)) return String(plain);
  const members = sortedNames(plain).map(
    (name) => `${jsonString(name)}:${jsonOf(plain[name] ?? null)}`,
  );
  return `{${members.join(",")}}`;
}

/** What HTML or JavaScript could trip over is escaped, too. */
function jsonString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
