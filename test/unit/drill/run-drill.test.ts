// Drills of small estates, each made by operations: the story of the edge site and its neighbours.

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import {
  builtInScenario,
  defaultScenario,
  resolveScenario,
} from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import { InvariantError } from "../../../src/model/invariant.js";
import { type DrillResult, REASON_CODES } from "../../../src/model/survival.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import {
  type ClusterDescription,
  machineSpec,
  type SiteDescription,
  simulate,
} from "../../support/simulated-estate.js";

const OUTAGE = defaultScenario();

function edge(
  persistence: readonly boolean[],
  change: Partial<ClusterDescription> = {},
): SiteDescription {
  const hosts = persistence.map((on, i) => ({ name: `esx0${i + 1}`, persistence: on }));
  const machines = [{ name: "tills" }, { name: "badges", vtpm: true }];
  return { clusters: [{ name: "edge", hosts, machines, ...change }] };
}

/** A line for each workload. */
function text({ workloads }: DrillResult): string {
  return workloads
    .map(({ workload, verdict, sentence }) => `${workload} ${verdict}: ${sentence}`)
    .join("\n");
}

async function drill(site: SiteDescription, settle = true): Promise<DrillResult> {
  return runDrill({ simulator: await simulate(site), scenario: OUTAGE, settle });
}

