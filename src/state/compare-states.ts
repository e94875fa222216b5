// Do two states hold the same, and may one replace the other? The same answers for every store.

import { isDeepStrictEqual } from "node:util";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { State } from "../model/state.js";

/** Whether two states hold the same, serial aside. */
export function areStatesEqual(a: State, b: State): boolean {
  return isDeepStrictEqual({ ...a, serial: 0 }, { ...b, serial: 0 });
}

/** Whether nothing was ever put into it. */
export function isEmptyState(state: State): boolean {
  const outputs = Object.keys(state.outputs).length;
  return state.instances.size === 0 && outputs === 0 && state.interrupted === undefined;
}

/** Nothing, or why `next` was not made from what is `stored` at `location`. */
export function findWriteConflicts(
  stored: State | undefined,
  next: State,
  location: string,
): readonly Diagnostic[] {
  if (stored === undefined) return [];
  const where = { source: { file: location } };
  if (stored.lineage !== next.lineage) {
    const detail = `${location} has lineage ${stored.lineage}, but ${next.lineage} was to be written:`;
    const why = "they are states of different stacks. Check the path of the backend.";
    return [errorDiagnostic("State of another lineage", `${detail} ${why}`, where)];
  }
  if (stored.serial !== next.serial) {
    const detail = `${location} has serial ${stored.serial}, expected was ${next.serial}:`;
    const why = "it was changed in the meantime. Plan again.";
    return [errorDiagnostic("The state moved", `${detail} ${why}`, where)];
  }
  return [];
}
