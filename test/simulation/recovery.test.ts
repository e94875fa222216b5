// What a TPM that no longer fits does to a host, and what the recovery key brings back.

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import { CLUSTER, hostSpec, isRunning, KEY_SERVER, machineSpec, smallEstate } from "./declare.js";

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
