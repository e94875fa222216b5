// What was broken before a drill is a fact that both opinions know: they agree in every scenario, the drill
// mends nothing of it, and a fault that the scenario has too is not ended by it.

import { describe, expect, it } from "vitest";
import { BUILT_IN_SCENARIOS } from "../../../src/drill/built-in-scenarios.js";
import { builtInScenario, resolveScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import type { Scenario } from "../../../src/drill/scenario.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { CLUSTER, hostSpec, KEY_SERVER, machineSpec, smallEstate, VCENTER } from "../declare.js";

const ESX1 = `${CLUSTER}/esx1`;
const APP = "vc/vm/app";

const BROKEN: readonly (readonly [string, (simulator: Simulator) => void])[] = [
  ["a key server that is off", ({ operators }) => operators.keyServerDown(KEY_SERVER)],
  [
    "a key server out of reach",
    ({ operators }) => operators.inject({ kind: "unreachable", target: KEY_SERVER }),
  ],
  ["a vCenter that is off", ({ operators }) => operators.vcenterDown(VCENTER)],
  [
    "a vCenter out of reach",
    ({ operators }) => operators.inject({ kind: "unreachable", target: VCENTER }),
  ],
  [
    "a host out of reach",
    ({ operators }) => operators.inject({ kind: "unreachable", target: ESX1 }),
  ],
  [
    "a site that is cut off",
    ({ operators }) =>
      operators.inject({ kind: "link-cut", from: { site: "edge" }, to: { exceptSite: "edge" } }),
  ],
  [
    "hosts that are cut off",
    ({ operators }) =>
      operators.inject({ kind: "link-cut", from: { role: "host" }, to: { role: "vcenter" } }),
  ],
  [
    "key servers that are cut off",
    ({ operators }) =>
      operators.inject({ kind: "link-cut", from: { role: "vcenter" }, to: { role: "keyServer" } }),
  ],
  ["a host that is down", ({ operators }) => operators.powerLoss(ESX1)],
  ["a host that reboots", ({ operators }) => operators.reboot(ESX1, "abruptly")],
  ["a TPM that was cleared", ({ operators }) => operators.clearTpm(ESX1)],
  ["firmware that was updated", ({ operators }) => operators.updateFirmware(ESX1)],
  ["secure boot that was turned off", ({ operators }) => operators.setSecureBoot(ESX1, "off")],
  ["a register that comes out otherwise", ({ operators }) => operators.corruptRegister(ESX1, 7)],
  ["an archive that is damaged", ({ operators }) => operators.corruptArchive(ESX1)],
  ["a host installed anew", ({ operators }) => operators.reinstall(ESX1)],
  ["a machine that is off", ({ operators }) => operators.stopVm(APP)],
];

/** Key servers and vCenters come back in the middle of it. */
const SHORT_OUTAGE: Scenario = scenarioOf({
  name: "short-outage",
  description: "Key servers and vCenters are out for two hours of six.",
  outage: "6h",
  events: [
    { kind: "key-servers-unreachable", at: "1h", until: "3h" },
    { kind: "vcenters-down", at: "1h", until: "3h" },
    { kind: "links-cut", at: "1h", until: "3h" },
    { kind: "hosts-lose-power", at: "2h", every: "2h" },
  ],
});

const SCENARIOS = [...BUILT_IN_SCENARIOS.keys()].flatMap((name) => builtInScenario(name) ?? []);

describe.each([...SCENARIOS, SHORT_OUTAGE].map((s) => [s.name, s] as const))(
  "a drill of %s",
  (_, scenario) => {
    it.each(BROKEN)("agrees with its prediction on %s", async (_, breakIt) => {
      for (const keyPersistence of [true, false]) {
        for (const seconds of [0, 5000]) {
          const simulator = await twoSites(keyPersistence);
          breakIt(simulator);
          simulator.advance(seconds);
          for (const settle of [true, false]) {
            expect(() => runDrill({ simulator, scenario, settle })).not.toThrow();
          }
        }
      }
    });
  },
);

describe("a fault that was there before the drill", () => {
  it("is not mended by a scenario that has it too", async () => {
    const simulator = await twoSites(false);
    simulator.operators.inject({ kind: "unreachable", target: KEY_SERVER });
    const drilled = runDrill({ simulator, scenario: SHORT_OUTAGE });
    expect(drilled.verdict).toBe("locked");
    simulator.operators.healAll();
    expect(runDrill({ simulator, scenario: SHORT_OUTAGE }).verdict).toBe("survived");
  });
});

describe("a firmware update", () => {
  it("shows at the next boot, however often the configuration was archived before", async () => {
    const simulator = await twoSites(true);
    simulator.operators.updateFirmware(ESX1);
    simulator.operators.archiveNow(ESX1);
    simulator.advance(86_400);
    simulator.operators.shutDown(ESX1);
    simulator.operators.powerOn(ESX1);
    expect(simulator.estate().hosts.get(ESX1)?.present?.up).toBe(false);
    const { key } = simulator.operators.recoveryKey(ESX1) ?? { key: "" };
    expect(simulator.operators.enterRecoveryKey(ESX1, key)).toBeNull();
    simulator.operators.shutDown(ESX1);
    simulator.operators.powerOn(ESX1);
    expect(simulator.estate().hosts.get(ESX1)?.present?.up).toBe(true);
  });
});

/** One host beside vCenter, one at the edge. */
async function twoSites(keyPersistence: boolean): Promise<Simulator> {
  const hosts = [hostSpec("esx1", { site: "edge" }), hostSpec("esx2")];
  const simulator = await smallEstate({ hosts, keyPersistence });
  await simulator.backend.virtualMachines.create(machineSpec("app"));
  simulator.advance(4000);
  return simulator;
}

function scenarioOf(document: Parameters<typeof resolveScenario>[0]): Scenario {
  const { scenario } = resolveScenario(document);
  if (scenario === undefined) throw new Error("the scenario is not sound");
  return scenario;
}
