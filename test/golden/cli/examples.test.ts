// The larger examples as their READMEs tell them: what a reviewer of three environments reads, and what a data centre by
// the hardening guide pays in an outage, and knows.

import { expect, it } from "vitest";
import type { WorkloadResult } from "../../../src/engine.js";
import { exampleFolder, holdfast, type RunOptions } from "../../support/run-holdfast.js";

function storyIn(options: RunOptions) {
  const story: string[] = [];
  const type = async (args: string) => {
    const { code, stdout, stderr } = await holdfast(args, options);
    story.push(`$ holdfast ${args}\n${stderr}${stdout}→ ${code}\n`);
  };
  return { story, type };
}

it("says what a test in staging would not show of production", async () => {
  const { story, type } = storyIn({ cwd: exampleFolder("environments") });
  await type("compare --stack shop-staging --stack shop-production --detailed-exitcode");
  await type("compare --stack shop-lab --stack shop-staging --detailed-exitcode");
  await expect(story.join("\n")).toMatchFileSnapshot("./examples/environments.txt");
}, 120_000);

it("knows what an outage costs a data centre without key persistence", async () => {
  const env = { TF_VAR_kmip_password: "one of many", TF_VAR_backup_password: "long and secret" };
  const cwd = exampleFolder("datacenter");
  const applied = await holdfast("apply --auto-approve", { cwd, env });
  expect(applied.code).toBe(0);
  expect(applied.stdout).toContain("Waived findings:\n    waived FC-27\n      vc01/compute/esx03");
  const drill = await holdfast("drill --json", { cwd, env });
  expect(drill.code).toBe(3);
  const { workloads, brokenFloors } = JSON.parse(drill.stdout);
  const verdicts = workloads.map((w: WorkloadResult) => `${w.workload} ${w.verdict}`).sort();
  expect(verdicts).toEqual([
    "vm:vc01/vm/archive locked",
    "vm:vc01/vm/dc-1 survived",
    "vm:vc01/vm/dc-2 survived",
    "vm:vc01/vm/payroll locked",
    "vsan:vc01/compute survived",
  ]);
  expect(brokenFloors).toEqual([]);
  const { story, type } = storyIn({ cwd, env });
  await type("plan");
  await type("simulator advance 120d");
  await type("plan");
  await expect(story.join("\n")).toMatchFileSnapshot("./examples/datacenter.txt");
}, 120_000);

it("keeps every shop of the retail chain open", async () => {
  const cwd = exampleFolder("retail-fleet");
  expect((await holdfast("apply --auto-approve", { cwd })).code).toBe(0);
  const { code, stdout } = await holdfast("drill --json", { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "survived", counts: { survived: 40 } });
}, 120_000);
