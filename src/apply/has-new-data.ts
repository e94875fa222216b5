// Whether a plan that changes nothing still has something to keep: what data sources gave, where that differs from
// what is stored, or what is stored of those that are gone.

import { isDeepStrictEqual } from "node:util";
import { formatInstance } from "../model/address.js";
import type { Plan } from "../model/plan.js";
import type { State, StateInstance } from "../model/state.js";

export function hasNewData({ mode, complete, data = [] }: Plan, state: State): boolean {
  const stored = [...state.instances.values()].filter((i) => i.address.resource.mode === "data");
  const kept = mode === "destroy" && complete ? [] : data;
  return !isDeepStrictEqual(byAddress(stored), byAddress(kept));
}

function byAddress(instances: readonly StateInstance[]): ReadonlyMap<string, StateInstance> {
  return new Map(instances.map((instance) => [formatInstance(instance.address), instance]));
}
