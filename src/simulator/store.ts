// Where a simulated vSphere outlives a process: rows, transactions, and word of other processes' changes. A
// store keeps rows and knows nothing of what they mean.

import type { ChangedRow } from "./table.js";
import type { RowSource } from "./world.js";

export interface WorldStore {
  /** Makes something of every row as it is now. Rows are read as they are asked for, and never all at once. */
  load<T>(make: (rowsOf: RowSource) => T): T;
  /** Whether another process changed something since rows were last loaded or written here. */
  hasChanged(): boolean;
  /** Runs `work` with nobody else writing; its rows are kept, or nothing is if it throws. */
  transact<T>(work: () => { readonly result: T; readonly rows: readonly ChangedRow[] }): T;
  close(): void;
}

export type StoreProblem =
  | "not-a-simulator"
  | "newer-format"
  | "no-access"
  | "busy"
  | "damaged"
  | "no-space";

/** A file that cannot be used as a simulated vSphere. The message is a full sentence. */
export class SimulatorStoreError extends Error {
  override readonly name = "SimulatorStoreError";
  constructor(
    readonly problem: StoreProblem,
    message: string,
  ) {
    super(message);
  }
}
