// Encrypted vMotion and encrypted Fault Tolerance of a virtual machine. What they are by default hangs on another
// attribute, so that what is not declared must follow it without a change of its own, and what is must not.

import { beforeEach, describe, expect, it } from "vitest";
import type { Provider } from "../../../src/model/provider.js";
import type { ObjectValue } from "../../../src/model/value.js";
import { readImport } from "../../../src/plan/read-import.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { declareSmallEstate, machineSpec } from "../../simulation/declare.js";
import { type Drive, driveProvider } from "./drive-provider.js";

const PATH = "vc/vm/app";
const TYPE = "holdfast_virtual_machine";
const plain: ObjectValue = { name: "app", cluster: "vc/c1" };
const encrypted: ObjectValue = { ...plain, encrypted: true };

let simulator: Simulator;
let provider: Provider;
let drive: Drive;

beforeEach(async () => {
  simulator = Simulator.inMemory();
  await declareSmallEstate(simulator.backend);
  provider = makeProvider(() => Promise.resolve(simulator.backend), {
    writeBackup: () => Promise.resolve(),
  });
  drive = driveProvider(provider, TYPE);
});

const inVsphere = async () => {
  const info = await simulator.backend.virtualMachines.read(PATH);
  return [info?.migrateEncryption, info?.ftEncryptionMode];
};
const REQUIRED = ["required", "ftEncryptionRequired"];
const OPPORTUNISTIC = ["opportunistic", "ftEncryptionOpportunistic"];

describe("a machine that leaves to vSphere how it is carried elsewhere", () => {
  it("follows its encryption there and back, and plans nothing else", async () => {
    const first = await drive.reach(null, plain);
    expect(await inVsphere()).toEqual(OPPORTUNISTIC);
    for (const config of [encrypted, { ...plain, vtpm: true }]) {
      const second = await drive.reach(first, config);
      expect(second).toMatchObject({ migrate_encryption: null, ft_encryption_mode: null });
      expect(await inVsphere()).toEqual(REQUIRED);
      await drive.reach(second, plain);
      expect(await inVsphere()).toEqual(OPPORTUNISTIC);
    }
  });

  it("shows what somebody set, and is brought back", async () => {
    const state = await drive.reach(null, plain);
    const changes = { encrypted: false, migrateEncryption: "disabled" } as const;
    await simulator.backend.virtualMachines.reconfigure(PATH, machineSpec("app", changes));
    const drifted = (await provider.read({ type: TYPE, state })).state ?? {};
    expect(drifted).toEqual({ ...state, migrate_encryption: "disabled" });
    await drive.reach(drifted, plain);
    expect(await inVsphere()).toEqual(OPPORTUNISTIC);
  });

  it.each([plain, encrypted])("is imported with nothing to do: %j", async (config) => {
    await drive.reach(null, config);
    const attributes = Object.fromEntries(
      Object.keys(config).map((name) => [name, { kind: "literal", value: null } as const]),
    );
    const { state } = await readImport(provider, {
      type: TYPE,
      id: PATH,
      resource: { attributes },
    });
    expect(drive.plan(state, config).planned).toEqual(state);
  });
});

describe("a machine that says how it is carried elsewhere", () => {
  it("keeps what it says, gives it up, and is encrypted on the way", async () => {
    const off = { migrate_encryption: "disabled", ft_encryption_mode: "ftEncryptionDisabled" };
    const on = { migrate_encryption: "required", ft_encryption_mode: "ftEncryptionRequired" };
    const first = await drive.reach(null, { ...plain, ...off });
    expect(await inVsphere()).toEqual(Object.values(off));
    const second = await drive.reach(first, { ...encrypted, ...on });
    const third = await drive.reach(second, encrypted);
    expect(third).toMatchObject({ migrate_encryption: null, ft_encryption_mode: null });
    const fourth = await drive.reach(third, { ...plain, ...on });
    expect(await inVsphere()).toEqual(REQUIRED);
    await drive.reach(fourth, plain);
    expect(await inVsphere()).toEqual(OPPORTUNISTIC);
  });
});
