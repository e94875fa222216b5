// One configuration by Holdfast and by Terraform: its plan, its apply, and the plan in which nothing is to be done.

import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Measurement, measure } from "./measure.js";

export interface Pair {
  readonly what: string;
  readonly ours: Measurement;
  readonly theirs: Measurement | undefined;
}

export interface Commands {
  readonly holdfast: readonly string[];
  /** Undefined where there is none on the PATH. */
  readonly terraform: readonly string[] | undefined;
  /** Of Terraform. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Subject {
  /** Such as `1000 in rows`. */
  readonly name: string;
  readonly configuration: string;
  /** Terraform rewrites its whole state for each object: of many it takes over what Holdfast made. */
  readonly isAppliedByBoth: boolean;
}

const APPLY = ["apply", "-auto-approve"] as const;

/** In `folder`, which is made, and removed afterwards. */
export async function planAndApply(
  folder: string,
  commands: Commands,
  { name, configuration, isAppliedByBoth }: Subject,
): Promise<readonly Pair[]> {
  const { terraform, env } = commands;
  const [one, other] = [join(folder, "one"), join(folder, "other")];
  for (const cwd of [one, other]) writeConfiguration(cwd, configuration);
  const ours = (args: readonly string[]) => holdfastIn(one, commands, args);
  const theirs = async (args: readonly string[]) =>
    terraform &&
    (await measure([...terraform, ...args], { cwd: other, ...(env === undefined ? {} : { env }) }));
  await theirs(["init"]);
  const plan = { ours: await ours(["plan"]), theirs: await theirs(["plan"]) };
  const apply = {
    ours: await ours(APPLY),
    theirs: isAppliedByBoth ? await theirs(APPLY) : undefined,
  };
  if (!isAppliedByBoth) takeOver(one, other);
  const noOp = { ours: await ours(["plan"]), theirs: await theirs(["plan"]) };
  rmSync(folder, { recursive: true });
  return [
    { what: `plan ${name}`, ...plan },
    { what: `apply ${name}`, ...apply },
    { what: `no-op plan ${name}`, ...noOp },
  ];
}

/** In `folder`, which is made. */
export async function planAlone(
  folder: string,
  commands: Commands,
  { name, configuration }: Omit<Subject, "isAppliedByBoth">,
): Promise<Pair> {
  writeConfiguration(folder, configuration);
  const ours = await holdfastIn(folder, commands, ["plan"]);
  return { what: `plan ${name}`, ours, theirs: undefined };
}

function writeConfiguration(cwd: string, configuration: string): void {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, "main.tf.json"), configuration);
}

function holdfastIn(
  cwd: string,
  { holdfast }: Commands,
  args: readonly string[],
): Promise<Measurement> {
  return measure([...holdfast, ...args, "--config", "."], { cwd });
}

/** What Holdfast has made, for Terraform to find that nothing is to be done. */
function takeOver(one: string, other: string): void {
  for (const made of [".holdfast", "terraform.tfstate"]) {
    if (!existsSync(join(one, made))) continue;
    cpSync(join(one, made), join(other, made), { recursive: true });
  }
}
