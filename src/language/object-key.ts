// What may be the key of an object, and as which text.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { isEphemeral, isMarked, unmark } from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import { type Outcome, refuse } from "./refusal.js";
import type { TypedValue } from "./typed-value.js";

/** A text, or unknown. `hasUniqueKeys`: it is the key of a JSON object. */
export function keyOf(
  key: TypedValue,
  { hasUniqueKeys }: { readonly hasUniqueKeys?: boolean },
): Outcome {
  if (hasUniqueKeys && isMarked(key.value)) {
    const [first, kind] = isEphemeral(key.value) ? ["An", "ephemeral"] : ["A", "sensitive"];
    const detail = `${first} ${kind} value cannot be the key of a JSON object: keys are shown in plans.`;
    return refuse(`${kind === "ephemeral" ? "Ephemeral" : "Sensitive"} value as key`, detail);
  }
  const plain = unmark(key.value);
  if (typeof plain === "string") return key;
  if (plain === null) return refuse("Null value as key", "Null cannot be the key of an object.");
  const converted = convert(key, "string");
  if (!isFailure(converted)) return converted;
  return refuse("Incorrect key type", `This cannot be the key of an object: ${converted.failure}.`);
}

export function keyTwice(name: string): Diagnostic {
  return errorDiagnostic(
    "Duplicate object attribute",
    `The key "${name}" stands twice in this object.`,
  );
}
