import { describe, expect, it } from "vitest";
import { isOneExpression } from "../../../src/load/shown-text.js";

/** As it stands in a file of JSON. */
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

describe("isOneExpression", () => {
  it.each(["${var.x}", "${{ a = 1 }}", '${f("a")}', '${f("}")}', '${f("a\\"}b")}', '${"a${b}c"}'])(
    "is so of %s",
    (text) => {
      expect(isOneExpression(inJson(text))).toBe(true);
    },
  );

  it.each(["", "x", "a${b}", "${a}b", "${a}b${c}", "${a} b}", '${f("}")} b}', "$${a}", "%{if a}"])(
    "is not so of %s",
    (text) => {
      expect(isOneExpression(inJson(text))).toBe(false);
    },
  );
});
