// Workspaces of the command line beside those of real Terraform: the same calls, in the same order, succeed or fail alike,
// list the same, and leave the same files behind with the same outputs in them.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanEnvironment, holdfast, projectFolder } from "../../support/run-holdfast.js";
import { isTerraformPresent } from "./both-engines.js";

if (!isTerraformPresent && process.env.CI === "true") throw new Error("terraform is missing");
if (!isTerraformPresent) console.warn("SKIPPED: workspaces: terraform is missing");

const MAIN = {
  resource: { terraform_data: { a: { input: "${terraform.workspace}" } } },
  output: { where: { value: "${terraform.workspace}" } },
};
const remote = (more: object) => ({
  data: { terraform_remote_state: { r: { backend: "local", ...more } } },
  output: { read: { value: "${data.terraform_remote_state.r.outputs.where}" } },
});

interface Call {
  readonly args: string;
  /** TF_WORKSPACE. */
  readonly given?: string;
}

interface Seen {
  readonly isGood: boolean;
  /** What `workspace list` and `show` print, without warnings. */
  readonly listed: string;
  /** Outputs in each state, by its path. */
  readonly states: unknown;
}

type Tool = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<[number | null, string]>;

async function follow(cwd: string, calls: readonly (string | Call)[], tool: Tool) {
  const seen: Seen[] = [];
  for (const call of calls) {
    const { args, given } = typeof call === "string" ? { args: call, given: undefined } : call;
    const env = given === undefined ? {} : { TF_WORKSPACE: given };
    const [code, stdout] = await tool(args.split(" "), env);
    const isListing = /^workspace (list|show)/.test(args);
    const [listed = ""] = isListing ? stdout.trim().split("\n\n") : [];
    seen.push({ isGood: code === 0, listed, states: statesIn(cwd) });
  }
  return seen;
}

function statesIn(cwd: string) {
  const found = readdirSync(cwd, { recursive: true, encoding: "utf8" });
  const files = found.filter((file) => /^(?!\.terraform|node_modules).*\.tfstate$/.test(file));
  const entries = files.sort().map((file) => {
    const { outputs } = JSON.parse(readFileSync(join(cwd, file), "utf8"));
    return [file, outputs] as const;
  });
  return Object.fromEntries(entries);
}

