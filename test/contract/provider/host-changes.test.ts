// Changes of a host that take several operations: their order, what is left after a failure half way, and
// what somebody did behind the engine's back.

import { beforeEach, describe, expect, it } from "vitest";
import type { ObjectValue } from "../../../src/model/value.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { type Drive, driveProvider } from "./drive-provider.js";

const PATH = "vc01/edge/esx01";
const TYPE = "holdfast_host";
const host: ObjectValue = {
  hostname: "esx01",
  cluster: "vc01/edge",
  version: "8.0 U3",
  tpm: { present: true },
};

let simulator: Simulator;
let drive: Drive;

beforeEach(async () => {
  simulator = Simulator.inMemory();
  const provider = makeProvider(() => Promise.resolve(simulator.backend), {
    writeBackup: () => Promise.resolve(),
  });
  const reach = (type: string, config: ObjectValue) =>
    driveProvider(provider, type).reach(null, config);
  await reach("holdfast_vcenter", { name: "vc01", version: "8.0 U3" });
  await reach("holdfast_cluster", { vcenter: "vc01", name: "edge" });
  await reach("holdfast_key_server", { vcenter: "vc01", name: "kms", address: "kms" });
  await reach("holdfast_standard_key_provider", {
    vcenter: "vc01",
    name: "hq",
    key_servers: ["vc01/kms/kms"],
  });
  drive = driveProvider(provider, TYPE);
  read = async (state) => (await provider.read({ type: TYPE, state })).state ?? {};
});

let read: (state: ObjectValue) => Promise<ObjectValue>;

describe("a host changed by several operations", () => {
  it("gets its TPM, its release and mode TPM before key persistence", async () => {
    const old = await drive.reach(null, { ...host, version: "7.0 U1", tpm: null });
    expect(old.configuration_encryption_mode).toBe("NONE");
    const state = await drive.reach(old, {
      ...host,
      version: "7.0 U2",
      configuration_encryption: { mode: "TPM" },
      key_persistence: { enabled: true },
    });
    expect(state.configuration_encryption_mode).toBe("TPM");
  });

  it("gives up requiring secure boot before secure boot goes, and requires it after it came", async () => {
    const required = { ...host, configuration_encryption: { require_secure_boot: true } };
    const free = { ...host, secure_boot: false, configuration_encryption: {} };
    const first = await drive.reach(null, required);
    const second = await drive.reach(first, free);
    await drive.reach(second, required);
  });

  it("keeps keys through the upgrade that comes with turning persistence off", async () => {
    const on = { ...host, version: "8.0 U2", key_persistence: { enabled: true } };
    const state = await drive.reach(null, on);
    const off = await drive.reach(state, host);
    expect(off.key_persistence).toBe(null);
    expect((await simulator.backend.hosts.read(PATH))?.keyPersistence).toBe(false);
  });

  it("leaves what it does not declare to the host", async () => {
    const managed = {
      ...host,
      configuration_encryption: { mode: "TPM", require_secure_boot: true },
    };
    const first = await drive.reach(null, managed);
    const second = await drive.reach(first, host);
    expect(second.configuration_encryption).toBe(null);
    const info = await simulator.backend.hosts.read(PATH);
    expect(info?.configurationEncryption.requireSecureBoot).toBe(true);
  });
});

describe("a host whose change fails half way", () => {
  it("exists as far as it got after a creation", async () => {
    const wanted = { ...host, tpm: null, rack: "r1", key_persistence: { enabled: true } };
    const { state, diagnostics } = await drive.apply(null, wanted);
    expect(diagnostics).toEqual([
      {
        severity: "error",
        summary: "The host refused the esxcli command",
        detail: "Key persistence needs a TPM 2.0 and the configuration encryption mode TPM.",
      },
    ]);
    expect(state).toMatchObject({ id: PATH, rack: "r1", key_persistence: null });
  });

  it("shows what an update did and what it did not", async () => {
    const before = await drive.reach(null, { ...host, tpm: null });
    const wanted = { ...host, tpm: null, site: "hq", key_persistence: { enabled: true } };
    const { state, diagnostics } = await drive.apply(before, wanted);
    expect(diagnostics).toHaveLength(1);
    expect(state).toMatchObject({ site: "hq", key_persistence: null });
    const { planned } = drive.plan(state, { ...wanted, key_persistence: null });
    expect(planned).toEqual(state);
  });
});

describe("a host changed behind the engine's back", () => {
  it("shows drift and is brought back", async () => {
    const config = { ...host, key_persistence: { enabled: true } };
    const state = await drive.reach(null, config);
    simulator.esxcli(PATH, ["system", "security", "keypersistence", "disable"]);
    const drifted = await read(state);
    expect(drifted.key_persistence).toEqual({
      enabled: false,
      remove_stored_keys_on_disable: null,
    });
    await drive.reach(drifted, config);
    expect((await simulator.backend.hosts.read(PATH))?.keyPersistence).toBe(true);
  });

  it("shows key persistence that nobody declared", async () => {
    const state = await drive.reach(null, host);
    simulator.esxcli(PATH, ["system", "security", "keypersistence", "enable"]);
    const drifted = await read(state);
    expect(drifted.key_persistence).toEqual({ enabled: true, remove_stored_keys_on_disable: null });
    const healed = await drive.reach(drifted, host);
    expect(healed.key_persistence).toBe(null);
  });
});
