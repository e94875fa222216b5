// Messages by tables: the bytes are those that the specification of Protocol Buffers gives, and whatever is written is
// read again.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  byName,
  bytes,
  flag,
  integer,
  many,
  message,
  one,
  present,
  text,
} from "../../../src/plugin/protobuf.js";

const hex = (buffer: Buffer) => buffer.toString("hex");

describe("the bytes of a message", () => {
  it("are those of the specification's examples", () => {
    // protobuf.dev/programming-guides/encoding: Test1 { a = 150 }, Test2 { b = "testing" }, Test3 { c = Test1 }.
    const test1 = message({ a: integer(1) });
    expect(hex(test1.encode({ a: 150 }))).toBe("089601");
    expect(hex(message({ b: text(2) }).encode({ b: "testing" }))).toBe("120774657374696e67");
    expect(hex(message({ c: one(3, () => test1) }).encode({ c: { a: 150 } }))).toBe("1a03089601");
    expect(hex(test1.encode({ a: -2 }))).toBe("08feffffffffffffffff01");
  });

  it("are none for what absent fields stand for, unless presence says something", () => {
    const plain = message({ a: integer(1), b: text(2), c: flag(3), d: bytes(4) });
    expect(hex(plain.encode({ a: 0, b: "", c: false, d: Buffer.alloc(0) }))).toBe("");
    expect(hex(message({ a: present("integer", 3) }).encode({ a: 0 }))).toBe("1800");
    expect(message({ a: present("integer", 3) }).decode(Buffer.alloc(0)).a).toBeUndefined();
  });

  it("may hold fields of all wire types that the table does not have", () => {
    const unknown = Buffer.from("0801" + "11ffffffffffffffff" + "1a0161" + "25ffffffff", "hex");
    const read = message({ a: text(9) }).decode(
      Buffer.concat([unknown, Buffer.from("4a0162", "hex")]),
    );
    expect(read).toEqual({ a: "b" });
  });

  it.each([
    ["ends within a number", "08ff"],
    ["ends within a field", "120574657374"],
    ["has a number of more than ten bytes", `08${"ff".repeat(11)}`],
    ["has a wire type that there is not", "0b"],
    ["has a field of another wire type", "0a0161"],
  ])("are refused where the message %s", (_, bytesOfIt) => {
    const read = () => message({ a: integer(1), b: text(2) }).decode(Buffer.from(bytesOfIt, "hex"));
    expect(read).toThrow(expect.objectContaining({ name: "ProtobufError" }));
  });
});

describe("a message", () => {
  const inner = message({ name: text(1), size: integer(2) });
  const outer = message({
    text: text(1),
    bytes: bytes(2),
    flag: flag(3),
    integer: integer(4),
    one: one(5, () => inner),
    many: many(6, () => inner),
    byName: byName(7, () => inner),
    zero: present("integer", 200),
  });
  const innerValue = fc.record({
    name: fc.string({ unit: "grapheme" }),
    size: fc.maxSafeInteger(),
  });
  const outerValue = fc.record({
    text: fc.string({ unit: "grapheme" }),
    bytes: fc.uint8Array().map((part) => Buffer.from(part)),
    flag: fc.boolean(),
    integer: fc.maxSafeInteger(),
    one: fc.option(innerValue, { nil: undefined }),
    many: fc.array(innerValue),
    byName: fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      innerValue,
    ),
    zero: fc.option(fc.integer(), { nil: undefined }),
  });

  it("is read as it was written", () => {
    fc.assert(
      fc.property(outerValue, (value) => {
        const read = outer.decode(outer.encode(value));
        expect({ ...read, byName: { ...read.byName } }).toEqual({
          ...value,
          byName: { ...value.byName },
        });
      }),
    );
  });

  it("never hangs or reads beyond its end, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        try {
          outer.decode(noise);
        } catch (error) {
          expect(error).toMatchObject({ name: "ProtobufError" });
        }
      }),
    );
  });
});
