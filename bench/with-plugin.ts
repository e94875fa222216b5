// Holdfast's own resource types by its engine, in-process, and by Terraform over the plugin protocol: the same configuration,
// and for the plan in which nothing is to be done the same state and the same simulated vSphere.

import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fleetConfiguration, fleetOf, repeatedConfiguration } from "./fleet.js";
import { measure } from "./measure.js";
import type { Commands, Pair } from "./terraform-data.js";

const PLANNED = [1_000, 10_000];
/** Terraform writes its whole state for each object, so that its apply of more takes many minutes. */
const APPLIED = 1_000;

const FORMS = [
  ["of a fleet", (size: number) => fleetConfiguration(fleetOf(size))],
  ["by count", repeatedConfiguration],
] as const;

const APPLY = ["apply", "-auto-approve"] as const;

export async function overThePlugin(folder: string, commands: Commands): Promise<readonly Pair[]> {
  const settings = await install(folder, commands.holdfast);
  const pairs: Pair[] = [];
  for (const size of PLANNED) {
    for (const [form, write] of FORMS) {
      const both = inTwoFolders(join(folder, `${size} ${form}`), write(size));
      pairs.push(...(await planAndApply(both, { ...commands, settings, size, form })));
    }
  }
  return pairs;
}

/** The settings of Terraform's command line that name the plugin. */
async function install(folder: string, holdfast: readonly string[]): Promise<string> {
  await measure([...holdfast, "terraform", "install", "--dir", "installed"], { cwd: folder });
  return join(folder, "installed", "terraformrc");
}

interface Folders {
  readonly one: string;
  readonly other: string;
}

function inTwoFolders(folder: string, configuration: string): Folders {
  const both = { one: join(folder, "one"), other: join(folder, "other") };
  for (const cwd of Object.values(both)) {
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, "main.tf.json"), configuration);
  }
  return both;
}

interface Engines extends Commands {
  readonly settings: string;
  readonly size: number;
  readonly form: string;
}

async function planAndApply({ one, other }: Folders, engines: Engines): Promise<readonly Pair[]> {
  const { holdfast, terraform, settings, size, form } = engines;
  const env = { TF_CLI_CONFIG_FILE: settings };
  const ours = (args: readonly string[]) =>
    measure([...holdfast, ...args, "--config", "."], { cwd: one });
  const theirs = async (args: readonly string[]) =>
    terraform && (await measure([...terraform, ...args], { cwd: other, env }));
  await theirs(["init"]);
  const plan = {
    what: `plan ${size} ${form}`,
    ours: await ours(["plan"]),
    theirs: await theirs(["plan"]),
  };
  const isAppliedByBoth = size <= APPLIED;
  const apply = {
    what: `apply ${size} ${form}`,
    ours: await ours(APPLY),
    theirs: isAppliedByBoth ? await theirs(APPLY) : undefined,
  };
  if (!isAppliedByBoth) takeOver(one, other);
  const noOp = {
    what: `no-op plan ${size} ${form}`,
    ours: await ours(["plan"]),
    theirs: await theirs(["plan"]),
  };
  return [plan, apply, noOp];
}

/** What the engine has made, for Terraform to find that nothing is to be done. */
function takeOver(one: string, other: string): void {
  for (const made of [".holdfast", "terraform.tfstate"]) {
    cpSync(join(one, made), join(other, made), { recursive: true });
  }
}
