// A disk that is full from any write on, tried for every write of every command that keeps something: it is said in
// our words, nothing is half written, nothing that was there is lost, and with room the same command goes on. What
// SQLite writes is tried in disk-full.test.ts, on a disk that is small indeed.

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parseBackup } from "../../../src/simulator/native-backup.js";
import { contentsOf } from "../../support/refuses.js";
import { holdfast, projectFolder, ROOT, type Run } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const C = "--config main.tf.json";
const VCENTER = { name: "vc01", version: "8.0 U3" };

interface Scene {
  readonly args: string;
  /** Commands that come first, on a good disk. */
  readonly before?: readonly string[];
  /** Written over the folder's files after those. */
  readonly files?: Readonly<Record<string, string>>;
  /** So many writes are tried; those after them are tried in another scene. */
  readonly upTo?: number;
  /** Exit code of a plan when all is done; 0 unless given. */
  readonly planCode?: number;
}

const document = (resource: object) => JSON.stringify({ resource });
const ONE = document({ holdfast_vcenter: { a: VCENTER } });
const TWO = document({
  holdfast_vcenter: { a: { ...VCENTER, site: "core" } },
  holdfast_cluster: { c: { vcenter: "${holdfast_vcenter.a.id}", name: "edge" } },
});
const BACKUP = document({
  holdfast_vcenter: { a: VCENTER },
  holdfast_native_key_provider: {
    n: { vcenter: "${holdfast_vcenter.a.id}", name: "nkp", backup: { path: "keys/nkp.p12" } },
  },
});

const PROGRAM = {
  "cdktf.json": JSON.stringify({ app: "tsx main.ts" }),
  "main.ts": `import { App, Stack, VCenter } from "holdfast";
    const app = new App();
    new VCenter(new Stack(app, "edge"), "vc01", { version: process.env.VERSION ?? "8.0 U3" });
    app.synth();`,
};

/** Nothing survives on hosts that keep no keys. */
const FLOOR = smallStack({
  host: { key_persistence: { enabled: false } },
  resource: {
    holdfast_survival_floor: {
      f: { name: "f", scenario: "provider-outage", reason: "it must run" },
    },
  },
});
const BREACHES = ".holdfast/accepted-floor-breaches.jsonl";

const APPLY = `apply --auto-approve ${C}`;
const SCENES: Readonly<Record<string, Scene>> = {
  "a first synthesis": { args: "synth" },
  "a synthesis over an older one": {
    args: "synth",
    before: ["synth"],
    files: { "main.ts": PROGRAM["main.ts"].replace("edge", "far") },
  },
  "a plan": { args: `plan ${C}` },
  "a saved plan over an older one": {
    args: `plan --lock=false --out a.plan ${C}`,
    before: [`plan --out a.plan ${C}`],
    files: { "main.tf.json": TWO },
  },
  "a first apply": { args: APPLY },
  "an apply that changes": { args: APPLY, before: [APPLY], files: { "main.tf.json": TWO } },
  "an apply that writes a backup": { args: APPLY, files: { "main.tf.json": BACKUP } },
  "an apply that breaks a floor": {
    args: `${APPLY} --accept-floor-breach because`,
    files: { "main.tf.json": FLOOR, [BREACHES]: '{"reason":"another"}\n' },
    upTo: 16,
    planCode: 3,
  },
  "an apply of a saved plan": { args: "apply a.plan", before: [`plan --out a.plan ${C}`] },
  "a destroy": { args: `destroy --auto-approve ${C}`, before: [APPLY] },
  "a move in the state": {
    args: `state mv holdfast_vcenter.a holdfast_vcenter.b ${C}`,
    before: [APPLY],
  },
  "a removal from the state": { args: `state rm holdfast_vcenter.a ${C}`, before: [APPLY] },
  "an import": {
    args: `import holdfast_vcenter.a vc01 ${C}`,
    before: [APPLY, `state rm holdfast_vcenter.a ${C}`],
  },
  "a first snapshot": { args: "simulator snapshot s.json", before: [APPLY] },
  "a snapshot over an older one": {
    args: "simulator snapshot s.json",
    before: [APPLY, "simulator snapshot s.json", "simulator advance 1h"],
  },
  "an ejection": { args: `eject --out out ${C}`, before: [APPLY], upTo: 12 },
  "an advance of the clock": { args: "simulator advance 1h", before: [APPLY] },
};