async function compare(configuration: object, calls: readonly (string | Call)[]) {
  const files = { "main.tf.json": JSON.stringify(configuration) };
  const theirs = projectFolder(files);
  const run = (args: readonly string[], env: NodeJS.ProcessEnv) =>
    spawnSync("terraform", [...args], {
      cwd: theirs,
      env: { ...cleanEnvironment({ CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" }), ...env },
      encoding: "utf8",
    });
  run(["init", "-input=false"], {});
  const expected = await follow(theirs, calls, async (args, env) => {
    const { status, stdout } = run([...args], env);
    return [status, stdout];
  });
  const cwd = projectFolder(files);
  const found = await follow(cwd, calls, async (args, env) => {
    const given = [...args, "--config", "main.tf.json"];
    const { code, stdout } = await holdfast(given, { cwd, env: { ...env } });
    return [code, stdout];
  });
  expect(calls.map((call, i) => [call, found[i]])).toEqual(
    calls.map((call, i) => [call, expected[i]]),
  );
  return found;
}

describe.skipIf(!isTerraformPresent)("workspaces of both", () => {
  it("are made, selected, listed and deleted", async () => {
    const seen = await compare(MAIN, [
      "workspace list",
      "workspace show",
      "apply -auto-approve",
      "workspace new lab",
      "workspace list",
      "workspace new lab",
      "workspace new default",
      "workspace new a/b",
      "apply -auto-approve",
      "workspace select nowhere",
      "workspace select -or-create prod",
      "workspace show",
      "workspace delete prod",
      "workspace select default",
      "workspace select default",
      "workspace delete prod",
      "workspace delete nowhere",
      "workspace delete lab",
      "workspace list",
      "workspace select lab",
      "workspace delete default",
      "destroy -auto-approve",
      "workspace select default",
      "workspace delete lab",
      "workspace list",
    ]);
    expect(seen.at(-1)?.listed).toBe("* default");
    expect(seen.filter(({ isGood }) => !isGood)).toHaveLength(8);
  });

  it("are deleted with their states by force", async () => {
    const seen = await compare(MAIN, [
      "workspace new lab",
      "apply -auto-approve",
      "workspace select default",
      "workspace delete -force lab",
      "workspace list",
    ]);
    expect(seen.at(-1)).toEqual({ isGood: true, listed: "* default", states: {} });
  });

  it("are given by the environment, made or not", async () => {
    await compare(MAIN, [
      { args: "workspace list", given: "ci" },
      { args: "workspace show", given: "ci" },
      { args: "workspace select default", given: "ci" },
      { args: "workspace new other", given: "ci" },
      { args: "workspace delete ci", given: "ci" },
      { args: "apply -auto-approve", given: "ci" },
      { args: "workspace list", given: "ci" },
      { args: "plan", given: "a b" },
      { args: "workspace show", given: "" },
      "workspace list",
    ]);
  });

  it("are where the backend says", async () => {
    const backend = { local: { path: "sub/own.tfstate", workspace_dir: "spaces" } };
    const seen = await compare({ ...MAIN, terraform: { backend } }, [
      "apply -auto-approve",
      "workspace new lab",
      "apply -auto-approve",
      "workspace list",
    ]);
    expect(Object.keys(Object(seen.at(-1)?.states))).toEqual([
      "spaces/lab/terraform.tfstate",
      "sub/own.tfstate",
    ]);
  });

  it.each([
    ["of another workspace", { workspace: "lab", config: { path: "terraform.tfstate" } }],
    ["of none, which is the default one", { config: { path: "terraform.tfstate" } }],
    [
      "in a folder of their own",
      { workspace: "${terraform.workspace}", config: { path: "x", workspace_dir: "spaces" } },
    ],
    ["of one that is not there", { workspace: "nowhere", config: { path: "terraform.tfstate" } }],
  ])("are read as remote states %s", async (_, reading) => {
    const files: Record<string, string> = {};
    for (const [path, where] of [
      ["terraform.tfstate", "default"],
      ["terraform.tfstate.d/lab/terraform.tfstate", "lab"],
      ["spaces/default/terraform.tfstate", "wrong"],
      ["spaces/prod/terraform.tfstate", "spaced prod"],
    ] as const) {
      files[`other/${path}`] = stateOf(where);
    }
    const isSpaced = "workspace_dir" in reading.config;
    const config = isSpaced
      ? { path: "other/x", workspace_dir: "other/spaces" }
      : { path: "other/terraform.tfstate", workspace_dir: "other/terraform.tfstate.d" };
    const configuration = remote({ ...reading, config });
    await compareReading({ ...files, "main.tf.json": JSON.stringify(configuration) });
  });
});

function stateOf(where: string): string {
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "5b0c1f0e-0000-4000-8000-000000000001",
    outputs: { where: { value: where, type: "string" } },
    resources: [],
    check_results: null,
  });
}

/** In the workspace prod. */
async function compareReading(files: Readonly<Record<string, string>>) {
  const env = { TF_WORKSPACE: "prod" };
  const theirs = projectFolder(files);
  const terraform = (...args: string[]) =>
    spawnSync("terraform", args, {
      cwd: theirs,
      env: cleanEnvironment({ ...env, CHECKPOINT_DISABLE: "1" }),
      encoding: "utf8",
    });
  terraform("init", "-input=false");
  const applied = terraform("apply", "-auto-approve", "-input=false");
  const read = terraform("output", "-json").stdout;
  const cwd = projectFolder(files);
  const config = ["--config", "main.tf.json"];
  const ours = await holdfast(["apply", "--auto-approve", ...config], { cwd, env });
  expect(ours.code === 0, ours.stderr).toBe(applied.status === 0);
  const found = await holdfast(["output", "--json", ...config], { cwd, env });
  const where = (json: string) => JSON.parse(json || "{}").read?.value;
  expect(where(found.stdout)).toBe(where(read));
}
