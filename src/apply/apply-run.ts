// One apply that is under way: what it knows, and how it carries out, tells and notes each step.

import type { Outside } from "../language/outside.js";
import { formatResource } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { type Change, isNoOp } from "../model/plan.js";
import type { InterruptedChange, State, StateInstance } from "../model/state.js";
import { type CheckLedger, createCheckLedger } from "../plan/check-ledger.js";
import { resolveVariables } from "../plan/evaluation-scope.js";
import type { Step } from "../plan/order-steps.js";
import type { Journal } from "../state/state-store.js";
import type { ApplyEvent, Operation } from "./apply-event.js";
import type { ApplyRequest } from "./apply-plan.js";
import { type Bench, putObject, removeObject, type StepEnd } from "./apply-step.js";
import { addStepResult, type ChangeResult, type StepResult } from "./change-results.js";
import { checkObject } from "./check-object.js";
import { readPlannedData } from "./read-planned-data.js";
import { createValues, type RealValues } from "./real-values.js";

export interface Run {
  readonly request: ApplyRequest;
  readonly bench: Bench;
  readonly values: RealValues;
  readonly checks: CheckLedger;
  readonly base: State;
  readonly journal: Journal;
  readonly instances: Map<string, StateInstance>;
  /** Begun, and not recorded since. */
  readonly begun: Map<string, InterruptedChange>;
  readonly results: Map<string, ChangeResult>;
  readonly diagnostics: Diagnostic[];
  readonly counts: { done: number; readonly total: number };
  /** Set by a bug and by a journal that cannot be written: nothing more is started. */
  isStopped: boolean;
  bug?: unknown;
}

export async function createRun(
  request: ApplyRequest,
  base: State,
  journal: Journal,
): Promise<Run> {
  const { configuration, provider, plan, readRemoteState } = request;
  const instances = new Map(base.instances);
  const begun = new Map<string, InterruptedChange>();
  const { graph } = configuration;
  const variables = resolveVariables(configuration, request.variables).values;
  const objectAt = (address: string) => instances.get(address);
  const outside = outsideOf(request);
  const values = createValues({ configuration, graph, provider, variables, objectAt, outside });
  const record: Bench["record"] = (...records) => {
    for (const { key, instance } of records) {
      begun.delete(key);
      if (instance === null) instances.delete(key);
      else instances.set(key, instance);
    }
    const faults = journal.record(...records);
    if (!run.isStopped) run.diagnostics.push(...faults);
    if (hasErrors(faults)) run.isStopped = true;
  };
  const begin: Bench["begin"] = async (change) => {
    const diagnostics = await journal.begin(change);
    if (hasErrors(diagnostics)) run.isStopped = true;
    else begun.set(change.address, change);
    return diagnostics;
  };
  const checks = createCheckLedger(configuration, plan.checks);
  const ports = { configuration, provider, readRemoteState };
  const run: Run = {
    request,
    bench: { ...ports, values, checks, base, instances, begin, record },
    values,
    checks,
    base,
    journal,
    instances,
    begun,
    results: new Map(),
    diagnostics: [],
    counts: { done: 0, total: plan.changes.reduce((sum, c) => sum + operationsIn(c), 0) },
    isStopped: false,
  };
  return run;
}

/** The time of a plan is the same when it is carried out. */
function outsideOf({ outside, plan }: ApplyRequest): Outside | undefined {
  if (outside === undefined || plan.timestamp === undefined) return outside;
  return { ...outside, planTime: plan.timestamp };
}

/** Reading is none: it changes nothing. */
function operationsIn({ action }: Change): number {
  if (action === "no-op" || action === "read") return 0;
  return action === "delete-then-create" || action === "create-then-delete" ? 2 : 1;
}

function operationOf({ kind }: Step, { action }: Change): Operation {
  if (kind === "remove") return "delete";
  return action === "update" || action === "read" ? action : "create";
}

