// Changes that are alike, put together: hundreds of hosts that change in one attribute are one thing to read.
// Updates are alike when the same attributes go from the same to the same; objects that come or go whole are
// alike when they have the same attributes, and values that differ among them are counted.

import type { ResourceAddress } from "../model/address.js";
import type { Change } from "../model/plan.js";
import type { AttributeSchema, AttributeSchemas } from "../model/type.js";
import {
  areValuesEqual,
  containsMarks,
  isList,
  isObject,
  isUnknown,
  memberOf,
  type ObjectValue,
  type Value,
} from "../model/value.js";
import { type DiffLeaf, type DiffNode, diffObjects } from "./diff-tree.js";
import { formatName } from "./format-value.js";

/** Fewer are shown one by one. */
export const FOLDED_FROM = 4;

export interface ChangeGroup {
  /** One, or at least {@link FOLDED_FROM} that are alike. */
  readonly changes: readonly [Change, ...Change[]];
  readonly nodes: readonly DiffNode[];
}

export interface FoldOptions {
  readonly attributesOf: (
    type: string,
    mode: ResourceAddress["mode"],
  ) => AttributeSchemas | undefined;
  /** Whether every change stays by itself. */
  readonly expand: boolean;
}

interface Member {
  readonly change: Change;
  /** Present if it had to be made to tell which group the change belongs to. */
  readonly nodes?: Tree;
}

/** Groups in the order of their first change. */
export function foldChanges(
  changes: readonly Change[],
  { attributesOf, expand }: FoldOptions,
): readonly ChangeGroup[] {
  const likenesses = new Likeness();
  const groups = new Map<Likeness, [Member, ...Member[]]>();
  for (const change of changes) {
    const { mode, type } = change.instance.resource;
    const attributes = attributesOf(type, mode);
    const { likeness, ...member } = expand
      ? { change, likeness: likenesses.with(change.address) }
      : groupedBy(change, attributes, likenesses);
    const group = groups.get(likeness);
    if (group === undefined) groups.set(likeness, [member]);
    else group.push(member);
  }
  return [...groups.values()].flatMap((members) => {
    const { mode, type } = members[0].change.instance.resource;
    const attributes = attributesOf(type, mode);
    if (members.length >= FOLDED_FROM) return foldAlike(members, attributes);
    return members.map(({ change, nodes = diffOf(change, attributes) }): ChangeGroup => {
      return { changes: [change], nodes };
    });
  });
}

/**
 * What makes changes alike, step by step: those with the same steps come to the same one. A text with all steps would
 * have to be put together for each of thousands of changes.
 */
class Likeness {
  readonly #next = new Map<string | Sign, Likeness>();

  with(step: string | Sign): Likeness {
    const known = this.#next.get(step);
    if (known !== undefined) return known;
    const next = new Likeness();
    this.#next.set(step, next);
    return next;
  }
}

/** Steps that no name can be mistaken for. */
type Sign = typeof LEAF | typeof NOTHING | typeof OPEN | typeof CLOSE;
const LEAF = 0;
const NOTHING = 1;
const OPEN = 2;
const CLOSE = 3;

type Tree = readonly DiffNode[];

type Attributes = AttributeSchemas | undefined;

function diffOf({ before, after, replacePaths }: Change, attributes: Attributes): Tree {
  return diffObjects({ before, after, replacePaths, ...(attributes && { attributes }) });
}

/** Whether objects of this change stay, so that only what differs is of interest. */
export function isInPlace(change: Change): boolean {
  return change.action === "update" || change.action === "no-op";
}

function groupedBy(
  change: Change,
  attributes: Attributes,
  likenesses: Likeness,
): Member & { readonly likeness: Likeness } {
  const { action, reason, importId, instance } = change;
  const { mode, type } = instance.resource;
  const kind = likenesses
    .with(mode)
    .with(type)
    .with(action)
    .with(reason ?? NOTHING)
    .with(importId === undefined ? NOTHING : LEAF);
  const whole = wholeObject(change);
  if (whole !== undefined) return { change, likeness: shapeOf(whole, attributes, kind) };
  const nodes = diffOf(change, attributes);
  const text = isInPlace(change)
    ? JSON.stringify(differingLeaves(nodes).map(exactText))
    : shapeText(nodes);
  return { change, nodes, likeness: kind.with(text) };
}

/** What comes or goes, if nothing is there after or before. */
function wholeObject({ before, after }: Change): ObjectValue | undefined {
  return (before === null ? after : after === null ? before : null) ?? undefined;
}

/** From `start` on, two objects come to one likeness if their trees have one shape. */
function shapeOf(value: Value, attributes: Attributes, start: Likeness): Likeness {
  if (value === null) return start.with(NOTHING);
  if (isList(value)) {
    let likeness = start.with(OPEN);
    for (const item of value) likeness = shapeOf(item, attributes, likeness);
    return likeness.with(CLOSE);
  }
  if (!isObject(value)) return start.with(LEAF);
  let likeness = start;
  for (const name in value) {
    const member = value[name] ?? null;
    if (member === null) continue;
    likeness = shapeOfAttribute(member, attributes?.[name], likeness.with(name));
  }
  return likeness.with(CLOSE);
}