describe("the edge site in provider-outage", () => {
  it("survives with key persistence on", async () => {
    const result = await drill(edge([true, true]));
    expect(result.verdict).toBe("survived");
    expect(text(result)).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived: It lost its host twice, was started again at once, and runs on vc01/edge/esx01: its keys are stored on the host.
      vtpm:vc01/vm/badges survived: It lost its host once, was started again at once, and runs on vc01/edge/esx01: its keys are stored on the host."
    `);
    expect(result).toMatchObject({
      firstLossSeconds: null,
      recoverySeconds: null,
      manualSteps: [],
      counts: { survived: 2, unknown: 0, locked: 0, lost: 0 },
    });
  });

  it("is locked with key persistence off, and says who has to do what", async () => {
    const result = await drill(edge([false, false]));
    expect(text(result)).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills locked: None of its 2 hosts can start it: the keys in memory were lost with the power, key persistence is off, the host has no host key and no key server answers.
      vtpm:vc01/vm/badges locked: None of its 2 hosts can start it: the keys in memory were lost with the power, key persistence is off, the host has no host key and no key server answers."
    `);
    expect(result.firstLossSeconds).toBe(5400);
    expect(result.recoverySeconds).toBeNull();
    expect(result.manualSteps).toEqual([
      "Unlock vc01/vm/tills.",
      "Power vc01/vm/tills on.",
      "Unlock vc01/vm/badges.",
      "Power vc01/vm/badges on.",
    ]);
    expect(result.workloads[0]).toMatchObject({
      startableOn: [],
      hostsInCluster: 2,
      longestDownSeconds: null,
      recoversByItself: false,
      inferredRules: ["incapable-after-boot", "locked-until-asked"],
    });
  });

  it("reinstalls a host that has no recovery key in the copy, after which its machines run", async () => {
    const stepsOf = async (recoveryKeyLocation: string | null, scenarioName: string) => {
      const hosts = [{ name: "esx01", persistence: true, recoveryKeyLocation }];
      const simulator = await simulate(edge([], { hosts, ha: false }));
      const scenario = builtInScenario(scenarioName);
      if (scenario === undefined) throw new Error("there is such a scenario");
      return runDrill({ simulator, scenario }).manualSteps;
    };
    expect(await stepsOf(null, "firmware-update")).toEqual([
      "Reinstall vc01/edge/esx01: its configuration is sealed and its recovery key was kept nowhere.",
    ]);
    expect(await stepsOf("safe", "tpm-cleared-without-recovery-key")).toEqual([
      "Reinstall vc01/edge/esx01: its configuration is sealed and in this scenario nobody has its recovery key.",
    ]);
  });

  it("survives on the one host that persists, and counts the hosts", async () => {
    const result = await drill(edge([false, true]));
    expect(text(result)).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived: It lost its host twice, was started again after at most 10 minutes, and runs on vc01/edge/esx02: its keys are stored on the host.
      vtpm:vc01/vm/badges survived: It lost its host once, was started again after at most 10 minutes, and runs on vc01/edge/esx02: its keys are stored on the host."
    `);
    expect(result.workloads.map(({ startableOn }) => startableOn)).toEqual([
      ["vc01/edge/esx02"],
      ["vc01/edge/esx02"],
    ]);
  });

  it("comes back on its own host alone where HA is off", async () => {
    expect(text(await drill(edge([true, false], { ha: false })))).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived: It lost its host once, was started again after at most 10 minutes, and runs on vc01/edge/esx01: its keys are stored on the host.
      vtpm:vc01/vm/badges locked: 1 of its 2 hosts could start it: the keys in memory were lost with the power, key persistence is off, the host has no host key, no key server answers and nobody starts it there."
    `);
  });

  it("judges a machine that is off by where it could start", async () => {
    const machines = [{ name: "spare", poweredOff: true }];
    expect(text(await drill(edge([true, false], { machines })))).toMatchInlineSnapshot(
      `"vm:vc01/vm/spare survived: It is off. 1 of its 2 hosts could start it: its keys are stored on the host."`,
    );
    expect(text(await drill(edge([false], { machines })))).toMatchInlineSnapshot(
      `"vm:vc01/vm/spare locked: Its host cannot start it: the keys in memory were lost with the power, key persistence is off, the host has no host key and no key server answers."`,
    );
  });

  it("says that every host is down where that is all that there is to say", async () => {
    const { scenario } = resolveScenario({
      name: "dark",
      description: "Power does not come back.",
      outage: "2h",
      events: [{ kind: "hosts-lose-power", at: "1h", every: 1, backAfter: "5h" }],
    });
    if (scenario === undefined) throw new Error("the scenario is sound");
    const simulator = await simulate(edge([true, true], { machines: [{ name: "tills" }] }));
    expect(text(runDrill({ simulator, scenario }))).toBe(
      "vm:vc01/vm/tills locked: None of its 2 hosts can start it: every host is down.",
    );
  });

  it("leaves what nobody starts, and says so", async () => {
    const machines = [{ name: "manual", autostart: false }];
    const result = await drill(edge([true], { ha: false, machines }));
    expect(text(result)).toMatchInlineSnapshot(
      `"vm:vc01/vm/manual locked: Its host could start it: nobody starts it there."`,
    );
    expect(result.manualSteps).toEqual(["Power vc01/vm/manual on."]);
  });

  it("needs no key server under a native key provider", async () => {
    const site = edge([false, false]);
    const native = { tpmRequired: false, isBackedUp: true };
    const result = await drill({ ...site, standard: null, native });
    expect(text(result)).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills survived: It lost its host twice, was started again at once, and runs on vc01/edge/esx01: the host derives its keys itself.
      vtpm:vc01/vm/badges survived: It lost its host once, was started again at once, and runs on vc01/edge/esx01: the host derives its keys itself."
    `);
  });
});

describe("an outage that comes at once", () => {
  async function afterwards(change: (simulator: Simulator) => Promise<unknown>) {
    const simulator = await simulate(edge([true], { machines: [{ name: "tills" }] }));
    simulator.advance(3 * 3600);
    await change(simulator);
    const drilled = (settle: boolean) =>
      text(runDrill({ simulator, scenario: OUTAGE, settle }))
        .split("\n")
        .at(-1);
    return { settled: drilled(true), atOnce: drilled(false) };
  }

  it("costs keys that came before persistence was on (FC-35)", async () => {
    const verdicts = await afterwards(async ({ backend }) => {
      await backend.hosts.disableKeyPersistence("vc01/edge/esx01", { removeAllStoredKeys: true });
      await backend.hosts.enableKeyPersistence("vc01/edge/esx01");
    });
    expect(verdicts).toMatchInlineSnapshot(`
      {
        "atOnce": "vm:vc01/vm/tills locked: Its host cannot start it: the keys in memory were lost with the power, its keys were not stored on the host, the host has no host key and no key server answers.",
        "settled": "vm:vc01/vm/tills survived: It lost its host once, was started again after at most 10 minutes, and runs on vc01/edge/esx01: its keys are stored on the host.",
      }
    `);
  });

  it("costs a key that came after the last archive (FC-36)", async () => {
    const verdicts = await afterwards(({ backend }) =>
      backend.virtualMachines.create(machineSpec({ name: "edge" }, { name: "young" })),
    );
    expect(verdicts).toMatchInlineSnapshot(`
      {
        "atOnce": "vm:vc01/vm/young locked: Its host cannot start it: the keys in memory were lost with the power, its keys were not stored on the host and no key server answers.",
        "settled": "vm:vc01/vm/young survived: It lost its host once, was started again after at most 10 minutes, and runs on vc01/edge/esx01: its keys are stored on the host.",
      }
    `);
  });
});

describe("a drill", () => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await simulate(edge([true, false]));
  });

  it("leaves the estate as it was", () => {
    const digest = simulator.digest();
    const result = runDrill({ simulator, scenario: OUTAGE });
    expect(result.estateDigest).toBe(digest);
    expect(simulator.digest()).toBe(digest);
  });

  it("gives the same bytes again", () => {
    const again = () => JSON.stringify(runDrill({ simulator, scenario: OUTAGE }));
    expect(again()).toBe(again());
  });

  it("prints what its schema says", () => {
    const file = new URL("../../../src/drill/drill-result.schema.json", import.meta.url);
    const schema: unknown = JSON.parse(readFileSync(file, "utf8"));
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
      Object.assign({}, schema),
    );
    expect(schema).toMatchObject({ definitions: { reason: { enum: [...REASON_CODES] } } });
    for (const scenario of ["provider-outage", "rolling-reboot", "wan-partition"]) {
      const named = builtInScenario(scenario);
      if (named === undefined) throw new Error(`${scenario} is built in`);
      validate(JSON.parse(JSON.stringify(runDrill({ simulator, scenario: named }))));
      expect(validate.errors).toBeNull();
    }
  });

  it("cannot tell what a failing checker was to judge", () => {
    const result = runDrill({
      simulator,
      scenario: OUTAGE,
      checker: () => {
        throw new Error("no idea");
      },
    });
    expect(result.verdict).toBe("unknown");
    expect(text(result)).toMatchInlineSnapshot(`
      "vm:vc01/vm/tills unknown: Cannot be told: the checker failed (no idea).
      vtpm:vc01/vm/badges unknown: Cannot be told: the checker failed (no idea)."
    `);
  });

  it("stops when the two opinions differ, with both and the seed", () => {
    const wrong = () =>
      runDrill({
        simulator,
        scenario: OUTAGE,
        checker: (history, _, machine) => ({
          workload: `${machine.vtpm ? "vtpm" : "vm"}:${machine.path}`,
          verdict: "lost",
          sentence: "Wrong on purpose.",
          reasons: [],
          startableOn: [],
          hostsInCluster: history.after.hosts.size,
          keyPaths: [],
          ranAtStart: true,
          longestDownSeconds: 0,
          brokenBefore: false,
          recoversByItself: false,
          manualSteps: [],
          inferredRules: [],
        }),
      });
    expect(wrong).toThrow(InvariantError);
    expect(wrong).toThrow(/seed edge[\s\S]*predicted survived.*observed lost/);
  });

  it("holds its floors", async () => {
    await simulator.backend.survivalFloors.create({
      name: "tills",
      scenario: OUTAGE.name,
      workloads: ["vm:*"],
      maxLost: 0,
      reason: "Shops must open.",
    });
    expect(runDrill({ simulator, scenario: OUTAGE }).brokenFloors).toEqual([]);
    await simulator.backend.hosts.disableKeyPersistence("vc01/edge/esx01", {
      removeAllStoredKeys: true,
    });
    expect(runDrill({ simulator, scenario: OUTAGE }).brokenFloors).toEqual([
      {
        floor: "tills",
        scenario: "provider-outage",
        maxLost: 0,
        lost: ["vm:vc01/vm/tills"],
        reason: "Shops must open.",
      },
    ]);
  });

  it("judges only the workloads that a scenario names", () => {
    const { scenario } = resolveScenario({
      name: "tpm",
      description: "The TPM of the first host is cleared.",
      outage: "4h",
      workloads: ["vtpm:*"],
      events: [{ kind: "tpms-cleared", at: "1h", target: { hosts: ["*/esx01"] } }],
    });
    if (scenario === undefined) throw new Error("the scenario is sound");
    const result = runDrill({ simulator, scenario });
    expect(result.workloads.map(({ workload }) => workload)).toEqual(["vtpm:vc01/vm/badges"]);
    expect(result.timeline.map(({ kind }) => kind)).toContain("host-boot-stopped");
  });
});
