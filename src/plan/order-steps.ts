// The order in which a plan is carried out. A change is one or two steps: `put` makes the object as planned
// (also where nothing changes: others wait for it all the same), `remove` deletes the old one. Between them
// stand gates, one for all puts and one for all removes of a resource, so that 10,000 objects that wait for
// 10,000 others need 20,000 edges and not a hundred million.
//
// The rules, for a change C and the resources it depends on, D, or that depend on it, X (X as stored):
//   put C     after the puts of D, and after remove C when C is deleted first.
//   remove C  after the removes of X: nothing loses what it stands on. And after put C when C is created first.
//   remove C  after the puts of X, so that X no longer uses C: unless C is deleted only to be created again
//             (then X waits for the new C), or something that is created again waits for remove C.
// The last rule is dropped exactly where it would make a cycle. Nothing here decides what is done.

import { formatResource } from "../model/address.js";
import type { Change } from "../model/plan.js";
import { storedDependents } from "./stored-dependents.js";

export interface Step {
  readonly kind: "put" | "remove" | "gate";
  /** Absent for gates. */
  readonly change?: Change;
  /** Positions of the steps that must be done before, all smaller than its own. */
  readonly after: readonly number[];
}

export type OrderedSteps =
  | { readonly steps: readonly Step[]; readonly cycle?: never }
  /** Addresses of changes that wait for each other: dependencies that are stored in a circle. */
  | { readonly cycle: readonly string[] };

const ordered = new WeakMap<readonly Change[], OrderedSteps>();

/** Asked of the same changes by the plan, its assessment and its apply, and worked out once. */
export function orderSteps(changes: readonly Change[]): OrderedSteps {
  const steps = ordered.get(changes) ?? workOutOrder(changes);
  ordered.set(changes, steps);
  return steps;
}

function workOutOrder(changes: readonly Change[]): OrderedSteps {
  // What is read for checks is read after everything else.
  const nodes = makeNodes(changes.filter(({ check }) => check === undefined));
  const early = removesBeforeCreations(nodes.all);
  addRemovesAfterPuts(nodes, early);
  return sortSteps(nodes.all);
}

interface Node {
  readonly kind: Step["kind"];
  readonly change: Change | undefined;
  readonly after: Node[];
  /** Those that wait for it. */
  readonly followers: Node[];
  /** How many of `after` are not sorted yet. */
  waits: number;
  /** Where it was sorted to. */
  position: number;
}

interface Nodes {
  readonly all: readonly Node[];
  readonly putGates: ReadonlyMap<string, Node>;
  /** Resource of which something is removed → resources whose stored objects depend on it. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

function makeNodes(changes: readonly Change[]): Nodes {
  const all: Node[] = [];
  const add = (kind: Step["kind"], change?: Change): Node => {
    const node: Node = { kind, change, after: [], followers: [], waits: 0, position: 0 };
    all.push(node);
    return node;
  };
  const gates = (keys: Iterable<string>) =>
    new Map([...new Set(keys)].map((key) => [key, add("gate")] as const));
  const putGates = gates(changes.map(resourceOf));
  const removeGates = gates(changes.filter(isRemove).map(resourceOf));
  const dependents = storedDependents(changes.flatMap(storedObject), removeGates.keys());
  for (const change of changes) {
    const key = resourceOf(change);
    const put = isPut(change) ? add("put", change) : undefined;
    const remove = isRemove(change) ? add("remove", change) : undefined;
    if (put !== undefined) {
      follow(putGates.get(key), put);
      followGates(put, putGates, change.dependsOn);
    }
    if (remove !== undefined) {
      follow(removeGates.get(key), remove);
      followGates(remove, removeGates, dependents.get(key));
    }
    if (change.action === "delete-then-create") follow(put, remove);
    else follow(remove, put);
  }
  return { all, putGates, dependents };
}

function resourceOf({ instance }: Change): string {
  return formatResource(instance.resource);
}

function isPut({ action }: Change): boolean {
  return action !== "delete" && action !== "forget";
}

function isRemove({ action }: Change): boolean {
  return action === "delete" || action === "delete-then-create" || action === "create-then-delete";
}

function storedObject({ before, instance, dependencies, priorDependencies }: Change) {
  if (before === null) return [];
  return [{ address: instance, dependencies: priorDependencies ?? dependencies }];
}

/** Lets `node` wait for `before`, where there are both. */
function follow(node: Node | undefined, before: Node | undefined): void {
  if (node === undefined || before === undefined) return;
  node.after.push(before);
  before.followers.push(node);
}

/** Lets a step of a change wait for the gates of other resources. */
function followGates(
  node: Node,
  gates: ReadonlyMap<string, Node>,
  names: readonly string[] = [],
): void {
  const own = node.change === undefined ? undefined : resourceOf(node.change);
  for (const name of names) if (name !== own) follow(node, gates.get(name));
}

/** The removes that something which is deleted first and created again has to wait for. */
function removesBeforeCreations(nodes: readonly Node[]): ReadonlySet<Node> {
  const isRecreated = ({ kind, change }: Node) =>
    kind === "remove" && change?.action === "delete-then-create";
  const seen = new Set<Node>();
  const open = nodes.filter(isRecreated);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const before of node.after) open.push(before);
  }
  return seen;
}

function addRemovesAfterPuts({ all, putGates, dependents }: Nodes, early: ReadonlySet<Node>): void {
  for (const node of all) {
    if (node.kind !== "remove" || node.change === undefined || early.has(node)) continue;
    followGates(node, putGates, dependents.get(resourceOf(node.change)));
  }
}

function sortSteps(nodes: readonly Node[]): OrderedSteps {
  for (const node of nodes) node.waits = node.after.length;
  const sorted = nodes.filter((node) => node.waits === 0);
  for (const node of sorted) {
    for (const follower of node.followers) {
      follower.waits--;
      if (follower.waits === 0) sorted.push(follower);
    }
  }
  if (sorted.length < nodes.length) return { cycle: addressesOutside(nodes, new Set(sorted)) };
  let position = 0;
  for (const node of sorted) node.position = position++;
  const steps = sorted.map(({ kind, change, after }): Step => {
    const before = after.map((node) => node.position);
    return change === undefined ? { kind, after: before } : { kind, change, after: before };
  });
  return { steps };
}

function addressesOutside(nodes: readonly Node[], sorted: ReadonlySet<Node>): readonly string[] {
  const left = nodes.filter((node) => !sorted.has(node));
  return [...new Set(left.flatMap(({ change }) => change?.address ?? []))];
}
