// What a native key provider needs and what it does without; the beginnings are in ../native-key-provider.test.ts.

import { describe, expect } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import {
  CLUSTER,
  clusterSpec,
  hostSpec,
  isRunning,
  machineSpec,
  NATIVE,
  smallEstate,
  VCENTER,
} from "../declare.js";
import {
  BOTH_RUN,
  cutVcenter,
  delivered,
  ESX1,
  edgeSite,
  NATIVE_PROVIDER,
  NEITHER_RUNS,
  powerCut,
  running,
  VM,
} from "../vendor-page/site.js";
import { outcomeOf } from "./outages.js";

const ESX2 = `${CLUSTER}/esx2`;
const presentOf = (simulator: Simulator, host = ESX1) =>
  simulator.estate().hosts.get(host)?.present;
const derives = (simulator: Simulator, host = ESX1) =>
  presentOf(simulator, host)?.derivationKeys.has(NATIVE_PROVIDER);
const nativeSite = (tpm = true) => edgeSite({ provider: "native", tpm });
const exportOf = ({ backend }: Simulator, password: string | null = null) =>
  backend.nativeKeyProviders.exportBackup(NATIVE_PROVIDER, password);

describe("the derivation key", () => {
  rule("native-keys-derived-on-host", async () => {
    const simulator = await nativeSite();
    await simulator.backend.hosts.add(hostSpec("esx2"));
    const kinds = new Set<string>();
    const stop = simulator.onMessage(({ kind }) => kinds.add(kind));
    await simulator.backend.virtualMachines.create(machineSpec("new"));
    stop();
    expect([...kinds]).not.toContain("create-key");
    expect([...kinds]).not.toContain("push-keys");
    cutVcenter(simulator);
    simulator.operators.stopVm(VM);
    for (const host of [ESX2, ESX1]) {
      const messages = delivered(simulator, () => {
        expect(simulator.operators.startVm(VM, host)).toBeNull();
      });
      expect([...messages]).toEqual([]);
      simulator.operators.stopVm(VM);
    }
  });

  rule("native-key-in-configuration", async () => {
    for (const tpm of [true, false]) {
      const simulator = await nativeSite(tpm);
      cutVcenter(simulator);
      powerCut(simulator);
      expect([derives(simulator), running(simulator)]).toEqual([true, BOTH_RUN]);
      simulator.operators.clearTpm(ESX1);
      powerCut(simulator);
      expect(presentOf(simulator)?.up).toBe(!tpm);
      expect(running(simulator)).toEqual(tpm ? NEITHER_RUNS : BOTH_RUN);
    }
  });

  rule("native-needs-no-persistence", async () => {
    const simulator = await edgeSite({ provider: "native", persistence: true });
    const { hosts } = simulator.backend;
    await hosts.disableKeyPersistence(ESX1, { removeAllStoredKeys: true });
    cutVcenter(simulator);
    powerCut(simulator);
    expect([derives(simulator), running(simulator)]).toEqual([true, BOTH_RUN]);
  });

  rule("native-not-replicated", async () => {
    const simulator = await nativeSite();
    const { backend, operators } = simulator;
    await backend.vcenters.create({ name: "vc2", version: "8.0 U3", site: "dr", runsOn: null });
    await backend.clusters.create(clusterSpec({ vcenter: "vc2" }));
    await backend.hosts.add(hostSpec("esx9", { cluster: "vc2/c1" }));
    const file = await exportOf(simulator);
    simulator.advance(7200);
    const there = `vc2/kp/${NATIVE}`;
    expect(await backend.nativeKeyProviders.read(there)).toBeUndefined();
    expect(presentOf(simulator, "vc2/c1/esx9")?.derivationKeys.size).toBe(0);
    const request = { vcenter: "vc2", file, password: null, tpmRequired: false };
    const { name, keyId } = operators.importNativeKeyProvider(request);
    const here = await backend.nativeKeyProviders.read(NATIVE_PROVIDER);
    expect({ name, keyId }).toEqual({ name: NATIVE, keyId: here?.keyId });
    expect(presentOf(simulator, "vc2/c1/esx9")?.derivationKeys.get(there)).toBe(keyId);
  });
});

