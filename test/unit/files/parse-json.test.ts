import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../src/files/parse-json.js";

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

  it("survives a text nested 100,000 deep", () => {
    const { error } = parseJson("[".repeat(100_000), "f.json");
    expect(error?.source).toMatchObject({ line: 1, column: 202 });
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
