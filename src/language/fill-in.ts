// What `optional(…)` in a type does to a value before it is converted: attributes that are absent or null get
// their defaults, at every depth.

import { isList, isMarked, isObject, mark, type ObjectValue, type Value } from "../model/value.js";

export interface TypeDefaults {
  /** Of the attributes of an object that may be absent; null where there is no other default. */
  readonly attributes?: { readonly [name: string]: Value };
  /** Of what is inside: by attribute or number, under an empty name for every element of a collection. */
  readonly of?: { readonly [name: string]: TypeDefaults };
}

/** Null and unknown values stay what they are. */
export function fillIn(value: Value, defaults: TypeDefaults): Value {
  if (isMarked(value)) return mark(fillIn(value.value, defaults), value);
  const inside = (name: string, item: Value): Value => {
    const { of = {} } = defaults;
    const inner = (Object.hasOwn(of, name) ? of[name] : undefined) ?? of[""];
    return inner === undefined ? item : fillIn(item, inner);
  };
  if (isList(value)) return value.map((item, i) => inside(String(i), item));
  return isObject(value) ? fillObject(value, defaults, inside) : value;
}

function fillObject(
  value: ObjectValue,
  { attributes = {} }: TypeDefaults,
  inside: (name: string, item: Value) => Value,
): ObjectValue {
  const filled = new Map(Object.entries(value).map(([name, item]) => [name, inside(name, item)]));
  for (const [name, fallback] of Object.entries(attributes)) {
    if ((filled.get(name) ?? null) === null) filled.set(name, inside(name, fallback));
  }
  return Object.fromEntries(filled);
}
