// A stack as a test drives it: plan, apply, plan again, against a provider and a store in memory.

import { type ApplyRequest, type ApplyResult, applyPlan } from "../../src/apply/apply-plan.js";
import type { Plan } from "../../src/model/plan.js";
import { emptyState, type State } from "../../src/model/state.js";
import type { PlanOptions } from "../../src/plan/make-plan.js";
import { createMemoryStateStore } from "../../src/state/memory-state-store.js";
import type { StateStore } from "../../src/state/state-store.js";
import { buildConfiguration, type ConfigurationInput } from "./build-configuration.js";
import { goodPlan, LINEAGE, type PlanInput } from "./planning.js";
import { createRecordProvider, type RecordProvider } from "./record-provider.js";

export interface Stack {
  readonly provider: RecordProvider;
  readonly store: StateStore;
  state(): Promise<State>;
  plan(input: ConfigurationInput, options?: PlanOptions, rest?: PlanInput): Promise<Plan>;
  /** Plans and applies. */
  apply(
    input: ConfigurationInput,
    options?: PlanOptions,
    rest?: Partial<ApplyRequest>,
  ): Promise<ApplyResult>;
}

export function createStack(
  store: StateStore = createMemoryStateStore(),
  provider: RecordProvider = createRecordProvider(),
): Stack {
  const state = async () => (await store.read()).state ?? emptyState(LINEAGE);
  const plan: Stack["plan"] = async (input, options = {}, rest = {}) =>
    await goodPlan(input, { provider, state: await state(), options, ...rest });
  const readRemoteState = async () => ({ outputs: undefined, diagnostics: [] });
  return {
    provider,
    store,
    state,
    plan,
    apply: async (input, options = {}, rest = {}) => {
      const { variables = {} } = rest;
      const made = await plan(input, options, { variables, ...pickRemote(rest) });
      return await applyPlan({
        plan: made,
        configuration: buildConfiguration(input),
        variables,
        state: await state(),
        provider,
        store,
        readRemoteState,
        ...rest,
      });
    },
  };
}

function pickRemote({ readRemoteState }: Partial<ApplyRequest>): PlanInput {
  return readRemoteState === undefined ? {} : { readRemoteState };
}
