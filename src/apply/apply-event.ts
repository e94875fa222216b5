// What an apply tells while it runs, for progress displays. Counts only: whoever shows it has the clock.

import type { Diagnostic } from "../model/diagnostic.js";

/** `read`: of a data source; it is not counted. */
export type Operation = "create" | "update" | "delete" | "read";

export interface ApplyEvent {
  /** Exactly one `finished` or `failed` follows each `started`; `skipped` stands alone. */
  readonly kind: "started" | "finished" | "failed" | "skipped";
  /** Of the change. */
  readonly address: string;
  /** Of the object, where it has one already or still. */
  readonly id?: string;
  /** A replace tells of its two operations one by one. */
  readonly operation: Operation;
  readonly diagnostics: readonly Diagnostic[];
  /** What failed and kept this one back. */
  readonly blockedBy?: string;
  /** Operations finished so far, this one included, of all in the plan. */
  readonly done: number;
  readonly total: number;
}
