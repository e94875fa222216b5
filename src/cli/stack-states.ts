// The states of the stacks of a call, for commands that look at them or change what they remember.

import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { State } from "../model/state.js";
import { matchInstances } from "../report/state-report.js";
import type { StateStore } from "../state/state-store.js";
import { CommandFailed } from "./describe-failure.js";
import type { GivenOptions } from "./given-options.js";
import { loadPlaces } from "./load-stacks.js";
import { openStore } from "./open-stacks.js";
import { readState } from "./plan-stacks.js";
import { type Session, sayDiagnostics } from "./session.js";
import { withLocks } from "./state-locks.js";

export interface StackState {
  readonly stack: string;
  readonly store: StateStore;
  readonly state: State;
}

/** Says warnings. @throws CommandFailed when one cannot be read. */
export async function readStates(
  session: Session,
  options: GivenOptions,
): Promise<readonly StackState[]> {
  const { stacks } = await loadPlaces(session, options, "state");
  const stores = stacks.map((configuration) => ({
    stack: configuration.stack,
    store: openStore(configuration),
  }));
  return await readAll(session, stores);
}

async function readAll(
  session: Session,
  stores: readonly Omit<StackState, "state">[],
): Promise<readonly StackState[]> {
  const read = await Promise.all(
    stores.map(async (each) => ({ ...each, ...(await readState(each)) })),
  );
  const diagnostics = read.flatMap((each) => each.diagnostics);
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  sayDiagnostics(session, diagnostics);
  return read;
}

export interface StateChange {
  readonly options: GivenOptions;
  readonly operation: string;
  /** The states that are to be written; none for a dry run. */
  readonly change: (states: readonly StackState[]) => readonly StackState[];
}

/** Reads, changes and writes states under their locks. @throws CommandFailed; states before the one that failed are written. */
export async function changeStates(
  session: Session,
  { options, operation, change }: StateChange,
): Promise<void> {
  const { stacks } = await loadPlaces(session, options, "state");
  const stores = stacks.map((configuration) => ({
    stack: configuration.stack,
    store: openStore(configuration),
  }));
  const held = options.text("lock") === "false" ? [] : stores.map(({ store }) => store);
  await withLocks(session, { stores: held, operation }, async () => {
    for (const { store, state } of change(await readAll(session, stores))) {
      const { diagnostics } = await store.write(state);
      if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
    }
  });
}

export interface FoundInstances {
  readonly found: StackState;
  /** Keys of `State.instances`. */
  readonly keys: readonly string[];
}

/** Where each of the addresses is kept. @throws CommandFailed with all that are nowhere or in several states. */
export function findAllInstances(
  states: readonly StackState[],
  addresses: readonly string[],
): readonly FoundInstances[] {
  const searched = addresses.map((address) => search(states, address));
  const diagnostics = searched.flatMap(({ problem }) => problem ?? []);
  if (diagnostics.length > 0) throw new CommandFailed(diagnostics);
  return searched.flatMap(({ instances }) => instances ?? []);
}

/** The one state that has what `address` names, a resource or an instance. @throws CommandFailed */
export function findInstances(states: readonly StackState[], address: string): FoundInstances {
  const { instances, problem } = search(states, address);
  if (instances !== undefined) return instances;
  throw new CommandFailed([problem]);
}

type Searched =
  | { readonly instances: FoundInstances; readonly problem?: never }
  | { readonly problem: Diagnostic; readonly instances?: never };

function search(states: readonly StackState[], address: string): Searched {
  const matches = states.flatMap((found) => {
    const keys = matchInstances(found.state, address);
    return keys.length === 0 ? [] : [{ found, keys }];
  });
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return { instances: only };
  return { problem: only === undefined ? nothingAt(states, address) : inSeveral(matches, address) };
}

function nothingAt(states: readonly StackState[], address: string): Diagnostic {
  const known = states.flatMap(({ state }) => [...state.instances.keys()]);
  const near = suggestion(address, known);
  const detail = `The state has no object at ${address}.${near} "holdfast state list" lists what it has.`;
  return errorDiagnostic("Nothing at that address", detail);
}

function inSeveral(matches: readonly FoundInstances[], address: string): Diagnostic {
  const names = matches.map(({ found }) => found.stack).join(", ");
  const detail = `The stacks ${names} all have ${address}. Choose one with --stack.`;
  return errorDiagnostic("Address in several stacks", detail);
}
