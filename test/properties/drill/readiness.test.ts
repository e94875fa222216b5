// The law of readiness: what is foretold of a host without power is what happens to it, now and at the time from which
// it is said to be safe, and not a second before.

import fc from "fast-check";
import { expect, it } from "vitest";
import { keysOf } from "../../../src/drill/predict-key-classes.js";
import { assessReadiness } from "../../../src/drill/readiness.js";
import { isWorkload } from "../../../src/drill/workloads.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { VSAN_MOUNT_SECONDS } from "../../../src/vsphere/defaults.js";
import { indexEstate } from "../../../src/vsphere/estate-index.js";
import { estateArb, simulateRandom } from "../../support/arbitrary-site.js";

const RUNS = Number(process.env.HOLDFAST_RUNS ?? 60);

/** Tried in a copy: no key server, no vCenter, the host loses its power and is switched on. */
function comesThrough(simulator: Simulator, host: string): boolean {
  const fork = simulator.fork();
  const { operators } = fork;
  const before = fork.estate();
  if (before.hosts.get(host)?.present?.up !== true) return false;
  for (const path of before.keyServers.keys()) operators.keyServerDown(path);
  for (const path of before.vcenters.keys()) operators.vcenterDown(path);
  operators.powerLoss(host);
  operators.powerOn(host);
  const after = fork.estate();
  fork.advance(VSAN_MOUNT_SECONDS);
  const group = fork.estate().hosts.get(host)?.present?.diskGroup;
  if (group?.isMounted === false) return false;
  const { cluster, present } = after.hosts.get(host) ?? {};
  if (present?.up !== true) return false;
  const machines = indexEstate(after).machinesOf.get(cluster ?? "") ?? [];
  const isNeeded =
    machines.some(isWorkload) ||
    after.clusters.get(cluster ?? "")?.vsanEncryption != null ||
    after.clusters.get(cluster ?? "")?.cryptoMode === "forceEnable";
  const vcenter = after.clusters.get(cluster ?? "")?.vcenter;
  const hasKeys = machines.flatMap(keysOf).every(({ id, provider, derivedFrom }) => {
    if (present.cachedKeyIds.has(id)) return true;
    const held = present.derivationKeys.get(`${vcenter}/kp/${String(provider)}`);
    return (
      held !== undefined &&
      held === derivedFrom &&
      couldDerive(after, `${vcenter}/kp/${String(provider)}`, host)
    );
  });
  return hasKeys && (!isNeeded || present.cryptoState === "safe");
}

function couldDerive(estate: ReturnType<Simulator["estate"]>, path: string, host: string): boolean {
  const provider = estate.keyProviders.get(path);
  if (provider === undefined) return true;
  return (
    provider.kind === "native" &&
    (!provider.tpmRequired || estate.hosts.get(host)?.tpm.present === true)
  );
}

it("holds of random estates", { timeout: 3_600_000 }, async () => {
  const answers = new Set<string>();
  await fc.assert(
    fc.asyncProperty(estateArb, async (random) => {
      const simulator = await simulateRandom(random);
      // What is due at this very second happens first, as in a drill.
      simulator.advance(0);
      const { hosts } = simulator.estate();
      // An archive of this very second may be torn, and the one before may hold the same.
      const isArchiving = [...hosts.values()].some(
        ({ present }) => present?.archiveBefore !== undefined,
      );
      if (isArchiving) simulator.advance(1);
      const readiness = assessReadiness(simulator.estate());
      for (const told of readiness.clusters.flatMap(({ hosts }) => hosts)) {
        answers.add(told.answer);
        expect([told.host, comesThrough(simulator, told.host)]).toEqual([
          told.host,
          told.answer === "now",
        ]);
        if (told.answer === "never") {
          const late = simulator.fork();
          late.advance(3 * 3600);
          expect([told.host, "later", comesThrough(late, told.host)]).toEqual([
            told.host,
            "later",
            false,
          ]);
        }
        if (told.answer !== "later") continue;
        const early = simulator.fork();
        early.advance((told.safeInSeconds ?? 0) - 1);
        expect([told.host, comesThrough(early, told.host)]).toEqual([told.host, false]);
        early.advance(1);
        expect([told.host, comesThrough(early, told.host)]).toEqual([told.host, true]);
      }
    }),
    { numRuns: RUNS },
  );
  expect([...answers].sort()).toEqual(["later", "never", "now"]);
});