function shapeOfAttribute(
  value: Value,
  schema: AttributeSchema | undefined,
  start: Likeness,
): Likeness {
  if (schema?.sensitive === true) return start.with(LEAF);
  const nested = schema?.nested_type;
  if (nested?.nesting_mode !== "map" || !isObject(value)) {
    return shapeOf(value, nested?.attributes, start);
  }
  let likeness = start.with(OPEN);
  for (const key in value) {
    likeness = shapeOf(value[key] ?? null, nested.attributes, likeness.with(key));
  }
  return likeness.with(CLOSE);
}

function foldAlike(members: readonly [Member, ...Member[]], attributes: Attributes): ChangeGroup {
  const [first, ...others] = members;
  const changes: [Change, ...Change[]] = [first.change, ...others.map(({ change }) => change)];
  const trees = members.flatMap(({ nodes }) => (nodes === undefined ? [] : [nodes]));
  return { changes, nodes: trees.length > 0 ? mergeTrees(trees) : foldWhole(changes, attributes) };
}

/** What is marked is left to the trees, which hide it. */
function isShownAlike(a: Value, b: Value): boolean {
  if (isUnknown(a) && isUnknown(b)) return true;
  return areValuesEqual(a, b) && !containsMarks(a) && !containsMarks(b);
}

/**
 * Of thousands of objects most attributes have one value, and most others are text, of which it is enough to count the
 * values: trees are made of the rest alone.
 */
function foldWhole(changes: readonly [Change, ...Change[]], attributes: Attributes): Tree {
  const objects = changes.map((change) => wholeObject(change) ?? {});
  const [first = {}] = objects;
  const counts = new Map<string, string>();
  const others: string[] = [];
  for (const name of Object.keys(first)) {
    const value = memberOf(first, name);
    if (objects.every((object) => isShownAlike(memberOf(object, name), value))) continue;
    const texts = attributes?.[name]?.sensitive === true ? undefined : textsOf(objects, name);
    if (texts === undefined) others.push(name);
    else counts.set(formatName(name), countText(texts.size));
  }
  const merged = new Map(mergedOf(others).map((node) => [node.label, node]));
  return diffOf(changes[0], attributes).map((node) => {
    const count = counts.get(node.label);
    if (count === undefined || node.shape !== "leaf") return merged.get(node.label) ?? node;
    return { ...node, before: node.before && count, after: node.after && count };
  });

  function mergedOf(names: readonly string[]): Tree {
    if (names.length === 0) return [];
    const only = (object: ObjectValue | null) =>
      object && Object.fromEntries(names.map((name) => [name, memberOf(object, name)]));
    const trees = changes.map((change) =>
      diffOf({ ...change, before: only(change.before), after: only(change.after) }, attributes),
    );
    return mergeTrees(trees);
  }
}

/** The different values of an attribute; undefined unless each is text. */
function textsOf(objects: readonly ObjectValue[], name: string): ReadonlySet<string> | undefined {
  const texts = new Set<string>();
  for (const object of objects) {
    const value = memberOf(object, name);
    if (typeof value !== "string") return undefined;
    texts.add(value);
  }
  return texts;
}

export interface LeafAt {
  readonly path: readonly string[];
  readonly leaf: DiffLeaf;
}

/**
 * The leaves that are not the same before and after, without those that only follow from others; an element of
 * a list has the step `[]`.
 */
export function differingLeaves(nodes: Tree, path: readonly string[] = []): readonly LeafAt[] {
  return nodes.flatMap((node) => {
    if (node.kind === "same" || node.isConsequence === true) return [];
    const here = [...path, node.label === "" ? "[]" : node.label];
    return node.shape === "leaf"
      ? [{ path: here, leaf: node }]
      : differingLeaves(node.children, here);
  });
}

function exactText({ path, leaf }: LeafAt): readonly unknown[] {
  return [path.join("."), leaf.kind, leaf.before, leaf.after];
}

/** Names are quoted where they could be mistaken, so that no two shapes have one text. */
function shapeText(nodes: Tree): string {
  let text = "";
  for (const node of nodes) {
    text += `${node.label} ${node.kind}`;
    text += node.shape === "leaf" ? ";" : `{${shapeText(node.children)}}`;
  }
  return text;
}

/** Trees of one shape as one; of updates only what differs, as the rest may have any shape. */
function mergeTrees(trees: readonly Tree[]): Tree {
  const [first = []] = trees;
  const isOfOneShape = trees.every((tree) => tree.length === first.length);
  if (!isOfOneShape) return first.filter((node) => node.kind !== "same");
  return first.map((node, i) =>
    mergeNodes(
      node,
      trees.map((tree) => tree[i] ?? node),
    ),
  );
}

function mergeNodes(first: DiffNode, nodes: readonly DiffNode[]): DiffNode {
  if (first.shape === "leaf") {
    return { ...first, before: mergeTexts(nodes, "before"), after: mergeTexts(nodes, "after") };
  }
  const branches = nodes.filter((node) => node.shape !== "leaf").map((node) => node.children);
  return { ...first, children: mergeTrees(branches) };
}

function mergeTexts(nodes: readonly DiffNode[], side: "before" | "after"): string | null {
  const different = new Set<string | null>();
  for (const node of nodes) if (node.shape === "leaf") different.add(node[side]);
  const [only = null] = different;
  return different.size === 1 ? only : countText(different.size);
}

function countText(count: number): string {
  return `(${count} different values)`;
}
