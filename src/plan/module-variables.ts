// The variables of a called module: what the call gives, evaluated where the call stands, as values of their types.

import { isFailure } from "../language/convert.js";
import { evaluate } from "../language/evaluate.js";
import { ANYTHING, type TypedValue } from "../language/typed-value.js";
import { describeType } from "../language/types.js";
import { findEphemeralArgument } from "../load/check-ephemeral.js";
import type { VariableConfig } from "../load/configuration.js";
import { argumentOf } from "../load/configuration-graph.js";
import {
  convertVariable,
  describeMisfit,
  markAsDeclared,
  typeOfConverted,
} from "../load/convert-variable.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { pointerTo } from "../model/json.js";
import type { Type } from "../model/type.js";
import { unmark, type Value } from "../model/value.js";
import type { EvaluationScope } from "./evaluation-scope.js";
import type { ModuleInstance } from "./module-instances.js";

export interface EvaluatedArgument {
  /** Undefined with errors, and for a variable of the root module, which is given from outside. */
  readonly typed?: TypedValue;
  readonly diagnostics: readonly Diagnostic[];
}

export function evaluateArgument(
  variable: VariableConfig,
  at: ModuleInstance,
  scope: EvaluationScope,
): EvaluatedArgument {
  const { caller, repetition, module } = at;
  if (caller === undefined) return { diagnostics: [] };
  const given = argumentOf(module, variable);
  if (given === undefined) return { typed: typedAs(variable, variable.default), diagnostics: [] };
  const address = `${at.prefix}var.${variable.name}`;
  const { source } = module.call ?? variable;
  const pointer = pointerTo(source.pointer ?? "", variable.name);
  const where = { address, source: { ...source, pointer } };
  const evaluated = evaluate(given, scope.forInstance({ at: caller, repetition }));
  const diagnostics = evaluated.diagnostics.map((d) => ({ ...where, ...d }));
  const misplaced = findEphemeralArgument(variable, evaluated.value);
  diagnostics.push(...misplaced.map((d) => ({ ...where, ...d })));
  if (hasErrors(diagnostics)) return { diagnostics };
  const isDefault =
    unmark(evaluated.value) === null && !variable.nullable && variable.default !== undefined;
  if (isDefault) return { typed: typedAs(variable, variable.default), diagnostics };
  const converted = convertVariable(variable, evaluated);
  if (!isFailure(converted)) {
    return { typed: typedAs(variable, converted.value, converted.type), diagnostics };
  }
  const detail =
    `The value of var.${variable.name} of this module does not fit its type, ` +
    `${describeType(variable.type)}: ${describeMisfit(variable, evaluated.value, converted)}.`;
  const refused = errorDiagnostic("Invalid value for a variable", detail, where);
  return { diagnostics: [...diagnostics, refused] };
}

/** A variable without a default that was given nothing, which loading refuses, is unknown. */
function typedAs(variable: VariableConfig, value: Value | undefined, type?: Type): TypedValue {
  if (value === undefined) return ANYTHING;
  const known = type ?? typeOfConverted(variable, value);
  return { value: markAsDeclared(variable, value), type: known };
}
