import { describe, expect, it } from "vitest";
import {
  measure,
  positionAt,
  positionInTemplate,
  rangeIn,
} from "../../../src/load/source-range.js";

/** The range of what stands between two marks in a text, which are taken out. */
function between(marked: string) {
  const start = marked.indexOf("<<");
  const end = marked.indexOf(">>") - 2;
  const file = measure(marked.replace("<<", "").replace(">>", ""));
  return rangeIn(file, {
    start: positionAt(file, start),
    end: positionAt(file, end),
    context: null,
  });
}

const highlighted = (marked: string) => {
  const { code = "", highlightStart, highlightEnd } = between(marked).snippet ?? {};
  return Buffer.from(code).subarray(highlightStart, highlightEnd).toString();
};

describe("a range in a file", () => {
  it("counts lines, characters and bytes", () => {
    const { start, end } = between('{\n  "é👩‍🚒": <<1>>\n}');
    expect(start).toEqual({ line: 2, column: 9, byte: 21 });
    expect(end).toEqual({ line: 2, column: 10, byte: 22 });
  });

  it("shows the lines that it is in", () => {
    const { snippet } = between('{\r\n  "a": <<[\r\n    1\r\n  ]>>\r\n}');
    expect(snippet).toMatchObject({ code: '  "a": [\n    1\n  ]', startLine: 2 });
  });

  it("counts in a template without its escapes, as Terraform does", () => {
    const begin = { line: 3, column: 5, byte: 20 };
    expect(positionInTemplate(begin, 'é"')).toEqual({ line: 3, column: 8, byte: 24 });
    expect(positionInTemplate(begin, "a\nbc")).toEqual({ line: 4, column: 3, byte: 25 });
  });

  it("marks the same when texts before it are left out", () => {
    expect(highlighted('{ "pin": "canary", "a": <<"${var.x}">> }')).toBe('"${var.x}"');
    expect(highlighted('{ "a": "${f(\\"canary\\", <<var.x>>)}" }')).toBe("var.x");
  });

  it.each([
    '{ "a": <<"canary">> }',
    '{ "a": "canary", "b": <<1>> }',
    '{ "b": <<1>>, "a": ["canary", "x-canary-${var.x}", "canary \\"canary\\""] }',
    '{ "a": "${upper(<<\\"canary\\">>)}" }',
    '{ "a": "${var.x}canary<<${var.y}>>" }',
    '{ "a": "<<${var.x}>> canary}" }',
    '{ "a": "<<${upper(\\"}\\")}>> canary}" }',
  ])("shows no text that may be a secret: %s", (marked) => {
    expect(between(marked).snippet?.code).not.toContain("canary");
  });

  it("shows no line that goes on for ever", () => {
    expect(between(`{ "a": <<1>>, "b": "${"x".repeat(100_000)}" }`).snippet).toBeUndefined();
  });
});
