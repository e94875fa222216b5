// `npm run demo`: the whole story of Holdfast on the edge-site example, in a copy under .holdfast/demo. Each
// step is the command a user would type; the demo fails if one does not end as announced.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { faultReason } from "../src/files/file-fault.js";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const EXAMPLE = join(ROOT, "examples/edge-site");
const COPY = join(ROOT, ".holdfast/demo/edge-site");
const CLI = join(ROOT, "dist/bin/holdfast.js");
const PERSISTENCE_LINE = /^\s*keyPersistence: true,.*\n/m;

interface Step {
  readonly says: string;
  readonly args: readonly string[];
  readonly exits: number;
}

const DECLARED: readonly Step[] = [
  {
    says: "An edge site, declared in TypeScript (examples/edge-site/main.ts). What would it take?",
    args: ["plan", "--out", "edge.plan"],
    exits: 0,
  },
  { says: "Carry that plan out on the simulated vSphere.", args: ["apply", "edge.plan"], exits: 0 },
  { says: "Plan again: nothing is left to do.", args: ["plan", "--detailed-exitcode"], exits: 0 },
  {
    says: "Cut every key server off for 72 hours and power-cycle the hosts. Who survives?",
    args: ["drill"],
    exits: 0,
  },
];

const WITHOUT_PERSISTENCE: readonly Step[] = [
  {
    says: "Now a colleague removes one line: keyPersistence. What does the plan say?",
    args: ["plan", "--out", "without.plan"],
    exits: 3,
  },
  {
    says: "Drill that plan, without applying it: who is locked out, and why?",
    args: ["drill", "--plan", "without.plan"],
    exits: 3,
  },
];

function main(): void {
  prepareCopy();
  DECLARED.forEach(runStep);
  removePersistence();
  WITHOUT_PERSISTENCE.forEach(runStep);
  say("Done: the line is what holds the site fast. Try next:");
  const there = "--chdir .holdfast/demo/edge-site";
  console.log(`  npx holdfast explain ${there} vtpm:vc01/vm/badge-reader`);
  console.log(`  npx holdfast drill ${there} --scenario wan-partition`);
  console.log("  npx holdfast drill --help");
  console.log("  examples/native-edge: the same site with a native key provider\n");
}

function prepareCopy(): void {
  changingCopy(() => {
    rmSync(COPY, { recursive: true, force: true });
    mkdirSync(COPY, { recursive: true });
    cpSync(join(EXAMPLE, "main.ts"), join(COPY, "main.ts"));
    cpSync(join(EXAMPLE, "cdktf.json"), join(COPY, "cdktf.json"));
  });
}

/** A copy that is half written is made anew by the next run. */
function changingCopy(write: () => void): void {
  try {
    write();
  } catch (error) {
    const reason = faultReason(error);
    if (reason === undefined) throw error;
    fail(`${COPY} could not be written: ${reason}`);
  }
}

function removePersistence(): void {
  const file = join(COPY, "main.ts");
  const before = readFileSync(file, "utf8");
  const after = before.replace(PERSISTENCE_LINE, "");
  if (after === before)
    fail("examples/edge-site/main.ts has no line that turns key persistence on");
  changingCopy(() => writeFileSync(file, after));
}

function runStep(step: Step): void {
  say(step.says);
  console.log(`$ holdfast ${step.args.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, [CLI, ...step.args], {
    cwd: COPY,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== step.exits) fail(`it exited ${status}, announced was ${step.exits}`);
}

function say(text: string): void {
  console.log(`\n── ${text}\n`);
}

function fail(message: string): never {
  console.error(`\ndemo: ${message}`);
  process.exit(1);
}

main();
