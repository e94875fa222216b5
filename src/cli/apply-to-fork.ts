// Plans carried out on a copy of an estate in memory, for a drill of what they would make. Nothing on any disk changes.

import { resolve } from "node:path";
import { applyPlan } from "../apply/apply-plan.js";
import type { Configuration } from "../load/configuration.js";
import { errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import { emptyState, type State } from "../model/state.js";
import type { VariableValues } from "../plan/evaluation-scope.js";
import { makeProvider } from "../provider/make-provider.js";
import type { Simulator } from "../simulator/simulator.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";
import { CommandFailed } from "./describe-failure.js";
import { Interrupted } from "./interrupts.js";
import { drillOf } from "./open-stacks.js";
import { outsideOfApply } from "./outside.js";
import { outputsOf, readStoredOutputs } from "./plan-stacks.js";
import type { Session } from "./session.js";

/** By the absolute path of the state file. */
export type AppliedStates = Map<string, State>;

export interface ForkedApply {
  readonly plan: Plan;
  readonly configuration: Configuration;
  readonly variables: VariableValues;
  /** As stored; absent before the first apply. */
  readonly stored: State | undefined;
  /** What the plans before it left; its own state is added. */
  readonly applied: AppliedStates;
}

/** @throws CommandFailed for a plan that cannot be carried out there, Interrupted. */
export async function applyToFork(
  session: Session,
  fork: Simulator,
  { plan, configuration, variables, stored, applied }: ForkedApply,
): Promise<void> {
  const { diagnostics, state } = await applyPlan({
    plan,
    configuration,
    variables,
    state: stored ?? emptyState(plan.prior.lineage),
    provider: makeProvider(async () => fork.backend, {
      writeBackup: async () => undefined,
      drill: drillOf(async () => fork),
    }),
    store: createMemoryStateStore(stored),
    readRemoteState: async ({ path }) => {
      const before = applied.get(path);
      if (before === undefined) return await readStoredOutputs(path);
      return { outputs: outputsOf(before), diagnostics: [] };
    },
    outside: outsideOfApply(session, configuration),
    signal: session.signal,
  });
  // What is half applied would be judged as if it were all.
  if (session.signal.aborted) throw new Interrupted("interrupted");
  applied.set(resolve(configuration.root, configuration.backend.path), state);
  if (!hasErrors(diagnostics)) return;
  const detail = `The plan of stack ${plan.stack} could not be carried out on a copy of the estate.`;
  const why = errorDiagnostic("The plan cannot be drilled", detail);
  throw new CommandFailed([why, ...diagnostics]);
}
