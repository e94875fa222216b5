// `moved` statements, and the move between `r` and `r[0]` that adding or removing `count` implies: the state
// is renamed before anything is compared with it, so that nothing is destroyed only for its name.

import { instanceEnd, isWholeMove, moveEnd } from "../load/check-moves.js";
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
  const statements = new Map(configuration.moved.map((m) => [moveEnd(m, m.from), m] as const));
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

/** Where an object ends that is at `start`: along all statements, then by what `count` implies. */
function follow(
  start: InstanceAddress,
  statements: ReadonlyMap<string, MovedConfig>,
  configuration: Configuration,
  instances: ReadonlyMap<string, StateInstance>,
): InstanceAddress {
  let at = start;
  // Loading refused cycles, so that no statement applies twice.
  for (let i = 0; i <= statements.size; i++) {
    const statement =
      statements.get(instanceEnd(at)) ?? statements.get(formatResource(at.resource));
    if (statement === undefined) break;
    const key = isWholeMove(statement) ? at.key : statement.to.key;
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

/** Statements whose source is an instance that the configuration still declares; known after the walk. */
export function findMovesFromDeclared(
  configuration: Configuration,
  isDeclared: (address: InstanceAddress) => boolean,
): readonly Diagnostic[] {
  return configuration.moved.flatMap((statement) => {
    if (isWholeMove(statement) || !isDeclared(statement.from)) return [];
    const address = formatInstance(statement.from);
    const detail = `${address} is to be moved, but is still declared. Remove it or the statement.`;
    const where = { address, source: statement.source };
    return [errorDiagnostic("Moved object still exists", detail, where)];
  });
}
