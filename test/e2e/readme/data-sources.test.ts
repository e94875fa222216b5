// docs/data-sources.md is true: its program and its Terraform JSON are run as they stand there, and lead to what it
// shows.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exampleFolder, holdfast, projectFolder, ROOT } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const PAGE = readFileSync(join(ROOT, "docs/data-sources.md"), "utf8");

/** The fenced text between two marks. */
function shown(mark: string): string {
  const fence = new RegExp(
    `<!-- ${mark}:begin -->\\s*\`{3}\\w*\\n([^]*?)\\n\`{3}\\s*<!-- ${mark}:end`,
  );
  const [, text = ""] = fence.exec(PAGE) ?? [];
  expect(text.length).toBeGreaterThan(0);
  return text;
}

it("looks up what another program declared, and drills what it adds", async () => {
  const theirs = exampleFolder("edge-site");
  expect(await holdfast("apply --auto-approve", { cwd: theirs })).toMatchObject({ code: 0 });
  const cwd = projectFolder({
    "cdktf.json": readFileSync(join(theirs, "cdktf.json"), "utf8"),
    "main.ts": shown("program"),
  });
  const env = { HOLDFAST_SIMULATOR: join(theirs, ".holdfast/vsphere.db") };
  const plan = await holdfast("plan", { cwd, env });
  expect(plan.stdout).toContain(shown("plan"));
  expect(plan.stdout).toContain("Plan: 1 to add, 0 to change, 0 to destroy.");
  const applied = await holdfast("apply --auto-approve", { cwd, env });
  expect(applied.stderr).toContain("data.holdfast_drill.outage: read complete");
  expect(applied).toMatchObject({ code: 0 });
  expect((await holdfast("output verdict --raw", { cwd, env })).stdout).toBe("survived");
  const listed = await holdfast("state list", { cwd, env });
  expect(listed.stdout.split("\n").slice(0, 3)).toEqual([
    "data.holdfast_cluster.edge-01",
    "data.holdfast_drill.outage",
    "data.holdfast_host.esx01",
  ]);
  expect((await holdfast("plan", { cwd, env })).stdout).toContain("No changes.");
  const nowhere = await holdfast("plan", { cwd });
  expect(nowhere).toMatchObject({ code: 1 });
  expect(nowhere.stderr.replace(/\s+/g, " ")).toContain(
    'has no holdfast_vcenter with the id "vc01". It has none',
  );
});

it("makes a drill the last step of an apply", async () => {
  const host = { key_persistence: { enabled: false } };
  const cwd = projectFolder({
    "main.tf.json": smallStack({ host, top: JSON.parse(shown("json")) }),
  });
  const C = "--config main.tf.json";
  const applied = await holdfast(`apply --auto-approve ${C}`, { cwd });
  expect(applied.stderr).toContain(shown("error"));
  expect(applied).toMatchObject({ code: 4 });
  expect((await holdfast(`state list ${C}`, { cwd })).stdout).toContain(
    "holdfast_virtual_machine.till",
  );
});
