// Snapshots and clones of encrypted machines: the same keys (vSphere Security, Virtual Machine Encryption
// Interoperability and Caveats; FC-48; VCF security guidelines, Virtual TPM FAQ).

import { describe, expect, it } from "vitest";
import type { VirtualMachineRecord } from "../../src/simulator/records.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { findFindings } from "../../src/vsphere/findings/find-findings.js";
import { overlayEstate } from "../../src/vsphere/overlay-estate.js";
import { rule } from "../support/rule.js";
import { snapshotTables, snapshotText } from "../support/snapshot-text.js";
import {
  CLUSTER,
  clusterSpec,
  hostSpec,
  KEY_SERVER,
  machineSpec,
  NATIVE,
  STANDARD,
  smallEstate,
  standardSpec,
  VCENTER,
} from "./declare.js";

const ESX1 = `${CLUSTER}/esx1`;
const ESX2 = `${CLUSTER}/esx2`;
const MACHINE = "vc/vm/app";
const OFF = machineSpec("app", { vtpm: true, powerState: "poweredOff" });

async function withMachine(
  spec = OFF,
  options: Parameters<typeof smallEstate>[0] = {},
): Promise<Simulator> {
  const simulator = await smallEstate(options);
  await simulator.backend.virtualMachines.create(spec);
  return simulator;
}

const keysOf = (simulator: Simulator, vm = MACHINE) => {
  const machine = simulator.estate().virtualMachines.get(vm);
  return [machine?.homeKey, ...(machine?.diskKeys ?? [])].map((key) => key?.id);
};

/** What a row of a table of the estate says, as it would lie on a datastore. */
const nvramOf = (simulator: Simulator, vm: string) => {
  const { virtualMachines = [] } = snapshotTables<VirtualMachineRecord>(snapshotText(simulator));
  return virtualMachines.find(([path]) => path === vm)?.[1].nvram?.secretDigest;
};

