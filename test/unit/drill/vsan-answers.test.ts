// What is answered about an encrypted vSAN beside its verdict: key paths, readiness, reboots, plans.

import { describe, expect, it } from "vitest";
import { explain } from "../../../src/drill/explain.js";
import { predict } from "../../../src/drill/predict.js";
import { assessReadiness } from "../../../src/drill/readiness.js";
import { builtInScenario, defaultScenario } from "../../../src/drill/resolve-scenario.js";
import { lookAhead } from "../../../src/drill/run-reboot-outlook.js";
import { overlayEstate } from "../../../src/vsphere/overlay-estate.js";
import { CLUSTER, smallEstate, VCENTER } from "../../simulation/declare.js";
import { vsanEstate } from "../../support/vsan-estate.js";

const FIRST = `${CLUSTER}/esx1`;
const WORKLOAD = `vsan:${CLUSTER}`;

describe("an encrypted vSAN", () => {
  it("is explained by the way from the key servers to each host", async () => {
    const estate = (await vsanEstate()).estate();
    const told = explain(estate, defaultScenario(), WORKLOAD);
    const fetched = told?.settled.filter(
      ({ kind, use }) => kind === "host-fetch" && use === "vsan",
    );
    expect(fetched?.map(({ host, open }) => [host, open])).toEqual([
      [FIRST, true],
      [`${CLUSTER}/esx2`, true],
    ]);
    expect(told?.verdict).toBe("locked");
    expect(told?.reasons).toContain("PERSISTENCE_OFF");
    expect(told?.atEnd.filter(({ open, use }) => open && use === "vsan")).toEqual([]);
    expect(explain(estate, defaultScenario(), "vsan:vc/other")).toBeUndefined();
  });

  it("counts in readiness: its key has to be on the host's own disk", async () => {
    const forgetful = assessReadiness((await vsanEstate()).estate());
    expect(forgetful.counts).toEqual({ now: 0, later: 0, never: 2 });
    const simulator = await vsanEstate({ keyPersistence: true });
    expect(assessReadiness(simulator.estate()).counts).toEqual({ now: 0, later: 2, never: 0 });
    simulator.advance(3660);
    const ready = assessReadiness(simulator.estate());
    expect(ready.counts).toEqual({ now: 2, later: 0, never: 0 });
    expect(ready.clusters[0]?.keyGroups.at(-1)?.keys[0]?.machines).toEqual([WORKLOAD]);
  });

  it.each([
    [1, "yes", []],
    [0, "no", [["goes-down", WORKLOAD]]],
  ] as const)("tolerating %d failures, a reboot: %s", async (failuresToTolerate, verdict, seen) => {
    const simulator = await vsanEstate({ vsan: { failuresToTolerate } });
    const request = { simulator, host: FIRST, isProviderDown: false, isDowntimeAllowed: false };
    const outlook = lookAhead(request);
    expect(outlook.verdict).toBe(verdict);
    expect(outlook.effects.map(({ effect, workload }) => [effect, workload])).toEqual(seen);
  });

  it("is predicted of a plan as it comes out once that is applied", async () => {
    const simulator = await smallEstate({ cluster: { storage: "vsan" }, keyPersistence: true });
    const after = {
      id: `${CLUSTER}/vsan-encryption`,
      cluster: CLUSTER,
      key_provider: "skp",
      failures_to_tolerate: 1,
    };
    const step = { type: "holdfast_vsan_encryption", before: null, after };
    const planned = overlayEstate(simulator.estate(), [step]);
    await simulator.backend.vsanEncryptions.create({
      cluster: CLUSTER,
      keyProvider: "skp",
      failuresToTolerate: 1,
      eraseDisksBeforeUse: false,
      allowReducedRedundancy: false,
    });
    for (const name of ["provider-outage", "site-power-loss", "provider-deleted"]) {
      const scenario = builtInScenario(name);
      if (scenario === undefined) throw new Error(`${name} is built in`);
      const verdicts = (estate: typeof planned) =>
        predict(estate, scenario).map(({ workload, verdict }) => `${workload} ${verdict}`);
      expect(verdicts(planned)).toEqual(verdicts(simulator.estate()));
    }
    const gone = { ...step, before: after, after: null };
    const removed = overlayEstate(simulator.estate(), [gone]);
    expect(predict(removed, defaultScenario())).toEqual([]);
    expect(planned.vcenters.has(VCENTER)).toBe(true);
  });
});
