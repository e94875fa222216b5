// `lifecycle.ignore_changes`: the configuration as if what is ignored still said what the object already has.
// It has no effect on an object that does not exist yet, and validation sees the configuration without it.

import { impliedType } from "../language/typed-value.js";
import type { AttributePath } from "../model/attribute-path.js";
import type { StateInstance } from "../model/state.js";
import { type AttributeSchemas, type DynamicTypes, objectType, type Type } from "../model/type.js";
import { areValuesEqual, isList, isObject, type ObjectValue, type Value } from "../model/value.js";

export function ignoreChanges(
  attributes: AttributeSchemas,
  objects: { readonly prior: ObjectValue; readonly config: ObjectValue },
  ignored: "all" | readonly AttributePath[],
): ObjectValue {
  const { prior, config } = objects;
  if (ignored === "all") return settableOf(attributes, prior);
  const settable = ignored.filter(([name]) => isSettable(attributes, name));
  const type = objectType(attributes);
  return settable.reduce<ObjectValue>((object, path) => {
    const kept = keepPrior(path, { prior, config: object, type });
    return isObject(kept) ? kept : object;
  }, config);
}

/** The types of `config` once something of it was ignored: what came from the prior object has its types. */
export function typesAfterIgnoring(
  types: DynamicTypes | undefined,
  prior: Pick<StateInstance, "attributes" | "types">,
  config: ObjectValue,
  ignored: "all" | readonly AttributePath[],
): DynamicTypes | undefined {
  if (types === undefined || ignored.length === 0) return types;
  const names = ignored === "all" ? Object.keys(config) : ignored.map(([name]) => String(name));
  const after = new Map(Object.entries(types));
  for (const name of names) {
    const value = config[name] ?? null;
    const before = prior.types?.[name];
    if (before === undefined && types[name] === undefined) continue;
    if (value === null) after.delete(name);
    else if (!areValuesEqual(value, prior.attributes[name] ?? null))
      after.set(name, impliedType(value));
    else if (before !== undefined) after.set(name, before);
  }
  return Object.fromEntries(after);
}

/** An object with null for what the configuration cannot set. */
function settableOf(attributes: AttributeSchemas, object: ObjectValue): ObjectValue {
  const entries = Object.keys(attributes).map(
    (name) => [name, isSettable(attributes, name) ? (object[name] ?? null) : null] as const,
  );
  return Object.fromEntries(entries);
}

function isSettable(attributes: AttributeSchemas, name: string | number | undefined): boolean {
  const attribute = attributes[String(name)];
  return attribute !== undefined && !(attribute.computed && !attribute.optional);
}

interface Kept {
  readonly prior: Value;
  readonly config: Value;
  /** Of both; a value of any type has the types of what is in it. */
  readonly type: Type;
}

/** `config` with the value of `prior` at `path`: set, changed or taken away as it is there. */
function keepPrior(path: AttributePath, { prior, config, type }: Kept): Value {
  const [step, ...rest] = path;
  if (step === undefined) return prior;
  const inner = typeWithin(type, step);
  if (typeof step === "number") {
    if (!isList(prior) || !isList(config) || step >= prior.length) return config;
    return config.map((item, i) =>
      i === step ? keepPrior(rest, { prior: prior[i] ?? null, config: item, type: inner }) : item,
    );
  }
  // Of an object that there is on one side alone there is no part to ignore.
  if (type[0] === "object" && (prior === null || config === null)) return config;
  // What is ignored in a map that is gone on one side stands in for the whole of the other.
  const before = prior === null ? {} : prior;
  const wanted = config === null && rest.length === 0 ? {} : config;
  if (!isObject(before) || !isObject(wanted)) return config;
  const had = Object.hasOwn(before, step);
  if (rest.length > 0 && !had) return config;
  if (!had) {
    const { [step]: _, ...without } = wanted;
    return config === null ? config : without;
  }
  const value = keepPrior(rest, {
    prior: before[step] ?? null,
    config: wanted[step] ?? null,
    type: inner,
  });
  return Object.fromEntries([...Object.entries(wanted), [step, value]]);
}

function typeWithin(type: Type, step: string | number): Type {
  if (typeof type === "string") return "dynamic";
  if (type[0] === "object") return type[1][step] ?? "dynamic";
  return type[0] === "tuple" ? (type[1][Number(step)] ?? "dynamic") : type[1];
}
