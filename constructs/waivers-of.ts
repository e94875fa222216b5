// The waivers of a program, by its root: what policies ask before they report.

import type { IConstruct } from "constructs";
import { matcherOf } from "../src/model/patterns.js";
import { isInventoryObject, pathOf } from "./same-object.js";

interface DeclaredWaiver {
  readonly code: string;
  /** Patterns of inventory paths; undefined for all. */
  readonly subjects: readonly string[] | undefined;
}

const declared = new WeakMap<IConstruct, DeclaredWaiver[]>();

export function declareWaiver(construct: IConstruct, waiver: DeclaredWaiver): void {
  const { root } = construct.node;
  const all = declared.get(root);
  if (all === undefined) declared.set(root, [waiver]);
  else all.push(waiver);
}

/** Whether a waiver of the program covers that finding about the object; ended ones do, since the plan says so. */
export function isWaived(construct: IConstruct, code: string): boolean {
  if (!isInventoryObject(construct)) return false;
  const path = pathOf(construct);
  return (declared.get(construct.node.root) ?? []).some(
    (waiver) => waiver.code === code && matcherOf(waiver.subjects ?? null)(path),
  );
}
