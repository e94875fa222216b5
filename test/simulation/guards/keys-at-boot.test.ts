// A host that has its keys stored asks nobody for a key when it boots, whatever is up: vCenter asks it what
// it has, and no key server hears of the boot. A host without stored keys shows that the count can be other.

import { describe, expect, it } from "vitest";
import type { VirtualMachineSpec } from "../../../src/provider/backend.js";
import type { MessageKind } from "../../../src/simulator/network.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import { CLUSTER, hostSpec, isRunning, machineSpec, smallEstate } from "../declare.js";

const ESX1 = `${CLUSTER}/esx1`;
const APP = "vc/vm/app";
/** Everything is archived within an hour. */
const SETTLED_SECONDS = 3 * 3600;

/** What carries key material, or asks for it. */
const KEY_MESSAGES: readonly MessageKind[] = [
  "create-key",
  "fetch-key",
  "key-request",
  "push-keys",
  "push-derivation-key",
];

const BOOTS: readonly (readonly [string, (simulator: Simulator) => void])[] = [
  ["a power cut", ({ operators }) => operators.powerLoss(ESX1)],
  ["a shutdown", ({ operators }) => operators.shutDown(ESX1)],
];

const MACHINES: readonly (readonly [string, Partial<VirtualMachineSpec>])[] = [
  ["an encrypted machine", {}],
  ["a vTPM", { encrypted: false, vtpm: true }],
  [
    "a machine with a disk under a key of its own",
    { disks: [{ name: "data", sizeGib: 1, encrypted: true, keyProvider: "skp" }] },
  ],
];

describe.each(MACHINES)("the boot of a host with %s", (_, machine) => {
  describe.each(BOOTS)("after %s", (_, goDown) => {
    it("sends no key message at all if its keys are stored", async () => {
      const simulator = await settledSite({ keyPersistence: true, machine });
      const messages = reboot(simulator, goDown);
      expect(messages.filter((kind) => KEY_MESSAGES.includes(kind))).toEqual([]);
      expect(messages).toContain("key-presence-question");
      expect(isRunning(simulator, APP)).toBe(true);
    });

    it("has vCenter fetch its keys if they are not", async () => {
      const simulator = await settledSite({ keyPersistence: false, machine });
      const messages = reboot(simulator, goDown);
      expect(messages).toContain("fetch-key");
      expect(isRunning(simulator, APP)).toBe(true);
    });
  });
});

describe("a host with stored keys", () => {
  rule("peers-keys-stored-too", async () => {
    const hosts = [hostSpec("esx1"), hostSpec("esx2")];
    const simulator = await smallEstate({ hosts, keyPersistence: true });
    for (const name of ["a", "b", "c", "d"]) {
      await simulator.backend.virtualMachines.create(machineSpec(name));
    }
    simulator.advance(SETTLED_SECONDS);
    const messages = reboot(simulator, ({ operators }) => operators.powerLoss(ESX1));
    expect(messages.filter((kind) => KEY_MESSAGES.includes(kind))).toEqual([]);
    expect(simulator.messageCount("key-request").delivered).toBe(0);
  });
});

async function settledSite(options: {
  readonly keyPersistence: boolean;
  readonly machine: Partial<VirtualMachineSpec>;
}): Promise<Simulator> {
  const { keyPersistence, machine } = options;
  const simulator = await smallEstate({ hosts: [hostSpec("esx1")], keyPersistence });
  await simulator.backend.virtualMachines.create(machineSpec("app", machine));
  simulator.advance(SETTLED_SECONDS);
  return simulator;
}

/** The messages from the boot to two hours after it. */
function reboot(simulator: Simulator, goDown: (simulator: Simulator) => void): MessageKind[] {
  goDown(simulator);
  simulator.advance(600);
  const messages: MessageKind[] = [];
  const stop = simulator.onMessage(({ kind }) => messages.push(kind));
  simulator.operators.powerOn(ESX1);
  if (!isRunning(simulator, APP) && simulator.estate().virtualMachines.has(APP)) {
    simulator.operators.startVm(APP);
  }
  simulator.advance(7200);
  stop();
  return messages;
}
