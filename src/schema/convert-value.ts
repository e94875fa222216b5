// An evaluated configuration → the shape of its schema, with Terraform's conversions: "5" becomes 5 where a
// number is wanted, true becomes "true" where a string is; every attribute of the schema is present, null
// where the configuration has none; sets are sorted and without duplicates. Unknown parts stay unknown and
// sensitive parts stay marked. What a keyword of the JSON Schema forbids is found in validate-value.ts.

import { setOf } from "../language/set-order.js";
import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import {
  type AttributeSchema,
  type AttributeSchemas,
  type NestedType,
  objectType,
  type ResourceSchema,
} from "../model/type.js";
import {
  blankObject,
  isList,
  isMarked,
  isObject,
  isUnknown,
  mark,
  type ObjectValue,
  type Value,
} from "../model/value.js";
import { convertType, wrongType } from "./convert-type.js";
import { hidden, type Position, reportAt, startAt, within, withinKey } from "./position.js";
import { resourceSchemaOf } from "./resource-schemas.js";

export interface ConvertedConfig {
  /** Every attribute of the schema, in its order; attributes in error are null. */
  readonly value: ObjectValue;
  readonly diagnostics: readonly Diagnostic[];
}

/** Converts the configuration of one resource of a type that {@link resourceSchemaOf} knows. */
export function convertConfig(type: string, value: ObjectValue): ConvertedConfig {
  const schema = resourceSchemaOf(type);
  invariant(schema !== undefined, `no schema for resource type ${type}`);
  return convertToSchema(schema, value);
}

/** The same for any schema, such as that of the provider block. */
export function convertToSchema(schema: ResourceSchema, value: ObjectValue): ConvertedConfig {
  const diagnostics: Diagnostic[] = [];
  const start = startAt((summary, detail, attribute) => {
    diagnostics.push(errorDiagnostic(summary, detail, { attribute }));
  });
  return { value: convertObject(schema.block.attributes, value, start), diagnostics };
}

function convertObject(
  attributes: AttributeSchemas,
  value: ObjectValue,
  at: Position,
): ObjectValue {
  for (const name in value) {
    if (!Object.hasOwn(attributes, name)) reportUnknownName(attributes, withinKey(at, name), name);
  }
  const converted = blankObject(attributes);
  for (const name in attributes) {
    const attribute = attributes[name];
    const given = value[name] ?? null;
    if (given !== null && attribute !== undefined) {
      converted[name] = convertAttribute(attribute, given, within(at, name));
    } else if (attribute?.required) reportMissing(attribute, within(at, name));
  }
  return converted;
}

function convertAttribute(attribute: AttributeSchema, value: Value, at: Position): Value {
  if (attribute.computed && !attribute.optional) {
    reportComputed(at);
    return null;
  }
  const nested = attribute.nested_type;
  if (nested !== undefined) return convertNested(nested, value, at);
  const isSecret = attribute.sensitive === true || attribute.write_only === true;
  return convertType(attribute.type ?? "dynamic", value, isSecret ? hidden(at) : at);
}

function convertNested(nested: NestedType, value: Value, at: Position): Value {
  if (isMarked(value)) return mark(convertNested(nested, value.value, hidden(at)), value);
  if (isUnknown(value)) return value;
  if (nested.nesting_mode === "single") return convertItem(nested.attributes, value, at);
  if (nested.nesting_mode === "map") {
    if (!isObject(value)) return wrongType("a map of objects", value, at);
    const entries = Object.entries(value).map(
      ([key, item]) => [key, convertItem(nested.attributes, item, withinKey(at, key))] as const,
    );
    return Object.fromEntries(entries);
  }
  if (!isList(value)) return wrongType("a list of objects", value, at);
  const items = value.map((item, i) => convertItem(nested.attributes, item, within(at, i)));
  return nested.nesting_mode === "set" ? setOf(items, objectType(nested.attributes)) : items;
}

function convertItem(attributes: AttributeSchemas, item: Value, at: Position): Value {
  if (isMarked(item)) return mark(convertItem(attributes, item.value, hidden(at)), item);
  if (isUnknown(item)) return item;
  return isObject(item) ? convertObject(attributes, item, at) : wrongType("an object", item, at);
}

function reportComputed(at: Position): void {
  const detail = `"${at.step}" is decided by vSphere. Remove it from the configuration.`;
  reportAt(at, "Computed attribute set in the configuration", detail);
}

function reportUnknownName(attributes: AttributeSchemas, at: Position, name: string): void {
  const settable = Object.keys(attributes).filter((n) => !attributes[n]?.computed);
  const known = ` Known are: ${settable.join(", ")}.`;
  const detail = at.secret
    ? `There is no attribute of that name (a sensitive value) here.${known}`
    : `There is no attribute "${name}" here.${suggestion(name, settable) || known}`;
  reportAt(at, "Unknown attribute", detail);
}

function reportMissing(attribute: AttributeSchema, at: Position): void {
  const detail = `"${at.step}" must be set. ${attribute.description}`;
  reportAt(at, "Missing required attribute", detail);
}
