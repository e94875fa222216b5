// A value as the value of a variable: converted to its type, null only where it may be.

import { type Conversion, convert } from "../language/convert.js";
import type { TypedValue } from "../language/typed-value.js";
import type { VariableConfig } from "./configuration.js";

export function convertVariable(
  { type, nullable }: Pick<VariableConfig, "type" | "nullable">,
  typed: TypedValue,
): Conversion {
  if (typed.value === null && !nullable) return { failure: "null is not allowed", path: [] };
  return convert(typed, type);
}
