import { describe, expect, it } from "vitest";
import { convert, isFailure } from "../../../src/language/convert.js";
import { fillIn } from "../../../src/language/fill-in.js";
import { parseType } from "../../../src/language/parse-type.js";
import { resolveConversion, unifyTypes } from "../../../src/language/resolve-conversion.js";
import { mayShrink, setOf } from "../../../src/language/set-order.js";
import { impliedType } from "../../../src/language/typed-value.js";
import { describeType } from "../../../src/language/types.js";
import { isBigFloat } from "../../../src/model/big-float.js";
import { parseNumber } from "../../../src/model/number-text.js";
import type { Type } from "../../../src/model/type.js";
import { sensitive, UNKNOWN, type Value } from "../../../src/model/value.js";

describe("parseNumber", () => {
  it.each([
    ["0", 0],
    ["05", 5],
    ["-0", 0],
    ["+5", 5],
    ["1e3", 1000],
    ["1.50e1", 15],
    ["5.", 5],
    ["100e-2", 1],
    ["9007199254740991", 9007199254740991],
    ["-9007199254740991", -9007199254740991],
    ["0e999999999999", 0],
    ["000000000000000000000001", 1],
  ])("%s is %d", (text, expected) => {
    expect(parseNumber(text)).toBe(expected);
  });

  it.each([
    ["1.50", "1.5"],
    [".5", "0.5"],
    ["1e-1", "0.1"],
    ["9007199254740992", "9007199254740992"],
    ["-12345678901234567890", "-12345678901234567890"],
    ["9007199254740991.3", "9007199254740991.3"],
    ["1e30", `1${"0".repeat(30)}`],
  ])("%s is the number %s", (text, expected) => {
    const number = parseNumber(text);
    expect(isBigFloat(number) && String(number)).toBe(expected);
  });

  it.each(["1e999999999", "1e-999999999", "9".repeat(200_000)])("%.12s… is refused", (text) => {
    expect(parseNumber(text)).toBe("too large");
  });

  it.each(["", " 5", "5 ", "0x10", "1_000", "Inf", "NaN", "e5", ".", "-", "--1", "1e", "٣"])(
    "%j is no number",
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );

  it("takes as long as the text is long", () => {
    // Trying each split of the digits once more took hours.
    expect(parseNumber(`${"1".repeat(1_000_000)}x`)).toBeUndefined();
  });
});

describe("convert", () => {
  it.each<[Value, Type, Value]>([
    [5, "string", "5"],
    [true, "string", "true"],
    ["5", "number", 5],
    ["true", "bool", true],
    ["1", "bool", true],
    ["0", "bool", false],
    [null, "string", null],
    [UNKNOWN, "number", UNKNOWN],
    [sensitive("5"), "number", sensitive(5)],
    [
      [1, "a"],
      ["list", "string"],
      ["1", "a"],
    ],
    [
      ["b", "a", "b"],
      ["set", "string"],
      ["a", "b"],
    ],
    [
      [2, 10, 1],
      ["set", "number"],
      [1, 2, 10],
    ],
    [[sensitive("a")], ["set", "string"], sensitive(["a"])],
    [{ a: 1, b: "x" }, ["map", "string"], { a: "1", b: "x" }],
    [{ a: 1, b: 2 }, ["object", { a: "string" }], { a: "1" }],
    [
      [1, "a"],
      ["tuple", ["string", "string"]],
      ["1", "a"],
    ],
    [
      [[1], ["a"]],
      ["list", "dynamic"],
      [["1"], ["a"]],
    ],
    [
      [{ a: 1 }, { b: "x" }],
      ["list", "dynamic"],
      [{ a: "1" }, { b: "x" }],
    ],
  ])("%j to %j is %j", (value, type, expected) => {
    const converted = convert({ value }, type);
    expect(isFailure(converted) ? converted : converted.value).toEqual(expected);
  });

  it.each<[Value, Type, string, readonly (string | number)[]]>([
    ["x", "number", "a number is required", []],
    ["1e999999999", "number", "more digits than are of use", []],
    ["yes", "bool", "a bool is required", []],
    [[], "string", "string is required, and this is tuple", []],
    [[1, true], ["list", "dynamic"], "list of any single type is required", []],
    [{ a: [1, "x"] }, ["object", { a: ["list", "number"] }], "a number is required", ["a", 1]],
    [{}, ["object", { a: "string" }], 'the element "a" is required', []],
    [{ a: [{ b: {} }] }, ["map", ["list", ["object", { b: "string" }]]], "string", ["a", 0, "b"]],
    [{ a: 1 }, ["list", "string"], "list of string is required", []],
  ])("%j does not convert to %j", (value, type, failure, path) => {
    const converted = convert({ value }, type);
    expect(isFailure(converted) && converted.failure).toContain(failure);
    expect(isFailure(converted) && converted.path).toEqual(path);
  });

  it("leaves a set with unknown elements open when it becomes a list", () => {
    const typed = { value: ["a", UNKNOWN], type: ["set", "string"] as Type };
    expect(convert(typed, ["list", "string"])).toEqual({
      value: UNKNOWN,
      type: ["list", "string"],
    });
    expect(mayShrink([UNKNOWN])).toBe(false);
  });
});

