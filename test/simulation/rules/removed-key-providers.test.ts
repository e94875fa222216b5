// Key providers and key servers that are removed while machines depend on them, and how they come back.

import { describe, expect } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import {
  CLUSTER,
  hostSpec,
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  STANDARD,
  standardSpec,
  VCENTER,
} from "../declare.js";
import {
  BOTH_RUN,
  ESX1,
  edgeSite,
  NEITHER_RUNS,
  powerCut,
  running,
  VM,
} from "../vendor-page/site.js";

const ESX2 = `${CLUSTER}/esx2`;
const PROVIDER = `${VCENTER}/kp/${STANDARD}`;
const SECOND_SERVER = `${VCENTER}/kms/kms2`;
const presentOf = (simulator: Simulator, host = ESX1) =>
  simulator.estate().hosts.get(host)?.present;
const cachedOn = (simulator: Simulator, host: string) =>
  presentOf(simulator, host)?.cachedKeyIds.size ?? 0;

/** The machine is off and its key provider gone; a second server is there, in the first one's group if so said. */
async function deleted(options: { readonly isReplica: boolean }): Promise<Simulator> {
  const simulator = await edgeSite();
  const { keyServers, standardKeyProviders } = simulator.backend;
  await keyServers.reconfigure(KEY_SERVER, keyServerSpec({ replicationGroup: "g" }));
  const replicationGroup = options.isReplica ? "g" : null;
  await keyServers.create(
    keyServerSpec({ name: "kms2", address: "kms2.example", replicationGroup }),
  );
  await standardKeyProviders.remove(PROVIDER);
  simulator.operators.stopVm(VM);
  return simulator;
}

describe("a key provider that is deleted", () => {
  rule("provider-is-found-by-its-name", async () => {
    const simulator = await deleted({ isReplica: true });
    const start = () => simulator.operators.startVm(VM);
    expect(start()?.reason).toBe("PROVIDER_NOT_FOUND");
    const { standardKeyProviders } = simulator.backend;
    const elsewhere = { keyServers: [SECOND_SERVER] };
    await standardKeyProviders.create(standardSpec({ name: "another", ...elsewhere }));
    expect(start()?.reason).toBe("PROVIDER_NOT_FOUND");
    await standardKeyProviders.create(standardSpec(elsewhere));
    expect(start()).toBeNull();
  });

  rule("same-name-without-the-keys", async () => {
    const simulator = await deleted({ isReplica: false });
    const { standardKeyProviders } = simulator.backend;
    await standardKeyProviders.create(standardSpec({ keyServers: [SECOND_SERVER] }));
    expect(simulator.operators.startVm(VM)?.reason).toBe("KEY_MISSING_ON_SERVER");
    const withKeys = standardSpec({ keyServers: [SECOND_SERVER, KEY_SERVER] });
    await standardKeyProviders.reconfigure(PROVIDER, withKeys);
    expect(simulator.operators.startVm(VM)).toBeNull();
  });

  rule("forgotten-once", async () => {
    const simulator = await edgeSite();
    await simulator.backend.hosts.add(hostSpec("esx2"));
    expect([cachedOn(simulator, ESX1), cachedOn(simulator, ESX2)]).toEqual([3, 3]);
    simulator.operators.inject({ kind: "unreachable", target: ESX2 });
    await simulator.backend.standardKeyProviders.remove(PROVIDER);
    expect([cachedOn(simulator, ESX1), cachedOn(simulator, ESX2)]).toEqual([1, 3]);
    simulator.operators.healAll();
    simulator.advance(24 * 3600);
    expect([cachedOn(simulator, ESX1), cachedOn(simulator, ESX2)]).toEqual([1, 3]);
    simulator.operators.stopVm(VM);
    expect(simulator.operators.startVm(VM, ESX2)).toBeNull();
  });

  rule("host-key-outlives-its-provider", async () => {
    const simulator = await edgeSite();
    const hostKey = presentOf(simulator)?.hostKeyId ?? "";
    await simulator.backend.standardKeyProviders.remove(PROVIDER);
    simulator.advance(3600);
    expect(presentOf(simulator)).toMatchObject({ cryptoState: "safe", hostKeyId: hostKey });
    expect([...(presentOf(simulator)?.cachedKeyIds ?? [])]).toEqual([hostKey]);
  });
});

describe("a key server", () => {
  rule("key-server-removed-while-used", async () => {
    const simulator = await edgeSite();
    await simulator.backend.keyServers.remove(KEY_SERVER);
    simulator.advance(3600);
    expect([running(simulator), cachedOn(simulator, ESX1)]).toEqual([BOTH_RUN, 3]);
    powerCut(simulator);
    expect(running(simulator)).toEqual(NEITHER_RUNS);
  });
});

describe("a dependency loop", () => {
  rule("key-server-under-its-own-key-stays-locked", async () => {
    for (const encrypted of [true, false]) {
      const simulator = await edgeSite();
      const { keyServers, virtualMachines } = simulator.backend;
      await virtualMachines.create(machineSpec("kms", { encrypted }));
      await keyServers.reconfigure(KEY_SERVER, keyServerSpec({ runsOn: `${VCENTER}/vm/kms` }));
      powerCut(simulator);
      simulator.advance(24 * 3600);
      expect(running(simulator)).toEqual(encrypted ? NEITHER_RUNS : BOTH_RUN);
      expect(isRunning(simulator, `${VCENTER}/vm/kms`)).toBe(!encrypted);
    }
  });

  rule("loops-are-not-noticed", async () => {
    const simulator = await edgeSite();
    const { keyServers, vcenters, virtualMachines } = simulator.backend;
    const vcenter = { name: VCENTER, version: "8.0 U3", site: "dc", runsOn: VM };
    await vcenters.reconfigure(VCENTER, vcenter);
    await keyServers.reconfigure(KEY_SERVER, keyServerSpec({ runsOn: VM }));
    expect(running(simulator)).toEqual(BOTH_RUN);
    await virtualMachines.create(machineSpec("more"));
    powerCut(simulator);
    simulator.advance(24 * 3600);
    expect(running(simulator)).toEqual(NEITHER_RUNS);
  });
});
