import { describe, expect, it } from "vitest";
import { parseJson } from "../../../src/load/parse-json.js";
import { jsonText } from "../../../src/model/json-text.js";

describe("parseJson", () => {
  it.each<[string, unknown]>([
    [' {"a": [1, -2, 1e2, true, null, "x"]} ', { a: [1, -2, 100, true, null, "x"] }],
    ['"\\u00e9\\n\\""', 'é\n"'],
    ["-0", 0],
    ["{}", {}],
    ["[]", []],
  ])("%s", (text, expected) => {
    expect(parseJson(text, "f")).toEqual({ value: expected, diagnostics: [] });
  });

  it.each<[string, number, number, string]>([
    ["", 1, 1, "The document ends where a value is expected."],
    ['{"a": 1,}', 1, 9, "A key in double quotes is expected here."],
    ['{\n  "a" 1}', 2, 7, 'A ":" is expected here, after the key.'],
    ["[1\n2]", 2, 1, 'A "," or a closing "]" is expected here.'],
    ['{"a": 1 "b": 2}', 1, 9, 'A "," or a closing "}" is expected here.'],
    ['{"a": 1', 1, 8, 'A "," or a closing "}" is expected here.'],
    ["{a: 1}", 1, 2, "A key in double quotes is expected here."],
    ["[1] 2", 1, 5, "The document ends before this."],
    ['["a\nb"]', 1, 4, "A text may not hold a line break"],
    ['["abc]', 1, 2, 'The closing quote (") of this text is missing.'],
    ['["\\x"]', 1, 3, "A wrong escape stands in this text."],
    ["[01]", 1, 3, 'A "," or a closing "]"'],
    ["nul", 1, 1, "A value is expected here."],
    [`${"[".repeat(100_000)}`, 1, 202, "JSON may be nested 200 levels deep."],
  ])("%j is refused at %d:%d", (text, line, column, detail) => {
    const { value, diagnostics } = parseJson(text, "f.json");
    expect(value).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.detail).toContain(detail);
    expect(diagnostics[0]?.source).toEqual({ file: "f.json", line, column });
  });

  it("shows keys at the place, and never the text of a value", () => {
    const [diagnostic] = parseJson('{"a": 1 "password": "s3cr3t"}', "f").diagnostics;
    expect(diagnostic?.detail).toContain('at `"password":`');
    expect(diagnostic?.detail).not.toContain("s3cr3t");
    for (const text of ['["s3cr3t', '["x", s3cr3t', '{"a": "x\\s3cr3t"}', '{"a": "b" "s3cr3t']) {
      expect(JSON.stringify(parseJson(text, "f").diagnostics)).not.toContain("s3cr3t");
    }
  });

  it("finds every key that stands twice", () => {
    const text =
      '{"a": 1, "b": {"c": 1, "c": 2}, "a": 3, "__proto__": 1, "__proto__": 2, "é": 1, "e\u0301": 2}';
    const { diagnostics } = parseJson(text, "f");
    expect(diagnostics.map((d) => [d.summary, d.source?.column])).toEqual([
      ["Duplicate key in JSON", 24],
      ["Duplicate key in JSON", 33],
      ["Duplicate key in JSON", 57],
      ["Duplicate key in JSON", 81],
    ]);
  });

  it("loses no digit of a number", () => {
    const { value, diagnostics } = parseJson('{"a": 1.50, "b": 12345678901234567890}', "f");
    expect(diagnostics).toEqual([]);
    expect(jsonText(value)).toBe('{"a":1.5,"b":12345678901234567890}');
  });
});
