// A preview of plans that Terraform itself made: the same shop, with and without key persistence.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exampleFolder, holdfast } from "../../support/run-holdfast.js";
import {
  installPlugin,
  isTerraformPresent,
  requireTerraform,
  Workspace,
} from "./real-terraform.js";

requireTerraform("a preview of Terraform's plans");

/** What `holdfast synth` writes of examples/edge-site. */
async function edgeSite(): Promise<string> {
  const cwd = exampleFolder("edge-site");
  const synthesised = await holdfast("synth", { cwd });
  expect(synthesised, synthesised.stderr).toMatchObject({ code: 0 });
  return readFileSync(join(cwd, "cdktf.out/stacks/edge/cdk.tf.json"), "utf8");
}

describe.skipIf(!isTerraformPresent)("a preview of Terraform's plans", () => {
  it("tells what is lost, as one of commits does", async () => {
    const workspace = Workspace.on(installPlugin());
    const text = await edgeSite();
    await workspace.init(JSON.parse(text));
    await workspace.apply();
    const planTo = async (file: string, text: string) => {
      workspace.write(JSON.parse(text));
      const plan = await workspace.plan();
      writeFileSync(join(workspace.folder, file), JSON.stringify(plan));
    };
    await planTo("base.json", text);
    const withoutPersistence = JSON.parse(text, (name, value) =>
      name === "key_persistence" ? undefined : value,
    );
    await planTo("head.json", JSON.stringify(withoutPersistence));
    const args = "preview --json --plan-json head.json --base-plan-json base.json";
    const run = await holdfast(args, { cwd: workspace.folder });
    expect(run, run.stderr).toMatchObject({ code: 3, stderr: "" });
    expect(JSON.parse(run.stdout)).toMatchObject({
      project: ".",
      verdict: "drops",
      conclusion: "failure",
      counts: { live: { survived: 4 }, base: { survived: 4 }, head: { locked: 4 } },
      changes: [
        { stack: "head", type: "holdfast_host", action: "update" },
        { stack: "head", type: "holdfast_host", action: "update" },
      ],
      drift: { changes: [] },
      problems: { base: [], head: [] },
    });
  });
});
