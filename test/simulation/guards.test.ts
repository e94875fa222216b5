// A verdict hangs on bytes and messages, never on a setting: one flipped bit turns a start into none while
// the setting stays; a host with stored keys asks nobody; what needs a new key fails without the provider.

import { describe, expect, it } from "vitest";
import { VsphereFault } from "../../src/provider/backend.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import {
  CLUSTER,
  hostSpec,
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  smallEstate,
  standardSpec,
} from "./declare.js";

const HOST = `${CLUSTER}/esx1`;
const MACHINE = "vc/vm/app";

/** One host with key persistence, a machine whose keys are stored, and the key server gone. */
async function storedKeys(): Promise<Simulator> {
  const simulator = await smallEstate({ hosts: [hostSpec("esx1")], keyPersistence: true });
  await simulator.backend.virtualMachines.create(machineSpec("app", { vtpm: true }));
  simulator.advance(3660);
  simulator.operators.keyServerDown(KEY_SERVER);
  return simulator;
}

function powerCycle(simulator: Simulator): void {
  simulator.operators.powerLoss(HOST);
  simulator.advance(600);
  simulator.operators.powerOn(HOST);
  simulator.advance(0);
}

async function keyPersistence(simulator: Simulator): Promise<boolean | undefined> {
  return (await simulator.backend.hosts.read(HOST))?.keyPersistence;
}

describe("a start from stored keys", () => {
  it("succeeds, and asks no key server on the host's behalf", async () => {
    const simulator = await storedKeys();
    const before = ["fetch-key", "create-key"] as const;
    const counts = before.map((kind) => simulator.messageCount(kind));
    powerCycle(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(true);
    expect(before.map((kind) => simulator.messageCount(kind))).toEqual(counts);
    expect(simulator.messageCount("key-presence-question").delivered).toBeGreaterThan(0);
  });

  it("asks no key server either while all answer", async () => {
    const simulator = await storedKeys();
    simulator.operators.keyServerUp(KEY_SERVER);
    const before = simulator.messageCount("fetch-key");
    powerCycle(simulator);
    expect(simulator.messageCount("fetch-key")).toEqual(before);
  });

  it("fails once a bit of the sealed archive is flipped", async () => {
    const simulator = await storedKeys();
    simulator.operators.corruptArchive(HOST);
    powerCycle(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(false);
    expect(await keyPersistence(simulator)).toBe(true);
  });

  it.each([0, 7, 8])("fails once register %i of the TPM comes out otherwise", async (register) => {
    const simulator = await storedKeys();
    simulator.operators.corruptRegister(HOST, register);
    powerCycle(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(false);
    expect(await keyPersistence(simulator)).toBe(true);
  });

  it("fails once a bit of the wrapped data key is flipped, and says so", async () => {
    const simulator = await storedKeys();
    simulator.operators.corruptWrappedKey(MACHINE);
    powerCycle(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(false);
    expect(simulator.couldStart({ vm: MACHINE, host: HOST })?.reason).toBe("UNWRAP_FAILED");
    expect(await keyPersistence(simulator)).toBe(true);
  });
});

describe("without the key provider", () => {
  async function outage(): Promise<Simulator> {
    const simulator = await smallEstate({ keyPersistence: true });
    const { backend } = simulator;
    await backend.keyServers.create(keyServerSpec({ name: "kms2", address: "kms2" }));
    const other = standardSpec({ name: "other", keyServers: ["vc/kms/kms2"] });
    await backend.standardKeyProviders.create(other);
    for (const name of ["app", "web"]) await backend.virtualMachines.create(machineSpec(name));
    await backend.virtualMachines.create(machineSpec("plain", { encrypted: false }));
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.keyServerDown("vc/kms/kms2");
    return simulator;
  }

  const NEEDS_A_KEY: readonly (readonly [string, (s: Simulator) => Promise<unknown>])[] = [
    ["a new encrypted machine", (s) => s.backend.virtualMachines.create(machineSpec("new"))],
    [
      "a vTPM for a machine that had none",
      (s) =>
        s.backend.virtualMachines.reconfigure(
          "vc/vm/plain",
          machineSpec("plain", { encrypted: false, vtpm: true }),
        ),
    ],
    [
      "encrypting a machine that was not",
      (s) => s.backend.virtualMachines.reconfigure("vc/vm/plain", machineSpec("plain")),
    ],
    [
      "re-keying to another provider",
      (s) =>
        s.backend.virtualMachines.reconfigure(
          MACHINE,
          machineSpec("app", { keyProvider: "other" }),
        ),
    ],
    [
      "a disk with a key of its own",
      (s) =>
        s.backend.virtualMachines.reconfigure(
          MACHINE,
          machineSpec("app", {
            disks: [{ name: "disk-0", sizeGib: 16, encrypted: true, keyProvider: "other" }],
          }),
        ),
    ],
  ];

  it.each(NEEDS_A_KEY)("%s fails, changes nothing, and what runs goes on", async (_, attempt) => {
    const simulator = await outage();
    const before = simulator.digest();
    const error = await attempt(simulator).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(VsphereFault);
    expect(error).toMatchObject({ fault: "KeyProviderUnavailable" });
    expect(simulator.digest()).toBe(before);
    simulator.advance(72 * 3600);
    for (const name of ["app", "web", "plain"]) {
      expect(isRunning(simulator, `vc/vm/${name}`)).toBe(true);
    }
  });

  it.each(NEEDS_A_KEY)("%s works once it is back", async (_, attempt) => {
    const simulator = await outage();
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.operators.keyServerUp("vc/kms/kms2");
    await attempt(simulator);
  });

  it("power off and on, and vMotion, need only what hosts have", async () => {
    const simulator = await outage();
    simulator.operators.stopVm(MACHINE);
    expect(simulator.operators.startVm(MACHINE)).toBeNull();
    const to = (host: string) => simulator.operators.vMotion(MACHINE, host);
    expect([to(`${CLUSTER}/esx2`), to(HOST)]).toEqual([null, null]);
    expect(simulator.messageCount("fetch-key").undelivered).toBe(0);
  });
});
