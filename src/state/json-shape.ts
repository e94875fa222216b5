// Questions about JSON that was read from a file, asked by whoever decodes state and journal.

import { type AttributePath, formatPath } from "../model/attribute-path.js";
import { isBigFloat } from "../model/big-float.js";
import { isList, isObject, type ObjectValue, type Value } from "../model/value.js";

/** Reports why something cannot be read; `address` is the object it is about. */
export type Refuse = (summary: string, detail: string, address?: string) => undefined;

/** JSON that was just parsed is a Value in all but its type: no undefined, no functions, no classes. */
export function isJsonObject(json: unknown): json is ObjectValue {
  return typeof json === "object" && json !== null && !Array.isArray(json) && !isBigFloat(json);
}

export function isText(json: unknown): json is string {
  return typeof json === "string";
}

export function isTextList(json: unknown): json is readonly string[] {
  return Array.isArray(json) && json.every(isText);
}

/** More than any value of a configuration has, and far less than the stack allows. */
const MAX_DEPTH = 200;

/** Whether a value is nested so deep that it cannot be one of ours. */
export function isTooDeep(value: Value, levels = MAX_DEPTH): boolean {
  if (isList(value)) return levels === 0 || value.some((item) => isTooDeep(item, levels - 1));
  if (!isObject(value)) return false;
  if (levels === 0) return true;
  for (const name in value) if (isTooDeep(value[name] ?? null, levels - 1)) return true;
  return false;
}

/** Terraform's spelling of a path as steps; undefined if it is no path. */
export function decodePath(json: unknown): AttributePath | undefined {
  if (!Array.isArray(json)) return undefined;
  const steps = json.map((step: unknown) => decodeStep(step));
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

function decodeStep(step: unknown): string | number | undefined {
  if (typeof step !== "object" || step === null || !("value" in step)) return undefined;
  const { value } = step;
  if (isText(value)) return value;
  if (typeof value !== "object" || value === null || !("value" in value)) return undefined;
  return isText(value.value) || typeof value.value === "number" ? value.value : undefined;
}

/** {@link formatPath}, for messages about a path that may not be one. */
export function describePath(path: AttributePath | undefined): string {
  return path === undefined ? "an unreadable path" : formatPath(path);
}