describe("a snapshot", () => {
  rule("snapshot-needs-no-new-key", async () => {
    const simulator = await withMachine();
    const { administrators, operators } = simulator;
    const keys = keysOf(simulator);
    operators.keyServerDown(KEY_SERVER);
    operators.vcenterDown(VCENTER);
    administrators.takeSnapshot(MACHINE, "before");
    expect(operators.startVm(MACHINE)).toBeNull();
    administrators.revertToSnapshot(MACHINE, "before");
    expect(keysOf(simulator)).toEqual(keys);
    expect(operators.startVm(MACHINE)).toBeNull();
    expect(() => administrators.takeSnapshot(MACHINE, "before")).toThrow("already");
  });

  it("is taken along by a shallow rekey, so that going back needs the new key alone", async () => {
    const simulator = await withMachine();
    const { administrators, operators } = simulator;
    const old = keysOf(simulator)[0] ?? "";
    administrators.takeSnapshot(MACHINE, "before");
    administrators.rekeyVm(MACHINE, "shallow");
    const keys = keysOf(simulator);
    administrators.removeKeys({ vcenter: VCENTER, keyIds: [old], force: false });
    operators.changeKey(KEY_SERVER, old, "deleted");
    administrators.revertToSnapshot(MACHINE, "before");
    expect(keysOf(simulator)).toEqual(keys);
    expect(operators.startVm(MACHINE)).toBeNull();
  });

  it("follows its machine to another key provider", async () => {
    const simulator = await withMachine();
    const { backend, administrators, operators } = simulator;
    administrators.takeSnapshot(MACHINE, "before");
    await backend.nativeKeyProviders.create({ vcenter: VCENTER, name: NATIVE, tpmRequired: false });
    await backend.nativeKeyProviders.exportBackup(`${VCENTER}/kp/${NATIVE}`, null);
    await backend.virtualMachines.reconfigure(MACHINE, { ...OFF, keyProvider: NATIVE });
    await backend.standardKeyProviders.remove(`${VCENTER}/kp/${STANDARD}`);
    administrators.revertToSnapshot(MACHINE, "before");
    expect(operators.startVm(MACHINE)).toBeNull();
  });

  rule("deep-rekey-needs-no-snapshot", async () => {
    const simulator = await withMachine();
    const { backend, administrators } = simulator;
    const reconfigure = (changes: object, rekey?: "deep") =>
      backend.virtualMachines.reconfigure(MACHINE, { ...OFF, ...changes }, rekey);
    administrators.takeSnapshot(MACHINE, "before");
    const refused = { fault: "InvalidState", message: expect.stringContaining('("before")') };
    await expect(reconfigure({}, "deep")).rejects.toMatchObject(refused);
    const plain = { encrypted: false, vtpm: false, disks: [] };
    await expect(reconfigure(plain)).rejects.toMatchObject(refused);
    administrators.removeSnapshot(MACHINE, "before");
    await reconfigure({}, "deep");
    await reconfigure(plain);
    administrators.takeSnapshot(MACHINE, "open");
    await expect(reconfigure({ disks: [] })).rejects.toMatchObject({ fault: "InvalidState" });
  });

  it.each([
    ["a deep rekey", { deep_rekey_version: 1 }, true],
    ["a shallow rekey", { shallow_rekey_version: 1 }, false],
    ["another key provider", { key_provider: "other" }, false],
    ["a disk that is decrypted", { disks: [{ name: "disk-0", encrypted: false }] }, true],
    ["a new disk", { disks: [{ name: "disk-0" }, { name: "data" }] }, false],
    ["decryption", { encrypted: false, vtpm: false }, true],
    ["a power cycle", { power_state: "poweredOff" }, false],
  ])("is said to be in the way of %s by the plan (FC-48)", async (_, change, isFound) => {
    const simulator = await withMachine();
    const before = { id: MACHINE, cluster: CLUSTER, encrypted: true, vtpm: true };
    const disks = [{ name: "disk-0" }];
    const planned = {
      type: "holdfast_virtual_machine",
      before: { ...before, disks },
      after: { ...before, disks, ...change },
    };
    const codes = () =>
      findFindings(overlayEstate(simulator.estate(), [planned])).map(({ code }) => code);
    expect(codes()).not.toContain("FC-48");
    simulator.administrators.takeSnapshot(MACHINE, "before");
    expect(codes().includes("FC-48")).toBe(isFound);
    const anew = overlayEstate(simulator.estate(), [{ ...planned, isReplaced: true }]);
    expect(findFindings(anew).map(({ code }) => code)).not.toContain("FC-48");
  });

  it("brings a disk back with a key of its own, which vCenter fetches", async () => {
    const simulator = await withMachine();
    const { backend, administrators, operators } = simulator;
    await backend.standardKeyProviders.create(standardSpec({ name: "other" }));
    const data = { name: "data", sizeGib: 1, encrypted: true, keyProvider: "other" };
    await backend.virtualMachines.reconfigure(MACHINE, { ...OFF, disks: [...OFF.disks, data] });
    administrators.takeSnapshot(MACHINE, "before");
    await backend.virtualMachines.reconfigure(MACHINE, OFF);
    for (const host of [ESX1, ESX2]) operators.reboot(host, "abruptly");
    simulator.advance(900);
    administrators.revertToSnapshot(MACHINE, "before");
    simulator.advance(300);
    operators.keyServerDown(KEY_SERVER);
    expect(keysOf(simulator)).toHaveLength(2);
    expect(simulator.couldStart({ vm: MACHINE, host: ESX2 })).toBeNull();
  });

  it("goes where its machine goes, and with it", async () => {
    const simulator = await withMachine();
    const { backend, administrators } = simulator;
    administrators.takeSnapshot(MACHINE, "before");
    administrators.unregisterVm(MACHINE);
    administrators.registerVm({ files: MACHINE, host: ESX2 });
    administrators.revertToSnapshot(MACHINE, "before");
    await backend.virtualMachines.destroy(MACHINE);
    await backend.virtualMachines.create(OFF);
    expect(() => administrators.revertToSnapshot(MACHINE, "before")).toThrow("has no snapshot");
  });
});

