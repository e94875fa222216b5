// What a host without key persistence comes back to while keys cannot be had.

import { describe, expect } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import { CLUSTER, hostSpec, isRunning, machineSpec, VCENTER } from "../declare.js";
import {
  BOTH_RUN,
  delivered,
  ESX1,
  edgeSite,
  NEITHER_RUNS,
  powerCut,
  refused,
  running,
  VM,
  VTPM,
} from "../vendor-page/site.js";
import { OUTAGES } from "./outages.js";

const ESX2 = `${CLUSTER}/esx2`;
const lockedOnes = (simulator: Simulator) =>
  [...simulator.estate().virtualMachines.values()]
    .filter(({ locked }) => locked)
    .map((m) => m.path);
const isUp = (simulator: Simulator) => simulator.estate().hosts.get(ESX1)?.present?.up;

describe("a reboot in an outage", () => {
  rule("reboot-without-key-server-locks", async () => {
    const simulator = await edgeSite();
    const healthy = simulator.fork();
    OUTAGES.keyServer(simulator);
    for (const each of [simulator, healthy]) powerCut(each);
    expect([isUp(simulator), running(simulator)]).toEqual([true, NEITHER_RUNS]);
    expect(lockedOnes(simulator)).toEqual(expect.arrayContaining([VM, VTPM]));
    expect(running(healthy)).toEqual(BOTH_RUN);
  });

  rule("reboot-without-vcenter-locks", async () => {
    const simulator = await edgeSite();
    OUTAGES.vcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages]).toEqual([]);
    expect([isUp(simulator), running(simulator)]).toEqual([true, NEITHER_RUNS]);
    expect(lockedOnes(simulator)).toEqual(expect.arrayContaining([VM, VTPM]));
  });

  rule("reboot-without-both-locks", async () => {
    const simulator = await edgeSite();
    OUTAGES.both(simulator);
    powerCut(simulator);
    const held = () => simulator.estate().hosts.get(ESX1)?.present?.cachedKeyIds.size;
    expect([running(simulator), held()]).toEqual([NEITHER_RUNS, 0]);
    simulator.operators.heal({ kind: "unreachable", target: VCENTER });
    const inVain = refused(simulator, () => simulator.operators.startVm(VM));
    expect(inVain).toContain("fetch-key PROVIDER_UNREACHABLE");
    expect(held()).toBe(0);
    simulator.operators.healAll();
    simulator.advance(300);
    expect(held()).toBe(3);
  });

  rule("site-power-loss-locks-all", async () => {
    const site = await edgeSite();
    await site.backend.hosts.add(hostSpec("esx2"));
    await site.backend.virtualMachines.create(machineSpec("plain", { encrypted: false }));
    site.advance(7200);
    for (const strike of Object.values(OUTAGES)) {
      const simulator = site.fork();
      strike(simulator);
      for (const host of [ESX1, ESX2]) simulator.operators.powerLoss(host);
      simulator.advance(600);
      for (const host of [ESX1, ESX2]) simulator.operators.powerOn(host);
      simulator.advance(1800);
      expect(running(simulator)).toEqual(NEITHER_RUNS);
      for (const host of [ESX1, ESX2]) {
        expect(simulator.couldStart({ vm: VM, host })?.locks).toBe(true);
      }
      expect(isRunning(simulator, `${VCENTER}/vm/plain`)).toBe(true);
    }
  });

  rule("peer-that-stayed-up-takes-over", async () => {
    const simulator = await edgeSite();
    await simulator.backend.hosts.add(hostSpec("esx2"));
    const alone = simulator.fork();
    alone.operators.powerLoss(ESX2);
    for (const each of [simulator, alone]) {
      OUTAGES.both(each);
      powerCut(each);
    }
    expect(running(simulator)).toEqual(BOTH_RUN);
    expect(simulator.estate().virtualMachines.get(VM)?.host).toBe(ESX2);
    expect(running(alone)).toEqual(NEITHER_RUNS);
  });
});
