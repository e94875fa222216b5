// The native key provider: nothing external once its derivation key is on a host, and nothing before its
// backup.

import { describe, expect } from "vitest";
import { parseBackup } from "../../src/simulator/native-backup.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import { vsanEstate } from "../support/vsan-estate.js";
import {
  CLUSTER,
  hostSpec,
  isRunning,
  machineSpec,
  NATIVE,
  smallEstate,
  VCENTER,
} from "./declare.js";

const HOST = `${CLUSTER}/esx1`;
const MACHINE = "vc/vm/app";
const PROVIDER = `${VCENTER}/kp/${NATIVE}`;

function powerCycle(simulator: Simulator): void {
  simulator.operators.powerLoss(HOST);
  simulator.operators.powerOn(HOST);
  simulator.advance(0);
}

async function withoutBackup(): Promise<Simulator> {
  const simulator = await smallEstate({ hosts: [hostSpec("esx1")], provider: "none" });
  const spec = { vcenter: VCENTER, name: NATIVE, tpmRequired: false };
  await simulator.backend.nativeKeyProviders.create(spec);
  await simulator.backend.defaultKeyProviders.set(VCENTER, NATIVE);
  return simulator;
}

describe("native key provider", () => {
  rule("native-unusable-before-backup", async () => {
    const simulator = await withoutBackup();
    const create = () => simulator.backend.virtualMachines.create(machineSpec("app"));
    await expect(create()).rejects.toMatchObject({ fault: "KeyProviderUnavailable" });
    const file = await simulator.backend.nativeKeyProviders.exportBackup(PROVIDER, "pass word");
    await create();
    expect(isRunning(simulator, MACHINE)).toBe(true);
    const info = await simulator.backend.nativeKeyProviders.read(PROVIDER);
    expect(parseBackup(file, "pass word")).toMatchObject({ name: NATIVE, keyId: info?.keyId });
  });

  rule("native-backup-alarm-every-day", async () => {
    const simulator = await withoutBackup();
    const alarms: string[] = [];
    simulator.onEvent(({ kind, text, atSeconds }) => {
      if (kind === "key-provider-not-backed-up") alarms.push(`${atSeconds % 86_400} ${text}`);
    });
    simulator.advance(3 * 24 * 3600);
    expect(alarms).toEqual(Array(3).fill(`0 Key provider ${NATIVE} requires backup.`));
    await simulator.backend.nativeKeyProviders.exportBackup(PROVIDER, null);
    simulator.advance(3 * 24 * 3600);
    expect(alarms).toHaveLength(3);
  });

  rule("native-deletion-is-pushed", async () => {
    const simulator = await smallEstate({ provider: "native" });
    const [reached, away] = [HOST, `${CLUSTER}/esx2`];
    simulator.operators.inject({ kind: "unreachable", target: away });
    await simulator.backend.nativeKeyProviders.remove(PROVIDER);
    const held = (host: string) => simulator.estate().hosts.get(host)?.present?.derivationKeys.size;
    expect([held(reached), held(away)]).toEqual([0, 1]);
  });

  rule("native-tpm-required", async () => {
    for (const [tpmRequired, tpm, expected] of [
      [true, true, "made"],
      [true, false, "TPM2 device is required"],
      [false, false, "made"],
    ] as const) {
      const simulator = await smallEstate({
        hosts: [hostSpec("esx1", { tpm })],
        provider: "native",
        tpmRequired,
      });
      const made = simulator.backend.virtualMachines.create(machineSpec("app"));
      expect(await made.then(() => "made", String)).toContain(expected);
    }
    for (const tpmRequired of [true, false]) {
      const simulator = await smallEstate({ provider: "native", tpmRequired });
      await simulator.backend.virtualMachines.create(machineSpec("app"));
      simulator.operators.failTpm(HOST);
      simulator.operators.stopVm(MACHINE);
      const reason = simulator.operators.startVm(MACHINE, HOST)?.reason;
      expect(reason).toBe(tpmRequired ? "PROVIDER_REQUIRES_TPM" : undefined);
    }
  });

  rule("native-from-7-0-u2", async () => {
    for (const [version, vcenterVersion, expected] of [
      ["7.0 U1", "8.0 U3", "too old"],
      ["7.0 U2", "7.0 U2", "made"],
      ["8.0 U3", "7.0 U1", "needs vCenter 7.0 U2"],
    ] as const) {
      const made = smallEstate({
        hosts: [hostSpec("esx1", { version })],
        vcenterVersion,
        provider: "native",
      }).then((simulator) => simulator.backend.virtualMachines.create(machineSpec("app")));
      expect(await made.then(() => "made", String)).toContain(expected);
    }
    for (const [version, expected] of [
      ["7.0 U1", "too old"],
      ["7.0 U2", "made"],
    ] as const) {
      const hosts = [hostSpec("esx1", { version })];
      const made = vsanEstate({ hosts, provider: "native" });
      expect(await made.then(() => "made", String)).toContain(expected);
    }
  });

  rule("native-key-gone-with-reinstall", async () => {
    for (const tpm of [true, false]) {
      const simulator = await smallEstate({
        hosts: [hostSpec("esx1", { tpm })],
        provider: "native",
      });
      await simulator.backend.virtualMachines.create(machineSpec("app", { vtpm: true }));
      simulator.advance(3660);
      simulator.operators.vcenterDown(VCENTER);
      powerCycle(simulator);
      expect(isRunning(simulator, MACHINE)).toBe(true);
      const held = () => simulator.estate().hosts.get(HOST)?.present?.derivationKeys.size;
      expect(held()).toBe(1);
      simulator.operators.reinstall(HOST);
      simulator.advance(0);
      expect([held(), isRunning(simulator, MACHINE)]).toEqual([0, false]);
      simulator.operators.vcenterUp(VCENTER);
      simulator.advance(300);
      expect([held(), simulator.operators.startVm(MACHINE)]).toEqual([1, null]);
    }
  });

  rule("native-key-goes-to-cluster-hosts", async () => {
    const simulator = await withoutBackup();
    const fault = { kind: "unreachable", target: HOST } as const;
    simulator.operators.inject(fault);
    await simulator.backend.nativeKeyProviders.exportBackup(PROVIDER, null);
    const held = () => simulator.estate().hosts.get(HOST)?.present?.derivationKeys.size;
    simulator.advance(300);
    expect(held()).toBe(0);
    simulator.operators.heal(fault);
    simulator.advance(300);
    expect(held()).toBe(1);
    await simulator.backend.hosts.add(hostSpec("esx2"));
    expect(simulator.estate().hosts.get(`${CLUSTER}/esx2`)?.present?.derivationKeys.size).toBe(1);
  });

  rule("native-deletion-is-not-blocked", async () => {
    const simulator = await smallEstate({ hosts: [hostSpec("esx1")], provider: "native" });
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    const file = await simulator.backend.nativeKeyProviders.exportBackup(PROVIDER, null);
    await simulator.backend.nativeKeyProviders.remove(PROVIDER);
    expect(isRunning(simulator, MACHINE)).toBe(true);
    expect(await simulator.backend.defaultKeyProviders.read(VCENTER)).toBeUndefined();
    simulator.operators.stopVm(MACHINE);
    expect(simulator.operators.startVm(MACHINE)?.reason).toBe("PROVIDER_NOT_FOUND");
    const again = simulator.fork();
    await again.backend.nativeKeyProviders.create({
      vcenter: VCENTER,
      name: NATIVE,
      tpmRequired: false,
    });
    await again.backend.nativeKeyProviders.exportBackup(PROVIDER, null);
    expect(again.operators.startVm(MACHINE)?.reason).toBe("PROVIDER_REPLACED");
    const request = { vcenter: VCENTER, file, password: null, tpmRequired: false };
    simulator.operators.importNativeKeyProvider(request);
    expect(simulator.operators.startVm(MACHINE)).toBeNull();
  });
});
