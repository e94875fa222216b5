// The law of parts: what is predicted of a cluster on the part of the estate that decides it, with the faults that can
// matter there, is what is predicted of it on the whole.

import fc from "fast-check";
import { expect, it } from "vitest";
import { predictPlanned } from "../../../src/drill/predict-planned.js";
import type { Scenario } from "../../../src/drill/scenario.js";
import { makeSchedule } from "../../../src/drill/schedule.js";
import { clusterOfWorkload } from "../../../src/drill/workloads.js";
import type { Change, Plan } from "../../../src/model/plan.js";
import { sortHeadChanges, tryCluster } from "../../../src/preview/cluster-trial.js";
import { faultUnits, scheduleOf } from "../../../src/preview/counterexample.js";
import { overlayEstate, type PlannedObject } from "../../../src/vsphere/overlay-estate.js";
import { anyScenario } from "../../support/any-scenario.js";
import { changeArb, planAndApply, type RandomChange } from "../../support/arbitrary-change.js";
import { estateArb, type RandomEstate, simulateRandom } from "../../support/arbitrary-site.js";
import { goodPlan } from "../../support/planning.js";

const RUNS = Number(process.env.HOLDFAST_RUNS ?? 50);

it("predicts of a part what it predicts of the whole", async () => {
  let clusters = 0;
  const whole = fc.tuple(estateArb, fc.array(changeArb, { maxLength: 4 }), anyScenario);
  await fc.assert(
    fc.asyncProperty(whole, async ([random, changes, scenario]) => {
      clusters += await expectParts(random, changes, scenario);
    }),
    { numRuns: RUNS },
  );
  expect(clusters).toBeGreaterThan(RUNS);
});

async function expectParts(
  random: RandomEstate,
  changes: readonly RandomChange[],
  scenario: Scenario,
): Promise<number> {
  const simulator = await simulateRandom(random);
  const live = simulator.estate();
  const objects = new Map<string, PlannedObject>();
  for (const change of changes) {
    const object = await planAndApply(simulator, change);
    const id = String(object?.after?.id);
    if (object !== undefined && !objects.has(id)) objects.set(id, object);
  }
  const planned = overlayEstate(live, [...objects.values()]);
  const steps = [...objects.values()].map((object) => ({ title: "", object, after: [] }));
  const ground = {
    ...{ live, planned, scenario, budget: { left: Number.POSITIVE_INFINITY } },
    changes: sortHeadChanges([await planOfObjects([...objects.values()])]),
  };
  const all = predictPlanned(planned, { steps, scenario });
  for (const cluster of planned.clusters.keys()) {
    const { head, underFaults } = tryCluster(ground, cluster);
    const schedule = makeSchedule(scenario, head);
    const spent = tryCluster({ ...ground, budget: { left: 0 } }, cluster);
    expect(spent.underFaults(schedule)).toBeUndefined();
    const found = underFaults(scheduleOf(schedule, faultUnits(head, scenario, schedule)));
    const own = (each: { readonly workload: string }) =>
      clusterOfWorkload(planned, each.workload) === cluster;
    expect(found?.filter(own)).toEqual(all.filter(own));
  }
  simulator.close();
  return planned.clusters.size;
}

async function planOfObjects(objects: readonly PlannedObject[]): Promise<Plan> {
  const plan = await goodPlan({});
  const changes = objects.map(
    ({ type, before, after }, i): Change => ({
      address: `${type}.o${i}`,
      instance: { resource: { mode: "managed", type, name: `o${i}` }, key: undefined },
      ...{ action: "update", before, after, replacePaths: [], dependsOn: [], dependencies: [] },
    }),
  );
  return { ...plan, changes };
}
