// What refers to what in a configuration, and the order in which it can be evaluated: locals, resources, data
// sources, outputs and variables with conditions, each after everything it names. The order depends on the names alone, never on the
// order of declaration. Nothing here recurses along the graph: a chain may be 100,000 long.

import type { Expression } from "../language/expression.js";
import { nodeKey, references } from "../language/references.js";
import { compareText } from "../model/address.js";
import {
  type CheckConfig,
  type Configuration,
  expressionsOfConditions,
  expressionsOfImport,
  expressionsOfResource,
  type ImportConfig,
  importsByResource,
  type OutputConfig,
  type ResourceConfig,
  type VariableConfig,
} from "./configuration.js";
import { orderNodes } from "./order-nodes.js";

/**
 * `key`: the address of a resource, `local.NAME`, `output.NAME`, `check.NAME`, or `var.NAME` of a variable with
 * conditions.
 */
export type GraphNode =
  | { readonly kind: "resource"; readonly key: string; readonly resource: ResourceConfig }
  | {
      readonly kind: "local";
      readonly key: string;
      readonly name: string;
      readonly value: Expression;
    }
  | { readonly kind: "output"; readonly key: string; readonly output: OutputConfig }
  | { readonly kind: "check"; readonly key: string; readonly check: CheckConfig }
  | { readonly kind: "variable"; readonly key: string; readonly variable: VariableConfig };

export interface ConfigurationGraph {
  /** Every node after those it depends on; those of a cycle, which loading refuses, in any order. */
  readonly order: readonly GraphNode[];
  /** Keys of the nodes that a node names itself, sorted. Names of what is not declared are left out. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Keys of nodes that need each other, each cycle without its first node at the end. */
  readonly cycles: readonly (readonly string[])[];
}

type Nodes = Pick<
  Configuration,
  "resources" | "locals" | "outputs" | "checks" | "variables" | "imports"
>;

export function graphConfiguration(configuration: Nodes): ConfigurationGraph {
  const nodes = collectNodes(configuration);
  const imports = importsByResource(configuration.imports);
  const dependencies = new Map<string, readonly string[]>();
  for (const node of nodes.values()) {
    const named = [...namedBy(node, imports)].filter((name) => nodes.has(name)).sort();
    dependencies.set(node.key, named);
  }
  const { order, cycles } = orderNodes(dependencies);
  return { order: order.flatMap((key) => nodes.get(key) ?? []), dependencies, cycles };
}

function collectNodes(configuration: Nodes): ReadonlyMap<string, GraphNode> {
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
  for (const [name, check] of configuration.checks) {
    nodes.push({ kind: "check", key: `check.${name}`, check });
  }
  for (const [name, variable] of configuration.variables) {
    if (variable.validations.length > 0)
      nodes.push({ kind: "variable", key: `var.${name}`, variable });
  }
  nodes.sort((a, b) => compareText(a.key, b.key));
  return new Map(nodes.map((node) => [node.key, node]));
}

function namedBy(
  node: GraphNode,
  imports: ReadonlyMap<string, readonly ImportConfig[]>,
): ReadonlySet<string> {
  const named = new Set<string>();
  const statements = (imports.get(node.key) ?? []).flatMap(expressionsOfImport);
  for (const expression of [...expressionsOf(node), ...statements]) {
    for (const reference of references(expression)) {
      const key = nodeKey(reference);
      if (key !== undefined) named.add(key);
    }
  }
  for (const key of dependsOn(node)) named.add(key);
  // A postcondition may speak of its own resource through `self` only, a condition of anything else; that of a
  // variable is about the variable.
  if (node.kind === "variable") named.delete(node.key);
  return named;
}

function dependsOn(node: GraphNode): readonly string[] {
  switch (node.kind) {
    case "resource":
      return node.resource.dependsOn;
    case "output":
      return node.output.dependsOn;
    case "check":
      return node.check.data === undefined ? [] : [node.check.data];
    case "local":
    case "variable":
      return [];
  }
}

export function expressionsOf(node: GraphNode): readonly Expression[] {
  switch (node.kind) {
    case "local":
      return [node.value];
    case "output":
      return [node.output.value, ...expressionsOfConditions(node.output.preconditions)];
    case "check":
      return expressionsOfConditions(node.check.assertions);
    case "variable":
      return expressionsOfConditions(node.variable.validations);
    case "resource":
      return expressionsOfResource(node.resource);
  }
}