describe("its backup", () => {
  rule("native-backup-password", async () => {
    const simulator = await nativeSite();
    const file = await exportOf(simulator, "correct horse");
    await simulator.backend.nativeKeyProviders.remove(NATIVE_PROVIDER);
    const importWith = (password: string | null) => () =>
      simulator.operators.importNativeKeyProvider({
        ...{ vcenter: VCENTER, file, password },
        tpmRequired: false,
      });
    expect(importWith(null)).toThrow(/password/);
    expect(importWith("wrong")).toThrow(/password/);
    expect(importWith("correct horse")().name).toBe(NATIVE);
  });

  rule("native-import-of-taken-name", async () => {
    const simulator = await nativeSite();
    const file = await exportOf(simulator);
    const request = { vcenter: VCENTER, file, password: null, tpmRequired: false };
    const again = () => simulator.operators.importNativeKeyProvider(request);
    expect(again).toThrow(expect.objectContaining({ fault: "AlreadyExists" }));
    await simulator.backend.nativeKeyProviders.remove(NATIVE_PROVIDER);
    expect(again().name).toBe(NATIVE);
  });

  rule("native-tpm-option-changed-by-import", async () => {
    const hosts = [hostSpec("esx1"), hostSpec("esx2", { tpm: false })];
    const simulator = await smallEstate({ hosts, provider: "native", tpmRequired: true });
    const { nativeKeyProviders, virtualMachines } = simulator.backend;
    await virtualMachines.create(machineSpec("app"));
    const file = await exportOf(simulator);
    simulator.operators.stopVm(`${VCENTER}/vm/app`);
    const start = () => simulator.operators.startVm(`${VCENTER}/vm/app`, ESX2);
    expect(start()?.reason).toBe("HOST_NOT_CRYPTO_SAFE");
    await nativeKeyProviders.remove(NATIVE_PROVIDER);
    const request = { vcenter: VCENTER, file, password: null, tpmRequired: false };
    expect(simulator.operators.importNativeKeyProvider(request).tpmRequired).toBe(false);
    await simulator.backend.defaultKeyProviders.set(VCENTER, NATIVE);
    expect(start()).toBeNull();
  });

  rule("native-made-anew-opens-nothing", async () => {
    const simulator = await nativeSite();
    const file = await exportOf(simulator);
    const { nativeKeyProviders } = simulator.backend;
    await nativeKeyProviders.remove(NATIVE_PROVIDER);
    simulator.operators.stopVm(VM);
    const imported = simulator.fork();
    await nativeKeyProviders.create({ vcenter: VCENTER, name: NATIVE, tpmRequired: false });
    await exportOf(simulator);
    const request = { vcenter: VCENTER, file, password: null, tpmRequired: false };
    imported.operators.importNativeKeyProvider(request);
    expect(simulator.operators.startVm(VM)?.reason).toBe("PROVIDER_REPLACED");
    expect(imported.operators.startVm(VM)).toBeNull();
  });

  rule("native-outage-blocks-configuration", async () => {
    const simulator = await nativeSite();
    const more = { vcenter: VCENTER, name: "nkp2", tpmRequired: false };
    const create = () => outcomeOf(simulator.backend.nativeKeyProviders.create(more));
    simulator.operators.vcenterDown(VCENTER);
    expect(await create()).not.toBe("done");
    expect(await outcomeOf(exportOf(simulator))).not.toBe("done");
    powerCut(simulator);
    expect(running(simulator)).toEqual(BOTH_RUN);
    simulator.operators.vcenterUp(VCENTER);
    expect([await create(), await outcomeOf(exportOf(simulator))]).toEqual(["done", "done"]);
  });
});

describe("a second one", () => {
  async function two(): Promise<Simulator> {
    const simulator = await nativeSite();
    const { nativeKeyProviders } = simulator.backend;
    await nativeKeyProviders.create({ vcenter: VCENTER, name: "nkp2", tpmRequired: false });
    await nativeKeyProviders.exportBackup(`${VCENTER}/kp/nkp2`, null);
    return simulator;
  }

  rule("native-several-allowed", async () => {
    const simulator = await two();
    expect(presentOf(simulator)?.derivationKeys.size).toBe(2);
    const spec = machineSpec("other", { keyProvider: "nkp2" });
    const { homeKeyProvider } = await simulator.backend.virtualMachines.create(spec);
    expect(homeKeyProvider).toBe("nkp2");
    simulator.advance(3660);
    cutVcenter(simulator);
    powerCut(simulator);
    expect(running(simulator)).toEqual(BOTH_RUN);
    expect(isRunning(simulator, `${VCENTER}/vm/other`)).toBe(true);
  });

  rule("native-rotation-by-rekey", async () => {
    const simulator = await two();
    const { nativeKeyProviders, virtualMachines } = simulator.backend;
    const before = await virtualMachines.read(VM);
    const events: string[] = [];
    simulator.onEvent(({ kind, subject }) => {
      if (subject === VM) events.push(kind);
    });
    const after = await virtualMachines.reconfigure(
      VM,
      machineSpec("till", { keyProvider: "nkp2" }),
    );
    expect(after).toMatchObject({ homeKeyProvider: "nkp2", powerState: "poweredOn" });
    expect([after.homeKeyId === before?.homeKeyId, events]).toEqual([false, []]);
    await nativeKeyProviders.remove(NATIVE_PROVIDER);
    simulator.operators.stopVm(VM);
    expect(simulator.operators.startVm(VM)).toBeNull();
  });
});
