// A value as the value of a variable: converted to its type, null only where it may be, and marked as it is declared.

import {
  type Conversion,
  type ConversionFailure,
  convert,
  isFailure,
} from "../language/convert.js";
import { fillIn } from "../language/fill-in.js";
import { type TypedValue, typeOf } from "../language/typed-value.js";
import { hasDynamic } from "../language/types.js";
import { formatPath } from "../model/attribute-path.js";
import type { Type } from "../model/type.js";
import { containsSensitive, ephemeral, sensitive, type Value } from "../model/value.js";
import type { VariableConfig } from "./configuration.js";

export function convertVariable(
  { type, typeDefaults, nullable }: Pick<VariableConfig, "type" | "typeDefaults" | "nullable">,
  typed: TypedValue,
): Conversion {
  if (typed.value === null && !nullable) return { failure: "null is not allowed", path: [] };
  if (typeDefaults === undefined || typed.value === null) return convert(typed, type);
  return convert({ value: fillIn(typed.value, typeDefaults) }, type);
}

/** The type of a value that was converted, in which `any` within a type stands for what the value has there. */
export function typeOfConverted({ type }: Pick<VariableConfig, "type">, value: Value): Type {
  if (type === "dynamic" || !hasDynamic(type)) return type;
  const converted = convert({ value }, type);
  return isFailure(converted) ? type : typeOf(converted);
}

/** Why a value does not fit, and where in it: not of a secret, whose keys may be secret, too. */
export function describeMisfit(
  { sensitive: isSecret }: Pick<VariableConfig, "sensitive">,
  value: Value,
  { failure, path }: ConversionFailure,
): string {
  const isShown = path.length > 0 && !isSecret && !containsSensitive(value);
  return isShown ? `in ${formatPath(path)}, ${failure}` : failure;
}

/** The value with the marks that a variable, or an output, is declared with. */
export function markAsDeclared(
  declared: Pick<VariableConfig, "sensitive" | "ephemeral">,
  value: Value,
): Value {
  const marked = declared.sensitive ? sensitive(value) : value;
  return declared.ephemeral ? ephemeral(marked) : marked;
}