describe("unifyTypes", () => {
  it.each<[readonly Type[], Type | undefined]>([
    [["string", "number", "bool"], "string"],
    [["number", "bool"], undefined],
    [["dynamic", "number"], "number"],
    [["dynamic", ["list", "number"]], undefined],
    [
      [
        ["tuple", ["number"]],
        ["tuple", ["string"]],
      ],
      ["tuple", ["string"]],
    ],
    [
      [
        ["tuple", ["number"]],
        ["tuple", []],
      ],
      ["list", "number"],
    ],
    [
      [
        ["object", { a: "number" }],
        ["object", { b: "string" }],
      ],
      ["map", "string"],
    ],
    [
      [
        ["object", {}],
        ["tuple", []],
      ],
      undefined,
    ],
    [
      [
        ["set", "number"],
        ["list", "string"],
      ],
      ["list", "string"],
    ],
    [
      [
        ["map", "number"],
        ["object", { a: "string" }],
      ],
      ["map", "string"],
    ],
  ])("%j is %j", (types, expected) => {
    expect(unifyTypes(types)).toEqual(expected);
  });

  it("takes 20,000 elements of two types in its stride", () => {
    const types = Array.from({ length: 20_000 }, (_, i): Type => (i % 2 ? "string" : "number"));
    expect(resolveConversion(["tuple", types], ["list", "dynamic"])).toEqual(["list", "string"]);
  });
});

describe("sets", () => {
  it.each<[readonly Value[], readonly Value[]]>([
    [
      ["b", "a", "B", "é", "", "a"],
      ["", "B", "a", "b", "é"],
    ],
    [
      ["\u{1F600}", "\uffff"],
      ["\uffff", "\u{1F600}"],
    ],
    [
      [true, false],
      [false, true],
    ],
    [
      [null, UNKNOWN, "a", UNKNOWN],
      ["a", UNKNOWN, UNKNOWN, null],
    ],
    [
      [
        { a: "x", b: null },
        { a: "x", b: "y" },
        { a: "x", b: null },
      ],
      [
        { a: "x", b: "y" },
        { a: "x", b: null },
      ],
    ],
    [
      [[2], [1, 2], [1]],
      [[1, 2], [1], [2]],
    ],
  ])("%j is kept as %j", (items, expected) => {
    const type = items.map(impliedType).find((found) => found !== "dynamic") ?? "dynamic";
    const element: Type = Array.isArray(items[0]) ? ["list", "number"] : type;
    expect(setOf(items, element)).toEqual(expected);
  });

  it("tells numbers apart that Terraform orders by the same ten digits", () => {
    const element: Type = ["object", { n: "number" }];
    const sorted = [{ n: 10_000_000_000 }, { n: 20_000_000_001 }, { n: 20_000_000_002 }];
    const [first, second, third] = sorted;
    for (const items of [sorted, sorted.toReversed(), [second, third, first, second]]) {
      expect(setOf(items as Value[], element)).toEqual(sorted);
    }
  });
});

describe("parseType", () => {
  it.each<[string, Type]>([
    ["string", "string"],
    ["any", "dynamic"],
    [" list( string ) ", ["list", "string"]],
    ["map(set(number))", ["map", ["set", "number"]]],
    ["object({a=string,b=list(any)})", ["object", { a: "string", b: ["list", "dynamic"] }]],
    ["object({\n  a = string\n  b = number\n})", ["object", { a: "string", b: "number" }]],
    ["object({})", ["object", {}]],
    ["tuple([string, bool])", ["tuple", ["string", "bool"]]],
  ])("%j", (text, expected) => {
    expect(parseType(text)).toEqual({ type: expected, diagnostics: [] });
  });

  it("says what optional attributes get", () => {
    const text =
      'object({ a = optional(number, "8"), b = list(object({ c = optional(string) })) })';
    const { type, defaults } = parseType(text);
    expect(type).toEqual(["object", { a: "number", b: ["list", ["object", { c: "string" }]] }]);
    expect(defaults).toEqual({
      attributes: { a: 8 },
      of: { b: { of: { "": { attributes: { c: null } } } } },
    });
    const filled = fillIn({ a: null, b: [{}, null, { c: "x" }] }, defaults ?? {});
    expect(filled).toEqual({ a: 8, b: [{ c: null }, null, { c: "x" }] });
  });

  it.each([
    ["strng", 'Did you mean "string"?'],
    ["", "A type is one of"],
    ["list", '"list" needs the type of what is in it, as in list(string).'],
    ["list(string", 'A closing ")"'],
    ["list(string))", "The type ends before this."],
    ["optional(string)", '"optional" stands in front of'],
    ["list(optional(string))", '"optional" stands in front of'],
    ["object({a=optional(number, [])})", "must have its type: number is required"],
    ["object({a=optional(number, var.x)})", "written out, without references"],
    ["object({a=optional()})", "A type is one of"],
    ["object({a=optional(string, 1, 2)})", 'A closing ")"'],
    ["object({a})", 'A "=" is expected'],
    ["object({a=string", 'A closing "}" is missing.'],
    ["object({=string})", "The name of an attribute"],
    ["tuple([string", 'closing "]"'],
    [`${"list(".repeat(300)}string`, "nested 200 levels deep"],
  ])("%j is refused", (text, detail) => {
    const { type, diagnostics } = parseType(text);
    expect(type).toBe("dynamic");
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.detail).toContain(detail);
  });

  it("is printed as Terraform calls it", () => {
    expect(describeType(["map", ["list", "string"]])).toBe("map of list of string");
    expect(describeType(["list", "dynamic"])).toBe("list of any single type");
  });
});
