// Diagnostics and places within an object, as the plugin protocol has them.

import type { AttributePath } from "../model/attribute-path.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Type } from "../model/type.js";
import type { ATTRIBUTE_PATH, DIAGNOSTIC, PATH_STEP } from "./messages.js";
import type { Written } from "./protobuf.js";

const SEVERITIES = { error: 1, warning: 2 } as const;

/** `type` is that of the object that the diagnostics are about. */
export function diagnosticMessages(
  diagnostics: readonly Diagnostic[],
  type: Type = "dynamic",
): readonly Written<typeof DIAGNOSTIC>[] {
  return diagnostics.map(({ severity, summary, detail, attribute = [] }) => ({
    severity: SEVERITIES[severity],
    summary,
    detail,
    ...(attribute.length === 0 ? {} : { attribute: pathMessage(attribute, type) }),
  }));
}

/**
 * As far as it can be said: elements of a set have no number, so a path ends at the set. What is a key and what an
 * attribute only the type tells.
 */
export function pathMessage(path: AttributePath, type: Type): Written<typeof ATTRIBUTE_PATH> {
  const steps: Written<typeof PATH_STEP>[] = [];
  let at: Type = type;
  for (const step of path) {
    const kind = typeof at === "string" ? undefined : at[0];
    if (kind === "set") break;
    if (typeof step === "number") steps.push({ element_key_int: step });
    else steps.push(kind === "map" ? { element_key_string: step } : { attribute_name: step });
    at = typeAfter(at, step);
  }
  return { steps };
}

function typeAfter(type: Type, step: string | number): Type {
  if (typeof type === "string") return "dynamic";
  if (type[0] === "object") return type[1][step] ?? "dynamic";
  if (type[0] === "tuple") return type[1][Number(step)] ?? "dynamic";
  return type[1];
}
