// Whole objects of a schema, from and to the plugin protocol. Whatever cannot be read is told in full, as diagnostics.

import { type ParsedJson, parseExactJson } from "../files/parse-json.js";
import { formatPath } from "../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import { objectType, type ResourceSchema, type Type } from "../model/type.js";
import { isObject, type ObjectValue, type Value } from "../model/value.js";
import { decodeValue, type ValueDialect } from "./decode-value.js";
import { JSON_DIALECT } from "./json-value.js";
import type { DynamicValue } from "./messages.js";
import { MSGPACK_DIALECT, pack, unpack } from "./msgpack-value.js";

/** Thrown where an answer is nothing but diagnostics. */
export class Refused extends Error {
  override readonly name = "Refused";
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ summary }) => summary).join("; "));
  }
}

const types = new WeakMap<ResourceSchema, Type>();

/** The type of the objects of a schema, made once. */
export function typeOfSchema(schema: ResourceSchema): Type {
  const type = types.get(schema) ?? objectType(schema.block.attributes);
  types.set(schema, type);
  return type;
}

/** Null for no object. @throws Refused */
export function readObject(
  schema: ResourceSchema,
  message: DynamicValue | undefined,
): ObjectValue | null {
  return asObject(readValue(typeOfSchema(schema), message));
}

/** A value in either of its forms. @throws Refused */
export function readValue(type: Type, message: DynamicValue | undefined): Value {
  const { msgpack, json } = message ?? {};
  if (json !== undefined && json.length > 0) return decode(type, parseText(json), JSON_DIALECT);
  return decode(type, unpackSafely(msgpack ?? Buffer.alloc(0)), MSGPACK_DIALECT);
}

/** @throws Refused for what is no object either. */
export function requireObject(
  schema: ResourceSchema,
  message: DynamicValue | undefined,
): ObjectValue {
  const object = readObject(schema, message);
  invariant(object !== null, "Terraform sent null where the protocol has an object");
  return object;
}

/** What a JSON document of the state says, brought into the form of the schema. @throws Refused */
export function readJsonObject(schema: ResourceSchema, json: unknown): ObjectValue | null {
  return asObject(decode(typeOfSchema(schema), json, JSON_DIALECT));
}

/** JSON without losing a digit. @throws Refused */
export function parseText(bytes: Buffer): unknown {
  const parsed: ParsedJson = parseExactJson(bytes.toString(), "The stored object");
  if (parsed.error !== undefined) throw new Refused([parsed.error]);
  return parsed.value;
}

export function writeObject(schema: ResourceSchema, object: ObjectValue | null): DynamicValue {
  return { msgpack: pack(typeOfSchema(schema), object) };
}

function unpackSafely(bytes: Buffer): unknown {
  try {
    return unpack(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `What Terraform sent is no MessagePack that Holdfast can read: ${reason}.`;
    throw new Refused([errorDiagnostic("Unreadable value", detail)]);
  }
}

function asObject(value: Value): ObjectValue | null {
  invariant(value === null || isObject(value), "an object that is not known as a whole");
  return value;
}

function decode(type: Type, raw: unknown, dialect: ValueDialect): Value {
  const diagnostics: Diagnostic[] = [];
  const value: Value = decodeValue(
    {
      dialect,
      refuse: (attribute, wanted, received) => {
        const name = attribute.length === 0 ? "The value" : `"${formatPath(attribute)}"`;
        const detail = `${name} must be ${wanted}, and is ${received}.`;
        diagnostics.push(errorDiagnostic("Wrong type", detail, { attribute }));
      },
    },
    type,
    raw,
  );
  if (diagnostics.length > 0) throw new Refused(diagnostics);
  return value;
}
