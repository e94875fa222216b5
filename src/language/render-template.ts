// A template of its own, with nothing in it but the names that it is given: what templatefile and
// templatestring render.

import { isObject, unmark } from "../model/value.js";
import { evaluate } from "./evaluate.js";
import type { Outside } from "./outside.js";
import { parseClosedTemplate } from "./parse.js";
import { isIdentifier } from "./read-reference.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import type { Scope } from "./scope.js";
import { sortedNames } from "./text-order.js";
import { memberOf, shapeOf, type TypedValue } from "./typed-value.js";

export interface TemplateToRender {
  readonly text: string;
  /** A known map or object. */
  readonly names: TypedValue;
  /** How messages call it, at the start of a sentence. */
  readonly called: string;
  readonly kind: NonNullable<Outside["template"]>;
}

/** A template that is a single interpolation may be of any type. */
export function renderTemplate(
  { text, names, called, kind }: TemplateToRender,
  outside: Outside | undefined,
): Outcome {
  const known = namesOf(names);
  if ("summary" in known) return known;
  const { expression, diagnostics } = parseClosedTemplate(text, [...known.keys()]);
  const scope: Scope = {
    resolve: () => ({ value: null }),
    ...(outside === undefined ? {} : { outside: { ...outside, template: kind } }),
  };
  const result = diagnostics.length > 0 ? undefined : evaluate(expression, scope, known);
  const [problem] = result?.diagnostics ?? diagnostics;
  if (result !== undefined && problem === undefined) {
    if (unmark(result.value) !== null) return { value: result.value, type: result.type };
    return refuse(
      "Error in function call",
      `${called} gives null, which is no result of a template.`,
    );
  }
  return refuse("Error in function call", `${called} has an error: ${problem?.detail}`);
}

/** Why nothing is rendered here, if so. */
export function refuseInTemplate(outside: Outside | undefined): Refusal | undefined {
  if (outside?.template === undefined) return undefined;
  return refuse("Error in function call", "A template that is rendered cannot render another.");
}

function namesOf(names: TypedValue): ReadonlyMap<string, TypedValue> | Refusal {
  const plain = unmark(names.value);
  const shape = shapeOf(names);
  if ((shape !== "map" && shape !== "object") || !isObject(plain)) {
    return refuse(INVALID, `The names of a template are a map or an object, not a ${shape}.`);
  }
  const wrong = sortedNames(plain).find((name) => !isIdentifier(name));
  if (wrong !== undefined) {
    const detail = `"${wrong}" cannot be a name in a template: a name is made of letters, digits, _ and -.`;
    return refuse(INVALID, detail);
  }
  return new Map(sortedNames(plain).map((name) => [name, memberOf(names, name)]));
}

const INVALID = "Invalid function argument";
