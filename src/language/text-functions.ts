// lower, upper, title and join, exactly as Terraform's, which works with Unicode's simple case mappings (one
// character to one).

import { isList, isWhollyKnown, UNKNOWN } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import { refuse } from "./refusal.js";
import { BLANK } from "./template-parts.js";
import { textFunction } from "./text-call.js";
import { normalize } from "./text-order.js";

export const lower: FunctionSpec = mapped("toLowerCase", lowerCase);
export const upper: FunctionSpec = mapped("toUpperCase", upperCase);

export const title: FunctionSpec = textFunction(["str"], (text) => {
  let previous = " ";
  return Array.from(text, (character) => {
    const isFirst = isSeparator(previous);
    previous = character;
    return isFirst ? titleCase(character) : character;
  }).join("");
});

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

/** `map` differs from what JavaScript does with a whole text only beyond ASCII. */
function mapped(
  whole: "toLowerCase" | "toUpperCase",
  map: (character: string) => string,
): FunctionSpec {
  return textFunction(["str"], (text) =>
    ASCII.test(text) ? text[whole]() : Array.from(text, map).join(""),
  );
}

const ASCII = /^\p{ASCII}*$/u;

/** Whether a character ends a word: a blank or a mark of ASCII other than the underscore. */
function isSeparator(character: string): boolean {
  if (character <= "\x7f") return !/\w/.test(character);
  return BLANK.test(character);
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

/** As the first letter of a word. */
function titleCase(character: string): string {
  if (GEORGIAN.test(character)) return character;
  return TITLE_LETTERS.get(character) ?? upperCase(character);
}

/** Letters that have capitals for titles as a whole only. */
const GEORGIAN = /[\u10d0-\u10fa\u10fd-\u10ff]/;

/** Letters of two parts, of which the first alone is a capital in titles. */
const TITLE_LETTERS: ReadonlyMap<string, string> = new Map(
  ["Ǆǅǆ", "Ǉǈǉ", "Ǌǋǌ", "Ǳǲǳ"].flatMap((letters) =>
    Array.from(letters, (letter) => [letter, letters[1] ?? letter] as const),
  ),
);

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
