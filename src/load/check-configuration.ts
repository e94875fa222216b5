// Everything about a configuration that can be known without a plan, all errors at once: names that do not
// exist, attributes that a type does not have, wrong types, cycles, addresses that lead nowhere.

import { evaluate } from "../language/evaluate.js";
import type { Expression } from "../language/expression.js";
import { nodeKey, references } from "../language/references.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import { convertToSchema } from "../schema/convert-value.js";
import { checkMoves } from "./check-moves.js";
import { checkResource } from "./check-resource.js";
import { expressionsOfResource } from "./configuration.js";
import type { Draft } from "./draft.js";
import { type Dependencies, orderNodes } from "./order-nodes.js";
import { makeStaticScopes, type StaticScopes } from "./static-scope.js";

/** Reports to the draft's diagnostics. Gives what is known without a plan. */
export function checkConfiguration(draft: Draft): StaticScopes {
  const { order, cycles } = orderNodes(dependenciesOf(draft));
  for (const cycle of cycles) reportCycle(cycle, draft);
  const scopes = makeStaticScopes(draft);
  for (const key of order) checkLocal(key, scopes, draft);
  for (const resource of draft.resources.values()) checkResource(resource, scopes, draft);
  checkOutputs(scopes, draft);
  checkProvider(scopes, draft);
  checkMoves(scopes, draft);
  return scopes;
}

const LOCAL = "local.";

function dependenciesOf(draft: Draft): Dependencies {
  const dependencies = new Map<string, readonly string[]>();
  for (const [key, resource] of draft.resources) {
    const named = [...resource.dependsOn];
    for (const expression of expressionsOfResource(resource)) addNodes(expression, named);
    dependencies.set(key, named);
  }
  for (const [name, expression] of draft.locals) {
    const named: string[] = [];
    addNodes(expression, named);
    dependencies.set(`${LOCAL}${name}`, named);
  }
  return dependencies;
}

function addNodes(expression: Expression, named: string[]): void {
  for (const reference of references(expression)) {
    const key = nodeKey(reference);
    if (key !== undefined) named.push(key);
  }
}

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

function checkLocal(key: string, scopes: StaticScopes, draft: Draft): void {
  if (!key.startsWith(LOCAL)) return;
  const name = key.slice(LOCAL.length);
  const expression = draft.locals.get(name);
  if (expression === undefined) return;
  const { diagnostics, ...typed } = evaluate(expression, scopes.scopeFor({}));
  const source = draft.localSources.get(name);
  const where = { address: key, ...(source === undefined ? {} : { source }) };
  for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
  scopes.setLocal(name, typed);
}

function checkOutputs(scopes: StaticScopes, draft: Draft): void {
  const scope = scopes.scopeFor({});
  for (const { name, value, dependsOn, source } of draft.outputs.values()) {
    const where = { address: `output.${name}`, source };
    const { diagnostics } = evaluate(value, scope);
    for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
    for (const diagnostic of scopes.missingAmong(dependsOn))
      draft.report({ ...where, ...diagnostic });
  }
}

function checkProvider(scopes: StaticScopes, draft: Draft): void {
  if (draft.provider === undefined) return;
  const { attributes, source } = draft.provider;
  const where = { address: 'provider["holdfast"]', source };
  const values = Object.entries(attributes).map(([name, expression]) => {
    const { value, diagnostics } = evaluate(expression, scopes.scopeFor({}));
    for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
    return [name, value] as const;
  });
  const converted = convertToSchema(draft.schema.provider, Object.fromEntries(values));
  for (const diagnostic of converted.diagnostics) draft.report({ ...where, ...diagnostic });
}
