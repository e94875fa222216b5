// Markdown as a forge's parser sees it: a tree, of which tests count and read nodes.

import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

export function parseGfm(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** All nodes, parents first. */
export function nodesOf(tree: Nodes): readonly Nodes[] {
  const all: Nodes[] = [];
  const waiting: Nodes[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    all.push(node);
    if ("children" in node) waiting.push(...[...node.children].reverse());
  }
  return all;
}

/** How many nodes there are of each type. */
export function countNodes(nodes: readonly Nodes[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type } of nodes) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** What is read in a node: text and code. */
export function textOf(node: Nodes): string {
  return nodesOf(node)
    .map((each) => (each.type === "text" || each.type === "inlineCode" ? each.value : ""))
    .join("");
}
