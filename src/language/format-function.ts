// format and formatlist, exactly as Terraform 1.11 has them: the verbs of C's printf over values of any type, with
// flags, width, precision and the number of an argument in this order.

import {
  isList,
  isNumber,
  isUnknown,
  isWhollyKnown,
  NOT_NULL,
  UNKNOWN,
  type Value,
} from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import { jsonOf } from "./encoding-json.js";
import { floatText, formatFloat, formatInteger, type Layout } from "./format-number.js";
import type { FunctionSpec } from "./function-call.js";
import { refine } from "./refine.js";
import { isRefusal, type Outcome, type Refusal, refuse } from "./refusal.js";
import { mayShrink } from "./set-order.js";
import { textOf } from "./text-call.js";
import { certainStart, countGraphemes, graphemesOf } from "./text-graphemes.js";
import { normalize } from "./text-order.js";
import { memberOf, shapeOf, type TypedValue, typeOf } from "./typed-value.js";
import { isTupleType } from "./types.js";

const PARAMETERS = {
  parameters: [{ name: "format", type: "string" }],
  rest: { name: "args", type: "dynamic", accepts: { null: true, unknown: true } },
} as const;

export const format: FunctionSpec = {
  ...PARAMETERS,
  resultType: () => "string",
  apply: ([template, ...args]) => {
    const text = textIn("format", textOf(template), args);
    const [start = "", ...others] = textOf(template).split("%", 2);
    const prefix = others.length > 0 ? certainStart(start) : "";
    return isRefusal(text) || prefix === "" ? text : refine(text, { prefix });
  },
};

export const formatlist: FunctionSpec = {
  ...PARAMETERS,
  resultType: () => ["list", "string"],
  apply: ([template, ...args]) => {
    const type = ["list", "string"] as const;
    const lengths = lengthsOf(args);
    if ("summary" in lengths) return lengths;
    if (lengths.isOpen) return { value: UNKNOWN, type };
    const texts: Value[] = [];
    for (let round = 0; round < lengths.rounds; round++) {
      const each = args.map((arg) => (isSequence(arg) ? memberOf(arg, round) : arg));
      const outcome = textIn("formatlist", textOf(template), each);
      if ("summary" in outcome) return outcome;
      texts.push(outcome.value);
    }
    return { value: texts, type };
  },
};

/** How often formatlist() formats: as often as each of the sequences has elements, once if there is none. */
function lengthsOf(
  args: readonly TypedValue[],
): { readonly rounds: number; readonly isOpen: boolean } | Refusal {
  let isOpen = false;
  let first: { readonly at: number; readonly length: number } | undefined;
  for (const [at, arg] of args.entries()) {
    if (!isSequence(arg)) continue;
    const length = lengthOf(arg);
    isOpen ||= isUnknown(arg.value) || length === undefined;
    if (length === undefined) continue;
    first ??= { at, length };
    if (length === first.length) continue;
    const detail =
      `formatlist() takes lists of one length: argument ${first.at + 1} has ${first.length} ` +
      `elements, and argument ${at + 1} has ${length}.`;
    return refuse("Invalid function argument", detail);
  }
  return { rounds: first?.length ?? 1, isOpen };
}

function isSequence(arg: TypedValue): boolean {
  const shape = shapeOf(arg);
  return arg.value !== null && (shape === "list" || shape === "set" || shape === "tuple");
}

function lengthOf(arg: TypedValue): number | undefined {
  if (isList(arg.value)) {
    return shapeOf(arg) === "set" && mayShrink(arg.value) ? undefined : arg.value.length;
  }
  const type = typeOf(arg);
  return isTupleType(type) ? type[1].length : undefined;
}

interface Verb extends Layout {
  readonly letter: string;
  /** Index of the argument that it formats. */
  readonly index: number;
}

