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
  unmark,
  type Value,
} from "../model/value.js";
import type { Renaming } from "./own-names.js";

export interface AttributesToCompare {
  readonly objects: Pair<ObjectValue>;
  /** Absent for types nobody described: then everything counts. */
  readonly attributes: AttributeSchemas | undefined;
  /** Absent: no name is taken for another. */
  readonly rename?: Renaming["rename"];
  /** What a value that only apply will know is. Default: like anything. */
  readonly unknown?: "like-anything" | "like-unknown";
}

/** In the order of their names. */
export function compareAttributes(request: AttributesToCompare): readonly AttributeDifference[] {
  const { objects, attributes, rename = [unchanged, unchanged], unknown } = request;
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  return [...names]
    .filter((name) => isDeclarable(attributes?.[name]))
    .sort()
    .flatMap((name) => {
      const values = [memberOf(objects[0], name), memberOf(objects[1], name)] as const;
      // What the backend may fill in is unknown with every change of its object.
      const isSkipped = unknown !== "like-unknown" || attributes?.[name]?.computed === true;
      return differences(name, values, { rename, isUnknownSkipped: isSkipped });
    });
}

function unchanged(text: string): string {
  return text;
}

function isDeclarable(schema: AttributeSchema | undefined): boolean {
  if (schema === undefined) return true;
  return schema.write_only !== true && (schema.required === true || schema.optional === true);
}

interface Rules {
  readonly rename: Renaming["rename"];
  readonly isUnknownSkipped: boolean;
}

function differences(
  path: string,
  values: Pair<Value>,
  rules: Rules,
): readonly AttributeDifference[] {
  const [first, second] = values;
  // Nearly all of them.
  if (rules.rename[0] === rules.rename[1] && areValuesEqual(first, second)) return [];
  const sides = [asObject(first), asObject(second)] as const;
  if (sides[0] !== undefined && sides[1] !== undefined) {
    const inside = differencesInside(path, [sides[0], sides[1]], rules);
    // Of an object that one side leaves out, what is in the other says more than the whole.
    if (inside.length > 0 || (first !== null && second !== null)) return inside;
  }
  const { rename, isUnknownSkipped } = rules;
  if (isUnknownSkipped && !values.every(isWhollyKnown)) return [];
  if (areValuesEqual(comparable(first, rename[0]), comparable(second, rename[1]))) return [];
  return [{ path, values: [plain(first), plain(second)] }];
}

/** Empty for what is left out. */
function asObject(value: Value): ObjectValue | undefined {
  return value === null ? {} : isObject(value) ? value : undefined;
}

function differencesInside(
  path: string,
  objects: Pair<ObjectValue>,
  rules: Rules,
): readonly AttributeDifference[] {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))].sort();
  return names.flatMap((name) =>
    differences(`${path}.${name}`, [memberOf(objects[0], name), memberOf(objects[1], name)], rules),
  );
}

const NOT_KNOWN_YET = "(known after apply)";

/** Renamed, with words for what is not known. */
function comparable(value: Value, rename: Renaming["rename"][0]): Value {
  if (isUnknown(unmark(value))) return NOT_KNOWN_YET;
  if (typeof value === "string") return rename(value);
  if (isList(value)) return value.map((item) => comparable(item, rename));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, comparable(inner, rename)] as const),
  );
}

/** Nothing secret leaves here. */
function plain(value: Value): PlainValue {
  if (isMarked(value)) return String(value);
  if (isUnknown(value)) return NOT_KNOWN_YET;
  if (isBigFloat(value)) return value.toString();
  if (isList(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, plain(inner)] as const),
  );
}
