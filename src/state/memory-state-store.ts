// A state that lives as long as the program: for the engine as a library and for tests. It keeps what every
// store must keep, journal and lock included, and has no file that could fail.

import { errorDiagnostic } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { InterruptedChange, State, StateInstance } from "../model/state.js";
import { areStatesEqual, findWriteConflicts, isEmptyState } from "./compare-states.js";
import type { Journal, LockAnswer, LockHolder, StateStore, StoreAnswer } from "./state-store.js";

/** `initial` is what {@link StateStore.read} gives first; nothing if absent. */
export function createMemoryStateStore(initial?: State): StateStore {
  const location = "memory";
  let stored = initial;
  let open: RecordedChanges | undefined;
  let holder: LockHolder | undefined;

  const current = () => (open === undefined ? stored : open.replay());
  const put = (state: State): StoreAnswer => {
    stored = state;
    open = undefined;
    return { state, diagnostics: [] };
  };
  const write = (next: State): StoreAnswer => {
    const now = current();
    const conflicts = findWriteConflicts(now, next, location);
    if (conflicts.length > 0) return { diagnostics: conflicts };
    const isSame = now === undefined ? isEmptyState(next) : areStatesEqual(now, next);
    if (isSame) return open === undefined ? { state: next, diagnostics: [] } : put(next);
    return put({ ...next, serial: next.serial + 1 });
  };
  const fold = (base: State, final: State): StoreAnswer => {
    const isSame = stored !== undefined && areStatesEqual(base, final);
    if (!isSame) return put({ ...final, serial: base.serial + 1 });
    open = undefined;
    return { state: { ...final, serial: base.serial }, diagnostics: [] };
  };
  const openJournal = (base: State): Journal => {
    invariant(open === undefined, "a journal is open already");
    const changes = recordChanges(base);
    open = changes;
    return { ...changes, fold: async (final) => fold(base, final) };
  };
  const lock = (asking: LockHolder): LockAnswer => {
    if (holder !== undefined) {
      const detail = `It is held by ${holder.who}, process ${holder.pid}: ${holder.operation}.`;
      return { diagnostics: [errorDiagnostic("The state is locked", detail)] };
    }
    holder = asking;
    const release = async () => {
      holder = undefined;
      return [];
    };
    return { lock: { holder: asking, release }, diagnostics: [] };
  };

  return {
    location,
    read: async () => {
      const state = current();
      return state === undefined ? { diagnostics: [] } : { state, diagnostics: [] };
    },
    write: async (next) => write(next),
    openJournal: async (base) => ({ journal: openJournal(base), diagnostics: [] }),
    lock: async (asking) => lock(asking),
  };
}

interface RecordedChanges extends Pick<Journal, "begin" | "record"> {
  /** The base with what was recorded since; undefined while there is nothing at all. */
  replay(): State | undefined;
}

function recordChanges(base: State): RecordedChanges {
  const instances = new Map<string, StateInstance>(base.instances);
  const begun = new Map((base.interrupted ?? []).map((change) => [change.address, change]));
  let isTouched = false;
  return {
    begin: async (change: InterruptedChange) => {
      isTouched = true;
      begun.set(change.address, change);
      return [];
    },
    record: (...records) => {
      isTouched = true;
      for (const { key, instance } of records) {
        begun.delete(key);
        if (instance === null) instances.delete(key);
        else instances.set(key, instance);
      }
      return [];
    },
    replay: () => {
      if (!isTouched) return base.serial === 0 ? undefined : base;
      const { interrupted: _, ...kept } = base;
      const interrupted = begun.size === 0 ? {} : { interrupted: [...begun.values()] };
      return { ...kept, serial: base.serial + 1, instances: new Map(instances), ...interrupted };
    },
  };
}
