// What virtual TPMs need, what they encrypt, and what becomes of them.

import { describe, expect } from "vitest";
import type { VirtualMachineSpec } from "../../../src/provider/backend.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import {
  hostSpec,
  isRunning,
  machineSpec,
  smallEstate,
  standardSpec,
  VCENTER,
} from "../declare.js";
import { cutKeyServer, ESX1, edgeSite, powerCut, running, VTPM } from "../vendor-page/site.js";
import { outcomeOf } from "./outages.js";

const APP = `${VCENTER}/vm/app`;
/** Nothing is encrypted of it but for its virtual TPM. */
const WITH_VTPM = machineSpec("app", { encrypted: false, vtpm: true });
const WITHOUT = machineSpec("app", { encrypted: false });

const create = ({ backend }: Simulator, changes: Partial<VirtualMachineSpec> = {}) =>
  outcomeOf(backend.virtualMachines.create({ ...WITH_VTPM, ...changes }));

describe("a virtual TPM", () => {
  rule("vtpm-encrypts-the-home", async () => {
    const { backend } = await smallEstate();
    const made = await backend.virtualMachines.create(WITH_VTPM);
    expect(made).toMatchObject({ vtpm: true, encrypted: false, homeKeyProvider: "skp" });
    expect(made.diskKeyIds).toEqual([]);
    const plain = await backend.virtualMachines.create({ ...WITHOUT, name: "plain" });
    expect(plain).toMatchObject({ vtpm: false, homeKeyId: null });
  });

  rule("vtpm-needs-the-home-key", async () => {
    const simulator = await edgeSite();
    await simulator.backend.virtualMachines.create({ ...WITHOUT, name: "plain" });
    const home = simulator.estate().virtualMachines.get(VTPM)?.homeKey?.id;
    expect(simulator.estate().hosts.get(ESX1)?.present?.cachedKeyIds).toContain(home);
    cutKeyServer(simulator);
    simulator.operators.stopVm(VTPM);
    expect(simulator.operators.startVm(VTPM)).toBeNull();
    powerCut(simulator);
    expect(isRunning(simulator, `${VCENTER}/vm/plain`)).toBe(true);
    expect(running(simulator).vtpm).toBe(false);
    const { virtualMachines } = simulator.backend;
    expect(await virtualMachines.read(VTPM)).toMatchObject({ cryptoState: "locked" });
  });

  rule("vtpm-needs-a-key-provider", async () => {
    const simulator = await smallEstate();
    const { defaultKeyProviders, standardKeyProviders } = simulator.backend;
    await standardKeyProviders.create(standardSpec({ name: "other" }));
    expect(await create(simulator, { name: "first" })).toBe("done");
    await defaultKeyProviders.set(VCENTER, null);
    expect(await create(simulator)).toBe("KeyProviderUnavailable");
    expect(await create(simulator, { keyProvider: "other" })).toBe("done");
    const made = await simulator.backend.virtualMachines.read(APP);
    expect(made).toMatchObject({ homeKeyProvider: "other" });
  });

  rule("vtpm-needs-efi", async () => {
    const simulator = await smallEstate();
    expect(await create(simulator, { firmware: "bios" })).toBe("InvalidArgument");
    expect(await create(simulator, { firmware: "bios", vtpm: false })).toBe("done");
  });

  rule("vtpm-from-hardware-version-14", async () => {
    const simulator = await smallEstate();
    expect(await create(simulator, { hardwareVersion: 13 })).toBe("InvalidArgument");
    expect(await create(simulator, { hardwareVersion: 14 })).toBe("done");
  });

  rule("vtpm-from-6-7", async () => {
    for (const [vcenterVersion, outcome] of [
      ["6.5", "NotSupported"],
      ["6.7", "done"],
    ] as const) {
      const hosts = [hostSpec("esx1", { version: vcenterVersion })];
      const simulator = await smallEstate({ vcenterVersion, hosts });
      expect(await create(simulator)).toBe(outcome);
      expect(await create(simulator, { name: "other", vtpm: false })).toBe("done");
    }
  });
});

describe("later", () => {
  rule("vtpm-added-while-off", async () => {
    const simulator = await smallEstate();
    const { virtualMachines } = simulator.backend;
    await virtualMachines.create(WITHOUT);
    const happened: string[] = [];
    simulator.onEvent(({ kind, subject }) => subject === APP && happened.push(kind));
    await virtualMachines.reconfigure(APP, { ...WITHOUT, autostart: false });
    expect(happened).toEqual([]);
    const after = await virtualMachines.reconfigure(APP, WITH_VTPM);
    expect(happened).toEqual(["vm-stopped", "vm-started"]);
    expect(after).toMatchObject({ vtpm: true, powerState: "poweredOn" });
    const encrypted = machineSpec("other");
    await virtualMachines.create(encrypted);
    const others: string[] = [];
    simulator.onEvent(({ kind, subject }) => subject !== APP && others.push(kind));
    await virtualMachines.reconfigure(`${VCENTER}/vm/other`, { ...encrypted, vtpm: true });
    expect(others).toEqual(["vm-stopped", "vm-started"]);
  });

  rule("last-vtpm-decrypts", async () => {
    const { virtualMachines } = (await smallEstate()).backend;
    await virtualMachines.create(WITH_VTPM);
    expect(await virtualMachines.reconfigure(APP, WITHOUT)).toMatchObject({ homeKeyId: null });
    const encrypted = machineSpec("other", { vtpm: true });
    const { homeKeyId } = await virtualMachines.create(encrypted);
    const still = await virtualMachines.reconfigure(`${VCENTER}/vm/other`, {
      ...encrypted,
      vtpm: false,
    });
    expect(still).toMatchObject({ vtpm: false, homeKeyId });
  });
});
