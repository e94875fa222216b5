// Values in Terraform's MessagePack (docs/plugin-protocol/object-wire-format.md; zclconf/go-cty v1.16, cty/msgpack).
// Numbers come in three shapes, and none may lose a digit: whole numbers of 64 bits, doubles that are exact, and decimal
// text for all others. What is not known is an extension, with what is certain of it in a map with numbers for keys.

import { Decoder, Encoder, ExtData, ExtensionCodec } from "@msgpack/msgpack";
import { compareText } from "../model/address.js";
import { BigFloat, binaryOf, type Numeral, numeral, numeralOfDouble } from "../model/big-float.js";
import { numeralOf } from "../model/number-text.js";
import type { Bound, Refinement } from "../model/refinement.js";
import type { DynamicTypes, Type } from "../model/type.js";
import {
  isList,
  isObject,
  isUnknown,
  NOT_NULL,
  UNKNOWN,
  Unknown,
  unmark,
  type Value,
} from "../model/value.js";
import { isType, type ValueDialect } from "./decode-value.js";

const UNKNOWN_EXTENSION = 0;
const REFINED_EXTENSION = 12;

/** Every extension is kept as it came: whatever it is, it stands for what is not known. */
const extensionCodec = new ExtensionCodec();
for (let type = -128; type < 128; type++) {
  extensionCodec.register({ type, encode: () => null, decode: (data) => new ExtData(type, data) });
}
const decoder = new Decoder({ extensionCodec, useBigInt64: true });
const encoder = new Encoder({ extensionCodec, useBigInt64: true });

/** What MessagePack holds, for {@link MSGPACK_DIALECT} to read. @throws RangeError, DecodeError */
export function unpack(bytes: Uint8Array): unknown {
  return bytes.length === 0 ? null : decoder.decode(bytes);
}

/** What `encoder` writes. */
type Packable =
  | null
  | string
  | number
  | bigint
  | boolean
  | Uint8Array
  | ExtData
  | PackableList
  | PackableObject;
type PackableList = readonly Packable[];
interface PackableObject {
  readonly [name: string]: Packable;
}

/** `types` are those of attributes of any type, by name; for others the type of such a value is taken from it. */
export function pack(type: Type, value: Value, types: DynamicTypes = {}): Buffer {
  return Buffer.from(encoder.encode(packed(type, value, types)));
}

function packed(type: Type, marked: Value, types: DynamicTypes = {}): Packable {
  const value = unmark(marked);
  if (value === null) return null;
  if (type === "dynamic") return packedWithType(typeOfValue(value), value);
  if (isUnknown(value)) return packedUnknown(value);
  if (isList(value)) return value.map((item, i) => packed(elementType(type, i), item));
  if (!isObject(value))
    return typeof value === "number" || value instanceof BigFloat ? packedNumber(value) : value;
  // In Terraform's order, so that equal objects are equal bytes.
  const sorted = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  const members = sorted.map(([name, member]) => {
    const of = memberType(type, name);
    const told = types[name];
    const isTold = of === "dynamic" && told !== undefined && member !== null;
    return [name, isTold ? packedWithType(told, member) : packed(of, member)] as const;
  });
  return Object.fromEntries(members);
}

function packedWithType(type: Type | undefined, value: Value): Packable {
  if (type === undefined || type === "dynamic") return packedUnknown(UNKNOWN);
  return [Buffer.from(JSON.stringify(type)), packed(type, value)];
}

function elementType(type: Type, index: number): Type {
  if (typeof type === "string" || type[0] === "object") return "dynamic";
  return type[0] === "tuple" ? (type[1][index] ?? "dynamic") : type[1];
}

function memberType(type: Type, name: string): Type {
  if (typeof type === "string") return "dynamic";
  return type[0] === "object" ? (type[1][name] ?? "dynamic") : elementType(type, 0);
}

/** Undefined for what is not known, and of which nothing tells the type. */
function typeOfValue(value: Value): Type | undefined {
  const plain = unmark(value);
  if (isUnknown(plain)) return undefined;
  if (plain === null) return "dynamic";
  if (typeof plain === "string") return "string";
  if (typeof plain === "boolean") return "bool";
  if (isList(plain)) return ["tuple", plain.map((item) => typeOfValue(item) ?? "dynamic")];
  if (!isObject(plain)) return "number";
  const types = Object.entries(plain).map(
    ([name, item]) => [name, typeOfValue(item) ?? "dynamic"] as const,
  );
  return ["object", Object.fromEntries(types)];
}

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;
/** Beyond them the encoder makes a double of a number. */
const MIN_INT32 = -(2 ** 31);
const MAX_UINT32 = 2 ** 32 - 1;

