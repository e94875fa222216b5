// The scope in which the parts of a configuration are evaluated, by plan and by apply alike. What differs
// between the two is only where the values of resources, data sources and locals come from.

import type { Reference } from "../language/expression.js";
import type { Outside } from "../language/outside.js";
import { nodeKey } from "../language/references.js";
import type { Resolved, Scope } from "../language/scope.js";
import type { TypedValue } from "../language/typed-value.js";
import type { Configuration, ResourceConfig, VariableConfig } from "../load/configuration.js";
import { markAsDeclared, typeOfConverted } from "../load/convert-variable.js";
import { type InstanceAddress, withModuleKeys } from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { InvariantError } from "../model/invariant.js";
import { ephemeral, UNKNOWN, type Value } from "../model/value.js";
import {
  createModuleInstances,
  type ModuleInstance,
  type ModuleInstances,
} from "./module-instances.js";
import { NO_REPETITION, type Repetition } from "./repetition.js";

/** Values of the variables by name, already of their types; absent ones take their default. */
export interface VariableValues {
  readonly [name: string]: Value;
}

/** One instance of a resource, or whatever else `count` and `each` mean something in. */
export interface Place {
  readonly at: ModuleInstance;
  readonly repetition: Repetition;
}

/** The address of an instance of a resource. */
export function instanceAt(
  { address }: Pick<ResourceConfig, "address">,
  { at, repetition }: Place,
): InstanceAddress {
  return { resource: address, key: repetition.key, ...withModuleKeys(at.keys) };
}

export interface EvaluationScope {
  readonly modules: ModuleInstances;
  /** For locals, outputs, `count` and `for_each` of a module. */
  outer(at: ModuleInstance): Scope;
  /** For one instance of a resource or of a call; `self` in postconditions only. */
  forInstance(place: Place, self?: TypedValue): Scope;
}

/** `key`: of a node of the graph, without the module that it is in. */
export type LookUp = (key: string, at: ModuleInstance) => Resolved | undefined;

/** Where values come from. */
export interface Values {
  /** Of the root module. */
  readonly variables: ReadonlyMap<string, TypedValue>;
  /** Gives the value of everything else; undefined where there is none. */
  readonly lookUp: LookUp;
  /** Gives the outputs of a module that is named, those that are known: others may not be asked for yet. */
  readonly knownOutput: LookUp;
  /** Whether changes are being carried out. */
  readonly isApplying: boolean;
}

/** Without `outside` functions that need files or the time are refused. */
export function createScope(
  configuration: Configuration,
  { variables, lookUp, knownOutput, isApplying }: Values,
  outside?: Outside,
): EvaluationScope {
  const reach = outside === undefined ? {} : { outside };
  const modules = createModuleInstances(configuration);
  const resolve = (
    reference: Reference,
    { at, repetition }: Place,
    self: TypedValue | undefined,
  ): Resolved => {
    switch (reference.kind) {
      case "resource":
      case "local":
        return lookUp(nodeKey(reference) ?? "", at) ?? { value: UNKNOWN };
      case "variable":
        if (at !== modules.root) return lookUp(`var.${reference.name}`, at) ?? { value: UNKNOWN };
        return variables.get(reference.name) ?? neverLoaded(reference);
      case "module":
        // Asked for first, so that who evaluates on demand finds out which instances there are.
        return (
          lookUp(nodeKey(reference) ?? "", at) ?? modules.valueOf(reference.name, at, knownOutput)
        );
      case "count":
        return repetition.kind === "count" ? { value: repetition.key } : neverLoaded(reference);
      case "each":
        if (repetition.kind !== "each") return neverLoaded(reference);
        return reference.attribute === "key" ? { value: repetition.key } : repetition.value;
      case "self":
        return self ?? neverLoaded(reference);
      case "path":
        return { value: pathValue(reference.attribute, at, configuration) };
      case "terraform":
        if (reference.attribute === "applying") return { value: ephemeral(isApplying) };
        return { value: configuration.workspace };
    }
  };
  const forInstance: EvaluationScope["forInstance"] = (place, self) => ({
    resolve: (reference) => resolve(reference, place, self),
    ...reach,
  });
  return {
    modules,
    outer: (at) => forInstance({ at, repetition: NO_REPETITION }),
    forInstance,
  };
}

function pathValue(attribute: string, at: ModuleInstance, { root }: Configuration): string {
  if (attribute === "cwd") return root;
  return attribute === "module" ? at.module.folder : ".";
}

/** Names of what is not declared, and names that mean nothing where they stand, are refused by loading. */
function neverLoaded({ kind }: Reference): never {
  throw new InvariantError(`a reference to ${kind} that leads nowhere was loaded`);
}

/** Every declared variable with its value, marked as it is declared; errors for missing ones. */
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
    const type = typeOfConverted(variable, known);
    values.set(name, { value: markAsDeclared(variable, known), type });
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
