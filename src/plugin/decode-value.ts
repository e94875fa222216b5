// A value as Terraform sends it → Value, led by its type: the same number, set or object is written otherwise in each of
// Terraform's two forms, MessagePack and JSON, and what it is only its type tells. What differs between the forms is
// a dialect; everything else is here.

import type { AttributePath } from "../model/attribute-path.js";
import type { Numeral } from "../model/big-float.js";
import type { Type } from "../model/type.js";
import type { Unknown, Value } from "../model/value.js";

/** What is said otherwise in one of the forms. */
export interface ValueDialect {
  /** Undefined for what is no number. */
  number(raw: unknown): Numeral | undefined;
  /** Undefined for what is known. */
  unknown(raw: unknown): Unknown | undefined;
  /** The two parts of a value of any type; undefined for what is none. */
  dynamic(raw: unknown): { readonly type: Type; readonly value: unknown } | undefined;
}

/** Told of everything that does not have its type. */
export interface Decoding {
  readonly dialect: ValueDialect;
  readonly refuse: (path: AttributePath, wanted: string, received: string) => void;
  /** Told the type of what may have any. */
  readonly tellType?: (path: AttributePath, type: Type) => void;
}

/** Null where `raw` was refused. Attributes that are missing are null; those that the type does not have are left out. */
export function decodeValue(
  decoding: Decoding,
  type: Type,
  raw: unknown,
  path: AttributePath = [],
): Value {
  if (raw === null || raw === undefined) return null;
  const unknown = decoding.dialect.unknown(raw);
  if (unknown !== undefined) return unknown;
  if (typeof type === "string") return decodePrimitive(decoding, type, raw, path);
  const refused = (wanted: string) => refuse(decoding, path, { wanted, raw });
  switch (type[0]) {
    case "list":
    case "set":
    case "tuple": {
      if (!Array.isArray(raw)) return refused("a list");
      const typeAt = (i: number): Type =>
        type[0] === "tuple" ? (type[1][i] ?? "dynamic") : type[1];
      return raw.map((item: unknown, i) => decodeValue(decoding, typeAt(i), item, [...path, i]));
    }
    case "map": {
      if (!isRecord(raw)) return refused("a map");
      return decodeMembers(
        decoding,
        Object.keys(raw).map((key) => [key, type[1]] as const),
        raw,
        path,
      );
    }
    case "object":
      if (!isRecord(raw)) return refused("an object");
      return decodeMembers(decoding, Object.entries(type[1]), raw, path);
  }
}

function decodeMembers(
  decoding: Decoding,
  types: readonly (readonly [string, Type])[],
  raw: Readonly<Record<string, unknown>>,
  path: AttributePath,
): Value {
  const members = types.map(([name, type]) => {
    const value = Object.hasOwn(raw, name) ? raw[name] : null;
    return [name, decodeValue(decoding, type, value, [...path, name])] as const;
  });
  return Object.fromEntries(members);
}

function decodePrimitive(
  decoding: Decoding,
  type: "string" | "number" | "bool" | "dynamic",
  raw: unknown,
  path: AttributePath,
): Value {
  switch (type) {
    case "string":
      return typeof raw === "string" ? raw : refuse(decoding, path, { wanted: "a string", raw });
    case "bool":
      return typeof raw === "boolean"
        ? raw
        : refuse(decoding, path, { wanted: "true or false", raw });
    case "number":
      return decoding.dialect.number(raw) ?? refuse(decoding, path, { wanted: "a number", raw });
    case "dynamic": {
      const parts = decoding.dialect.dynamic(raw);
      if (parts === undefined)
        return refuse(decoding, path, { wanted: "a value with its type", raw });
      decoding.tellType?.(path, parts.type);
      return decodeValue(decoding, parts.type, parts.value, path);
    }
  }
}

function refuse(
  { refuse: tell }: Decoding,
  path: AttributePath,
  { wanted, raw }: { readonly wanted: string; readonly raw: unknown },
): null {
  tell(path, wanted, kindOf(raw));
  return null;
}

/** Never the value itself, which may be a secret. */
function kindOf(raw: unknown): string {
  if (Array.isArray(raw)) return "a list";
  if (typeof raw === "string") return "a string";
  if (typeof raw === "number" || typeof raw === "bigint") return "a number";
  if (typeof raw === "boolean") return "true or false";
  return isRecord(raw) ? "an object" : "something else";
}

export function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return false;
  const prototype: unknown = Object.getPrototypeOf(raw);
  return prototype === Object.prototype || prototype === null;
}

/** Shallow: what it is made of only leads how values are read and written. */
export function isType(type: unknown): type is Type {
  const isName = type === "string" || type === "number" || type === "bool" || type === "dynamic";
  return isName || (Array.isArray(type) && typeof type[0] === "string" && type.length >= 2);
}