async function stage({ before = [], files = {} }: Scene): Promise<string> {
  const cwd = projectFolder({ ...PROGRAM, "main.tf.json": ONE });
  for (const args of before) {
    const run = await holdfast(args, { cwd });
    expect(run, run.stderr).toMatchObject({ code: 0 });
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

interface Attempt {
  readonly run: Run;
  /** The write that failed first; undefined if there are fewer. */
  readonly hit: string | undefined;
  /** Of the folder for temporary files. */
  readonly left: readonly string[];
}

const PRELOAD = pathToFileURL(join(ROOT, "test/support/faulty-disk.mjs")).href;

async function attempt(
  { args }: Scene,
  { cwd, at, code }: { readonly cwd: string; readonly at: number; readonly code: string },
): Promise<Attempt> {
  const outside = temporaryFolder();
  const report = join(outside, "hit");
  const scratch = join(outside, "tmp");
  mkdirSync(scratch);
  const env = {
    NODE_OPTIONS: `--import ${PRELOAD}`,
    FAULT_AT: String(at),
    FAULT_CODE: code,
    FAULT_ROOT: cwd,
    FAULT_REPORT: report,
    TMPDIR: scratch,
  };
  const run = await holdfast(args, { cwd, env });
  const hit = existsSync(report) ? readFileSync(report, "utf8").trim() : undefined;
  const left = readdirSync(scratch).filter((name) => name.startsWith("holdfast-"));
  return { run, hit, left };
}

/** In our words, and not in those of Node. */
function expectOurWords({ stderr }: Run, words: RegExp): void {
  const text = stderr.replace(/\s+/g, " ");
  expect(text).toMatch(words);
  expect(text).toMatch(/(^| )Error: \S/);
  expect(stderr).not.toMatch(/E[A-Z]{4,}:|no space left on device|read-only file system,/);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$|bug in holdfast/m);
}

const LEFTOVER = /\.new$|\.partial$|\.lock\.info|(^|\/)\.(cdktf\.out|holdfast-eject)-/;
/** Written by SQLite in its own way, or meant to be read line by line after a crash. */
const OF_ITS_OWN_FORM = /vsphere\.db|\.journal$/;

/** Every file is as it was, or new and whole. */
function expectWholeFiles(cwd: string, before: Readonly<Record<string, string>>): void {
  const after = contentsOf(cwd);
  expect(Object.keys(before).filter((name) => !(name in after))).toEqual([]);
  expect(Object.keys(after).filter((name) => LEFTOVER.test(name))).toEqual([]);
  for (const [name, hash] of Object.entries(after)) {
    if (before[name] === hash || OF_ITS_OWN_FORM.test(name)) continue;
    // A synthesis or an ejection that failed changes nothing at all.
    expect(name).not.toMatch(/^(cdktf\.)?out/);
    if (name.endsWith(".p12")) {
      expect(parseBackup(readFileSync(join(cwd, name)), null)).toMatchObject({ name: "nkp" });
      continue;
    }
    const text = readFileSync(join(cwd, name), "utf8");
    if (/\.(?:plan|json|tfstate|backup)$/.test(name)) JSON.parse(text);
    if (name === BREACHES) expect(text).toMatch(/^\{"reason":"another"\}\n(?:\{.*\}\n)?$/);
    expect(text.endsWith("\n")).toBe(true);
  }
}

/** As it was: the folder keeps its name, which saved plans remember. */
function reset(cwd: string, pristine: string): void {
  for (const name of readdirSync(cwd)) rmSync(join(cwd, name), { recursive: true });
  cpSync(pristine, cwd, { recursive: true, verbatimSymlinks: true });
}

const stateOf = (files: Readonly<Record<string, string>>) => files["terraform.tfstate"];

describe.each(Object.entries(SCENES))("a disk that is full in %s", (_, scene) => {
  it("is said at whatever write, and costs nothing", async () => {
    const cwd = await stage(scene);
    const before = contentsOf(cwd);
    const pristine = temporaryFolder();
    cpSync(cwd, pristine, { recursive: true, verbatimSymlinks: true });
    for (let at = 0; at < (scene.upTo ?? Number.POSITIVE_INFINITY); at++) {
      reset(cwd, pristine);
      const { run, hit, left } = await attempt(scene, { cwd, at, code: "ENOSPC" });
      if (hit === undefined) {
        expect(run, run.stderr).toMatchObject({ code: 0 });
        expect(at).toBeGreaterThan(0);
        break;
      }
      const told = `${at}: ${hit}\n${run.stderr}`;
      expect([1, 4], told).toContain(run.code);
      expectOurWords(run, /disk is full\. Free some space and run the command again/);
      expectWholeFiles(cwd, before);
      expect(left, told).toEqual([]);
      // 1 says that nothing was carried out.
      if (run.code === 1) expect(stateOf(contentsOf(cwd)), told).toBe(stateOf(before));
      if (run.code === 4 || at === 0) await expectToGoOn(cwd, scene);
    }
  });

  it("and one that is read-only from the start", async () => {
    const cwd = await stage(scene);
    const before = contentsOf(cwd);
    const { run, left } = await attempt(scene, { cwd, at: 0, code: "EROFS" });
    expect(run, run.stderr).toMatchObject({ code: 1 });
    expectOurWords(run, /file system is read-only\. Mount it writable/);
    expect(contentsOf(cwd)).toEqual(before);
    expect(left).toEqual([]);
  });
});

async function expectToGoOn(cwd: string, { args, planCode = 0 }: Scene): Promise<void> {
  // A saved plan of which a part was carried out is no longer what was planned.
  const next = args === "apply a.plan" ? APPLY : args;
  const again = await holdfast(next, { cwd });
  expect(again, again.stderr).toMatchObject({ code: 0 });
  if (!args.startsWith("apply")) return;
  const plan = await holdfast(`plan --detailed-exitcode ${C}`, { cwd });
  expect(plan, plan.stdout + plan.stderr).toMatchObject({ code: planCode });
}
