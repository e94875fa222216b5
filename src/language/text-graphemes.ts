// Grapheme clusters, which are what people call characters, as Terraform tells them apart; and strrev and substr,
// which count them.

import type { FunctionSpec } from "./function-call.js";
import { textFunction, textOf } from "./text-call.js";
import { normalize } from "./text-order.js";
import { refuseWhole, wholeNumber } from "./whole-number.js";

export const strrev: FunctionSpec = textFunction(["str"], (text) =>
  graphemesOf(text).reverse().join(""),
);

export const substr: FunctionSpec = {
  parameters: [
    { name: "str", type: "string" },
    { name: "offset", type: "number" },
    { name: "length", type: "number" },
  ],
  resultType: () => "string",
  apply: ([text, start, count]) => {
    const offset = wholeNumber(start?.value);
    if (offset === undefined) return refuseWhole("substr", "offset");
    const length = wholeNumber(count?.value);
    if (length === undefined) return refuseWhole("substr", "length");
    return { value: normalize(part(textOf(text), offset, length)), type: "string" };
  },
};

/** A negative offset counts from the end; then, or with a negative length, a length of 0 means all the rest. */
function part(text: string, offset: number, length: number): string {
  if (offset >= 0 && length === 0) return "";
  const clusters = graphemesOf(text);
  const start = Math.max(offset < 0 ? offset + clusters.length : offset, 0);
  return clusters.slice(start, length > 0 ? start + length : undefined).join("");
}

export function countGraphemes(text: string): number {
  return SINGLE_UNITS.test(text) ? text.length : clustersIn(text).length;
}

export function graphemesOf(text: string): string[] {
  return SINGLE_UNITS.test(text) ? [...text] : clustersIn(text);
}

/** Window by window: going through a long text as a whole takes a time that grows with the square of its length. */
function clustersIn(text: string): string[] {
  const plain = text.replace(CONJUNCT_LINKERS, "\u0300");
  const clusters: string[] = [];
  for (let start = 0, width = WINDOW; start < text.length; ) {
    const end = start + width - (isInPair(text, start + width) ? 1 : 0);
    const window = GRAPHEMES.segment(plain.slice(start, end));
    const lengths = Array.from(window, ({ segment }) => segment.length);
    // The last one may go on behind the window.
    if (end < text.length) lengths.pop();
    width = lengths.length > 0 ? WINDOW : width * 2;
    for (const length of lengths) {
      clusters.push(text.slice(start, start + length));
      start += length;
    }
  }
  return clusters;
}

/** Whether the two halves of a surrogate pair are on either side of `index`. */
function isInPair(text: string, index: number): boolean {
  return index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

/** In UTF-16 units. */
const WINDOW = 1024;

/** How a text begins that goes on after `start` with what is not known: that may join the last character. */
export function certainStart(start: string): string {
  const clusters = graphemesOf(normalize(start));
  if (!DELIMITER.test(clusters.at(-1) ?? "")) clusters.pop();
  return clusters.join("");
}

/** Nothing joins these. */
const DELIMITER = /^[-_:;/\\,.(){}[\]|?!~ \t@#$%^&*+"']$/;

/** Printable ASCII: every unit is a cluster. */
const SINGLE_UNITS = /^[\x20-\x7e]*$/;

const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Newer Unicode joins Indic consonants across these; Terraform's, version 15.0, does not. */
const CONJUNCT_LINKERS = /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]/g;
