// The TPM option of a native key provider, which vSphere fixes when one is made: deleted and imported from its backup,
// the provider keeps its keys, and what was set to it is set again.

import { beforeEach, describe, expect, it } from "vitest";
import type { ObjectValue } from "../../../src/model/value.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { declareSmallEstate, hostSpec, machineSpec } from "../../simulation/declare.js";
import { type Drive, driveProvider } from "./drive-provider.js";

const TYPE = "holdfast_native_key_provider";
const declared: ObjectValue = { vcenter: "vc", name: "own", backup: { path: "own.p12" } };
const HOST = "vc/c1/esx1";

let simulator: Simulator;
let drive: Drive;
let written: Map<string, Uint8Array>;

beforeEach(async () => {
  simulator = Simulator.inMemory();
  written = new Map();
  const hosts = [hostSpec("esx1", { tpm: false })];
  await declareSmallEstate(simulator.backend, { hosts, provider: "none" });
  const provider = makeProvider(() => Promise.resolve(simulator.backend), {
    writeBackup: async (path, bytes) => void written.set(path, bytes),
  });
  drive = driveProvider(provider, TYPE);
});

describe("the TPM option of a native key provider", () => {
  it("changes without a change of its keys, and a host without TPM gets them", async () => {
    const required = await drive.reach(null, declared);
    await simulator.backend.defaultKeyProviders.set("vc/c1", "own");
    const machine = machineSpec("till");
    await expect(simulator.backend.virtualMachines.create(machine)).rejects.toThrow();
    const first = written.get("own.p12");
    const open = await drive.reach(required, { ...declared, tpm_required: false });
    expect(open.key_id).toBe(required.key_id);
    expect(written.get("own.p12")).not.toEqual(first);
    expect(await simulator.backend.defaultKeyProviders.read("vc/c1")).toBe("own");
    await simulator.backend.virtualMachines.create(machine);
    simulator.operators.reboot(HOST, "gracefully");
    simulator.advance(3600);
    expect(simulator.estate().virtualMachines.get("vc/vm/till")?.running).toBe(true);
  });

  it("is not changed without a backup, which would be all that is left of the keys", async () => {
    const { backup: _, ...bare } = declared;
    const state = await drive.reach(null, bare);
    const { diagnostics } = drive.plan(state, { ...bare, tpm_required: false });
    expect(diagnostics).toMatchObject([
      { severity: "error", summary: "Change without a backup", attribute: ["tpm_required"] },
    ]);
  });

  it("tells where the backup is if the provider cannot be imported again", async () => {
    const state = await drive.reach(null, declared);
    const { nativeKeyProviders } = simulator.backend;
    const refusing = makeProvider(
      () =>
        Promise.resolve({
          ...simulator.backend,
          nativeKeyProviders: {
            ...nativeKeyProviders,
            importBackup: (backup) =>
              nativeKeyProviders.importBackup({ ...backup, file: backup.file.subarray(0, 20) }),
          },
        }),
      { writeBackup: async (path, bytes) => void written.set(path, bytes) },
    );
    const change = { ...declared, tpm_required: false };
    const failed = await driveProvider(refusing, TYPE).apply(state, change);
    expect(failed.state).toBe(null);
    expect(failed.diagnostics[0]?.detail).toContain('Import "own.p12" in vCenter');
    const file = written.get("own.p12") ?? new Uint8Array();
    const backup = { vcenter: "vc", file, password: null, tpmRequired: false };
    const { keyId } = await nativeKeyProviders.importBackup(backup);
    expect(keyId).toBe(state.key_id);
  });
});
