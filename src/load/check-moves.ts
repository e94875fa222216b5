// Static checks of `moved` and `import`: both must lead to something that is declared, and nothing may
// move twice or in a circle.

import { isConvertible } from "../language/resolve-conversion.js";
import { typeOf } from "../language/typed-value.js";
import { describeType } from "../language/types.js";
import {
  formatInstance,
  formatResource,
  formatTarget,
  type InstanceAddress,
  type InstanceKey,
  stepsOf,
  type TargetAddress,
} from "../model/address.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import type { ImportConfig, MovedConfig } from "./configuration.js";
import type { Draft } from "./draft.js";
import { type Dependencies, orderNodes } from "./order-nodes.js";
import { evaluateStatically, type StaticScopes } from "./static-scope.js";

export function checkMoves(scopes: StaticScopes, draft: Draft): void {
  const byFrom = new Map<string, MovedConfig>();
  const targets = new Set<string>();
  for (const moved of draft.moved) {
    const from = moveEnd(moved, moved.from);
    const to = moveEnd(moved, moved.to);
    if (byFrom.has(from) || targets.has(to)) report(draft, moved, AMBIGUOUS);
    byFrom.set(from, moved);
    targets.add(to);
  }
  for (const moved of draft.moved) checkMove(moved, byFrom, draft);
  checkMoveCycles(byFrom, draft);
  checkRemoved(draft);
  checkImports(scopes, draft);
}

function checkRemoved(draft: Draft): void {
  const seen = new Set<string>();
  for (const { from, source } of draft.removed) {
    const address = formatTarget(from);
    const where = { address, source };
    if (isDeclared(from, draft)) {
      const what = from.resource === undefined ? "module" : "resource";
      const detail = `${address} is said to be removed, but it is still declared. Remove one of the two.`;
      draft.report(errorDiagnostic(`Removed ${what} is still declared`, detail, where));
    }
    if (seen.has(address)) {
      const detail = `Two statements remove ${address}. Keep one.`;
      draft.report(errorDiagnostic("Declared twice", detail, where));
    }
    seen.add(address);
  }
}

const AMBIGUOUS =
  "and another statement moves from or to the same. An object can have one new and one old address";

/** Statements without keys on both sides rename the whole resource or call, all others one instance. */
export function isWholeMove({ from, to }: MovedConfig): boolean {
  return lastKey(from) === undefined && lastKey(to) === undefined;
}

function lastKey({ resource, key, module }: TargetAddress): InstanceKey {
  return resource === undefined ? module.at(-1)?.key : key;
}

/** What a statement moves from or to: `r` for the whole resource, `r[]` for its instance without key. */
function moveEnd(moved: MovedConfig, address: TargetAddress): string {
  const isOpen = isWholeMove(moved) || lastKey(address) !== undefined;
  return isOpen ? formatTarget(address) : `${formatTarget(address)}[]`;
}

function checkMove(
  moved: MovedConfig,
  byFrom: ReadonlyMap<string, MovedConfig>,
  draft: Draft,
): void {
  const { from, to } = moved;
  if (moveEnd(moved, from) === moveEnd(moved, to)) {
    report(draft, moved, "which is itself. Remove the statement");
    return;
  }
  // Whether an instance is still declared is known when count and for_each are: then plan refuses it.
  if (isWholeMove(moved) && isDeclared(from, draft)) {
    report(draft, moved, "but it is still declared. Remove or rename it");
  }
  if (isDeclared(to, draft) || byFrom.has(moveEnd(moved, to))) return;
  draft.report(moveToNowhere(moved));
}

/** As Terraform has it, what is moved there is destroyed, like all that is not declared. */
function moveToNowhere({ from, to, source }: MovedConfig): Diagnostic {
  const address = formatTarget(from);
  const detail = `${address} is moved to ${formatTarget(to)}, which is not declared: it is to be destroyed.`;
  const advice = "Declare it to keep the object.";
  return warningDiagnostic("Move to something undeclared", `${detail} ${advice}`, {
    address,
    source,
  });
}

/** As far as it is known without a plan: of a module that could not be read everything is. */
function isDeclared({ module, resource }: TargetAddress, draft: Draft): boolean {
  let at: Draft | undefined = draft;
  for (const { name } of module) {
    if (at === undefined) return true;
    if (!at.calls.has(name)) return false;
    at = at.callees.get(name);
  }
  if (resource === undefined || at === undefined) return true;
  const { module: _, ...local } = resource;
  return at.resources.has(formatResource(local));
}

function checkMoveCycles(byFrom: ReadonlyMap<string, MovedConfig>, draft: Draft): void {
  const steps: Dependencies = new Map(
    [...byFrom].map(([from, moved]) => [from, [moveEnd(moved, moved.to)]] as const),
  );
  for (const cycle of orderNodes(steps).cycles) {
    const [first = ""] = cycle;
    const moved = byFrom.get(first);
    if (cycle.length < 2 || moved === undefined) continue;
    report(draft, moved, `and on in a circle: ${[...cycle, first].join(" → ")}`);
  }
}

function checkImports(scopes: StaticScopes, draft: Draft): void {
  const taken = new Set<string>();
  for (const { to, key, id, forEach, source } of draft.imports) {
    const address = formatInstance(to);
    const where = { address, source };
    const scope = scopes.scopeFor(forEach === undefined ? {} : { isRepeated: true });
    if (!isDeclared(targetOf(to), draft)) draft.report(undeclaredImport({ to, source }));
    for (const part of [forEach, key]) {
      const inner = part === forEach ? scopes.scopeFor({}) : scope;
      const { diagnostics = [] } = part === undefined ? {} : evaluateStatically(part, inner);
      for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
    }
    if (forEach === undefined && taken.has(address)) {
      const detail = `Two objects are to be imported to ${address}. It can have one.`;
      draft.report(errorDiagnostic("Declared twice", detail, where));
    }
    if (forEach === undefined) taken.add(address);
    const evaluated = evaluateStatically(id, scope);
    for (const diagnostic of evaluated.diagnostics) draft.report({ ...where, ...diagnostic });
    const type = typeOf(evaluated);
    if (isConvertible(type, "string")) continue;
    const detail = `The id of an import is a text, and this is ${describeType(type)}.`;
    draft.report(errorDiagnostic("Invalid import id", detail, where));
  }
}

function targetOf(address: InstanceAddress): TargetAddress {
  const { resource, key } = address;
  return { resource, key, module: stepsOf(address) };
}

/** Of a resource that is not declared, or, which only a plan knows, of an instance that it does not have. */
export function undeclaredImport({ to, source }: Pick<ImportConfig, "to" | "source">): Diagnostic {
  const address = formatInstance(to);
  const detail = `An object is to be imported to ${address}, which is not declared. Declare it first.`;
  return errorDiagnostic("Import to something undeclared", detail, { address, source });
}

function report(draft: Draft, { from, to, source }: MovedConfig, what: string): void {
  const address = formatTarget(from);
  const detail = `${address} is moved to ${formatTarget(to)}, ${what}.`;
  draft.report(errorDiagnostic("Invalid move", detail, { address, source }));
}
