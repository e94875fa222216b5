// Ctrl-C in an apply. Once: what has begun ends, the state knows everything that exists, and the next apply goes on.
// Twice: it stops at once, and the next run goes on from the journal all the same.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fleetConfiguration } from "../../../bench/fleet.js";
import { openDrillSubject } from "../../../src/cli/drill-subject.js";
import { readGivenOptions } from "../../../src/cli/given-options.js";
import { Interrupted } from "../../../src/cli/interrupts.js";
import { makeSecrets } from "../../../src/cli/secrets.js";
import { openSession } from "../../../src/cli/session.js";
import { openTerminal } from "../../../src/cli/terminal.js";
import { VERSION } from "../../../src/schema/generated/version.js";
import { ended, holdfast, projectFolder, start } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const CONFIG = ["--config", "main.tf.json"];
const LOCK = ".terraform.tfstate.lock.info";
const JOURNAL = ".terraform.tfstate.journal";
const APPLY = ["apply", "--auto-approve", ...CONFIG];

/** Large enough that an apply is still at it when the signal comes. */
const FLEET = { clusters: 15, vmsPerCluster: 100 };
const RESOURCES = 4 + 1 + 15 * (1 + 10 + 100);

/** Starts an apply and sends `signals` once it has done something. */
async function interrupt(cwd: string, signals: readonly NodeJS.Signals[]) {
  const child = start(APPLY, { cwd });
  let begun = "";
  const sent = new Promise<void>((resolve) => {
    child.stderr?.on("data", (text: Buffer) => {
      begun += String(text);
      if (!/creation complete/.test(begun)) return;
      child.stderr?.removeAllListeners("data");
      for (const signal of signals) child.kill(signal);
      resolve();
    });
  });
  await sent;
  const run = await ended(child);
  return { ...run, stderr: begun + run.stderr };
}

async function objectsIn(cwd: string): Promise<readonly string[]> {
  const { code, stdout } = await holdfast(["state", "list", ...CONFIG], { cwd });
  expect(code).toBe(0);
  return stdout.trim().split("\n").filter(Boolean);
}

async function goesOn(cwd: string): Promise<void> {
  const apply = await holdfast(APPLY, { cwd });
  expect(apply, apply.stderr).toMatchObject({ code: 0 });
  expect(await objectsIn(cwd)).toHaveLength(RESOURCES);
  const plan = await holdfast(["plan", "--detailed-exitcode", ...CONFIG], { cwd });
  expect(plan.code).toBe(0);
}

const folder = () => projectFolder({ "main.tf.json": fleetConfiguration(FLEET) });

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("Ctrl-C while a plan is applied to a copy", () => {
  it("ends the drill: what is half applied is not judged", async () => {
    const cwd = projectFolder({ "main.tf.json": smallStack() });
    const plan = await holdfast(["plan", "--out", "a.plan", ...CONFIG], { cwd });
    expect(plan, plan.stderr).toMatchObject({ code: 0 });
    const none = new AbortController().signal;
    const terminal = { ...openTerminal({ env: {}, noColor: true }), cwd };
    const call = readGivenOptions({ plan: "a.plan" });
    const parts = { terminal, version: VERSION, secrets: makeSecrets() };
    const whole = await openDrillSubject(openSession({ ...parts, signal: none }, call), call);
    expect(whole.estate().virtualMachines.size).toBe(1);
    const signal = AbortSignal.abort();
    const drill = openDrillSubject(openSession({ ...parts, signal }, call), call);
    await expect(drill).rejects.toThrow(Interrupted);
  });
});

describe("Ctrl-C in a drill", () => {
  it("ends it, also while it computes", async () => {
    const cwd = folder();
    const applied = await holdfast(APPLY, { cwd });
    expect(applied, applied.stderr).toMatchObject({ code: 0 });
    const drill = ["drill", "--json", ...CONFIG];
    const begun = performance.now();
    const whole = await holdfast(drill, { cwd });
    expect(whole, whole.stderr).toMatchObject({ code: 0 });
    const milliseconds = performance.now() - begun;
    const child = start(drill, { cwd });
    setTimeout(() => child.kill("SIGINT"), milliseconds / 3);
    const run = await ended(child);
    expect(run.stdout).toBe("");
    expect([run.code, child.signalCode]).toEqual(
      run.code === null ? [null, "SIGINT"] : [130, null],
    );
  });
});

