// Cycles of references, which may lead through several modules: seen when the whole configuration is put together.

import type { ModulePath } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, type Source } from "../model/diagnostic.js";
import type { ConfigurationGraph, GraphNode } from "./configuration-graph.js";
import type { Draft } from "./draft.js";

/** An error for each, at its first node. `draft` is the root module. */
export function findCycles(graph: ConfigurationGraph, draft: Draft): readonly Diagnostic[] {
  if (graph.cycles.length === 0) return [];
  const sources = new Map(graph.order.map((node) => [node.key, sourceOf(node, draft)] as const));
  return graph.cycles.map((cycle) => {
    const names = cycle.map((key) => {
      const construct = sources.get(key)?.construct;
      return construct === undefined ? key : `${key} (${construct})`;
    });
    const closed = [...names, names[0]].join(" → ");
    const detail =
      `These depend on each other in a circle, so that none can come first: ${closed}. ` +
      "Remove one of the references.";
    const source = sources.get(cycle[0] ?? "");
    return errorDiagnostic("Cycle", detail, source === undefined ? {} : { source });
  });
}

function sourceOf(node: GraphNode, draft: Draft): Source | undefined {
  switch (node.kind) {
    case "resource":
      return node.resource.source;
    case "output":
      return node.output.source;
    case "variable":
      return node.variable.source;
    case "check":
      return node.check.source;
    case "local":
      return sourceOfLocal(node.module.path, node.name, draft);
    case "module":
    case "module end":
      return node.call.source;
  }
}

function sourceOfLocal(path: ModulePath, name: string, root: Draft): Source | undefined {
  const draft = path.reduce<Draft | undefined>((at, call) => at?.callees.get(call), root);
  return draft?.localSources.get(name);
}
