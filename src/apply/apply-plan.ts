// Carries a plan out and decides nothing: what is done, and in which order, stands in the plan. Each object is
// recorded as soon as it is done, so that whatever happens, the state knows everything that exists.

import { withBuiltin } from "../builtin/with-builtin.js";
import type { Outside } from "../language/outside.js";
import type { Configuration } from "../load/configuration.js";
import { locateAttributes } from "../load/locate-diagnostics.js";
import { formatResource } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import { hasQuestions, isNoOp, type Plan } from "../model/plan.js";
import type { Provider } from "../model/provider.js";
import type { State } from "../model/state.js";
import { resolveVariables, type VariableValues } from "../plan/evaluation-scope.js";
import { orderSteps, type Step } from "../plan/order-steps.js";
import { findChangedFiles } from "../plan/read-files.js";
import type { ReadRemoteState } from "../plan/remote-state.js";
import type { StateStore, StoreAnswer } from "../state/state-store.js";
import type { ApplyEvent } from "./apply-event.js";
import { createRun, hasConditions, noteBlocked, noteStep, type Run, runStep } from "./apply-run.js";
import type { ChangeResult } from "./change-results.js";
import { checkModuleOutputs, checkVariables, finalOutputs } from "./final-outputs.js";
import { runChecks } from "./run-checks.js";
import { runSteps, type StepOutcome } from "./run-steps.js";
import { startingState } from "./starting-state.js";

export type { ApplyEvent } from "./apply-event.js";
export type { ChangeResult } from "./change-results.js";

export interface ApplyRequest {
  readonly plan: Plan;
  /** The one the plan was made of. */
  readonly configuration: Configuration;
  /** With the sensitive ones. */
  readonly variables: VariableValues;
  /** As the store has it. */
  readonly state: State;
  readonly provider: Provider;
  readonly store: StateStore;
  readonly readRemoteState: ReadRemoteState;
  /** Files, and the moment. Without it functions that need them are refused. */
  readonly outside?: Omit<Outside, "planTime" | "providers">;
  readonly onEvent?: (event: ApplyEvent) => void;
  /** Aborted: what is under way is finished, nothing more is started. */
  readonly signal?: AbortSignal;
  /** Operations at the same time; 10 if absent. */
  readonly parallelism?: number;
}

