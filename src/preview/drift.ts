// What the live estate has otherwise than the base declares, and what that alone costs: never the author's.

import { floorsBrokenBy } from "../drill/assess-floors.js";
import { builtInScenario } from "../drill/resolve-scenario.js";
import type { Scenario } from "../drill/scenario.js";
import { compareText } from "../model/address.js";
import { isNoOp, type Plan } from "../model/plan.js";
import type { PreviewChange, PreviewDrift } from "../model/preview.js";
import { type AttributesOf, changesByObject, differencesOf } from "./author-changes.js";
import type { JudgedSide } from "./judge-side.js";

export const NO_DRIFT: PreviewDrift = { changes: [], lost: [], breaksFloor: false };

export interface DriftRequest {
  readonly live: JudgedSide;
  readonly base: JudgedSide;
  readonly plans: readonly Plan[];
  readonly scenario: Scenario;
  readonly attributesOf: AttributesOf;
}

export function findDrift(request: DriftRequest): PreviewDrift {
  const { live, base, plans, attributesOf } = request;
  const changes = [...changesByObject(plans).values()]
    .filter(({ change }) => !isNoOp(change))
    .map(({ stack, change }): PreviewChange => {
      const { address, action, before, after, construct } = change;
      const { type } = change.instance.resource;
      return {
        ...{ stack, address, type, action },
        ...(construct === undefined ? {} : { construct }),
        differences: differencesOf([before, after], attributesOf(type)),
      };
    })
    .sort((a, b) => compareText(a.address, b.address) || compareText(a.stack, b.stack));
  const lost = [...live.predictions.values()].filter(
    ({ workload, verdict }) =>
      verdict !== "survived" && base.predictions.get(workload)?.verdict === "survived",
  );
  return {
    changes,
    lost: lost.map(({ workload }) => workload),
    breaksFloor: changes.length > 0 && breaksFloorOfBase(request),
  };
}

/** Floors of the base that it keeps itself, held against what is there. */
function breaksFloorOfBase({ live, base, scenario }: DriftRequest): boolean {
  const { floors } = base.estate;
  if (floors.length === 0) return false;
  const broken = new Set(base.brokenFloors.map(({ floor }) => floor));
  const there = floorsBrokenBy(
    { estate: live.estate, steps: [], scenario, scenarioNamed: builtInScenario },
    { ...live.estate, floors },
    [...live.predictions.values()],
  );
  return there.some(({ floor }) => !broken.has(floor));
}
