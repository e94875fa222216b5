// Who is replaced by making the new object first. A resource that says so, and everything it depends on:
// were that deleted first, the old object would stand on nothing until the new one is there.

import type { ConfigurationGraph } from "../load/configuration-graph.js";

/** Keys of the nodes of the graph to which it applies. */
export function findCreateBeforeDestroy(graph: ConfigurationGraph): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of graph.order.toReversed()) {
    const isDeclared = node.kind === "resource" && node.resource.lifecycle.createBeforeDestroy;
    if (!isDeclared && !found.has(node.key)) continue;
    found.add(node.key);
    for (const name of graph.dependencies.get(node.key) ?? []) found.add(name);
  }
  return found;
}
