// Terraform's "proposed new state": what an object would be if the provider had no opinion, which is what the
// provider is asked about. Configured values win, what the provider computed before is kept, and nested
// objects are matched with their former selves by index, key or resemblance.

import type { AttributeSchema, AttributeSchemas, NestedType } from "../model/type.js";
import {
  areValuesEqual,
  blankObject,
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  type Value,
} from "../model/value.js";

/**
 * `config` has every attribute of the schema and no marks; a null `prior` is an object yet to be created.
 * Write-only attributes are proposed as null: they are read from the configuration alone.
 */
export function proposeNewState(
  attributes: AttributeSchemas,
  prior: ObjectValue | null,
  config: ObjectValue,
): ObjectValue {
  const proposed = blankObject(attributes);
  for (const name in attributes) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    proposed[name] = proposeAttribute(attribute, prior?.[name] ?? null, config[name] ?? null);
  }
  return proposed;
}

function proposeAttribute(attribute: AttributeSchema, prior: Value, config: Value): Value {
  if (attribute.write_only) return null;
  const nested = attribute.nested_type;
  if (attribute.computed && config === null) {
    // Something in it was configured once, so the whole must have been: it was removed since.
    const wasConfigured = attribute.optional && nested && hasConfigured(nested.attributes, prior);
    return wasConfigured ? null : prior;
  }
  return nested === undefined ? config : proposeNested(nested, prior, config);
}

/** Whether anything below that the provider cannot have computed has a value. */
function hasConfigured(attributes: AttributeSchemas, value: Value): boolean {
  if (isList(value)) return value.some((item) => hasConfigured(attributes, item));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, item]) => {
    const attribute = attributes[name];
    // A map's items are objects again: their keys are no attributes.
    if (attribute === undefined) return hasConfigured(attributes, item);
    if (attribute.nested_type) return hasConfigured(attribute.nested_type.attributes, item);
    return !attribute.computed && item !== null;
  });
}

function proposeNested(nested: NestedType, prior: Value, config: Value): Value {
  if (config === null || isUnknown(config)) return config;
  const { attributes } = nested;
  const propose = (before: Value | undefined, item: Value): Value =>
    isObject(item)
      ? proposeNewState(attributes, before !== undefined && isObject(before) ? before : null, item)
      : item;
  switch (nested.nesting_mode) {
    case "single":
      return propose(prior, config);
    case "list": {
      const before = isList(prior) ? prior : [];
      return isList(config) ? config.map((item, i) => propose(before[i], item)) : config;
    }
    case "map": {
      const before = isObject(prior) ? prior : {};
      if (!isObject(config)) return config;
      const items = Object.entries(config).map(
        ([key, item]) =>
          [key, propose(Object.hasOwn(before, key) ? before[key] : undefined, item)] as const,
      );
      return Object.fromEntries(items);
    }
    case "set":
      return proposeSet(attributes, prior, config, propose);
  }
}

/** Elements of a set have no key: each takes the first former element that could have come of it. */
function proposeSet(
  attributes: AttributeSchemas,
  prior: Value,
  config: Value,
  propose: (before: Value | undefined, item: Value) => Value,
): Value {
  if (!isList(config)) return config;
  const unused = isList(prior) ? [...prior] : [];
  return config.map((item) => {
    const found = unused.findIndex((before) => couldStemFrom(attributes, before, item));
    if (found < 0) return propose(undefined, item);
    return propose(unused.splice(found, 1)[0], item);
  });
}

/** Equal everywhere except in computed attributes that the configuration leaves open. */
function couldStemFrom(attributes: AttributeSchemas, prior: Value, config: Value): boolean {
  if (!isObject(prior) || !isObject(config)) return areValuesEqual(prior, config);
  return Object.entries(attributes).every(([name, attribute]) => {
    const before = prior[name] ?? null;
    const wanted = config[name] ?? null;
    if (attribute.computed && wanted === null) return true;
    const nested = attribute.nested_type;
    if (nested === undefined || nested.nesting_mode === "set")
      return areValuesEqual(before, wanted);
    if (isList(before) && isList(wanted)) {
      const isLong = before.length === wanted.length;
      return (
        isLong && wanted.every((w, i) => couldStemFrom(nested.attributes, before[i] ?? null, w))
      );
    }
    return couldStemFrom(nested.attributes, before, wanted);
  });
}
