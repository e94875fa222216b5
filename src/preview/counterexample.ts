// The fewest faults of a scenario that cost a cluster its workloads. Faults are left out one at a time for as long as
// the loss remains, so that in the end none of them can be: a set that is minimal, not one that is smallest.

import { eventText } from "../drill/event-phrases.js";
import { faultActionsOf } from "../drill/predict-component.js";
import { componentsOf } from "../drill/predict-components.js";
import type { Scenario } from "../drill/scenario.js";
import { type Action, faultKey, faultName, type Schedule } from "../drill/schedule.js";
import type { Estate } from "../vsphere/estate.js";

/** What is broken together: a fault, a host, or all hosts of a cluster. */
export interface FaultUnit {
  /** `vc01/kms/kms1 is unreachable` */
  readonly text: string;
  /** Keys of faults in {@link Schedule.faultsOf}. */
  readonly faults: ReadonlySet<string>;
  /** Paths of hosts. */
  readonly hosts: ReadonlySet<string>;
}

/** In larger clusters the hosts are one, which takes fewer tries and says as much. */
const MOST_SINGLE_HOSTS = 8;

/**
 * Undefined when the question could no longer be answered. `isLoss` judges a schedule of some of the faults and is asked
 * about as often as there are faults, and again for each that goes.
 */
export function minimalFaults(
  units: readonly FaultUnit[],
  isLoss: (units: readonly FaultUnit[]) => boolean | undefined,
): readonly FaultUnit[] | undefined {
  let kept = units;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const unit of kept) {
      const fewer = kept.filter((other) => other !== unit);
      const stillLost = isLoss(fewer);
      if (stillLost === undefined) return undefined;
      if (!stillLost) continue;
      kept = fewer;
      isSmaller = true;
    }
  }
  return kept;
}

/** The faults of a schedule that can matter to the clusters of an estate. */
export function faultUnits(
  estate: Estate,
  scenario: Scenario,
  schedule: Schedule,
): readonly FaultUnit[] {
  return [...units(faultsAmong(estate, scenario, schedule)), ...hostUnits(schedule)];
}

/** A schedule with some of its faults alone. */
export function scheduleOf(
  { faultsOf, turnOf, hostsOf }: Schedule,
  units: readonly FaultUnit[],
): Schedule {
  const faults = new Set(units.flatMap((unit) => [...unit.faults]));
  const hosts = new Set(units.flatMap((unit) => [...unit.hosts]));
  const isKept = (action: Action) => "host" in action && hosts.has(action.host);
  return {
    faultsOf: new Map([...faultsOf].filter(([key]) => faults.has(key))),
    turnOf,
    hostsOf: new Map([...hostsOf].map(([path, actions]) => [path, actions.filter(isKept)])),
  };
}

function faultsAmong(estate: Estate, scenario: Scenario, schedule: Schedule): readonly Action[] {
  const elsewhere = { best: new Map(), worst: new Map() };
  const question = { estate, scenario, schedule, elsewhere, isSettled: true };
  return componentsOf(estate).flatMap((component) => faultActionsOf({ ...question, component }));
}

function units(actions: readonly Action[]): readonly FaultUnit[] {
  const found = new Map<string, FaultUnit>();
  for (const action of actions) {
    if (action.kind !== "fault-begins") continue;
    const key = faultKey(action.fault.kind, faultName(action.fault));
    if (found.has(key)) continue;
    found.set(key, { text: eventText(action), faults: new Set([key]), hosts: new Set() });
  }
  return [...found.values()];
}

function hostUnits({ hostsOf }: Schedule): readonly FaultUnit[] {
  return [...hostsOf].flatMap(([cluster, actions]) => {
    const struck = [...new Set(actions.flatMap((action) => ("host" in action ? action.host : [])))];
    if (struck.length <= MOST_SINGLE_HOSTS) {
      return struck.map((host) => hostUnit(host, [host], actions));
    }
    return [hostUnit(`each of ${struck.length} hosts of ${cluster}`, struck, actions)];
  });
}

/** Named by what strikes it, not by how it comes back. */
function hostUnit(name: string, struck: readonly string[], actions: readonly Action[]): FaultUnit {
  const hosts = new Set(struck);
  const texts = actions.flatMap((action) => {
    const isBack = action.kind === "powered-on" || action.kind === "recovery-key-entered";
    if (!("host" in action) || !hosts.has(action.host) || isBack) return [];
    return eventText({ ...action, host: name });
  });
  return { text: [...new Set(texts)].join(", "), faults: new Set(), hosts };
}
