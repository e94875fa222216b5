// Data sources as the commands show and refuse them.

import { expect, it } from "vitest";
import { holdfast, projectFolder, type Run } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const HOST = "data.holdfast_host.esx01";
const VCENTERS = "data.holdfast_vcenter.all";
const DATA = {
  holdfast_host: { esx01: { id: "vc01/edge/esx01", depends_on: ["holdfast_host.esx01"] } },
  holdfast_vcenter: {
    all: { for_each: { vc01: "" }, id: "${each.key}", depends_on: ["holdfast_vcenter.vc"] },
  },
};

/** Commands in a folder with a small stack and these data sources. */
function typing(data: object) {
  const output = { keys: { value: `\${${HOST}.stored_key_ids}` } };
  const top = { data, ...(data === DATA ? { output } : {}) };
  const cwd = projectFolder({ "main.tf.json": smallStack({ top }) });
  return async (args: string, code = 0): Promise<Run> => {
    const run = await holdfast([...args.split(" "), "--config", "main.tf.json"], { cwd });
    expect(run, run.stderr + run.stdout).toMatchObject({ code });
    return run;
  };
}

it("tells programs of data sources that are read as steps of an apply", async () => {
  const type = typing(DATA);
  const messages = ({ stdout }: Run) =>
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  const planned = messages(await type("plan --json"));
  expect(planned.find(({ change }) => change?.resource.addr === HOST)).toMatchObject({
    type: "planned_change",
    change: { action: "read", reason: "read_because_dependency_pending" },
  });
  const applied = messages(await type("apply --auto-approve --json"));
  const hooks = applied.filter(({ hook }) => hook?.resource.addr === HOST);
  expect(hooks.map(({ type: kind, hook }) => [kind, hook.action])).toEqual([
    ["apply_start", "read"],
    ["apply_complete", "read"],
  ]);
  const summary = applied.find(({ type: kind }) => kind === "change_summary");
  expect(summary).toMatchObject({ changes: { add: 8, change: 0, remove: 0 } });
});

it("shows data sources wherever resources are shown, and keeps what they give up to date", async () => {
  const type = typing(DATA);
  await type("apply --auto-approve");
  const list = async () => (await type("state list")).stdout.split("\n");
  expect((await list()).slice(0, 2)).toEqual([HOST, `${VCENTERS}["vc01"]`]);
  const shown = await type(`state show ${HOST}`);
  expect(shown.stdout).toContain('data "holdfast_host" "esx01" {');
  expect(shown.stdout).toMatch(/secure_boot +\s*= true/);
  const [first] = JSON.parse((await type("show --json")).stdout).values.root_module.resources;
  expect(first).toMatchObject({ address: HOST, mode: "data", values: { hostname: "esx01" } });
  const { stacks } = JSON.parse((await type("graph --format json")).stdout);
  expect(stacks[0].edges).toContainEqual({ from: HOST, to: "holdfast_host.esx01" });
  await type(`state rm ${HOST}`);
  expect(await list()).not.toContain(HOST);
  await type("apply --auto-approve");
  expect(await list()).toContain(HOST);
  await type("destroy --auto-approve");
  expect(await list()).toEqual([""]);
});

it("neither moves nor imports data sources", async () => {
  const type = typing(DATA);
  await type("apply --auto-approve");
  const moved = await type(`state mv ${HOST} holdfast_host.other`, 1);
  expect(moved.stderr).toContain("read anew by the next plan");
  const imported = await type(`import ${HOST} vc01/edge/esx01`, 1);
  expect(imported.stderr).toContain("every plan reads it");
});

it("validates data sources without asking a vSphere", async () => {
  await typing(DATA)("validate");
  await typing({ holdfast_host: { x: { id: "vc01/edge/nowhere" } } })("validate");
  const wrong = await typing({ holdfast_host: { x: { id: "esx01" } } })("validate", 1);
  expect(wrong.stderr).toContain("VCENTER/CLUSTER/HOSTNAME");
});
