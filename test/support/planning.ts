// Short ways to plan and to say what was planned, for engine tests.

import { parseInstance } from "../../src/model/address.js";
import type { Change, Plan } from "../../src/model/plan.js";
import {
  emptyState,
  formatStateInstance,
  type State,
  type StateInstance,
} from "../../src/model/state.js";
import type { ObjectValue } from "../../src/model/value.js";
import { makePlan, type PlanRequest, type PlanResult } from "../../src/plan/make-plan.js";
import { buildConfiguration, type ConfigurationInput } from "./build-configuration.js";
import { createRecordProvider, RECORD_ATTRIBUTES, type RecordProvider } from "./record-provider.js";

export const LINEAGE = "5b0c1f0e-0000-4000-8000-000000000001";

export type PlanInput = Partial<Omit<PlanRequest, "configuration" | "state">> & {
  readonly state?: State;
  readonly provider?: RecordProvider;
};

export async function planOf(input: ConfigurationInput, rest: PlanInput = {}): Promise<PlanResult> {
  return await makePlan({
    configuration: buildConfiguration(input),
    variables: {},
    state: emptyState(LINEAGE),
    provider: createRecordProvider(),
    readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
    ...rest,
  });
}

/** The plan, or an error that says why there is none. */
export async function goodPlan(input: ConfigurationInput, rest: PlanInput = {}): Promise<Plan> {
  const { plan, diagnostics } = await planOf(input, rest);
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return plan;
}

/** `ADDRESS ACTION [REASON]`, without what does not change. */
export function actions(plan: Plan | undefined): readonly string[] {
  return (plan?.changes ?? []).filter((c) => c.action !== "no-op").map(describeAction);
}

export function describeAction(change: Change): string {
  return [change.address, change.action, change.reason ?? []].flat().join(" ");
}

/** The record that a configuration with these attributes leads to. */
export function recordOf(name: string, attributes: ObjectValue = {}): ObjectValue {
  const nothing = Object.keys(RECORD_ATTRIBUTES).map((attribute) => [attribute, null] as const);
  const known = { id: `record/${name}`, name, token: `token-${name}`, revision: 1 };
  return { ...Object.fromEntries(nothing), ...known, ...attributes };
}

export interface StoredInput extends Partial<Omit<StateInstance, "address" | "attributes">> {
  readonly address: string;
  readonly attributes: ObjectValue;
}

/** A state with these objects, and the records of a provider that has them too. */
export function existing(provider: RecordProvider, ...objects: readonly StoredInput[]): State {
  const instances = objects.map(({ address: text, ...rest }): [string, StateInstance] => {
    const address = parseInstance(text);
    if (address === undefined) throw new Error(`no address: ${text}`);
    const instance = { address, schemaVersion: 0, dependencies: [], ...rest };
    provider.records.set(String(rest.attributes.id), rest.attributes);
    return [formatStateInstance(address, rest.deposed), instance];
  });
  return { ...emptyState(LINEAGE), serial: 1, instances: new Map(instances) };
}
