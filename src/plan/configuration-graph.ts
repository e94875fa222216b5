// What refers to what in a configuration, and the order in which it can be evaluated: locals, resources, data
// sources and outputs, each after everything it names. The order depends on the names alone, never on the
// order of declaration. Nothing here recurses along the graph: a chain may be 100,000 long.

import type { Expression } from "../language/expression.js";
import { nodeKey, references } from "../language/references.js";
import {
  type Configuration,
  expressionsOfResource,
  type OutputConfig,
  type ResourceConfig,
} from "../load/configuration.js";
import { compareText } from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";

/** `key`: the address of a resource, `local.NAME` or `output.NAME`. */
export type GraphNode =
  | { readonly kind: "resource"; readonly key: string; readonly resource: ResourceConfig }
  | {
      readonly kind: "local";
      readonly key: string;
      readonly name: string;
      readonly value: Expression;
    }
  | { readonly kind: "output"; readonly key: string; readonly output: OutputConfig };

export interface ConfigurationGraph {
  /** Every node after those it depends on. Without the nodes of cycles and what depends on them. */
  readonly order: readonly GraphNode[];
  /** Keys of the nodes that a node names itself, sorted. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Cycles, and names that do not exist. */
  readonly diagnostics: readonly Diagnostic[];
}

export function graphConfiguration(configuration: Configuration): ConfigurationGraph {
  const nodes = collectNodes(configuration);
  const dependencies = new Map<string, readonly string[]>();
  const diagnostics: Diagnostic[] = [];
  for (const node of nodes.values()) {
    const named = [...namedBy(node)].sort();
    const unknown = named.filter((name) => !nodes.has(name));
    for (const key of unknown) diagnostics.push(unknownName(node, key));
    dependencies.set(
      node.key,
      unknown.length === 0 ? named : named.filter((name) => nodes.has(name)),
    );
  }
  const { order, rest } = sortNodes(nodes, dependencies);
  if (rest.size > 0) diagnostics.push(cycleError(rest, dependencies, nodes));
  return { order, dependencies, diagnostics };
}

function collectNodes(configuration: Configuration): ReadonlyMap<string, GraphNode> {
  const nodes: GraphNode[] = [];
  for (const [key, resource] of configuration.resources) {
    nodes.push({ kind: "resource", key, resource });
  }
  for (const [name, value] of configuration.locals) {
    nodes.push({ kind: "local", key: `local.${name}`, name, value });
  }
  for (const [name, output] of configuration.outputs) {
    nodes.push({ kind: "output", key: `output.${name}`, output });
  }
  nodes.sort((a, b) => compareText(a.key, b.key));
  return new Map(nodes.map((node) => [node.key, node]));
}

function namedBy(node: GraphNode): ReadonlySet<string> {
  const named = new Set<string>();
  for (const expression of expressionsOf(node)) {
    for (const reference of references(expression)) {
      const key = nodeKey(reference);
      if (key !== undefined) named.add(key);
    }
  }
  for (const key of dependsOn(node)) named.add(key);
  // A postcondition may speak of its own resource through `self` only, a condition of anything else.
  return named;
}

function dependsOn(node: GraphNode): readonly string[] {
  if (node.kind === "local") return [];
  return node.kind === "resource" ? node.resource.dependsOn : node.output.dependsOn;
}

function expressionsOf(node: GraphNode): readonly Expression[] {
  if (node.kind === "local") return [node.value];
  if (node.kind === "output") return [node.output.value];
  return expressionsOfResource(node.resource);
}

function sortNodes(
  nodes: ReadonlyMap<string, GraphNode>,
  dependencies: ReadonlyMap<string, readonly string[]>,
): { readonly order: readonly GraphNode[]; readonly rest: ReadonlySet<string> } {
  const dependents = new Map<string, string[]>();
  const missing = new Map<string, number>();
  for (const [key, named] of dependencies) {
    missing.set(key, named.length);
    for (const name of named) {
      const list = dependents.get(name);
      if (list === undefined) dependents.set(name, [key]);
      else list.push(key);
    }
  }
  const rest = new Set(nodes.keys());
  const ready = [...nodes.keys()].filter((key) => missing.get(key) === 0);
  const order: GraphNode[] = [];
  for (const key of ready) {
    const node = nodes.get(key);
    if (node !== undefined) order.push(node);
    rest.delete(key);
    for (const dependent of dependents.get(key) ?? []) {
      const left = (missing.get(dependent) ?? 0) - 1;
      missing.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  return { order, rest };
}

/** Walks from any unsorted node along unsorted ones until one comes again. */
function cycleError(
  rest: ReadonlySet<string>,
  dependencies: ReadonlyMap<string, readonly string[]>,
  nodes: ReadonlyMap<string, GraphNode>,
): Diagnostic {
  const seen = new Map<string, number>();
  const path: string[] = [];
  let key = [...rest].sort(compareText)[0];
  while (key !== undefined && !seen.has(key)) {
    seen.set(key, path.push(key) - 1);
    key = dependencies.get(key)?.find((name) => rest.has(name));
  }
  const cycle = path.slice(seen.get(key ?? "") ?? 0);
  const text = [...cycle, cycle[0]].join(" → ");
  const node = nodes.get(cycle[0] ?? "");
  const detail = `Each needs the next before it can be made: ${text}. Remove one of these references.`;
  return errorDiagnostic("Cycle of references", detail, node === undefined ? {} : placeOf(node));
}

function unknownName(node: GraphNode, key: string): Diagnostic {
  const detail = `${node.key} refers to ${key}, which is not declared in this configuration.`;
  return errorDiagnostic("Reference to something undeclared", detail, placeOf(node));
}

function placeOf(node: GraphNode): Pick<Diagnostic, "address" | "source"> {
  if (node.kind === "local") return { address: node.key };
  const { source } = node.kind === "resource" ? node.resource : node.output;
  return { address: node.key, source };
}
