// Modules as a process: called by a program, and by Terraform JSON as it is; planned, saved, applied, moved and forgotten.

import { describe, expect, it } from "vitest";
import { holdfast, projectFolder, type Run } from "../../support/run-holdfast.js";

function typing(cwd: string) {
  return async (args: string | readonly string[], code = 0): Promise<Run> => {
    const run = await holdfast(args, { cwd });
    expect(run, run.stderr + run.stdout).toMatchObject({ code });
    return run;
  };
}

const SITE = JSON.stringify({
  variable: { name: { type: "string" }, vcenter: { type: "string" } },
  resource: {
    holdfast_cluster: { c: { name: "${var.name}", vcenter: "${var.vcenter}" } },
  },
  output: { cluster: { value: "${holdfast_cluster.c.id}" } },
});

const PROGRAM = `
import { App, Stack, VCenter } from "holdfast";
import { TerraformHclModule, TerraformOutput } from "holdfast/cdk";

const app = new App();
const stack = new Stack(app, "edge");
const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
const variables = { name: "edge", vcenter: vcenter.vcenterName };
const site = new TerraformHclModule(stack, "site", { source: "./modules/site", variables });
new TerraformOutput(stack, "cluster", { value: site.get("cluster") });
app.synth();
`;

describe("a module", () => {
  it("that a program calls is declared in cdktf.json and planned with it", async () => {
    const project = {
      app: "tsx main.ts",
      terraformModules: [{ name: "site", source: "./modules/site" }, "hashicorp/other/x"],
    };
    const cwd = projectFolder({
      "cdktf.json": JSON.stringify(project),
      "main.ts": PROGRAM,
      "modules/site/main.tf.json": SITE,
    });
    const { stdout } = await typing(cwd)("plan");
    expect(stdout).toContain("# module.site.holdfast_cluster.c will be created");
    expect(stdout).toContain('+ cluster = "vc01/edge"');
  });

  it("is applied from a saved plan, moved and forgotten by its address", async () => {
    const call = {
      source: "./site",
      for_each: { a: "edge" },
      name: "${each.value}",
      vcenter: "${holdfast_vcenter.vc.id}",
    };
    const vcenter = { vc: { name: "vc01", version: "8.0 U3" } };
    const cwd = projectFolder({
      "main.tf.json": JSON.stringify({
        resource: { holdfast_vcenter: vcenter },
        module: { site: call },
      }),
      "site/main.tf.json": SITE,
    });
    const type = typing(cwd);
    await type("plan --config main.tf.json --out saved.plan");
    await type("apply saved.plan");
    const listed = await type(["state", "list", "--config", "main.tf.json", "module.site"]);
    expect(listed.stdout).toBe('module.site["a"].holdfast_cluster.c\n');
    await type([
      ...["state", "mv", "--config", "main.tf.json"],
      ...['module.site["a"]', 'module.site["b"]'],
    ]);
    const plan = ["plan", "--detailed-exitcode", "--config", "main.tf.json"];
    expect((await type(plan, 2)).stdout).toContain("there is no such instance of its module");
    await type(["state", "rm", "--config", "main.tf.json", 'module.site["b"]']);
    const importing = ["import", "--config", "main.tf.json"];
    await type([...importing, 'module.site["a"].holdfast_cluster.c', "vc01/edge"]);
    expect((await type(plan)).stdout).toContain("No changes.");
    const { stderr } = await type([...importing, "module.site.holdfast_cluster.c", "vc01/edge"], 1);
    expect(stderr).toContain("The call of the module site\n  uses for_each");
  });
});
