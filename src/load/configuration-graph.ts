// What refers to what in a configuration, and the order in which it can be evaluated: locals, resources, data
// sources, outputs, variables that something stands behind and modules, each after everything it names. A node is one for all
// instances of the module that it is in. The order depends on the names alone, never on the order of declaration. Nothing here
// recurses along the graph: a chain may be 100,000 long.

import type { Expression } from "../language/expression.js";
import { namedKeys } from "../language/references.js";
import { compareText, formatModule, type ModulePath, modulePrefix } from "../model/address.js";
import { invariant } from "../model/invariant.js";
import {
  type CheckConfig,
  type Configuration,
  expressionsOfConditions,
  expressionsOfImport,
  expressionsOfResource,
  type ImportConfig,
  importsByResource,
  type ModuleCallConfig,
  type ModuleConfig,
  type OutputConfig,
  type ResourceConfig,
  type VariableConfig,
} from "./configuration.js";
import { dependedOn } from "./depended-on.js";
import { orderNodes } from "./order-nodes.js";

/**
 * `key`: the address of a resource, `local.NAME`, `output.NAME`, `check.NAME`, `var.NAME`, or `module.NAME`; behind the
 * address of the module that it is in.
 *
 * A variable is a node if it has conditions or stands in a called module. A module stands for which instances of it there
 * are: whatever is in it depends on that. Its end depends on whatever is in it.
 */
export type GraphNode = { readonly key: string; readonly module: ModuleConfig } & (
  | { readonly kind: "resource"; readonly resource: ResourceConfig }
  | { readonly kind: "local"; readonly name: string; readonly value: Expression }
  | { readonly kind: "output"; readonly output: OutputConfig }
  | { readonly kind: "check"; readonly check: CheckConfig }
  | { readonly kind: "variable"; readonly variable: VariableConfig }
  | { readonly kind: "module"; readonly call: ModuleCallConfig }
  | { readonly kind: "module end"; readonly call: ModuleCallConfig }
);

export interface ConfigurationGraph {
  /** Every node after those it depends on; those of a cycle, which loading refuses, in any order. */
  readonly order: readonly GraphNode[];
  /** Keys of the nodes that a node names itself, sorted. Names of what is not declared are left out. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Keys of nodes that need each other, each cycle without its first node at the end. */
  readonly cycles: readonly (readonly string[])[];
}

type Nodes = Pick<Configuration, "resources" | "modules" | "checks" | "imports">;

export function graphConfiguration(configuration: Nodes): ConfigurationGraph {
  const nodes = collectNodes(configuration);
  const { modules } = configuration;
  const imports = importsByResource(configuration.imports);
  const inside = modules.size === 1 ? new Map() : nodesByModule(nodes.values());
  const dependencies = new Map<string, readonly string[]>();
  for (const node of nodes.values()) {
    const names =
      node.kind === "module end" ? inside.get(node.key) : namedBy(node, imports, modules);
    const named = [...(names ?? [])].filter((name) => nodes.has(name)).sort();
    dependencies.set(node.key, named);
  }
  const { order, cycles } = orderNodes(dependencies);
  return { order: order.flatMap((key) => nodes.get(key) ?? []), dependencies, cycles };
}

function collectNodes({ resources, modules, checks }: Nodes): ReadonlyMap<string, GraphNode> {
  const nodes: GraphNode[] = [];
  const moduleAt = (path?: ModulePath): ModuleConfig => {
    const module = modules.get(formatModule(path));
    invariant(module !== undefined, "everything stands in a module of the configuration");
    return module;
  };
  for (const [key, resource] of resources) {
    nodes.push({ kind: "resource", key, resource, module: moduleAt(resource.address.module) });
  }
  for (const [key, check] of checks) {
    nodes.push({ kind: "check", key, check, module: moduleAt(check.module) });
  }
  for (const module of modules.values()) collectModule(module, moduleAt, nodes);
  nodes.sort((a, b) => compareText(a.key, b.key));
  return new Map(nodes.map((node) => [node.key, node]));
}

