// `--target` and `--exclude`: what of a configuration and of a state takes part in a plan. A target brings
// along all it depends on; an excluded resource keeps out all that depends on it. To destroy it is the other way round: what
// depends on a target goes too, what a kept object depends on stays.

import type { ConfigurationGraph } from "../load/configuration-graph.js";
import {
  covers,
  FORM_OF_ADDRESSES,
  formatModule,
  formatResource,
  type InstanceAddress,
  parseInstance,
  parseTarget,
  type TargetAddress,
} from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import type { StateInstance } from "../model/state.js";

export interface TargetOptions {
  /** Addresses of resources or instances. */
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
  readonly mode: Plan["mode"];
}

export interface Selection {
  /** Whether a resource, local or output of the configuration takes part. */
  includesNode(key: string): boolean;
  /** Whether an instance of a resource that takes part does. */
  includesInstance(address: InstanceAddress): boolean;
  /** Whether an object that is no longer declared, or is to be destroyed, takes part. */
  includesDeletion(address: InstanceAddress): boolean;
  /** Nothing was left out. */
  readonly isComplete: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

const ALL: Selection = {
  includesNode: () => true,
  includesInstance: () => true,
  includesDeletion: () => true,
  isComplete: true,
  diagnostics: [],
};

export function selectTargets(
  graph: ConfigurationGraph,
  instances: ReadonlyMap<string, StateInstance>,
  options: TargetOptions & { readonly moved: Iterable<string> },
): Selection {
  const { targets, excludes, moved } = options;
  if (targets.length === 0 && excludes.length === 0) return ALL;
  const former = formerNames(moved);
  const named = [...targets, ...excludes].filter((text) => !former.has(text));
  const unknown = findUnknownAddresses(named, graph, instances);
  if (unknown.length > 0) return { ...ALL, diagnostics: unknown };
  const stored = storedDependencies(instances);
  const wanted = targets.length === 0 ? undefined : targetSet(options, graph, stored);
  const left = excludeSet(excludes, graph, stored);
  const isNodeIn = (key: string) =>
    (wanted === undefined || wanted.nodes.has(key)) && !left.nodes.has(key);
  const isInstanceIn = (address: InstanceAddress) =>
    (wanted === undefined || wanted.instances.includes(address)) && !left.instances.has(address);
  return {
    includesNode: isNodeIn,
    includesInstance: isInstanceIn,
    includesDeletion: (address) => {
      const key = formatResource(address.resource);
      // What a target depends on is planned with it, but not destroyed with it.
      const isPlanned = options.mode !== "destroy" && wanted?.nodes.has(key);
      const isWanted = wanted === undefined || isPlanned || wanted.deletions.has(key);
      return isWanted && isInstanceIn(address) && !left.kept.has(key);
    },
    isComplete: false,
    diagnostics: [incompleteWarning()],
  };
}

/** Addresses that moves lead away from, as instances and as resources. */
function formerNames(moved: Iterable<string>): ReadonlySet<string> {
  const names = [...moved].flatMap((text) => {
    const address = parseInstance(text);
    return address === undefined ? [] : [text, formatResource(address.resource)];
  });
  return new Set(names);
}

function incompleteWarning(): Diagnostic {
  const detail =
    "--target and --exclude leave out a part of the configuration. The plan may not lead to";
  const advice = "what is declared: plan again without them afterwards.";
  return warningDiagnostic("Plan of a part of the configuration", `${detail} ${advice}`);
}

function findUnknownAddresses(
  addresses: readonly string[],
  graph: ConfigurationGraph,
  instances: ReadonlyMap<string, StateInstance>,
): readonly Diagnostic[] {
  const known = new Set([...graph.dependencies.keys()]);
  for (const { address } of instances.values()) {
    known.add(formatResource(address.resource));
    const { module = [] } = address.resource;
    for (let end = 1; end <= module.length; end++) known.add(formatModule(module.slice(0, end)));
  }
  return addresses.flatMap((text) => {
    const address = parseTarget(text);
    if (address !== undefined && known.has(configAddress(address))) return [];
    const detail = `"${text}" is no resource or module of the configuration or the state.`;
    const advice = address === undefined ? ` ${FORM_OF_ADDRESSES}` : "";
    return [errorDiagnostic("Unknown address", `${detail}${suggestion(text, known)}${advice}`)];
  });
}

/** Without keys. */
function configAddress({ resource, module }: TargetAddress): string {
  return resource === undefined
    ? formatModule(module.map(({ name }) => name))
    : formatResource(resource);
}

/** Resource → resources that it depends on, as the state keeps them. */
function storedDependencies(
  instances: ReadonlyMap<string, StateInstance>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const stored = new Map<string, Set<string>>();
  for (const { address, dependencies } of instances.values()) {
    const key = formatResource(address.resource);
    const known = stored.get(key) ?? new Set();
    for (const name of dependencies) known.add(name);
    stored.set(key, known);
  }
  return stored;
}

type Edges = ReadonlyMap<string, Iterable<string>>;

function targetSet(
  { targets, mode }: Pick<TargetOptions, "targets" | "mode">,
  graph: ConfigurationGraph,
  stored: Edges,
) {
  const addresses = targets.flatMap((text) => parseTarget(text) ?? []);
  const chosen = new Set(addresses.flatMap((target) => keysUnder(target, graph, stored)));
  const nodes = closure([...chosen], graph.dependencies);
  return {
    nodes: withOutputs(nodes, graph),
    deletions: mode === "destroy" ? closure([...chosen], reversed(stored)) : chosen,
    instances: {
      // What is not chosen itself is in because something that is depends on it.
      includes: (address: InstanceAddress) =>
        !chosen.has(formatResource(address.resource)) ||
        addresses.some((target) => covers(target, address)),
    },
  };
}

/** Keys of what a target names: a resource, or the resources in a module, in the graph and in the state. */
function keysUnder(
  target: TargetAddress,
  graph: ConfigurationGraph,
  stored: Edges,
): readonly string[] {
  const address = configAddress(target);
  if (target.resource !== undefined) return [address];
  const isUnder = (key: string) => key === address || key.startsWith(`${address}.`);
  const declared = graph.order.flatMap(({ kind, key }) => (kind === "resource" ? key : []));
  return [...declared, ...stored.keys()].filter(isUnder);
}

function isWhole({ module, key }: TargetAddress): boolean {
  return key === undefined && module.every((step) => step.key === undefined);
}

/** With the outputs of the root module that rest on resources, all of which are in, and with what those name. */
function withOutputs(nodes: ReadonlySet<string>, graph: ConfigurationGraph): ReadonlySet<string> {
  const outputs: string[] = [];
  // Whether what a node rests on is in; of those that rest on no resource neither is said.
  const rests = new Map<string, "in" | "out">();
  for (const node of graph.order) {
    const found = (graph.dependencies.get(node.key) ?? []).map((key) => rests.get(key));
    const behind = found.includes("out") ? "out" : found.includes("in") ? "in" : undefined;
    const own = node.kind === "resource" ? (nodes.has(node.key) ? "in" : "out") : behind;
    if (own !== undefined) rests.set(node.key, own);
    const isRootOutput = node.kind === "output" && node.module.call === undefined;
    if (isRootOutput && own === "in") outputs.push(node.key);
  }
  return closure([...nodes, ...outputs], graph.dependencies);
}

function excludeSet(excludes: readonly string[], graph: ConfigurationGraph, stored: Edges) {
  const addresses = excludes.flatMap((text) => parseTarget(text) ?? []);
  const under = (isIn: (target: TargetAddress) => boolean) =>
    addresses.filter(isIn).flatMap((target) => keysUnder(target, graph, stored));
  const dependents = reversed(graph.dependencies);
  const whole = under(isWhole);
  const single = under((target) => !isWhole(target));
  const after = single.flatMap((key) => [...(dependents.get(key) ?? [])]);
  const inSingle = new Set(single);
  const behind = [...whole, ...single].flatMap((key) => [...(stored.get(key) ?? [])]);
  return {
    nodes: closure([...whole, ...after.filter((key) => !inSingle.has(key))], dependents),
    kept: new Set([...whole, ...closure(behind, stored)]),
    instances: {
      has: (address: InstanceAddress) => addresses.some((target) => covers(target, address)),
    },
  };
}

function closure(start: readonly string[], edges: Edges): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...start];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    for (const next of edges.get(key) ?? []) open.push(next);
  }
  return found;
}

function reversed(edges: Edges): ReadonlyMap<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const [from, names] of edges) {
    for (const name of names) {
      const known = result.get(name);
      if (known === undefined) result.set(name, new Set([from]));
      else known.add(from);
    }
  }
  return result;
}

/** Errors for moved objects of which only one end takes part. */
export function findMovesOutside(
  selection: Selection,
  previous: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  return [...previous].flatMap(([to, from]) => {
    const address = parseInstance(to);
    if (address === undefined || selection.isComplete) return [];
    const isIn =
      selection.includesNode(formatResource(address.resource)) &&
      selection.includesInstance(address);
    if (isIn) return [];
    const detail = `${from} is to be moved to ${to}, but the plan leaves it out. Add --target '${to}'.`;
    return [errorDiagnostic("Moved object left out of the plan", detail, { address: to })];
  });
}