function packedNumber(value: Numeral): number | bigint | string {
  if (typeof value === "number") {
    return value >= MIN_INT32 && value <= MAX_UINT32 ? value : BigInt(value);
  }
  const { mantissa, exponent } = value;
  if (value.isInteger && exponent < 64) {
    const whole = mantissa << BigInt(exponent);
    if (whole >= MIN_INT64 && whole <= MAX_INT64) return whole;
  }
  const double = Number(value.toString());
  return isExactly(double, value) ? double : value.toString();
}

function isExactly(double: number, { mantissa, exponent }: BigFloat): boolean {
  const same = numeralOfDouble(double);
  if (same === undefined) return false;
  const binary = binaryOf(same);
  return binary.mantissa === mantissa && binary.exponent === exponent;
}

function packedUnknown({ refinement }: Unknown): ExtData {
  const entries = refinementEntries(refinement).map(([key, value]) =>
    Buffer.concat([Buffer.from([key]), encoder.encode(value)]),
  );
  const payload = Buffer.concat([Buffer.from([0x80 | entries.length]), ...entries]);
  // Terraform reads no more than so many bytes: what is certain may go unsaid.
  const isSaid = entries.length > 0 && payload.length <= LONGEST_REFINEMENT;
  return isSaid
    ? new ExtData(REFINED_EXTENSION, payload)
    : new ExtData(UNKNOWN_EXTENSION, new Uint8Array(1));
}

const LONGEST_REFINEMENT = 1024;
const LONGEST_PREFIX = 256;

/** By their keys on the wire. */
function refinementEntries(refinement: Refinement): readonly (readonly [number, Packable])[] {
  const { isNotNull, prefix, min, max, minLength, maxLength } = refinement;
  const bound = (of: Bound): Packable => [packedNumber(of.value), of.isInclusive];
  const isShort = prefix !== undefined && Buffer.byteLength(prefix) <= LONGEST_PREFIX;
  return [
    ...(isNotNull ? [[1, false] as const] : []),
    ...(isShort ? [[2, prefix] as const] : []),
    ...(min === undefined ? [] : [[3, bound(min)] as const]),
    ...(max === undefined ? [] : [[4, bound(max)] as const]),
    ...(minLength === undefined ? [] : [[5, packedNumber(minLength)] as const]),
    ...(maxLength === undefined ? [] : [[6, packedNumber(maxLength)] as const]),
  ];
}

export const MSGPACK_DIALECT: ValueDialect = {
  number: readNumber,
  unknown: (raw) => (raw instanceof ExtData ? readUnknown(raw) : undefined),
  dynamic: (raw) => {
    if (!Array.isArray(raw) || raw.length !== 2 || !(raw[0] instanceof Uint8Array))
      return undefined;
    const type = readType(raw[0]);
    return type === undefined ? undefined : { type, value: raw[1] };
  },
};

function readType(bytes: Uint8Array): Type | undefined {
  try {
    const type: unknown = JSON.parse(Buffer.from(bytes).toString());
    return isType(type) ? type : undefined;
  } catch {
    return undefined;
  }
}

function readNumber(raw: unknown): Numeral | undefined {
  if (typeof raw === "string") return numeralOf(raw);
  if (typeof raw === "bigint") return numeral(raw, 0);
  if (typeof raw !== "number") return undefined;
  const double = numeralOfDouble(raw);
  if (double === undefined || typeof double === "number") return double;
  // With all its digits: that it came as a double says that it is one exactly.
  return numeral(double.mantissa, double.exponent);
}

function readUnknown({ type, data }: ExtData): Unknown {
  if (type !== REFINED_EXTENSION || !(data instanceof Uint8Array)) return UNKNOWN;
  const raw = unpack(data);
  if (typeof raw !== "object" || raw === null) return UNKNOWN;
  const refinement = readRefinement(Object.fromEntries(Object.entries(raw)));
  const { isNotNull, ...others } = refinement;
  if (Object.keys(others).length > 0) return new Unknown(refinement);
  return isNotNull ? NOT_NULL : UNKNOWN;
}

function readRefinement(raw: Readonly<Record<string, unknown>>): Refinement {
  const [min, max] = [readBound(raw[3]), readBound(raw[4])];
  const [minLength, maxLength] = [readLength(raw[5]), readLength(raw[6])];
  return {
    ...(raw[1] === false ? { isNotNull: true } : {}),
    ...(typeof raw[2] === "string" ? { prefix: raw[2] } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

function readBound(raw: unknown): Bound | undefined {
  if (!Array.isArray(raw)) return undefined;
  const value = readNumber(raw[0]);
  return value === undefined ? undefined : { value, isInclusive: raw[1] === true };
}

function readLength(raw: unknown): number | undefined {
  const length = readNumber(raw);
  return typeof length === "number" ? length : undefined;
}
