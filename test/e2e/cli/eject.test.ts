// What `holdfast eject` refuses, each time without having written anything, and what stays as it was.

import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentsOf, type Refusal, refuses } from "../../support/refuses.js";
import { holdfast, projectFolder } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const C = "--config main.tf.json";

async function applied(): Promise<string> {
  const cwd = projectFolder({ "main.tf.json": smallStack() });
  const run = await holdfast(`apply --auto-approve ${C}`, { cwd });
  expect(run, run.stderr).toMatchObject({ code: 0 });
  return cwd;
}

function write(cwd: string, files: Readonly<Record<string, object>>): void {
  for (const [name, json] of Object.entries(files)) {
    writeFileSync(join(cwd, name), JSON.stringify(json));
  }
}

describe("an ejection", () => {
  it("is refused where it would overwrite, lose or leave out something", async () => {
    const cwd = await applied();
    const refused = (refusal: Refusal) => refuses(cwd, refusal);
    await refused({ args: `eject ${C}`, code: 64, says: ["--out says into which folder."] });
    await refused({ args: `eject --out . ${C}`, says: ["Folder is not empty"] });
    await refused({
      args: `eject --out main.tf.json ${C}`,
      says: ["is a file. Name a new folder"],
    });
    await refused({ args: `eject --out o ${C} --stack far`, says: ['no stack "far"'] });
    await refused({ args: "eject --out o", says: ["taken with --config ."] });

    const lock = { ID: "x", Operation: "apply", Who: "ann@elsewhere", Version: "0.1.0", PID: 1 };
    write(cwd, { ".terraform.lab.lock.info": lock, ".terraform.tfstate.lock.info": lock });
    await refused({ args: `eject --out o ${C}`, says: ["is locked", "ann@elsewhere"] });
    const unlocked = await holdfast(`eject --out unlocked --lock=false ${C}`, { cwd });
    expect(unlocked, unlocked.stderr).toMatchObject({ code: 0 });
  });

  it("is refused after an apply that was interrupted, in whatever workspace", async () => {
    const cwd = await applied();
    const state = JSON.parse(readFileSync(join(cwd, "terraform.tfstate"), "utf8")) as object;
    const interrupted = [{ address: "holdfast_vcenter.vc", action: "update", id: "vc01" }];
    mkdirSync(join(cwd, "terraform.tfstate.d/lab"), { recursive: true });
    write(cwd, { "terraform.tfstate.d/lab/terraform.tfstate": { ...state, interrupted } });
    await refuses(cwd, {
      args: `eject --out o ${C}`,
      says: ["Apply was interrupted", "In terraform.tfstate.d/lab/terraform.tfstate are changes"],
    });
  });

  it("changes nothing but its folder, and has the bytes of configuration and state", async () => {
    const cwd = await applied();
    mkdirSync(join(cwd, "o"));
    const before = contentsOf(cwd);
    const run = await holdfast(`eject --out o ${C}`, { cwd });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const after = Object.entries(contentsOf(cwd));
    const inside = new Map(after.filter(([name]) => name.startsWith("o/")));
    expect(Object.fromEntries(after.filter(([name]) => !inside.has(name)))).toEqual(before);
    const stack = `o/${/stacks\/[^,]+/.exec(run.stdout)?.[0]}`;
    for (const name of ["main.tf.json", "terraform.tfstate"]) {
      expect(inside.get(`${stack}/${name}`)).toBe(before[name]);
    }
    expect(statSync(join(cwd, stack, "terraform.tfstate")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(cwd, "o/README.md"), "utf8")).toContain(
      `terraform -chdir=${stack.slice(2)} plan`,
    );
  });

  it("of what was never applied has no state, and what is to be given", async () => {
    const variable = { site: { default: "north" }, secret: { sensitive: true } };
    const cwd = projectFolder({ "main.tf.json": smallStack({ top: { variable } }) });
    const run = await holdfast(`eject --out o --json ${C}`, { cwd });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const { stacks } = JSON.parse(run.stdout) as { readonly stacks: readonly object[] };
    expect(stacks).toMatchObject([{ workspaces: [], variablesToGive: ["secret"] }]);
    const readme = readFileSync(join(cwd, "o/README.md"), "utf8");
    expect(readme).toContain("export TF_VAR_secret=…");
    expect(readme).toContain("| none yet |");
  });
});
