// Reads the attributes of planned objects: known, null, or known only after apply. Sensitive marks do not
// matter here, since nothing secret decides survival.

import {
  areValuesEqual,
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  unmark,
  type Value,
} from "../model/value.js";
import { type Maybe, NOT_KNOWN } from "./maybe.js";

/** A text attribute; null where it is null or absent. */
export function textOf(object: ObjectValue, name: string): Maybe<string | null> {
  const value = attributeOf(object, name);
  if (isUnknown(value)) return NOT_KNOWN;
  return typeof value === "string" ? value : null;
}

/** A text attribute that counts as absent while it is not known. */
export function knownText(object: ObjectValue, name: string): string | null {
  const value = attributeOf(object, name);
  return typeof value === "string" ? value : null;
}

export function flagOf(object: ObjectValue, name: string, byDefault: boolean): Maybe<boolean> {
  const value = attributeOf(object, name);
  if (isUnknown(value)) return NOT_KNOWN;
  return typeof value === "boolean" ? value : byDefault;
}

/** A flag that has its default while it is not known. */
export function knownFlag(object: ObjectValue, name: string, byDefault: boolean): boolean {
  const value = attributeOf(object, name);
  return typeof value === "boolean" ? value : byDefault;
}

export function knownNumber(object: ObjectValue, name: string, byDefault: number): number {
  const value = attributeOf(object, name);
  return typeof value === "number" ? value : byDefault;
}

/** A nested object; empty where it is null, absent or not known. */
export function partOf(object: ObjectValue, name: string): ObjectValue {
  const value = attributeOf(object, name);
  return isObject(value) ? value : {};
}

export function isPartUnknown(object: ObjectValue, name: string): boolean {
  return isUnknown(attributeOf(object, name));
}

/** Whether a list or set, or something in it, is known only after apply. */
export function isListUnknown(object: ObjectValue, name: string): boolean {
  const value = attributeOf(object, name);
  return isUnknown(value) || (isList(value) && value.some((item) => isUnknown(unmark(item))));
}

/** The known texts of a list or set; null where it is null or absent. */
export function textsOf(object: ObjectValue, name: string): readonly string[] | null {
  const value = attributeOf(object, name);
  if (!isList(value)) return null;
  return value.map(unmark).filter((item) => typeof item === "string");
}

/** The objects of a list; empty where it is null, absent or not known. */
export function partsOf(object: ObjectValue, name: string): readonly ObjectValue[] {
  const value = attributeOf(object, name);
  return isList(value) ? value.map(unmark).filter(isObject) : [];
}

/** Unix seconds of a date-time attribute; null where there is none. */
export function timeOf(object: ObjectValue, name: string): number | null {
  const text = knownText(object, name);
  const milliseconds = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}

function attributeOf(object: ObjectValue, name: string): Exclude<Value, { kind: "marked" }> {
  return unmark(object[name] ?? null);
}

/** Whether an update changes a version, which asks for something to be done. */
export function isVersionChanged(
  { before, after }: { readonly before: ObjectValue | null; readonly after: ObjectValue },
  name: string,
): boolean {
  const wanted = after[name] ?? null;
  return before !== null && wanted !== null && !areValuesEqual(before[name] ?? null, wanted);
}
