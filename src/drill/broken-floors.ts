// Survival floors against verdicts: which floor a drill or a prediction breaks, and by which workloads.

import { matcherOf } from "../model/patterns.js";
import type { BrokenFloor, PredictedVerdict } from "../model/survival.js";
import type { EstateFloor } from "../vsphere/estate.js";

/** The floors about this scenario of whose workloads too many end otherwise than survived. */
export function brokenFloors(
  floors: readonly EstateFloor[],
  results: { readonly scenario: string; readonly workloads: readonly PredictedVerdict[] },
): readonly BrokenFloor[] {
  const fallen = results.workloads.filter(({ verdict }) => verdict !== "survived");
  return floors
    .filter((floor) => floor.scenario === results.scenario)
    .map((floor) => breakOf(floor, fallen))
    .filter(({ lost, maxLost }) => lost.length > maxLost);
}

function breakOf(floor: EstateFloor, fallen: readonly PredictedVerdict[]): BrokenFloor {
  const covers = matcherOf(floor.workloads);
  return {
    floor: floor.name,
    scenario: floor.scenario,
    maxLost: floor.maxLost,
    lost: fallen.map(({ workload }) => workload).filter(covers),
    reason: floor.reason,
  };
}
