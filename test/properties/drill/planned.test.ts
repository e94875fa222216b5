// The law of plans: what is predicted of a plan is predicted of the estate once the plan is applied.

import fc from "fast-check";
import { expect, it } from "vitest";
import { predict } from "../../../src/drill/predict.js";
import { builtInScenario } from "../../../src/drill/resolve-scenario.js";
import type { Scenario } from "../../../src/drill/scenario.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import { findFindings } from "../../../src/vsphere/findings/find-findings.js";
import { overlayEstate, type PlannedObject } from "../../../src/vsphere/overlay-estate.js";
import { anyScenario } from "../../support/any-scenario.js";
import { changeArb, planAndApply, type RandomChange } from "../../support/arbitrary-change.js";
import { estateArb, type RandomEstate, simulateRandom } from "../../support/arbitrary-site.js";
import type { ClusterDescription } from "../../support/simulated-estate.js";

type Example = [RandomEstate, RandomChange, Scenario];

/** What once told a plan from its apply. */
const EXAMPLES: Example[] = [
  // The keys of a key server stay at its old address.
  example({
    of: { machines: [{ name: "m" }] },
    change: { type: "holdfast_key_server", on: 0, settings: { address: "new.example" } },
    scenario: "rolling-reboot",
  }),
  // Keys that are left on a host that had not archived them yet are archived when persistence goes off.
  example({
    of: { hosts: [{ name: "esx0", persistence: true }], machines: [{ name: "m" }] },
    change: {
      type: "holdfast_host",
      on: 0,
      settings: { key_persistence: { enabled: false, remove_stored_keys_on_disable: false } },
    },
    scenario: "provider-outage",
  }),
  // Another server at a new address demands nothing.
  example({
    of: { machines: [{ name: "m" }] },
    afterwards: [{ do: "demand-credentials" }],
    change: { type: "holdfast_key_server", on: 0, settings: { address: "new.example" } },
    scenario: "provider-outage",
  }),
  // A key server that is down stays down.
  example({
    of: { storage: "vsan", vsan: { keyProvider: "kp", failuresToTolerate: 0 }, machines: [] },
    afterwards: [{ do: "server-down" }],
    change: { type: "holdfast_key_server", on: 0, settings: { timeout_seconds: 9 } },
    scenario: "rolling-reboot",
  }),
  // Keys that were left on a host stay, whatever else is declared of it.
  example({
    of: { hosts: [{ name: "esx0", persistence: true }], machines: [{ name: "m" }] },
    afterwards: [
      { do: "advance", seconds: 7200 },
      { do: "disable", on: 0 },
    ],
    change: { type: "holdfast_host", on: 0, settings: { rack: "r2" } },
    scenario: "provider-outage",
  }),
];

function example(story: {
  readonly of: Partial<ClusterDescription>;
  readonly afterwards?: RandomEstate["afterwards"];
  readonly change: RandomChange;
  readonly scenario: string;
}): Example {
  const scenario = builtInScenario(story.scenario);
  if (scenario === undefined) throw new Error(`${story.scenario} is built in`);
  const cluster = { name: "c0", hosts: [{ name: "esx0" }], machines: [], ...story.of };
  const description = {
    keyServers: [{ name: "kms0", group: null }],
    native: { tpmRequired: false, isBackedUp: true },
    clusters: [cluster],
  };
  return [{ description, afterwards: story.afterwards ?? [] }, story.change, scenario];
}

const RUNS = Number(process.env.HOLDFAST_RUNS ?? 200);

it("a plan is predicted as what it leads to is", { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(estateArb, changeArb, anyScenario, async (random, change, scenario) => {
      const simulator = await simulateRandom(random);
      const before = simulator.estate();
      const object = await planAndApply(simulator, change);
      if (object === undefined || isDownAtNewAddress(before, object)) return;
      const planned = overlayEstate(before, [object]);
      const applied = simulator.estate();
      expect(verdicts(planned, scenario)).toEqual(verdicts(applied, scenario));
      expect(hostsWithLeftKeys(planned)).toEqual(hostsWithLeftKeys(applied));
    }),
    { numRuns: RUNS, examples: EXAMPLES },
  );
});

function verdicts(estate: Estate, scenario: Scenario): readonly string[] {
  return predict(estate, scenario).map(({ workload, verdict }) => `${workload} ${verdict}`);
}

/**
 * What is off stays at the old address, and what is cut off by its name does not: an estate does not say which it is, and
 * a prediction takes the worse.
 */
function isDownAtNewAddress(estate: Estate, { before, after }: PlannedObject): boolean {
  const server = estate.keyServers.get(String(before?.id));
  return server?.isDown === true && server.address !== after?.address;
}

/** No waiting changes this finding. */
function hostsWithLeftKeys(estate: Estate): readonly string[] {
  return findFindings(estate).flatMap(({ code, subject }) => (code === "FC-38" ? [subject] : []));
}
