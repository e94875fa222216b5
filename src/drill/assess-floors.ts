// Survival floors against a plan: those that it breaks, and those that hold nothing.

import { matcherOf } from "../model/patterns.js";
import type { BrokenFloor, Finding } from "../model/survival.js";
import type { Estate } from "../vsphere/estate.js";
import type { AssessRequest } from "./assess-plan.js";
import { brokenFloors } from "./broken-floors.js";
import type { Prediction } from "./predict.js";
import { predictPlanned } from "./predict-planned.js";

/** Our own codes, after those of the failure catalogue. */
const UNKNOWN_SCENARIO_CODE = "FC-65";
const COVERS_NOTHING_CODE = "FC-66";

/** Floors are held against their own scenario, not only the one that was asked for. */
export function floorsBrokenBy(
  { scenario, scenarioNamed, steps }: AssessRequest,
  planned: Estate,
  after: readonly Prediction[],
): readonly BrokenFloor[] {
  const names = [...new Set(planned.floors.map((floor) => floor.scenario))].sort();
  return names.flatMap((name) => {
    if (name === scenario.name) {
      return brokenFloors(planned.floors, { scenario: name, workloads: after });
    }
    const other = scenarioNamed(name);
    if (other === undefined) return [];
    const workloads = predictPlanned(planned, { steps, scenario: other });
    return brokenFloors(planned.floors, { scenario: name, workloads });
  });
}

/** Floors that hold nothing, which nobody would notice before the outage. */
export function floorFindings(
  request: AssessRequest,
  planned: Estate,
  after: readonly Prediction[],
): readonly Finding[] {
  return [...floorsWithoutScenario(request, planned), ...floorsOverNothing(planned, after)];
}

function floorsOverNothing(planned: Estate, after: readonly Prediction[]): readonly Finding[] {
  const none = (pattern: string) => {
    const covers = matcherOf([pattern]);
    return !after.some(({ workload }) => covers(workload));
  };
  return planned.floors.flatMap(({ name, workloads }) => {
    const idle = (workloads ?? []).filter(none);
    if (idle.length === 0) return [];
    return {
      code: COVERS_NOTHING_CODE,
      severity: "warning",
      subject: `floor/${name}`,
      sentence: `No workload is called ${idle.map((p) => `"${p}"`).join(" or ")}, so the floor does not hold any there.`,
      remedy: "Pass the machines themselves, or write the ids as holdfast drill shows them.",
    } as const;
  });
}

/** A floor that names a scenario nobody knows protects nothing. */
function floorsWithoutScenario(
  { scenarioNamed }: AssessRequest,
  planned: Estate,
): readonly Finding[] {
  return planned.floors
    .filter(({ scenario }) => scenarioNamed(scenario) === undefined)
    .map(({ name, scenario }) => ({
      code: UNKNOWN_SCENARIO_CODE,
      severity: "error",
      subject: `floor/${name}`,
      sentence: `It names the scenario "${scenario}", which does not exist, so no plan is held against it.`,
      remedy: "Name a scenario that comes with Holdfast.",
    }));
}
