// Static checks of `moved` and `import`: both must lead to something that is declared, and nothing may
// move twice or in a circle.

import { isConvertible } from "../language/resolve-conversion.js";
import { typeOf } from "../language/typed-value.js";
import { describeType } from "../language/types.js";
import { formatInstance, formatResource, type InstanceAddress } from "../model/address.js";
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
    const address = formatResource(from);
    const where = { address, source };
    if (draft.resources.has(address)) {
      const detail = `${address} is said to be removed, but it is still declared. Remove one of the two.`;
      draft.report(errorDiagnostic("Removed resource is still declared", detail, where));
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

/** Statements without keys on both sides rename the whole resource, all others one instance. */
export function isWholeMove({ from, to }: MovedConfig): boolean {
  return from.key === undefined && to.key === undefined;
}

/** What a statement moves from or to: `r` for the whole resource, `r[]` for its instance without key. */
export function moveEnd(moved: MovedConfig, address: InstanceAddress): string {
  return isWholeMove(moved) ? formatResource(address.resource) : instanceEnd(address);
}

export function instanceEnd(address: InstanceAddress): string {
  return address.key === undefined
    ? `${formatResource(address.resource)}[]`
    : formatInstance(address);
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
  const address = formatInstance(from);
  const detail = `${address} is moved to ${formatInstance(to)}, which is not declared: it is to be destroyed.`;
  const advice = "Declare it to keep the object.";
  return warningDiagnostic("Move to something undeclared", `${detail} ${advice}`, {
    address,
    source,
  });
}

function isDeclared({ resource }: InstanceAddress, draft: Draft): boolean {
  return draft.resources.has(formatResource(resource));
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
    if (!isDeclared(to, draft)) draft.report(undeclaredImport({ to, source }));
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

/** Of a resource that is not declared, or, which only a plan knows, of an instance that it does not have. */
export function undeclaredImport({ to, source }: Pick<ImportConfig, "to" | "source">): Diagnostic {
  const address = formatInstance(to);
  const detail = `An object is to be imported to ${address}, which is not declared. Declare it first.`;
  return errorDiagnostic("Import to something undeclared", detail, { address, source });
}

function report(draft: Draft, { from, to, source }: MovedConfig, what: string): void {
  const address = formatInstance(from);
  const detail = `${address} is moved to ${formatInstance(to)}, ${what}.`;
  draft.report(errorDiagnostic("Invalid move", detail, { address, source }));
}
