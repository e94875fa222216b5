// The scope in which the parts of a configuration are evaluated, by plan and by apply alike. What differs
// between the two is only where the values of resources, data sources and locals come from.

import type { Reference } from "../language/expression.js";
import type { Outside } from "../language/outside.js";
import { nodeKey } from "../language/references.js";
import type { Resolved, Scope } from "../language/scope.js";
import type { TypedValue } from "../language/typed-value.js";
import type { Configuration, VariableConfig } from "../load/configuration.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { InvariantError } from "../model/invariant.js";
import { sensitive, UNKNOWN, type Value } from "../model/value.js";

/** Values of the variables by name, already of their types; absent ones take their default. */
export interface VariableValues {
  readonly [name: string]: Value;
}

/** What `count` and `each` stand for in one instance. */
export type Repetition =
  | { readonly kind: "none"; readonly key: undefined }
  | { readonly kind: "count"; readonly key: number }
  /** The key is a number for an import from a list only. */
  | { readonly kind: "each"; readonly key: string | number; readonly value: TypedValue };

export const NO_REPETITION: Repetition = { kind: "none", key: undefined };

export interface EvaluationScope {
  /** For locals, outputs, `count` and `for_each`. */
  readonly outer: Scope;
  /** For one instance of a resource; `self` in postconditions only. */
  forInstance(repetition: Repetition, self?: TypedValue): Scope;
}

/**
 * `lookUp` gives the value of a node of the graph by its key; undefined for one that is not there. Without `outside`
 * functions that need files or the time are refused.
 */
export function createScope(
  configuration: Configuration,
  variables: ReadonlyMap<string, TypedValue>,
  lookUp: (key: string) => Resolved | undefined,
  outside?: Outside,
): EvaluationScope {
  const reach = outside === undefined ? {} : { outside };
  const resolve = (reference: Reference, repetition: Repetition, self?: TypedValue): Resolved => {
    switch (reference.kind) {
      case "resource":
      case "local":
        return lookUp(nodeKey(reference) ?? "") ?? { value: UNKNOWN };
      case "variable":
        return variables.get(reference.name) ?? neverLoaded(reference);
      case "count":
        return repetition.kind === "count" ? { value: repetition.key } : neverLoaded(reference);
      case "each":
        if (repetition.kind !== "each") return neverLoaded(reference);
        return reference.attribute === "key" ? { value: repetition.key } : repetition.value;
      case "self":
        return self ?? neverLoaded(reference);
      case "path":
        return { value: reference.attribute === "cwd" ? configuration.root : "." };
      case "terraform":
        return { value: "default" };
    }
  };
  return {
    outer: { resolve: (reference) => resolve(reference, NO_REPETITION), ...reach },
    forInstance: (repetition, self) => ({
      resolve: (reference) => resolve(reference, repetition, self),
      ...reach,
    }),
  };
}

/** Names of what is not declared, and names that mean nothing where they stand, are refused by loading. */
function neverLoaded({ kind }: Reference): never {
  throw new InvariantError(`a reference to ${kind} that leads nowhere was loaded`);
}

/** Every declared variable with its value, marked if it is sensitive; errors for missing ones. */
export function resolveVariables(
  configuration: Configuration,
  given: VariableValues,
): {
  readonly values: ReadonlyMap<string, TypedValue>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const values = new Map<string, TypedValue>();
  const diagnostics: Diagnostic[] = [];
  for (const [name, variable] of configuration.variables) {
    const value = variableValue(variable, Object.hasOwn(given, name) ? given[name] : undefined);
    if (value === undefined) diagnostics.push(missingVariable(variable));
    const known = value === undefined ? UNKNOWN : value;
    values.set(name, { value: variable.sensitive ? sensitive(known) : known, type: variable.type });
  }
  return { values, diagnostics };
}

/** Null means the default where null is not allowed. */
function variableValue(variable: VariableConfig, given: Value | undefined): Value | undefined {
  if (given === undefined || (given === null && !variable.nullable)) return variable.default;
  return given;
}

function missingVariable({ name, source }: VariableConfig): Diagnostic {
  const detail = `The variable "${name}" has no default and was given no value.`;
  const advice = `Set TF_VAR_${name} in the environment or pass --var ${name}=…`;
  return errorDiagnostic("No value for a required variable", `${detail} ${advice}`, {
    address: `var.${name}`,
    source,
  });
}