describe("Ctrl-C in an apply", () => {
  it("once lets what has begun end, and the next apply goes on", async () => {
    const cwd = folder();
    const run = await interrupt(cwd, ["SIGINT"]);
    expect(run.code).toBe(130);
    expect(run.stderr).toContain("Interrupted: ending what has begun");
    expect(run.stdout).toContain("Apply interrupted.");
    expect(run.stdout.replace(/\s+/g, " ")).toContain("Run the same command again to go on");
    expect(existsSync(join(cwd, LOCK))).toBe(false);
    expect(existsSync(join(cwd, JOURNAL))).toBe(false);
    const objects = await objectsIn(cwd);
    expect(objects.length).toBeGreaterThan(0);
    expect(objects.length).toBeLessThan(RESOURCES);
    const state = JSON.parse(readFileSync(join(cwd, "terraform.tfstate"), "utf8"));
    expect(state.resources.length).toBe(objects.length);
    await goesOn(cwd);
  });

  it("twice stops at once, and the next apply goes on from the journal", async () => {
    const cwd = folder();
    const run = await interrupt(cwd, ["SIGINT", "SIGTERM"]);
    expect(run.code).toBe(130);
    expect(run.stdout).not.toContain("Apply complete!");
    expect(run.stderr).toContain("the next plan or apply takes the lock over and goes on from it");
    // Everything that was said to be done is known, and no file is torn.
    const objects = await objectsIn(cwd);
    const done = [...run.stderr.matchAll(/^(\S+): creation complete/gm)].map(([, name]) => name);
    expect(done.length).toBeGreaterThan(0);
    for (const name of done) expect(objects).toContain(name);
    const plan = await holdfast(["plan", ...CONFIG], { cwd });
    expect(plan, plan.stderr).toMatchObject({ code: 0 });
    expect(plan.stderr).toContain("Lock taken over");
    await goesOn(cwd);
  });

  it("or a kill leaves a state from which the next apply goes on", async () => {
    const cwd = folder();
    const run = await interrupt(cwd, ["SIGKILL"]);
    expect(run.code).toBeNull();
    const plan = await holdfast(["plan", ...CONFIG], { cwd });
    expect(plan.stderr).toContain("Lock taken over");
    await goesOn(cwd);
  });

  it("in a synthesis ends the program with all it started", async () => {
    const { child, run, pid } = await hangingPlan();
    child.kill("SIGINT");
    expect(await run).toMatchObject({ code: 130, stderr: expect.stringContaining("begun") });
    await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);
  });

  it("twice in a plan speaks of nothing that was carried out", async () => {
    const { child, run } = await hangingPlan();
    child.kill("SIGINT");
    child.kill("SIGTERM");
    const { code, stderr } = await run;
    expect(code).toBe(130);
    expect(stderr).toContain("Stopped. If it held a lock, the next plan or apply takes it over.");
    expect(stderr).not.toContain("carried out");
  });
});

/** A plan whose program has begun and never ends. */
async function hangingPlan() {
  const cwd = projectFolder({
    "cdktf.json": JSON.stringify({ app: "tsx main.ts" }),
    "main.ts": `
      import { writeFileSync } from "node:fs";
      console.log("begun");
      writeFileSync("pid", String(process.pid));
      setInterval(() => {}, 1000);`,
  });
  const child = start(["plan"], { cwd });
  const run = ended(child);
  const pid = () => Number(readFileSync(join(cwd, "pid"), "utf8"));
  await expect.poll(() => existsSync(join(cwd, "pid")) && pid(), { timeout: 60_000 }).toBeTruthy();
  return { child, run, pid: pid() };
}
