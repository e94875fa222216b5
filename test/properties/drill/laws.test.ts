// The laws of drilling, over generated estates: the same seed gives the same history, no faults leave
// nothing lost, and one key path more never makes a verdict worse.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predict } from "../../../src/drill/predict.js";
import { walkComponent } from "../../../src/drill/predict-component.js";
import { componentsOf } from "../../../src/drill/predict-components.js";
import { worldAsEstate } from "../../../src/drill/predict-estate.js";
import {
  builtInScenario,
  defaultScenario,
  resolveScenario,
} from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import { makeSchedule } from "../../../src/drill/schedule.js";
import { VERDICTS } from "../../../src/model/survival.js";
import type { Estate, EstateHost } from "../../../src/vsphere/estate.js";
import { estateArb, simulateRandom } from "../../support/arbitrary-site.js";

const RUNS = { numRuns: 15 };

describe("laws of drilling", () => {
  it("same seed, same history, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(estateArb, fc.constantFrom(...SCENARIOS), async (random, scenario) => {
        const [first, second] = [await simulateRandom(random), await simulateRandom(random)];
        const drilled = runDrill({ simulator: first, scenario });
        expect(JSON.stringify(runDrill({ simulator: second, scenario }))).toBe(
          JSON.stringify(drilled),
        );
      }),
      RUNS,
    );
  });

  it("no faults: what ran runs on", async () => {
    const { scenario } = resolveScenario({
      name: "calm",
      description: "Nothing happens.",
      outage: "3d",
      events: [],
    });
    if (scenario === undefined) throw new Error("the scenario is sound");
    await fc.assert(
      fc.asyncProperty(estateArb, async (random) => {
        const { workloads } = runDrill({ simulator: await simulateRandom(random), scenario });
        for (const { ranAtStart, verdict, longestDownSeconds } of workloads) {
          if (ranAtStart) expect([verdict, longestDownSeconds]).toEqual(["survived", 0]);
        }
      }),
      RUNS,
    );
  });

  it("persistence on one host more never makes a verdict worse", async () => {
    await fc.assert(
      fc.asyncProperty(estateArb, fc.nat(9), async (random, number) => {
        const estate = (await simulateRandom(random)).estate();
        const better = withPersistence(estate, number);
        expect(worseIn(better, estate)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("some clusters are predicted as among all", async () => {
    await fc.assert(
      fc.asyncProperty(estateArb, fc.boolean(), async (random, isSettled) => {
        const estate = (await simulateRandom(random)).estate();
        const scenario = defaultScenario();
        const options = { settle: isSettled };
        const all = predict(estate, scenario, options);
        for (const cluster of estate.clusters.keys()) {
          const some = predict(estate, scenario, { ...options, clusters: new Set([cluster]) });
          const own = (id: string) => {
            const path = id.slice(id.indexOf(":") + 1);
            return (estate.virtualMachines.get(path)?.cluster ?? path) === cluster;
          };
          expect(all).toEqual(expect.arrayContaining([...some]));
          expect(some.filter(({ workload }) => own(workload))).toEqual(
            all.filter(({ workload }) => own(workload)),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it("a firewall opened never makes a verdict worse", async () => {
    await fc.assert(
      fc.asyncProperty(estateArb, async (random) => {
        const estate = (await simulateRandom(random)).estate();
        expect(worseIn({ ...estate, networkPaths: [] }, estate)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("settling twice is settling once", async () => {
    await fc.assert(
      fc.asyncProperty(estateArb, async (random) => {
        const once = settle((await simulateRandom(random)).estate());
        const held = ({ present }: EstateHost) => ({ ...present, lastArchiveSeconds: 0 });
        expect([...settle(once).hosts.values()].map(held)).toEqual(
          [...once.hosts.values()].map(held),
        );
      }),
      { numRuns: 30 },
    );
  });
});

const SCENARIOS = ["provider-outage", "wan-partition", "rolling-reboot"].map((name) => {
  const scenario = builtInScenario(name);
  if (scenario === undefined) throw new Error(`${name} is built in`);
  return scenario;
});

/** An estate two hours later, with nothing broken: keys pushed and archived, planned machines placed. */
function settle(estate: Estate): Estate {
  const scenario = { ...defaultScenario(), events: [], outageSeconds: 1 };
  const schedule = makeSchedule(scenario, estate);
  const elsewhere = { best: new Map(), worst: new Map() };
  let settled = estate;
  for (const component of componentsOf(estate)) {
    const question = { estate, scenario, schedule, component, elsewhere, isSettled: true };
    walkComponent(question, "worst", {
      onOutage: (world) => {
        settled = worldAsEstate(world, settled);
      },
    });
  }
  return settled;
}

/** Turned on at a host that can have it. */
function withPersistence(estate: Estate, number: number): Estate {
  const able = [...estate.hosts.values()].filter(({ mode }) => mode === "TPM");
  const host = able[number % Math.max(1, able.length)];
  if (host === undefined) return estate;
  return {
    ...estate,
    hosts: new Map(estate.hosts).set(host.path, { ...host, keyPersistence: true }),
  };
}

/** Workloads that one estate leaves worse off than the other. */
function worseIn(estate: Estate, than: Estate): readonly string[] {
  const ranks = (each: Estate) =>
    new Map(
      predict(each, defaultScenario()).map(({ workload, verdict }) => [
        workload,
        VERDICTS.indexOf(verdict),
      ]),
    );
  const before = ranks(than);
  return [...ranks(estate)].flatMap(([workload, rank]) =>
    rank > (before.get(workload) ?? rank) ? [workload] : [],
  );
}
