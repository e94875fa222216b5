// What resources and calls of modules have in common when they are checked: `count` and `for_each`, and where what is
// wrong is reported.

import type { Evaluated } from "../language/evaluate.js";
import type { Expression } from "../language/expression.js";
import { isConvertible } from "../language/resolve-conversion.js";
import type { Scope } from "../language/scope.js";
import { ANYTHING, shapeOf, type TypedValue, typeOf } from "../language/typed-value.js";
import { describeType, elementType } from "../language/types.js";
import type { AttributePath } from "../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { pointerTo } from "../model/json.js";
import { isEphemeral } from "../model/value.js";
import { ephemeralInstances } from "./check-ephemeral.js";
import type { ResourceConfig } from "./configuration.js";
import type { Draft } from "./draft.js";
import { evaluateStatically } from "./static-scope.js";

/** Something that is checked. */
export interface Check {
  readonly of: Pick<ResourceConfig, "count" | "forEach" | "source">;
  readonly address: string;
  readonly draft: Draft;
}

/** `attribute`: the place of what is wrong in it. */
export function report(check: Check, diagnostic: Diagnostic, attribute: AttributePath): void {
  const { address, of, draft } = check;
  const pointer = attribute.reduce<string>(pointerTo, of.source.pointer ?? "");
  draft.report({ address, attribute, source: { ...of.source, pointer }, ...diagnostic });
}

export function evaluateFor(
  check: Check,
  expression: Expression,
  scope: Scope,
  attribute: string,
): Evaluated {
  const evaluated = evaluateStatically(expression, scope);
  for (const diagnostic of evaluated.diagnostics) report(check, diagnostic, [attribute]);
  return evaluated;
}

/** Checks `count` and `for_each`; gives what `each.value` is. */
export function checkRepetition(check: Check, scope: Scope): TypedValue {
  const { count, forEach } = check.of;
  if (count !== undefined) {
    const evaluated = evaluateFor(check, count, scope, "count");
    refuseEphemeral(check, evaluated, "count");
    const type = typeOf(evaluated);
    if (!isConvertible(type, "number")) {
      const detail = `"count" must be a whole number, and this is ${describeType(type)}.`;
      report(check, errorDiagnostic("Invalid count argument", detail), ["count"]);
    }
  }
  if (forEach === undefined) return ANYTHING;
  const evaluated = evaluateFor(check, forEach, scope, "for_each");
  refuseEphemeral(check, evaluated, "for_each");
  return checkForEach(check, evaluated);
}

function refuseEphemeral(check: Check, { value }: TypedValue, name: "count" | "for_each"): void {
  if (!isEphemeral(value)) return;
  report(check, errorDiagnostic(...ephemeralInstances(name)), [name]);
}

function checkForEach(check: Check, evaluated: Evaluated): TypedValue {
  const shape = shapeOf(evaluated);
  if (shape === "map") return { ...ANYTHING, type: elementType(typeOf(evaluated)) };
  if (shape === "object" || shape === "dynamic") return ANYTHING;
  const element = elementType(typeOf(evaluated));
  if (shape === "set" && (element === "string" || element === "dynamic")) {
    return { ...ANYTHING, type: "string" };
  }
  const hint = shape === "tuple" || shape === "list" ? " Convert it with toset()." : "";
  const detail = `"for_each" must be a map or a set of strings, and this is ${describeType(typeOf(evaluated))}.${hint}`;
  report(check, errorDiagnostic("Invalid for_each argument", detail), ["for_each"]);
  return ANYTHING;
}
