// The outputs: evaluated from the planned values, those of the root module compared with what the state has. There a
// sensitive value is refused, as the state keeps outputs in clear text.

import { isDeepStrictEqual } from "node:util";
import { type Evaluated, evaluate } from "../language/evaluate.js";
import type { Scope } from "../language/scope.js";
import { type TypedValue, typeOf } from "../language/typed-value.js";
import { findEphemeralOutput, findLastingOutput } from "../load/check-ephemeral.js";
import type { OutputConfig } from "../load/configuration.js";
import { markAsDeclared } from "../load/convert-variable.js";
import { compareText } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { OutputChange } from "../model/plan.js";
import type { StateOutput } from "../model/state.js";
import type { Type } from "../model/type.js";
import { areValuesEqual, containsSensitive } from "../model/value.js";
import { type AskingIn, checkOutput } from "./check-conditions.js";
import type { PlanContext } from "./plan-context.js";

export interface EvaluatedOutput {
  /** Undefined with errors. */
  readonly typed: TypedValue | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The value of one output, by plan and by apply alike. */
export function evaluateOutput(output: OutputConfig, asking: AskingIn): EvaluatedOutput {
  const isCalled = asking.at.module.call !== undefined;
  const where = { address: `${asking.at.prefix}output.${output.name}`, source: output.source };
  const checked = checkOutput(output, asking);
  if (hasErrors(checked)) return { typed: undefined, diagnostics: checked };
  const given = evaluate(output.value, asking.scope);
  const { diagnostics, ...typed } = asDeclared(output, given);
  const placed = [...checked, ...diagnostics.map((d) => ({ ...where, ...d }))];
  if (hasErrors(diagnostics)) return { typed: undefined, diagnostics: placed };
  const kept =
    isCalled && output.ephemeral
      ? findLastingOutput(output.name, given.value)
      : findEphemeralOutput(output, typed.value, isCalled);
  if (kept.length > 0) {
    return { typed: undefined, diagnostics: [...placed, ...kept.map((d) => ({ ...where, ...d }))] };
  }
  if (isCalled || !containsSensitive(typed.value)) return { typed, diagnostics: placed };
  const detail = `The output "${output.name}" is sensitive, and outputs are kept in the state in clear`;
  const advice = "text. Remove it, or let it give something that is no secret, such as an id.";
  const refusal = errorDiagnostic("Sensitive output", `${detail} ${advice}`, where);
  return { typed: undefined, diagnostics: [...placed, refusal] };
}

/** What an output gives, marked as it is declared. */
export function outputValue(output: OutputConfig, scope: Scope): Evaluated {
  return asDeclared(output, evaluate(output.value, scope));
}

function asDeclared(output: OutputConfig, evaluated: Evaluated): Evaluated {
  const value = markAsDeclared(output, evaluated.value);
  return value === evaluated.value ? evaluated : { ...evaluated, value, type: typeOf(evaluated) };
}

/** Changes of all outputs, declared or stored, by name. */
export function planOutputs(context: PlanContext): readonly OutputChange[] {
  const { configuration, state, selection, options } = context;
  const isDestroyed = options.mode === "destroy";
  const names = new Set([...configuration.outputs.keys(), ...Object.keys(state.outputs)]);
  return [...names].sort(compareText).flatMap((name) => {
    const stored = Object.hasOwn(state.outputs, name) ? state.outputs[name] : undefined;
    const key = `output.${name}`;
    if (!isDestroyed && configuration.outputs.has(name)) {
      const planned = context.values.get(key);
      if (selection.includesNode(key) && planned !== undefined) {
        return [compareOutput(name, stored, planned)];
      }
      return stored === undefined ? [] : [leftOut(name, stored)];
    }
    if (stored === undefined) return [];
    // A part of the stack that is left out may still need what it gave.
    if (!selection.isComplete) return [leftOut(name, stored)];
    return [outputChange(name, "delete", stored, undefined)];
  });
}

function leftOut(name: string, stored: StateOutput): OutputChange {
  return { ...outputChange(name, "no-op", stored, stored), isLeftOut: true };
}

function compareOutput(
  name: string,
  stored: StateOutput | undefined,
  planned: TypedValue,
): OutputChange {
  const after: StateOutput = { value: planned.value, type: typeOf(planned) };
  // An output that gives null is not stored.
  if (stored === undefined && planned.value === null)
    return outputChange(name, "no-op", undefined, undefined);
  if (stored === undefined) return outputChange(name, "create", undefined, after);
  const isSame =
    areValuesEqual(stored.value, planned.value) && isDeepStrictEqual(stored.type, after.type);
  return outputChange(name, isSame ? "no-op" : "update", stored, after);
}

function outputChange(
  name: string,
  action: OutputChange["action"],
  before: StateOutput | undefined,
  after: StateOutput | undefined,
): OutputChange {
  return {
    name,
    action,
    before: before?.value ?? null,
    after: after?.value ?? null,
    type: after?.type ?? before?.type ?? "dynamic",
    ...(before === undefined || after === undefined ? {} : priorType(before.type, after.type)),
    sensitive: false,
  };
}

function priorType(before: Type, after: Type): Pick<OutputChange, "priorType"> {
  return JSON.stringify(before) === JSON.stringify(after) ? {} : { priorType: before };
}
