// `moved` statements, and the move between `r` and `r[0]` that adding or removing `count` implies: the state
// is renamed before anything is compared with it, so that nothing is destroyed only for its name.

import type { Configuration, MovedConfig } from "../load/configuration.js";
import {
  compareText,
  formatInstance,
  formatResource,
  type InstanceAddress,
  type InstanceKey,
} from "../model/address.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import { formatStateInstance, type StateInstance } from "../model/state.js";

export interface MovedInstances {
  readonly instances: ReadonlyMap<string, StateInstance>;
  /** Key in the state now → key before. */
  readonly previous: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

export function moveInstances(
  configuration: Configuration,
  instances: ReadonlyMap<string, StateInstance>,
): MovedInstances {
  const diagnostics = findInvalidMoves(configuration);
  if (diagnostics.length > 0) return { instances, previous: new Map(), diagnostics };
  const statements = new Map(configuration.moved.map((m) => [endKey(m, m.from), m] as const));
  const blocked: Diagnostic[] = [];
  const moved = new Map<string, StateInstance>();
  const previous = new Map<string, string>();
  // Objects that stay are put in first: one that would move onto them is blocked.
  const sorted = [...instances].sort(([a], [b]) => compareText(a, b));
  const targets = sorted.map(([key, instance]) => {
    const to = follow(instance.address, statements, configuration, instances);
    return { key, instance, to, newKey: formatStateInstance(to, instance.deposed) };
  });
  for (const { key, instance, newKey } of targets) if (key === newKey) moved.set(key, instance);
  for (const { key, instance, to, newKey } of targets) {
    if (key === newKey) continue;
    if (moved.has(newKey)) {
      blocked.push(blockedMove(key, newKey));
      moved.set(key, instance);
      continue;
    }
    moved.set(newKey, { ...instance, address: to });
    previous.set(newKey, key);
  }
  return { instances: moved, previous, diagnostics: blocked };
}

/** Statements without keys on both sides rename the whole resource, all others one instance. */
function isWholeResource({ from, to }: MovedConfig): boolean {
  return from.key === undefined && to.key === undefined;
}

/** Under which a statement is found: `r` for the whole resource, `r[]` for its instance without key. */
function endKey(statement: MovedConfig, address: InstanceAddress): string {
  if (isWholeResource(statement)) return formatResource(address.resource);
  return instanceEnd(address);
}

function instanceEnd(address: InstanceAddress): string {
  return address.key === undefined
    ? `${formatResource(address.resource)}[]`
    : formatInstance(address);
}

/** Where an object ends that is at `start`: along all statements, then by what `count` implies. */
function follow(
  start: InstanceAddress,
  statements: ReadonlyMap<string, MovedConfig>,
  configuration: Configuration,
  instances: ReadonlyMap<string, StateInstance>,
): InstanceAddress {
  let at = start;
  // Cycles were refused before, so that no statement applies twice.
  for (let i = 0; i <= statements.size; i++) {
    const statement =
      statements.get(instanceEnd(at)) ?? statements.get(formatResource(at.resource));
    if (statement === undefined) break;
    const key = isWholeResource(statement) ? at.key : statement.to.key;
    at = { resource: statement.to.resource, key };
  }
  const implied = impliedKey(at, configuration);
  if (implied === at.key) return at;
  const there = { resource: at.resource, key: implied };
  return instances.has(formatInstance(there)) ? at : there;
}

function impliedKey(at: InstanceAddress, configuration: Configuration): InstanceKey {
  const resource = configuration.resources.get(formatResource(at.resource));
  if (resource === undefined || resource.forEach !== undefined) return at.key;
  if (resource.count !== undefined) return at.key ?? 0;
  return at.key === 0 ? undefined : at.key;
}

function blockedMove(from: string, to: string): Diagnostic {
  const detail = `${from} should be moved to ${to}, but there is an object at ${to} already.`;
  const advice = "What is at the old address is planned to be destroyed.";
  return warningDiagnostic("Blocked move", `${detail} ${advice}`, { address: from });
}

function findInvalidMoves(configuration: Configuration): readonly Diagnostic[] {
  const byFrom = new Map<string, MovedConfig>();
  const byTo = new Map<string, MovedConfig>();
  const diagnostics: Diagnostic[] = [];
  const report = (statement: MovedConfig, summary: string, detail: string) => {
    const address = formatInstance(statement.from);
    diagnostics.push(errorDiagnostic(summary, detail, { address, source: statement.source }));
  };
  for (const statement of configuration.moved) {
    const from = endKey(statement, statement.from);
    const to = endKey(statement, statement.to);
    const text = `${formatInstance(statement.from)} → ${formatInstance(statement.to)}`;
    if (from === to) report(statement, "Redundant move", `${text} moves nothing.`);
    if (statement.from.resource.type !== statement.to.resource.type) {
      const detail = `${text} would make one resource type of another, which is not supported.`;
      report(statement, "Move across resource types", detail);
    }
    if (byFrom.has(from) || byTo.has(to)) {
      report(statement, "Ambiguous moves", `${text}: another statement moves from or to the same.`);
    }
    if (isWholeResource(statement) && configuration.resources.has(from)) {
      const detail = `${text}, but ${from} is still declared. Remove it or the statement.`;
      report(statement, "Moved object still exists", detail);
    }
    byFrom.set(from, statement);
    byTo.set(to, statement);
  }
  return [...diagnostics, ...findMoveCycles(configuration.moved, byFrom)];
}

function findMoveCycles(
  statements: readonly MovedConfig[],
  byFrom: ReadonlyMap<string, MovedConfig>,
): readonly Diagnostic[] {
  const done = new Set<MovedConfig>();
  const diagnostics: Diagnostic[] = [];
  for (const start of statements) {
    const path = new Set<MovedConfig>();
    let next: MovedConfig | undefined = start;
    while (next !== undefined && !done.has(next) && !path.has(next)) {
      path.add(next);
      next = byFrom.get(endKey(next, next.to));
    }
    for (const statement of path) done.add(statement);
    // A redundant statement is reported as such.
    if (next === undefined || !path.has(next) || path.size === 1) continue;
    const names = [...path].map(({ from }) => formatInstance(from)).join(" → ");
    const detail = `The statements move in a circle: ${names}. Remove one of them.`;
    const where = { address: formatInstance(next.from), source: next.source };
    diagnostics.push(errorDiagnostic("Cycle of moves", detail, where));
  }
  return diagnostics;
}

/** Statements whose source is an instance that the configuration still declares; known after the walk. */
export function findMovesFromDeclared(
  configuration: Configuration,
  isDeclared: (address: InstanceAddress) => boolean,
): readonly Diagnostic[] {
  return configuration.moved.flatMap((statement) => {
    if (isWholeResource(statement) || !isDeclared(statement.from)) return [];
    const address = formatInstance(statement.from);
    const detail = `${address} is to be moved, but is still declared. Remove it or the statement.`;
    const where = { address, source: statement.source };
    return [errorDiagnostic("Moved object still exists", detail, where)];
  });
}
