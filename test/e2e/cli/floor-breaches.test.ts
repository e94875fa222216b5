// The file of accepted floor breaches, kept by several processes at once.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ended, holdfast, projectFolder, start } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const LEDGER = ".holdfast/accepted-floor-breaches.jsonl";

/** Nothing survives on hosts that keep no keys. */
function stackNamed(name: string): string {
  return smallStack({
    host: { key_persistence: { enabled: false } },
    resource: {
      holdfast_survival_floor: {
        f: { name: "f", scenario: "provider-outage", reason: "it must run" },
      },
    },
    top: {
      terraform: {
        required_providers: { holdfast: { source: "holdfast/holdfast" } },
        backend: { local: { path: `${name}.tfstate` } },
      },
    },
  });
}

function argumentsFor(name: string): readonly string[] {
  const where = ["--config", `${name}.tf.json`, "--simulator", `${name}.db`];
  return ["apply", "--auto-approve", ...where, "--accept-floor-breach", name];
}

function reasonsIn(cwd: string): readonly string[] {
  const lines = readFileSync(join(cwd, LEDGER), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line).reason).sort();
}

describe("accepted floor breaches", () => {
  it("are all kept when several applies accept one at once", async () => {
    const names = ["a", "b", "c", "d"];
    const files = names.map((name) => [`${name}.tf.json`, stackNamed(name)]);
    const cwd = projectFolder(Object.fromEntries(files));
    const runs = await Promise.all(names.map((name) => holdfast(argumentsFor(name), { cwd })));
    for (const run of runs) expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(reasonsIn(cwd)).toEqual(names);
  });

  it("wait for whoever writes one, and keep theirs too", async () => {
    const cwd = projectFolder({ "a.tf.json": stackNamed("a") });
    const lock = join(cwd, dirname(LEDGER), ".accepted-floor-breaches.jsonl.lock.info");
    mkdirSync(dirname(lock));
    writeFileSync(lock, JSON.stringify({ ID: "other", Who: "ada@elsewhere", PID: 1 }));
    const child = start(argumentsFor("a"), { cwd });
    const run = ended(child);
    await Promise.race([run, wait(3_000)]);
    expect(child.exitCode).toBeNull();
    writeFileSync(join(cwd, LEDGER), '{"reason":"another"}\n');
    rmSync(lock);
    expect(await run, (await run).stderr).toMatchObject({ code: 0 });
    expect(reasonsIn(cwd)).toEqual(["a", "another"]);
  });
});
