// Attributes of any type, as Terraform's state has them: the value together with its type. Only what belongs to
// Terraform's own provider has such, and in memory they are values like all others.

import type { ResourceAddress } from "../model/address.js";
import { isList, isObject, type ObjectValue, type Value } from "../model/value.js";

const DYNAMIC: Readonly<Record<string, readonly string[]>> = {
  "data terraform_remote_state": ["config", "defaults", "outputs"],
  "managed terraform_data": ["input", "output", "triggers_replace"],
};

type Kind = Pick<ResourceAddress, "mode" | "type">;

export function withTypes(kind: Kind, attributes: ObjectValue): ObjectValue {
  return mapDynamic(kind, attributes, (value) => ({ value, type: typeOfValue(value) }));
}

export function withoutTypes(kind: Kind, attributes: ObjectValue): ObjectValue {
  return mapDynamic(kind, attributes, (typed) => (isObject(typed) ? (typed.value ?? null) : typed));
}

function mapDynamic(
  { mode, type }: Kind,
  attributes: ObjectValue,
  map: (value: Value) => Value,
): ObjectValue {
  const names = DYNAMIC[`${mode} ${type}`];
  if (names === undefined) return attributes;
  const entries = Object.entries(attributes).map(([name, value]) => {
    return [name, names.includes(name) && value !== null ? map(value) : value] as const;
  });
  return Object.fromEntries(entries);
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
