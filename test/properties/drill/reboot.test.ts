// The law of can-reboot: what it says of a host is what happens when that host is rebooted. The reboot here is the
// simulator's own, with its own clock, and no scenario.

import fc from "fast-check";
import { expect, it } from "vitest";
import { isReadable } from "../../../src/drill/judge-vsan.js";
import { forecastReboot } from "../../../src/drill/run-reboot.js";
import { encryptedVsans } from "../../../src/drill/workloads.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import { estateArb, simulateRandom } from "../../support/arbitrary-site.js";

const RUNS = Number(process.env.HOLDFAST_RUNS ?? 30);
const FORTY_MINUTES = 2400;

/** The estate after forty minutes, with or without a reboot at their start. */
function later(simulator: Simulator, isProviderDown: boolean, reboot?: string): Estate {
  const fork = simulator.fork();
  fork.advance(0);
  if (isProviderDown) {
    for (const path of fork.estate().keyServers.keys()) fork.operators.keyServerDown(path);
  }
  if (reboot !== undefined) fork.operators.reboot(reboot, "gracefully");
  fork.advance(FORTY_MINUTES);
  return fork.estate();
}

/** Paths of the machines that run, and of the clusters whose encrypted vSAN can be read. */
function running(estate: Estate): readonly string[] {
  const machines = [...estate.virtualMachines.values()].filter((each) => each.running);
  const vsans = encryptedVsans(estate).filter(({ path }) => isReadable(estate, path));
  return [...machines, ...vsans].map(({ path }) => path);
}

it("holds of random estates", { timeout: 3_600_000 }, async () => {
  const verdicts = new Set<string>();
  await fc.assert(
    fc.asyncProperty(estateArb, fc.boolean(), fc.nat(), async (random, isProviderDown, number) => {
      const simulator = await simulateRandom(random);
      const up = [...simulator.estate().hosts.values()].filter(
        ({ present }) => present?.up === true,
      );
      const host = up[number % Math.max(1, up.length)]?.path;
      if (host === undefined) return;
      const digest = simulator.digest();
      const forecast = await forecastReboot({
        ...{ simulator, host, isProviderDown },
        isDowntimeAllowed: true,
      });
      expect(simulator.digest()).toBe(digest);
      verdicts.add(forecast.verdict);
      const rebooted = later(simulator, isProviderDown, host);
      const still = new Set(running(rebooted));
      const gone = running(later(simulator, isProviderDown)).filter((path) => !still.has(path));
      const told = forecast.effects
        .filter(({ effect }) => ["locks", "is-lost", "stays-down"].includes(effect))
        .map(({ machine }) => machine);
      expect([host, told.sort()]).toEqual([host, gone.sort()]);
      expect(forecast.hostAfter.isUp).toBe(rebooted.hosts.get(host)?.present?.up);
      expect(forecast.hostAfter.isCryptoSafe).toBe(
        rebooted.hosts.get(host)?.present?.cryptoState === "safe",
      );
    }),
    { numRuns: RUNS },
  );
  expect([...verdicts].sort()).toEqual(["no", "yes"]);
});
