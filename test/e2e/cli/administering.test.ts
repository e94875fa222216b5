// What administrators do beside a program, each as a story: a command by hand, and what plans, machines and drills make
// of it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, projectFolder, type Run } from "../../support/run-holdfast.js";
import { machineOf, smallStack } from "../../support/small-stack.js";

const C = "--config main.tf.json";
const KMS = "vc01/kms/kms1";
const TILL = "vc01/vm/till";
const [ESX01, ESX02] = ["vc01/edge/esx01", "vc01/edge/esx02"];
const PASSWORD = "correct-horse";

/** A small estate that was applied, and commands in its folder, each with the code it must end with. */
async function applied(parts: Parameters<typeof smallStack>[0] = {}) {
  const cwd = projectFolder({ "main.tf.json": smallStack(parts) });
  const type = async (args: string, code = 0, env = {}): Promise<Run> => {
    const run = await holdfast(args, { cwd, env });
    expect(run, run.stderr + run.stdout).toMatchObject({ code });
    return { ...run, stderr: run.stderr.replace(/\s+/g, " ") };
  };
  await type(`apply --auto-approve ${C}`);
  const estate = async () => JSON.parse((await type("simulator show --json")).stdout);
  const till = async () =>
    (await estate()).virtualMachines.find(({ path }: { path: string }) => path.endsWith("/till"));
  return { cwd, type, estate, till };
}

describe("a key made at a key server", () => {
  it("is what a machine is encrypted with that names its id", async () => {
    const { cwd, type, estate } = await applied();
    const id = (await type(`simulator make-key ${KMS} badges`)).stdout.trim();
    const badge = { ...machineOf("badge"), key_provider: "kp", existing_key_id: id };
    const machines = { till: machineOf("till"), badge };
    const resource = { holdfast_virtual_machine: machines };
    writeFileSync(join(cwd, "main.tf.json"), smallStack({ resource }));
    await type(`apply --auto-approve ${C}`);
    const keys = (await estate()).virtualMachines.map(
      (each: { homeKey: { id: string } }) => each.homeKey.id,
    );
    expect(keys).toContain(id);
    expect((await type(`simulator make-key ${KMS} badges`)).stdout.trim()).toBe(id);
  });
});

describe("a key server that demands credentials", () => {
  it("refuses a vCenter that presents none, until it demands none, and no password is shown", async () => {
    const { cwd, type, estate } = await applied();
    const demand = `simulator demand-credentials ${KMS}`;
    await type(`${demand} vcenter`, 64);
    const set = await type(`${demand} vcenter`, 0, { HOLDFAST_KEY_SERVER_PASSWORD: PASSWORD });
    const machines = { till: machineOf("till"), badge: machineOf("badge") };
    const resource = { holdfast_virtual_machine: machines };
    writeFileSync(join(cwd, "main.tf.json"), smallStack({ resource }));
    const refused = await type(`apply --auto-approve ${C}`, 1);
    expect(refused.stderr).toContain("user name");
    for (const text of [set.stderr, refused.stderr, JSON.stringify(await estate())]) {
      expect(text).not.toContain(PASSWORD);
    }
    await type(demand);
    await type(`apply --auto-approve ${C}`);
  });
});

describe("keys that are removed", () => {
  it("stay while they are in use, lock their machines by force, and are gone from one host alone", async () => {
    const { type, till } = await applied();
    const { id } = (await till()).homeKey;
    const kept = await type(`simulator remove-keys vc01 ${id}`, 1);
    expect(kept.stderr).toContain("it is in use");
    await type(`simulator remove-keys ${ESX02} ${id}`);
    expect(await till()).toMatchObject({ running: true, locked: false });
    const forced = await type(`simulator remove-keys vc01 ${id} zzz --force`);
    expect(await till()).toMatchObject({ running: true, locked: true });
    expect(forced.stderr).toContain(`the key ${id} is removed.`);
    expect(forced.stderr).toContain("the key zzz was not there: nothing changed.");
  });
});

describe("snapshots of a machine", () => {
  it("stand in the way of a deep rekey, bring its keys back, and no longer do once deleted", async () => {
    const { cwd, type, till } = await applied();
    await type(`simulator vm-snapshot create ${TILL} before`);
    const again = await type(`simulator vm-snapshot create ${TILL} before`, 1);
    expect(again.stderr).toContain('has a snapshot "before" already');
    const rekeyed = { till: { ...machineOf("till"), deep_rekey_version: 1 } };
    const resource = { holdfast_virtual_machine: rekeyed };
    writeFileSync(join(cwd, "main.tf.json"), smallStack({ resource }));
    expect((await type(`plan ${C}`)).stdout).toContain("FC-48");
    await type(`simulator vm-snapshot revert ${TILL} before`);
    expect(await till()).toMatchObject({ running: false });
    await type(`simulator vm-snapshot delete ${TILL} before`);
    expect((await type(`plan ${C}`)).stdout).not.toContain("FC-48");
  });
});

describe("what is moved", () => {
  it("is a machine within its cluster, and a host with its machine to another vCenter", async () => {
    const vcenters = {
      vc: { name: "vc01", version: "8.0 U3", site: "core" },
      other: { name: "vc02", version: "8.0 U3", site: "core" },
    };
    const clusters = {
      edge: { vcenter: "${holdfast_vcenter.vc.id}", name: "edge" },
      far: { vcenter: "${holdfast_vcenter.other.id}", name: "far" },
    };
    const resource = { holdfast_vcenter: vcenters, holdfast_cluster: clusters };
    const { type, till } = await applied({ resource });
    const from = (await till()).host;
    const to = from === ESX01 ? ESX02 : ESX01;
    const moved = await type(`simulator move ${TILL} ${to}`);
    expect(moved.stderr).toContain(`Moved from ${from} to ${to} with vMotion`);
    await type(`simulator move ${to} vc02/far`);
    expect(await till()).toMatchObject({ path: "vc02/vm/till", running: true });
    await type("simulator advance 10m");
    const back = await type(`simulator move vc02/vm/till ${from}`);
    expect(back.stderr).toContain("vc01/vm/till");
    await type(`simulator inject unreachable ${from}`);
    const refused = await type(`simulator move ${TILL} ${from}`, 1);
    expect(refused.stderr).toContain("does not move");
  });
});
