// What a reference to a whole resource stands for: an object, with `count` a tuple of objects, with
// `for_each` an object of objects by key.

import type { Resolved } from "../language/scope.js";
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
): Resolved {
  const anyTyped = dynamicAttributes(schema);
  const typed = instances.map(([key, { value, types }]) => {
    return { key: String(key), value, type: typeOfObject(schema, types) };
  });
  if (resource.count !== undefined) {
    const value = typed.map((one) => one.value);
    return { value, type: ["tuple", typed.map(({ type }) => type)], anyTyped };
  }
  if (resource.forEach !== undefined) {
    const value = Object.fromEntries(typed.map((one) => [one.key, one.value] as const));
    const types = Object.fromEntries(typed.map(({ key, type }) => [key, type] as const));
    return { value, type: ["object", types], anyTyped };
  }
  const [only = { value: UNKNOWN, type: typeOfSchema(schema) }] = typed;
  return { value: only.value, type: only.type, anyTyped };
}

/** The type of an object whose attributes of any type have these. */
export function typeOfObject(schema: ResourceSchema, types: DynamicTypes = {}): Type {
  const type = typeOfSchema(schema);
  if (Object.keys(types).length === 0 || typeof type === "string") return type;
  if (type[0] !== "object") return type;
  return ["object", { ...type[1], ...types }];
}

const dynamic = new WeakMap<ResourceSchema, readonly string[]>();

/** Names of attributes that may hold a value of any type. */
export function dynamicAttributes(schema: ResourceSchema): readonly string[] {
  const known = dynamic.get(schema);
  if (known !== undefined) return known;
  const { attributes } = schema.block;
  const names = Object.keys(attributes).filter((name) => attributes[name]?.type === "dynamic");
  dynamic.set(schema, names);
  return names;
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
