import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../src/language/parse.js";
import { references } from "../../../src/language/references.js";
import { compareBytes } from "../../../src/language/text-order.js";

describe("references", () => {
  const kinds = (text: string) => references(parseTemplate(text).expression).map((r) => r.kind);

  it("are all that stand in an expression, in reading order", () => {
    expect(
      kinds("a-${var.x}-${join(local.y, [each.key, {(self.a) = holdfast_host.h[count.index]}])}"),
    ).toEqual(["variable", "local", "each", "self", "resource", "count"]);
  });

  it("are those of a splat's steps too", () => {
    expect(kinds("${local.a[*].b[var.i]}")).toEqual(["local", "variable"]);
  });

  it("are none in plain text", () => {
    expect(kinds("plain")).toEqual([]);
  });
});

describe("compareBytes", () => {
  it("orders by UTF-8, not by UTF-16", () => {
    expect(compareBytes("\uffff", "\u{10000}")).toBeLessThan(0);
    expect("\uffff" < "\u{10000}").toBe(false);
    expect(compareBytes("a", "ab")).toBeLessThan(0);
    expect(compareBytes("é", "z")).toBeGreaterThan(0);
    expect(compareBytes("a", "a")).toBe(0);
  });
});
