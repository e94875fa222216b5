// What a reference to a whole resource stands for: an object, with `count` a tuple of objects, with
// `for_each` an object of objects by key.

import type { TypedValue } from "../language/typed-value.js";
import type { ResourceConfig } from "../load/configuration.js";
import type { InstanceKey } from "../model/address.js";
import { objectType, type ResourceSchema, type Type } from "../model/type.js";
import { type ObjectValue, UNKNOWN, type Unknown } from "../model/value.js";

/** `instances` in the order of their keys; unknown stands for one that could not be planned. */
export function resourceValue(
  resource: ResourceConfig,
  schema: ResourceSchema,
  instances: readonly (readonly [InstanceKey, ObjectValue | Unknown])[],
): TypedValue {
  const type = typeOfSchema(schema);
  if (resource.count !== undefined) {
    const value = instances.map(([, item]) => item);
    return { value, type: ["tuple", value.map(() => type)] };
  }
  if (resource.forEach !== undefined) {
    const types = instances.map(([key]) => [String(key), type] as const);
    const value = Object.fromEntries(instances.map(([key, item]) => [String(key), item] as const));
    return { value, type: ["object", Object.fromEntries(types)] };
  }
  return { value: instances[0]?.[1] ?? UNKNOWN, type };
}

const types = new WeakMap<ResourceSchema, Type>();

/** The type of one object of a resource; the same one each time. */
export function typeOfSchema(schema: ResourceSchema): Type {
  const known = types.get(schema);
  if (known !== undefined) return known;
  const type = objectType(schema.block.attributes);
  types.set(schema, type);
  return type;
}
