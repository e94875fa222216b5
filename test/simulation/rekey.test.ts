// Rekeying: a shallow rekey wraps the same data keys under new keys and disturbs nobody; a deep one makes new
// data keys and needs the machine off. Either needs a new key from the key provider (vSphere Security, Virtual
// Machine Encryption Interoperability; VCF security guidelines, Key Providers FAQ).

import { describe, expect, it } from "vitest";
import type { DiskSpec, RekeyDepth } from "../../src/provider/backend.js";
import type { VirtualMachineRecord } from "../../src/simulator/records.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import { snapshotTables, snapshotText } from "../support/snapshot-text.js";
import {
  CLUSTER,
  isRunning,
  KEY_SERVER,
  machineSpec,
  NATIVE,
  STANDARD,
  smallEstate,
  standardSpec,
  VCENTER,
} from "./declare.js";
import { OUTAGES } from "./rules/outages.js";

const ESX1 = `${CLUSTER}/esx1`;
const ESX2 = `${CLUSTER}/esx2`;
const MACHINE = "vc/vm/app";
const DISK: DiskSpec = { name: "disk-0", sizeGib: 16, encrypted: true, keyProvider: null };
const WITH_VTPM = machineSpec("app", { vtpm: true });

async function withMachine(provider: "standard" | "native" = "standard"): Promise<Simulator> {
  const simulator = await smallEstate({ provider });
  await simulator.backend.virtualMachines.create(WITH_VTPM);
  return simulator;
}

const rekey = ({ backend }: Simulator, depth: RekeyDepth) =>
  backend.virtualMachines.reconfigure(MACHINE, WITH_VTPM, depth);

const keyOf = async ({ backend }: Simulator) =>
  (await backend.virtualMachines.read(MACHINE))?.homeKeyId ?? "none";

/** The wrapped data key and the sector of the machine's disk, as they lie on the datastore. */
function diskOf(simulator: Simulator): { readonly wrappedKey: string; readonly sector: string } {
  const tables = snapshotTables<VirtualMachineRecord>(snapshotText(simulator));
  const [machine] = tables.virtualMachines ?? [];
  const volume = machine?.[1].disks[0]?.volume;
  if (volume == null) throw new Error("the disk is not encrypted");
  return { wrappedKey: volume.bundle.wrappedKey, sector: volume.sector };
}

