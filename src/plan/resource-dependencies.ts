// Which resources a resource waits for: those it names itself, those behind the locals and data sources it
// names, and, through resources that have no object, those behind them. What the rest depend on stands with
// them. That is what plans are ordered by and what state keeps for the deletion order.

import { compareText } from "../model/address.js";
import type { ConfigurationGraph, GraphNode } from "./configuration-graph.js";

export interface ResourceDependencies {
  /**
   * Addresses of managed resources, sorted; the same list for everyone who asks twice. To be asked in the
   * graph's order.
   */
  of(key: string): readonly string[];
}

/** `hasObjects` says of a managed resource whether it has any object after the plan. */
export function resourceDependencies(
  graph: ConfigurationGraph,
  hasObjects: (key: string) => boolean,
): ResourceDependencies {
  const kinds = new Map(graph.order.map((node) => [node.key, node] as const));
  const known = new Map<string, readonly string[]>();
  const seenThrough = (node: GraphNode | undefined): boolean =>
    node?.kind !== "resource" || node.resource.address.mode === "data" || !hasObjects(node.key);
  const of = (key: string): readonly string[] => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const named = graph.dependencies.get(key) ?? [];
    const isDirect = named.every((name) => !seenThrough(kinds.get(name)));
    const all = named.flatMap((name) =>
      seenThrough(kinds.get(name)) ? (known.get(name) ?? []) : name,
    );
    const list = isDirect ? named : [...new Set(all)].sort(compareText);
    known.set(key, list);
    return list;
  };
  return { of };
}
