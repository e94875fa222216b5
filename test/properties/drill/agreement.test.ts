// The law of two opinions: whatever the estate and whatever breaks, prediction equals observation.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predict } from "../../../src/drill/predict.js";
import { resolveScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import { anyScenario } from "../../support/any-scenario.js";
import { estateArb, simulateRandom } from "../../support/arbitrary-site.js";
import { DIFFERENCES } from "./differences.js";

const RUNS = Number(process.env.HOLDFAST_RUNS ?? 40);

describe("prediction and observation", () => {
  it("agree", { timeout: 3_600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(estateArb, anyScenario, fc.boolean(), async (random, scenario, settle) => {
        const simulator = await simulateRandom(random);
        const result = runDrill({ simulator, scenario, settle });
        const predicted = predict(simulator.estate(), scenario, { settle });
        expect(result.workloads.map(({ workload }) => workload)).toEqual(
          predicted.map(({ workload }) => workload),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it.each(Object.entries(DIFFERENCES))("agree that %s", async (_, difference) => {
    const { estate, events, settle, outcome } = difference;
    const { scenario } = resolveScenario({
      name: "example",
      description: "What once told prediction and observation apart.",
      outage: 24_000,
      events,
    });
    if (scenario === undefined) throw new Error("the scenario is in order");
    const { workloads } = runDrill({ simulator: await simulateRandom(estate), scenario, settle });
    const seen = workloads.map((each) => `${each.workload} ${each.verdict} on ${each.startableOn}`);
    expect(seen).toEqual(outcome);
  });
});