/** False if it failed. A bug, also one of whoever listens, stops the run, which ends as after an error. */
export async function runStep(run: Run, step: Step): Promise<boolean> {
  const { change } = step;
  if (change === undefined) return true;
  if (isNoOp(change)) return checkUnchanged(run, change);
  const diagnostics = await carryOut(run, step, change);
  const hasFailed = hasErrors(diagnostics);
  run.diagnostics.push(...diagnostics);
  noteStep(run, change, { status: hasFailed ? "failed" : "done", diagnostics });
  return !hasFailed;
}

/** Whether a resource says what must hold of it, which may be known only now. */
export function hasConditions({ request }: Run, { instance }: Change): boolean {
  const resource = request.configuration.resources.get(formatResource(instance.resource));
  if (resource === undefined) return false;
  const { preconditions, postconditions } = resource.lifecycle;
  return preconditions.length > 0 || postconditions.length > 0;
}

function checkUnchanged(run: Run, change: Change): boolean {
  const found = checkObject(run.bench, change);
  const diagnostics = found.map((d) => ({ address: change.address, ...d }));
  run.diagnostics.push(...diagnostics);
  return !hasErrors(diagnostics);
}

async function carryOut(run: Run, step: Step, change: Change): Promise<readonly Diagnostic[]> {
  const { address } = change;
  try {
    emit(run, step, change, { kind: "started" });
    const end = await operate(run, step, change);
    const found = [...end.diagnostics, ...(end.broken ?? [])];
    const diagnostics = found.map((d) => ({ address, ...d }));
    const hasFailed = hasErrors(end.diagnostics);
    if (!hasFailed && change.action !== "read") run.counts.done++;
    emit(run, step, change, { kind: hasFailed ? "failed" : "finished", diagnostics });
    return diagnostics;
  } catch (error) {
    run.isStopped = true;
    run.bug ??= error;
    return [errorDiagnostic("Internal error", `${address} was given up.`, { address })];
  }
}

async function operate(run: Run, { kind }: Step, change: Change): Promise<StepEnd> {
  if (change.action === "read") return await readPlannedData(run.bench, change);
  return await (kind === "put" ? putObject(run.bench, change) : removeObject(run.bench, change));
}

export function noteStep(run: Run, change: Change, step: StepResult): void {
  const before = run.results.get(change.address);
  const result = addStepResult(change, before, step);
  run.diagnostics.push(...result.diagnostics.slice(diagnosticsIn(before, step)));
  run.results.set(change.address, result);
}

/** How many of the diagnostics are not the result's own. */
function diagnosticsIn(before: ChangeResult | undefined, step: StepResult): number {
  return (before?.diagnostics.length ?? 0) + step.diagnostics.length;
}

/** A step that waits for one that failed. */
export function noteBlocked(run: Run, step: Step, by: Step | undefined): void {
  const { change } = step;
  if (change === undefined || isNoOp(change)) return;
  // The second half of a replace whose first half failed.
  if (by?.change === change) return;
  const blockedBy = by?.change?.address;
  const because = blockedBy === undefined ? {} : { blockedBy };
  noteStep(run, change, { status: "not-started", diagnostics: [], ...because });
  emit(run, step, change, { kind: "skipped", ...because });
}

function emit(
  run: Run,
  step: Step,
  change: Change,
  event: Pick<ApplyEvent, "kind"> & Partial<ApplyEvent>,
): void {
  const operation = operationOf(step, change);
  const { address } = change;
  const id = idOf(run, change, { operation, kind: event.kind });
  const known = id === undefined ? {} : { id };
  run.request.onEvent?.({ diagnostics: [], address, operation, ...known, ...run.counts, ...event });
}

function idOf(
  { instances }: Run,
  change: Change,
  { operation, kind }: Pick<ApplyEvent, "operation" | "kind">,
): string | undefined {
  if (operation === "create" && kind !== "finished") return undefined;
  const made = instances.get(change.address)?.attributes;
  const id = (operation === "delete" ? change.before : made)?.id;
  return typeof id === "string" ? id : undefined;
}
