// The port to where a state is kept. The engine knows only this; a local file and memory implement it
// (local-state-store.ts, memory-state-store.ts), and one contract suite holds both to it.
//
// Expected failures come back as diagnostics, and whatever fails, what was stored before stays whole.

import type { Diagnostic } from "../model/diagnostic.js";
import type { InterruptedChange, State, StateInstance } from "../model/state.js";

export interface StateStore {
  /** Where it is, for people: the path of the file. */
  readonly location: string;

  /**
   * What is stored, with all that an apply carried out before it broke off. Neither state nor error:
   * nothing was stored yet.
   */
  read(): Promise<StoreAnswer>;

  /**
   * Replaces what is stored by `next`, which must have the lineage and the serial that {@link read}
   * gives. The answer has the serial that it was written with: one more, or the same if nothing differs. An empty state
   * where there is none is not written.
   */
  write(next: State): Promise<StoreAnswer>;

  /** Starts to record what an apply carries out on `base`, which {@link write} answered. */
  openJournal(base: State): Promise<JournalAnswer>;

  /** Refused, showing the holder, while another holds it. */
  lock(holder: LockHolder): Promise<LockAnswer>;
}

export interface StoreAnswer {
  readonly state?: State;
  readonly diagnostics: readonly Diagnostic[];
}

export interface JournalAnswer {
  readonly journal?: Journal;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LockAnswer {
  /** Present when the lock is held, possibly beside a warning. */
  readonly lock?: Lock;
  /** Somebody else holds it: to ask again later may help. */
  readonly isTaken?: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What one apply did, object by object. What was begun is durable before it is carried out, so that even
 * after a crash it is known what to look for; what is done is recorded as soon as it is known.
 */
export interface Journal {
  /** Resolves when it is durable that this is about to happen; with an error it must not happen. */
  begin(change: InterruptedChange): Promise<readonly Diagnostic[]>;
  /**
   * What is now at these keys of `State.instances`, all or none after a crash. It outlives the process from then on, and is
   * durable soon after. Never waits. With an error nothing more may begin: only {@link fold} can still keep it.
   */
  record(...records: readonly ObjectRecord[]): readonly Diagnostic[];
  /**
   * Ends the journal by writing the whole state, which has the lineage and serial of the base, also an empty one where
   * there is none. When that fails, the journal stays and the next read has what was recorded.
   */
  fold(final: State): Promise<StoreAnswer>;
}

export interface ObjectRecord {
  readonly key: string;
  /** Null: the object is gone. */
  readonly instance: StateInstance | null;
}

export interface LockHolder {
  /** UUID of this holding. */
  readonly id: string;
  /** The command, such as `apply`. */
  readonly operation: string;
  /** `user@host`. */
  readonly who: string;
  readonly pid: number;
  /** Version of Holdfast. */
  readonly version: string;
  /** RFC 3339. */
  readonly created: string;
}

export interface Lock {
  readonly holder: LockHolder;
  release(): Promise<readonly Diagnostic[]>;
}
