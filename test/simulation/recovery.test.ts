// What a TPM that no longer fits does to a host, and what the recovery key brings back.

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
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

type Accident = readonly [string, (simulator: Simulator) => unknown];

const ACCIDENTS: readonly Accident[] = [
  ["a cleared TPM", (s) => s.operators.clearTpm(HOST)],
  ["a firmware update", (s) => s.operators.updateFirmware(HOST)],
  ["secure boot turned off", (s) => s.operators.setSecureBoot(HOST, "off")],
];

describe("a sealed configuration", () => {
  it.each(ACCIDENTS)(
    "does not open after %s; the recovery key brings all back",
    async (_, happen) => {
      const simulator = await sealedHost();
      const recoveryKey = simulator.operators.recoveryKey(HOST)?.key ?? "";
      simulator.operators.keyServerDown(KEY_SERVER);
      happen(simulator);
      expect(powerCycle(simulator)).toEqual([VIOLATION]);
      expect(isRunning(simulator, MACHINE)).toBe(false);
      expect(simulator.operators.enterRecoveryKey(HOST, "000000-111111")).toMatch(/Unable/);
      expect(simulator.operators.enterRecoveryKey(HOST, recoveryKey)).toBeNull();
      simulator.advance(0);
      expect(isRunning(simulator, MACHINE)).toBe(true);
      expect(powerCycle(simulator)).toEqual([]);
    },
  );

  it("has a recovery key of before that fits no longer once it was rotated", async () => {
    const simulator = await sealedHost();
    const before = simulator.operators.recoveryKey(HOST)?.key ?? "";
    simulator.esxcli(HOST, ["system", "settings", "encryption", "recovery", "rotate"]);
    simulator.operators.clearTpm(HOST);
    powerCycle(simulator);
    expect(simulator.operators.enterRecoveryKey(HOST, before)).toMatch(/Unable/);
    const now = simulator.operators.recoveryKey(HOST)?.key ?? "";
    expect(simulator.operators.enterRecoveryKey(HOST, now)).toBeNull();
  });

  it("is gone after a reinstallation: no keys, key persistence off", async () => {
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

  it("does not need the TPM in mode NONE", async () => {
    const simulator = await sealedHost({ tpm: false });
    simulator.operators.clearTpm(HOST);
    expect(powerCycle(simulator)).toEqual([]);
    expect(isRunning(simulator, MACHINE)).toBe(true);
    expect(simulator.operators.recoveryKey(HOST)).toBeNull();
  });

  it("is refused where secure boot is required and off, and opens again with it on", async () => {
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

  it("is refused where executables are restricted and the option is gone", async () => {
    const simulator = await sealedHost();
    const settings = { requireExecInstalledOnly: true };
    await simulator.backend.hosts.setConfigurationEncryption(HOST, settings);
    expect(powerCycle(simulator)).toEqual([]);
    simulator.operators.setExecInstalledOnly(HOST, "off");
    expect(powerCycle(simulator)).toEqual([VIOLATION]);
  });
});

describe("a technician's visit", () => {
  it("changes secure boot with the recovery key at hand", async () => {
    const simulator = await sealedHost();
    const hardware = { tpm: { present: true, hashBank: "sha256" }, secureBoot: false } as const;
    const info = await simulator.backend.hosts.changeHardware(HOST, hardware);
    expect(info).toMatchObject({ hardware, connected: true });
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  it("adds a TPM; the mode stays NONE until it is set", async () => {
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
