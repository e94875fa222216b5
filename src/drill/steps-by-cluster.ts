// Which steps of a plan concern the survival of a cluster's workloads, what they wait for among each other, and
// the part of an estate that decides it.

import { compareText } from "../model/address.js";
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

/** By cluster of the estate, in their order, the positions of more than one step; one step has no half way. */
export function positionsByCluster(
  estate: Estate,
  steps: readonly PlannedStep[],
): ReadonlyMap<string, readonly number[]> {
  const positionsOf = new Map<string, number[]>();
  const view = viewOf(estate);
  steps.forEach((step, position) => {
    for (const cluster of concerned(view, step.object)) {
      const positions = positionsOf.get(cluster);
      if (positions === undefined) positionsOf.set(cluster, [position]);
      else positions.push(position);
    }
  });
  return new Map(
    [...positionsOf]
      .filter(([, positions]) => positions.length > 1)
      .sort(([a], [b]) => compareText(a, b)),
  );
}

/** Clusters of the estate in which a step changes something, new machines included. */
export function touchedClusters(estate: Estate, steps: readonly PlannedStep[]): readonly string[] {
  const view = viewOf(estate);
  const touched = new Set<string>();
  for (const { object } of steps) {
    if (object === undefined) continue;
    if (object.type === "holdfast_virtual_machine") {
      const cluster = text(object.after ?? {}, "cluster");
      if (estate.clusters.has(cluster)) touched.add(cluster);
    } else {
      for (const cluster of concerned(view, object)) touched.add(cluster);
    }
  }
  return [...touched].sort();
}

/**
 * A cluster with its hosts and machines, and with the clusters whose machines its vCenter and its key servers
 * run in; everything else that issues keys stays.
 */
export function partOfEstate(estate: Estate, clusterPath: string): Estate {
  return estateWithin(estate, clustersReliedOn(estate, clusterPath));
}

/** The same with some clusters, their hosts and their machines alone. */
export function estateWithin(estate: Estate, clusters: Iterable<string>): Estate {
  const { hostsOf, machinesOf } = indexEstate(estate);
  const paths = [...clusters];
  const only = <T extends { readonly path: string }>(rows: readonly T[]) =>
    new Map(rows.map((row) => [row.path, row]));
  return {
    ...estate,
    clusters: only(paths.flatMap((path) => estate.clusters.get(path) ?? [])),
    hosts: only(paths.flatMap((path) => hostsOf.get(path) ?? [])),
    virtualMachines: only(paths.flatMap((path) => machinesOf.get(path) ?? [])),
  };
}

/** A function that names the clusters of an estate that a planned object has to do with, new machines included. */
export function clustersConcerned(estate: Estate): (object: PlannedObject) => readonly string[] {
  const view = viewOf(estate);
  return (object) => {
    if (object.type !== "holdfast_virtual_machine") return concerned(view, object);
    const facts = [object.before, object.after].filter((each) => each !== null);
    return [...new Set(facts.flatMap((each) => relying(view, text(each, "cluster"))))];
  };
}

interface View {
  readonly estate: Estate;
  readonly clustersOf: ReadonlyMap<string, readonly string[]>;
  /** By vCenter of a Trust Authority: the clusters that it attests, which need the key servers there. */
  readonly trustingIn: ReadonlyMap<string, readonly string[]>;
  /** By cluster: itself and the clusters whose vCenter or key servers run in it. */
  readonly relyingOn: ReadonlyMap<string, readonly string[]>;
}

function viewOf(estate: Estate): View {
  const clustersOf = new Map<string, string[]>();
  const trustingIn = new Map<string, string[]>();
  const relyingOn = new Map<string, string[]>();
  const { authorityOf } = indexEstate(estate);
  for (const { path, vcenter } of estate.clusters.values()) {
    addTo(clustersOf, vcenter, path);
    const authority = authorityOf.get(path);
    if (authority !== undefined) addTo(trustingIn, authority.vcenter, path);
    for (const other of clustersReliedOn(estate, path)) addTo(relyingOn, other, path);
  }
  return { estate, clustersOf, trustingIn, relyingOn };
}

function addTo(groups: Map<string, string[]>, name: string, item: string): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [item]);
  else group.push(item);
}

/** Clusters of the estate whose present workloads a step may touch. New machines touch no others. */
function concerned(view: View, object: PlannedObject | undefined): readonly string[] {
  if (object === undefined) return [];
  const { estate, clustersOf, trustingIn } = view;
  const facts = object.after ?? object.before ?? {};
  switch (object.type) {
    case "holdfast_virtual_machine": {
      if (object.before === null) return [];
      const from = text(object.before, "cluster");
      return [...new Set([from, text(facts, "cluster")].flatMap((path) => relying(view, path)))];
    }
    case "holdfast_host":
      return relying(view, text(facts, "cluster"));
    case "holdfast_cluster":
      return relying(view, text(facts, "id"));
    case "holdfast_vsan_encryption":
      return relying(view, text(facts, "cluster"));
    case "holdfast_vcenter":
      return clustersOf.get(text(facts, "id")) ?? [];
    case "holdfast_default_key_provider": {
      const entity = text(facts, "entity");
      return clustersOf.get(entity) ?? relying(view, entity);
    }
    case "holdfast_key_server": {
      const vcenter = text(facts, "vcenter");
      const own = clustersOf.get(vcenter) ?? [];
      return [...new Set([...own, ...(trustingIn.get(vcenter) ?? [])])];
    }
    case "holdfast_standard_key_provider":
    case "holdfast_native_key_provider":
    case "holdfast_trusted_key_provider":
      return clustersOf.get(text(facts, "vcenter")) ?? [];
    case "holdfast_trust_authority":
      return relying(view, text(facts, "cluster"));
    case "holdfast_network_path":
      return [...estate.clusters.keys()];
    default:
      return [];
  }
}

function relying({ relyingOn }: View, cluster: string): readonly string[] {
  return relyingOn.get(cluster) ?? [];
}

function text(facts: ObjectValue, name: string): string {
  const value = unmark(facts[name] ?? null);
  return typeof value === "string" && !isUnknown(value) ? value : "";
}

/**
 * The steps of a cluster. One pass over all steps finds what each of a few waits for, through whatever stands between
 * them. Undefined if they wait for more than `most` others taken together.
 */
export function waitingSteps(
  steps: readonly PlannedStep[],
  positions: readonly number[],
  most: number,
): readonly StepInCluster[] | undefined {
  const numberOf = new Map(positions.map((position, number) => [position, number] as const));
  const last = positions.at(-1) ?? 0;
  const ancestors: (ReadonlySet<number> | undefined)[] = [];
  let waits = 0;
  for (let position = 0; position <= last; position++) {
    const found = ancestorsOf(steps[position], { ancestors, numberOf });
    ancestors.push(found);
    waits += found?.size ?? 0;
    if (waits > most) return undefined;
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
