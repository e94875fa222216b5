// How each change ended, put together from its steps: the table that an apply ends with.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { Change } from "../model/plan.js";

export interface ChangeResult {
  readonly address: string;
  readonly action: Change["action"];
  /** A replace of which only one half was done has failed. */
  readonly status: "done" | "failed" | "not-started";
  /** Address of the change that failed and kept this one back. */
  readonly blockedBy?: string;
  /** Errors if it failed, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

export type StepResult = Pick<ChangeResult, "status" | "diagnostics" | "blockedBy">;

/** The result of a change after one more of its steps. */
export function addStepResult(
  { address, action }: Change,
  before: ChangeResult | undefined,
  step: StepResult,
): ChangeResult {
  if (before === undefined) return { ...step, address, action };
  const diagnostics = [...before.diagnostics, ...step.diagnostics];
  if (before.status === "done" && step.status === "not-started") {
    const half = [...diagnostics, halfReplaced(address, action)];
    return { ...before, ...step, status: "failed", diagnostics: half };
  }
  return before.status === "done"
    ? { ...before, ...step, diagnostics }
    : { ...before, diagnostics };
}

function halfReplaced(address: string, action: Change["action"]): Diagnostic {
  const isDeleted = action === "delete-then-create";
  const done = isDeleted ? "The old object is deleted" : "The new object is created";
  const open = isDeleted ? "the new one is not yet created" : "the old one is not yet deleted";
  const detail = `${done}, ${open}. Plan and apply again to finish the replace of ${address}.`;
  return errorDiagnostic("Replace stopped half way", detail, { address });
}
