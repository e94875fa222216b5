// What would become of a cluster's workloads with fewer faults, or with fewer of the author's changes: the head laid
// over the part of the live estate that decides it, and predicted again. Bounded: predictions are paid for from a
// budget, in looks at hosts and machines.

import type { PlannedStep } from "../drill/assess-plan.js";
import { stepsOfChange } from "../drill/assess-plans.js";
import type { Prediction } from "../drill/predict.js";
import { predictPlanned } from "../drill/predict-planned.js";
import type { Scenario } from "../drill/scenario.js";
import type { Schedule } from "../drill/schedule.js";
import type { Change, Plan } from "../model/plan.js";
import type { Estate } from "../vsphere/estate.js";
import { overlayEstate } from "../vsphere/overlay-estate.js";
import { type AuthorChange, changesByObject } from "./author-changes.js";
import {
  boundsOf,
  type PartBounds,
  partWithin,
  placesOfChange,
  placesWithin,
} from "./cluster-part.js";

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

/** The changes that the head plans, by where they belong. */
export interface HeadChanges {
  readonly at: ReadonlyMap<string, ReadonlyMap<string, Change>>;
  /** Of what serves several places. */
  readonly anywhere: ReadonlyMap<string, Change>;
}

/** Linear in the size of the plans. */
export function sortHeadChanges(plans: readonly Plan[]): HeadChanges {
  const at = new Map<string, Map<string, Change>>();
  const anywhere = new Map<string, Change>();
  for (const [key, { change }] of changesByObject(plans)) {
    if (change.action === "no-op") continue;
    const places = placesOfChange(change);
    if (places === undefined) anywhere.set(key, change);
    for (const place of places ?? []) {
      const own = at.get(place) ?? new Map<string, Change>();
      at.set(place, own.set(key, change));
    }
  }
  return { at, anywhere };
}

/** Of one cluster and of what it relies on. */
export function tryCluster(ground: TrialGround, cluster: string): ClusterTrial {
  const { live, planned, scenario, budget } = ground;
  const bounds = boundsOf([planned, live], cluster, scenario);
  const part = partWithin(live, bounds);
  const changes = changesWithin(ground.changes, bounds);
  const steps = [...changes.values()].flatMap(stepsOfChange);
  const head = overlay(part, steps);
  const pay = (estate: Estate) => payFor(estate, budget);
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
const LOOKS_AT_LEAST = 100;

/** Whether there is budget left to predict an estate, which is taken off it. */
export function payFor(estate: Estate, budget: Budget): boolean {
  budget.left -= estate.hosts.size + estate.virtualMachines.size + LOOKS_AT_LEAST;
  return budget.left >= 0;
}

function overlay(part: Estate, steps: readonly PlannedStep[]): Estate {
  const objects = steps.flatMap(({ object }) => object ?? []);
  return objects.length === 0 ? part : overlayEstate(part, objects);
}

function changesWithin(
  { at, anywhere }: HeadChanges,
  bounds: PartBounds,
): ReadonlyMap<string, Change> {
  const own = placesWithin(bounds).flatMap((place) => [...(at.get(place) ?? [])]);
  return new Map([...anywhere, ...own]);
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
