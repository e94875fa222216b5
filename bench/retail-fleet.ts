// examples/retail-fleet as a project of its own: 200 sites, 400 hosts, 4,200 machines. From its program to its drill, and
// as a repository with two pull requests, which are previewed.

import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Commands, Pair } from "./beside-terraform.js";
import { type Measurement, measure } from "./measure.js";

const SITES = 200;

/** Each command by itself, one after the other. `root` is the folder of the package. */
export async function retailFleet(
  folder: string,
  root: string,
  { holdfast }: Pick<Commands, "holdfast">,
): Promise<readonly Pair[]> {
  const cwd = makeProject(folder, root);
  const pairs: Pair[] = [];
  for (const args of [["synth"], ["plan"], ["apply", "--auto-approve"], ["drill"]]) {
    const ours = await measure([...holdfast, ...args], { cwd });
    pairs.push({ what: `${args[0]} ${SITES} shops`, ours, theirs: undefined });
  }
  return pairs;
}

/** What a pull request writes in place of what, and how the preview of it exits. */
const PULL_REQUESTS = [
  {
    what: "a harmless change",
    edits: [["vault of the head office", "vault of the branch office"]],
    exits: 0,
  },
  {
    what: "persistence off",
    // The rules of the edge would not let it pass.
    edits: [
      ["    keyPersistence: true,\n", ""],
      ["Aspects.of(stack).add(new EdgeResilience());\n", ""],
    ],
    exits: 3,
  },
] as const;

/** Beside `holdfast plan` of the base and of the head, one after the other. */
export async function previewsOfFleet(
  folder: string,
  root: string,
  { holdfast }: Pick<Commands, "holdfast">,
): Promise<readonly Pair[]> {
  const cwd = makeProject(folder, root);
  const git = (...args: string[]) => runGit(cwd, args);
  git("init", "--quiet", "--initial-branch", "main");
  appendFileSync(
    join(cwd, ".git/info/exclude"),
    "node_modules\ncdktf.out\n.holdfast\n*.tfstate*\n",
  );
  commit(cwd, "base");
  await measure([...holdfast, "apply", "--auto-approve"], { cwd });
  const pairs: Pair[] = [];
  for (const { what, edits, exits } of PULL_REQUESTS) {
    const planOf = async () => await measure([...holdfast, "plan"], { cwd, exits: [0, 3] });
    const plans = [await planOf()];
    for (const [old, text] of edits) edit(join(cwd, "main.ts"), old, text);
    commit(cwd, what);
    plans.push(await planOf());
    const preview = [...holdfast, "preview", "--base", "HEAD~1"];
    const ours = await measure(preview, { cwd, exits: [exits] });
    pairs.push({ what: `preview ${what}`, ours, theirs: oneAfterTheOther(plans) });
    git("reset", "--quiet", "--hard", "HEAD~1");
  }
  return pairs;
}

function makeProject(folder: string, root: string): string {
  const cwd = join(folder, "retail-fleet");
  cpSync(join(root, "examples/retail-fleet"), cwd, { recursive: true });
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(root, join(cwd, "node_modules/holdfast"));
  const context = { sites: SITES };
  const project = { language: "typescript", app: "tsx main.ts", output: "cdktf.out", context };
  writeFileSync(join(cwd, "cdktf.json"), JSON.stringify(project));
  return cwd;
}

function edit(file: string, old: string, text: string): void {
  const whole = readFileSync(file, "utf8");
  if (!whole.includes(old)) throw new Error(`${file} does not say ${old}`);
  writeFileSync(file, whole.replaceAll(old, text));
}

function commit(cwd: string, message: string): void {
  const author = ["-c", "user.name=bench", "-c", "user.email=bench@holdfast.example"];
  runGit(cwd, ["add", "--all"]);
  runGit(cwd, [...author, "commit", "--quiet", "--message", message]);
}

function runGit(cwd: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")} exited ${status}\n${stderr}`);
}

function oneAfterTheOther(all: readonly Measurement[]): Measurement {
  const peaks = all.flatMap(({ peakMib }) => peakMib ?? []);
  return {
    seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
    peakMib: peaks.length === 0 ? undefined : Math.max(...peaks),
  };
}