export interface ApplyResult {
  /** As it is now, written or not. */
  readonly state: State;
  /** False if the state could not be written: the diagnostics say what is kept where. */
  readonly isSaved: boolean;
  /** One for each change that changes something, in the plan's order. */
  readonly results: readonly ChangeResult[];
  /** Operations that were carried out; a replace has two. */
  readonly operationsDone: number;
  /** All of them, those of the results included. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Carries out `plan` and writes the state.
 *
 * @throws InvariantError if the provider breaks its rules, or whatever it throws: bugs, told after everything
 * that was under way is finished and recorded.
 */
export async function applyPlan(request: ApplyRequest): Promise<ApplyResult> {
  const result = await applyUnlocated(request);
  return { ...result, diagnostics: locateAttributes(result.diagnostics, request.configuration) };
}

async function applyUnlocated(given: ApplyRequest): Promise<ApplyResult> {
  const request = { ...given, provider: withBuiltin(given.provider) };
  const { plan, state, store, provider } = request;
  const refused = findRefusals(request);
  if (refused.length > 0) return nothingDone(state, refused);
  const start = await store.write(startingState(plan, state, provider.schema));
  if (start.state === undefined) return nothingDone(state, start.diagnostics);
  // Nobody changes, but what was read and who depends on whom is kept all the same, as Terraform does. A first apply
  // leaves a state behind whatever it did.
  const isFirst = start.state.serial === 0;
  if (!plan.applyable && !isFirst && !hasQuestions(plan))
    return nothingDone(start.state, start.diagnostics);
  const { journal, diagnostics } = await store.openJournal(start.state);
  if (journal === undefined) return nothingDone(start.state, diagnostics);
  const run = await createRun(request, start.state, journal);
  if (hasErrors(run.diagnostics))
    return conclude(run, start.state, await journal.fold(start.state));
  const unfinished = await runAll(run);
  const finished = { ...run, unfinished };
  const outputs = finalOutputs(request, finished);
  run.diagnostics.push(...outputs.diagnostics, ...checkVariables(request, finished));
  run.diagnostics.push(...checkModuleOutputs(request, finished));
  run.diagnostics.push(...(await runChecks(run, unfinished)));
  const isDestroyed = plan.mode === "destroy" && plan.complete && unfinished.size === 0;
  const final = finalState(run, outputs.outputs, isDestroyed ? new Map() : run.instances);
  const written = await journal.fold(final);
  if (run.bug !== undefined) throw run.bug;
  return conclude(run, final, written);
}

function nothingDone(state: State, diagnostics: readonly Diagnostic[]): ApplyResult {
  return { state, isSaved: true, results: [], operationsDone: 0, diagnostics };
}

function findRefusals({
  plan,
  state,
  configuration,
  variables,
  outside,
}: ApplyRequest): readonly Diagnostic[] {
  const { lineage, serial } = plan.prior;
  if (lineage !== state.lineage || serial !== state.serial) {
    const detail = `The plan was made against serial ${serial} of ${lineage}, but the state now is`;
    const advice = `serial ${state.serial} of ${state.lineage}. Plan again.`;
    return [errorDiagnostic("The state moved since the plan", `${detail} ${advice}`)];
  }
  if (plan.mode !== "normal") return [];
  const { diagnostics } = resolveVariables(configuration, variables);
  return [...diagnostics, ...findChangedFiles(plan, outside?.files)];
}

/** The addresses of the resources of which something was not carried out. */
async function runAll(run: Run): Promise<ReadonlySet<string>> {
  const { plan, parallelism = 10, signal } = run.request;
  const ordered = orderSteps(plan.changes);
  invariant(ordered.cycle === undefined, "a plan with a cycle was made");
  const outcomes = await runSteps(ordered.steps, parallelism, {
    isInstant: ({ change }) =>
      change === undefined || (isNoOp(change) && !hasConditions(run, change)),
    run: (step) => runStep(run, step),
    isStopped: () => run.isStopped || signal?.aborted === true,
    onBlocked: (step, by) => noteBlocked(run, step, by),
  });
  const unfinished = new Set<string>();
  for (const [i, step] of ordered.steps.entries()) noteEnd(run, step, outcomes[i], unfinished);
  return unfinished;
}

function noteEnd(
  run: Run,
  { change }: Step,
  outcome: StepOutcome | undefined,
  unfinished: Set<string>,
): void {
  if (outcome === "done" || change === undefined) return;
  unfinished.add(formatResource(change.instance.resource));
  if (outcome !== "stopped" || isNoOp(change)) return;
  noteStep(run, change, { status: "not-started", diagnostics: [] });
}

/** Of a stack that is destroyed as a whole not even what data sources gave is left. */
function finalState(run: Run, outputs: State["outputs"], instances: State["instances"]): State {
  const { interrupted = [], ...base } = run.base;
  const checks = run.request.plan.mode === "normal" ? run.checks.results() : base.checks;
  const open = [...interrupted, ...run.begun.values()];
  const left = open.length === 0 ? {} : { interrupted: open };
  return { ...base, instances, outputs, ...(checks === undefined ? {} : { checks }), ...left };
}

function conclude(run: Run, final: State, written: StoreAnswer): ApplyResult {
  const { plan } = run.request;
  return {
    state: written.state ?? final,
    isSaved: written.state !== undefined,
    results: plan.changes.flatMap(({ address }) => run.results.get(address) ?? []),
    operationsDone: run.counts.done,
    diagnostics: [...run.diagnostics, ...written.diagnostics],
  };
}
