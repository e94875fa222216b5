// Everything about a configuration that can be known without a plan, all errors at once: names that do not
// exist, attributes that a type does not have, wrong types, cycles, addresses that lead nowhere.

import type { Expression } from "../language/expression.js";
import { references } from "../language/references.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import { isUnknown } from "../model/value.js";
import { convertToSchema } from "../schema/convert-value.js";
import { checkMoves } from "./check-moves.js";
import { checkCondition, checkResource } from "./check-resource.js";
import type { ConfigurationGraph, GraphNode } from "./configuration-graph.js";
import type { Draft } from "./draft.js";
import { evaluateStatically, makeStaticScopes, type StaticScopes } from "./static-scope.js";

/** Reports to the draft's diagnostics. Gives what is known without a plan. */
export function checkConfiguration(
  draft: Draft,
  { order, cycles }: ConfigurationGraph,
): StaticScopes {
  for (const cycle of cycles) reportCycle(cycle, draft);
  const scopes = makeStaticScopes(draft);
  for (const node of order) if (node.kind === "local") checkLocal(node, scopes, draft);
  for (const resource of draft.resources.values()) checkResource(resource, scopes, draft);
  checkVariables(scopes, draft);
  checkOutputs(scopes, draft);
  checkChecks(scopes, draft);
  checkProvider(scopes, draft);
  checkMoves(scopes, draft);
  return scopes;
}

const LOCAL = "local.";

type LocalNode = Extract<GraphNode, { readonly kind: "local" }>;

function reportCycle(cycle: readonly string[], draft: Draft): void {
  const names = cycle.map((key) => {
    const construct = draft.resources.get(key)?.source.construct;
    return construct === undefined ? key : `${key} (${construct})`;
  });
  const closed = [...names, names[0]].join(" → ");
  const detail =
    `These depend on each other in a circle, so that none can come first: ${closed}. ` +
    "Remove one of the references.";
  const source = sourceOfNode(cycle[0] ?? "", draft);
  draft.report(errorDiagnostic("Cycle", detail, source === undefined ? {} : { source }));
}

function sourceOfNode(key: string, draft: Draft): Source | undefined {
  if (!key.startsWith(LOCAL)) return draft.resources.get(key)?.source;
  return draft.localSources.get(key.slice(LOCAL.length));
}

function checkLocal({ key, name, value }: LocalNode, scopes: StaticScopes, draft: Draft): void {
  const { diagnostics, ...typed } = evaluateStatically(value, scopes.scopeFor({}));
  const source = draft.localSources.get(name);
  const where = { address: key, ...(source === undefined ? {} : { source }) };
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
  for (const { name, value, preconditions, dependsOn, source } of draft.outputs.values()) {
    const where = { address: `output.${name}`, source };
    for (const condition of preconditions) {
      checkCondition(condition, scope, (d) => draft.report({ ...where, ...d }));
    }
    const { diagnostics } = evaluateStatically(value, scope);
    for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
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

function checkProvider(scopes: StaticScopes, draft: Draft): void {
  if (draft.provider === undefined) return;
  const { attributes, source } = draft.provider;
  const where = { address: 'provider["holdfast"]', source };
  const values = Object.entries(attributes).map(([name, expression]) => {
    const { value, diagnostics } = evaluateStatically(expression, scopes.scopeFor({}));
    for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
    return [name, value] as const;
  });
  const converted = convertToSchema(draft.schema.provider, Object.fromEntries(values));
  for (const diagnostic of converted.diagnostics) draft.report({ ...where, ...diagnostic });
}
