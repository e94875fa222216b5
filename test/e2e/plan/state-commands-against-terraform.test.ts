// `state mv`, `state rm` and `state list` of the command line beside those of real Terraform, in a state with modules: the
// same calls succeed or fail alike, list the same, and leave the same state behind.

import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanEnvironment, holdfast, projectFolder } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { isTerraformPresent } from "./both-engines.js";
import { comparableState } from "./comparable-forms.js";

if (!isTerraformPresent && process.env.CI === "true") throw new Error("terraform is missing");
if (!isTerraformPresent) console.warn("SKIPPED: state commands: terraform is missing");

const FILES = {
  "main.tf.json": JSON.stringify({
    resource: {
      terraform_data: {
        t: { input: "${module.s.o}", depends_on: ["module.x", "module.bare"] },
        k: { for_each: { p: 1, q: 2 } },
        u: { input: "${terraform_data.t.id}", count: 2, depends_on: ["terraform_data.k"] },
      },
    },
    module: {
      s: { source: "./m" },
      x: { source: "./m", count: 2 },
      f: { source: "./m", for_each: { k: 1 } },
      bare: { source: "./bare" },
    },
  }),
  "m/main.tf.json": JSON.stringify({
    resource: { terraform_data: { a: {}, b: { count: 2, input: "${terraform_data.a.id}" } } },
    module: { n: { source: "./n" } },
    output: { o: { value: "${terraform_data.a.id}" } },
  }),
  "bare/main.tf.json": JSON.stringify({
    module: { one: { source: "../m" }, each: { source: "../m", for_each: { k: 1 } } },
  }),
  "m/n/main.tf.json": JSON.stringify({ resource: { terraform_data: { z: {} } } }),
};

const terraform = (cwd: string, args: string) =>
  spawnSync("terraform", args.split(" "), {
    cwd,
    env: cleanEnvironment({ CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" }),
    encoding: "utf8",
  });

const stateIn = (folder: string) =>
  comparableState(readFileSync(join(folder, "terraform.tfstate"), "utf8"));

/** Whether each succeeds. */
const CALLS = [
  ["mv module.s module.t", true],
  ["mv module.s module.s[0]", true],
  ['mv module.x[0] module.y["k"]', true],
  ["mv module.s module.x", true],
  ["mv module.s module.x[0].module.q", true],
  ["mv module.s terraform_data.q", false],
  ["mv module.bare module.b", true],
  ["mv module.bare.module.one module.b", true],
  ['mv module.bare.module.each["k"] module.b', true],
  ["mv module.bare.module.each module.b", false],
  ["mv module.x module.y", false],
  ["mv module.x[1] module.y", true],
  ["mv terraform_data.t terraform_data.q", true],
  ["mv terraform_data.u[0] terraform_data.u[2]", true],
  ['mv terraform_data.k["p"] terraform_data.q', true],
  ["mv terraform_data.k module.s.terraform_data.k", true],
  ["mv module.x[0].terraform_data.a module.x[1].terraform_data.q", true],
  ["mv module.x[0].terraform_data.b module.x[1].terraform_data.q", true],
  ["mv module.x[0].terraform_data.b[1] module.x[1].terraform_data.q", true],
  ["mv module.x[0].terraform_data.b module.x[1].terraform_data.b", false],
  ["mv module.x.terraform_data.a module.x.terraform_data.q", false],
  ["mv module.x module.y[0]", false],
  ["rm module.x", true],
  ["rm module.x[0].module.n", true],
  ["rm module.x[0].terraform_data.b", true],
  ['rm module.f["k"].terraform_data.b[1]', true],
  ["rm module.x.terraform_data.a", false],
  ["list module.x", true],
  ["list module.x[0].terraform_data.b", true],
  ["list module.x.terraform_data.b", false],
] as const;

describe.skipIf(!isTerraformPresent)("state commands of both", () => {
  it("do the same", async () => {
    const applied = projectFolder(FILES);
    terraform(applied, "init");
    expect(terraform(applied, "apply -auto-approve").status).toBe(0);
    const copy = () => {
      const folder = temporaryFolder();
      cpSync(applied, folder, { recursive: true });
      return folder;
    };
    for (const [call, isGood] of CALLS) {
      const [theirs, own] = [copy(), copy()];
      const running = holdfast(`state ${call} --config main.tf.json`, { cwd: own });
      const { status, stdout } = terraform(theirs, `state ${call}`);
      const ours = await running;
      expect([status === 0, ours.code === 0], `${call}: ${ours.stderr}`).toEqual([isGood, isGood]);
      if (call.startsWith("list")) expect(ours.stdout).toBe(stdout);
      expect(stateIn(own), call).toEqual(stateIn(theirs));
    }
  });
});
