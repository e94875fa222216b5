// vSAN data-at-rest encryption in the simulated vSphere: every host fetches the key itself, disk groups mount minutes
// after a boot, and machines go with their storage.

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import { readableStorage, STANDARD_VSAN, vsanEstate } from "../support/vsan-estate.js";
import {
  CLUSTER,
  hostSpec,
  isRunning,
  KEY_SERVER,
  machineSpec,
  smallEstate,
  standardSpec,
  VCENTER,
} from "./declare.js";

const FIRST = `${CLUSTER}/esx1`;
const SECOND = `${CLUSTER}/esx2`;
const PLAIN = machineSpec("plain", { encrypted: false });
const MACHINE = `${VCENTER}/vm/plain`;

function mountedOf(simulator: Simulator): readonly string[] {
  const hosts = [...simulator.estate().hosts.values()];
  return hosts.filter(({ present }) => present?.diskGroup?.isMounted).map(({ path }) => path);
}

/** Loses the power of a host and gives it back, and waits until it has tried its disk group. */
function powerCycle(simulator: Simulator, host: string): void {
  simulator.operators.powerLoss(host);
  simulator.advance(600);
  simulator.operators.powerOn(host);
  simulator.advance(200);
}

describe("vSAN encryption", () => {
  rule("vsan-one-kek-a-cluster", async () => {
    const simulator = await vsanEstate();
    const info = await simulator.backend.vsanEncryptions.read(CLUSTER);
    expect(info?.mountedHosts).toEqual([FIRST, SECOND]);
    for (const path of [FIRST, SECOND]) {
      const host = await simulator.backend.hosts.read(path);
      expect(host?.hostKeyId).toBe(info?.hostKeyId);
      expect(host?.cachedKeyIds).toContain(info?.kekId);
      expect(host?.cryptoState).toBe("safe");
    }
  });

  rule("vsan-names-its-provider", async () => {
    const { backend } = await vsanEstate();
    const before = await backend.vsanEncryptions.read(CLUSTER);
    await backend.standardKeyProviders.create(standardSpec({ name: "skp2" }));
    await backend.defaultKeyProviders.set(VCENTER, "skp2");
    expect(await backend.vsanEncryptions.read(CLUSTER)).toEqual(before);
    await expect(
      backend.vsanEncryptions.create({ ...STANDARD_VSAN, keyProvider: "none" }),
    ).rejects.toThrow();
  });

  rule("vsan-new-keys-need-the-key-server", async () => {
    for (const [isEncrypted, away] of [
      [true, "key server"],
      [true, "vCenter"],
      [false, "key server"],
      [false, "vCenter"],
    ] as const) {
      const simulator = isEncrypted
        ? await vsanEstate()
        : await smallEstate({ cluster: { storage: "vsan" } });
      const { vsanEncryptions } = simulator.backend;
      const before = simulator.estate().clusters.get(CLUSTER)?.vsanEncryption;
      if (away === "vCenter") simulator.operators.vcenterDown(VCENTER);
      else simulator.operators.keyServerDown(KEY_SERVER);
      const change = isEncrypted
        ? vsanEncryptions.rekey(CLUSTER, { deepRekey: false })
        : vsanEncryptions.create(STANDARD_VSAN);
      await expect(change).rejects.toMatchObject({ name: "VsphereFault" });
      expect(simulator.estate().clusters.get(CLUSTER)?.vsanEncryption).toEqual(before);
    }
  });

  rule("vsan-host-encryption-stays", async () => {
    const { operators } = await vsanEstate();
    expect(() => operators.disableHostEncryption(FIRST)).toThrow("whose vSAN is encrypted");
  });

  rule("vsan-mounted-after-minutes", async () => {
    const simulator = await vsanEstate();
    simulator.operators.vcenterDown(VCENTER);
    simulator.operators.powerLoss(FIRST);
    simulator.operators.powerOn(FIRST);
    simulator.advance(179);
    expect(mountedOf(simulator)).toEqual([SECOND]);
    simulator.advance(1);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
    expect(simulator.messageCount("fetch-vsan-key").delivered).toBeGreaterThan(0);
  });

  rule("vsan-tried-again", async () => {
    const simulator = await vsanEstate();
    simulator.operators.keyServerDown(KEY_SERVER);
    powerCycle(simulator, FIRST);
    expect(mountedOf(simulator)).toEqual([SECOND]);
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.advance(300);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  rule("vsan-restart-at-mount", async () => {
    const simulator = await vsanEstate();
    await simulator.backend.virtualMachines.create(PLAIN);
    simulator.operators.keyServerDown(KEY_SERVER);
    powerCycle(simulator, FIRST);
    expect(isRunning(simulator, MACHINE)).toBe(true);
    powerCycle(simulator, SECOND);
    expect(readableStorage(simulator)).toBe(false);
    expect(isRunning(simulator, MACHINE)).toBe(false);
    expect(simulator.operators.startVm(MACHINE)?.reason).toBe("DISK_GROUPS_UNMOUNTED");
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.advance(300);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  it("tells vCenter's way to a key server from a host's: a firewall in front of vCenter", async () => {
    const simulator = await vsanEstate();
    await closePath(simulator, "vcenter");
    powerCycle(simulator, FIRST);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  it("tells vCenter's way to a key server from a host's: a firewall in front of the hosts", async () => {
    const simulator = await vsanEstate();
    await closePath(simulator, "host");
    powerCycle(simulator, FIRST);
    expect(mountedOf(simulator)).toEqual([SECOND]);
    expect(simulator.estate().hosts.get(FIRST)?.present?.cryptoState).toBe("safe");
  });

  rule("vsan-own-copy-of-certificate", async () => {
    const simulator = await vsanEstate();
    const { backend, operators } = simulator;
    const old = standardSpec({ clientCertificateNotAfter: "2026-01-01T06:00:00Z" });
    await backend.standardKeyProviders.reconfigure(`${VCENTER}/kp/skp`, old);
    operators.inject({ kind: "link-cut", from: { path: FIRST }, to: { role: "vcenter" } });
    const renewed = standardSpec({ clientCertificateNotAfter: "2030-01-01T00:00:00Z" });
    await backend.standardKeyProviders.reconfigure(`${VCENTER}/kp/skp`, renewed);
    simulator.advance(7 * 3600);
    powerCycle(simulator, FIRST);
    powerCycle(simulator, SECOND);
    expect(mountedOf(simulator)).toEqual([SECOND]);
    operators.healAll();
    simulator.advance(300);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  rule("vsan-native-needs-nobody", async () => {
    const simulator = await vsanEstate({ provider: "native" });
    simulator.advance(3660);
    simulator.operators.vcenterDown(VCENTER);
    powerCycle(simulator, FIRST);
    powerCycle(simulator, SECOND);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  it.each([
    ["7.0 U2", [] as string[]],
    ["7.0 U3", [FIRST, SECOND]],
  ])("with key persistence on ESXi %s mounts %j from stored keys", async (version, expected) => {
    const hosts = [hostSpec("esx1", { version }), hostSpec("esx2", { version })];
    const simulator = await vsanEstate({ hosts, keyPersistence: true });
    simulator.advance(3660);
    simulator.operators.keyServerDown(KEY_SERVER);
    powerCycle(simulator, FIRST);
    powerCycle(simulator, SECOND);
    expect(mountedOf(simulator)).toEqual(expected);
  });

  it("stores the key again after key persistence was turned on later", async () => {
    const simulator = await vsanEstate();
    for (const host of [FIRST, SECOND]) await simulator.backend.hosts.enableKeyPersistence(host);
    simulator.advance(2 * 3600);
    simulator.operators.keyServerDown(KEY_SERVER);
    powerCycle(simulator, FIRST);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  it("keeps data through a new installation, which needs the key and vCenter once", async () => {
    const simulator = await vsanEstate();
    simulator.operators.vcenterDown(VCENTER);
    simulator.operators.reinstall(FIRST);
    simulator.advance(600);
    expect(mountedOf(simulator)).toEqual([SECOND]);
    simulator.operators.vcenterUp(VCENTER);
    simulator.advance(300);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  it("does not mount a disk group whose bytes do not open", async () => {
    const simulator = await vsanEstate();
    simulator.operators.corruptDiskGroup(FIRST);
    powerCycle(simulator, FIRST);
    expect(mountedOf(simulator)).toEqual([SECOND]);
  });

  rule("vsan-shallow-rekey-online", async () => {
    const simulator = await vsanEstate();
    const { backend, operators } = simulator;
    const before = await backend.vsanEncryptions.read(CLUSTER);
    const shallow = await backend.vsanEncryptions.rekey(CLUSTER, { deepRekey: false });
    expect(shallow.kekId).not.toBe(before?.kekId);
    const deep = await backend.vsanEncryptions.rekey(CLUSTER, { deepRekey: true });
    expect(deep.kekId).not.toBe(shallow.kekId);
    operators.keyServerDown(KEY_SERVER);
    await expect(backend.vsanEncryptions.rekey(CLUSTER, { deepRekey: false })).rejects.toThrow(
      "no key server",
    );
    operators.keyServerUp(KEY_SERVER);
    powerCycle(simulator, FIRST);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  it("changes its key provider as a shallow rekey, host key included", async () => {
    const simulator = await vsanEstate();
    const { backend, operators } = simulator;
    await backend.nativeKeyProviders.create({ vcenter: VCENTER, name: "nkp", tpmRequired: false });
    await backend.nativeKeyProviders.exportBackup(`${VCENTER}/kp/nkp`, null);
    await backend.vsanEncryptions.reconfigure(CLUSTER, { ...STANDARD_VSAN, keyProvider: "nkp" });
    simulator.advance(3660);
    operators.keyServerDown(KEY_SERVER);
    operators.vcenterDown(VCENTER);
    powerCycle(simulator, FIRST);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  it("refuses what vSphere refuses", async () => {
    const simulator = await vsanEstate();
    const { backend, operators } = simulator;
    expect(() => operators.disableHostEncryption(FIRST)).toThrow("whose vSAN is encrypted");
    await expect(backend.vsanEncryptions.create(STANDARD_VSAN)).rejects.toThrow("already");
    const unknown = { ...STANDARD_VSAN, keyProvider: "other" };
    await expect(backend.vsanEncryptions.reconfigure(CLUSTER, unknown)).rejects.toThrow("other");
    operators.powerLoss(FIRST);
    await expect(backend.vsanEncryptions.remove(CLUSTER)).rejects.toThrow("HOST_DOWN");
  });
});

async function closePath(simulator: Simulator, fromRole: "vcenter" | "host"): Promise<void> {
  const path = { fromSite: "dc", fromRole, toSite: "dc", port: 5696, allowed: false };
  await simulator.backend.networkPaths.create(path);
}
