// Drills as a data source asks for them, and plans in which one is read.

import { describe, expect, it } from "vitest";
import { assessPlans } from "../../../src/drill/assess-plans.js";
import { defaultScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import { runNamedDrill } from "../../../src/drill/run-named-drill.js";
import type { Change, Plan } from "../../../src/model/plan.js";
import { UNKNOWN } from "../../../src/model/value.js";
import { simulate } from "../../support/simulated-estate.js";

const site = () =>
  simulate({
    keyServers: [{ name: "kms0", site: "core" }],
    clusters: [
      { name: "edge", hosts: [{ name: "esx01" }], machines: [{ name: "till", encrypted: true }] },
    ],
  });

const OWN = {
  name: "one-server-down",
  description: "One key server is away for an hour.",
  outage: "1h",
  events: [{ kind: "key-servers-unreachable", at: 0, target: { keyServers: ["vc01/kms/*"] } }],
};

describe("a drill by name", () => {
  it("is the drill of the scenario that comes with Holdfast, and leaves the vSphere alone", async () => {
    const simulator = await site();
    const before = simulator.digest();
    const named = { scenario: "provider-outage", settle: false };
    const { result, diagnostics } = runNamedDrill(simulator, named);
    expect(diagnostics).toEqual([]);
    expect(result).toEqual(runDrill({ simulator, scenario: defaultScenario(), settle: false }));
    expect(simulator.digest()).toBe(before);
  });

  it("takes the JSON of a scenario", async () => {
    const simulator = await site();
    const scenario = JSON.stringify(OWN);
    const { result, diagnostics } = runNamedDrill(simulator, { scenario, settle: true });
    expect(diagnostics).toEqual([]);
    expect(result).toMatchObject({ scenario: "one-server-down", outageSeconds: 3600 });
  });

  it.each([
    ["provider-outge", 'Did you mean "provider-outage"?'],
    ["{", "Line 1, column 2 of the scenario: The text is not well-formed"],
    [JSON.stringify({ ...OWN, outge: 1 }), 'has "outge", which is unknown'],
    [
      JSON.stringify({
        ...OWN,
        events: [{ kind: "key-servers-unreachable", at: 0, target: { keyServers: ["vc9/kms/x"] } }],
      }),
      "vc9/kms/x",
    ],
  ])("says what is wrong with %s", async (scenario, detail) => {
    const { result, diagnostics } = runNamedDrill(await site(), { scenario, settle: true });
    expect(result).toBeUndefined();
    expect(diagnostics.map((d) => d.detail).join(" ")).toContain(detail);
    expect(diagnostics.every(({ attribute }) => attribute?.[0] === "scenario")).toBe(true);
  });
});

describe("the survival of a plan", () => {
  it("is the same whether a drill is read or not", async () => {
    const estate = (await site()).estate();
    const resource = { mode: "data", type: "holdfast_drill", name: "outage" } as const;
    const read: Change = {
      address: "data.holdfast_drill.outage",
      instance: { resource, key: undefined },
      action: "read",
      reason: "read_because_dependency_pending",
      before: null,
      after: { scenario: "provider-outage", verdict: UNKNOWN },
      replacePaths: [],
      dependsOn: [],
      dependencies: [],
    };
    const plan: Plan = {
      stack: "edge",
      mode: "normal",
      prior: { lineage: "l", serial: 1 },
      changes: [],
      drift: [],
      outputs: [],
      complete: true,
      applyable: true,
    };
    const without = assessPlans({ estate, plans: [plan] });
    expect(assessPlans({ estate, plans: [{ ...plan, changes: [read] }] })).toEqual(without);
    expect(without.after.length).toBeGreaterThan(0);
  });
});
