// Write-only values go from the configuration to the backend and nowhere else: whatever is planned or kept
// has null in their place.

import { invariant } from "../model/invariant.js";
import { type AttributeSchema, type AttributeSchemas, holdsWriteOnly } from "../model/type.js";
import { isList, isMarked, isObject, mark, type ObjectValue, type Value } from "../model/value.js";
import { resourceSchemaOf } from "../schema/resource-schemas.js";

/** The object with null for every write-only attribute, nested ones included. */
export function withoutWriteOnly(type: string, object: ObjectValue): ObjectValue {
  const schema = resourceSchemaOf(type);
  invariant(schema !== undefined, `no schema for resource type ${type}`);
  return strip(schema.block.attributes, object);
}

function strip(attributes: AttributeSchemas, object: ObjectValue): ObjectValue {
  let stripped: { [name: string]: Value } | undefined;
  for (const name in attributes) {
    const attribute = attributes[name];
    const value = object[name];
    if (attribute === undefined || value === undefined || !holdsWriteOnly(attribute)) continue;
    stripped ??= { ...object };
    stripped[name] = stripAttribute(attribute, value);
  }
  return stripped ?? object;
}

function stripAttribute(attribute: AttributeSchema, value: Value): Value {
  const nested = attribute.nested_type?.attributes;
  return attribute.write_only || nested === undefined ? null : stripNested(nested, value);
}

function stripNested(attributes: AttributeSchemas, value: Value): Value {
  if (isMarked(value)) return mark(stripNested(attributes, value.value), value);
  if (isList(value)) return value.map((item) => stripNested(attributes, item));
  return isObject(value) ? strip(attributes, value) : value;
}
