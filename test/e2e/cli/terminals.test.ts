// How it behaves in different places: on a terminal and in a pipe, narrow and without colour, with a reader that goes
// away and a disk that is full.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CLI,
  cleanEnvironment,
  ended,
  exampleFolder,
  holdfast,
  projectFolder,
  type Run,
} from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const C = "--config main.tf.json";
const folder = () => projectFolder({ "main.tf.json": smallStack() });
const ESCAPE = "\u001b[";

describe("colour", () => {
  it("is not in a pipe, is when forced, and never with --no-color or NO_COLOR", async () => {
    const cwd = folder();
    const plan = async (args: string, env: Record<string, string> = {}) =>
      (await holdfast(`plan ${C}${args}`, { cwd, env })).stdout.includes(ESCAPE);
    expect(await plan("")).toBe(false);
    expect(await plan("", { FORCE_COLOR: "1" })).toBe(true);
    expect(await plan(" --no-color", { FORCE_COLOR: "1" })).toBe(false);
    expect(await plan(" -no-color", { FORCE_COLOR: "1" })).toBe(false);
    expect(await plan("", { FORCE_COLOR: "0" })).toBe(false);
  });
});

const hasScript = existsSync("/usr/bin/script");

/** Types `input` at a terminal of 80 columns. */
async function onTerminal(
  args: string,
  { cwd, input, env = {} }: { cwd: string; input: string; env?: Record<string, string> },
): Promise<Run> {
  const command = `stty cols 80 rows 24; exec '${process.execPath}' '${CLI}' ${args}`;
  const child = spawn("/usr/bin/script", ["-qec", command, "/dev/null"], {
    cwd,
    env: cleanEnvironment({ TERM: "xterm", ...env }),
  });
  const run = ended(child);
  let shown = "";
  // The question may come in two parts, and is drawn again with what is typed.
  child.stdout.on("data", function answer(text: Buffer) {
    shown += String(text);
    if (!shown.includes("Enter a value:")) return;
    child.stdout.off("data", answer);
    child.stdin.write(input);
  });
  return await run;
}

if (!hasScript) console.error("SKIPPED: there is no /usr/bin/script to make a terminal with");

describe.runIf(hasScript)("a terminal", () => {
  it("is asked for approval; only yes approves", async () => {
    const cwd = folder();
    const declined = await onTerminal(`apply ${C}`, { cwd, input: "y\n" });
    expect(declined.stdout).toContain("Only 'yes' will be accepted to approve.");
    expect(declined.stdout).toContain("Apply cancelled; nothing was changed.");
    expect(declined.code).toBe(1);
    expect(existsSync(join(cwd, "terraform.tfstate"))).toBe(false);
    expect(existsSync(join(cwd, ".holdfast"))).toBe(false);
    const approved = await onTerminal(`apply ${C}`, { cwd, input: "yes\n" });
    expect(approved.stdout).toContain("Apply complete!");
    expect(approved.code).toBe(0);
  });

  it("shows colour and one live region that is gone at the end", async () => {
    const run = await onTerminal(`apply --auto-approve ${C}`, { cwd: folder(), input: "" });
    expect(run.stdout).toContain(`${ESCAPE}32m`);
    expect(run.stdout).toMatch(/\[=* *\] \d+ of 8 done/);
    expect(run.stdout).toContain(`${ESCAPE}0J`);
  });

  it("that is dumb, or NO_COLOR, gets plain lines", async () => {
    const dumb = await onTerminal(`apply --auto-approve ${C}`, {
      cwd: folder(),
      input: "",
      env: { TERM: "dumb" },
    });
    expect(dumb.stdout).not.toContain(ESCAPE);
    expect(dumb.stdout).toContain("holdfast_vcenter.vc: creation complete");
    const plain = await onTerminal(`plan ${C}`, {
      cwd: folder(),
      input: "",
      env: { NO_COLOR: "1" },
    });
    expect(plain.stdout).not.toContain(ESCAPE);
  });

  it("is not asked with --input=false", async () => {
    const run = await onTerminal(`apply -input=false ${C}`, { cwd: folder(), input: "" });
    expect(run).toMatchObject({ code: 1 });
    expect(run.stdout).toContain("--auto-approve");
  });

  it("can interrupt while it is asked", async () => {
    const cwd = folder();
    const run = await onTerminal(`apply ${C}`, { cwd, input: "\u0003" });
    expect(run.code).toBe(130);
    expect(existsSync(join(cwd, "terraform.tfstate"))).toBe(false);
  });
});

describe("80 columns", () => {
  it("are enough for every report, names that are longer excepted", async () => {
    const cwd = exampleFolder("edge-site");
    const texts: string[] = [];
    for (const args of [
      "plan",
      "plan --expand",
      "apply --auto-approve",
      "drill --verbose",
      "explain vm:vc01/vm/till --verbose",
      "show",
      "simulator show",
      "plan --destroy",
      "plan --help",
      "drill --scenario nothing",
    ]) {
      const { stdout, stderr } = await holdfast(args, { cwd });
      texts.push(stdout, stderr);
    }
    const wide = texts.flatMap((text) => text.split("\n")).filter((line) => line.length > 80);
    const isOneName = (line: string) =>
      line
        .trim()
        .split(/ +(?=\S{20})/)
        .some((w) => w.length > 40);
    expect(wide.filter((line) => !isOneName(line))).toEqual([]);
  });
});

describe("a reader that goes away", () => {
  it("is not complained about", () => {
    const script = `'${process.execPath}' '${CLI}' plan ${C} | head -1`;
    const options = { cwd: folder(), env: cleanEnvironment(), encoding: "utf8" } as const;
    const text = execFileSync("bash", ["-o", "pipefail", "-c", `${script}; echo "codes: $?"`], {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(text).toBe("Actions are marked with these signs:\ncodes: 0\n");
  });
});

describe("a full disk", () => {
  it("under the output is said, with exit code 1", async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [CLI, "plan", "--config", "main.tf.json"], {
      cwd: folder(),
      env: cleanEnvironment(),
      stdio: ["ignore", full, "pipe"],
    });
    const run = await ended(child);
    expect(run.stderr).toContain("The output could not be written");
    expect(run.code).toBe(1);
  });
});
