// The completion scripts, read by the shells they are for, and help as it is printed.

import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS, GROUPS } from "../../../src/cli/command-list.js";
import { holdfast } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

async function scriptFor(shell: string): Promise<string> {
  const cwd = temporaryFolder();
  const { stdout } = await holdfast(`completion ${shell}`, { cwd });
  const file = join(cwd, `holdfast.${shell}`);
  writeFileSync(file, stdout);
  return file;
}

/** What bash offers for the last of the words, by the script in `file`. */
function completerIn(file: string) {
  return (...words: readonly string[]) => {
    const list = words.map((word) => `'${word}'`).join(" ");
    const script = `source '${file}'; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _holdfast; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim().split("\n");
  };
}

describe("completion", () => {
  it("for bash is read by bash, and completes commands, groups, options and choices", async () => {
    const file = await scriptFor("bash");
    execFileSync("bash", ["-n", file]);
    const complete = completerIn(file);
    expect(complete("holdfast", "pl")).toEqual(["plan"]);
    expect(complete("holdfast", "state", "")).toEqual(["list", "show", "rm", "mv"]);
    expect(complete("holdfast", "plan", "--det")).toEqual(["--detailed-exitcode"]);
    expect(complete("holdfast", "state", "mv", "--dr")).toEqual(["--dry-run"]);
    expect(complete("holdfast", "completion", "z")).toEqual(["zsh"]);
  });

  it.each(["zsh", "fish"])("for %s is read by it", async (shell) => {
    const file = await scriptFor(shell);
    if (!has(shell)) {
      console.error(`SKIPPED: there is no ${shell} to read its completion script`);
      return;
    }
    execFileSync(shell, ["-n", file]);
  });

  it("for bash takes no value of an option for the command, and completes values", async () => {
    const file = await scriptFor("bash");
    const complete = completerIn(file);
    expect(complete("holdfast", "--chdir", "dir", "plan", "--targ")).toEqual(["--target"]);
    expect(complete("holdfast", "--chdir", "=", "dir", "plan", "--targ")).toEqual(["--target"]);
    expect(complete("holdfast", "graph", "--format", "m")).toEqual(["mermaid"]);
    expect(complete("holdfast", "graph", "--format", "=", "m")).toEqual(["mermaid"]);
  });

  it("knows no other shell", async () => {
    expect(await holdfast("completion tcsh", { cwd: temporaryFolder() })).toMatchObject({
      code: 64,
    });
  });
});

describe("help", () => {
  const paths = [...COMMANDS, ...GROUPS].map(({ name }) => name);

  it.each(paths)("of %s is on stdout, an example first", async (name) => {
    const run = await holdfast(`${name} --help`, { cwd: temporaryFolder() });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^Examples?:\n {2}\S/);
    expect(run.stdout).toContain(`Usage: holdfast ${name}`);
    expect(run.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("is also found by -help, -h and help", async () => {
    const cwd = temporaryFolder();
    const texts = await Promise.all(
      ["plan -help", "plan -h", "help plan"].map(
        async (args) => (await holdfast(args, { cwd })).stdout,
      ),
    );
    expect(new Set(texts).size).toBe(1);
    expect((await holdfast("--help", { cwd })).stdout).toContain("Exit codes:");
  });
});
