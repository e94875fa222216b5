// `moved` statements, and the move between `r` and `r[0]` that adding or removing `count` implies: the state
// is renamed before anything is compared with it, so that nothing is destroyed only for its name.

import { isWholeMove } from "../load/check-moves.js";
import type { Configuration, MovedConfig } from "../load/configuration.js";
import {
  compareText,
  formatInstance,
  formatModule,
  formatResource,
  type InstanceAddress,
  type InstanceKey,
  inModule,
  inPlace,
  stepsOf,
} from "../model/address.js";
import { type Diagnostic, warningDiagnostic } from "../model/diagnostic.js";
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
  const statements = statementsBySource(configuration.moved);
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

/** By the address, without keys, of the resource or module that a statement moves from. */
type Statements = ReadonlyMap<string, readonly MovedConfig[]>;

function statementsBySource(moved: readonly MovedConfig[]): Statements {
  const bySource = new Map<string, MovedConfig[]>();
  for (const statement of moved) {
    const { module = [], from } = statement;
    const path = [...module, ...from.module.map(({ name }) => name)];
    const key =
      from.resource === undefined
        ? formatModule(path)
        : formatResource({ ...from.resource, ...inModule(path) });
    const known = bySource.get(key);
    if (known === undefined) bySource.set(key, [statement]);
    else known.push(statement);
  }
  return bySource;
}

/** Where an object ends that is at `start`: along all statements, then by what `count` implies. */
function follow(
  start: InstanceAddress,
  statements: Statements,
  configuration: Configuration,
  instances: ReadonlyMap<string, StateInstance>,
): InstanceAddress {
  let at = start;
  // Loading refused cycles, so that no statement applies twice.
  for (let i = 0; i <= configuration.moved.length; i++) {
    const next = moveOnce(at, statements);
    if (next === undefined) break;
    at = next;
  }
  const implied = impliedKey(at, configuration);
  if (implied === at.key) return at;
  const there = { ...at, key: implied };
  return instances.has(formatInstance(there)) ? at : there;
}

function moveOnce(at: InstanceAddress, statements: Statements): InstanceAddress | undefined {
  if (statements.size === 0) return undefined;
  const { module: path = [] } = at.resource;
  const sources = [
    formatResource(at.resource),
    ...path.map((_, i) => formatModule(path.slice(0, path.length - i))),
  ];
  for (const source of sources) {
    for (const statement of statements.get(source) ?? []) {
      const to = movedBy(statement, at);
      if (to !== undefined) return to;
    }
  }
  return undefined;
}

/** Where a statement that names its resource or module moves an object; undefined if it means other instances. */
function movedBy(statement: MovedConfig, at: InstanceAddress): InstanceAddress | undefined {
  const { from, to, module = [] } = statement;
  const steps = stepsOf(at);
  const around = steps.slice(0, module.length);
  const isWhole = isWholeMove(statement);
  const [own, calls] =
    from.resource === undefined
      ? [from.module.at(-1), from.module.slice(0, -1)]
      : [from, from.module];
  const isHere = calls.every(({ key }, i) => steps[around.length + i]?.key === key);
  const named = from.resource === undefined ? steps[around.length + calls.length] : at;
  if (!isHere || (!isWhole && named?.key !== own?.key)) return undefined;
  if (from.resource !== undefined) {
    const key = isWhole ? at.key : to.key;
    return inPlace([...around, ...to.module], { resource: to.resource ?? at.resource, key });
  }
  const last = to.module.at(-1);
  if (last === undefined) return undefined;
  const step = isWhole ? { ...last, key: named?.key } : last;
  const behind = steps.slice(around.length + from.module.length);
  return inPlace([...around, ...to.module.slice(0, -1), step, ...behind], at);
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
