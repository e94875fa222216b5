// Write-only values go from the configuration to the backend and nowhere else: whatever is planned or kept
// has null in their place.

import { invariant } from "../model/invariant.js";
import type { AttributeSchema, AttributeSchemas } from "../model/type.js";
import {
  isList,
  isObject,
  isSensitive,
  type ObjectValue,
  sensitive,
  type Value,
} from "../model/value.js";
import { resourceSchemaOf } from "../schema/resource-schemas.js";

/** The object with null for every write-only attribute, nested ones included. */
export function withoutWriteOnly(type: string, object: ObjectValue): ObjectValue {
  const schema = resourceSchemaOf(type);
  invariant(schema !== undefined, `no schema for resource type ${type}`);
  return strip(schema.block.attributes, object);
}

function strip(attributes: AttributeSchemas, object: ObjectValue): ObjectValue {
  if (!containsWriteOnly(attributes)) return object;
  const entries = Object.entries(object).map(
    ([name, value]) => [name, stripAttribute(attributes[name], value)] as const,
  );
  return Object.fromEntries(entries);
}

function stripAttribute(attribute: AttributeSchema | undefined, value: Value): Value {
  if (attribute?.write_only) return null;
  const nested = attribute?.nested_type?.attributes;
  return nested === undefined ? value : stripNested(nested, value);
}

function stripNested(attributes: AttributeSchemas, value: Value): Value {
  if (isSensitive(value)) return sensitive(stripNested(attributes, value.value));
  if (isList(value)) return value.map((item) => stripNested(attributes, item));
  return isObject(value) ? strip(attributes, value) : value;
}

function containsWriteOnly(attributes: AttributeSchemas): boolean {
  return Object.values(attributes).some(
    (a) => a.write_only || (a.nested_type && containsWriteOnly(a.nested_type.attributes)),
  );
}
