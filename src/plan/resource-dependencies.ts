// Which resources a resource waits for: those it names itself, those behind the locals and data sources it
// names, and, through resources that have no object, those behind them. Plans are ordered by these; state
// keeps, as Terraform's does, all that they lead to, so that the order of deletion is known without the
// configuration.

import type { ConfigurationGraph } from "./configuration-graph.js";

/** To be asked of each node in the graph's order: answers rest on those before. */
export interface ResourceDependencies {
  /** Addresses of managed resources, sorted; the same list for everyone who asks twice. */
  of(key: string): readonly string[];
  /**
   * All that {@link of} leads to. Where that would be very many, as at the end of a long chain, it is
   * those of {@link of} alone: what these depend on stands with them, and the whole stays linear.
   */
  allOf(key: string): readonly string[];
}

const MOST_NAMES = 100;

/** `hasObjects` says of a managed resource whether it has any object after the plan. */
export function resourceDependencies(
  graph: ConfigurationGraph,
  hasObjects: (key: string) => boolean,
): ResourceDependencies {
  const nodes = new Map(graph.order.map((node) => [node.key, node] as const));
  const known = new Map<string, readonly string[]>();
  const seenThrough = (name: string): boolean => {
    const node = nodes.get(name);
    return node?.kind !== "resource" || node.resource.address.mode === "data" || !hasObjects(name);
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
  const knownAll = new Map<string, readonly string[]>();
  const allOf = (key: string): readonly string[] => {
    const found = knownAll.get(key);
    if (found !== undefined) return found;
    const direct = of(key);
    const all = new Set(direct);
    for (const name of direct) {
      if (all.size > MOST_NAMES) break;
      for (const behind of knownAll.get(name) ?? []) all.add(behind);
    }
    const isDirect = all.size === direct.length || all.size > MOST_NAMES;
    const list = isDirect ? direct : sorted(all);
    knownAll.set(key, list);
    return list;
  };
  return { of, allOf };
}

/** By code units, each once. */
function sorted(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].sort();
}
