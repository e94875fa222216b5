// Plans of which only apply will tell something: what rests on it is promised to nobody.

import { describe, expect, it } from "vitest";
import { assessPlan, type PlannedStep } from "../../../src/drill/assess-plan.js";
import { builtInScenario } from "../../../src/drill/resolve-scenario.js";
import { positionsByCluster } from "../../../src/drill/steps-by-cluster.js";
import { type ObjectValue, UNKNOWN } from "../../../src/model/value.js";
import { edgeSite } from "../../support/estate-builder.js";
import { simulate } from "../../support/simulated-estate.js";

const HOST: ObjectValue = {
  id: "vc01/edge/esx01",
  hostname: "esx01",
  cluster: "vc01/edge",
  site: "edge",
  version: "8.0 U3",
  tpm: { present: true },
  key_persistence: { enabled: true },
  configuration_encryption_mode: "TPM",
};
const AUTHORITY: ObjectValue = {
  id: "vc00/trust-authority/ta",
  cluster: "vc00/ta",
  trusted_clusters: ["vc01/edge"],
  base_images: ["8.0 U3"],
  trusted_tpms: null,
};
const KEY_SERVER: ObjectValue = {
  id: "vc00/kms/tkms",
  vcenter: "vc00",
  name: "tkms",
  address: "tkms.example",
  site: "core",
};

function untold(type: string, before: ObjectValue, change: ObjectValue): PlannedStep {
  const object = { type, before, after: { ...before, ...change } };
  return { title: type, object, isUntold: true, after: [] };
}

async function trustedSite() {
  const simulator = await simulate({
    trusted: {},
    standard: null,
    defaultKeyProvider: "tkp",
    clusters: [
      { name: "edge", trusted: true, hosts: [{ name: "esx01" }], machines: [{ name: "m" }] },
    ],
  });
  simulator.advance(7200);
  return simulator.estate();
}

describe("what only apply will tell", () => {
  it("counts for the floors of every scenario", () => {
    const floors = [
      { name: "f", scenario: "provider-outage", workloads: null, maxLost: 0, reason: "r" },
    ];
    const estate = { ...edgeSite(), floors };
    const steps = [untold("holdfast_host", HOST, { site: UNKNOWN })];
    const broken = ["provider-outage", "wan-partition"].map((name) => {
      const { brokenFloors } = assessPlan({ estate, steps, ...asked(name) });
      return brokenFloors.map(({ lost }) => lost.length);
    });
    expect(broken[0]).toEqual([2]);
    expect(broken[1]).toEqual(broken[0]);
  });

  it.each([
    [
      "which TPMs are trusted",
      untold("holdfast_trust_authority", AUTHORITY, { trusted_tpms: UNKNOWN }),
    ],
    ["one of the TPMs", untold("holdfast_trust_authority", AUTHORITY, { trusted_tpms: [UNKNOWN] })],
    [
      "where a key server behind it stands",
      untold("holdfast_key_server", KEY_SERVER, { site: UNKNOWN }),
    ],
  ])("of a Trust Authority counts for the clusters that it attests: %s", async (_, step) => {
    const estate = await trustedSite();
    const survival = (steps: readonly PlannedStep[]) =>
      assessPlan({ estate, steps, ...asked("rolling-reboot") }).after;
    expect(survival([])).toEqual([{ workload: "vm:vc01/vm/m", verdict: "survived" }]);
    expect(survival([step])).toEqual([{ workload: "vm:vc01/vm/m", verdict: "unknown" }]);
    // Of the facts alone, as at a place half way.
    expect(survival([{ ...step, isUntold: false }])[0]?.verdict).toBe(
      step.object?.type === "holdfast_trust_authority" ? "unknown" : "survived",
    );
  });

  it("has the clusters that a Trust Authority attests among those that its key servers concern", async () => {
    const step = untold("holdfast_key_server", KEY_SERVER, { site: "edge" });
    const positions = positionsByCluster(await trustedSite(), [step, step]);
    expect([...positions.keys()]).toEqual(["vc00/ta", "vc01/edge"]);
  });
});

function asked(name: string) {
  const scenario = builtInScenario(name);
  if (scenario === undefined) throw new Error(`${name} is built in`);
  return { scenario, scenarioNamed: builtInScenario };
}
