// vSAN data-at-rest encryption in the simulated vSphere: every host fetches the key itself, disk groups mount minutes
// after a boot, and machines go with their storage.

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import type { DiskGroupRecord } from "../../src/simulator/vsan-records.js";
import { rule } from "../support/rule.js";
import { snapshotTables, snapshotText } from "../support/snapshot-text.js";
import { readableStorage, STANDARD_VSAN, vsanEstate } from "../support/vsan-estate.js";
import {
  CLUSTER,
  hostSpec,
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  smallEstate,
  standardSpec,
  VCENTER,
} from "./declare.js";
import { OUTAGES } from "./rules/outages.js";

const FIRST = `${CLUSTER}/esx1`;
const SECOND = `${CLUSTER}/esx2`;
const PLAIN = machineSpec("plain", { encrypted: false });
const MACHINE = `${VCENTER}/vm/plain`;

function mountedOf(simulator: Simulator): readonly string[] {
  const hosts = [...simulator.estate().hosts.values()];
  return hosts.filter(({ present }) => present?.diskGroup?.isMounted).map(({ path }) => path);
}

const kekOf = async ({ backend }: Simulator) =>
  (await backend.vsanEncryptions.read(CLUSTER))?.kekId;

/** The wrapped data key and a sector of each disk group, as they lie on the disks. */
function disksOf(simulator: Simulator): readonly { wrappedKey?: string; sector?: string }[] {
  const { diskGroups = [] } = snapshotTables<DiskGroupRecord>(snapshotText(simulator));
  return diskGroups.map(([, { volume }]) =>
    volume === null ? {} : { wrappedKey: volume.bundle.wrappedKey, sector: volume.sector },
  );
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
    const simulator = await smallEstate({ cluster: { storage: "vsan" } });
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    const hosts = [...simulator.estate().hosts.values()];
    expect(new Set(hosts.map(({ present }) => present?.hostKeyId)).size).toBe(2);
    const info = await simulator.backend.vsanEncryptions.create(STANDARD_VSAN);
    expect(info.mountedHosts).toEqual([FIRST, SECOND]);
    for (const path of [FIRST, SECOND]) {
      const host = await simulator.backend.hosts.read(path);
      expect(host?.hostKeyId).toBe(info.hostKeyId);
      expect(host?.cachedKeyIds).toContain(info.kekId);
      expect(host?.cryptoState).toBe("safe");
    }
  });

  rule("vsan-names-its-provider", async () => {
    const simulator = await smallEstate({ cluster: { storage: "vsan" } });
    const { backend } = simulator;
    await backend.keyServers.create(keyServerSpec({ name: "kms2", address: "kms2.example" }));
    const keyServers = [`${VCENTER}/kms/kms2`];
    await backend.standardKeyProviders.create(standardSpec({ name: "skp2", keyServers }));
    const none = backend.vsanEncryptions.create({ ...STANDARD_VSAN, keyProvider: "none" });
    await expect(none).rejects.toMatchObject({ fault: "KeyProviderUnavailable" });
    const named = { ...STANDARD_VSAN, keyProvider: "skp2" };
    const before = await backend.vsanEncryptions.create(named);
    expect(simulator.estate().keyServers.get(`${VCENTER}/kms/kms2`)?.heldKeyIds).toEqual(
      new Set([before.kekId, before.hostKeyId]),
    );
    for (const other of ["skp2", "skp"]) await backend.defaultKeyProviders.set(VCENTER, other);
    expect(await backend.vsanEncryptions.read(CLUSTER)).toEqual(before);
  });

  rule("vsan-new-keys-need-the-key-server", async () => {
    const encrypted = await vsanEstate();
    const plain = await smallEstate({ cluster: { storage: "vsan" } });
    const rekey = (deepRekey: boolean) => (simulator: Simulator) =>
      simulator.backend.vsanEncryptions.rekey(CLUSTER, { deepRekey });
    const changes: readonly (readonly [Simulator, (simulator: Simulator) => Promise<unknown>])[] = [
      [encrypted, rekey(false)],
      [encrypted, rekey(true)],
      [plain, ({ backend }) => backend.vsanEncryptions.create(STANDARD_VSAN)],
    ];
    for (const [site, change] of changes) {
      await change(site.fork());
      for (const strike of Object.values(OUTAGES)) {
        const simulator = site.fork();
        strike(simulator);
        const before = simulator.digest();
        await expect(change(simulator)).rejects.toMatchObject({ name: "VsphereFault" });
        expect(simulator.digest()).toBe(before);
      }
    }
  });

  rule("vsan-host-encryption-stays", async () => {
    const { backend, operators } = await vsanEstate();
    expect(() => operators.disableHostEncryption(FIRST)).toThrow("whose vSAN is encrypted");
    await backend.vsanEncryptions.remove(CLUSTER);
    operators.disableHostEncryption(FIRST);
    expect((await backend.hosts.read(FIRST))?.cryptoState).toBe("pendingIncapable");
  });

  rule("vsan-crypto-safe-before-mount", async () => {
    const simulator = await vsanEstate();
    const { hostKeyId = "" } = (await simulator.backend.vsanEncryptions.read(CLUSTER)) ?? {};
    simulator.operators.changeKey(KEY_SERVER, hostKeyId, "inactive");
    powerCycle(simulator, FIRST);
    const present = () => simulator.estate().hosts.get(FIRST)?.present;
    expect([mountedOf(simulator), present()?.cryptoState]).toEqual([[SECOND], "incapable"]);
    simulator.operators.changeKey(KEY_SERVER, hostKeyId, "active");
    simulator.advance(300);
    expect([mountedOf(simulator), present()?.cryptoState]).toEqual([[FIRST, SECOND], "safe"]);
  });

  rule("vsan-new-disks-need-the-key", async () => {
    const simulator = await vsanEstate();
    const third = `${CLUSTER}/esx3`;
    const joined = simulator.fork();
    await joined.backend.hosts.add(hostSpec("esx3"));
    expect(mountedOf(joined)).toEqual([FIRST, SECOND, third]);
    expect(disksOf(joined).every(({ wrappedKey }) => wrappedKey !== undefined)).toBe(true);
    const kekless = simulator.fork();
    kekless.operators.changeKey(KEY_SERVER, (await kekOf(kekless)) ?? "", "inactive");
    await kekless.backend.hosts.add(hostSpec("esx3"));
    expect(mountedOf(kekless)).toEqual([FIRST, SECOND]);
    expect(kekless.estate().hosts.get(third)?.present?.cryptoState).toBe("safe");
    simulator.operators.keyServerDown(KEY_SERVER);
    await simulator.backend.hosts.add(hostSpec("esx3"));
    simulator.advance(3600);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.advance(300);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND, third]);
  });

  rule("vsan-upgrade-asks-for-the-key-server", async () => {
    const simulator = await vsanEstate({ hosts: [hostSpec("esx1", { version: "8.0" })] });
    const upgrade = ({ backend }: Simulator) => backend.hosts.upgrade(FIRST, "8.0 U3");
    const keyless = simulator.fork();
    keyless.operators.keyServerDown(KEY_SERVER);
    await expect(upgrade(keyless)).rejects.toMatchObject({ fault: "KeyProviderUnavailable" });
    expect(mountedOf(keyless)).toEqual([FIRST]);
    expect((await upgrade(simulator)).version).toBe("8.0 U3");
    const native = await vsanEstate({
      hosts: [hostSpec("esx1", { version: "8.0" })],
      provider: "native",
    });
    expect((await upgrade(native)).version).toBe("8.0 U3");
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

  rule("vsan-hosts-are-told-whom-to-ask", async () => {
    const simulator = await vsanEstate();
    simulator.operators.vcenterDown(VCENTER);
    const asked = () => simulator.messageCount("fetch-vsan-key");
    const before = asked();
    simulator.operators.reinstall(FIRST);
    simulator.advance(600);
    expect([mountedOf(simulator), asked()]).toEqual([[SECOND], before]);
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
    await simulator.backend.virtualMachines.create(PLAIN);
    const [before, disks] = [await kekOf(simulator), disksOf(simulator)];
    const happened: string[] = [];
    simulator.onEvent(({ kind }) => happened.push(kind));
    await simulator.backend.vsanEncryptions.rekey(CLUSTER, { deepRekey: false });
    expect(happened.filter((kind) => /^(vm|disk-group|vsan)-/.test(kind))).toEqual([]);
    expect(await kekOf(simulator)).not.toBe(before);
    disksOf(simulator).forEach(({ wrappedKey, sector }, i) => {
      expect([wrappedKey === disks[i]?.wrappedKey, sector === disks[i]?.sector]).toEqual([
        false,
        true,
      ]);
    });
    powerCycle(simulator, FIRST);
    expect(mountedOf(simulator)).toEqual([FIRST, SECOND]);
  });

  rule("vsan-deep-rekey-writes-anew", async () => {
    const simulator = await vsanEstate();
    const [before, disks] = [await kekOf(simulator), disksOf(simulator)];
    await simulator.backend.vsanEncryptions.rekey(CLUSTER, { deepRekey: true });
    expect(await kekOf(simulator)).not.toBe(before);
    disksOf(simulator).forEach(({ sector }, i) => {
      expect(sector).not.toBe(disks[i]?.sector);
    });
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
