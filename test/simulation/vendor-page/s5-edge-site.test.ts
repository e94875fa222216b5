// "At an edge site whose link is down, virtual machines, vTPMs and encryption operations fail after a reboot without
// key persistence, and go on with it" (vSphere Security, Key Persistence Overview). What goes on is what has its
// key: a new key comes from the key server alone, with or without persistence (Standard Key Provider FAQ).

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { machineSpec, standardSpec, trustedSpec } from "../declare.js";
import {
  BOTH_RUN,
  cutKeyServer,
  cutTrustAuthority,
  cutTrustedKeyServer,
  edgeSite,
  NEITHER_RUNS,
  newKeysComeTo,
  OTHER_STANDARD,
  OTHER_TRUSTED,
  powerCut,
  running,
  VM,
} from "./site.js";

async function siteWithMore(persistence: boolean): Promise<Simulator> {
  const simulator = await edgeSite({ persistence });
  const { standardKeyProviders, virtualMachines } = simulator.backend;
  await standardKeyProviders.create(standardSpec({ name: OTHER_STANDARD }));
  await virtualMachines.create(
    machineSpec("plain", { encrypted: false, powerState: "poweredOff" }),
  );
  simulator.advance(7200);
  return simulator;
}

const NONE = { newMachine: false, addedVtpm: false, rekey: false };
const ALL = { newMachine: true, addedVtpm: true, rekey: true };

describe("an edge site whose link is down", () => {
  it("without key persistence loses its machines with the reboot", async () => {
    const simulator = await siteWithMore(false);
    cutKeyServer(simulator);
    powerCut(simulator);
    expect(running(simulator)).toEqual(NEITHER_RUNS);
    expect(await newKeysComeTo(simulator)).toEqual(NONE);
  });

  it("with it goes on, and the present key can be used: decryption works", async () => {
    const simulator = await siteWithMore(true);
    cutKeyServer(simulator);
    powerCut(simulator);
    expect(running(simulator)).toEqual(BOTH_RUN);
    expect(await newKeysComeTo(simulator)).toEqual(NONE);
    const plain = machineSpec("till", { encrypted: false });
    const { homeKeyId } = await simulator.backend.virtualMachines.reconfigure(VM, plain);
    expect(homeKeyId).toBeNull();
  });

  it.each([
    ["its Trust Authority", cutTrustAuthority],
    ["the key server behind it", cutTrustedKeyServer],
  ] as const)("with trusted hosts, cut off from %s, is the same", async (_, cut) => {
    for (const persistence of [false, true]) {
      const simulator = await edgeSite({ persistence, provider: "trusted" });
      const { trustedKeyProviders, virtualMachines } = simulator.backend;
      await trustedKeyProviders.create(trustedSpec({ name: OTHER_TRUSTED }));
      const open = machineSpec("plain", { encrypted: false, powerState: "poweredOff" });
      await virtualMachines.create(open);
      cut(simulator);
      powerCut(simulator);
      expect(running(simulator)).toEqual(persistence ? BOTH_RUN : NEITHER_RUNS);
      expect(await newKeysComeTo(simulator, OTHER_TRUSTED)).toEqual(NONE);
      const decrypted = virtualMachines.reconfigure(
        VM,
        machineSpec("till", { encrypted: false, powerState: "poweredOff" }),
      );
      if (persistence) expect((await decrypted).homeKeyId).toBeNull();
      else await expect(decrypted).rejects.toMatchObject({ name: "VsphereFault" });
      simulator.operators.healAll();
      simulator.advance(300);
      if (!persistence) await virtualMachines.unlock(VM);
      expect(await newKeysComeTo(simulator, OTHER_TRUSTED)).toEqual(ALL);
    }
  });

  it("makes new keys again when the link is back", async () => {
    const simulator = await siteWithMore(true);
    cutKeyServer(simulator);
    powerCut(simulator);
    simulator.operators.healAll();
    simulator.advance(300);
    expect(await newKeysComeTo(simulator)).toEqual(ALL);
  });
});
