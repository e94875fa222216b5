// What drills, readiness and findings advise someone to do, done from the command line: each advice as a story.

import { describe, expect, it } from "vitest";
import { holdfast, projectFolder, type Run } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const TILL = "vc01/vm/till";

async function applied() {
  const cwd = projectFolder({ "main.tf.json": smallStack() });
  const type = async (args: string, code = 0): Promise<Run> => {
    const run = await holdfast(args, { cwd });
    expect(run, run.stderr + run.stdout).toMatchObject({ code });
    return { ...run, stderr: run.stderr.replace(/\s+/g, " ") };
  };
  await type("apply --auto-approve --config main.tf.json");
  const estate = async () => JSON.parse((await type("simulator show --json")).stdout);
  const pathed = (all: readonly { path: string }[], name: string) =>
    all.find(({ path }) => path.endsWith(`/${name}`));
  const till = async () => pathed((await estate()).virtualMachines, "till") as Till | undefined;
  const host = async (name: string) => pathed((await estate()).hosts, name);
  return { type, till, host };
}

interface Till {
  readonly path: string;
  readonly host: string;
  readonly homeKey: { readonly id: string };
}

describe("a machine that is locked", () => {
  it("stays locked while its key is out of reach, and is unlocked by hand afterwards", async () => {
    const { type, till } = await applied();
    const { id } = (await till())?.homeKey ?? { id: "" };
    await type("simulator inject unreachable vc01/kms/kms1");
    await type(`simulator remove-keys vc01 ${id} --force`);
    await type(`simulator unlock ${TILL}`, 1);
    await type("simulator heal all");
    const unlocked = await type(`simulator unlock ${TILL}`);
    expect(unlocked.stderr).toContain("Unlocked on");
    expect(await till()).toMatchObject({ locked: false });
    expect((await type(`simulator unlock ${TILL}`)).stderr).toContain("is not locked");
  });

  it("is unlocked once its key is active again", async () => {
    const { type, till } = await applied();
    const { id } = (await till())?.homeKey ?? { id: "" };
    const key = `vc01/kms/kms1 ${id}`;
    const unknown = await type("simulator switch-key inactive vc01/kms/kms1 zzz", 1);
    expect(unknown.stderr).toContain('has no key "zzz"');
    await type(`simulator switch-key inactive ${key}`);
    await type(`simulator remove-keys vc01 ${id} --force`);
    await type(`simulator unlock ${TILL}`, 1);
    await type(`simulator switch-key active ${key}`);
    await type(`simulator unlock ${TILL}`);
    expect(await till()).toMatchObject({ locked: false });
  });

  it("is unlocked where the encryption mode of its host is enabled again", async () => {
    const { type, till } = await applied();
    const { homeKey, host } = (await till()) ?? { homeKey: { id: "" }, host: "" };
    await type(`simulator remove-keys vc01 ${homeKey.id} --force`);
    await type(`simulator enable-encryption ${host.split("/").at(-1)}`);
    expect(await till()).toMatchObject({ locked: false });
  });
});

describe("a host", () => {
  it("has what changed in its archive at once by auto-backup, and is refused while it is down", async () => {
    const { type } = await applied();
    await type("simulator advance 2h");
    await type("simulator esxcli esx01 system security keypersistence enable");
    const archived = await type("simulator auto-backup esx01");
    expect(archived.stderr).toContain("vc01/edge/esx01: the configuration is archived");
    await type("simulator power off vc01/edge/esx01");
    await type("simulator power on vc01/edge/esx01");
    const { stdout } = await type("simulator esxcli esx01 system security keypersistence get");
    expect(stdout).toContain("Enabled: true");
    await type("simulator power off vc01/edge/esx01");
    expect((await type("simulator auto-backup esx01", 1)).stderr).toContain("is down");
  });

  it("whose TPM was cleared boots again with its recovery key, and with no other", async () => {
    const { type, host } = await applied();
    const listed = await type("simulator esxcli esx01 system settings encryption recovery list");
    const key = /(?:\d{6}-){15}\d{6}/.exec(listed.stdout)?.[0];
    await type("simulator clear-tpm esx01");
    await type("simulator power off vc01/edge/esx01");
    await type("simulator power on vc01/edge/esx01");
    expect(await host("esx01")).toMatchObject({ present: { up: false } });
    await type(
      `simulator enter-recovery-key esx01 ${key?.replace(/^\d/, (d) => (d === "0" ? "1" : "0"))}`,
      1,
    );
    await type(`simulator enter-recovery-key esx01 ${key}`);
    expect(await host("esx01")).toMatchObject({ present: { up: true } });
  });

  it("is rebooted and reinstalled by its hostname", async () => {
    const { type, host } = await applied();
    await type("simulator reboot esx01");
    expect(await host("esx01")).toMatchObject({ present: { up: false } });
    const installed = await type("simulator reinstall esx01");
    expect(installed.stderr).toContain("ESXi was installed anew");
    expect(await host("esx01")).toMatchObject({ present: { up: true } });
  });
});