function collectModule(
  module: ModuleConfig,
  moduleAt: (path: ModulePath) => ModuleConfig,
  nodes: GraphNode[],
): void {
  const { path, call, locals, outputs, variables } = module;
  const prefix = modulePrefix(path);
  for (const [name, value] of locals) {
    nodes.push({ kind: "local", key: `${prefix}local.${name}`, name, value, module });
  }
  for (const [name, output] of outputs) {
    nodes.push({ kind: "output", key: `${prefix}output.${name}`, output, module });
  }
  for (const [name, variable] of variables) {
    if (call !== undefined || variable.validations.length > 0)
      nodes.push({ kind: "variable", key: `${prefix}var.${name}`, variable, module });
  }
  if (call === undefined) return;
  const key = formatModule(path);
  const caller = moduleAt(path.slice(0, -1));
  nodes.push({ kind: "module", key, call, module: caller });
  nodes.push({ kind: "module end", key: endOf(key), call, module: caller });
}

/** The key of the node that comes after everything in a module. */
function endOf(module: string): string {
  return `${module}${END}`;
}

const END = " (end)";

/** Keys of what is in each module, the ends of the modules in it included, by the key of its own end. */
function nodesByModule(nodes: Iterable<GraphNode>): ReadonlyMap<string, readonly string[]> {
  const inside = new Map<string, string[]>();
  for (const { key, module } of nodes) {
    if (module.path.length === 0) continue;
    const end = endOf(formatModule(module.path));
    const known = inside.get(end);
    if (known === undefined) inside.set(end, [key]);
    else known.push(key);
  }
  return inside;
}

function namedBy(
  node: GraphNode,
  imports: ReadonlyMap<string, readonly ImportConfig[]>,
  modules: Modules,
): ReadonlySet<string> {
  const { path, call } = node.module;
  const named = new Set<string>();
  const add = (expression: Expression, at: ModulePath) => {
    for (const key of keysIn(expression, at, modules)) named.add(key);
  };
  for (const expression of expressionsOf(node)) add(expression, path);
  const given = node.kind === "variable" ? argumentOf(node.module, node.variable) : undefined;
  if (given !== undefined) add(given, path.slice(0, -1));
  for (const key of dependencyKeys(dependsOn(node), path, modules)) named.add(key);
  // Only the root module imports.
  for (const expression of (imports.get(node.key) ?? []).flatMap(expressionsOfImport))
    add(expression, []);
  if (call !== undefined) named.add(formatModule(path));
  // A postcondition may speak of its own resource through `self` only, a condition of anything else; that of a
  // variable is about the variable.
  if (node.kind === "variable") named.delete(node.key);
  return named;
}

type Modules = Configuration["modules"];

/** Keys of what an expression in the module at `path` names: of a whole module those of all outputs, too. */
export function keysIn(
  expression: Expression,
  path: ModulePath,
  modules: Modules,
): readonly string[] {
  const named = namedKeys(expression);
  if (modules.size === 1) return named;
  const prefix = modulePrefix(path);
  return named.flatMap((local) => {
    const key = `${prefix}${local}`;
    const outputs = modules.get(key)?.outputs.keys() ?? [];
    return [key, ...[...outputs].map((name) => `${key}.output.${name}`)];
  });
}

/** What a variable of a called module is given; undefined where the module that calls leaves it to the default. */
export function argumentOf(
  { call }: ModuleConfig,
  { name }: Pick<VariableConfig, "name">,
): Expression | undefined {
  if (call === undefined || !Object.hasOwn(call.arguments, name)) return undefined;
  return call.arguments[name];
}

/**
 * The keys of what a `depends_on` in the module at `path` lists: of a whole module that of its end, and so of an output
 * that it does not have, as in Terraform.
 */
export function dependencyKeys(
  dependsOn: readonly string[],
  path: ModulePath,
  modules: Modules,
): readonly string[] {
  const prefix = modulePrefix(path);
  return dependsOn.map((entry) => {
    const named = dependedOn(entry);
    if (named.kind === "resource") return `${prefix}${named.key}`;
    const module = `${prefix}module.${named.name}`;
    const isThere = named.output !== undefined && modules.get(module)?.outputs.has(named.output);
    return isThere ? `${module}.output.${named.output}` : endOf(module);
  });
}

function dependsOn(node: GraphNode): readonly string[] {
  switch (node.kind) {
    case "resource":
      return node.resource.dependsOn;
    case "output":
      return node.output.dependsOn;
    case "check":
      return node.check.data === undefined ? [] : [node.check.data];
    case "module":
      return node.call.dependsOn;
    case "local":
    case "variable":
    case "module end":
      return [];
  }
}

/** Those that stand in its own module: what a variable of a called module is given does not. */
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
    case "module":
      return [node.call.count, node.call.forEach].filter((part) => part !== undefined);
    case "module end":
      return [];
  }
}
