// Several constructs may stand for one object of vSphere: the one that declares it, and references to it from other
// places of the program. What a program says of one of them holds for all.

import type { IConstruct } from "constructs";
import type { ICluster } from "./cluster.js";
import type { IKeyProvider } from "./key-provider.js";
import { isLiteral } from "./props.js";
import type { IVCenter } from "./vcenter.js";

export type InventoryObject = IVCenter | ICluster | IKeyProvider;

/** By the root of a program and by path, the first construct that was asked about. */
const firstByPath = new WeakMap<IConstruct, Map<string, IConstruct>>();
const known = new WeakMap<IConstruct, IConstruct>();

/** One construct for all that stand for the same object; itself where its path is known only later. */
export function standInOf(object: InventoryObject): IConstruct {
  const before = known.get(object);
  if (before !== undefined) return before;
  const steps = stepsOf(object);
  const standIn = steps.every(isLiteral) ? firstAt(object, steps.join("/")) : object;
  known.set(object, standIn);
  return standIn;
}

export function isSameObject(one: InventoryObject, other: InventoryObject): boolean {
  return standInOf(one) === standInOf(other);
}

function firstAt(object: IConstruct, path: string): IConstruct {
  const { root } = object.node;
  const all = firstByPath.get(root) ?? new Map<string, IConstruct>();
  firstByPath.set(root, all);
  const first = all.get(path) ?? object;
  all.set(path, first);
  return first;
}

function stepsOf(object: InventoryObject): readonly string[] {
  if ("keyProviderName" in object) {
    return [object.vcenter.vcenterName, "kp", object.keyProviderName];
  }
  if ("clusterName" in object) return [object.vcenter.vcenterName, object.clusterName];
  return [object.vcenterName];
}
