import { describe, expect, it } from "vitest";
import { formatClock, formatDuration, formatRoughly } from "../../../src/report/format-duration.js";
import {
  columnsOf,
  count,
  renderLines,
  someOf,
  styled,
  visible,
  widestOf,
  wrap,
} from "../../../src/report/text.js";

describe("text", () => {
  it("colours only when asked, and only what has a style", () => {
    const lines = [["a ", styled("red", "b")]];
    expect(renderLines(lines, { colour: false })).toBe("a b\n");
    expect(renderLines(lines, { colour: true })).toBe("a \u001b[31mb\u001b[39m\n");
  });

  it("lets no styled text escape from its style", () => {
    const lines = [[styled("red", "\u001b[0m")]];
    expect(renderLines(lines, { colour: true })).toBe("\u001b[31m\\u001b[0m\u001b[39m\n");
  });

  it.each([
    ["\u0000", "\\u0000"],
    ["\u202e", "\\u202e"],
    ["\ud800", "\\ud800"],
    ["\u{e0041}", "\\u{e0041}"],
    ["Zürich 東京 🙂", "Zürich 東京 🙂"],
  ])("shows %j as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("breaks no text in quotes where that is asked for", () => {
    const text = String.raw`["one  two three", "a \"b c\" d"] 5" "e f`;
    expect(wrap(text, { width: 8, indent: "  ", first: "", keepsQuoted: true })).toEqual([
      '["one  two three",',
      String.raw`  "a \"b c\" d"]`,
      '  5" "e',
      "  f",
    ]);
    expect(wrap(text, { width: 8 })[0]).toBe('["one');
  });

  it("breaks at blanks, keeps long words whole and hanging indents", () => {
    expect(wrap("one two  three\n  four five", { width: 9, indent: "  ", first: "- " })).toEqual([
      "- one two",
      "  three",
      "    four",
      "    five",
    ]);
    expect(wrap("a incomprehensibilities b", { width: 8 })).toEqual([
      "a",
      "incomprehensibilities",
      "b",
    ]);
  });

  it.each([
    [1, "trust authority", "1 trust authority"],
    [4, "trust authority", "4 trust authorities"],
    [2, "key", "2 keys"],
    [0, "host", "0 hosts"],
  ])("counts %d %s as %s", (n, noun, text) => {
    expect(count(n, noun)).toBe(text);
  });

  it("measures more rows than a function takes arguments", () => {
    const texts = Array.from({ length: 300_000 }, () => "ab");
    expect(widestOf([...texts, "abc"])).toBe(3);
    expect(widestOf([], 8)).toBe(8);
  });

  it("counts what is left out", () => {
    expect(someOf(["a", "b", "c"], 2)).toBe("a, b and 1 more");
    expect(someOf(["a", "b"], 2)).toBe("a, b");
  });

  it("counts characters, not code units", () => {
    expect(columnsOf("🙂a")).toBe(2);
  });

  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [3_900, "1 h 5 min"],
    [259_200, "72 h"],
    [345_600, "4 d"],
    [349_200, "4 d 1 h"],
  ])("says %d seconds as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    [60, "1 min"],
    [3_601, "1 h 1 min"],
    [4 * 3600 + 1, "5 h"],
  ])("says %d seconds roughly as %s", (seconds, text) => {
    expect(formatRoughly(seconds)).toBe(text);
  });

  it("says moments as hours and minutes", () => {
    expect(formatClock(259_500)).toBe("72:05");
    expect(formatClock(65)).toBe("00:01:05");
  });
});
