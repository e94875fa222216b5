// JSON as configurations hold it, after reading: no digit of a number is lost, keys are unique. What reads
// the text (src/files/read-json.ts) sees to both.

import { BigFloat } from "./big-float.js";

export type Json = null | boolean | number | BigFloat | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export function isJsonObject(json: Json | undefined): json is JsonObject {
  return (
    typeof json === "object" && json !== null && !Array.isArray(json) && !(json instanceof BigFloat)
  );
}

export function isJsonArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** `pointer` extended by one step, as RFC 6901 spells it. */
export function pointerTo(pointer: string, step: string | number): string {
  if (typeof step === "number") return `${pointer}/${step}`;
  if (!step.includes("~") && !step.includes("/")) return `${pointer}/${step}`;
  return `${pointer}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
