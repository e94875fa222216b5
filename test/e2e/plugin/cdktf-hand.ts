// The command line of the CDK libraries as a third hand: `cdktf` (or `cdktn`) synthesises a project itself and drives
// Terraform. It is taken where it is on the PATH; it is too large to come with the development of Holdfast.

import { spawn, spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { expect } from "vitest";
import { cleanEnvironment, ended, ROOT } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import type { Installation } from "./real-terraform.js";

/** `cdktn` needs a newer Node than Holdfast. */
const CANDIDATES = [
  { name: "cdktn", leastNode: [22, 19] },
  { name: "cdktf", leastNode: [20, 0] },
] as const;

/** What to call it; undefined, loudly, where there is none. */
export function findCdktf(): string | undefined {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const found = CANDIDATES.filter(
    ({ leastNode: [first, second] }) => major > first || (major === first && minor >= second),
  ).find(({ name }) => spawnSync(name, ["--version"], { env: quiet() }).status === 0);
  if (found === undefined) {
    const missing = "the third hand: neither cdktn nor cdktf is there";
    if (process.env.CI === "true") throw new Error(missing);
    console.warn(`SKIPPED: ${missing}`);
  }
  return found?.name;
}

function quiet(): NodeJS.ProcessEnv {
  const settings = { CHECKPOINT_DISABLE: "1", DISABLE_VERSION_CHECK: "1", CI: "1", NO_COLOR: "1" };
  return cleanEnvironment(settings);
}

export interface Deployed {
  /** Numbers of what was added, changed and destroyed, by stack. */
  readonly counts: ReadonlyMap<string, Counts>;
}

/** `added changed destroyed`. */
export type Counts = string;

export interface Deployment {
  readonly command: string;
  /** Of a project, with its cdktf.json. */
  readonly folder: string;
  readonly installed: Installation;
  readonly variables: Readonly<Record<string, string>>;
}

/** Deploys all stacks of a project. `terraform providers lock` would ask the registry, whatever mirror there is. */
export async function deploy(deployment: Deployment): Promise<Deployed> {
  const { command, folder, installed, variables } = deployment;
  const given = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
  const args = ["deploy", "--auto-approve", "--skip-provider-lock", "*"];
  const env = {
    ...quiet(),
    ...Object.fromEntries(given),
    TF_CLI_CONFIG_FILE: installed.settings,
    CDKTF_HOME: temporaryFolder(),
    PATH: [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter),
  };
  const run = await ended(spawn(command, args, { cwd: folder, env, stdio: "pipe" }));
  expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
  return { counts: countsIn(run.stdout) };
}

/** A line names its stack only where it is another than that of the line before. */
function countsIn(stdout: string): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  let stack = "";
  for (const line of stdout.replace(ESCAPES, "").split("\n")) {
    stack = /^(\S+) {2}/.exec(line)?.[1] ?? stack;
    const found = /Resources: (\d+) added, (\d+) changed, (\d+) destroyed/.exec(line);
    if (found !== null) counts.set(stack, found.slice(1).join(" "));
  }
  return counts;
}

/** Of colour, which this program writes whatever it is told. */
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
