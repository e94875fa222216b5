// Values in MessagePack beside the bytes that Terraform itself sends (zclconf/go-cty v1.16, cty/msgpack).

import { describe, expect, it } from "vitest";
import { numeral } from "../../../src/model/big-float.js";
import { numeralOf } from "../../../src/model/number-text.js";
import type { Type } from "../../../src/model/type.js";
import { NOT_NULL, sensitive, UNKNOWN, Unknown, type Value } from "../../../src/model/value.js";
import { decodeValue } from "../../../src/plugin/decode-value.js";
import { MSGPACK_DIALECT, pack, unpack } from "../../../src/plugin/msgpack-value.js";

const read = (type: Type, bytes: string) => {
  const problems: string[] = [];
  const refuse = (path: readonly unknown[], wanted: string, received: string) => {
    problems.push(`${path.join(".")} ${wanted} ${received}`);
  };
  const raw = unpack(Buffer.from(bytes, "hex"));
  const value = decodeValue({ dialect: MSGPACK_DIALECT, refuse }, type, raw);
  return problems.length === 0 ? value : problems;
};
const write = (type: Type, value: Value) => pack(type, value).toString("hex");
const number = (digits: string) => numeralOf(digits) ?? Number.NaN;
const textBytes = (text: string) =>
  Buffer.concat([Buffer.from([0xa0 + text.length]), Buffer.from(text)]).toString("hex");

const BOTH_WAYS: Readonly<Record<string, readonly [Type, Value, string]>> = {
  null: ["string", null, "c0"],
  text: ["string", "é", "a2c3a9"],
  true: ["bool", true, "c3"],
  zero: ["number", 0, "00"],
  negative: ["number", -33, "d0df"],
  "32 bits": ["number", 4_294_967_295, "ceffffffff"],
  "beyond 32 bits, as an integer": ["number", 4_294_967_296, "cf0000000100000000"],
  "64 bits, negative": ["number", number("-9223372036854775808"), "d38000000000000000"],
  "above JavaScript's integers": ["number", number("9007199254740993"), "cf0020000000000001"],
  "a fraction that is a double": ["number", number("1.5"), "cb3ff8000000000000"],
  "a fraction that is none, as text": ["number", number("1.1"), textBytes("1.1")],
  "beyond 64 bits and no double": [
    "number",
    number("12345678901234567890"),
    textBytes("12345678901234567890"),
  ],
  "beyond 64 bits and a double": ["number", numeral(1n, 70), "cb4450000000000000"],
  list: [["list", "number"], [1, 2], "920102"],
  "empty set": [["set", "string"], [], "90"],
  map: [["map", "string"], { a: "b" }, "81a161a162"],
  object: [["object", { a: "string", b: "bool" }], { a: "x", b: null }, "82a161a178a162c0"],
  "not known": ["string", UNKNOWN, "d40000"],
  "certainly not null": ["string", NOT_NULL, "c7030c8101c2"],
  "known by its beginning": [
    "string",
    new Unknown({ isNotNull: true, prefix: "x-" }),
    "c7070c8201c202a2782d",
  ],
  "known to be at least 0": [
    "number",
    new Unknown({ isNotNull: true, min: { value: 0, isInclusive: true } }),
    "c7070c8201c2039200c3",
  ],
  "of a length": [
    ["list", "string"],
    new Unknown({ minLength: 1, maxLength: 300 }),
    "c7070c82050106cd012c",
  ],
  "any type": ["dynamic", "x", `92c408${Buffer.from('"string"').toString("hex")}a178`],
  "any type, null": ["dynamic", null, "c0"],
  "any type, not known": ["dynamic", UNKNOWN, "d40000"],
};

describe("a value", () => {
  it.each(Object.entries(BOTH_WAYS))(
    "%s is written as Terraform writes it, and read",
    (...[, row]) => {
      const [type, value, bytes] = row;
      expect(write(type, value)).toBe(bytes);
      expect(read(type, bytes)).toEqual(value);
    },
  );

  it("is not known, whatever extension it comes as", () => {
    expect(read("string", "d47f00")).toBe(UNKNOWN);
    expect(read("string", "d4ff00")).toBe(UNKNOWN);
    expect(read(["list", "string"], "92a161d40000")).toEqual(["a", UNKNOWN]);
  });

  it("is null where there are no bytes", () => {
    expect(read("string", "")).toBeNull();
  });

  it("keeps every digit of a number that comes as a double", () => {
    const tenth = numeral(3602879701896397n, -55);
    expect(read("number", "cb3fb999999999999a")).toEqual(tenth);
    expect(write("number", tenth)).toBe("cb3fb999999999999a");
  });

  it("is written without its mark", () => {
    expect(write(["list", "string"], [sensitive("x")])).toBe("91a178");
  });

  it("is not refined beyond what Terraform reads", () => {
    const long = new Unknown({ isNotNull: true, prefix: "x".repeat(257) });
    expect(write("string", long)).toBe("c7030c8101c2");
  });

  it("that has not its type is told with its place, and without what it is", () => {
    const type: Type = ["object", { a: "string", b: ["list", "number"] }];
    expect(read(type, "82a161" + "01" + "a162" + "9201a162")).toEqual([
      "a a string a number",
      "b.1 a number a string",
    ]);
    expect(read("number", "cb7ff0000000000000")).toEqual([" a number a number"]);
    expect(read("dynamic", "a178")).toEqual([" a value with its type a string"]);
  });
});