describe("a clone", () => {
  rule("clone-has-the-same-keys", async () => {
    const simulator = await withMachine();
    const { administrators, operators } = simulator;
    operators.keyServerDown(KEY_SERVER);
    expect(administrators.cloneVm({ vm: MACHINE, name: "copy" })).toBe("vc/vm/copy");
    expect(keysOf(simulator, "vc/vm/copy")).toEqual(keysOf(simulator));
    expect(operators.startVm("vc/vm/copy")).toBeNull();
    operators.keyServerUp(KEY_SERVER);
    administrators.rekeyVm("vc/vm/copy", "shallow");
    expect(keysOf(simulator, "vc/vm/copy")).not.toEqual(keysOf(simulator));
    expect(operators.startVm(MACHINE)).toBeNull();
  });

  rule("linked-clone-keeps-its-keys", async () => {
    const simulator = await withMachine();
    const { backend, administrators, operators } = simulator;
    const copy = "vc/vm/copy";
    const request = { vm: MACHINE, name: "copy", linkedToSnapshot: "base" };
    expect(() => administrators.cloneVm(request)).toThrow('has no snapshot "base"; it has none');
    administrators.takeSnapshot(MACHINE, "base");
    await backend.standardKeyProviders.create(standardSpec({ name: "other" }));
    administrators.cloneVm(request);
    expect(keysOf(simulator, copy)).toEqual(keysOf(simulator));
    const wanted = { ...OFF, name: "copy" };
    const fault = { fault: "NotSupported", message: expect.stringContaining("linked clone") };
    for (const depth of ["shallow", "deep"] as const) {
      expect(() => administrators.rekeyVm(copy, depth)).toThrow("linked clone");
    }
    for (const change of [{ keyProvider: "other" }, { encrypted: false, vtpm: false, disks: [] }]) {
      const changed = backend.virtualMachines.reconfigure(copy, { ...wanted, ...change });
      await expect(changed).rejects.toMatchObject(fault);
    }
    await backend.virtualMachines.reconfigure(copy, { ...wanted, powerState: "poweredOn" });
    administrators.rekeyVm(MACHINE, "shallow");
    operators.stopVm(copy);
    expect(operators.startVm(copy)).toBeNull();
  });

  rule("clone-needs-vcenter", async () => {
    const simulator = await withMachine();
    simulator.operators.vcenterDown(VCENTER);
    const clone = () => simulator.administrators.cloneVm({ vm: MACHINE, name: "copy" });
    expect(clone).toThrow("does not answer");
  });

  rule("vtpm-of-a-clone", async () => {
    for (const [vcenterVersion, policy, expected] of [
      ["8.0", "copy", "the same secret"],
      ["8.0", "replace", "another secret"],
      ["7.0 U3", "copy", "the same secret"],
      ["7.0 U3", "replace", "needs vCenter 8.0 or later"],
    ] as const) {
      const simulator = await withMachine(OFF, { vcenterVersion });
      const clone = () =>
        simulator.administrators.cloneVm({ vm: MACHINE, name: "copy", tpmProvisionPolicy: policy });
      if (expected.startsWith("needs")) {
        expect(clone).toThrow(expected);
        continue;
      }
      const path = clone();
      const isSame = nvramOf(simulator, path) === nvramOf(simulator, MACHINE);
      expect(isSame).toBe(expected === "the same secret");
      expect(simulator.operators.startVm(path)).toBeNull();
    }
  });

  it("in another cluster has its keys sent there", async () => {
    const simulator = await withMachine();
    const { backend, administrators, operators } = simulator;
    await backend.clusters.create(clusterSpec({ name: "c2" }));
    await backend.hosts.add(hostSpec("esx9", { cluster: "vc/c2" }));
    administrators.cloneVm({ vm: MACHINE, name: "copy", cluster: "vc/c2" });
    simulator.advance(300);
    operators.keyServerDown(KEY_SERVER);
    expect(operators.startVm("vc/vm/copy")).toBeNull();
  });
});
