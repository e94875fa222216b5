// What would become of a cluster's workloads with fewer faults, or with fewer of the author's changes: the head laid
// over the part of the live estate that decides it, and predicted again. Bounded: predictions are paid for from a
// budget, in looks at hosts and machines.

import type { PlannedStep } from "../drill/assess-plan.js";
import { stepsOfChange } from "../drill/assess-plans.js";
import type { Prediction } from "../drill/predict.js";
import { clustersReliedOn } from "../drill/predict-components.js";
import { predictPlanned } from "../drill/predict-planned.js";
import type { Scenario } from "../drill/scenario.js";
import type { Schedule } from "../drill/schedule.js";
import { estateWithin } from "../drill/steps-by-cluster.js";
import type { Change, Plan } from "../model/plan.js";
import type { ObjectValue } from "../model/value.js";
import type { Estate } from "../vsphere/estate.js";
import { overlayEstate } from "../vsphere/overlay-estate.js";
import { type AuthorChange, changesByObject } from "./author-changes.js";

/** Looks at hosts and machines that are left. */
export interface Budget {
  left: number;
}

export interface ClusterTrial {
  /** The part of the head that decides the fate of the cluster. */
  readonly head: Estate;
  /** The head under a scenario of fewer faults; undefined when the budget is spent. */
  readonly underFaults: (schedule: Schedule) => readonly Prediction[] | undefined;
  /** The head with some of the author's changes taken back; undefined when the budget is spent. */
  readonly without: (changes: readonly AuthorChange[]) => readonly Prediction[] | undefined;
}

export interface TrialGround {
  readonly live: Estate;
  /** With the head's plans carried out. */
  readonly planned: Estate;
  readonly changes: HeadChanges;
  readonly scenario: Scenario;
  readonly budget: Budget;
}

/** The changes that the head plans, by what they touch. */
export interface HeadChanges {
  readonly ofCluster: ReadonlyMap<string, ReadonlyMap<string, Change>>;
  /** Of what serves several clusters. */
  readonly ofAll: ReadonlyMap<string, Change>;
}

/** The attribute with the cluster of what belongs to one. */
const CLUSTER_ATTRIBUTES: Readonly<Record<string, string>> = {
  holdfast_cluster: "id",
  holdfast_host: "cluster",
  holdfast_virtual_machine: "cluster",
  holdfast_vsan_encryption: "cluster",
};

/** Linear in the size of the plans. */
export function sortHeadChanges(plans: readonly Plan[]): HeadChanges {
  const ofCluster = new Map<string, Map<string, Change>>();
  const ofAll = new Map<string, Change>();
  for (const [key, { change }] of changesByObject(plans)) {
    if (change.action === "no-op") continue;
    const clusters = ownClusters(change);
    if (clusters === undefined) ofAll.set(key, change);
    for (const cluster of clusters ?? []) {
      const own = ofCluster.get(cluster) ?? new Map<string, Change>();
      ofCluster.set(cluster, own.set(key, change));
    }
  }
  return { ofCluster, ofAll };
}

/** Undefined for what does not belong to one cluster, or to one that only apply will know. */
function ownClusters({ instance, before, after }: Change): ReadonlySet<string> | undefined {
  const attribute = CLUSTER_ATTRIBUTES[instance.resource.type];
  if (attribute === undefined) return undefined;
  const objects = [before, after].filter((object): object is ObjectValue => object !== null);
  const paths = objects.map((object) => object[attribute]);
  const known = paths.filter((path) => typeof path === "string");
  return known.length < paths.length ? undefined : new Set(known);
}

/** Of one cluster and of what it relies on. */
export function tryCluster(ground: TrialGround, cluster: string): ClusterTrial {
  const { live, planned, scenario, budget } = ground;
  const clusters = new Set([
    ...clustersReliedOn(planned, cluster),
    ...clustersReliedOn(live, cluster),
  ]);
  const part = estateWithin(live, clusters);
  const changes = changesWithin(ground.changes, clusters);
  const steps = [...changes.values()].flatMap(stepsOfChange);
  const head = overlay(part, steps);
  const pay = (estate: Estate) => {
    budget.left -= estate.hosts.size + estate.virtualMachines.size + LOOKS_AT_LEAST;
    return budget.left >= 0;
  };
  return {
    head,
    underFaults: (schedule) =>
      pay(head) ? predictPlanned(head, { steps, scenario }, { schedule }) : undefined,
    without: (taken) => {
      if (!pay(head)) return undefined;
      const rest = [...withBaseOf(taken, changes).values()].flatMap(stepsOfChange);
      return predictPlanned(overlay(part, rest), { steps: rest, scenario });
    },
  };
}

/** What a prediction costs whatever its size. */
const LOOKS_AT_LEAST = 10;

function overlay(part: Estate, steps: readonly PlannedStep[]): Estate {
  const objects = steps.flatMap(({ object }) => object ?? []);
  return objects.length === 0 ? part : overlayEstate(part, objects);
}

function changesWithin(
  { ofCluster, ofAll }: HeadChanges,
  clusters: ReadonlySet<string>,
): ReadonlyMap<string, Change> {
  const own = [...clusters].flatMap((cluster) => [...(ofCluster.get(cluster) ?? [])]);
  return new Map([...ofAll, ...own]);
}

/** What the base plans for some objects instead of what the head does: nothing, if the base leaves them alone. */
function withBaseOf(
  taken: readonly AuthorChange[],
  changes: ReadonlyMap<string, Change>,
): ReadonlyMap<string, Change> {
  const rest = new Map(changes);
  for (const { key, planned } of taken) {
    if (planned.base === undefined) rest.delete(key);
    else rest.set(key, planned.base);
  }
  return rest;
}
