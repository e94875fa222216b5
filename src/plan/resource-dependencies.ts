// Which resources a resource waits for: those it names itself, those behind the locals it names and behind the data
// sources that are read already, and, through resources that have no object, those behind them. Plans are ordered by
// these; state keeps, as Terraform's does, all that they lead to, so that the order of deletion is known without the
// configuration.

import type { ConfigurationGraph, GraphNode } from "../load/configuration-graph.js";

/** To be asked of each node in the graph's order: answers rest on those before. */
export interface ResourceDependencies {
  /**
   * Addresses of managed resources, and of data sources that are read during apply, sorted; the same list for
   * everyone who asks twice.
   */
  of(key: string): readonly string[];
  /**
   * All that {@link of} leads to, and every data source and every resource without objects on the way. Where that would be very many, as at the
   * end of a long chain, it is the direct ones alone: what these depend on stands with them, and the whole
   * stays linear.
   */
  allOf(key: string): readonly string[];
}

const MOST_NAMES = 100;

export interface PlannedNodes {
  /** Whether a managed resource has any object after the plan. */
  readonly hasObjects: (key: string) => boolean;
  /** Whether a data source is read during apply, and not before. */
  readonly isReadLater: (key: string) => boolean;
}

export function resourceDependencies(
  graph: ConfigurationGraph,
  { hasObjects, isReadLater }: PlannedNodes,
): ResourceDependencies {
  const nodes = new Map(graph.order.map((node) => [node.key, node] as const));
  const known = new Map<string, readonly string[]>();
  const seenThrough = (name: string): boolean => {
    const node = nodes.get(name);
    return node?.kind !== "resource" || !(isData(node) ? isReadLater(name) : hasObjects(name));
  };
  const of = (key: string): readonly string[] => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const named = graph.dependencies.get(key) ?? [];
    const list = named.some(seenThrough)
      ? sorted(named.flatMap((name) => (seenThrough(name) ? (known.get(name) ?? []) : name)))
      : named;
    known.set(key, list);
    return list;
  };
  const knownHidden = new Map<string, readonly string[]>();
  /** `names`, and on the way to them what has no objects and what the plan reads. */
  const withHidden = (key: string, names: readonly string[]): readonly string[] => {
    const hidden = (graph.dependencies.get(key) ?? []).filter(seenThrough).flatMap((name) => {
      const isResource = nodes.get(name)?.kind === "resource";
      return [...(isResource ? [name] : []), ...(knownHidden.get(name) ?? [])];
    });
    if (hidden.length === 0) return names;
    knownHidden.set(key, sorted(hidden));
    return sorted([...names, ...hidden]);
  };
  const knownAll = new Map<string, readonly string[]>();
  // The hundred machines of a cluster wait for the same hosts.
  const knownBehind = new Map<string, readonly string[]>();
  const withBehind = (direct: readonly string[]): readonly string[] => {
    if (direct.length > MOST_NAMES) return direct;
    const names = direct.join("\n");
    const list = knownBehind.get(names) ?? collectBehind(direct);
    knownBehind.set(names, list);
    return list;
  };
  const collectBehind = (direct: readonly string[]): readonly string[] => {
    const all = new Set(direct);
    for (const name of direct) {
      if (all.size > MOST_NAMES) break;
      for (const behind of knownAll.get(name) ?? []) all.add(behind);
    }
    return all.size === direct.length || all.size > MOST_NAMES ? direct : sorted(all);
  };
  const allOf = (key: string): readonly string[] => {
    const found = knownAll.get(key);
    if (found !== undefined) return found;
    const list = withBehind(withHidden(key, of(key)));
    knownAll.set(key, list);
    return list;
  };
  return { of, allOf };
}

function isData(node: GraphNode | undefined): boolean {
  return node?.kind === "resource" && node.resource.address.mode === "data";
}

/** By code units, each once. */
function sorted(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].sort();
}
