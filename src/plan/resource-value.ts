// What a reference to a whole resource stands for: an object, with `count` a tuple of objects, with
// `for_each` an object of objects by key.

import type { TypedValue } from "../language/typed-value.js";
import type { ResourceConfig } from "../load/configuration.js";
import type { InstanceKey } from "../model/address.js";
import { type DynamicTypes, objectType, type ResourceSchema, type Type } from "../model/type.js";
import { type ObjectValue, UNKNOWN, type Unknown } from "../model/value.js";

/** One object as others see it; unknown stands for one that could not be planned. */
export interface SeenObject {
  readonly value: ObjectValue | Unknown;
  readonly types?: DynamicTypes | undefined;
}

/** `instances` in the order of their keys. */
export function resourceValue(
  resource: ResourceConfig,
  schema: ResourceSchema,
  instances: readonly (readonly [InstanceKey, SeenObject])[],
): TypedValue {
  if (resource.count !== undefined) {
    const value = instances.map(([, seen]) => seen.value);
    return {
      value,
      type: ["tuple", instances.map(([, seen]) => typeOfObject(schema, seen.types))],
    };
  }
  if (resource.forEach !== undefined) {
    const types = instances.map(
      ([key, seen]) => [String(key), typeOfObject(schema, seen.types)] as const,
    );
    const value = Object.fromEntries(instances.map(([key, seen]) => [String(key), seen.value]));
    return { value, type: ["object", Object.fromEntries(types)] };
  }
  const [, only] = instances[0] ?? [];
  return { value: only?.value ?? UNKNOWN, type: typeOfObject(schema, only?.types) };
}

/** The type of an object whose attributes of any type have these. */
export function typeOfObject(schema: ResourceSchema, types: DynamicTypes = {}): Type {
  const type = typeOfSchema(schema);
  if (Object.keys(types).length === 0 || typeof type === "string") return type;
  if (type[0] !== "object") return type;
  return ["object", { ...type[1], ...types }];
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
