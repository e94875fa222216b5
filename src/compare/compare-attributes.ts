// In which attributes two matched resources are declared otherwise. Only what can be declared counts: what the backend
// decides alone is a consequence. A value that only apply will know is compared with nothing.

import { isBigFloat } from "../model/big-float.js";
import type { AttributeDifference, Pair, PlainValue } from "../model/comparison.js";
import type { AttributeSchema, AttributeSchemas } from "../model/type.js";
import {
  areValuesEqual,
  isList,
  isMarked,
  isObject,
  isUnknown,
  isWhollyKnown,
  memberOf,
  type ObjectValue,
  type Value,
} from "../model/value.js";
import type { Renaming } from "./own-names.js";

export interface AttributesToCompare {
  readonly objects: Pair<ObjectValue>;
  /** Absent for types nobody described: then everything counts. */
  readonly attributes: AttributeSchemas | undefined;
  readonly rename: Renaming["rename"];
}

/** In the order of their names. */
export function compareAttributes(request: AttributesToCompare): readonly AttributeDifference[] {
  const { objects, attributes, rename } = request;
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  return [...names]
    .filter((name) => isDeclarable(attributes?.[name]))
    .sort()
    .flatMap((name) => {
      const values = [memberOf(objects[0], name), memberOf(objects[1], name)] as const;
      return differences(name, values, rename);
    });
}

function isDeclarable(schema: AttributeSchema | undefined): boolean {
  if (schema === undefined) return true;
  return schema.write_only !== true && (schema.required === true || schema.optional === true);
}

function differences(
  path: string,
  values: Pair<Value>,
  rename: Renaming["rename"],
): readonly AttributeDifference[] {
  const [first, second] = values;
  if (isObject(first) && isObject(second)) {
    const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
    return names.flatMap((name) =>
      differences(`${path}.${name}`, [memberOf(first, name), memberOf(second, name)], rename),
    );
  }
  if (!values.every(isWhollyKnown)) return [];
  if (areValuesEqual(renamed(first, rename[0]), renamed(second, rename[1]))) return [];
  return [{ path, values: [plain(first), plain(second)] }];
}

function renamed(value: Value, rename: Renaming["rename"][0]): Value {
  if (typeof value === "string") return rename(value);
  if (isList(value)) return value.map((item) => renamed(item, rename));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, renamed(inner, rename)] as const),
  );
}

/** Nothing secret leaves here. */
function plain(value: Value): PlainValue {
  if (isMarked(value)) return String(value);
  if (isUnknown(value)) return "(known after apply)";
  if (isBigFloat(value)) return value.toString();
  if (isList(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, plain(inner)] as const),
  );
}
