// A value as the value of a variable: converted to its type, null only where it may be, and marked as it is declared.

import { type Conversion, convert } from "../language/convert.js";
import { fillIn } from "../language/fill-in.js";
import type { TypedValue } from "../language/typed-value.js";
import { ephemeral, sensitive, type Value } from "../model/value.js";
import type { VariableConfig } from "./configuration.js";

export function convertVariable(
  { type, typeDefaults, nullable }: Pick<VariableConfig, "type" | "typeDefaults" | "nullable">,
  typed: TypedValue,
): Conversion {
  if (typed.value === null && !nullable) return { failure: "null is not allowed", path: [] };
  if (typeDefaults === undefined || typed.value === null) return convert(typed, type);
  return convert({ value: fillIn(typed.value, typeDefaults) }, type);
}

/** The value with the marks that a variable, or an output, is declared with. */
export function markAsDeclared(
  declared: Pick<VariableConfig, "sensitive" | "ephemeral">,
  value: Value,
): Value {
  const marked = declared.sensitive ? sensitive(value) : value;
  return declared.ephemeral ? ephemeral(marked) : marked;
}
