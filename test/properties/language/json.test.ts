// The JSON reader agrees with the built-in one wherever that one loses nothing.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../src/load/parse-json.js";
import { jsonText } from "../../../src/model/json-text.js";
import { withoutHalves } from "../../../src/model/well-formed.js";

/** JSON whose numbers are safe integers. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "binary" }),
    fc.maxSafeInteger().map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value")),
    fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value")),
  ),
})).value;

describe("parseJson", () => {
  it("reads what JSON.stringify writes", () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, "\t"), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const parsed = parseJson(text, "x.json");
        expect(parsed.diagnostics).toEqual([]);
        expect(parsed.value).toEqual(JSON.parse(text));
        expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it("takes and refuses the same texts", () => {
    const broken = fc
      .tuple(json, fc.nat(), fc.constantFrom("", ",", "}", "]", '"', "x", "\\", "\n", "{", "0"))
      .map(([value, at, insert]) => {
        const text = JSON.stringify(value);
        const index = at % (text.length + 1);
        // What was read from a file holds no half of a character.
        return withoutHalves(`${text.slice(0, index)}${insert}${text.slice(index + 1)}`);
      });
    fc.assert(
      fc.property(broken, (text) => {
        const { value, diagnostics } = parseJson(text, "x.json");
        const builtIn = tryParse(text);
        if (builtIn === undefined) {
          expect(diagnostics.at(-1)?.summary).toBe("Invalid JSON");
          expect(value).toBeUndefined();
        } else if (diagnostics.length === 0) {
          // Zero has no sign here, as in Terraform's output.
          expect(JSON.stringify(JSON.parse(jsonText(value)))).toBe(JSON.stringify(builtIn.value));
        } else expect(diagnostics.map((d) => d.summary)).not.toContain("Invalid JSON");
      }),
      { numRuns: 500, examples: [["-0"]] },
    );
  });

  it("takes any text without failing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { diagnostics } = parseJson(text, "x.json");
        for (const { source } of diagnostics) expect(source?.line).toBeGreaterThan(0);
      }),
    );
  });
});

function tryParse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
