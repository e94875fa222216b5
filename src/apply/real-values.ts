// What references stand for while a plan is carried out: resources as they are by then, locals evaluated when
// someone asks. Whoever asks has waited for everything behind the name, so that an answer never changes.
// Nothing here recurses along the graph.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import { evaluate } from "../language/evaluate.js";
import { type Outside, withFunctions } from "../language/outside.js";
import { ANYTHING, type TypedValue } from "../language/typed-value.js";
import type { Configuration, ModuleConfig, ResourceConfig } from "../load/configuration.js";
import { type ConfigurationGraph, type GraphNode, keysIn } from "../load/configuration-graph.js";
import { namesInModules } from "../load/resolve-provider.js";
import {
  formatInstance,
  formatModule,
  formatResource,
  type InstanceAddress,
  type InstanceKey,
  localAddress,
  modulePrefix,
} from "../model/address.js";
import type { Provider } from "../model/provider.js";
import type { StateInstance } from "../model/state.js";
import { UNKNOWN } from "../model/value.js";
import {
  createScope,
  type EvaluationScope,
  instanceAt,
  type LookUp,
  type Place,
} from "../plan/evaluation-scope.js";
import { expandCall } from "../plan/expand-call.js";
import { expandRepetition } from "../plan/expand-repetition.js";
import type { ModuleInstance } from "../plan/module-instances.js";
import { evaluateArgument } from "../plan/module-variables.js";
import { outputValue } from "../plan/plan-outputs.js";
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
  /**
   * Finds out what a node of the graph names of modules, which is to be done before anything in it is evaluated. An
   * output that it does not name may rest on what is not done yet.
   */
  findOutputsFor(key: string): void;
  /** Where an instance of a resource stands; undefined if there is no such instance. */
  placeOf(instance: InstanceAddress): Place | undefined;
  /** Of a module; none where they are not known. */
  instancesOf(module: ModuleConfig): readonly ModuleInstance[];
}

export function createValues(sources: ValueSources): RealValues {
  const { configuration, variables } = sources;
  const known = new Map<string, TypedValue>();
  const lookUp: LookUp = (key, at) => {
    evaluateUpTo(`${modulePrefix(at.module.path)}${key}`);
    return known.get(`${at.prefix}${key}`);
  };
  const outside = withFunctions(
    sources.outside,
    sources.provider.functions,
    namesInModules(configuration),
  );
  const knownOutput: LookUp = (key, at) => known.get(`${at.prefix}${key}`);
  const scope = createScope(
    configuration,
    { variables, lookUp, knownOutput, isApplying: true },
    outside,
  );
  const places = createPlaces(scope);
  const evaluateUpTo = onceInOrder(configuration, (node) => {
    if (node.kind === "module") {
      expandCall(node, configuration, scope);
      return;
    }
    const local = node.key.slice(modulePrefix(node.module.path).length);
    for (const at of scope.modules.of(node.module) ?? []) {
      known.set(`${at.prefix}${local}`, valueIn(node, { at, scope, places, sources }));
    }
    if (node.kind === "output") scope.modules.noteOutput(node.module);
  });
  const outputs = outputKeys(configuration);
  const findOutputsFor = (key: string): void => {
    if (outputs.size === 0) return;
    for (const name of sources.graph.dependencies.get(key) ?? [])
      if (outputs.has(name)) evaluateUpTo(name);
  };
  return {
    scope,
    findOutputsFor,
    placeOf: ({ resource: address, key, moduleKeys }) => {
      const resource = configuration.resources.get(formatResource(address));
      if (resource === undefined) return undefined;
      findOutputsFor(formatResource(address));
      if (address.module !== undefined) evaluateUpTo(formatModule(address.module));
      const at = scope.modules.at(modulePrefix(address.module, moduleKeys));
      return at && places.in(at, resource).get(key);
    },
    instancesOf: (module) => {
      if (module.call !== undefined) evaluateUpTo(formatModule(module.path));
      return scope.modules.of(module) ?? [];
    },
  };
}

/** Of all called modules. */
function outputKeys({ modules, graph }: Configuration): ReadonlySet<string> {
  if (modules.size === 1) return new Set();
  const called = graph.order.filter(
    ({ kind, module }) => kind === "output" && module.call !== undefined,
  );
  return new Set(called.map(({ key }) => key));
}

interface Around {
  readonly at: ModuleInstance;
  readonly scope: EvaluationScope;
  readonly places: PlacesOfResources;
  readonly sources: ValueSources;
}

function valueIn(node: GraphNode, { at, scope, places, sources }: Around): TypedValue {
  switch (node.kind) {
    case "local":
      return evaluate(node.value, scope.outer(at));
    case "output":
      return outputValue(node.output, scope.outer(at));
    case "variable":
      return evaluateArgument(node.variable, at, scope).typed ?? ANYTHING;
    case "resource":
      return valueOfResource(node.resource, places.in(at, node.resource), sources);
    default:
      return ANYTHING;
  }
}

/** Gives what evaluates a node, by its key, once, and before it each that has to be known for it. */
function onceInOrder(
  { graph, modules }: Configuration,
  evaluateNode: (node: GraphNode) => void,
): (key: string) => void {
  const nodes = new Map(
    graph.order.map((node, position) => [node.key, { node, position }] as const),
  );
  const evaluated = new Set<string>();
  /** What is evaluated in evaluating a node: of a resource only how many objects it has. */
  const namesIn = (key: string): readonly string[] => {
    const node = nodes.get(key)?.node;
    if (node?.kind !== "resource") return graph.dependencies.get(key) ?? [];
    const { path, call } = node.module;
    const { count, forEach } = node.resource;
    const named = [count, forEach].flatMap((part) =>
      part === undefined ? [] : keysIn(part, path, modules),
    );
    return call === undefined ? named : [formatModule(path), ...named];
  };
  return (key) => {
    if (evaluated.has(key)) return;
    const open = [key];
    const seen = new Set<string>();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next) || evaluated.has(next)) continue;
      seen.add(next);
      for (const name of namesIn(next)) open.push(name);
    }
    const found = [...seen].flatMap((name) => nodes.get(name) ?? []);
    for (const { node } of found.sort((a, b) => a.position - b.position)) {
      evaluated.add(node.key);
      evaluateNode(node);
    }
  };
}

type Places = ReadonlyMap<InstanceKey, Place>;

interface PlacesOfResources {
  /** Of the objects of a resource in one instance of its module. */
  in(at: ModuleInstance, resource: ResourceConfig): Places;
}

function createPlaces({ outer }: EvaluationScope): PlacesOfResources {
  const known = new Map<string, Places>();
  return {
    in: (at, resource) => {
      const key = `${at.prefix}${localAddress(resource.address)}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const { repetitions = [] } = expandRepetition(resource, key, outer(at));
      const places = new Map(repetitions.map((r) => [r.key, { at, repetition: r }] as const));
      known.set(key, places);
      return places;
    },
  };
}

function valueOfResource(
  resource: ResourceConfig,
  places: Places,
  { provider, objectAt }: ValueSources,
): TypedValue {
  const schema = schemaOfResource(resource.address, provider.schema);
  if (schema === undefined) return ANYTHING;
  const objects = [...places].map(([key, place]) => {
    const { attributes = UNKNOWN, types } =
      objectAt(formatInstance(instanceAt(resource, place))) ?? {};
    return [key, { value: attributes, types }] as const;
  });
  return resourceValue(resource, schema, objects);
}
