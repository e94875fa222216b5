// Changes that are alike, put together: hundreds of hosts that change in one attribute are one thing to read.
// Updates are alike when the same attributes go from the same to the same; objects that come or go whole are
// alike when they have the same attributes, and values that differ among them are counted.

import type { ResourceAddress } from "../model/address.js";
import type { Change } from "../model/plan.js";
import type { AttributeSchemas } from "../model/type.js";
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

/** Groups in the order of their first change. */
export function foldChanges(
  changes: readonly Change[],
  { attributesOf, expand }: FoldOptions,
): readonly ChangeGroup[] {
  const groups = new Map<string, { changes: [Change, ...Change[]]; trees: Tree[] }>();
  for (const change of changes) {
    const nodes = diffOf(change, attributesOf);
    const key = expand ? change.address : likenessOf(change, nodes);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { changes: [change], trees: [nodes] });
    else {
      group.changes.push(change);
      group.trees.push(nodes);
    }
  }
  return [...groups.values()].flatMap(({ changes: alike, trees }) =>
    alike.length < FOLDED_FROM
      ? alike.map((change, i): ChangeGroup => ({ changes: [change], nodes: trees[i] ?? [] }))
      : [{ changes: alike, nodes: mergeTrees(trees) }],
  );
}

type Tree = readonly DiffNode[];

function diffOf(change: Change, attributesOf: FoldOptions["attributesOf"]): Tree {
  const { before, after, replacePaths } = change;
  const { type, mode } = change.instance.resource;
  const attributes = attributesOf(type, mode);
  return diffObjects({ before, after, replacePaths, ...(attributes && { attributes }) });
}

/** Whether objects of this change stay, so that only what differs is of interest. */
export function isInPlace(change: Change): boolean {
  return change.action === "update" || change.action === "no-op";
}

function likenessOf(change: Change, nodes: Tree): string {
  const { resource } = change.instance;
  const isImport = change.importId !== undefined;
  const parts = [resource.mode, resource.type, change.action, change.reason, isImport];
  const shape = isInPlace(change)
    ? JSON.stringify(differingLeaves(nodes).map(exactText))
    : shapeText(nodes);
  return `${parts.join(" ")} ${shape}`;
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
