// Where inside a value: a list of steps, string for an attribute or map key, number for an index.
// Comparison and printing live here so that nobody joins paths by hand.

import { isList, isObject, type Value } from "./value.js";

export type AttributePath = readonly (string | number)[];

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `["a", 0, "b c"]` → `a[0]["b c"]`. */
export function formatPath(path: AttributePath): string {
  return path
    .map((step, i) => {
      if (typeof step === "number") return `[${step}]`;
      if (!IDENTIFIER.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join("");
}

export function arePathsEqual(a: AttributePath, b: AttributePath): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** Undefined where the path leads nowhere. */
export function valueAt(value: Value, path: AttributePath): Value | undefined {
  let at: Value | undefined = value;
  for (const step of path) {
    if (typeof step === "number") at = isList(at) ? at[step] : undefined;
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}
