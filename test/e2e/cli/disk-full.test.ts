// A disk that fills up in the middle of an apply, at every size there is: it is said, nothing that was done is lost,
// and with more room the same command goes on. Needs the right to mount a small file system.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { holdfast } from "../../support/run-holdfast.js";
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
const FULL = /disk\s+is\s+full|disk\s+I\/O\s+error/i;

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
    expect(full.stderr).not.toContain("bug in holdfast");
    expect(mount("-o", "remount,size=64m", cwd)).toBe(true);
    const again = await holdfast(["apply", "--auto-approve", ...CONFIG], { cwd });
    expect(again, again.stderr).toMatchObject({ code: 0 });
    const list = await holdfast(["state", "list", ...CONFIG], { cwd });
    expect(list.stdout.trim().split("\n")).toHaveLength(8);
    const plan = await holdfast(["plan", "--detailed-exitcode", ...CONFIG], { cwd });
    expect(plan, plan.stdout).toMatchObject({ code: 0 });
  });

  it("leaves no half of a plan behind", async () => {
    const cwd = smallDisk(8);
    if (cwd === undefined) {
      console.error("SKIPPED: mounting a small file system is not allowed here");
      return;
    }
    writeFileSync(join(cwd, "main.tf.json"), smallStack());
    const plan = await holdfast(["plan", "--lock=false", "--out", "a.plan", ...CONFIG], { cwd });
    expect(plan.code).toBe(1);
    expect(plan.stderr).toMatch(/disk is\s+full/);
    expect(existsSync(join(cwd, "a.plan"))).toBe(false);
  });
});
