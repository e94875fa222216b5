import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson, parseJson } from "../../../src/files/parse-json.js";
import { jsonText } from "../../../src/model/json-text.js";

function placeOf(text: string): string {
  const { error } = parseJson(text, "f.json");
  return error ? `${error.source?.line}:${error.source?.column} ${error.detail}` : "no error";
}

describe("parseJson", () => {
  it.each([
    ["", "1:1"],
    ["{", "1:2"],
    ['{"a": 1,}', "1:9"],
    ['{"a" 1}', "1:6"],
    ["[1 2]", "1:4"],
    ["[1, 2", "1:6"],
    ["[}", "1:2"],
    ["[1}", "1:3"],
    ["{\n  'a': 1\n}", "2:3"],
    ['{"a": tru', "1:7"],
    ['{"a": trux}', "1:7"],
    ['"ab\\x"', "1:2"],
    ['"ab\\u12', "1:1"],
    ['["line\nbreak"]', "1:7"],
    ["1 2", "1:3"],
    ["[01]", "1:3"],
  ])("%j is wrong at %s", (text, place) => {
    expect(placeOf(text)).toMatch(new RegExp(`^${place} `));
  });

  it("finds the error of exactly the texts that JavaScript refuses", () => {
    const text = fc.oneof(fc.json(), fc.string()).chain((json) =>
      fc.tuple(fc.nat(json.length), fc.string({ maxLength: 2 })).map(([at, noise]) => {
        return json.slice(0, at) + noise + json.slice(at + 1);
      }),
    );
    fc.assert(
      fc.property(text, (json) => {
        const { error } = parseJson(json, "f.json");
        let isRefused = false;
        try {
          JSON.parse(json);
        } catch {
          isRefused = true;
        }
        expect(error !== undefined).toBe(isRefused);
      }),
      { numRuns: 500 },
    );
  });

  it("reads every digit where it is asked for, and else what JavaScript reads", () => {
    const json = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
        fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(String),
        fc.string().map((text) => JSON.stringify(text)),
        fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
        fc
          .array(fc.tuple(fc.constantFrom("a", "b", "__proto__"), tie("value")), { maxLength: 3 })
          .map((members) => `{${members.map(([k, v]) => `"${k}" : ${v}`).join(", ")}}`),
      ),
    }));
    fc.assert(
      fc.property(json.value, (text) => {
        const exact = jsonText(parseExactJson(text, "f.json").value);
        expect(JSON.parse(exact)).toEqual(JSON.parse(text));
        expect(parseJson(text, "f.json").value).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["123456789012345678901234567890", "0.1234567890123456789012345", "[1.5,-2e3]"])(
    "loses no digit of %s",
    (text) => {
      expect(jsonText(parseExactJson(text, "f.json").value)).toBe(text.replace("2e3", "2000"));
    },
  );

  it("reads exactly what is nested as deep as an expression of hundreds of operators", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}1.5${"]".repeat(depth)}`;
    expect(jsonText(parseExactJson(nested(900), "f.json").value)).toBe(nested(900));
    expect(parseExactJson(nested(1_100), "f.json").error?.detail).toContain("1000 levels deep");
  });

  it("says of a number that has more digits than are of use where it stands", () => {
    const { error } = parseExactJson('{"a":\n1e999999}', "f.json");
    expect(error?.source).toMatchObject({ line: 2, column: 1 });
  });

  it("survives a text nested 100,000 deep", () => {
    const { error } = parseJson("[".repeat(100_000), "f.json");
    expect(error?.source).toMatchObject({ line: 1, column: 1002 });
  });

  it.each(["", "{", '{"a": tru', "[-", '["s3cr3t', '"ab\\u12', "[1, 2"])(
    "%j stops too early",
    (text) => {
      const detail = parseJson(text, "f.json").error?.detail;
      expect(detail).toContain("f.json stops too early");
      expect(detail).not.toContain("s3cr3t");
    },
  );

  it.each(['["x", s3cr3t]', '{"a": "x\\s3cr3t"}', '{"a": "b" "s3cr3t"}', '["\ts3cr3t"]'])(
    "says of %j where it is wrong, and no value",
    (text) => {
      const detail = parseJson(text, "f.json").error?.detail;
      expect(detail).toContain("f.json is not valid JSON");
      expect(detail).not.toContain("s3cr3t");
    },
  );
});
