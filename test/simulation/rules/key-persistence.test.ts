// What key persistence needs and where it is set; when keys are stored is in ../key-persistence.test.ts.

import { describe, expect } from "vitest";
import { rule } from "../../support/rule.js";
import { CLUSTER, hostSpec, smallEstate } from "../declare.js";
import { ESX1 } from "../vendor-page/site.js";

const ESX2 = `${CLUSTER}/esx2`;
const TPM = { tpm: { present: true, hashBank: "sha256" }, secureBoot: true } as const;

describe("the setting", () => {
  rule("persistence-off-by-default", async () => {
    const { backend } = await smallEstate();
    expect((await backend.hosts.read(ESX1))?.keyPersistence).toBe(false);
    await backend.hosts.upgrade(ESX1, "9.0");
    expect((await backend.hosts.read(ESX1))?.keyPersistence).toBe(false);
  });

  rule("persistence-is-per-host", async () => {
    const { backend } = await smallEstate();
    await backend.hosts.enableKeyPersistence(ESX1);
    expect((await backend.hosts.read(ESX1))?.keyPersistence).toBe(true);
    expect((await backend.hosts.read(ESX2))?.keyPersistence).toBe(false);
  });

  rule("persistence-refused-in-mode-none", async () => {
    const { backend } = await smallEstate({ hosts: [hostSpec("esx1", { tpm: false })] });
    await backend.hosts.changeHardware(ESX1, TPM);
    const enable = () => backend.hosts.enableKeyPersistence(ESX1);
    await expect(enable()).rejects.toMatchObject({ fault: "CLIFault" });
    await backend.hosts.setConfigurationEncryption(ESX1, { mode: "TPM" });
    expect((await enable()).keyPersistence).toBe(true);
  });
});

describe("the mode of configuration encryption", () => {
  rule("mode-tpm-set-at-install", async () => {
    for (const version of ["7.0 U1", "7.0 U2", "9.0"]) {
      const { backend } = await smallEstate({ hosts: [hostSpec("esx1", { version })] });
      const mode = version === "7.0 U1" ? "NONE" : "TPM";
      expect((await backend.hosts.read(ESX1))?.configurationEncryption.mode).toBe(mode);
    }
  });

  rule("mode-tpm-cannot-go-back", async () => {
    const simulator = await smallEstate();
    const set = (mode: string) =>
      simulator.esxcli(ESX1, ["system", "settings", "encryption", "set", `--mode=${mode}`]);
    expect(set("NONE")).toMatchObject({ exitCode: 1 });
    expect(set("TPM")).toMatchObject({ exitCode: 0 });
    const info = await simulator.backend.hosts.read(ESX1);
    expect(info?.configurationEncryption.mode).toBe("TPM");
  });

  rule("mode-change-needs-no-reboot", async () => {
    const simulator = await smallEstate({ hosts: [hostSpec("esx1", { tpm: false })] });
    await simulator.backend.hosts.changeHardware(ESX1, TPM);
    const stopsWithoutTpm = () => {
      const cleared = simulator.fork();
      cleared.operators.powerLoss(ESX1);
      cleared.operators.clearTpm(ESX1);
      cleared.operators.powerOn(ESX1);
      return cleared.estate().hosts.get(ESX1)?.present?.up === false;
    };
    expect(stopsWithoutTpm()).toBe(false);
    const kinds: string[] = [];
    simulator.onEvent(({ kind }) => kinds.push(kind));
    await simulator.backend.hosts.setConfigurationEncryption(ESX1, { mode: "TPM" });
    expect(kinds).toEqual(["configuration-archived"]);
    expect(stopsWithoutTpm()).toBe(true);
  });
});
