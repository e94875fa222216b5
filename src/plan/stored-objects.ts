// What a resource stands for in a refresh, which makes and removes nothing: the objects that there are, however many are
// declared, as in Terraform. A list that is longer than that has a gap, which is unknown.

import type { ResourceConfig } from "../load/configuration.js";
import {
  formatInstance,
  formatResource,
  type InstanceKey,
  modulePrefix,
} from "../model/address.js";
import { UNKNOWN } from "../model/value.js";
import type { ModuleInstance } from "./module-instances.js";
import type { PlanContext } from "./plan-context.js";
import type { SeenObject } from "./resource-value.js";

type KeyedObjects = readonly (readonly [InstanceKey, SeenObject])[];

/** In an instance of its module, in the order of their keys. */
export function storedObjects(
  { keysOf, instances }: Pick<PlanContext, "keysOf" | "instances">,
  { address, count, forEach }: ResourceConfig,
): (at: ModuleInstance) => KeyedObjects {
  const byModule = new Map<string, Map<InstanceKey, SeenObject>>();
  for (const instance of keysOf(formatResource(address))) {
    const stored = instances.get(formatInstance(instance));
    if (stored === undefined) continue;
    const prefix = modulePrefix(address.module, instance.moduleKeys);
    const known = byModule.get(prefix) ?? new Map<InstanceKey, SeenObject>();
    known.set(instance.key, { value: stored.attributes, types: stored.types });
    byModule.set(prefix, known);
  }
  return ({ prefix }) => {
    const objects = byModule.get(prefix) ?? new Map<InstanceKey, SeenObject>();
    if (count !== undefined) return withoutGaps(objects);
    if (forEach !== undefined) return [...objects].filter(([key]) => typeof key === "string");
    return [...objects].filter(([key]) => key === undefined);
  };
}

function withoutGaps(objects: ReadonlyMap<InstanceKey, SeenObject>): KeyedObjects {
  const numbers = [...objects.keys()].filter((key) => typeof key === "number");
  const length = numbers.reduce((most, key) => Math.max(most, key + 1), 0);
  return Array.from({ length }, (_, key) => [key, objects.get(key) ?? { value: UNKNOWN }] as const);
}
