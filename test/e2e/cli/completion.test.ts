// The completion scripts, read by the shells they are for, and help as it is printed.

import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS, GROUPS } from "../../../src/cli/command-list.js";
import { holdfast } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

for (const shell of ["zsh", "fish"].filter((name) => !has(name))) {
  const said = `there is no ${shell} to read its completion script`;
  if (process.env.CI === "true") throw new Error(said);
  console.error(`SKIPPED: ${said}`);
}

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

/** The last word after a tab in zsh, which completes in a terminal only. */
function typedInZsh(file: string, typed: string): string | undefined {
  const show = 'holdfast() { print -r -- "GOT<$@[-1]>" }';
  const start = `PS1=; autoload -Uz compinit; compinit -u -D; source '${file}'; ${show}; print REA''DY`;
  const script = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "$1"
    zpty -r shell text '*READY*'
    zpty -w -n shell "holdfast $2"$'\\t\\n'
    zpty -r shell text '*GOT<*>*'
    print -r -- "$text"`;
  const args = ["-f", "-c", script, "zsh", start, typed];
  const text = execFileSync("zsh", args, { encoding: "utf8", timeout: 20_000 });
  return /GOT<([^>]*)>/.exec(text)?.[1];
}

function offeredByFish(file: string, typed: string): string {
  const script = `source '${file}'; complete -C 'holdfast ${typed}'`;
  const offered = execFileSync("fish", ["--no-config", "-c", script], { encoding: "utf8" });
  return offered.trim().replace(/\t.*/g, "");
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

  it("for bash takes no value of an option for the command, and completes values", async () => {
    const file = await scriptFor("bash");
    const complete = completerIn(file);
    expect(complete("holdfast", "--ch")).toEqual(["--chdir"]);
    expect(complete("holdfast", "state", "--ch")).toEqual(["--chdir"]);
    expect(complete("holdfast", "--chdir", "dir", "plan", "--targ")).toEqual(["--target"]);
    expect(complete("holdfast", "--chdir", "=", "dir", "plan", "--targ")).toEqual(["--target"]);
    expect(complete("holdfast", "graph", "--format", "m")).toEqual(["mermaid"]);
    expect(complete("holdfast", "graph", "--format", "=", "m")).toEqual(["mermaid"]);
    expect(complete("holdfast", "drill", "--scenario", "wan")).toEqual(["wan-partition"]);
    expect(complete("holdfast", "drill", "--scenario", "package.js")).toEqual(["package.json"]);
  });

  describe.each(Object.entries({ zsh: typedInZsh, fish: offeredByFish }))("for %s", (shell, of) => {
    it.skipIf(!has(shell))("is read by it", async () => {
      execFileSync(shell, ["-n", await scriptFor(shell)]);
    });

    it.skipIf(!has(shell)).each([
      ["pl", "plan"],
      ["--chdir dir pl", "plan"],
      ["--chdir=dir plan --targ", "--target"],
      ["--chdir dir plan --targ", "--target"],
      ["plan --chdir dir --targ", "--target"],
      ["state m", "mv"],
      ["state --ch", "--chdir"],
      ["--chdir dir state mv --dr", "--dry-run"],
      ["graph --format m", "mermaid"],
      ["drill --scenario wan", "wan-partition"],
      ["drill --scenario package.js", "package.json"],
      ["graph --format=m", "--format=mermaid"],
      ["plan --lock --targ", "--target"],
      ["plan --lock=f", "--lock=false"],
      ["completion z", "zsh"],
      ["--ch", "--chdir"],
    ])("completes %s to %s", async (typed, word) => {
      expect(of(await scriptFor(shell), typed)).toBe(word);
    });
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
