// The scope of static checks: every name stands for an unknown value of its type. An expression that has an
// error here has it in every plan, so that typing errors are found before anything is asked of a vSphere.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import { type Evaluated, evaluate } from "../language/evaluate.js";
import type { Expression, Reference } from "../language/expression.js";
import { references } from "../language/references.js";
import type { Resolved, Scope } from "../language/scope.js";
import { ANYTHING, type TypedValue, typeOf } from "../language/typed-value.js";
import { formatResource, parseResource } from "../model/address.js";
import { closestName, suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import { objectType, type ResourceSchema, type Type } from "../model/type.js";
import { ephemeral, UNKNOWN, type Value } from "../model/value.js";
import type { ResourceConfig } from "./configuration.js";
import { markAsDeclared } from "./convert-variable.js";
import { type DependedOn, dependedOn } from "./depended-on.js";
import type { Draft } from "./draft.js";
import { providerNames } from "./resolve-provider.js";
import { unknownFunctions } from "./unknown-functions.js";
import { wrongSteps } from "./wrong-steps.js";

/** What stands around an expression: which of `count`, `each` and `self` mean something. */
export interface Surroundings {
  /** A resource or a call. */
  readonly of?: Pick<ResourceConfig, "count" | "forEach" | "check">;
  /** Name of the check, in its assertions. */
  readonly check?: string;
  /** Whether an import around it has a `for_each`. */
  readonly isRepeated?: true;
  /** What `each.value` is. */
  readonly each?: TypedValue;
  /** The resource itself, in postconditions. */
  readonly self?: TypedValue;
}

export interface StaticScopes {
  scopeFor(surroundings: Surroundings): Scope;
  /** Sets what a local value was evaluated to. */
  setLocal(name: string, value: TypedValue): void;
  /** One object of a resource. */
  objectOf(resource: ResourceConfig): TypedValue;
  /** Errors for entries of a `depends_on` that name nothing that is declared. */
  missingAmong(dependsOn: readonly string[]): readonly Diagnostic[];
}

/**
 * What is known of an expression without a plan. A name or a key that leads nowhere is an error wherever it stands, as in
 * Terraform: also in a `for` over nothing, which no plan would evaluate. So is a function that there is not.
 */
export function evaluateStatically(expression: Expression, scope: Scope): Evaluated {
  const evaluated = evaluate(expression, scope);
  if (expression.kind === "literal") return evaluated;
  const said = new Set(evaluated.diagnostics.map(({ detail }) => detail));
  const names = references(expression).flatMap((name) => scope.resolve(name).diagnostics ?? []);
  const wrong = [...wrongSteps(expression, scope), ...unknownFunctions(expression, scope)];
  const unsaid = [...names, ...wrong].filter(({ detail }) => {
    const isNew = !said.has(detail);
    said.add(detail);
    return isNew;
  });
  if (unsaid.length === 0) return evaluated;
  return { ...evaluated, diagnostics: [...evaluated.diagnostics, ...unsaid] };
}

export function makeStaticScopes(draft: Draft): StaticScopes {
  const locals = new Map<string, TypedValue>();
  const types = new Map<string, Type>();
  const missing = missingNames(draft);
  const reach = { ...draft.outside, providerNames: providerNames(draft.requires.values()) };
  const objectOf = (resource: ResourceConfig): TypedValue => {
    return { value: UNKNOWN, type: typeOfResource(resource, draft, types) };
  };
  const resolve = (reference: Reference, surroundings: Surroundings): Resolved => {
    switch (reference.kind) {
      case "resource": {
        const key = formatResource(reference);
        const resource = draft.resources.get(key);
        if (resource !== undefined) {
          const scoped = isOutsideOf(resource, surroundings) ? outOfScope(resource) : {};
          return { ...repeated(resource, objectOf(resource)), ...scoped };
        }
        return draft.refused.has(key) ? ANYTHING : missing(reference);
      }
      case "variable":
        return resolveVariable(reference.name, draft) ?? missing(reference);
      case "local":
        if (!draft.locals.has(reference.name)) return missing(reference);
        return locals.get(reference.name) ?? ANYTHING;
      case "module":
        return draft.calls.has(reference.name)
          ? resolveModule(reference.name, draft)
          : missing(reference);
      case "count":
      case "each":
      case "self":
        return resolveSurrounding(reference, surroundings);
      case "terraform":
        if (reference.attribute === "applying") return { value: ephemeral(UNKNOWN), type: "bool" };
        return { value: UNKNOWN, type: "string" };
      case "path":
        return { value: UNKNOWN, type: "string" };
    }
  };
  return {
    scopeFor: (surroundings) => ({
      resolve: (reference) => resolve(reference, surroundings),
      outside: reach,
    }),
    setLocal: (name, value) => locals.set(name, value),
    objectOf,
    missingAmong: (dependsOn) =>
      dependsOn.flatMap((entry) => {
        const named = dependedOn(entry);
        if (named.kind === "module") return missingInModule(named, draft, missing);
        const resource = draft.resources.get(named.key);
        if (resource?.check !== undefined) return outOfScope(resource).diagnostics;
        if (resource !== undefined || draft.refused.has(named.key)) return [];
        return missing({ kind: "resource", ...parseResource(named.key) }).diagnostics ?? [];
      }),
  };
}

/** An error for an entry of a `depends_on` that leads to no module, a warning for one to no output of it. */
function missingInModule(
  { name, output }: Extract<DependedOn, { readonly kind: "module" }>,
  draft: Draft,
  missing: (reference: Reference) => Resolved,
): readonly Diagnostic[] {
  if (!draft.calls.has(name)) return missing({ kind: "module", name }).diagnostics ?? [];
  const outputs = draft.callees.get(name)?.outputs;
  if (output === undefined || outputs === undefined || outputs.has(output)) return [];
  const near = suggestion(output, outputs.keys());
  const detail = `module.${name} has no output "${output}", so that all of it is waited for.${near}`;
  return [warningDiagnostic("Reference to something undeclared", detail)];
}

/** An object of the outputs, as far as the module could be read. */
function resolveModule(name: string, draft: Draft): Resolved {
  const call = draft.calls.get(name);
  const outputs = draft.callees.get(name)?.outputValues;
  if (call === undefined || outputs === undefined) return ANYTHING;
  const values: [string, Value][] = [];
  const types: [string, Type][] = [];
  for (const [output, typed] of outputs) {
    values.push([output, typed.value]);
    types.push([output, typeOf(typed)]);
  }
  const type: Type = ["object", Object.fromEntries(types)];
  if (call.count === undefined && call.forEach === undefined)
    return { value: Object.fromEntries(values), type };
  return repeated(call, { value: UNKNOWN, type });
}

/** Whether a data source belongs to another check than what refers to it. */
function isOutsideOf({ check }: ResourceConfig, surroundings: Surroundings): boolean {
  return check !== undefined && check !== (surroundings.check ?? surroundings.of?.check);
}

function outOfScope({ address, check }: ResourceConfig) {
  const key = formatResource(address);
  const detail = `${key} belongs to check.${check}, and only its assertions can refer to it. Declare it outside of the check.`;
  return { diagnostics: [errorDiagnostic("Reference out of place", detail)] };
}

function typeOfResource({ address }: ResourceConfig, draft: Draft, types: Map<string, Type>): Type {
  const known = types.get(`${address.mode}.${address.type}`);
  if (known !== undefined) return known;
  const schema = schemaOf(address, draft);
  const type = schema === undefined ? "dynamic" : objectType(schema.block.attributes);
  types.set(`${address.mode}.${address.type}`, type);
  return type;
}

/** The schema of a resource that was accepted. */
export function schemaOf(
  address: ResourceConfig["address"],
  draft: Draft,
): ResourceSchema | undefined {
  return schemaOfResource(address, draft.schema);
}

/** With `count` a list, with `for_each` a map of objects. */
function repeated(
  resource: Pick<ResourceConfig, "count" | "forEach">,
  { type = "dynamic" }: TypedValue,
): TypedValue {
  if (resource.count !== undefined) return { value: UNKNOWN, type: ["list", type] };
  return { value: UNKNOWN, type: resource.forEach === undefined ? type : ["map", type] };
}

function resolveVariable(name: string, draft: Draft): Resolved | undefined {
  const variable = draft.variables.get(name);
  if (variable === undefined) return undefined;
  return { value: markAsDeclared(variable, UNKNOWN), type: variable.type };
}

function resolveSurrounding(
  reference: Extract<Reference, { readonly kind: "count" | "each" | "self" }>,
  { of, isRepeated, each, self }: Surroundings,
): Resolved {
  switch (reference.kind) {
    case "count":
      if (of?.count !== undefined) return { value: UNKNOWN, type: "number" };
      return outside(
        '"count.index" is only known inside a resource or a module that sets "count".',
      );
    case "each":
      if (of?.forEach === undefined && isRepeated === undefined) {
        return outside('"each" is only known inside a resource or a module that sets "for_each".');
      }
      return reference.attribute === "key"
        ? { value: UNKNOWN, type: "string" }
        : (each ?? ANYTHING);
    case "self":
      return self ?? outside('"self" is only known in the postconditions of a resource.');
  }
}

function outside(detail: string): Resolved {
  return { ...ANYTHING, diagnostics: [errorDiagnostic("Reference out of place", detail)] };
}

/** Suggestions cost a walk over many names, so only the first names that are missing get one. */
const MOST_SUGGESTIONS = 10;
const MOST_CANDIDATES = 20_000;

/** What Terraform calls what a name may stand for. */
const TERMS: { readonly [kind in Reference["kind"]]?: string } = {
  resource: "resource",
  variable: "input variable",
  local: "local value",
  module: "module",
};

function missingNames(draft: Draft): (reference: Reference) => Resolved {
  const known = new Map<string, string>();
  return (reference) => {
    const { name, what, candidates } = describeMissing(reference, draft);
    if (!known.has(name)) {
      const near =
        known.size < MOST_SUGGESTIONS ? closestName(name, firstOf(candidates())) : undefined;
      known.set(name, near === undefined ? "" : ` Did you mean ${near}?`);
    }
    const detail = `There is no ${what} ${name} in ${draft.isCalled ? "this module" : "this stack"}.${known.get(name)}`;
    return {
      ...ANYTHING,
      diagnostics: [
        errorDiagnostic(`Reference to undeclared ${TERMS[reference.kind] ?? what}`, detail),
      ],
    };
  };
}

function* firstOf(names: Iterable<string>): Iterable<string> {
  let left = MOST_CANDIDATES;
  for (const name of names) {
    if (left-- === 0) return;
    yield name;
  }
}

function describeMissing(
  reference: Reference,
  draft: Draft,
): { name: string; what: string; candidates: () => Iterable<string> } {
  if (reference.kind === "resource") {
    const name = formatResource(reference);
    const what = reference.mode === "data" ? "data source" : "resource";
    return { name, what, candidates: () => draft.resources.keys() };
  }
  const name = "name" in reference ? reference.name : reference.kind;
  if (reference.kind === "module") {
    const candidates = () => [...draft.calls.keys()].map((call) => `module.${call}`);
    return { name: `module.${name}`, what: "call", candidates };
  }
  if (reference.kind === "variable") {
    const candidates = () => [...draft.variables.keys()].map((variable) => `var.${variable}`);
    return { name: `var.${name}`, what: "variable", candidates };
  }
  const candidates = () => [...draft.locals.keys()].map((local) => `local.${local}`);
  return { name: `local.${name}`, what: "local value", candidates };
}