describe("a rekey", () => {
  rule("shallow-rekey-wraps-anew", async () => {
    for (const provider of ["standard", "native"] as const) {
      const simulator = await withMachine(provider);
      const stops: string[] = [];
      simulator.onEvent(({ kind }) => kind === "vm-stopped" && stops.push(kind));
      const [key, disk] = [await keyOf(simulator), diskOf(simulator)];
      simulator.administrators.rekeyVm(MACHINE, "shallow");
      expect(stops).toEqual([]);
      expect(await keyOf(simulator)).not.toBe(key);
      expect(diskOf(simulator).wrappedKey).not.toBe(disk.wrappedKey);
      expect(diskOf(simulator).sector).toBe(disk.sector);
      expect(simulator.couldStart({ vm: MACHINE, host: ESX2 })).toBeNull();
    }
  });

  it("deep encrypts everything anew, and takes the machine off and on again", async () => {
    const simulator = await withMachine();
    const happened: string[] = [];
    simulator.onEvent(({ kind }) => happened.push(kind));
    const disk = diskOf(simulator);
    await rekey(simulator, "deep");
    expect(happened.filter((kind) => kind.startsWith("vm-"))).toEqual(["vm-stopped", "vm-started"]);
    expect(diskOf(simulator).sector).not.toBe(disk.sector);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  rule("deep-rekey-needs-power-off", async () => {
    const simulator = await withMachine();
    const deep = () => simulator.administrators.rekeyVm(MACHINE, "deep");
    expect(deep).toThrow("runs: a deep rekey needs it powered off");
    simulator.operators.stopVm(MACHINE);
    deep();
    expect(simulator.operators.startVm(MACHINE)).toBeNull();
  });

  rule("rekey-on-demand-needs-the-key-server", async () => {
    for (const depth of ["shallow", "deep"] as const) {
      const site = await withMachine();
      for (const [away, strike] of Object.entries(OUTAGES)) {
        const simulator = site.fork();
        strike(simulator);
        const before = simulator.digest();
        const message = expect.stringContaining(
          away === "keyServer" ? 'no key server of "skp" answers' : "does not answer",
        );
        await expect(rekey(simulator, depth)).rejects.toMatchObject({ message });
        expect(() => simulator.administrators.rekeyVm(MACHINE, depth)).toThrow();
        expect(simulator.digest()).toBe(before);
      }
      await rekey(site, depth);
    }
  });

  it("leaves the old key on the hosts, until they forget it", async () => {
    const simulator = await withMachine();
    const old = await keyOf(simulator);
    await rekey(simulator, "shallow");
    const cached = async () => (await simulator.backend.hosts.read(ESX1))?.cachedKeyIds ?? [];
    expect(await cached()).toEqual(expect.arrayContaining([old, await keyOf(simulator)]));
    simulator.operators.powerLoss(ESX1);
    simulator.operators.powerOn(ESX1);
    simulator.advance(600);
    expect(await cached()).not.toContain(old);
    expect(await cached()).toContain(await keyOf(simulator));
  });

  it("reaches a host that was away at the next remediation, and not before", async () => {
    const simulator = await withMachine();
    simulator.operators.inject({ kind: "unreachable", target: ESX2 });
    await rekey(simulator, "shallow");
    expect(simulator.couldStart({ vm: MACHINE, host: ESX2 })).not.toBeNull();
    simulator.operators.healAll();
    simulator.advance(300);
    simulator.operators.keyServerDown(KEY_SERVER);
    expect(simulator.couldStart({ vm: MACHINE, host: ESX2 })).toBeNull();
  });

  it("keeps the key provider in use, whatever the default is by now", async () => {
    const simulator = await withMachine();
    const { backend } = simulator;
    await backend.standardKeyProviders.create(standardSpec({ name: "other" }));
    await backend.defaultKeyProviders.set(VCENTER, "other");
    expect(await rekey(simulator, "shallow")).toMatchObject({ homeKeyProvider: STANDARD });
    const named = { ...WITH_VTPM, keyProvider: "other" };
    const moved = await backend.virtualMachines.reconfigure(MACHINE, named, "deep");
    expect(moved).toMatchObject({ homeKeyProvider: "other", powerState: "poweredOn" });
  });

  it("is refused for a machine that is locked, or not encrypted", async () => {
    const simulator = await withMachine();
    simulator.operators.keyServerDown(KEY_SERVER);
    for (const host of [ESX1, ESX2]) {
      simulator.operators.powerLoss(host);
      simulator.operators.powerOn(host);
    }
    simulator.advance(0);
    expect(() => simulator.administrators.rekeyVm(MACHINE, "shallow")).toThrow("is locked");
    await simulator.backend.virtualMachines.create(machineSpec("plain", { encrypted: false }));
    const plain = () => simulator.administrators.rekeyVm("vc/vm/plain", "shallow");
    expect(plain).toThrow("is not encrypted");
  });

  it("gives a disk with a key provider of its own a key from there", async () => {
    const simulator = await withMachine();
    const { backend } = simulator;
    await backend.nativeKeyProviders.create({ vcenter: VCENTER, name: NATIVE, tpmRequired: false });
    await backend.nativeKeyProviders.exportBackup(`${VCENTER}/kp/${NATIVE}`, null);
    const [disk] = WITH_VTPM.disks;
    if (disk === undefined) throw new Error("the machine has a disk");
    const disks = [disk, { ...disk, name: "data", keyProvider: NATIVE }];
    const spec = { ...WITH_VTPM, disks };
    await backend.virtualMachines.reconfigure(MACHINE, spec);
    const keysOf = () => simulator.estate().virtualMachines.get(MACHINE)?.diskKeys ?? [];
    const [before] = keysOf();
    await backend.virtualMachines.reconfigure(MACHINE, spec, "deep");
    expect(keysOf()).toMatchObject([{ provider: NATIVE, derivedFrom: before?.derivedFrom }]);
    expect(keysOf()).not.toEqual([before]);
    expect(simulator.couldStart({ vm: MACHINE, host: ESX2 })).toBeNull();
  });
});

describe("disks that are not like others", () => {
  const withDisk = async (disk: Partial<DiskSpec>) => {
    const simulator = await smallEstate();
    const spec = machineSpec("app", { disks: [{ ...DISK, ...disk }] });
    return { simulator, spec, made: simulator.backend.virtualMachines.create(spec) };
  };

  rule("ide-disk-needs-power-off", async () => {
    for (const controllerType of ["scsi", "ide"] as const) {
      const { simulator, spec, made } = await withDisk({ controllerType });
      await made;
      const { administrators, backend, operators } = simulator;
      const isRefused = controllerType === "ide";
      const shallow = () => administrators.rekeyVm(MACHINE, "shallow");
      if (isRefused) expect(shallow).toThrow("a rekey with an IDE disk needs it powered off");
      else shallow();
      const offs: string[] = [];
      simulator.onEvent(({ kind, subject }) => {
        if (kind === "vm-stopped") offs.push(subject);
      });
      await backend.virtualMachines.reconfigure(MACHINE, spec, "shallow");
      expect([offs, isRunning(simulator, MACHINE)]).toEqual([isRefused ? [MACHINE] : [], true]);
      operators.stopVm(MACHINE);
      shallow();
    }
  });

  rule("raw-device-mapping-stays-plain", async () => {
    const mapping = { rawDeviceMapping: "physicalMode" } as const;
    const refused = await withDisk(mapping);
    await expect(refused.made).rejects.toMatchObject({ fault: "NotSupported" });
    const plain = await withDisk({ ...mapping, encrypted: false });
    await plain.made;
    const { virtualMachines } = plain.simulator.backend;
    const other = machineSpec("app", { disks: [{ ...DISK, encrypted: false }] });
    const changed = virtualMachines.reconfigure(MACHINE, other);
    await expect(changed).rejects.toMatchObject({ fault: "InvalidArgument" });
    expect((await virtualMachines.read(MACHINE))?.disks[0]?.rawDeviceMapping).toBe("physicalMode");
  });
});
