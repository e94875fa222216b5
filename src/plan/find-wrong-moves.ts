// What is wrong in `moved` statements and only seen once it is known which instances of modules and resources there are.

import { findMoveConflicts, isWholeMove, type Move, moveIn } from "../load/check-moves.js";
import type { Configuration } from "../load/configuration.js";
import {
  formatModule,
  formatResource,
  formatTarget,
  inModule,
  type ModuleStep,
  modulePrefix,
} from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { ModuleInstances } from "./module-instances.js";

/** Which instances there are, after the walk. */
export interface DeclaredInstances {
  readonly configuration: Configuration;
  readonly modules: ModuleInstances;
  /** Addresses of instances of resources. */
  readonly declared: ReadonlySet<string>;
}

export function findWrongMoves(known: DeclaredInstances): readonly Diagnostic[] {
  const { configuration, modules } = known;
  if (configuration.moved.length === 0) return [];
  const moves = configuration.moved.flatMap((moved) => {
    const module = configuration.modules.get(formatModule(moved.module));
    const instances = (module && modules.of(module)) ?? [];
    return instances.map(({ prefix }) => moveIn(prefix, moved));
  });
  // What conflicts within one module was refused when it was loaded.
  const conflicts = findMoveConflicts(moves);
  return [...conflicts, ...moves.flatMap((move) => findStillDeclared(move, known))];
}

function findStillDeclared(move: Move, known: DeclaredInstances): readonly Diagnostic[] {
  if (!isStillDeclared(move, known)) return [];
  const { moved, prefix } = move;
  const address = `${prefix}${formatTarget(moved.from)}`;
  const detail = `${address} is to be moved, but is still declared. Remove it or the statement.`;
  return [errorDiagnostic("Moved object still exists", detail, { address, source: moved.source })];
}

/** A whole resource or call is declared in each instance of its module. */
function isStillDeclared(
  { moved, prefix }: Move,
  { configuration, modules, declared }: DeclaredInstances,
): boolean {
  const { module, resource } = moved.from;
  const path = [...(moved.module ?? []), ...module.map(({ name }) => name)];
  const instance = `${prefix}${prefixOf(module)}`;
  if (!isWholeMove(moved)) {
    if (resource === undefined) return modules.at(instance) !== undefined;
    return declared.has(`${prefix}${formatTarget(moved.from)}`);
  }
  if (resource !== undefined) {
    const key = formatResource({ ...resource, ...inModule(path) });
    return modules.at(instance) !== undefined && configuration.resources.has(key);
  }
  const around = modules.at(`${prefix}${prefixOf(module.slice(0, -1))}`);
  return around !== undefined && configuration.modules.has(formatModule(path));
}

function prefixOf(steps: readonly ModuleStep[]): string {
  return modulePrefix(
    steps.map(({ name }) => name),
    steps.map(({ key }) => key),
  );
}
