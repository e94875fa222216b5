// `--target` and `--exclude`: what of a configuration and of a state takes part in a plan. A target brings
// along all it depends on; an excluded resource keeps out all that depends on it. For deletions it is the
// other way round: what depends on a deleted object goes too, what a kept object depends on stays.

import type { ConfigurationGraph } from "../load/configuration-graph.js";
import {
  FORM_OF_ADDRESSES,
  formatInstance,
  formatResource,
  type InstanceAddress,
  parseInstance,
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
  const wanted = targets.length === 0 ? undefined : targetSet(targets, graph, stored);
  const left = excludeSet(excludes, graph, stored);
  const isNodeIn = (key: string) =>
    (wanted === undefined || wanted.nodes.has(key)) && !left.nodes.has(key);
  const isInstanceIn = (address: InstanceAddress) =>
    (wanted === undefined || wanted.instances.includes(address)) &&
    !left.instances.has(formatInstance(address));
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
  for (const { address } of instances.values()) known.add(formatResource(address.resource));
  return addresses.flatMap((text) => {
    const address = parseInstance(text);
    if (address !== undefined && known.has(formatResource(address.resource))) return [];
    const detail = `"${text}" is no resource of the configuration or the state.`;
    const advice = address === undefined ? ` ${FORM_OF_ADDRESSES}` : "";
    return [errorDiagnostic("Unknown address", `${detail}${suggestion(text, known)}${advice}`)];
  });
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

function targetSet(targets: readonly string[], graph: ConfigurationGraph, stored: Edges) {
  const addresses = targets.flatMap((text) => parseInstance(text) ?? []);
  const chosen = addresses.map(({ resource }) => formatResource(resource));
  const behind = closure(
    chosen.flatMap((key) => graph.dependencies.get(key) ?? []),
    graph.dependencies,
  );
  const nodes = new Set([...chosen, ...behind]);
  // Of a resource that is chosen by instance only, and that nothing else chosen needs, only those count.
  const whole = new Set(
    addresses.filter((a) => a.key === undefined).map((a) => formatResource(a.resource)),
  );
  const single = new Set(targets);
  return {
    nodes: withDependents(nodes, graph),
    deletions: closure(chosen, reversed(stored)),
    instances: {
      includes: (address: InstanceAddress) => {
        const key = formatResource(address.resource);
        if (!chosen.includes(key) || whole.has(key) || behind.has(key)) return true;
        return single.has(formatInstance(address));
      },
    },
  };
}

/** With the locals and outputs that rest on resources, all of which are in. */
function withDependents(
  nodes: ReadonlySet<string>,
  graph: ConfigurationGraph,
): ReadonlySet<string> {
  const all = new Set(nodes);
  // Those that rest on no resource are part of none.
  const constant = new Set<string>();
  for (const node of graph.order) {
    if (node.kind === "resource" || node.kind === "check") continue;
    const named = graph.dependencies.get(node.key) ?? [];
    const resting = named.filter((key) => !constant.has(key));
    if (resting.length === 0) constant.add(node.key);
    else if (node.kind !== "variable" && resting.every((key) => all.has(key))) all.add(node.key);
  }
  return closure([...all], graph.dependencies);
}

function excludeSet(excludes: readonly string[], graph: ConfigurationGraph, stored: Edges) {
  const addresses = excludes.flatMap((text) => parseInstance(text) ?? []);
  const keys = addresses.map(({ resource }) => formatResource(resource));
  const dependents = reversed(graph.dependencies);
  const whole = addresses.filter((a) => a.key === undefined).map((a) => formatResource(a.resource));
  const single = addresses
    .filter((a) => a.key !== undefined)
    .map((a) => formatResource(a.resource));
  const after = single.flatMap((key) => [...(dependents.get(key) ?? [])]);
  const behind = keys.flatMap((key) => [...(stored.get(key) ?? [])]);
  return {
    nodes: closure([...whole, ...after], dependents),
    kept: new Set([...whole, ...closure(behind, stored)]),
    instances: new Set(excludes),
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
