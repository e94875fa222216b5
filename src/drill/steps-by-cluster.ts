// Which steps of a plan concern the survival of a cluster's workloads, what they wait for among each other, and
// the part of an estate that decides it.

import { isUnknown, type ObjectValue, unmark } from "../model/value.js";
import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { PlannedObject } from "../vsphere/overlay-estate.js";
import type { PlannedStep } from "./assess-plan.js";
import { clustersReliedOn } from "./predict-components.js";

export interface StepInCluster {
  readonly title: string;
  readonly object: PlannedObject;
  /** Positions, in the steps of the cluster, of all that must be done before. */
  readonly waitsFor: readonly number[];
}

export interface ClusterSteps {
  readonly cluster: string;
  readonly steps: readonly StepInCluster[];
}

/** Clusters of the estate with more than one step, in their order; one step has no half way. */
export function groupStepsByCluster(
  estate: Estate,
  steps: readonly PlannedStep[],
): readonly ClusterSteps[] {
  const positionsOf = new Map<string, number[]>();
  const clustersOf = clustersByVcenter(estate);
  steps.forEach((step, position) => {
    for (const cluster of concerned(estate, clustersOf, step.object)) {
      const positions = positionsOf.get(cluster);
      if (positions === undefined) positionsOf.set(cluster, [position]);
      else positions.push(position);
    }
  });
  return [...positionsOf]
    .filter(([, positions]) => positions.length > 1)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([cluster, positions]) => ({ cluster, steps: waitingSteps(steps, positions) }));
}

/** Clusters of the estate in which a step changes something, new machines included. */
export function touchedClusters(estate: Estate, steps: readonly PlannedStep[]): readonly string[] {
  const clustersOf = clustersByVcenter(estate);
  const touched = new Set<string>();
  for (const { object } of steps) {
    if (object === undefined) continue;
    if (object.type === "holdfast_virtual_machine") {
      const cluster = text(object.after ?? {}, "cluster");
      if (estate.clusters.has(cluster)) touched.add(cluster);
    } else {
      for (const cluster of concerned(estate, clustersOf, object)) touched.add(cluster);
    }
  }
  return [...touched].sort();
}

/**
 * A cluster with its hosts and machines, and with the clusters whose machines its vCenter and its key servers
 * run in; everything else that issues keys stays.
 */
export function partOfEstate(estate: Estate, clusterPath: string): Estate {
  const { hostsOf, machinesOf } = indexEstate(estate);
  const paths = [...clustersReliedOn(estate, clusterPath)];
  const only = <T extends { readonly path: string }>(rows: readonly T[]) =>
    new Map(rows.map((row) => [row.path, row]));
  return {
    ...estate,
    clusters: only(paths.flatMap((path) => estate.clusters.get(path) ?? [])),
    hosts: only(paths.flatMap((path) => hostsOf.get(path) ?? [])),
    virtualMachines: only(paths.flatMap((path) => machinesOf.get(path) ?? [])),
  };
}

function clustersByVcenter(estate: Estate): ReadonlyMap<string, readonly string[]> {
  const clusters = new Map<string, string[]>();
  for (const { path, vcenter } of estate.clusters.values()) {
    const known = clusters.get(vcenter);
    if (known === undefined) clusters.set(vcenter, [path]);
    else known.push(path);
  }
  return clusters;
}

/** Clusters of the estate whose present workloads a step may touch. New machines touch no others. */
function concerned(
  estate: Estate,
  clustersOf: ReadonlyMap<string, readonly string[]>,
  object: PlannedObject | undefined,
): readonly string[] {
  if (object === undefined) return [];
  const facts = object.after ?? object.before ?? {};
  switch (object.type) {
    case "holdfast_virtual_machine":
      return object.before === null ? [] : present(estate, text(facts, "cluster"));
    case "holdfast_host":
      return present(estate, text(facts, "cluster"));
    case "holdfast_cluster":
      return present(estate, text(facts, "id"));
    case "holdfast_vcenter":
      return clustersOf.get(text(facts, "id")) ?? [];
    case "holdfast_default_key_provider": {
      const entity = text(facts, "entity");
      return clustersOf.get(entity) ?? present(estate, entity);
    }
    case "holdfast_key_server":
    case "holdfast_standard_key_provider":
    case "holdfast_native_key_provider":
      return clustersOf.get(text(facts, "vcenter")) ?? [];
    case "holdfast_network_path":
      return [...estate.clusters.keys()];
    default:
      return [];
  }
}

function present(estate: Estate, cluster: string): readonly string[] {
  return estate.clusters.has(cluster) ? [cluster] : [];
}

function text(facts: ObjectValue, name: string): string {
  const value = unmark(facts[name] ?? null);
  return typeof value === "string" && !isUnknown(value) ? value : "";
}

/** One pass over all steps finds what each of a few waits for, through whatever stands between them. */
function waitingSteps(
  steps: readonly PlannedStep[],
  positions: readonly number[],
): readonly StepInCluster[] {
  const numberOf = new Map(positions.map((position, number) => [position, number] as const));
  const last = positions.at(-1) ?? 0;
  const ancestors: (ReadonlySet<number> | undefined)[] = [];
  for (let position = 0; position <= last; position++) {
    ancestors.push(ancestorsOf(steps[position], { ancestors, numberOf }));
  }
  return positions.flatMap((position) => {
    const { title, object } = steps[position] ?? {};
    if (title === undefined || object === undefined) return [];
    return [{ title, object, waitsFor: [...(ancestors[position] ?? [])].sort((a, b) => a - b) }];
  });
}

/** Undefined for none, the usual case, and shared where nothing is added. */
function ancestorsOf(
  step: PlannedStep | undefined,
  known: {
    readonly ancestors: readonly (ReadonlySet<number> | undefined)[];
    readonly numberOf: ReadonlyMap<number, number>;
  },
): ReadonlySet<number> | undefined {
  let found: Set<number> | undefined;
  for (const other of step?.after ?? []) {
    const number = known.numberOf.get(other);
    const above = known.ancestors[other];
    if (number === undefined && above === undefined) continue;
    found ??= new Set();
    if (number !== undefined) found.add(number);
    for (const each of above ?? []) found.add(each);
  }
  return found;
}