const VERB = /%(?:(%)|([0#+ -]*)([1-9]\d*)?(?:\.(\d*))?(?:\[([1-9]\d*)\])?([A-Za-z]))/y;

function textIn(name: string, template: string, args: readonly TypedValue[]): Outcome {
  if (!args.every((arg) => isWhollyKnown(arg.value))) return { value: NOT_NULL, type: "string" };
  let text = "";
  let next = 0;
  let highest = 0;
  for (let position = 0; position < template.length; ) {
    const offset = template.indexOf("%", position);
    text += template.slice(position, offset < 0 ? undefined : offset);
    if (offset < 0) break;
    VERB.lastIndex = offset;
    const match = VERB.exec(template);
    if (match === null)
      return refuseVerb(name, offset, "is none: a letter ends a verb, as in %5.2f");
    position = VERB.lastIndex;
    if (match[1] !== undefined) {
      text += "%";
      continue;
    }
    const verb = verbOf(match, next);
    const formatted = formatVerb(verb, args);
    if (typeof formatted !== "string") return refuseVerb(name, offset, formatted.failure);
    text += formatted;
    next = verb.index + 1;
    highest = Math.max(highest, next);
  }
  if (highest < args.length) {
    const detail = `${name}() was given ${args.length} values to format and uses ${highest} of them.`;
    return refuse("Invalid function argument", detail);
  }
  return { value: normalize(text), type: "string" };
}

function refuseVerb(name: string, offset: number, why: string): Refusal {
  const detail = `The verb at offset ${offset} of the text of ${name}() ${why}.`;
  return refuse("Error in function call", detail);
}

function verbOf(match: RegExpExecArray, next: number): Verb {
  const [, , flags = "", width, precision, number, letter = ""] = match;
  return {
    letter,
    index: number === undefined ? next : Number(number) - 1,
    flags: new Set(flags),
    ...(width === undefined ? {} : { width: Number(width) }),
    ...(precision === undefined ? {} : { precision: Number(precision) }),
  };
}

interface Failure {
  /** Goes on a sentence that begins with the verb. */
  readonly failure: string;
}

const LETTERS = "vtsqbdoxXeEfgG";

/** Wider is a text of no use to anybody. */
const WIDEST = 10_000_000;

function formatVerb(verb: Verb, args: readonly TypedValue[]): string | Failure {
  const arg = args[verb.index];
  if (arg === undefined) {
    return { failure: `formats value ${verb.index + 1}, and there are ${args.length}` };
  }
  const { letter, width = 0, precision = 0 } = verb;
  if (!LETTERS.includes(letter)) {
    return { failure: `has the letter "${letter}", and those that there are: ${LETTERS}` };
  }
  if (width > WIDEST || precision > WIDEST) {
    return { failure: `has a width or a precision above ${WIDEST}` };
  }
  if (letter === "v") return padded(anyText(arg, verb), verb);
  if (arg.value === null) return { failure: "formats null, which only %v does" };
  if (letter === "t") return converted(arg, "bool", String);
  if (letter === "s" || letter === "q") {
    return converted(arg, "string", (value) => padded(stringText(String(value), verb), verb));
  }
  return converted(arg, "number", (value) => numberText(value, verb));
}

function converted(
  arg: TypedValue,
  type: "bool" | "string" | "number",
  formatted: (value: Value) => string | Failure,
): string | Failure {
  const outcome = convert(arg, type);
  if (!isFailure(outcome)) return formatted(outcome.value);
  return { failure: `formats a ${type}, and its value does not convert to one` };
}

function anyText({ value }: TypedValue, { flags }: Verb): string {
  if (flags.has("#")) return jsonOf(value);
  if (typeof value === "string") return value;
  if (!isNumber(value)) return jsonOf(value);
  const sign = String(value).startsWith("-") ? "-" : "";
  return sign + floatText(value, "g", undefined);
}

function stringText(text: string, { letter, precision = 0 }: Verb): string {
  const shown = precision > 0 ? graphemesOf(text).slice(0, precision).join("") : text;
  return letter === "q" ? jsonOf(shown) : shown;
}

function numberText(value: Value, verb: Verb): string | Failure {
  if (!isNumber(value)) return { failure: "formats a number" };
  if (!"bdoxX".includes(verb.letter)) return formatFloat(value, verb.letter, verb);
  if (typeof value === "number" || value.isInteger) return formatInteger(value, verb.letter, verb);
  return { failure: "formats a whole number, and its value is none" };
}

/** Filled up to the width, which counts characters as people see them. */
function padded(text: string, { flags, width = 0 }: Verb): string {
  const missing = width - countGraphemes(text);
  if (missing <= 0) return text;
  const padding = (flags.has("0") ? "0" : " ").repeat(missing);
  return flags.has("-") ? text + padding : padding + text;
}
