// The law of two opinions: whatever the estate and whatever breaks, prediction equals observation.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUILT_IN_SCENARIOS } from "../../../src/drill/built-in-scenarios.js";
import { predict } from "../../../src/drill/predict.js";
import { builtInScenario, resolveScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import type { Scenario } from "../../../src/drill/scenario.js";
import { estateArb, scenarioArb, simulateRandom } from "../../support/arbitrary-site.js";

const RUNS = Number(process.env.HOLDFAST_RUNS ?? 40);

const anyScenario: fc.Arbitrary<Scenario> = fc.oneof(
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

  it("agree on a key that was deleted after its key provider was, and on its neighbour", async () => {
    const host = { persistence: false, tpm: true, version: "7.0 U1", site: "edge" };
    const simulator = await simulateRandom({
      description: {
        vcenter: { site: "edge" },
        keyServers: [{ name: "kms0", site: "edge", group: "core" }],
        native: null,
        defaultKeyProvider: "kp",
        clusters: [
          {
            name: "c0",
            hosts: [{ ...host, name: "esx0" }],
            machines: [
              { name: "c0-vm0", encrypted: true },
              { name: "c0-vm1", encrypted: true },
            ],
          },
        ],
      },
      afterwards: [{ do: "delete-standard" }, { do: "delete-key", on: 0 }],
    });
    const { scenario } = resolveScenario({
      name: "power-cut",
      description: "Each host loses power.",
      outage: 24_000,
      events: [{ kind: "hosts-lose-power", at: 0, backAfter: 60 }],
    });
    if (scenario === undefined) throw new Error("the scenario is in order");
    const { workloads } = runDrill({ simulator, scenario, settle: false });
    expect(workloads.map(({ workload, verdict }) => `${workload} ${verdict}`)).toEqual([
      "vm:vc01/vm/c0-vm0 lost",
      "vm:vc01/vm/c0-vm1 locked",
    ]);
  });

  it("agree on a machine whose lost host was removed from the inventory", async () => {
    const host = { persistence: false, tpm: true, version: "8.0 U3", site: "edge" };
    const simulator = await simulateRandom({
      description: {
        vcenter: { site: "edge" },
        keyServers: [{ name: "kms0", site: "edge", group: "core" }],
        native: null,
        defaultKeyProvider: "kp",
        clusters: [
          {
            name: "c0",
            hosts: [
              { ...host, name: "esx0" },
              { ...host, name: "esx1" },
            ],
            machines: [{ name: "c0-vm0", encrypted: true }],
          },
        ],
      },
      afterwards: [
        { do: "power-loss", on: 0 },
        { do: "remove-host", on: 0 },
      ],
    });
    const { scenario } = resolveScenario({
      name: "short-outage",
      description: "Every key server is unreachable.",
      outage: 24_000,
      events: [{ kind: "key-servers-unreachable", at: 0 }],
    });
    if (scenario === undefined) throw new Error("the scenario is in order");
    const [workload] = runDrill({ simulator, scenario, settle: false }).workloads;
    expect(workload).toMatchObject({ verdict: "survived", ranAtStart: true });
  });
});
