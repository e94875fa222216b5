import { describe, expect, it } from "vitest";
import { CLUSTER, hostSpec, machineSpec, smallEstate } from "../../simulation/declare.js";
import { rule } from "../../support/rule.js";
import { vsanEstate } from "../../support/vsan-estate.js";

const HOST = `${CLUSTER}/esx1`;
const words = (text: string) => text.split(" ");

async function host(changes: Parameters<typeof hostSpec>[1] = {}) {
  const simulator = await smallEstate({ hosts: [hostSpec("esx1", changes)] });
  const run = (line: string) => simulator.esxcli(HOST, words(line));
  return { simulator, run };
}

describe("esxcli", () => {
  rule("esxcli-shows-persistence", async () => {
    const { run } = await host();
    const get = () => run("system security keypersistence get").stdout;
    expect(get()).toBe("   Enabled: false\n");
    run("system security keypersistence enable");
    expect(get()).toBe("   Enabled: true\n");
  });

  rule("esxcli-shows-configuration-encryption", async () => {
    const { run } = await host();
    run("system settings encryption set --require-secure-boot=T");
    expect(run("system settings encryption get").stdout).toMatchInlineSnapshot(`
      "   Mode: TPM
         Require Executables Only From Installed VIBs: false
         Require Secure Boot: true
      "
    `);
    const { stdout } = (await host({ tpm: false })).run("system settings encryption get");
    expect(stdout).toContain("   Mode: NONE\n");
  });

  rule("esxcli-shows-tpm", async () => {
    for (const tpm of [true, false]) {
      const { stdout } = (await host({ tpm })).run("hardware trustedboot get");
      expect(stdout).toBe(`   Drtm Enabled: false\n   Tpm Present: ${tpm}\n`);
    }
  });

  rule("recovery-key-form", async () => {
    const { run } = await host();
    const none = (await host({ tpm: false })).run("system settings encryption recovery list");
    expect(none.stdout).toBe("");
    const list = () => run("system settings encryption recovery list").stdout;
    const before = list();
    expect(before).toMatch(/^\{[0-9A-F-]{36}\} {2}(\d{6}-){15}\d{6}$/m);
    run("system settings encryption recovery rotate");
    expect(list()).not.toBe(before);
  });

  it("changes the host behind everyone's back", async () => {
    const { simulator, run } = await host();
    run("system security keypersistence enable");
    expect((await simulator.backend.hosts.read(HOST))?.keyPersistence).toBe(true);
    run("system settings encryption set --require-secure-boot=T");
    run("system settings encryption set --require-exec-installed-only true");
    expect((await simulator.backend.hosts.read(HOST))?.configurationEncryption).toEqual({
      mode: "TPM",
      requireSecureBoot: true,
      requireExecInstalledOnly: true,
    });
  });

  it.each([
    [" --remove-all-stored-keys", 0],
    [" --remove-all-stored-keys=true", 0],
    [" --remove-all-stored-keys=false", 2],
    ["", 2],
  ])("disables; with `%s` the keys on disk are %i", async (option, left) => {
    const { simulator, run } = await host();
    run("system security keypersistence enable");
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    simulator.advance(3600);
    expect(run(`system security keypersistence disable${option}`).exitCode).toBe(0);
    const info = await simulator.backend.hosts.read(HOST);
    expect(info?.storedKeyIds).toHaveLength(left);
    expect(info?.cachedKeyIds).toHaveLength(2);
    expect(info?.keyPersistence).toBe(false);
  });

  it.each([
    "system security keypersistence get",
    "system security keypersistence enable",
    "system settings encryption get",
    "system settings encryption set --mode=TPM",
  ])("does not know `%s` before 7.0 U2", async (line) => {
    const { run } = await host({ version: "7.0 U1" });
    const unknown = "The object or item referred to could not be found.\n";
    expect(run(line)).toEqual({ stdout: unknown, exitCode: 1 });
  });

  it.each([
    ["system settings encryption set", /Nothing to set: give --mode, --require-secure-boot/],
    ["system settings encryption set --mode=NONE", /cannot go back from TPM to NONE/],
    ["system settings encryption set --mode=BOTH", /Invalid mode/],
    ["system settings encryption set --color=red", /Invalid option --color/],
    ["system settings encryption set --require-secure-boot=maybe", /Invalid flag/],
    ["system security keypersistence disable --all", /Invalid option/],
    ["system security keypersistence forget", /Unknown command/],
    ["system security keypersistence enable --dry-run", /Invalid option --dry-run/],
    ["system security keypersistence disable --remove-all-stored-keys=maybe", /Invalid flag/],
    ["constructor", /Unknown command/],
    ["__proto__", /Unknown command/],
  ])("refuses `%s`", async (line, sentence) => {
    const { run } = await host();
    expect(run(line)).toEqual({ stdout: expect.stringMatching(sentence), exitCode: 1 });
  });

  it("names the commands that are near one it does not know", async () => {
    const { run } = await host();
    expect(run("system settings encryption show").stdout).toMatchInlineSnapshot(`
      "Unknown command or namespace system settings encryption show
      The simulated hosts have:
         system settings encryption get
         system settings encryption set
         system settings encryption recovery list
         system settings encryption recovery rotate
      "
    `);
    expect(run("storage core list").stdout.match(/^ {3}/gm)).toHaveLength(10);
  });

  it("shows what the disks of a host are encrypted under, and the key servers it asks itself", async () => {
    const plain = await host();
    expect(plain.run("vsan encryption info get").stdout).toBe("   Enabled: false\n");
    expect(plain.run("vsan encryption kms list").stdout).toBe("");
    const simulator = await vsanEstate();
    const encryption = await simulator.backend.vsanEncryptions.read(CLUSTER);
    const { stdout } = simulator.esxcli(HOST, words("vsan encryption info get"));
    expect(stdout).toContain(`   Enabled: true\n   Kek Id: ${encryption?.kekId}\n`);
    expect(stdout).toContain(`   Host Key Id: ${encryption?.hostKeyId}\n`);
    const servers = simulator.esxcli(HOST, words("vsan encryption kms list")).stdout;
    expect(servers).toMatchInlineSnapshot(`
      "Cluster Id  Name  Address       Port
      ----------  ----  ------------  ----
      skp         kms1  kms1.example  5696
      "
    `);
    const native = await vsanEstate({ provider: "native" });
    expect(native.esxcli(HOST, words("vsan encryption kms list")).stdout).toBe("");
  });

  it("refuses key persistence without a TPM, and mode TPM too", async () => {
    const { run } = await host({ tpm: false });
    expect(run("system security keypersistence enable").exitCode).toBe(1);
    expect(run("system settings encryption set --mode=TPM").exitCode).toBe(1);
    expect(run("system settings encryption get").stdout).toContain("Mode: NONE");
  });

  rule("persistence-set-on-the-host", async () => {
    const { simulator, run } = await host();
    simulator.operators.vcenterDown("vc");
    expect(run("system security keypersistence get").exitCode).toBe(0);
    simulator.operators.powerLoss(HOST);
    expect(() => run("system security keypersistence get")).toThrow(/is down/);
  });
});
