// Previews in clones as pipelines have them, which lack what a preview needs, and previews that are interrupted: what is
// missing is said with what to do, and nothing is left behind.

import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cleanEnvironment,
  ended,
  holdfast,
  ROOT,
  type RunOptions,
  start,
} from "../../support/run-holdfast.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-")));
const origin = join(folder, "origin");
/** Where previews make their checkouts. */
const temporary = join(folder, "temporary");
/** Written by a program that never ends. */
const pidFile = join(folder, "pid");

const gitIn = (cwd: string, ...args: readonly string[]) =>
  execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

const HANGING = `
import { writeFileSync } from "node:fs";
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => undefined);
writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
setInterval(() => undefined, 1_000);
`;

beforeAll(() => {
  mkdirSync(temporary);
  cpSync(join(ROOT, "examples/edge-site"), origin, { recursive: true });
  writeFileSync(join(origin, ".gitignore"), "node_modules\ncdktf.out\n.holdfast\n*.tfstate*\n");
  gitIn(origin, "init", "-q", "-b", "main");
  gitIn(origin, "config", "user.email", "ada@example.org");
  gitIn(origin, "config", "user.name", "Ada");
  const commit = (message: string) => {
    gitIn(origin, "add", ".");
    gitIn(origin, "commit", "-qm", message);
  };
  commit("shop");
  gitIn(origin, "switch", "-qc", "off");
  const program = join(origin, "main.ts");
  const text = readFileSync(program, "utf8");
  writeFileSync(program, text.replace("  keyPersistence: true,\n", ""));
  commit("off");
  gitIn(origin, "switch", "-qc", "hanging", "main");
  writeFileSync(program, `${text}\n${HANGING}`);
  commit("hanging");
  gitIn(origin, "switch", "-q", "main");
  writeFileSync(join(origin, "README.md"), "Later.\n");
  commit("later");
  gitIn(origin, "switch", "-q", "--detach");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clone of origin that has Holdfast installed. */
function clone(name: string, ...args: readonly string[]): RunOptions {
  const cwd = join(folder, name);
  gitIn(folder, "clone", "-q", ...args, `file://${origin}`, cwd);
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(ROOT, join(cwd, "node_modules", "holdfast"));
  return { cwd, env: { TMPDIR: temporary } };
}

/** What is said is wrapped where it is shown. */
const unwrapped = (text: string) => text.replace(/[\s│╷╵]+/g, " ");

/** What runs programs leaves a folder of its own there. */
const checkouts = () => readdirSync(temporary).filter((name) => !name.startsWith("tsx-"));

/** All files of a clone but what is installed. */
const filesOf = ({ cwd }: RunOptions) =>
  (readdirSync(cwd, { recursive: true }) as readonly string[])
    .filter((name) => !name.startsWith("node_modules"))
    .sort();

describe("a preview in a clone that lacks something", () => {
  it.each([
    ["the commit of the base", "--base main --head HEAD", ["--branch", "off"], '"main" stands for'],
    [
      "where the two branches part",
      "--base origin/main --head origin/off",
      ["--no-single-branch"],
      "origin/main and origin/off have no commit in common here",
    ],
  ])("says of a shallow one without %s how to get it", async (_, args, cloned, problem) => {
    const shallow = clone(mkdtempSync(join(folder, "shallow-")), "--depth", "1", ...cloned);
    const before = filesOf(shallow);
    const run = await holdfast(`preview ${args}`, shallow);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(unwrapped(run.stderr)).toContain(problem);
    expect(unwrapped(run.stderr)).toContain(
      "git fetch --unshallow, or check out with fetch-depth: 0",
    );
    expect(filesOf(shallow)).toEqual(before);
    gitIn(
      shallow.cwd,
      "fetch",
      "-q",
      "--unshallow",
      "origin",
      "+refs/heads/*:refs/remotes/origin/*",
    );
    const whole = await holdfast("preview --base origin/main --head origin/off --json", shallow);
    expect([0, 3], whole.stderr).toContain(whole.code);
    expect(JSON.parse(whole.stdout).origin.base.commit).toBe(
      gitIn(origin, "merge-base", "main", "off"),
    );
  });

  it("says of a base and a head that are unknown, both at once, where names come from", async () => {
    const whole = clone("unknown");
    const run = await holdfast("preview --base nowhere --head off", whole);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    const said = unwrapped(run.stderr);
    expect(said).toContain('"nowhere" stands for no commit here. If it is new, fetch it first');
    expect(said).toContain('"off" stands for no commit here. There is origin/off: name that.');
    expect(said).not.toContain("shallow");
  });

  it("says of a folder without git what else can be judged", async () => {
    const cwd = join(folder, "without-git");
    cpSync(join(ROOT, "examples/edge-site"), cwd, { recursive: true });
    const env = { TMPDIR: temporary, GIT_CEILING_DIRECTORIES: folder };
    const run = await holdfast("preview", { cwd, env });
    expect(run).toMatchObject({ code: 1, stdout: "" });
    const said = unwrapped(run.stderr);
    expect(said).toContain("No git work tree");
    expect(said).toContain("Run it in a clone of the repository, or give plans");
  });

  it("says that git is missing, and not that the clone is none", async () => {
    const whole = clone("no-git-on-path");
    const PATH = join(folder, "no-programs");
    const run = await holdfast("preview", { ...whole, env: { ...whole.env, PATH } });
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(unwrapped(run.stderr)).toContain("There is no git on the PATH");
    expect(unwrapped(run.stderr)).toContain("Install git");
    expect(unwrapped(run.stderr)).not.toContain("is in no git work tree");
  });
});

const PREVIEW = ["preview", "--base", "origin/main", "--head", "origin/hanging"];

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Pid of the program of the head, once it runs. */
async function hangingProgram(): Promise<number> {
  const pid = () => existsSync(pidFile) && Number(readFileSync(pidFile, "utf8"));
  await expect.poll(pid, { timeout: 60_000 }).toBeTruthy();
  const found = Number(pid());
  rmSync(pidFile);
  return found;
}

describe("Ctrl-C in a preview", () => {
  it.each<[string, readonly NodeJS.Signals[]]>([
    ["once", ["SIGINT"]],
    ["twice", ["SIGINT", "SIGINT"]],
    ["once, and then by the pipeline", ["SIGINT", "SIGTERM"]],
  ])("%s ends it, and leaves neither files nor locks nor processes", async (_, signals) => {
    const whole = clone(mkdtempSync(join(folder, "interrupted-")));
    const before = filesOf(whole);
    const child = start(PREVIEW, whole);
    const run = ended(child);
    const program = await hangingProgram();
    expect(checkouts()).toHaveLength(1);
    for (const signal of signals) child.kill(signal);
    expect(await run).toMatchObject({ code: 130, stdout: "" });
    await expect.poll(() => isThere(program), { timeout: 10_000 }).toBe(false);
    expect(checkouts()).toEqual([]);
    expect(filesOf(whole)).toEqual(before);
    expect(gitIn(whole.cwd, "status", "--porcelain")).toBe("");
    expect(gitIn(whole.cwd, "worktree", "list").split("\n")).toHaveLength(1);
  });

  it.each([
    ["node", `${process.execPath} ${join(ROOT, "dist/bin/holdfast.js")}`],
    // It starts a shell, which passes no signal on.
    ["npx", "npx --no-install holdfast"],
  ])("reaches it through the action that is cancelled, and through %s", async (name, command) => {
    const whole = clone(`cancelled-${name}`);
    const bin = join(whole.cwd, "node_modules", ".bin");
    mkdirSync(bin);
    symlinkSync(join(ROOT, "dist/bin/holdfast.js"), join(bin, "holdfast"));
    const event = join(folder, "event.json");
    writeFileSync(event, JSON.stringify({ pull_request: pullRequest(whole.cwd) }));
    for (const name of ["output", "summary"]) writeFileSync(join(folder, name), "");
    const env = {
      ...cleanEnvironment(whole.env),
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_NAME: "pull_request",
      GITHUB_EVENT_PATH: event,
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
      GITHUB_WORKSPACE: whole.cwd,
      GITHUB_REPOSITORY: "acme/vsphere",
      INPUT_STAGE: "evaluate",
      INPUT_COMMAND: command,
    };
    const child = spawn(process.execPath, [join(ROOT, "action/index.mjs")], {
      cwd: whole.cwd,
      env,
    });
    const run = ended(child);
    const program = await hangingProgram();
    expect(checkouts()).toHaveLength(1);
    child.kill("SIGINT");
    await expect.poll(() => isThere(program), { timeout: 10_000 }).toBe(false);
    expect((await run).code).toBe(1);
    expect(checkouts()).toEqual([]);
  });
});

function pullRequest(cwd: string): object {
  const side = (ref: string) => ({
    ref,
    sha: gitIn(cwd, "rev-parse", `origin/${ref}`),
    repo: { full_name: "acme/vsphere", owner: { login: "acme" } },
  });
  return { number: 7, base: side("main"), head: side("hanging") };
}
