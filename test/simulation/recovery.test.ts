// What a TPM that no longer fits does to a host, and what the recovery key brings back.

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { findFindings } from "../../src/vsphere/findings/find-findings.js";
import { overlayEstate, type PlannedObject } from "../../src/vsphere/overlay-estate.js";
import { rule } from "../support/rule.js";
import {
  CLUSTER,
  clusterSpec,
  hostSpec,
  isRunning,
  KEY_SERVER,
  machineSpec,
  smallEstate,
} from "./declare.js";

const HOST = `${CLUSTER}/esx1`;
const MACHINE = "vc/vm/app";
const VIOLATION = "Unable to restore the system configuration. A security violation was detected.";

async function sealedHost(options: { tpm?: boolean } = {}): Promise<Simulator> {
  const { tpm = true } = options;
  const simulator = await smallEstate({
    hosts: [hostSpec("esx1", { tpm })],
    keyPersistence: tpm,
  });
  await simulator.backend.virtualMachines.create(machineSpec("app"));
  simulator.advance(3660);
  return simulator;
}

function powerCycle(simulator: Simulator): readonly string[] {
  const stops: string[] = [];
  simulator.onEvent((event) => {
    if (event.kind === "host-boot-stopped") stops.push(event.text);
  });
  simulator.operators.powerLoss(HOST);
  simulator.operators.powerOn(HOST);
  simulator.advance(0);
  return stops;
}

type Accident = (simulator: Simulator) => void;

const clearTpm: Accident = ({ operators }) => operators.clearTpm(HOST);
const updateFirmware: Accident = ({ operators }) => operators.updateFirmware(HOST);
const turnSecureBootOff: Accident = ({ operators }) => operators.setSecureBoot(HOST, "off");

/** A settled host that boots as ever, and after an accident no more. */
async function stopped(happen: Accident): Promise<Simulator> {
  const simulator = await sealedHost();
  expect(powerCycle(simulator.fork())).toEqual([]);
  happen(simulator);
  expect(powerCycle(simulator)).toEqual([VIOLATION]);
  expect(isRunning(simulator, MACHINE)).toBe(false);
  return simulator;
}

