// When keys come to be stored on a host, and when they do not.

import { describe, expect, it } from "vitest";
import type { HostSpec } from "../../src/provider/backend.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import {
  CLUSTER,
  clusterSpec,
  declareTrustCluster,
  hostSpec,
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  smallEstate,
  standardSpec,
  TRUSTED,
  trustAuthoritySpec,
  trustedSpec,
} from "./declare.js";

const HOST = `${CLUSTER}/esx1`;
const MACHINE = "vc/vm/app";

async function oneHost(changes: Partial<HostSpec> = {}): Promise<Simulator> {
  return smallEstate({ hosts: [hostSpec("esx1", changes)] });
}

async function withMachine(simulator: Simulator): Promise<Simulator> {
  await simulator.backend.virtualMachines.create(machineSpec("app"));
  return simulator;
}

async function stored(simulator: Simulator): Promise<number | undefined> {
  return (await simulator.backend.hosts.read(HOST))?.storedKeyIds.length;
}

function outage(simulator: Simulator): void {
  simulator.operators.keyServerDown(KEY_SERVER);
  simulator.operators.powerLoss(HOST);
  simulator.advance(600);
  simulator.operators.powerOn(HOST);
  simulator.advance(0);
}

describe("key persistence", () => {
  rule("stored-at-archive", async () => {
    const simulator = await oneHost();
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await withMachine(simulator);
    expect(await stored(simulator)).toBe(0);
    simulator.advance(3599);
    expect(await stored(simulator)).toBe(0);
    simulator.advance(1);
    expect(await stored(simulator)).toBe(2);
  });

  rule("pushed-again-after-enable", async () => {
    const simulator = await withMachine(await oneHost());
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    const presence = () => simulator.estate().hosts.get(HOST)?.present;
    expect(presence()?.unarchivedKeyIds.size).toBe(0);
    simulator.advance(300);
    expect(presence()?.unarchivedKeyIds.size).toBe(2);
    simulator.advance(3300);
    expect(await stored(simulator)).toBe(2);
    const byHand = await withMachine(await oneHost());
    await byHand.backend.hosts.enableKeyPersistence(HOST);
    byHand.administrators.enableHostEncryption(HOST);
    expect(byHand.estate().hosts.get(HOST)?.present?.unarchivedKeyIds.size).toBe(2);
  });

  rule("cached-keys-not-stored-at-enable", async () => {
    const simulator = await withMachine(await oneHost());
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.advance(7200);
    outage(simulator);
    expect([await stored(simulator), isRunning(simulator, MACHINE)]).toEqual([0, false]);
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.advance(300);
    simulator.operators.unlockVm(MACHINE);
    simulator.advance(3600);
    expect(await stored(simulator)).toBe(2);
  });

  rule("unarchived-key-lost-with-power", async () => {
    const simulator = await oneHost();
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    simulator.advance(1800);
    await withMachine(simulator);
    outage(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(false);
  });

  rule("torn-archive-keeps-the-one-before", async () => {
    const simulator = await oneHost();
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await withMachine(simulator);
    simulator.advance(3600);
    const later = simulator.fork();
    outage(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(false);
    later.advance(1);
    outage(later);
    expect(isRunning(later, MACHINE)).toBe(true);
  });

  rule("archived-at-shutdown-and-on-demand", async () => {
    for (const how of ["shutDown", "archiveNow"] as const) {
      const simulator = await oneHost();
      await simulator.backend.hosts.enableKeyPersistence(HOST);
      await withMachine(simulator);
      simulator.operators[how](HOST);
      outage(simulator);
      simulator.operators.powerOn(HOST);
      simulator.advance(0);
      expect(await stored(simulator)).toBe(2);
      expect(isRunning(simulator, MACHINE)).toBe(true);
    }
  });

  rule("removal-erases-stored-keys", async () => {
    for (const removeAllStoredKeys of [true, false]) {
      const simulator = await oneHost();
      await simulator.backend.hosts.enableKeyPersistence(HOST);
      await withMachine(simulator);
      simulator.advance(3660);
      await simulator.backend.hosts.disableKeyPersistence(HOST, { removeAllStoredKeys });
      outage(simulator);
      expect(isRunning(simulator, MACHINE)).toBe(false);
      expect(await stored(simulator)).toBe(removeAllStoredKeys ? 0 : 2);
    }
  });

  rule("persistence-from-7-0-u2", async () => {
    for (const version of ["6.7", "7.0 U1"]) {
      const enable = (await oneHost({ version })).backend.hosts.enableKeyPersistence(HOST);
      await expect(enable).rejects.toMatchObject({ fault: "CLIFault" });
    }
    for (const version of ["7.0 U2", "7.0 U3", "8.0", "9.0"]) {
      const simulator = await oneHost({ version });
      await simulator.backend.hosts.enableKeyPersistence(HOST);
      await withMachine(simulator);
      simulator.advance(3660);
      outage(simulator);
      expect(isRunning(simulator, MACHINE)).toBe(true);
    }
  });

  rule("unusable-tpm-leaves-mode-none", async () => {
    const modes = [];
    for (const tpm of [
      { present: false, hashBank: "sha256" },
      { present: true, hashBank: "sha1" },
      { present: true, hashBank: "sha256", interface: "crb" },
      { present: true, hashBank: "sha256", hierarchyEnabled: false },
      { present: true, hashBank: "sha256", interface: "fifo", hierarchyEnabled: true },
    ] as const) {
      const simulator = await oneHost({ hardware: { tpm, secureBoot: true } });
      const info = await simulator.backend.hosts.read(HOST);
      modes.push(info?.configurationEncryption.mode);
      const enable = simulator.esxcli(HOST, "system security keypersistence enable".split(" "));
      expect(enable.exitCode).toBe(info?.configurationEncryption.mode === "TPM" ? 0 : 1);
    }
    expect(modes).toEqual(["NONE", "NONE", "NONE", "NONE", "TPM"]);
  });

  rule("early-releases-fail-with-some-makers", async () => {
    const modes: string[] = [];
    for (const [manufacturer, model] of [
      ["NTZ", "Z32H330TC"],
      ["IFX", "SLB9670"],
      ["NTC", "NPCT750"],
      ["NTC", "NPCT650"],
      ["STM", "ST33"],
    ] as const) {
      for (const version of ["7.0 U2d", "7.0 U3", "8.0"]) {
        const tpm = { present: true, hashBank: "sha256", manufacturer, model } as const;
        const simulator = await oneHost({ version, hardware: { tpm, secureBoot: true } });
        const info = await simulator.backend.hosts.read(HOST);
        const mode = info?.configurationEncryption.mode ?? "";
        const set = simulator.esxcli(HOST, "system settings encryption set --mode=TPM".split(" "));
        expect(set.exitCode).toBe(mode === "TPM" ? 0 : 1);
        modes.push(`${model} on ${version}: ${mode}`);
      }
    }
    expect(modes.filter((each) => each.endsWith("NONE"))).toEqual([
      "Z32H330TC on 7.0 U2d: NONE",
      "Z32H330TC on 7.0 U3: NONE",
      "SLB9670 on 7.0 U2d: NONE",
      "NPCT750 on 7.0 U2d: NONE",
    ]);
  });

  it("stays in mode NONE through the upgrade that could seal to the TPM, until it is set", async () => {
    const tpm = { present: true, hashBank: "sha256", manufacturer: "IFX" } as const;
    const simulator = await oneHost({ version: "7.0 U2", hardware: { tpm, secureBoot: true } });
    const { hosts } = simulator.backend;
    const upgraded = await hosts.upgrade(HOST, "7.0 U3");
    expect(upgraded.configurationEncryption.mode).toBe("NONE");
    const sealed = await hosts.setConfigurationEncryption(HOST, { mode: "TPM" });
    expect(sealed.configurationEncryption.mode).toBe("TPM");
    simulator.operators.reboot(HOST, "gracefully");
    simulator.advance(660);
    expect(simulator.estate().hosts.get(HOST)?.present?.up).toBe(true);
  });

  rule("persistence-idle-without-tpm", async () => {
    const simulator = await smallEstate({
      hosts: [hostSpec("esx1", { tpm: false })],
      provider: "native",
    });
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await withMachine(simulator);
    simulator.advance(3660);
    expect(await stored(simulator)).toBe(0);
    simulator.operators.vcenterDown("vc");
    outageWithoutKeyServer(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  it("is refused in mode NONE once there is a trusted key provider beside the native one", async () => {
    const simulator = await smallEstate({ provider: "native" });
    const { backend, operators } = simulator;
    await backend.clusters.create(clusterSpec({ name: "c2" }));
    await backend.hosts.add(hostSpec("esx9", { cluster: "vc/c2", tpm: false }));
    const enable = () => backend.hosts.enableKeyPersistence("vc/c2/esx9");
    expect((await enable()).keyPersistence).toBe(true);
    await backend.hosts.disableKeyPersistence("vc/c2/esx9", { removeAllStoredKeys: true });
    await declareTrustCluster(backend);
    await backend.trustAuthorities.create(trustAuthoritySpec());
    await backend.trustedKeyProviders.create(trustedSpec());
    await expect(enable()).rejects.toMatchObject({ fault: "CLIFault" });
    operators.deleteKeyProvider(`vc/kp/${TRUSTED}`);
    expect((await enable()).keyPersistence).toBe(true);
  });

  rule("nothing-stored-in-mode-none", async () => {
    const simulator = await smallEstate({
      hosts: [hostSpec("esx1", { tpm: false })],
      provider: "native",
    });
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await simulator.backend.keyServers.create(keyServerSpec());
    await simulator.backend.standardKeyProviders.create(standardSpec());
    await simulator.backend.virtualMachines.create(machineSpec("app", { keyProvider: "skp" }));
    simulator.advance(3660);
    expect(await stored(simulator)).toBe(0);
    outage(simulator);
    expect(simulator.estate().hosts.get(HOST)?.present?.cryptoState).toBe("safe");
    expect(isRunning(simulator, MACHINE)).toBe(false);
  });

  rule("mode-tpm-set-at-upgrade", async () => {
    const simulator = await withMachine(await oneHost({ version: "7.0 U1" }));
    const info = await simulator.backend.hosts.upgrade(HOST, "7.0 U2");
    expect(info.configurationEncryption.mode).toBe("TPM");
    expect(isRunning(simulator, MACHINE)).toBe(true);
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    simulator.advance(3660);
    outage(simulator);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });

  rule("stored-keys-survive-upgrade", async () => {
    const simulator = await oneHost({ version: "8.0" });
    await simulator.backend.hosts.enableKeyPersistence(HOST);
    await withMachine(simulator);
    simulator.operators.keyServerDown(KEY_SERVER);
    await simulator.backend.hosts.upgrade(HOST, "8.0 U3");
    expect(isRunning(simulator, MACHINE)).toBe(true);
    await expect(simulator.backend.hosts.upgrade(HOST, "8.0")).rejects.toThrow(/downgraded/);
  });
});

function outageWithoutKeyServer(simulator: Simulator): void {
  simulator.operators.powerLoss(HOST);
  simulator.advance(600);
  simulator.operators.powerOn(HOST);
  simulator.advance(0);
}
