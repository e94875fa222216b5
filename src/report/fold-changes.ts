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
  const groups = new Map<string, [Member, ...Member[]]>();
  for (const change of changes) {
    const { mode, type } = change.instance.resource;
    const attributes = attributesOf(type, mode);
    const { key, ...member } = expand
      ? { change, key: change.address }
      : groupedBy(change, attributes);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
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

type Tree = readonly DiffNode[];

type Attributes = AttributeSchemas | undefined;

function diffOf({ before, after, replacePaths }: Change, attributes: Attributes): Tree {
  return diffObjects({ before, after, replacePaths, ...(attributes && { attributes }) });
}

/** Whether objects of this change stay, so that only what differs is of interest. */
export function isInPlace(change: Change): boolean {
  return change.action === "update" || change.action === "no-op";
}

function groupedBy(change: Change, attributes: Attributes): Member & { readonly key: string } {
  const { action, reason, importId, instance } = change;
  const { mode, type } = instance.resource;
  const kind = [mode, type, action, reason, importId !== undefined].join(" ");
  const whole = wholeObject(change);
  if (whole !== undefined) return { change, key: `${kind} ${shapeOf(whole, attributes)}` };
  const nodes = diffOf(change, attributes);
  const likeness = isInPlace(change)
    ? JSON.stringify(differingLeaves(nodes).map(exactText))
    : shapeText(nodes);
  return { change, nodes, key: `${kind} ${likeness}` };
}

/** What comes or goes, if nothing is there after or before. */
function wholeObject({ before, after }: Change): ObjectValue | undefined {
  return (before === null ? after : after === null ? before : null) ?? undefined;
}

/** Two objects with one text have trees of one shape. */
function shapeOf(value: Value, attributes: Attributes): string {
  if (value === null) return "-";
  if (isList(value)) return `[${value.map((item) => shapeOf(item, attributes)).join("")}]`;
  if (!isObject(value)) return ".";
  let text = "{";
  for (const name in value) {
    const member = value[name] ?? null;
    if (member !== null)
      text += `${JSON.stringify(name)}${shapeOfAttribute(member, attributes?.[name])}`;
  }
  return `${text}}`;
}

function shapeOfAttribute(value: Value, schema: AttributeSchema | undefined): string {
  if (schema?.sensitive === true) return ".";
  const nested = schema?.nested_type;
  if (nested?.nesting_mode !== "map" || !isObject(value)) return shapeOf(value, nested?.attributes);
  const elements = Object.entries(value);
  return elements
    .map(([key, item]) => `${JSON.stringify(key)}${shapeOf(item, nested.attributes)}`)
    .join("");
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

/** Of thousands of objects most attributes have one value: trees are made of those that do not. */
function foldWhole(changes: readonly [Change, ...Change[]], attributes: Attributes): Tree {
  const objects = changes.map((change) => wholeObject(change) ?? {});
  const [first = {}] = objects;
  const differing = Object.keys(first).filter((name) =>
    objects.some((object) => !isShownAlike(memberOf(object, name), memberOf(first, name))),
  );
  const only = (object: ObjectValue | null) =>
    object && Object.fromEntries(differing.map((name) => [name, memberOf(object, name)]));
  const trees = changes.map((change) => {
    return diffOf(
      { ...change, before: only(change.before), after: only(change.after) },
      attributes,
    );
  });
  const merged = new Map(mergeTrees(trees).map((node) => [node.label, node]));
  return diffOf(changes[0], attributes).map((node) => merged.get(node.label) ?? node);
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
  return different.size === 1 ? only : `(${different.size} different values)`;
}
