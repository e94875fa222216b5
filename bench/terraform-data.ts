// The same configurations by Holdfast and by Terraform: objects of `terraform_data`, which both have built in, that refer
// to each other in rows of ten, and many of one resource by `count`.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Measurement, measure } from "./measure.js";

/** Both write what they do; Terraform writes its whole state for each object, so that of more it takes minutes. */
const APPLIED = [1_000, 2_000];
const PLANNED = [1_000, 10_000];
/** Planned by Holdfast alone. */
const LARGEST = 100_000;
const ROW = 10;

export interface Pair {
  readonly what: string;
  readonly ours: Measurement;
  readonly theirs: Measurement | undefined;
}

export interface Commands {
  readonly holdfast: readonly string[];
  /** Undefined where there is none on the PATH. */
  readonly terraform: readonly string[] | undefined;
}

export async function beside(folder: string, commands: Commands): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const size of PLANNED) {
    for (const [form, write] of FORMS) {
      const pair = await planOf(folder, commands, write(size));
      pairs.push({ what: `plan ${size} ${form}`, ...pair });
    }
  }
  for (const size of APPLIED) pairs.push(...(await applyOf(folder, commands, size)));
  const alone = { ...commands, terraform: undefined };
  for (const [form, write] of FORMS) {
    const pair = await planOf(folder, alone, write(LARGEST));
    pairs.push({ what: `plan ${LARGEST} ${form}`, ...pair });
  }
  return pairs;
}

const FORMS = [
  ["in rows", inRows],
  ["by count", byCount],
] as const;

/** Each object is made of the one before it, but for the first of a row. */
function inRows(count: number): string {
  const objects = Array.from({ length: count }, (_, i) => {
    const input = i % ROW === 0 ? `site-${i}` : `\${terraform_data.r${i - 1}.output}-${i}`;
    return [`r${i}`, { input, triggers_replace: [i, "x"] }] as const;
  });
  return JSON.stringify({ resource: { terraform_data: Object.fromEntries(objects) } });
}

function byCount(count: number): string {
  const input = "site-${count.index}";
  return JSON.stringify({ resource: { terraform_data: { r: { count, input } } } });
}

type Both = Pick<Pair, "ours" | "theirs">;

async function planOf(
  folder: string,
  { holdfast, terraform }: Commands,
  configuration: string,
): Promise<Both> {
  const [one, other] = [
    newFolder(folder, "one", configuration),
    newFolder(folder, "other", configuration),
  ];
  const ours = await measure([...holdfast, "plan", "--config", "."], { cwd: one });
  if (terraform === undefined) return { ours, theirs: undefined };
  await measure([...terraform, "init"], { cwd: other });
  return { ours, theirs: await measure([...terraform, "plan"], { cwd: other }) };
}

async function applyOf(
  folder: string,
  { holdfast, terraform }: Commands,
  size: number,
): Promise<readonly Pair[]> {
  const [one, other] = [
    newFolder(folder, "one", inRows(size)),
    newFolder(folder, "other", inRows(size)),
  ];
  const ours = (...args: string[]) =>
    measure([...holdfast, ...args, "--config", "."], { cwd: one });
  const theirs = async (...args: string[]) =>
    terraform && (await measure([...terraform, ...args], { cwd: other }));
  await theirs("init");
  const apply = ["apply", "-auto-approve"] as const;
  return [
    { what: `apply ${size} in rows`, ours: await ours(...apply), theirs: await theirs(...apply) },
    { what: `no-op plan ${size} in rows`, ours: await ours("plan"), theirs: await theirs("plan") },
  ];
}

function newFolder(folder: string, name: string, configuration: string): string {
  const cwd = join(folder, name);
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(cwd);
  writeFileSync(join(cwd, "main.tf.json"), configuration);
  return cwd;
}
