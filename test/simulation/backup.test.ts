// Backups of encrypted machines and what is restored of them (FC-44; VCF security guidelines, VM Encryption FAQ and
// Virtual TPM FAQ; Virtual Disk Programming Guide, Encrypted VM Backup and Restore).

import { describe, expect, it } from "vitest";
import type { BackupNotes, VirtualMachineSpec } from "../../src/provider/backend.js";
import type { VirtualMachineRecord } from "../../src/simulator/records.js";
import { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import { snapshotTables, snapshotText } from "../support/snapshot-text.js";
import { CLUSTER, hostSpec, KEY_SERVER, machineSpec, smallEstate } from "./declare.js";

const MACHINE = "vc/vm/app";
const PROXY = "vc/vm/proxy";
const ESX1 = `${CLUSTER}/esx1`;
const PLAIN_DISK = [{ name: "disk-0", sizeGib: 16, encrypted: false, keyProvider: null }];

const overNetwork: BackupNotes = { includesNvram: true, proxy: null };
const throughProxy: BackupNotes = { includesNvram: true, proxy: PROXY };

/** One machine with a virtual TPM and an encrypted disk, and another that may serve as its proxy. */
async function withMachines(
  backup: BackupNotes | null,
  proxy: Partial<VirtualMachineSpec> = { vtpm: true },
): Promise<Simulator> {
  const simulator = await smallEstate({ hosts: [hostSpec("esx1")] });
  const { virtualMachines } = simulator.backend;
  await virtualMachines.create(
    machineSpec("proxy", { encrypted: false, disks: PLAIN_DISK, ...proxy }),
  );
  await virtualMachines.create(machineSpec("app", { vtpm: true, backup }));
  return simulator;
}

/** As it lies on a datastore. */
const filesOf = (simulator: Simulator, path = MACHINE) => {
  const { virtualMachines = [] } = snapshotTables<VirtualMachineRecord>(snapshotText(simulator));
  return virtualMachines.find(([each]) => each === path)?.[1];
};

const secretOf = (simulator: Simulator, path?: string) =>
  filesOf(simulator, path)?.nvram?.secretDigest;
const volumeOf = (simulator: Simulator, path?: string) =>
  filesOf(simulator, path)?.disks[0]?.volume;
const homeKeyOf = (simulator: Simulator, path?: string) =>
  filesOf(simulator, path)?.home?.bundle.keyId;

/** One bit of the wrapped data key of the disk. */
function withFlippedDisk(simulator: Simulator): Simulator {
  const key = volumeOf(simulator)?.bundle.wrappedKey ?? "";
  const flipped = `${key.startsWith("A") ? "B" : "A"}${key.slice(1)}`;
  return Simulator.fromSnapshot(snapshotText(simulator).replace(key, flipped));
}

describe("a backup", () => {
  rule("vtpm-restored-with-its-nvram-alone", async () => {
    for (const includesNvram of [true, false]) {
      const simulator = await withMachines({ ...overNetwork, includesNvram });
      const { administrators, backend, operators } = simulator;
      const [secret, key] = [secretOf(simulator), homeKeyOf(simulator)];
      const backup = administrators.backUpVm(MACHINE);
      await backend.virtualMachines.destroy(MACHINE);
      expect(administrators.restoreVm({ backup })).toBe(MACHINE);
      expect(simulator.estate().virtualMachines.get(MACHINE)?.vtpm).toBe(true);
      expect(secretOf(simulator) === secret).toBe(includesNvram);
      expect(homeKeyOf(simulator) === key).toBe(includesNvram);
      expect(operators.startVm(MACHINE)).toBeNull();
    }
  });

  rule("backup-is-in-the-clear", async () => {
    const simulator = await withMachines({ ...overNetwork, includesNvram: false });
    const { administrators, operators } = simulator;
    const backup = administrators.backUpVm(MACHINE);
    const [content = ""] = backup.contents.values();
    const path = administrators.restoreVm({ backup, name: "copy" });
    const [before, after] = [volumeOf(simulator), volumeOf(simulator, path)];
    expect(after?.writtenDigest).toBe(before?.writtenDigest);
    expect(after?.bundle.keyId).not.toBe(before?.bundle.keyId);
    expect(
      [content, before?.sector, after?.sector].filter((each, i, all) => all.indexOf(each) === i),
    ).toHaveLength(3);
    expect(operators.startVm(path)).toBeNull();
  });

  rule("backup-proxy-is-encrypted-itself", async () => {
    const sealed = await withMachines(throughProxy);
    const open = await withMachines(throughProxy, {});
    const without = await withMachines(overNetwork, {});
    const backup = sealed.administrators.backUpVm(MACHINE);
    expect(() => open.administrators.backUpVm(MACHINE)).toThrow(
      `"${PROXY}": An encrypted disk cannot be attached to an unencrypted virtual machine.`,
    );
    expect(without.administrators.backUpVm(MACHINE).contents).toEqual(backup.contents);
  });

  it("through a plain proxy is made of a machine that is encrypted for its virtual TPM alone", async () => {
    const simulator = await withMachines(throughProxy, {});
    const notes = { vtpm: true, encrypted: false, disks: PLAIN_DISK, backup: throughProxy };
    await simulator.backend.virtualMachines.create(machineSpec("tpm", notes));
    const backup = simulator.administrators.backUpVm("vc/vm/tpm");
    expect([backup.contents.size, backup.nvram === null]).toEqual([0, false]);
  });

  it.each([PROXY, MACHINE])("is not read where a bit of %s is flipped", async (path) => {
    const sound = await withMachines(throughProxy);
    if (path === PROXY) sound.operators.corruptWrappedKey(PROXY);
    const simulator = path === PROXY ? sound : withFlippedDisk(sound);
    expect(() => simulator.administrators.backUpVm(MACHINE)).toThrow("does not open");
  });

  it("needs a key that the host has: with the key server down, none after a reboot", async () => {
    const simulator = await withMachines(overNetwork);
    simulator.operators.keyServerDown(KEY_SERVER);
    expect(simulator.administrators.backUpVm(MACHINE).contents.size).toBe(1);
    simulator.operators.reboot(ESX1, "abruptly");
    simulator.advance(900);
    expect(() => simulator.administrators.backUpVm(MACHINE)).toThrow("is locked");
  });

  it("needs its proxy to run, to be there, and to see the files", async () => {
    const simulator = await withMachines(throughProxy);
    simulator.operators.stopVm(PROXY);
    expect(() => simulator.administrators.backUpVm(MACHINE)).toThrow("does not run");
    await simulator.backend.virtualMachines.destroy(PROXY);
    expect(() => simulator.administrators.backUpVm(MACHINE)).toThrow("There is no virtual machine");
    const local = await smallEstate({ cluster: { storage: "local" } });
    await local.backend.virtualMachines.create(machineSpec("app", { backup: throughProxy }));
    await local.backend.virtualMachines.create(machineSpec("proxy"));
    expect(() => local.administrators.backUpVm(MACHINE)).toThrow("local disks");
  });

  it("is not made where nothing is said of it", async () => {
    const simulator = await withMachines(null);
    expect(() => simulator.administrators.backUpVm(MACHINE)).toThrow("Nothing is said of a backup");
  });
});
