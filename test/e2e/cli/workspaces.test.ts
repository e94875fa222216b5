// Workspaces of several stacks, and the simulated vSphere that all workspaces are on unless they have one each.

import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, projectFolder, type Run } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

function typing(cwd: string, env: Readonly<Record<string, string>> = {}) {
  return async (args: string, code = 0): Promise<Run> => {
    const run = await holdfast(args, { cwd, env });
    expect(run, run.stderr + run.stdout).toMatchObject({ code });
    return run;
  };
}

const words = ({ stderr }: Run) => stderr.replace(/\s+/g, " ");

const PROGRAM = {
  "out/manifest.json": JSON.stringify({
    version: "0.21.0",
    stacks: Object.fromEntries(
      [
        { name: "core", dependencies: [] },
        { name: "edge", dependencies: ["core"] },
      ].map(({ name, dependencies }) => {
        const synthesizedStackPath = `stacks/${name}/cdk.tf.json`;
        return [name, { name, constructPath: name, synthesizedStackPath, dependencies }] as const;
      }),
    ),
  }),
  "out/stacks/core/cdk.tf.json": JSON.stringify({
    resource: { terraform_data: { a: { input: "${terraform.workspace}" } } },
    output: { made: { value: "${terraform_data.a.output}-core" } },
  }),
  "out/stacks/edge/cdk.tf.json": JSON.stringify({
    data: {
      terraform_remote_state: {
        core: {
          backend: "local",
          workspace: "${terraform.workspace}",
          config: { path: "terraform.core.tfstate" },
        },
      },
    },
    output: { read: { value: "${data.terraform_remote_state.core.outputs.made}" } },
  }),
};

describe("stacks of one program", () => {
  it("have a state each in every workspace, and read those of their own", async () => {
    const cwd = projectFolder(PROGRAM);
    const type = typing(cwd);
    await type("apply --auto-approve --config out");
    await type("workspace new lab --config out");
    await type("apply --auto-approve --config out");
    const outputs = JSON.parse((await type("output --json --config out")).stdout);
    expect(outputs).toMatchObject({
      core: { made: { value: "lab-core" } },
      edge: { read: { value: "lab-core" } },
    });
    expect(readdirSync(join(cwd, "terraform.tfstate.d/lab")).sort()).toEqual([
      "terraform.core.tfstate",
      "terraform.edge.tfstate",
    ]);
    const { stdout } = await typing(cwd, { TF_WORKSPACE: "default" })("output --json --config out");
    expect(JSON.parse(stdout)).toMatchObject({ edge: { read: { value: "default-core" } } });
    await type("workspace select default --config out");
    const refused = words(await type("workspace delete lab --config out", 1));
    expect(refused).toContain("terraform_data.a of core");
  });

  it("are planned for one workspace, and applied in no other", async () => {
    const type = typing(projectFolder(PROGRAM));
    await type("plan --out a.plan --config out");
    await type("workspace new lab --config out");
    const refused = words(await type("apply a.plan", 1));
    expect(refused).toContain('made in the workspace "default", and "lab" is the one worked in');
    await type("workspace select default --config out");
    await type("apply a.plan");
  });
});

describe("the simulated vSphere", () => {
  const C = "--config main.tf.json";

  it("is the same in every workspace, so that names collide as in a vCenter", async () => {
    const cwd = projectFolder({ "main.tf.json": smallStack() });
    const type = typing(cwd);
    await type(`apply --auto-approve ${C}`);
    await type(`workspace new lab ${C}`);
    const refused = words(await type(`apply --auto-approve ${C}`, 1));
    expect(refused).toContain("vc01");
    expect((await type(`state list ${C}`)).stdout).toBe("");
  });

  it("is one for each workspace where the provider block says so", async () => {
    const top = { provider: { holdfast: [{ simulator: "${terraform.workspace}.db" }] } };
    const cwd = projectFolder({ "main.tf.json": smallStack({ top }) });
    const type = typing(cwd);
    await type(`apply --auto-approve ${C}`);
    await type(`workspace new lab ${C}`);
    await type(`apply --auto-approve ${C}`);
    expect(["default.db", "lab.db"].filter((file) => !existsSync(join(cwd, file)))).toEqual([]);
    await type(`simulator snapshot lab.json ${C}`);
    const destroyed = words(await type(`destroy --auto-approve ${C}`));
    expect(destroyed).toContain("holdfast_vcenter.vc: destruction complete");
    expect((await type("simulator show --simulator default.db")).stdout).toContain("esx01");
  });
});

it("a selection that is no name is refused with where it stands", async () => {
  const cwd = projectFolder({ "main.tf.json": smallStack() });
  const type = typing(cwd);
  await type("workspace new lab --config main.tf.json");
  writeFileSync(join(cwd, ".holdfast/environment"), "../up\n");
  const refused = words(await type("plan --config main.tf.json", 1));
  expect(refused).toContain('"../up" cannot be the name of a workspace');
  expect(refused.replaceAll(" ", "")).toContain(".holdfast/environment");
});
