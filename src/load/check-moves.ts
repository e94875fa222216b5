// Static checks of `moved` and `import`: both must lead to something that is declared, and nothing may
// move twice or in a circle.

import { isConvertible } from "../language/resolve-conversion.js";
import { typeOf } from "../language/typed-value.js";
import { describeType } from "../language/types.js";
import {
  formatInstance,
  formatModule,
  formatResource,
  formatTarget,
  type InstanceAddress,
  type InstanceKey,
  stepsOf,
  type TargetAddress,
} from "../model/address.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import type { ImportConfig, ModuleCallConfig, MovedConfig } from "./configuration.js";
import type { Draft } from "./draft.js";
import { at } from "./json-body.js";
import { type Dependencies, orderNodes } from "./order-nodes.js";
import { evaluateStatically, type StaticScopes } from "./static-scope.js";

export function checkMoves(scopes: StaticScopes, draft: Draft): void {
  const moves = draft.moved.map((moved) => moveIn("", moved));
  for (const diagnostic of findMoveConflicts(moves)) draft.report(diagnostic);
  const sources = new Set(moves.map(({ from }) => from));
  for (const move of moves) checkMove(move, sources, draft);
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

/** What a statement moves in one instance of the module that it stands in. */
export interface Move {
  readonly moved: MovedConfig;
  /** What stands before the addresses in that instance. */
  readonly prefix: string;
  /** What it moves from and to: `r` for the whole resource, `r[]` for its instance without key. */
  readonly from: string;
  readonly to: string;
}

export function moveIn(prefix: string, moved: MovedConfig): Move {
  const end = (address: TargetAddress) => `${prefix}${moveEnd(moved, address)}`;
  return { moved, prefix, from: end(moved.from), to: end(moved.to) };
}

/** Errors for objects that two statements move, and for circles. */
export function findMoveConflicts(moves: readonly Move[]): readonly Diagnostic[] {
  const byFrom = new Map<string, Move>();
  const targets = new Set<string>();
  const ambiguous: Diagnostic[] = [];
  for (const move of moves) {
    const { from, to } = move;
    if (byFrom.has(from) || targets.has(to)) ambiguous.push(invalidMove(move, AMBIGUOUS));
    byFrom.set(from, move);
    targets.add(to);
  }
  return [...ambiguous, ...findMoveCycles(byFrom)];
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

function moveEnd(moved: MovedConfig, address: TargetAddress): string {
  const isOpen = isWholeMove(moved) || lastKey(address) !== undefined;
  return isOpen ? formatTarget(address) : `${formatTarget(address)}[]`;
}

function checkMove(move: Move, sources: ReadonlySet<string>, draft: Draft): void {
  const { moved, from, to } = move;
  if (from === to) {
    draft.report(invalidMove(move, "which is itself. Remove the statement"));
    return;
  }
  // Whether an instance is still declared is known when count and for_each are: then plan refuses it.
  if (isWholeMove(moved) && isWithoutInstances(moved.from, draft) && isDeclared(moved.from, draft))
    draft.report(invalidMove(move, "but it is still declared. Remove or rename it"));
  if (isDeclared(moved.to, draft) || isRemoved(moved.to, draft) || sources.has(to)) return;
  // What was read is read anew, or not at all.
  if (moved.to.resource?.mode === "data") return;
  draft.report(moveToNowhere(moved));
}

/** Whether there is one of each module that an address leads through, and it names no instance of them. */
function isWithoutInstances({ module, resource }: TargetAddress, draft: Draft): boolean {
  const calls = resource === undefined ? module.slice(0, -1) : module;
  let at: Draft | undefined = draft;
  return calls.every(({ name, key }) => {
    const call: ModuleCallConfig | undefined = at?.calls.get(name);
    at = at?.callees.get(name);
    return key === undefined && call?.count === undefined && call?.forEach === undefined;
  });
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

/** Whether it is said what becomes of what is there. */
function isRemoved({ module, resource }: TargetAddress, { removed }: Draft): boolean {
  const path = module.map(({ name }) => name);
  const around = path.map((_, i) => formatModule(path.slice(0, i + 1)));
  const names = new Set([resource === undefined ? [] : formatResource(resource), around].flat());
  return removed.some(({ from }) => names.has(formatTarget(from)));
}

function findMoveCycles(byFrom: ReadonlyMap<string, Move>): readonly Diagnostic[] {
  const steps: Dependencies = new Map([...byFrom].map(([from, { to }]) => [from, [to]] as const));
  return orderNodes(steps).cycles.flatMap((cycle) => {
    const [first = ""] = cycle;
    const move = byFrom.get(first);
    if (cycle.length < 2 || move === undefined) return [];
    return [invalidMove(move, `and on in a circle: ${[...cycle, first].join(" → ")}`)];
  });
}

function checkImports(scopes: StaticScopes, draft: Draft): void {
  const taken = new Set<string>();
  for (const statement of draft.imports) {
    const { to, openKeys = [], id, forEach, source } = statement;
    const address = formatInstance(to);
    const where = { address, source };
    const scope = scopes.scopeFor(forEach === undefined ? {} : { isRepeated: true });
    if (!isDeclared(targetOf(to), draft)) draft.report(undeclaredImport(statement));
    else if (!isOfItsResource(statement, draft)) draft.report(otherProvider(statement));
    for (const part of [forEach, ...openKeys]) {
      const inner = part === forEach ? scopes.scopeFor({}) : scope;
      const { diagnostics = [] } = part === undefined ? {} : evaluateStatically(part, inner);
      for (const diagnostic of diagnostics) draft.report({ ...where, ...diagnostic });
    }
    const isOpen = forEach !== undefined || openKeys.length > 0;
    if (!isOpen && taken.has(address)) {
      const detail = `Two objects are to be imported to ${address}. It can have one.`;
      draft.report(errorDiagnostic("Declared twice", detail, where));
    }
    if (!isOpen) taken.add(address);
    const evaluated = evaluateStatically(id, scope);
    for (const diagnostic of evaluated.diagnostics) draft.report({ ...where, ...diagnostic });
    const type = typeOf(evaluated);
    if (isConvertible(type, "string")) continue;
    const detail = `The id of an import is a text, and this is ${describeType(type)}.`;
    draft.report(errorDiagnostic("Invalid import id", detail, where));
  }
}

/** Terraform's rule: of a resource of the root module, as that names it. */
function isOfItsResource(
  { to: { resource }, provider }: ImportConfig,
  { resources }: Draft,
): boolean {
  if (provider === undefined) return true;
  const isCalled = resource.module !== undefined;
  return !isCalled && resources.get(formatResource(resource))?.provider === provider;
}

function otherProvider({ to, source }: Pick<ImportConfig, "to" | "source">): Diagnostic {
  const address = formatInstance(to);
  const detail =
    `${address} is imported with the configuration of the provider that its resource names, and "provider" does not ` +
    "say the same. Remove the argument.";
  const place = at(source, "provider");
  return errorDiagnostic("Invalid import provider argument", detail, { address, source: place });
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

function invalidMove({ moved, prefix }: Move, what: string): Diagnostic {
  const { from, to, source } = moved;
  const address = `${prefix}${formatTarget(from)}`;
  const detail = `${address} is moved to ${prefix}${formatTarget(to)}, ${what}.`;
  return errorDiagnostic("Invalid move", detail, { address, source });
}
