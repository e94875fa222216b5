// Looking at what was applied asks for no more than that: neither a configuration that is right, nor the right to
// write, and what may not be read is not taken for what is not there.

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  CLI,
  cleanEnvironment,
  ended,
  holdfast,
  projectFolder,
} from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const C = "--config main.tf.json";

async function appliedFolder(): Promise<string> {
  const cwd = projectFolder({ "main.tf.json": smallStack() });
  const applied = await holdfast(`apply --auto-approve ${C}`, { cwd });
  expect(applied, applied.stderr).toMatchObject({ code: 0 });
  return cwd;
}

describe("an output", () => {
  it("that is a decimal number is told with every digit, as text and as JSON", async () => {
    const cwd = projectFolder({
      "main.tf.json": JSON.stringify({ output: { ratio: { value: "${1 / 3 + 1}" } } }),
    });
    const digits = `1.${"3".repeat(153)}`;
    expect(await holdfast(`apply --auto-approve ${C}`, { cwd })).toMatchObject({ code: 0 });
    for (const how of ["--raw", "--json"]) {
      const { code, stdout } = await holdfast(`output ratio ${how} ${C}`, { cwd });
      expect([code, stdout.slice(0, 100)]).toEqual([0, digits.slice(0, 100)]);
    }
  });
});

describe("a configuration with mistakes", () => {
  const BROKEN = smallStack({ host: { hostnme: "x" }, top: { locals: { a: "${local.a}" } } });

  it("does not keep anybody from the state", async () => {
    const cwd = await appliedFolder();
    const before = await holdfast(`state list ${C}`, { cwd });
    writeFileSync(join(cwd, "main.tf.json"), BROKEN);
    expect(await holdfast(`state list ${C}`, { cwd })).toEqual(before);
    const [address] = before.stdout.split("\n");
    for (const args of [`state show ${address}`, `state rm ${address}`, "output", "show"]) {
      const run = await holdfast(`${args} ${C}`, { cwd });
      expect(run, run.stderr).toMatchObject({ code: 0, stderr: "" });
    }
    const plan = await holdfast(`plan ${C}`, { cwd });
    expect(plan.code).toBe(1);
    expect(plan.stderr).toContain("hostnme");
  });

  it("does not keep anybody from the estate, unless it says where that is", async () => {
    const cwd = await appliedFolder();
    const file = join(cwd, "main.tf.json");
    writeFileSync(file, smallStack({ host: { hostnme: "x" } }));
    expect(await holdfast(`simulator show ${C}`, { cwd })).toMatchObject({ code: 0 });
    writeFileSync(file, smallStack({ top: { locals: { a: "${local.a}" } } }));
    const shown = await holdfast(`simulator show ${C}`, { cwd });
    expect(shown.code).toBe(1);
    expect(shown.stderr).toContain("local.a");
  });

  it("in the backend does: another state than the one that is meant must not be changed", async () => {
    const cwd = await appliedFolder();
    const top = { terraform: { backend: { s3: { path: "x" } } } };
    writeFileSync(join(cwd, "main.tf.json"), smallStack({ top }));
    const list = await holdfast(`state list ${C}`, { cwd });
    expect(list).toMatchObject({ code: 1, stdout: "" });
    expect(list.stderr).toContain('The backend "s3" is not supported');
  });
});

/** Root may do everything; nobody may not. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

function startAsNobody(args: string, cwd: string): ChildProcess {
  return spawn(process.execPath, [CLI, ...args.split(" "), ...C.split(" ")], {
    cwd,
    env: cleanEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    ...user,
  });
}

function setModes(cwd: string, modes: { readonly folder: number; readonly estate: number }): void {
  const folder = join(cwd, ".holdfast");
  chmodSync(cwd, 0o755);
  chmodSync(join(folder, "vsphere.db"), modes.estate);
  chmodSync(folder, modes.folder);
  onTestFinished(() => chmodSync(folder, 0o755));
}

describe("an estate", () => {
  it("that may only be read is shown and drilled, and not changed", async () => {
    const cwd = await appliedFolder();
    setModes(cwd, { folder: 0o555, estate: 0o444 });
    const before = readFileSync(join(cwd, ".holdfast/vsphere.db"));
    const shown = await ended(startAsNobody("simulator show --json", cwd));
    expect(shown, shown.stderr).toMatchObject({ code: 0 });
    const drilled = await ended(startAsNobody("drill --json", cwd));
    expect(drilled.stderr).toBe("");
    expect(drilled.stdout).toBe((await holdfast(`drill --json ${C}`, { cwd })).stdout);
    const advanced = await ended(startAsNobody("simulator advance 2h", cwd));
    expect(advanced.code).toBe(1);
    expect(advanced.stderr).toMatch(/permission\s+was\s+denied/);
    expect(readFileSync(join(cwd, ".holdfast/vsphere.db"))).toEqual(before);
  });

  it.each([
    ["folder", { folder: 0o700, estate: 0o644 }],
    ["file", { folder: 0o755, estate: 0o600 }],
  ])("in a %s that may not be read is not said to be missing", async (_, modes) => {
    const cwd = await appliedFolder();
    setModes(cwd, modes);
    for (const args of ["simulator show", "drill", "plan --lock=false"]) {
      const run = await ended(startAsNobody(args, cwd));
      expect(run.code).toBe(1);
      expect(run.stderr.replace(/\s+/g, " ")).toContain(
        "permission was denied. Give this user access",
      );
    }
  });
});
