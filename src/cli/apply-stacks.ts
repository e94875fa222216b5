// Carries out the plans of a call, one stack after the other. A stack that fails ends the run: what comes after it
// may depend on it. Whatever happens, what was done is recorded.

import { type ApplyResult, applyPlan } from "../apply/apply-plan.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import type { State } from "../model/state.js";
import {
  type AppliedChange,
  applyReport,
  completedText,
  countDone,
} from "../report/apply-report.js";
import { countChanges } from "../report/plan-report.js";
import { outputsReport } from "../report/state-report.js";
import { finalOutputsMessage } from "../report/ui-messages.js";
import { type ApplyProgress, showProgress } from "./apply-progress.js";
import { describeFailure } from "./describe-failure.js";
import { EXIT_CODES, type ExitCode, mergeExitCodes } from "./exit-codes.js";
import type { OpenStack } from "./open-stacks.js";
import { outsideOfApply } from "./outside.js";
import { readStoredOutputs } from "./plan-stacks.js";
import { sendProgress } from "./send-progress.js";
import { print, type Session, widthOf } from "./session.js";
import type { PlanView } from "./show-plans.js";

export interface StackToApply {
  readonly stack: OpenStack;
  readonly plan: Plan;
  /** The one the plan was made against. */
  readonly state: State;
}

export interface ApplyOptions {
  readonly view: PlanView;
  readonly isJson: boolean;
  readonly parallelism: number;
  readonly isSavedPlan: boolean;
}

export async function applyStacks(
  session: Session,
  stacks: readonly StackToApply[],
  options: ApplyOptions,
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const [i, toApply] of stacks.entries()) {
    if (codes.some((code) => code !== EXIT_CODES.done)) {
      options.view.diagnostics(stacks.slice(i).map(notStarted));
      break;
    }
    const isOneOfSeveral = stacks.length > 1;
    codes.push(await applyStack(session, toApply, { ...options, isOneOfSeveral }));
  }
  const code = mergeExitCodes(codes);
  const isAnyApplied = codes.some(
    (each, i) => each === EXIT_CODES.done && stacks[i]?.plan.applyable,
  );
  return code === EXIT_CODES.error && isAnyApplied ? EXIT_CODES.partlyApplied : code;
}

function notStarted({ plan }: StackToApply): Diagnostic {
  const detail = `The stack ${plan.stack} was not begun, because one before it failed or was interrupted.`;
  return errorDiagnostic("Stack not applied", detail);
}

interface StackOptions extends ApplyOptions {
  readonly isOneOfSeveral: boolean;
}

async function applyStack(
  session: Session,
  { stack, plan, state }: StackToApply,
  options: StackOptions,
): Promise<ExitCode> {
  const { configuration, variables, provider, store } = stack;
  const { signal } = session;
  const progress = progressOf(session, plan, options);
  let finished = 0;
  try {
    const result = await applyPlan({
      plan,
      configuration,
      variables,
      state,
      provider,
      store,
      signal,
      parallelism: options.parallelism,
      readRemoteState: ({ path }) => readStoredOutputs(path),
      outside: outsideOfApply(session, configuration),
      onEvent: (event) => {
        if (event.kind === "finished" && event.operation !== "read") finished++;
        progress.onEvent(event);
      },
    });
    progress.end();
    conclude(session, plan, result, options);
    return exitCodeOf(result, session);
  } catch (error) {
    progress.end();
    return brokenOff(session, error, { finished, view: options.view });
  }
}

interface BrokenOff {
  readonly finished: number;
  readonly view: PlanView;
}

/** What could not be foreseen: a bug, or an estate that can no longer be written. What was done is recorded. */
function brokenOff(session: Session, error: unknown, { finished, view }: BrokenOff): ExitCode {
  const { diagnostics, code } = describeFailure(error, session.version);
  view.diagnostics(diagnostics);
  if (session.debug && error instanceof Error) {
    session.terminal.err.write(`${session.secrets.hide(error.stack ?? "")}\n`);
  }
  return finished > 0 ? mergeExitCodes([EXIT_CODES.partlyApplied, code]) : code;
}

function progressOf(session: Session, plan: Plan, { view, isJson }: ApplyOptions): ApplyProgress {
  if (!isJson) return showProgress(session);
  return sendProgress(session, plan.changes, (message) => view.send(message));
}

type Ended = Pick<ApplyResult, "state" | "results" | "diagnostics">;

function conclude(session: Session, plan: Plan, result: Ended, options: StackOptions): void {
  const { view, isJson, isSavedPlan, isOneOfSeveral } = options;
  view.diagnostics(result.diagnostics);
  const isDestroy = plan.mode === "destroy";
  if (isJson) {
    if (hasErrors(result.diagnostics) || result.results.some(isOpen)) return;
    const { added, changed, destroyed } = countDone(result.results);
    const { import: imported } = countChanges(plan);
    const changes = { add: added, change: changed, import: imported, remove: destroyed };
    view.send({
      "@level": "info",
      "@message": completedText(result.results, { isDestroy, imported }),
      type: "change_summary",
      stack: plan.stack,
      changes: { ...changes, operation: isDestroy ? "destroy" : "apply" },
    });
    if (!isDestroy) view.send(finalOutputsMessage(result.state.outputs));
    return;
  }
  const wasInterrupted = session.signal.aborted;
  const width = widthOf(session);
  const how = { stack: plan.stack, isOneOfSeveral, isDestroy, wasInterrupted, isSavedPlan };
  print(session, applyReport(result.results, { ...width, ...how }));
  const outputs = outputsReport(result.state.outputs, width);
  if (outputs.length > 0) print(session, [[], ["Outputs:"], [], ...outputs]);
}

function isOpen({ status }: AppliedChange): boolean {
  return status !== "done";
}

function exitCodeOf(result: ApplyResult, session: Session): ExitCode {
  const { results, diagnostics, operationsDone } = result;
  const isLeft = results.some(({ status }) => status === "not-started");
  if (session.signal.aborted && isLeft) return EXIT_CODES.interrupted;
  // Who reads the output must not take a lost one for the whole.
  if (!hasErrors(diagnostics) && !session.terminal.out.hasFailed()) return EXIT_CODES.done;
  return operationsDone > 0 ? EXIT_CODES.partlyApplied : EXIT_CODES.error;
}
