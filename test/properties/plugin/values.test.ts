// Whatever its type, a value goes to Terraform and comes back, in both forms that Terraform has.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson } from "../../../src/files/parse-json.js";
import { type Numeral, numeral } from "../../../src/model/big-float.js";
import { jsonText } from "../../../src/model/json-text.js";
import type { Type } from "../../../src/model/type.js";
import { NOT_NULL, UNKNOWN, Unknown, type Value } from "../../../src/model/value.js";
import { decodeValue, type ValueDialect } from "../../../src/plugin/decode-value.js";
import { JSON_DIALECT } from "../../../src/plugin/json-value.js";
import { MSGPACK_DIALECT, pack, unpack } from "../../../src/plugin/msgpack-value.js";

interface Typed {
  readonly type: Type;
  readonly value: Value;
}

const key = fc.string({ maxLength: 6 }).filter((name) => name !== "__proto__");

const anyNumber: fc.Arbitrary<Numeral> = fc.oneof(
  fc.maxSafeInteger(),
  fc
    .tuple(fc.bigInt({ min: -(2n ** 520n), max: 2n ** 520n }), fc.integer({ min: -600, max: 80 }))
    .map(([mantissa, exponent]) => numeral(mantissa, exponent)),
);

const unknowns: Readonly<Record<"string" | "number" | "bool", fc.Arbitrary<Value>>> = {
  string: fc.constantFrom<Value>(
    UNKNOWN,
    NOT_NULL,
    new Unknown({ isNotNull: true, prefix: "vc-" }),
  ),
  number: fc
    .tuple(anyNumber, fc.boolean())
    .map(([value, isInclusive]) => new Unknown({ isNotNull: true, max: { value, isInclusive } })),
  bool: fc.constantFrom<Value>(UNKNOWN, NOT_NULL),
};

const known = {
  string: fc.string({ unit: "grapheme" }).map((text) => text.normalize("NFC")),
  number: anyNumber,
  bool: fc.boolean(),
};

/** A value with its type; `mayBeUnknown` where the form can say it. */
function typed(mayBeUnknown: boolean): fc.Arbitrary<Typed> {
  const leaf = fc
    .constantFrom<"string" | "number" | "bool">("string", "number", "bool")
    .chain((type) =>
      fc
        .oneof(
          known[type] as fc.Arbitrary<Value>,
          fc.constant(null),
          ...(mayBeUnknown ? [unknowns[type]] : []),
        )
        .map((value) => ({ type, value })),
    );
  const { value } = fc.letrec<{ value: Typed }>((tie) => ({
    value: fc.oneof<fc.Arbitrary<Typed>[]>(
      { depthSize: "small" },
      leaf,
      fc
        .tuple(fc.constantFrom<"list" | "set">("list", "set"), tie("value"), fc.nat(3))
        .map(([kind, item, length]) => ({
          type: [kind, item.type],
          value: Array<Value>(length).fill(item.value),
        })),
      fc.array(tie("value"), { maxLength: 3 }).map((items) => ({
        type: ["tuple", items.map((item) => item.type)],
        value: items.map((item) => item.value),
      })),
      fc.tuple(tie("value"), fc.uniqueArray(key, { maxLength: 3 })).map(([item, names]) => ({
        type: ["map", item.type],
        value: Object.fromEntries(names.map((name) => [name, item.value])),
      })),
      fc.dictionary(key, tie("value"), { maxKeys: 3 }).map((members) => ({
        type: ["object", mapped(members, (member) => member.type)],
        value: mapped(members, (member) => member.value),
      })),
    ),
  }));
  return value;
}

function mapped<T>(members: Record<string, Typed>, map: (member: Typed) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, map(member)]));
}

function read(dialect: ValueDialect, type: Type, raw: unknown): Value {
  const refuse = (path: readonly unknown[], wanted: string) => {
    throw new Error(`refused at ${path.join(".")}: wanted ${wanted}`);
  };
  return decodeValue({ dialect, refuse }, type, raw);
}

describe("a value of any type", () => {
  it("goes through MessagePack, known or not", () => {
    fc.assert(
      fc.property(typed(true), ({ type, value }) => {
        expect(read(MSGPACK_DIALECT, type, unpack(pack(type, value)))).toEqual(value);
      }),
    );
  });

  it("goes through the JSON of a state", () => {
    fc.assert(
      fc.property(typed(false), ({ type, value }) => {
        const parsed = parseExactJson(jsonText(value), "test");
        expect(parsed.error).toBeUndefined();
        expect(read(JSON_DIALECT, type, parsed.value)).toEqual(value);
      }),
    );
  });
});
