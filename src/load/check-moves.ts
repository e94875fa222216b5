// Static checks of `moved` and `import`: both must lead to something that is declared, and nothing may
// move twice or in a circle.

import { evaluate } from "../language/evaluate.js";
import { isConvertible } from "../language/resolve-conversion.js";
import { typeOf } from "../language/typed-value.js";
import { describeType } from "../language/types.js";
import { formatInstance, formatResource, type InstanceAddress } from "../model/address.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import type { MovedConfig } from "./configuration.js";
import type { Draft } from "./draft.js";
import { type Dependencies, orderNodes } from "./order-nodes.js";
import type { StaticScopes } from "./static-scope.js";

export function checkMoves(scopes: StaticScopes, draft: Draft): void {
  const sources = new Map<string, MovedConfig>();
  for (const moved of draft.moved) {
    const from = formatInstance(moved.from);
    if (sources.has(from)) {
      report(draft, moved.source, `${from} is moved twice. An object can have one new address.`);
    }
    sources.set(from, moved);
  }
  for (const moved of draft.moved) checkMove(moved, sources, draft);
  checkMoveCycles(sources, draft);
  checkImports(scopes, draft);
}

function checkMove(
  { from, to, source }: MovedConfig,
  sources: ReadonlyMap<string, MovedConfig>,
  draft: Draft,
): void {
  const [fromText, toText] = [formatInstance(from), formatInstance(to)];
  if (fromText === toText) {
    report(draft, source, `${fromText} is moved to itself. Remove the statement.`);
    return;
  }
  if (isBetweenResources(from, to) && isDeclared(from, draft) && from.key === undefined) {
    const detail = `${fromText} is moved to ${toText}, but it is still declared. Remove or rename it.`;
    report(draft, source, detail);
  }
  if (isDeclared(to, draft) || sources.has(toText)) return;
  const detail = `${fromText} is moved to ${toText}, which is not declared. Declare it, or remove the statement.`;
  report(draft, source, detail);
}

/** Whether a move is between resources, not from a resource to one of its own instances. */
function isBetweenResources(from: InstanceAddress, to: InstanceAddress): boolean {
  return formatResource(from.resource) !== formatResource(to.resource);
}

function isDeclared({ resource }: InstanceAddress, draft: Draft): boolean {
  return draft.resources.has(formatResource(resource));
}

function checkMoveCycles(sources: ReadonlyMap<string, MovedConfig>, draft: Draft): void {
  const steps: Dependencies = new Map(
    [...sources].map(([from, { to }]) => [from, [formatInstance(to)]] as const),
  );
  for (const cycle of orderNodes(steps).cycles) {
    const [first = ""] = cycle;
    const moved = sources.get(first);
    if (cycle.length < 2 || moved === undefined) continue;
    const detail = `These moves lead round in a circle: ${[...cycle, first].join(" → ")}.`;
    report(draft, moved.source, detail);
  }
}

function checkImports(scopes: StaticScopes, draft: Draft): void {
  const taken = new Set<string>();
  for (const { to, id, source } of draft.imports) {
    const address = formatInstance(to);
    const where = { address, source };
    if (!isDeclared(to, draft)) {
      const detail = `An object is to be imported to ${address}, which is not declared. Declare it first.`;
      draft.report(errorDiagnostic("Import to something undeclared", detail, where));
    }
    if (taken.has(address)) {
      const detail = `Two objects are to be imported to ${address}. It can have one.`;
      draft.report(errorDiagnostic("Declared twice", detail, where));
    }
    taken.add(address);
    const evaluated = evaluate(id, scopes.scopeFor({}));
    for (const diagnostic of evaluated.diagnostics) draft.report({ ...where, ...diagnostic });
    const type = typeOf(evaluated);
    if (isConvertible(type, "string")) continue;
    const detail = `The id of an import is a text, and this is ${describeType(type)}.`;
    draft.report(errorDiagnostic("Invalid import id", detail, where));
  }
}

function report(draft: Draft, source: Source, detail: string): void {
  draft.report(errorDiagnostic("Invalid move", detail, { source }));
}
