// Any scenario there is: those that come with Holdfast, and random ones.

import fc from "fast-check";
import { BUILT_IN_SCENARIOS } from "../../src/drill/built-in-scenarios.js";
import { builtInScenario, resolveScenario } from "../../src/drill/resolve-scenario.js";
import type { Scenario } from "../../src/drill/scenario.js";
import { scenarioArb } from "./arbitrary-site.js";

export const anyScenario: fc.Arbitrary<Scenario> = fc.oneof(
  fc.constantFrom(...BUILT_IN_SCENARIOS.keys()).map((name) => {
    const scenario = builtInScenario(name);
    if (scenario === undefined) throw new Error(`${name} is built in`);
    return scenario;
  }),
  scenarioArb.map((document) => {
    const { scenario, diagnostics } = resolveScenario(document);
    if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
    return scenario;
  }),
);
