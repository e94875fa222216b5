// What references stand for while a plan is carried out: resources as they are by then, locals evaluated when
// someone asks. Whoever asks has waited for everything behind the name, so that an answer never changes.
// Nothing here recurses along the graph.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import { evaluate } from "../language/evaluate.js";
import type { Outside } from "../language/outside.js";
import { nodeKey, references } from "../language/references.js";
import type { TypedValue } from "../language/typed-value.js";
import type { Configuration, ResourceConfig } from "../load/configuration.js";
import type { ConfigurationGraph, GraphNode } from "../load/configuration-graph.js";
import { formatInstance, formatResource, type InstanceKey } from "../model/address.js";
import type { Provider } from "../model/provider.js";
import type { StateInstance } from "../model/state.js";
import { UNKNOWN } from "../model/value.js";
import { createScope, type EvaluationScope, type Repetition } from "../plan/evaluation-scope.js";
import { expandResource } from "../plan/expand-resource.js";
import { resourceValue } from "../plan/resource-value.js";

export interface ValueSources {
  readonly configuration: Configuration;
  readonly graph: ConfigurationGraph;
  readonly provider: Provider;
  readonly variables: ReadonlyMap<string, TypedValue>;
  readonly outside: Outside | undefined;
  /** The object at the address of an instance, also of a data source; undefined where there is none. */
  readonly objectAt: (address: string) => StateInstance | undefined;
}

export interface RealValues {
  readonly scope: EvaluationScope;
  /** What `count` or `each` stands for in an instance; undefined if there is no such instance. */
  repetitionOf(resource: ResourceConfig, key: InstanceKey): Repetition | undefined;
}

export function createValues(sources: ValueSources): RealValues {
  const { configuration, graph, variables } = sources;
  const known = new Map<string, TypedValue>();
  const expansions = new Map<string, ReadonlyMap<InstanceKey, Repetition>>();
  const nodes = new Map(
    graph.order.map((node, position) => [node.key, { node, position }] as const),
  );

  const expansionOf = (resource: ResourceConfig): ReadonlyMap<InstanceKey, Repetition> => {
    const key = formatResource(resource.address);
    const found = expansions.get(key);
    if (found !== undefined) return found;
    const { repetitions = [] } = expandResource(resource, scope.outer);
    const expansion = new Map(repetitions.map((r) => [r.key, r] as const));
    expansions.set(key, expansion);
    return expansion;
  };
  const evaluateNode = (node: GraphNode): TypedValue => {
    if (node.kind === "local") return evaluate(node.value, scope.outer);
    if (node.kind !== "resource") return { value: UNKNOWN };
    const { resource } = node;
    const schema = schemaOfResource(resource.address, sources.provider.schema);
    if (schema === undefined) return { value: UNKNOWN };
    const objects = [...expansionOf(resource).keys()].map((key) => {
      const address = formatInstance({ resource: resource.address, key });
      const { attributes = UNKNOWN, types } = sources.objectAt(address) ?? {};
      return [key, { value: attributes, types }] as const;
    });
    return resourceValue(resource, schema, objects);
  };
  /** What is evaluated in evaluating a node: of a resource only how many objects it has. */
  const namesIn = (key: string): readonly string[] => {
    const node = nodes.get(key)?.node;
    if (node?.kind !== "resource") return graph.dependencies.get(key) ?? [];
    const { count, forEach } = node.resource;
    return [count, forEach]
      .flatMap((expression) => (expression === undefined ? [] : references(expression)))
      .flatMap((reference) => nodeKey(reference) ?? []);
  };
  /** What has to be evaluated before a node, and the node. */
  const openBefore = (key: string): readonly GraphNode[] => {
    const open = [key];
    const seen = new Set<string>();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next) || known.has(next)) continue;
      seen.add(next);
      for (const name of namesIn(next)) open.push(name);
    }
    const found = [...seen].flatMap((name) => nodes.get(name) ?? []);
    return found.sort((a, b) => a.position - b.position).map(({ node }) => node);
  };
  const lookUp = (key: string): TypedValue | undefined => {
    for (const node of known.has(key) ? [] : openBefore(key)) {
      known.set(node.key, evaluateNode(node));
    }
    return known.get(key);
  };
  const scope = createScope(configuration, variables, lookUp, sources.outside);
  return { scope, repetitionOf: (resource, key) => expansionOf(resource).get(key) };
}
