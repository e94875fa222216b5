// What a reference to a whole resource or module stands for: an object, with `count` a tuple of objects, with
// `for_each` an object of objects by key.

import type { Resolved } from "../language/scope.js";
import type { TypedValue } from "../language/typed-value.js";
import type { ResourceConfig } from "../load/configuration.js";
import type { InstanceKey } from "../model/address.js";
import { type DynamicTypes, objectType, type ResourceSchema, type Type } from "../model/type.js";
import { type ObjectValue, UNKNOWN, type Unknown, type Value } from "../model/value.js";

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
    return { key, value, type: typeOfObject(schema, types) };
  });
  const value = repeatedValue(resource, typed) ?? { value: UNKNOWN, type: typeOfSchema(schema) };
  return { ...value, anyTyped };
}

interface KeyedObject {
  readonly key: InstanceKey;
  readonly value: Value;
  readonly type: Type;
}

/** `objects` in the order of their keys. Undefined where the one that there should be is missing. */
export function repeatedValue(
  { count, forEach }: Pick<ResourceConfig, "count" | "forEach">,
  objects: readonly KeyedObject[],
): TypedValue | undefined {
  if (count !== undefined) {
    const value = objects.map((one) => one.value);
    return { value, type: ["tuple", objects.map(({ type }) => type)] };
  }
  if (forEach !== undefined) {
    const value = Object.fromEntries(objects.map((one) => [String(one.key), one.value] as const));
    const types = Object.fromEntries(objects.map(({ key, type }) => [String(key), type] as const));
    return { value, type: ["object", types] };
  }
  const [only] = objects;
  return only === undefined ? undefined : { value: only.value, type: only.type };
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
