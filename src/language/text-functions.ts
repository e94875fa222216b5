// lower, upper, join and the length of text, exactly as Terraform's, which works with Unicode's simple
// case mappings (one character to one) and counts grapheme clusters.

import { isList, isWhollyKnown, UNKNOWN } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import { refuse } from "./refusal.js";
import { normalize } from "./text-order.js";

export const lower: FunctionSpec = mapped((text) => mapCharacters(text, lowerCase));
export const upper: FunctionSpec = mapped((text) => mapCharacters(text, upperCase));

export const join: FunctionSpec = {
  parameters: [{ name: "separator", type: "string" }],
  rest: { name: "lists", type: ["list", "string"] },
  resultType: (args) =>
    args.length > 1 ? "string" : refuse("Error in function call", "join() needs a list to join."),
  apply: ([separator, ...lists]) => {
    if (!lists.every((list) => isWhollyKnown(list.value)))
      return { value: UNKNOWN, type: "string" };
    const items = lists.flatMap((list) => (isList(list.value) ? list.value : []));
    const nullAt = items.indexOf(null);
    if (nullAt >= 0) {
      const detail = `Element ${nullAt} of what join() should join is null.`;
      return refuse("Invalid function argument", detail);
    }
    return { value: normalize(items.join(String(separator?.value))), type: "string" };
  },
};

/** The number of grapheme clusters, which are what people call characters. */
export function countGraphemes(text: string): number {
  if (SINGLE_UNITS.test(text)) return text.length;
  let count = 0;
  for (const _ of GRAPHEMES.segment(text.replace(CONJUNCT_LINKERS, "\u0300"))) count++;
  return count;
}

/** Printable ASCII: every unit is a cluster. */
const SINGLE_UNITS = /^[\x20-\x7e]*$/;

const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Newer Unicode joins Indic consonants across these; Terraform's, version 15.0, does not. */
const CONJUNCT_LINKERS = /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]/g;

function mapped(map: (text: string) => string): FunctionSpec {
  return {
    parameters: [{ name: "str", type: "string" }],
    resultType: () => "string",
    apply: ([text]) => ({ value: normalize(map(String(text?.value))), type: "string" }),
  };
}

function mapCharacters(text: string, map: (character: string) => string): string {
  return Array.from(text, map).join("");
}

/** The one character whose simple lower case JavaScript does not give: capital I with a dot. */
function lowerCase(character: string): string {
  return character === "\u0130" ? "i" : single(character.toLowerCase(), character);
}

/** Greek letters with iota below have a capital of their own only as a simple mapping. */
function upperCase(character: string): string {
  const code = character.charCodeAt(0);
  const isGreek = code >= 0x1f80 && code <= 0x1fff && character.length === 1;
  return isGreek
    ? (GREEK_CAPITALS.get(code) ?? plainUpperCase(character))
    : plainUpperCase(character);
}

function plainUpperCase(character: string): string {
  return single(character.toUpperCase(), character);
}

/** `mapped` if it is one character that Unicode 15.0 maps to. */
function single(mapped: string, original: string): string {
  return Array.from(mapped).length === 1 && !NEWER_LETTERS.test(original) ? mapped : original;
}

/** Letters whose other case came with Unicode 16 or 17, which Terraform does not have. */
const NEWER_LETTERS =
  /[\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7cf\ua7d2-\ua7d5\ua7da-\ua7dc\u{10d50}-\u{10d85}\u{16ea0}-\u{16ed3}]/u;

const GREEK_CAPITALS: ReadonlyMap<number, string> = new Map(
  [
    ...[0x1f80, 0x1f90, 0x1fa0].flatMap((row) => range(row, 8).map((code) => [code, code + 8])),
    [0x1fb3, 0x1fbc],
    [0x1fc3, 0x1fcc],
    [0x1ff3, 0x1ffc],
  ].map(([small = 0, capital = 0]) => [small, String.fromCharCode(capital)]),
);

function range(start: number, length: number): readonly number[] {
  return Array.from({ length }, (_, i) => start + i);
}
