// Attributes of any type, as Terraform's state has them: the value together with its type. Only what belongs to
// Terraform's own provider has such, and in memory they are values like all others.

import type { ResourceAddress } from "../model/address.js";
import type { StateInstance } from "../model/state.js";
import type { DynamicTypes, Type } from "../model/type.js";
import { isList, isObject, type ObjectValue, type Value } from "../model/value.js";

const DYNAMIC: Readonly<Record<string, readonly string[]>> = {
  "data terraform_remote_state": ["config", "defaults", "outputs"],
  "managed terraform_data": ["input", "output", "triggers_replace"],
};

/** Shallow: what it is made of is only compared and written again. */
export function isType(type: unknown): type is Type {
  const isName = type === "string" || type === "number" || type === "bool" || type === "dynamic";
  return isName || (Array.isArray(type) && typeof type[0] === "string");
}

type Kind = Pick<ResourceAddress, "mode" | "type">;

export function withTypes(
  kind: Kind,
  attributes: ObjectValue,
  types: DynamicTypes = {},
): ObjectValue {
  return mapDynamic(kind, attributes, (value, name) => {
    const type = types[name];
    if (type !== undefined) return { value, type: valueOfType(type) };
    return value === null ? null : { value, type: typeOfValue(value) };
  });
}

/** The values alone, and of managed resources the types that stood with them. */
export function withoutTypes(
  kind: Kind,
  attributes: ObjectValue,
): Pick<StateInstance, "attributes" | "types"> {
  const types: { [attribute: string]: Type } = {};
  const values = mapDynamic(kind, attributes, (typed, name) => {
    if (!isObject(typed)) return typed;
    const { value = null, type } = typed;
    if (isType(type)) types[name] = type;
    return value;
  });
  const hasTypes = kind.mode === "managed" && DYNAMIC[`managed ${kind.type}`] !== undefined;
  return { attributes: values, ...(hasTypes ? { types } : {}) };
}

function mapDynamic(
  { mode, type }: Kind,
  attributes: ObjectValue,
  map: (value: Value, name: string) => Value,
): ObjectValue {
  const names = DYNAMIC[`${mode} ${type}`];
  if (names === undefined) return attributes;
  const entries = Object.entries(attributes).map(([name, value]) => {
    return [name, names.includes(name) ? map(value, name) : value] as const;
  });
  return Object.fromEntries(entries);
}

/** A type is plain JSON, and so a value. */
function valueOfType(type: Type): Value {
  return type as Value;
}

/** Of a plain value, in the JSON spelling, which is a value itself. */
function typeOfValue(value: Value): Value {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (value === null) return "dynamic";
  if (isList(value)) return ["tuple", value.map(typeOfValue)];
  if (!isObject(value)) return "number";
  const types = Object.entries(value).map(([name, item]) => [name, typeOfValue(item)] as const);
  return ["object", Object.fromEntries(types)];
}
