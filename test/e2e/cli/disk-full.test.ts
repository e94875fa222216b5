// A disk that fills up in the middle of an apply, at every size there is: it is said, nothing that was done is lost,
// and with more room the same command goes on. Needs the right to mount a small file system.

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { holdfast, projectFolder } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const mount = (...args: readonly string[]) => spawnSync("mount", args).status === 0;

/** A folder on a file system of so many KiB; undefined where mounting is not allowed. */
function smallDisk(kibibytes: number): string | undefined {
  const folder = join(temporaryFolder(), "disk");
  mkdirSync(folder);
  if (!mount("-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", folder)) return undefined;
  onTestFinished(() => {
    spawnSync("umount", ["-l", folder]);
  });
  return folder;
}

/** SQLite has no better word where its shared memory finds no room. */
const FULL =
  /disk\s+is\s+full|reported\s+an\s+error,\s+as\s+it\s+also\s+does\s+when\s+it\s+is\s+full/;

const CONFIG = ["--config", "main.tf.json"];

describe("a disk that fills up in an apply", () => {
  // From hardly the configuration to everything but the last of it.
  const SIZES = [8, 16, 24, 40, 48, 64, 80, 96, 112, 128, 160, 224];

  it.each(SIZES)("of %d KiB is said to be full, and nothing is lost", async (kibibytes) => {
    const cwd = smallDisk(kibibytes);
    if (cwd === undefined) {
      console.error("SKIPPED: mounting a small file system is not allowed here");
      return;
    }
    writeFileSync(join(cwd, "main.tf.json"), smallStack());
    const full = await holdfast(["apply", "--auto-approve", ...CONFIG], { cwd });
    expect([0, 1, 4]).toContain(full.code);
    if (full.code !== 0) expect(full.stderr).toMatch(FULL);
    expect(full.stderr).not.toMatch(/bug in holdfast|ENOSPC|space left on device|I\/O error/);
    expect(mount("-o", "remount,size=64m", cwd)).toBe(true);
    const again = await holdfast(["apply", "--auto-approve", ...CONFIG], { cwd });
    expect(again, again.stderr).toMatchObject({ code: 0 });
    const list = await holdfast(["state", "list", ...CONFIG], { cwd });
    expect(list.stdout.trim().split("\n")).toHaveLength(8);
    const plan = await holdfast(["plan", "--detailed-exitcode", ...CONFIG], { cwd });
    expect(plan, plan.stdout).toMatchObject({ code: 0 });
  });

  it.each([
    ["plan", "plan --lock=false --out kept --config main.tf.json"],
    ["snapshot", "simulator snapshot kept --simulator ESTATE"],
    ["synthesis", "synth"],
  ])("leaves no half of a %s behind", async (_, command) => {
    const cwd = smallDisk(8);
    if (cwd === undefined) {
      console.error("SKIPPED: mounting a small file system is not allowed here");
      return;
    }
    const elsewhere = projectFolder({ "main.tf.json": smallStack() });
    await holdfast(["apply", "--auto-approve", ...CONFIG], { cwd: elsewhere });
    symlinkSync(join(elsewhere, "node_modules"), join(cwd, "node_modules"));
    writeFileSync(join(cwd, "cdktf.json"), '{ "app": "tsx main.ts" }');
    if (command === "synth") writeFileSync(join(cwd, "main.ts"), PROGRAM);
    else writeFileSync(join(cwd, "main.tf.json"), smallStack());
    const before = readdirSync(cwd);
    const args = command.replace("ESTATE", join(elsewhere, ".holdfast/vsphere.db"));
    const run = await holdfast(args, { cwd });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/disk\s+is\s+full\.\s+Free\s+some\s+space/);
    expect(run.stderr).not.toMatch(/ENOSPC|no space left/);
    expect(readdirSync(cwd)).toEqual(before);
  });
});

const PROGRAM = `import { App, Stack, VCenter } from "holdfast";
const app = new App();
const stack = new Stack(app, "edge");
for (let i = 0; i < 40; i++) new VCenter(stack, "vc" + i, { version: "8.0 U3" });
app.synth();
`;
