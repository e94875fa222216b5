// Everything about a configuration that can be known without a plan, all errors at once: names that do not
// exist, attributes that a type does not have, wrong types, cycles, addresses that lead nowhere.

import type { Expression } from "../language/expression.js";
import { namedKeys, references } from "../language/references.js";
import { typeOf } from "../language/typed-value.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { isUnknown } from "../model/value.js";
import { convertToSchema } from "../schema/convert-value.js";
import { checkCall } from "./check-call.js";
import { findEphemeralOutput } from "./check-ephemeral.js";
import { checkMoves } from "./check-moves.js";
import { checkCondition, checkResource } from "./check-resource.js";
import { type ProviderConfig, providerKey } from "./configuration.js";
import { markAsDeclared } from "./convert-variable.js";
import type { Draft } from "./draft.js";
import { orderNodes } from "./order-nodes.js";
import { resolveKey } from "./resolve-provider.js";
import { evaluateStatically, makeStaticScopes, type StaticScopes } from "./static-scope.js";

/**
 * Reports to the draft's diagnostics. Gives what is known without a plan. What the module calls was checked before; a
 * cycle is only seen in the whole (check-cycles.ts).
 */
export function checkConfiguration(draft: Draft): StaticScopes {
  const scopes = makeStaticScopes(draft);
  for (const name of orderLocals(draft)) checkLocal(name, scopes, draft);
  for (const resource of draft.resources.values()) checkResource(resource, scopes, draft);
  for (const call of draft.calls.values()) checkCall(call, scopes, draft);
  checkVariables(scopes, draft);
  checkOutputs(scopes, draft);
  checkChecks(scopes, draft);
  checkProviders(scopes, draft);
  checkMoves(scopes, draft);
  return scopes;
}

/** Each after those it names, which may be a chain of 100,000. */
function orderLocals({ locals }: Draft): readonly string[] {
  const named = new Map(
    [...locals].map(([name, value]) => [`local.${name}`, namedKeys(value)] as const),
  );
  return orderNodes(named).order.map((key) => key.slice("local.".length));
}

function checkLocal(name: string, scopes: StaticScopes, draft: Draft): void {
  const value = draft.locals.get(name);
  if (value === undefined) return;
  const { diagnostics, ...typed } = evaluateStatically(value, scopes.scopeFor({}));
  const source = draft.localSources.get(name);
  const where = { address: `local.${name}`, ...(source === undefined ? {} : { source }) };
  for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
  scopes.setLocal(name, typed);
}

function checkVariables(scopes: StaticScopes, draft: Draft): void {
  const scope = scopes.scopeFor({});
  for (const { name, validations, source } of draft.variables.values()) {
    const where = { address: `var.${name}`, source };
    for (const validation of validations) {
      checkCondition(validation, scope, (d) => draft.report({ ...where, ...d }));
      if (speaksOf(validation.condition, name)) continue;
      const detail = `A validation of var.${name} must refer to it, or it says nothing about its value.`;
      draft.report(errorDiagnostic("Invalid condition", detail, where));
    }
  }
}

/** A condition that could not be read, which was reported. */
function isUnread(condition: Expression): boolean {
  return condition.kind === "literal" && isUnknown(condition.value);
}

function speaksOf(condition: Expression, variable: string): boolean {
  if (isUnread(condition)) return true;
  return references(condition).some((r) => r.kind === "variable" && r.name === variable);
}

function checkOutputs(scopes: StaticScopes, draft: Draft): void {
  const scope = scopes.scopeFor({});
  for (const output of draft.outputs.values()) {
    const { name, value, ephemeral, preconditions, dependsOn, source } = output;
    const where = { address: `output.${name}`, source };
    for (const condition of preconditions) {
      checkCondition(condition, scope, (d) => draft.report({ ...where, ...d }));
    }
    const { diagnostics, ...typed } = evaluateStatically(value, scope);
    const kept = findEphemeralOutput({ name, ephemeral }, typed.value, draft.isCalled);
    for (const diagnostic of [...diagnostics, ...kept]) draft.report({ ...where, ...diagnostic });
    const marked = markAsDeclared(output, typed.value);
    draft.outputValues.set(name, { value: marked, type: typeOf(typed) });
    for (const diagnostic of scopes.missingAmong(dependsOn))
      draft.report({ ...where, ...diagnostic });
  }
}

function checkChecks(scopes: StaticScopes, draft: Draft): void {
  for (const { name, assertions, source } of draft.checks.values()) {
    const scope = scopes.scopeFor({ check: name });
    const where = { address: `check.${name}`, source };
    for (const assertion of assertions) {
      checkCondition(assertion, scope, (d) => draft.report({ ...where, ...d }));
      if (references(assertion.condition).length > 0 || isUnread(assertion.condition)) continue;
      const detail = "An assertion must refer to something, or it always says the same.";
      draft.report(errorDiagnostic("Invalid condition", detail, where));
    }
  }
}

function checkProviders(scopes: StaticScopes, draft: Draft): void {
  for (const provider of draft.providers.values()) checkProvider(provider, scopes, draft);
  for (const [key, source] of draft.isCalled ? [] : draft.aliases) {
    const meant = resolveKey(key, draft.requires.values());
    if (meant !== undefined && draft.providers.has(providerKey(meant))) continue;
    const detail = `Nobody passes the root module the configuration ${key} of a provider. Declare it with a "provider" block that has this alias.`;
    draft.report(errorDiagnostic("Missing provider configuration", detail, { source }));
  }
  const ours = [...draft.providers.values()].filter(({ name }) => name === "holdfast");
  const [first, ...others] = ours;
  for (const other of others) {
    if (written(first) === written(other)) continue;
    const detail =
      'A stack is planned against one vSphere, so that every configuration of the provider holdfast has the same "simulator", ' +
      "written in the same way. Declare what is in another vSphere in a stack of its own.";
    const where = { address: addressOf(other), source: other.source };
    draft.report(errorDiagnostic("Several vSpheres in one stack", detail, where));
  }
}

/** As it is written, wherever that is. */
function written(provider: ProviderConfig | undefined): string | undefined {
  const isText = (name: string, part: unknown) => (name === "source" ? undefined : part);
  return JSON.stringify(provider?.attributes.simulator, isText);
}

function addressOf({ name, alias }: ProviderConfig): string {
  return `provider["${name}"]${alias === undefined ? "" : `.${alias}`}`;
}

function checkProvider(provider: ProviderConfig, scopes: StaticScopes, draft: Draft): void {
  if (provider.name !== "holdfast") return;
  const { attributes, source } = provider;
  const where = { address: addressOf(provider), source };
  const values = Object.entries(attributes).map(([name, expression]) => {
    const { value, diagnostics } = evaluateStatically(expression, scopes.scopeFor({}));
    for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
    return [name, value] as const;
  });
  const converted = convertToSchema(draft.schema.provider, Object.fromEntries(values));
  for (const diagnostic of converted.diagnostics) draft.report({ ...where, ...diagnostic });
}
