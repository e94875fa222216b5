// When keys come to be stored on a host, and when they do not.

import { describe, expect, it } from "vitest";
import type { HostSpec } from "../../src/provider/backend.js";
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

async function oneHost(changes: Partial<HostSpec> = {}): Promise<Simulator> {
  return smallEstate({ hosts: [hostSpec("esx1", changes)] });
}

async function withMachine(simulator: Simulator): Promise<Simulator> {
  await simulator.backend.virtualMachines.create(machineSpec("app"));
  return simulator;
}

async function stored(simulator: Simulator): Promise<number | undefined> {
  return (await simulator.backend.hosts.read(HOST))?.storedKeyIds.length;
}

function outage(simulator: Simulator): void {
  simulator.operators.keyServerDown(KEY_SERVER);
  simulator.operators.powerLoss(HOST);
  simulator.advance(600);
  simulator.operators.powerOn(HOST);
  simulator.advance(0);
}

describe("key persistence", () => {
  it("stores the keys that arrive while it is on, at the next archive", async () => {
    const simulator = await oneHost();
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await withMachine(simulator);
    expect(await stored(simulator)).toBe(0);
    simulator.advance(3599);
    expect(await stored(simulator)).toBe(0);
    simulator.advance(1);
    expect(await stored(simulator)).toBe(2);
  });

  it("stores nothing that was there before, until vCenter pushes it again", async () => {
    const simulator = await withMachine(await oneHost());
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    const presence = () => simulator.estate().hosts.get(HOST)?.present;
    expect(presence()?.unarchivedKeyIds.size).toBe(0);
    simulator.advance(300);
    expect(presence()?.unarchivedKeyIds.size).toBe(2);
    simulator.advance(3300);
    expect(await stored(simulator)).toBe(2);
  });

  it("stores nothing if the provider goes down before vCenter pushed again", async () => {
    const simulator = await withMachine(await oneHost());
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.advance(7200);
    outage(simulator);
    expect([await stored(simulator), isRunning(simulator, MACHINE)]).toEqual([0, false]);
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.advance(300);
    simulator.operators.unlockVm(MACHINE);
    simulator.advance(3600);
    expect(await stored(simulator)).toBe(2);
  });

  it("loses what was received and not archived when the power goes", async () => {
    const simulator = await oneHost();
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    simulator.advance(1800);
    await withMachine(simulator);
    outage(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(false);
  });

  it("loses the archive that is being written when the power goes, and keeps the one before", async () => {
    const simulator = await oneHost();
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await withMachine(simulator);
    simulator.advance(3600);
    const later = simulator.fork();
    outage(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(false);
    later.advance(1);
    outage(later);
    expect(isRunning(later, MACHINE)).toBe(true);
  });

  it("archives at a graceful shutdown and on demand", async () => {
    for (const how of ["shutDown", "archiveNow"] as const) {
      const simulator = await oneHost();
      await simulator.backend.hosts.enableKeyPersistence(HOST);
      await withMachine(simulator);
      simulator.operators[how](HOST);
      outage(simulator);
      simulator.operators.powerOn(HOST);
      simulator.advance(0);
      expect(await stored(simulator)).toBe(2);
      expect(isRunning(simulator, MACHINE)).toBe(true);
    }
  });

  it("uses nothing stored while it is off, and erases it only when told to", async () => {
    for (const removeAllStoredKeys of [true, false]) {
      const simulator = await oneHost();
      await simulator.backend.hosts.enableKeyPersistence(HOST);
      await withMachine(simulator);
      simulator.advance(3660);
      await simulator.backend.hosts.disableKeyPersistence(HOST, { removeAllStoredKeys });
      outage(simulator);
      expect(isRunning(simulator, MACHINE)).toBe(false);
      expect(await stored(simulator)).toBe(removeAllStoredKeys ? 0 : 2);
    }
  });

  it.each([
    ["6.7", false],
    ["7.0 U1", false],
    ["7.0 U2", true],
    ["7.0 U3", true],
    ["8.0", true],
    ["9.0", true],
  ])("on ESXi %s: %s", async (version, isKnown) => {
    const simulator = await oneHost({ version });
    const enable = simulator.backend.hosts.enableKeyPersistence(HOST);
    if (!isKnown) {
      const sentence = "The object or item referred to could not be found.";
      await expect(enable).rejects.toMatchObject({ fault: "CLIFault", message: sentence });
      return;
    }
    await enable;
    await withMachine(simulator);
    simulator.advance(3660);
    outage(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  it.each([
    ["no TPM", { tpm: { present: false, hashBank: "sha256" }, secureBoot: true }],
    ["a TPM with the SHA-1 bank", { tpm: { present: true, hashBank: "sha1" }, secureBoot: true }],
  ] as const)("is refused with %s, whose mode is NONE", async (_, hardware) => {
    const simulator = await oneHost({ hardware });
    const info = await simulator.backend.hosts.read(HOST);
    expect(info?.configurationEncryption.mode).toBe("NONE");
    await expect(simulator.backend.hosts.enableKeyPersistence(HOST)).rejects.toMatchObject({
      fault: "CLIFault",
    });
  });

  it("is accepted without a TPM where only native providers are, and stores no key", async () => {
    const simulator = await smallEstate({
      hosts: [hostSpec("esx1", { tpm: false })],
      provider: "native",
    });
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await withMachine(simulator);
    simulator.advance(3660);
    expect(await stored(simulator)).toBe(0);
    simulator.operators.vcenterDown("vc");
    outageWithoutKeyServer(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  it("keeps nothing in mode NONE of a key server that comes later", async () => {
    const simulator = await smallEstate({
      hosts: [hostSpec("esx1", { tpm: false })],
      provider: "native",
    });
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await simulator.backend.keyServers.create(keyServerSpec());
    await simulator.backend.standardKeyProviders.create(standardSpec());
    await simulator.backend.virtualMachines.create(machineSpec("app", { keyProvider: "skp" }));
    simulator.advance(3660);
    expect(await stored(simulator)).toBe(0);
    outage(simulator);
    expect(simulator.estate().hosts.get(HOST)?.present?.cryptoState).toBe("safe");
    expect(isRunning(simulator, MACHINE)).toBe(false);
  });

  it("arrives with an upgrade to 7.0 U2, which sets mode TPM", async () => {
    const simulator = await withMachine(await oneHost({ version: "7.0 U1" }));
    const info = await simulator.backend.hosts.upgrade(HOST, "7.0 U2");
    expect(info.configurationEncryption.mode).toBe("TPM");
    expect(isRunning(simulator, MACHINE)).toBe(true);
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    simulator.advance(3660);
    outage(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  it("keeps stored keys over an upgrade without a key server", async () => {
    const simulator = await oneHost({ version: "8.0" });
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await withMachine(simulator);
    simulator.operators.keyServerDown(KEY_SERVER);
    await simulator.backend.hosts.upgrade(HOST, "8.0 U3");
    expect(isRunning(simulator, MACHINE)).toBe(true);
    await expect(simulator.backend.hosts.upgrade(HOST, "8.0")).rejects.toThrow(/downgraded/);
  });
});

function outageWithoutKeyServer(simulator: Simulator): void {
  simulator.operators.powerLoss(HOST);
  simulator.advance(600);
  simulator.operators.powerOn(HOST);
  simulator.advance(0);
}
