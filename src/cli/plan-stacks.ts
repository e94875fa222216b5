// Plans every stack of a call, in the order of their dependencies. What one stack reads of another that is planned
// in the same call are the outputs that stack will have.

import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { locateAttributes } from "../load/locate-diagnostics.js";
import { formatModule, formatResource, parseResource, parseTarget } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import { emptyState, type State } from "../model/state.js";
import type { ObjectValue } from "../model/value.js";
import { makePlan, type PlanOptions, type ReadRemoteState } from "../plan/make-plan.js";
import type { OnPlanEvent } from "../plan/plan-event.js";
import { findMissingReferences } from "../provider/find-missing-references.js";
import { createLocalStateStore } from "../state/local-state-store.js";
import { untilInterrupted } from "./interrupts.js";
import type { OpenStack, OpenStacks } from "./open-stacks.js";
import { outsideOfPlan } from "./outside.js";
import type { Session } from "./session.js";

export interface PlannedStack {
  readonly stack: OpenStack;
  /** As stored. */
  readonly state: State;
  /** Also present beside errors that only forbid to apply it. */
  readonly plan?: Plan;
  /** What could be planned beside errors. */
  readonly partial?: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans all that can be planned: a stack that needs one with errors is left out. */
export async function planStacks(
  session: Session,
  { stacks, estate }: Pick<OpenStacks, "stacks" | "estate">,
  options: PlanOptions,
  onEvent?: OnPlanEvent,
): Promise<readonly PlannedStack[]> {
  const planned: PlannedStack[] = [];
  const outputs = collectOutputs();
  // A whole destroy runs against the dependencies; outputs are read from what is stored.
  const ordered = options.mode === "destroy" ? [...stacks].reverse() : stacks;
  const stored = await Promise.all(ordered.map(readState));
  const choice = chooseAddresses(ordered, stored, options);
  for (const [i, stack] of ordered.entries()) {
    const own = choice(stack, stored[i]);
    if (own === undefined || stored[i] === undefined) continue;
    const heard = onEvent === undefined ? {} : { onEvent };
    const read = outputs.read;
    const request = { stack, stored: stored[i], readRemoteState: read, options: own, ...heard };
    const made = await planStack(session, request);
    planned.push(made);
    if (options.mode !== "destroy") outputs.add(made);
  }
  return await withMissingReferences(planned, estate);
}

/** What one stack refers to by its id may be in another: those on one estate are looked at together. */
async function withMissingReferences(
  planned: readonly PlannedStack[],
  estate: OpenStacks["estate"],
): Promise<readonly PlannedStack[]> {
  // Nobody knows what a stack that could not be planned would have.
  if (planned.some(({ plan }) => plan === undefined)) return planned;
  const missing = new Map<Plan, readonly Diagnostic[]>();
  for (const file of new Set(planned.map(({ stack }) => stack.estateFile))) {
    const here = planned.filter(({ stack }) => stack.estateFile === file);
    const plans = here.flatMap(({ plan }) => plan ?? []);
    const idsInPlace = async (type: string) => (await estate(file)).backend.list(type);
    const found = await findMissingReferences({ plans, idsInPlace });
    plans.forEach((plan, i) => {
      missing.set(plan, found[i] ?? []);
    });
  }
  return planned.map((each) => {
    const found = (each.plan && missing.get(each.plan)) ?? [];
    return found.length === 0
      ? each
      : { ...each, diagnostics: [...each.diagnostics, ...placed(each, found)] };
  });
}

function placed({ stack }: PlannedStack, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const { configuration } = stack;
  const withSource = found.map((diagnostic) => {
    const source = configuration.resources.get(resourceOf(diagnostic.address ?? ""))?.source;
    return source === undefined ? diagnostic : { ...diagnostic, source };
  });
  return locateAttributes(withSource, configuration);
}

type Choice = (stack: OpenStack, stored: StoredState | undefined) => PlanOptions | undefined;

/** Addresses that only another stack knows are its own; a stack without any of the targets is left out. */
function chooseAddresses(
  stacks: readonly OpenStack[],
  stored: readonly StoredState[],
  options: PlanOptions,
): Choice {
  if (stacks.length === 1) return () => options;
  const known = stacks.map((stack, i) => addressesOf(stack, stored[i]));
  const isAnywhere = (address: string) => known.some((own) => own.has(resourceOf(address)));
  const { targets = [], excludes = [], replace = [] } = options;
  return (stack, own) => {
    const here = addressesOf(stack, own);
    const isMine = (address: string) => here.has(resourceOf(address)) || !isAnywhere(address);
    const mine = targets.filter(isMine);
    if (targets.length > 0 && mine.length === 0) return undefined;
    const rest = { excludes: excludes.filter(isMine), replace: replace.filter(isMine) };
    return { ...options, targets: mine, ...rest };
  };
}

function addressesOf({ configuration }: OpenStack, stored: StoredState | undefined) {
  const instances = [...(stored?.state.instances.values() ?? [])];
  const inState = instances.map(({ address }) => formatResource(address.resource));
  const resources = [...configuration.resources.keys(), ...inState];
  return new Set([...resources, ...resources.flatMap(modulesOf), ...configuration.modules.keys()]);
}

/** Addresses of the modules that a resource is in. */
function modulesOf(resource: string): readonly string[] {
  const { module = [] } = parseResource(resource);
  return module.map((_, i) => formatModule(module.slice(0, i + 1)));
}

/** Of a resource, or of a module, without keys. */
function resourceOf(address: string): string {
  const target = parseTarget(address);
  if (target === undefined) return address;
  if (target.resource !== undefined) return formatResource(target.resource);
  return formatModule(target.module.map(({ name }) => name));
}

interface StackRequest {
  readonly stack: OpenStack;
  readonly stored: StoredState;
  readonly readRemoteState: ReadRemoteState;
  readonly options: PlanOptions;
  readonly onEvent?: OnPlanEvent;
}

async function planStack(
  session: Session,
  { stack, stored, readRemoteState, options, ...heard }: StackRequest,
): Promise<PlannedStack> {
  if (hasErrors(stored.diagnostics)) return { stack, ...stored };
  const { configuration, variables, provider } = stack;
  const request = {
    configuration,
    variables,
    provider,
    state: stored.state,
    readRemoteState,
    outside: outsideOfPlan(session, configuration),
    options,
    ...heard,
  };
  const made = await untilInterrupted(makePlan(request), session.signal);
  const { plan, partial } = made;
  return {
    stack,
    state: stored.state,
    ...(plan === undefined ? {} : { plan }),
    ...(partial === undefined ? {} : { partial }),
    diagnostics: [...stored.diagnostics, ...made.diagnostics],
  };
}

export interface StoredState {
  /** A new and empty one where nothing was stored yet. */
  readonly state: State;
  readonly diagnostics: readonly Diagnostic[];
}

export async function readState({ store }: Pick<OpenStack, "store">): Promise<StoredState> {
  const { state, diagnostics } = await store.read();
  return { state: state ?? emptyState(randomUUID()), diagnostics };
}

export interface PlannedOutputs {
  add(planned: PlannedStack): void;
  /** Answers with the outputs that stacks of this call will have, else with what is stored. */
  readonly read: ReadRemoteState;
}

/** Grows with each stack that is planned. */
export function collectOutputs(): PlannedOutputs {
  const byPath = new Map<string, { stack: string; outputs: ObjectValue | undefined }>();
  return {
    add: ({ stack: { configuration }, plan }) => {
      const { stack, root, backend } = configuration;
      const outputs = plan === undefined ? undefined : plannedOutputs(plan);
      byPath.set(resolve(root, backend.path), { stack, outputs });
    },
    read: async ({ path }) => {
      const planned = byPath.get(path);
      if (planned === undefined) return await readStoredOutputs(path);
      const { stack, outputs } = planned;
      return { outputs, diagnostics: outputs === undefined ? [notPlanned(stack)] : [] };
    },
  };
}

function notPlanned(stack: string): Diagnostic {
  const detail = `Its outputs come from the stack ${stack}, which has errors of its own.`;
  return errorDiagnostic("The stack it reads has errors", detail);
}

function plannedOutputs(plan: Plan): ObjectValue {
  const kept = plan.outputs.filter(({ action }) => action !== "delete");
  return Object.fromEntries(kept.map(({ name, after }) => [name, after]));
}

/** Of whatever state file is at the absolute path. */
export const readStoredOutputs = async (path: string): ReturnType<ReadRemoteState> => {
  const store = createLocalStateStore({ root: "/", path, isAlive: () => true });
  const { state, diagnostics } = await store.read();
  if (state === undefined) return { outputs: undefined, diagnostics };
  return { outputs: outputsOf(state), diagnostics };
};

/** As another stack reads them: Terraform, too, hands over values without their marks. */
export function outputsOf(state: State): ObjectValue {
  return Object.fromEntries(
    Object.entries(state.outputs).map(([name, { value }]) => [name, value]),
  );
}
