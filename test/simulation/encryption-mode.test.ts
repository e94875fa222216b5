// Encryption mode of a host by hand: disabled, which a reboot completes (FC-42; vSphere Security, Disable Host
// Encryption Mode), and enabled again, which unlocks its machines (vSphere API, HostSystem.ConfigureCryptoKey).

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { findFindings } from "../../src/vsphere/findings/find-findings.js";
import { rule } from "../support/rule.js";
import { CLUSTER, hostSpec, isRunning, KEY_SERVER, machineSpec, smallEstate } from "./declare.js";

const ESX1 = `${CLUSTER}/esx1`;
const ESX2 = `${CLUSTER}/esx2`;

async function oneHost(): Promise<Simulator> {
  return await smallEstate({ hosts: [hostSpec("esx1")] });
}

const stateOf = (simulator: Simulator, host = ESX1) =>
  simulator.estate().hosts.get(host)?.present?.cryptoState;

const hasFinding = (simulator: Simulator, code: string) =>
  findFindings(simulator.estate()).some((found) => found.code === code);

function reboot(simulator: Simulator, host = ESX1): void {
  simulator.operators.reboot(host, "gracefully");
  simulator.advance(600);
}

/** Two hosts that are crypto safe, the only encrypted machine on the second. */
async function withMachineOnTheOther(): Promise<Simulator> {
  const simulator = await smallEstate();
  await simulator.backend.virtualMachines.create(machineSpec("app"));
  simulator.operators.vMotion("vc/vm/app", ESX2);
  return simulator;
}

describe("encryption of a host, disabled", () => {
  it("is refused while an encrypted machine is on it, and before it was enabled", async () => {
    const simulator = await oneHost();
    const disable = () => simulator.operators.disableHostEncryption(ESX1);
    expect(disable).toThrow("is incapable");
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    expect(disable).toThrow("There are encrypted virtual machines");
  });

  it("lets nothing encrypted start there, or be made there, until the reboot", async () => {
    const simulator = await withMachineOnTheOther();
    simulator.operators.disableHostEncryption(ESX1);
    expect(stateOf(simulator)).toBe("pendingIncapable");
    expect(hasFinding(simulator, "FC-42")).toBe(true);
    simulator.advance(3600);
    expect(simulator.couldStart({ vm: "vc/vm/app", host: ESX1 })).toMatchObject({
      reason: "HOST_NOT_CRYPTO_SAFE",
    });
    const create = simulator.backend.virtualMachines.create(machineSpec("late"));
    await expect(create).rejects.toMatchObject({ fault: "HostNotCryptoSafe" });
    await simulator.backend.virtualMachines.create(machineSpec("plain", { encrypted: false }));
    expect(isRunning(simulator, "vc/vm/plain")).toBe(true);
  });

  it("is complete with the reboot: no host key is left, and it stays so without a need", async () => {
    const simulator = await oneHost();
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    await simulator.backend.virtualMachines.destroy("vc/vm/app");
    simulator.operators.disableHostEncryption(ESX1);
    reboot(simulator);
    simulator.advance(3600);
    expect(stateOf(simulator)).toBe("incapable");
    expect((await simulator.backend.hosts.read(ESX1))?.hostKeyId).toBeNull();
    expect(hasFinding(simulator, "FC-42")).toBe(false);
  });

  it("gives a host that is needed again a new host key after the reboot", async () => {
    const simulator = await withMachineOnTheOther();
    const before = (await simulator.backend.hosts.read(ESX1))?.hostKeyId;
    simulator.operators.disableHostEncryption(ESX1);
    reboot(simulator);
    const after = await simulator.backend.hosts.read(ESX1);
    expect(after).toMatchObject({ cryptoState: "safe" });
    expect(after?.hostKeyId).not.toBe(before);
  });
});

describe("encryption of a host, enabled by hand", () => {
  it("takes back a disabling that has not been completed, with the host key of before", async () => {
    const simulator = await withMachineOnTheOther();
    const before = (await simulator.backend.hosts.read(ESX1))?.hostKeyId;
    simulator.operators.disableHostEncryption(ESX1);
    simulator.administrators.enableHostEncryption(ESX1);
    const after = await simulator.backend.hosts.read(ESX1);
    expect(after).toMatchObject({ cryptoState: "safe", hostKeyId: before });
  });

  it("makes a host safe that never had a need for it", async () => {
    const simulator = await oneHost();
    expect(simulator.administrators.enableHostEncryption(ESX1)).toEqual([]);
    expect(stateOf(simulator)).toBe("safe");
  });

  rule("encryption-mode-again-unlocks", async () => {
    const simulator = await oneHost();
    for (const name of ["a", "b"]) {
      await simulator.backend.virtualMachines.create(machineSpec(name));
    }
    const keyOf = (vm: string) => simulator.estate().virtualMachines.get(vm)?.homeKey?.id ?? "";
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.powerLoss(ESX1);
    simulator.operators.powerOn(ESX1);
    simulator.advance(3600);
    const isLocked = (vm: string) => simulator.estate().virtualMachines.get(vm)?.locked;
    expect([isLocked("vc/vm/a"), isLocked("vc/vm/b")]).toEqual([true, true]);
    const enable = () => simulator.administrators.enableHostEncryption(ESX1);
    expect(enable).toThrow('cannot become crypto safe: no key server of "skp" answers');
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.operators.changeKey(KEY_SERVER, keyOf("vc/vm/b"), "inactive");
    expect(enable()).toEqual(["vc/vm/a"]);
    expect([isLocked("vc/vm/a"), isLocked("vc/vm/b")]).toEqual([false, true]);
  });

  it("brings back keys that were taken off the host", async () => {
    const simulator = await withMachineOnTheOther();
    const id = simulator.estate().virtualMachines.get("vc/vm/app")?.homeKey?.id ?? "";
    simulator.administrators.removeKeysFromHost({ host: ESX1, keyIds: [id], force: false });
    simulator.administrators.enableHostEncryption(ESX1);
    expect(simulator.estate().hosts.get(ESX1)?.present?.cachedKeyIds.has(id)).toBe(true);
  });

  it("takes a key of its key provider as host key, and only one that is there", async () => {
    const simulator = await withMachineOnTheOther();
    const keyId = simulator.estate().virtualMachines.get("vc/vm/app")?.homeKey?.id ?? "";
    simulator.administrators.enableHostEncryption(ESX1, { provider: "skp", keyId });
    expect((await simulator.backend.hosts.read(ESX1))?.hostKeyId).toBe(keyId);
    const unknown = { provider: "skp", keyId: "no-such-key" };
    const enable = () => simulator.administrators.enableHostEncryption(ESX1, unknown);
    expect(enable).toThrow("do not have the key");
  });

  it("is refused for a host that does not answer vCenter", async () => {
    const simulator = await oneHost();
    simulator.operators.inject({ kind: "unreachable", target: ESX1 });
    const enable = () => simulator.administrators.enableHostEncryption(ESX1);
    expect(enable).toThrow("does not answer its vCenter");
  });
});
