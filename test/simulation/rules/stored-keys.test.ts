// Which keys a host with key persistence stores, and what becomes of them.

import { describe, expect } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import { CLUSTER, hostSpec, machineSpec, standardSpec } from "../declare.js";
import {
  BOTH_RUN,
  cutKeyServer,
  cutVcenter,
  delivered,
  ESX1,
  edgeSite,
  NEITHER_RUNS,
  OTHER_STANDARD,
  powerCut,
  running,
  VM,
  VTPM,
} from "../vendor-page/site.js";

const presentOf = (simulator: Simulator, host = ESX1) =>
  simulator.estate().hosts.get(host)?.present;
const storedOf = (simulator: Simulator, host = ESX1) => [
  ...(presentOf(simulator, host)?.storedKeyIds ?? []),
];

async function homeKeysOf({ backend }: Simulator): Promise<readonly string[]> {
  const machines = await Promise.all([VM, VTPM].map((path) => backend.virtualMachines.read(path)));
  return machines.map((machine) => machine?.homeKeyId ?? "");
}

function powerCycle({ operators }: Simulator): void {
  operators.powerLoss(ESX1);
  operators.powerOn(ESX1);
}

describe("what is stored", () => {
  rule("stored-is-what-would-be-fetched", async () => {
    const simulator = await edgeSite({ persistence: true });
    const homeKeys = await homeKeysOf(simulator);
    for (const key of homeKeys) expect(storedOf(simulator)).toContain(key);
    const native = await edgeSite({ persistence: true, provider: "native" });
    expect(storedOf(native)).toEqual([]);
  });

  rule("host-key-persisted", async () => {
    const simulator = await edgeSite({ persistence: true });
    const hostKey = presentOf(simulator)?.hostKeyId ?? "";
    expect(storedOf(simulator)).toContain(hostKey);
    cutKeyServer(simulator);
    powerCycle(simulator);
    expect(presentOf(simulator)).toMatchObject({ cryptoState: "safe", hostKeyId: hostKey });
  });

  rule("stored-in-sealed-configuration", async () => {
    const simulator = await edgeSite({ persistence: true });
    cutKeyServer(simulator);
    const damaged = simulator.fork();
    damaged.operators.corruptArchive(ESX1);
    for (const each of [simulator, damaged]) powerCut(each);
    expect(running(simulator)).toEqual(BOTH_RUN);
    expect(running(damaged)).toEqual(NEITHER_RUNS);
    damaged.operators.reinstall(ESX1);
    damaged.advance(1800);
    expect(running(damaged)).toEqual(NEITHER_RUNS);
  });

  rule("late-host-stores-what-it-is-sent", async () => {
    const simulator = await edgeSite({ persistence: true });
    await simulator.backend.hosts.add(hostSpec("esx2"));
    const late = `${CLUSTER}/esx2`;
    simulator.advance(7200);
    expect(presentOf(simulator, late)?.cachedKeyIds.size).toBe(3);
    expect(storedOf(simulator, late)).toEqual([]);
    await simulator.backend.hosts.enableKeyPersistence(late);
    simulator.advance(7200);
    expect(storedOf(simulator, late)).toHaveLength(3);
  });

  rule("old-keys-stay-stored", async () => {
    const simulator = await edgeSite({ persistence: true });
    const before = await homeKeysOf(simulator);
    const { standardKeyProviders, virtualMachines } = simulator.backend;
    await standardKeyProviders.create(standardSpec({ name: OTHER_STANDARD }));
    await virtualMachines.reconfigure(VM, machineSpec("till", { keyProvider: OTHER_STANDARD }));
    await virtualMachines.destroy(VTPM);
    simulator.advance(7200);
    const rekeyed = (await virtualMachines.read(VM))?.homeKeyId;
    expect(before).not.toContain(rekeyed);
    expect(storedOf(simulator)).toEqual(expect.arrayContaining([...before, rekeyed]));
  });
});

describe("when it is stored", () => {
  rule("archive-every-hour", async () => {
    const simulator = await edgeSite();
    const at = () => presentOf(simulator)?.lastArchiveSeconds ?? 0;
    const before = at();
    simulator.advance(before + 3599 - simulator.nowSeconds);
    expect(at()).toBe(before);
    simulator.advance(1);
    expect(at()).toBe(before + 3600);
  });

  rule("settings-archived-at-once", async () => {
    const simulator = await edgeSite();
    const { backend } = simulator;
    await backend.hosts.enableKeyPersistence(ESX1);
    simulator.advance(300);
    expect(presentOf(simulator)?.unarchivedKeyIds.size).toBe(3);
    powerCycle(simulator);
    expect((await backend.hosts.read(ESX1))?.keyPersistence).toBe(true);
    expect(storedOf(simulator)).toEqual([]);
  });
});

describe("what is left of it", () => {
  rule("memory-outlives-removal", async () => {
    const simulator = await edgeSite({ persistence: true });
    await simulator.backend.hosts.disableKeyPersistence(ESX1, { removeAllStoredKeys: true });
    cutKeyServer(simulator);
    simulator.advance(24 * 3600);
    simulator.operators.stopVm(VM);
    expect(simulator.operators.startVm(VM)).toBeNull();
    powerCut(simulator);
    expect(running(simulator)).toEqual(NEITHER_RUNS);
  });

  rule("keys-come-again-after-reinstall", async () => {
    const came = async (provider: "standard" | "native", cut: (simulator: Simulator) => void) => {
      const simulator = await edgeSite({ persistence: true, provider });
      cut(simulator);
      const messages = delivered(simulator, () => {
        simulator.operators.reinstall(ESX1);
        simulator.advance(300);
      });
      return ["push-keys", "push-derivation-key"].filter((kind) => messages.has(kind));
    };
    const nothing = () => {};
    expect(await came("standard", nothing)).toEqual(["push-keys"]);
    expect(await came("standard", cutKeyServer)).toEqual([]);
    expect(await came("standard", cutVcenter)).toEqual([]);
    expect(await came("native", nothing)).toEqual(["push-derivation-key"]);
    expect(await came("native", cutVcenter)).toEqual([]);
  });
});
