// The state that an apply starts from: what is stored, as the plan saw it. Objects are renamed as `moved`
// says, have the attributes that were read, and are taken over where they were imported; what is gone
// or to be forgotten is left out; data sources are as the plan read them. So that a saved plan starts from exactly what it was made
// against.

import { formatInstance, parseResource } from "../model/address.js";
import type { CheckResult } from "../model/check.js";
import { type Change, objectsRead, type Plan } from "../model/plan.js";
import {
  formatStateInstance,
  type InterruptedChange,
  type State,
  type StateInstance,
} from "../model/state.js";
import type { ProviderSchema } from "../model/type.js";

/** `state` is as stored and has the lineage and serial of the plan. */
export function startingState(plan: Plan, state: State, schema: ProviderSchema): State {
  const managed = [...state.instances].filter(
    ([, { address }]) => address.resource.mode !== "data",
  );
  // A stack that is destroyed as a whole and has no object left has no use for what was looked up.
  const isGone = plan.mode === "destroy" && plan.complete && !plan.applyable;
  const looked = isGone ? [] : (plan.data ?? []);
  const instances = new Map(managed);
  for (const { address, previousAddress, action } of plan.drift) {
    if (action === "delete") instances.delete(previousAddress ?? address);
  }
  const found = plan.changes.map((change) => ({
    change,
    stored: state.instances.get(change.previousAddress ?? change.address),
  }));
  for (const { change } of found) {
    instances.delete(change.address);
    if (change.previousAddress !== undefined) instances.delete(change.previousAddress);
  }
  const read = objectsRead(plan);
  for (const { change, stored } of found) {
    if (change.before === null || change.action === "forget") continue;
    const attributes = read.get(change.address) ?? change.before;
    instances.set(change.address, { ...startingInstance(change, stored, schema), attributes });
  }
  // What is read for a check may be read again, and stands among the changes as well.
  for (const each of looked) instances.set(formatInstance(each.address), each);
  const { interrupted, checks: _, ...rest } = state;
  const left = stillInterrupted(plan, interrupted ?? []);
  return {
    ...rest,
    instances,
    ...checksOf(plan),
    ...(left.length === 0 ? {} : { interrupted: left }),
  };
}

/** An apply does not ask again what was asked of data sources, and like Terraform's it says nothing of it. */
function checksOf({ checks, mode }: Plan): Pick<State, "checks"> {
  if (checks === undefined) return {};
  return { checks: mode === "normal" ? checks.map(withoutData) : checks };
}

function withoutData(result: CheckResult): CheckResult {
  const { kind, address, objects } = result;
  if (kind !== "resource" || parseResource(address).mode !== "data") return result;
  if (objects === undefined || objects.length === 0) return result;
  const unasked = objects.map((o) => ({ ...o, status: "unknown" as const, problems: [] }));
  return { ...result, status: "unknown", objects: unasked };
}

function startingInstance(
  change: Change,
  stored: StateInstance | undefined,
  schema: ProviderSchema,
): Omit<StateInstance, "attributes"> {
  const { instance: address, action } = change;
  const { version = 0 } = schema.resource_schemas[address.resource.type] ?? {};
  const { createBeforeDestroy, providerAlias, ...kept } = stored ?? {
    dependencies: [],
    createBeforeDestroy: undefined,
    providerAlias: undefined,
  };
  const isCurrent = action === "no-op" || stored === undefined;
  const alias = isCurrent ? change.providerAlias : providerAlias;
  const isFirst = isCurrent ? change.createBeforeDestroy : createBeforeDestroy;
  return {
    ...kept,
    address,
    schemaVersion: version,
    // Whoever is not changed may still depend on other objects than before.
    dependencies: isCurrent ? change.dependencies : kept.dependencies,
    ...(isFirst ? { createBeforeDestroy: true } : {}),
    ...(alias === undefined ? {} : { providerAlias: alias }),
  };
}

/** A plan of everything looked at every interrupted change. */
function stillInterrupted(
  plan: Plan,
  interrupted: readonly InterruptedChange[],
): readonly InterruptedChange[] {
  if (plan.complete) return [];
  const planned = new Set(plan.changes.map((change) => change.address));
  return interrupted.filter((change) => !planned.has(change.address));
}

/** The key of the instance that a change is about. */
export function currentKey(change: Change): string {
  return formatInstance(change.instance);
}

/** The key of the old object while the new one is created first. */
export function deposedKey(change: Change, deposed: string): string {
  return formatStateInstance(change.instance, deposed);
}
