// Why an expression has no value: one constant summary and a detail, without a place, which whoever
// evaluates adds. The words follow Terraform's.

import type { TypedValue } from "./typed-value.js";

export interface Refusal {
  readonly summary: string;
  readonly detail: string;
  /** Of an operation: the one that does not fit. */
  readonly operand?: "left" | "right";
  /** Of a call: the number of the argument that does not fit. */
  readonly argument?: number;
}

export type Outcome = TypedValue | Refusal;

export function isRefusal(outcome: Outcome): outcome is Refusal {
  return "summary" in outcome;
}

export function refuse(summary: string, detail: string): Refusal {
  return { summary, detail };
}
