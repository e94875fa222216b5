import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certainStart, countGraphemes, graphemesOf } from "../../../src/language/text-graphemes.js";

const PARTS = [
  "a",
  "é",
  "e\u0301",
  "😀",
  "👩‍👩‍👧",
  "🇩🇪",
  "🇫",
  "한",
  "\r\n",
  "\u0301",
  "\u200d",
  " ",
];

describe("grapheme clusters", () => {
  it("of a long text are those of the text as a whole", () => {
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
    const text = fc.array(fc.constantFrom(...PARTS), { minLength: 900, maxLength: 2000 });
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join("");
        const expected = Array.from(segmenter.segment(whole), ({ segment }) => segment);
        expect(graphemesOf(whole)).toEqual(expected);
        expect(countGraphemes(whole)).toBe(expected.length);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ["ab-", "ab-"],
    ["abc", "ab"],
    ["a", ""],
    ["", ""],
    ["x=", "x"],
    ["a\r\n", "a"],
    ["x👩‍👩‍👧", "x"],
    ["e\u0301/", "é/"],
  ])("%j certainly begins with %j, whatever follows", (text, start) => {
    expect(certainStart(text)).toBe(start);
  });
});
