// Pull requests against a real repository: a shop is applied on main, and each branch is what somebody proposes.

import { execFileSync } from "node:child_process";
import {
  cpSync,
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
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Preview } from "../../../src/model/preview.js";
import { ended, holdfast, ROOT, type Run, start } from "../../support/run-holdfast.js";

/** As `show --json` has it. */
interface PlannedChange {
  readonly change: { readonly actions: readonly string[] };
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-")));
const shop = join(folder, "shops", "edge");
const program = join(shop, "main.ts");
/** Where previews make their checkouts. */
const temporary = join(folder, ".tmp");
const options = { cwd: shop, env: { TMPDIR: temporary } };

/** Commits of the same content are the same. */
const DATES = {
  GIT_AUTHOR_DATE: "2026-01-05T08:00:00Z",
  GIT_COMMITTER_DATE: "2026-01-05T08:00:00Z",
};

const git = (...args: readonly string[]) =>
  execFileSync("git", args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...DATES },
  });

const original = readFileSync(join(ROOT, "examples/edge-site/main.ts"), "utf8");

/** A branch of main's, with the program as `edit` leaves it. */
function branch(name: string, edit: (text: string) => string, from = "main"): void {
  git("switch", "-qc", name, from);
  writeFileSync(program, edit(readFileSync(program, "utf8")));
  git("commit", "-qam", name);
  git("switch", "-q", "main");
}

const withoutPersistence = (text: string) => text.replace("  keyPersistence: true,\n", "");
const failing = (text: string) =>
  text.replace("const app =", 'throw new Error("no shop");\nconst app =');

