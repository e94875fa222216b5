// Holdfast's own resource types by its engine, in-process, and by Terraform over the plugin protocol: the same configuration,
// and for the plan in which nothing is to be done the same state and the same simulated vSphere.

import { join } from "node:path";
import { type Commands, type Pair, planAndApply } from "./beside-terraform.js";
import { fleetConfiguration, fleetOf, repeatedConfiguration } from "./fleet.js";
import { measure } from "./measure.js";

const SIZES = [1_000, 10_000];
/** Terraform takes many minutes to apply more. */
const MOST_APPLIED = 1_000;

const FORMS = [
  ["of a fleet", (size: number) => fleetConfiguration(fleetOf(size))],
  ["by count", repeatedConfiguration],
] as const;

export async function overThePlugin(folder: string, commands: Commands): Promise<readonly Pair[]> {
  const env = { TF_CLI_CONFIG_FILE: await install(folder, commands) };
  const pairs: Pair[] = [];
  for (const size of SIZES) {
    for (const [form, write] of FORMS) {
      const name = `${size} ${form}`;
      const isAppliedByBoth = size <= MOST_APPLIED;
      const subject = { name, configuration: write(size), isAppliedByBoth };
      pairs.push(...(await planAndApply(join(folder, name), { ...commands, env }, subject)));
    }
  }
  return pairs;
}

/** The settings of Terraform's command line that name the plugin. */
async function install(folder: string, { holdfast }: Commands): Promise<string> {
  await measure([...holdfast, "terraform", "install", "--dir", "installed"], { cwd: folder });
  return join(folder, "installed", "terraformrc");
}
