// Several constructs may stand for one object of vSphere: the one that declares it, and references to it from other
// places of the program. What a program says of one of them holds for all.

import type { IConstruct } from "constructs";
import type { ICluster } from "./cluster.js";
import type { IEsxiHost } from "./esxi-host.js";
import type { IKeyProvider } from "./key-provider.js";
import type { IKeyServer } from "./key-server.js";
import { isLiteral } from "./props.js";
import type { IVCenter } from "./vcenter.js";
import type { IVirtualMachine } from "./virtual-machine.js";

/** What has a path in the inventory, which is also what a finding can be about. */
export type InventoryObject =
  | IVCenter
  | ICluster
  | IEsxiHost
  | IKeyServer
  | IKeyProvider
  | IVirtualMachine;

/** By the root of a program and by path, the first construct that was asked about. */
const firstByPath = new WeakMap<IConstruct, Map<string, IConstruct>>();
const standIns = new WeakMap<IConstruct, IConstruct>();

/** One construct for all that stand for the same object; itself where its path is known only later. */
export function standInOf(object: InventoryObject): IConstruct {
  const known = standIns.get(object);
  if (known !== undefined) return known;
  const path = pathOf(object);
  const standIn = isLiteral(path) ? firstAt(object, path) : object;
  standIns.set(object, standIn);
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

const MARKS = ["vcenterId", "clusterId", "hostId", "keyServerId", "keyProviderId", "machineId"];

export function isInventoryObject(construct: IConstruct): construct is InventoryObject {
  return MARKS.some((mark) => mark in construct);
}

/** Inventory path, made of the names as they were given. */
export function pathOf(object: InventoryObject): string {
  return stepsOf(object).join("/");
}

function stepsOf(object: InventoryObject): readonly string[] {
  if ("machineId" in object) return [object.inventoryPath];
  if ("hostId" in object) return [...stepsOf(object.cluster), object.hostname];
  if ("keyServerId" in object) return [object.vcenter.vcenterName, "kms", object.keyServerName];
  if ("keyProviderId" in object) {
    return [object.vcenter.vcenterName, "kp", object.keyProviderName];
  }
  if ("clusterId" in object) return [object.vcenter.vcenterName, object.clusterName];
  return [object.vcenterName];
}