describe("a sealed configuration", () => {
  rule("cleared-tpm-stops-boot", async () => {
    await stopped(clearTpm);
  });

  rule("dead-tpm-stops-boot", async () => {
    const simulator = await stopped(({ operators }) => operators.failTpm(HOST));
    const { operators } = simulator;
    const key = operators.recoveryKey(HOST)?.key ?? "";
    expect(operators.enterRecoveryKey(HOST, key)).toMatch(/working TPM/);
    operators.moveBootDisk(HOST);
    expect(operators.powerOn(HOST)).toBe(VIOLATION);
    expect(operators.enterRecoveryKey(HOST, key)).toBeNull();
    expect((await simulator.backend.hosts.read(HOST))?.storedKeyIds).toHaveLength(2);
    expect(powerCycle(simulator)).toEqual([]);
  });

  rule("boot-disk-alone-opens-nothing", async () => {
    for (const tpm of [true, false]) {
      const simulator = await sealedHost({ tpm });
      const { operators } = simulator;
      expect(() => operators.moveBootDisk(HOST)).toThrow("while it is off");
      operators.powerLoss(HOST);
      operators.moveBootDisk(HOST);
      expect(operators.powerOn(HOST)).toBe(tpm ? VIOLATION : null);
    }
  });

  rule("whole-host-opens-its-keys", async () => {
    for (const keyPersistence of [true, false]) {
      const simulator = await smallEstate({ hosts: [hostSpec("esx1")], keyPersistence });
      await simulator.backend.virtualMachines.create(machineSpec("app"));
      simulator.advance(3660);
      simulator.operators.inject({ kind: "unreachable", target: HOST });
      simulator.operators.keyServerDown(KEY_SERVER);
      simulator.operators.powerLoss(HOST);
      simulator.advance(7 * 24 * 3600);
      expect(simulator.operators.powerOn(HOST)).toBeNull();
      expect(isRunning(simulator, MACHINE)).toBe(keyPersistence);
    }
  });

  rule("upgrade-seals-anew", async () => {
    const simulator = await smallEstate({ hosts: [hostSpec("esx1", { version: "8.0" })] });
    const happened: string[] = [];
    simulator.onEvent(({ kind }) => happened.push(kind));
    await simulator.backend.hosts.upgrade(HOST, "8.0 U3");
    expect(happened).toContain("host-booted");
    expect(happened).not.toContain("host-boot-stopped");
    expect(happened).not.toContain("recovery-key-entered");
    expect(powerCycle(simulator)).toEqual([]);
  });

  rule("firmware-change-stops-boot", async () => {
    await stopped(updateFirmware);
  });

  rule("secure-boot-change-stops-boot", async () => {
    await stopped(turnSecureBootOff);
  });

  rule("recovery-key-restores-configuration", async () => {
    for (const happen of [clearTpm, updateFirmware, turnSecureBootOff]) {
      const simulator = await stopped(happen);
      const recoveryKey = simulator.operators.recoveryKey(HOST)?.key ?? "";
      expect(simulator.operators.enterRecoveryKey(HOST, recoveryKey)).toBeNull();
      expect((await simulator.backend.hosts.read(HOST))?.keyPersistence).toBe(true);
      expect(powerCycle(simulator)).toEqual([]);
    }
  });

  rule("wrong-recovery-key-opens-nothing", async () => {
    const simulator = await stopped(clearTpm);
    expect(simulator.operators.enterRecoveryKey(HOST, "000000-111111")).toMatch(/Unable/);
    expect(simulator.estate().hosts.get(HOST)?.present?.up).toBe(false);
  });

  rule("kept-through-recovery", async () => {
    const simulator = await stopped(clearTpm);
    simulator.operators.keyServerDown(KEY_SERVER);
    const anew = simulator.fork();
    const recoveryKey = simulator.operators.recoveryKey(HOST)?.key ?? "";
    simulator.operators.enterRecoveryKey(HOST, recoveryKey);
    anew.operators.reinstall(HOST);
    for (const each of [simulator, anew]) each.advance(0);
    expect([isRunning(simulator, MACHINE), isRunning(anew, MACHINE)]).toEqual([true, false]);
  });

  rule("boot-stop-texts", async () => {
    const simulator = await sealedHost();
    const damaged = simulator.fork();
    damaged.operators.corruptArchive(HOST);
    expect(powerCycle(damaged)).toEqual(["Failed to decrypt system configuration"]);
    simulator.operators.clearTpm(HOST);
    expect(powerCycle(simulator)).toEqual([
      "Unable to restore the system configuration. A security violation was detected.",
    ]);
    expect(simulator.operators.enterRecoveryKey(HOST, "000000-111111")).toBe(
      "Unable to recover the system configuration",
    );
  });

  rule("no-recovery-key-means-reinstall", async () => {
    const simulator = await stopped(clearTpm);
    const isUp = () => simulator.estate().hosts.get(HOST)?.present?.up;
    for (let tries = 0; tries < 3; tries += 1) simulator.operators.powerOn(HOST);
    simulator.advance(24 * 3600);
    expect(isUp()).toBe(false);
    simulator.operators.reinstall(HOST);
    expect(isUp()).toBe(true);
    expect(powerCycle(simulator)).toEqual([]);
  });

  rule("rotated-recovery-key-replaces", async () => {
    const simulator = await sealedHost();
    const before = simulator.operators.recoveryKey(HOST)?.key ?? "";
    simulator.esxcli(HOST, ["system", "settings", "encryption", "recovery", "rotate"]);
    simulator.operators.clearTpm(HOST);
    powerCycle(simulator);
    expect(simulator.operators.enterRecoveryKey(HOST, before)).toMatch(/Unable/);
    const now = simulator.operators.recoveryKey(HOST)?.key ?? "";
    expect(simulator.operators.enterRecoveryKey(HOST, now)).toBeNull();
  });

  rule("reinstall-forgets-stored-keys", async () => {
    const simulator = await sealedHost();
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.clearTpm(HOST);
    powerCycle(simulator);
    simulator.operators.reinstall(HOST);
    simulator.advance(0);
    const info = await simulator.backend.hosts.read(HOST);
    expect(info).toMatchObject({
      keyPersistence: false,
      storedKeyIds: [],
      cryptoState: "incapable",
      connected: true,
    });
    expect(isRunning(simulator, MACHINE)).toBe(false);
  });

  rule("mode-none-boots-without-tpm", async () => {
    const simulator = await sealedHost({ tpm: false });
    simulator.operators.clearTpm(HOST);
    expect(powerCycle(simulator)).toEqual([]);
    expect(isRunning(simulator, MACHINE)).toBe(true);
    expect(simulator.operators.recoveryKey(HOST)).toBeNull();
  });

  rule("required-secure-boot-refuses-boot", async () => {
    const simulator = await sealedHost();
    const settings = { requireSecureBoot: true };
    await simulator.backend.hosts.setConfigurationEncryption(HOST, settings);
    simulator.operators.setSecureBoot(HOST, "off");
    expect(powerCycle(simulator)).toEqual([VIOLATION]);
    const key = simulator.operators.recoveryKey(HOST)?.key ?? "";
    expect(simulator.operators.enterRecoveryKey(HOST, key)).toBe(VIOLATION);
    simulator.operators.setSecureBoot(HOST, "on");
    simulator.operators.powerOn(HOST);
    simulator.advance(0);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  rule("required-vibs-refuse-boot", async () => {
    const simulator = await sealedHost();
    const settings = { requireExecInstalledOnly: true };
    await simulator.backend.hosts.setConfigurationEncryption(HOST, settings);
    expect(powerCycle(simulator)).toEqual([]);
    simulator.operators.setExecInstalledOnly(HOST, "off");
    expect(powerCycle(simulator)).toEqual([VIOLATION]);
  });
});

describe("a new installation", () => {
  const isUp = (simulator: Simulator) => simulator.estate().hosts.get(HOST)?.present?.up;

  rule("stale-tpm-stops-new-installation", async () => {
    const simulator = await sealedHost();
    const { operators } = simulator;
    operators.reinstall(HOST, "left");
    expect([isUp(simulator), isRunning(simulator, MACHINE)]).toEqual([false, false]);
    operators.powerOn(HOST);
    operators.reinstall(HOST, "left");
    expect(isUp(simulator)).toBe(false);
    operators.clearTpm(HOST);
    operators.reinstall(HOST, "left");
    expect(isUp(simulator)).toBe(true);
  });

  it("boots with the TPM cleared, and in mode NONE whatever it holds", async () => {
    for (const [tpm, handling] of [
      [true, "cleared"],
      [false, "left"],
    ] as const) {
      const simulator = await sealedHost({ tpm });
      simulator.operators.reinstall(HOST, handling);
      expect(isUp(simulator)).toBe(true);
    }
  });
});

describe("an upgrade with Quick Boot", () => {
  const upgraded = async (from: string, tpm: boolean) => {
    const hosts = [hostSpec("esx1", { version: from, tpm })];
    const { backend } = await smallEstate({ hosts, cluster: { quickBoot: true } });
    return await backend.hosts.upgrade(HOST, "8.0 U3");
  };

  rule("quick-boot-with-tpm-from-8-0-u1", async () => {
    const refused = { fault: "NotSupported", message: expect.stringContaining("8.0 U1") };
    await expect(upgraded("7.0 U3", true)).rejects.toMatchObject(refused);
    await expect(upgraded("8.0", true)).rejects.toMatchObject(refused);
    expect((await upgraded("8.0 U1", true)).version).toBe("8.0 U3");
    expect((await upgraded("8.0", false)).version).toBe("8.0 U3");
  });

  it("is said to be refused by the plan", async () => {
    const hosts = [hostSpec("esx1", { version: "8.0" })];
    const simulator = await smallEstate({ hosts, cluster: { quickBoot: true } });
    const before = { id: HOST, cluster: CLUSTER, version: "8.0", tpm: { present: true } };
    const after = { ...before, version: "8.0 U3" };
    const plan = { type: "holdfast_host", before, after };
    const found = (planned: readonly PlannedObject[]) =>
      findFindings(overlayEstate(simulator.estate(), planned))
        .filter(({ code }) => code === "FC-52")
        .map(({ severity, subject }) => `${severity} ${subject}`);
    expect(found([])).toEqual([`warning ${HOST}`]);
    expect(found([plan])).toEqual([`error ${HOST}`]);
    await simulator.backend.clusters.reconfigure(CLUSTER, clusterSpec());
    expect(found([plan])).toEqual([]);
  });
});

describe("the notes on a host", () => {
  it("are vCenter's, and are not changed while it is away", async () => {
    const simulator = await sealedHost();
    const notes = { rack: "r9", physicalSecurity: null, recoveryKeyLocation: null };
    simulator.operators.vcenterDown("vc");
    const before = simulator.digest();
    await expect(simulator.backend.hosts.annotate(HOST, notes)).rejects.toMatchObject({
      fault: "HostCommunication",
    });
    expect(simulator.digest()).toBe(before);
    simulator.operators.vcenterUp("vc");
    expect(await simulator.backend.hosts.annotate(HOST, notes)).toMatchObject({ notes });
  });
});

describe("a technician's visit", () => {
  rule("planned-change-with-recovery-key", async () => {
    const simulator = await sealedHost();
    const hardware = { tpm: { present: true, hashBank: "sha256" }, secureBoot: false } as const;
    const info = await simulator.backend.hosts.changeHardware(HOST, hardware);
    expect(info).toMatchObject({ hardware, connected: true });
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  rule("mode-by-hand-if-tpm-comes-later", async () => {
    const simulator = await sealedHost({ tpm: false });
    const hardware = { tpm: { present: true, hashBank: "sha256" }, secureBoot: true } as const;
    const info = await simulator.backend.hosts.changeHardware(HOST, hardware);
    expect(info.configurationEncryption.mode).toBe("NONE");
    const set = await simulator.backend.hosts.setConfigurationEncryption(HOST, { mode: "TPM" });
    expect(set.configurationEncryption.mode).toBe("TPM");
  });

  it("leaves a host off that was switched off, and able to boot", async () => {
    const simulator = await sealedHost();
    simulator.operators.powerLoss(HOST);
    const hardware = { tpm: { present: true, hashBank: "sha256" }, secureBoot: false } as const;
    const info = await simulator.backend.hosts.changeHardware(HOST, hardware);
    expect(info).toMatchObject({ hardware, connected: false });
    expect(isRunning(simulator, MACHINE)).toBe(false);
    expect(simulator.operators.powerOn(HOST)).toBeNull();
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  it("gets a host up whose boot had stopped", async () => {
    const simulator = await sealedHost();
    simulator.operators.clearTpm(HOST);
    simulator.operators.powerLoss(HOST);
    expect(simulator.operators.powerOn(HOST)).not.toBeNull();
    const hardware = { tpm: { present: true, hashBank: "sha256" }, secureBoot: false } as const;
    expect(await simulator.backend.hosts.changeHardware(HOST, hardware)).toMatchObject({
      connected: true,
    });
  });

  it("is refused where it would leave the host unbootable", async () => {
    const simulator = await sealedHost();
    const hardware = { tpm: { present: false, hashBank: "sha256" }, secureBoot: true } as const;
    const before = simulator.digest();
    await expect(simulator.backend.hosts.changeHardware(HOST, hardware)).rejects.toMatchObject({
      fault: "InvalidState",
    });
    expect(simulator.digest()).toBe(before);
  });
});