beforeAll(async () => {
  mkdirSync(temporary);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules", "holdfast"));
  git("init", "-q", "-b", "main");
  git("config", "user.email", "ada@example.org");
  git("config", "user.name", "Ada");
  const ignored = ["node_modules", "cdktf.out", ".holdfast", "*.tfstate*", ".tmp", ".made"];
  writeFileSync(join(folder, ".gitignore"), ignored.join("\n"));
  git("add", ".");
  git("commit", "-qm", "empty");
  git("branch", "before-the-shop");
  cpSync(join(ROOT, "examples/edge-site"), shop, { recursive: true });
  git("add", ".");
  git("commit", "-qm", "shop");
  branch("off", withoutPersistence);
  branch("broken", failing);
  branch("mended", (text) => text.replace('throw new Error("no shop");\n', ""), "broken");
  branch("comment", (text) => `${text}\n// Nothing else.\n`);
  branch("hanging", (text) => `${text}\nsetInterval(() => undefined, 1_000);\n`);
  const applied = await holdfast("apply --auto-approve", options);
  expect(applied, applied.stderr).toMatchObject({ code: 0 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function preview(args: string): Promise<{ readonly run: Run; readonly shown: Preview }> {
  const run = await holdfast(`preview --json ${args}`, options);
  return { run, shown: run.stdout === "" ? undefined : JSON.parse(run.stdout) };
}

/** Of the program of a branch, in a folder of its own. */
async function planOf(name: string): Promise<{ readonly cwd: string; readonly plan: string }> {
  const cwd = join(folder, ".made", name);
  cpSync(shop, cwd, { recursive: true });
  writeFileSync(join(cwd, "main.ts"), git("show", `${name}:shops/edge/main.ts`));
  const planned = await holdfast("plan --out plan", { ...options, cwd });
  expect([0, 3], planned.stderr).toContain(planned.code);
  return { cwd, plan: join(cwd, "plan") };
}

/** What runs programs leaves a folder of its own there. */
const checkouts = () => readdirSync(temporary).filter((name) => !name.startsWith("tsx-"));

/** All that a preview must leave alone. */
function leftAlone(): readonly unknown[] {
  const files = ["terraform.edge.tfstate", ".holdfast/vsphere.db"].map((name) =>
    readFileSync(join(shop, name), "base64"),
  );
  const asked = [git("status", "--porcelain"), git("worktree", "list"), git("branch", "-v")];
  return [...asked, ...files, readdirSync(shop).sort(), checkouts()];
}

const PAGE = join(ROOT, "docs/preview.md");
const SHOWN = /^~~~~markdown\n.*?^~~~~$/ms;
/** Of commits, of an estate, of plans: they change with every version of the example. */
const DIGESTS = /\b[0-9a-f]{10,64}\b/g;
const shortened = (digest: string) => "0123456789abcdef".repeat(4).slice(0, digest.length);

describe("holdfast preview", () => {
  it("blames the line that switches key persistence off, and leaves everything as it was", async () => {
    const before = leftAlone();
    const { run, shown } = await preview("--base main --head off");
    expect(run, run.stderr).toMatchObject({ code: 3, stderr: "" });
    expect(shown).toMatchObject({
      project: "shops/edge",
      verdict: "drops",
      conclusion: "failure",
      counts: { base: { survived: 4, locked: 0 }, head: { survived: 0, locked: 4 } },
      problems: { base: [], head: [] },
      origin: {
        base: { ref: "main", commit: git("rev-parse", "main").trim() },
        serials: { edge: 1 },
      },
    });
    const line = original.split("\n").findIndex((text) => text.includes("new EdgeSite(")) + 1;
    const causes = shown.risks[0]?.causes ?? [];
    expect(causes.map(({ source }) => source)).toEqual([
      { file: "shops/edge/main.ts", line },
      { file: "shops/edge/main.ts", line },
    ]);
    expect(leftAlone()).toEqual(before);
  });

  it("prints the comment that the documentation shows", async () => {
    const { stdout } = await holdfast("preview --base main --head off", options);
    const shown = `~~~~markdown\n${stdout.replace(DIGESTS, shortened)}~~~~`;
    const page = readFileSync(PAGE, "utf8").replace(SHOWN, () => shown);
    expect(page).toContain(shown);
    await expect(page).toMatchFileSnapshot(PAGE);
  });

  it("finds the default branch, and fails for what it is asked to", async () => {
    const { run, shown } = await preview("--head comment --fail-on changes");
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(shown).toMatchObject({ verdict: "unchanged", conclusion: "success", changes: [] });
    const never = await preview("--head off --fail-on never");
    expect([never.run.code, never.shown.conclusion]).toEqual([0, "failure"]);
  });

  it("writes what a pipeline posts, and an empty comment where there is nothing to tell", async () => {
    const run = await holdfast(`preview --head off --out-dir ${temporary}/tsx-out`, options);
    expect(run, run.stderr).toMatchObject({ code: 3 });
    const read = (name: string) => readFileSync(join(temporary, "tsx-out", name), "utf8");
    expect(run.stdout).toBe(read("comment.md"));
    expect(read("comment.md")).toMatch(/^## .*4 of 4 encrypted workloads would no longer survive/);
    expect(JSON.parse(read("preview.json"))).toMatchObject({ verdict: "drops" });
    expect(read("annotations.sarif")).toContain("shops/edge/main.ts");
    expect(JSON.parse(read("gitlab-terraform.json"))).toEqual({ create: 0, update: 2, delete: 0 });
    expect(read("junit.xml")).toMatch(/tests="3" failures="3" errors="0"/);
    const { format_version, resource_changes } = JSON.parse(read("plan.json"));
    const updated = resource_changes.filter(
      ({ change }: PlannedChange) => change.actions[0] === "update",
    );
    expect([format_version, updated.length]).toEqual(["1.2", 2]);
    const file = join(temporary, "tsx-out", "quiet.md");
    const quiet = await holdfast(`preview --head comment --comment changes --out ${file}`, options);
    expect(quiet, quiet.stderr).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe("");
  });

  it("takes variables that the head alone declares, also from files that git does not track", async () => {
    const declared = 'new TerraformVariable(stack, "extra", { type: "string", sensitive: true });';
    branch("variable", (text) =>
      text
        .replace("const app =", 'import { TerraformVariable } from "holdfast/cdk";\nconst app =')
        .replace("app.synth();", `${declared}\napp.synth();`),
    );
    const without = await preview("--head variable");
    expect(without.run.code).toBe(1);
    expect(without.shown.problems.head[0]?.detail).toContain("extra");
    const flag = await preview("--head variable --var extra=x");
    expect(flag.run, flag.run.stderr).toMatchObject({ code: 0 });
    expect(flag.shown.problems).toEqual({ base: [], head: [] });
    const file = join(shop, "terraform.tfvars.json");
    writeFileSync(file, JSON.stringify({ extra: "x" }));
    const untracked = await preview("--head variable");
    rmSync(file);
    expect(untracked.run, untracked.run.stderr).toMatchObject({ code: 0 });
    expect(untracked.shown.problems.head).toEqual([]);
  });

  it("compares the first pull request of a repository with what is there", async () => {
    const { run, shown } = await preview("--base before-the-shop --head main");
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(shown).toMatchObject({ verdict: "first", problems: { base: [], head: [] } });
  });

  it("says what is wrong with the head, and where", async () => {
    const { run, shown } = await preview("--base main --head broken");
    expect(run, run.stderr).toMatchObject({ code: 1 });
    const problem = { severity: "error", source: { file: "shops/edge/main.ts" } };
    expect(shown).toMatchObject({ verdict: "unknown", problems: { base: [], head: [problem] } });
    expect(shown.problems.head[0]?.detail).toContain("Error: no shop");
    // A head of which nothing is known has no row that says "0 of 0".
    expect(shown.places).toEqual([]);
    expect(run.stdout).not.toContain(temporary);
  });

  it("judges a head that mends its base", async () => {
    const { run, shown } = await preview("--base broken --head mended");
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(shown.problems).toMatchObject({ base: [{ severity: "error" }], head: [] });
    expect(shown.counts.head).toMatchObject({ survived: 4 });
  });

  it("drills the head when it is asked to, as a drill of its plan does", async () => {
    const before = leftAlone();
    const { cwd } = await planOf("off");
    const env = { ...options.env, COLUMNS: "100" };
    const drilled = await holdfast("drill --plan plan", { cwd, env });
    expect(drilled, drilled.stderr).toMatchObject({ code: 3 });
    const run = await holdfast("preview --base main --head off --drill", options);
    expect(run, run.stderr).toMatchObject({ code: 3, stderr: "" });
    const [, shown = ""] = /<summary>Drill<\/summary>\n\n```\n(.*?)\n```/s.exec(run.stdout) ?? [];
    expect(shown.trim()).toBe(drilled.stdout.trim());
    rmSync(join(folder, ".made"), { recursive: true });
    expect(leftAlone()).toEqual(before);
  });

  it("judges plans that were made elsewhere, and runs no program for it", async () => {
    const made = [await planOf("main"), await planOf("off")];
    for (const { cwd, plan } of made) {
      const { stdout } = await holdfast("show --json plan", { ...options, cwd });
      writeFileSync(`${plan}.json`, stdout);
    }
    const [base, head] = made.map(({ plan }) => plan);
    const args = `--plan-json ${head}.json --base-plan-json ${base}.json`;
    const { run, shown } = await preview(args);
    expect(run, run.stderr).toMatchObject({ code: 3, stderr: "" });
    const ofCommits = await preview("--base main --head off");
    const { origin: _, risks: __, ...rest } = ofCommits.shown;
    const withoutConstructs = JSON.parse(JSON.stringify(rest), (name, value) =>
      name === "construct" ? undefined : value,
    );
    expect(shown).toMatchObject({ ...withoutConstructs, changes: withoutStack(withoutConstructs) });
  });

  it("says all that is wrong with what it is asked", async () => {
    const missing = await holdfast("preview --base nowhere --head nothing", options);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('"nowhere" stands for no commit here.');
    expect(missing.stderr).toContain('"nothing" stands for no commit here.');
    const unknown = await holdfast("preview --base main --stack egde", options);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('"edge"') });
    const mixed = await holdfast("preview --plan-json p.json --head off", options);
    expect(mixed).toMatchObject({ code: 64 });
    const outside = await holdfast("preview", { ...options, cwd: join(ROOT, "examples") });
    expect(outside).toMatchObject({ code: 1 });
    expect(checkouts()).toEqual([]);
  });

  it("leaves nothing behind at Ctrl-C", async () => {
    const child = start("preview --base main --head hanging".split(" "), options);
    const run = ended(child);
    while (!isCheckedOut("hanging")) await wait(50);
    await wait(500);
    child.kill("SIGINT");
    expect((await run).code).toBe(130);
    expect(checkouts()).toEqual([]);
  });
});

/** Plans from elsewhere are of the stack that their files are called after. */
function withoutStack({ changes }: Preview): readonly unknown[] {
  return changes.map(({ stack: _, ...change }) => change);
}

/** Whether the program of a branch stands in a checkout now. */
function isCheckedOut(name: string): boolean {
  const text = git("show", `${name}:shops/edge/main.ts`);
  return checkouts().some((checkout) => {
    try {
      const file = join(temporary, checkout, "head/repository/shops/edge/main.ts");
      return readFileSync(file, "utf8") === text;
    } catch {
      return false;
    }
  });
}
