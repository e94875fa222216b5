// The law of two opinions and the law of bytes, on many random estates: too long for every run of the tests.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runDrill } from "../../../src/drill/run-drill.js";
import { anyScenario } from "../../support/any-scenario.js";
import { estateArb, simulateRandom } from "../../support/arbitrary-site.js";

const ESTATES = 2_000;

describe(`${ESTATES} random estates`, () => {
  it("are predicted as they are observed, twice the same byte for byte", {
    timeout: 1_200_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(estateArb, anyScenario, fc.boolean(), async (random, scenario, settle) => {
        // A prediction that is not what is observed stops a drill.
        const drill = async () => {
          const simulator = await simulateRandom(random);
          const result = JSON.stringify(runDrill({ simulator, scenario, settle }));
          return `${result}\n${simulator.digest()}`;
        };
        expect(await drill()).toBe(await drill());
      }),
      { numRuns: ESTATES },
    );
  });
});
