import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonParts } from "../../../src/cli/json-parts.js";
import { parseNumber } from "../../../src/model/number-text.js";

describe("JSON in parts", () => {
  it("is the JSON of the whole", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (data) => {
        expect([...jsonParts(data)].join("")).toBe(JSON.stringify(data, null, 2));
      }),
    );
  });

  it("writes every digit of a number, wherever it stands", () => {
    const number = parseNumber("0.12345678901234567890");
    expect([...jsonParts(number)].join("")).toBe("0.1234567890123456789");
    expect([...jsonParts({ number })].join("")).toBe('{\n  "number": 0.1234567890123456789\n}');
  });

  it("leaves out what is undefined, in objects", () => {
    const data = { a: undefined, b: [{ c: undefined, d: "line\nfeed" }, undefined], e: {} };
    expect([...jsonParts(data)].join("")).toBe(JSON.stringify(data, null, 2));
  });

  it("has no part much longer than an item", () => {
    const items = Array.from({ length: 10_000 }, (_, i) => ({ name: `item ${i}`, list: [1, 2] }));
    const parts = [...jsonParts({ items })];
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(66_000);
    expect(parts.join("")).toBe(JSON.stringify({ items }, null, 2));
  });
});
