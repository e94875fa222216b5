// Secrets that are given to the command line in every way it takes them are found in nothing that it prints
// and in no file that it leaves: not after the story of a stack, not after failures, and not after a crash.

import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseBackup } from "../../../src/simulator/native-backup.js";
import { findCanaries } from "../../simulation/guards/canaries/find-canaries.js";
import {
  resourcesWith,
  SECRETS,
  stackDocument,
} from "../../simulation/guards/canaries/secret-stack.js";
import { builtModule, importFirst, openWorkshop, type Workshop } from "./run-holdfast.js";

const ENVIRONMENT = {
  TF_VAR_kms_password: SECRETS.kms_password,
  TF_VAR_number: String(SECRETS.number),
  TF_VAR_spare: SECRETS.kms_password,
};
const SECRET_FILE = JSON.stringify({ more: SECRETS.more });
const GIVEN = [
  "--var",
  `backup_password=${SECRETS.backup_password}`,
  "--var-file",
  "s.tfvars.json",
];
const STACK = ["--config", "stack.tf.json"];

describe("the command line", () => {
  it("shows and keeps no secret in the story of a stack", async () => {
    const workshop = await openStack();
    const all = [...STACK, ...GIVEN];
    const story: readonly (readonly [number, ...string[]])[] = [
      [0, "validate", ...all],
      [0, "validate", ...all, "--json"],
      [0, "plan", ...all, "--out", "one.plan"],
      [0, "plan", ...all, "--json", "--debug"],
      [0, "show", "one.plan"],
      [0, "show", "--json", "one.plan"],
      [3, "drill", "--plan", "one.plan", "--json", ...GIVEN],
      [0, "apply", "one.plan", ...GIVEN],
      [0, "plan", ...all, "--refresh-only"],
    ];
    await runEach(workshop, story);
    const looks: typeof story = [
      [0, "show", ...STACK],
      [0, "show", "--json", ...STACK],
      [0, "output", ...STACK],
      [0, "output", "--json", ...STACK],
      [0, "state", "list", ...STACK],
      [0, "state", "show", "holdfast_standard_key_provider.skp", ...STACK],
      [0, "state", "show", "holdfast_native_key_provider.nkp", ...STACK],
      [0, "graph", ...all],
      [3, "drill", "--verbose", ...all],
      [0, "explain", "vm:vc01/vm/app", "--json", ...all],
      [3, "drill", "--json", ...all],
      [0, "simulator", "show", "--json", ...STACK],
    ];
    await Promise.all(looks.map((look) => runEach(workshop, [look])));
    await raisePasswords(workshop);
    expect((await workshop.run(["apply", "--auto-approve", ...all], ENVIRONMENT)).code).toBe(0);
    const snapshot = await workshop.run(["simulator", "snapshot", "snapshot.json", ...STACK]);
    expect(snapshot.code).toBe(0);
    await expectNoCanaries(workshop, ["one.plan", "snapshot.json", ".holdfast/vsphere.db"]);
    const backup = await readFile(join(workshop.folder, "backups/nkp.p12"));
    expect(parseBackup(backup, SECRETS.backup_password)).toMatchObject({ name: "nkp" });
    const destroyed = await workshop.run(["destroy", "--auto-approve", ...all], ENVIRONMENT);
    expect(destroyed.code).toBe(0);
    await expectNoCanaries(workshop, ["one.plan"]);
  });

  it("shows no secret where something is wrong", async () => {
    const workshop = await openStack();
    const { kms_password: kms } = SECRETS;
    await workshop.give("broken.tfvars.json", `{"more": ${kms}}`);
    await workshop.give("list.tfvars.json", JSON.stringify([kms]));
    await workshop.give("secrets.txt", kms);
    const wrong: readonly (readonly [Readonly<Record<string, string>>, ...string[]])[] = [
      [{}, "plan", ...STACK, "--var", kms],
      [{}, "plan", ...STACK, "--var", `kms_pasword=${kms}`],
      [{}, "plan", ...STACK, "--var", `number=${kms}`],
      [{}, "plan", ...STACK, "--var", `more=${kms}`],
      [{}, "plan", ...STACK, "--var-file", "broken.tfvars.json"],
      [{}, "plan", ...STACK, "--var-file", "list.tfvars.json"],
      [{}, "plan", ...STACK, "--var-file", "secrets.txt"],
      [{ TF_VAR_number: kms }, "plan", ...STACK, "--json"],
      [ENVIRONMENT, "plan", ...STACK, "--vra", `backup_password=${kms}`],
      [ENVIRONMENT, "plan", ...STACK, `--vars=backup_password=${kms}`],
      [ENVIRONMENT, "pan", `--var=backup_password=${kms}`],
      [ENVIRONMENT, "apply", "none.plan", "--var", `backup_password=${kms}`],
    ];
    const codes = await Promise.all(
      wrong.map(async ([env, ...args]) => (await workshop.run(args, env)).code),
    );
    expect(codes).toEqual([64, 1, 1, 1, 1, 1, 1, 1, 64, 64, 64, 1]);
    await expectNoCanaries(workshop, []);
  });

  it("shows and keeps no secret when vSphere refuses half of an apply", async () => {
    const workshop = await openStack();
    const run = ["apply", "--auto-approve", ...STACK, ...GIVEN];
    expect((await workshop.run(run, { ...ENVIRONMENT, TF_VAR_spare: "" })).code).toBe(0);
    await workshop.run(["state", "rm", "holdfast_standard_key_provider.skp", ...STACK]);
    await workshop.run(["state", "rm", "holdfast_native_key_provider.nkp", ...STACK]);
    const { code, stderr } = await workshop.run(run, ENVIRONMENT);
    expect([code, stderr]).toEqual([1, expect.stringContaining("already exists")]);
    const skp = ["holdfast_standard_key_provider.skp", "vc01/kp/skp"];
    const imported = await workshop.run(["import", ...skp, ...STACK, ...GIVEN], ENVIRONMENT);
    expect([imported.code, imported.stderr]).toEqual([0, imported.stderr]);
    await expectNoCanaries(workshop, ["terraform.tfstate"]);
  });

  it.each([
    ["a crash that tells the password", ["--debug"]],
    ["a crash that tells the password, without traces", []],
  ])("shows and keeps no secret after %s", async (_, options) => {
    const workshop = await openStack();
    const crash = await workshop.give("crash.mjs", CRASH);
    const env = { ...ENVIRONMENT, NODE_OPTIONS: importFirst(crash) };
    const args = ["apply", "--auto-approve", ...STACK, ...GIVEN, ...options];
    const { code, stderr } = await workshop.run(args, env);
    expect(code).not.toBe(0);
    expect(stderr).toContain("This is a bug in holdfast");
    expect(stderr).toContain("(sensitive value)");
    await expectNoCanaries(workshop, []);
  });

  it("shows and keeps no secret of a program", async () => {
    const workshop = await openWorkshop();
    await workshop.give("main.mjs", PROGRAM);
    await workshop.give("cdktf.json", JSON.stringify({ app: "node main.mjs" }));
    const env = { TF_VAR_backup_password: SECRETS.backup_password };
    const applied = await workshop.run(["apply", "--auto-approve"], env);
    expect([applied.code, applied.stderr]).toEqual([0, applied.stderr]);
    expect((await workshop.run(["drill", "--json"], env)).code).toBe(0);
    await expectNoCanaries(workshop, ["terraform.shop.tfstate", "cdktf.out/manifest.json"]);
  });

  it("shows and keeps no secret in a preview", async () => {
    const workshop = await openWorkshop();
    await workshop.give("cdktf.json", JSON.stringify({ app: "node main.mjs" }));
    const main = await workshop.give("main.mjs", PROGRAM);
    await workshop.give(".gitignore", "out\ncdktf.out\n.holdfast\n*.tfstate*\nplan.json\n");
    commitAll(workshop.folder, "base");
    await writeFile(main, `console.log(process.env.TF_VAR_backup_password);\n${PROGRAM}`);
    commitAll(workshop.folder, "head");
    await writeFile(main, `${PROGRAM}\nthrow new Error(process.env.TF_VAR_backup_password);\n`);
    commitAll(workshop.folder, "wrong");
    const env = { TF_VAR_backup_password: SECRETS.backup_password };
    const args = ["preview", "--no-merge-base", "--base", "base"];
    const runs = [
      await workshop.run([...args, "--head", "head", "--json"], env),
      await workshop.run([...args, "--head", "wrong", "--out-dir", "out"], env),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 1]);
    expect(runs[0]?.stderr).toContain("(sensitive value)");
    expect(runs[1]?.stdout).toContain("sensitive value");
    await expectNoCanaries(workshop, ["out/preview.json", "out/comment.md", "out/summary.md"]);
  });

  it("shows and keeps no secret of a plan that Terraform made", async () => {
    const workshop = await openWorkshop();
    const { kms_password: kms, backup_password: other } = SECRETS;
    const change = {
      actions: ["update"],
      before: { result: kms, list: [kms] },
      after: { result: other, list: [other] },
      before_sensitive: { result: true, list: true },
      after_sensitive: { result: true, list: [true] },
    };
    const names = { mode: "managed", type: "random_password", name: "a" };
    const sensitive = { before_sensitive: true, after_sensitive: true };
    await workshop.give(
      "plan.json",
      JSON.stringify({
        format_version: "1.2",
        variables: { kms: { value: kms } },
        resource_changes: [{ address: "random_password.a", ...names, change }],
        output_changes: { o: { actions: ["create"], before: null, after: kms, ...sensitive } },
      }),
    );
    const given = ["preview", "--plan-json", "plan.json"];
    expect((await workshop.run([...given, "--out-dir", "out"])).code).toBe(0);
    expect((await workshop.run([...given, "--json"])).stdout).toContain("random_password.a");
    await expectNoCanaries(workshop, ["out/preview.json", "out/comment.md"]);
  });
});

/** As the tag that the message says. */
function commitAll(cwd: string, message: string): void {
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd, stdio: "ignore" });
  git("init", "-q");
  git("add", ".");
  git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", message);
  git("tag", message);
}

it.each([[], ["--debug"]])("shows no secret that a failing program prints %s", async (...debug) => {
  const workshop = await openWorkshop();
  const { kms_password: secret, backup_password: other } = SECRETS;
  const main =
    "console.error(process.env.TF_VAR_a, JSON.parse(process.env.TF_VAR_b)); process.exit(3);";
  await workshop.give("main.mjs", main);
  await workshop.give("cdktf.json", JSON.stringify({ app: "node main.mjs" }));
  const env = { TF_VAR_a: secret, TF_VAR_b: JSON.stringify({ site: "edge", other }) };
  const { code, stderr } = await workshop.run(["plan", ...debug], env);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/\(sensitive value\)[\s\S]*edge/)]);
  await expectNoCanaries(workshop, []);
});

it("shows no secret that a program prints before it declares it sensitive", async () => {
  const workshop = await openWorkshop();
  const { kms_password, backup_password, more, number } = SECRETS;
  await workshop.give("main.mjs", TALKATIVE);
  await workshop.give("cdktf.json", JSON.stringify({ app: "node main.mjs" }));
  const given = { by_file: more.kms, another: backup_password, short: "5ho+" };
  await workshop.give("s.tfvars.json", JSON.stringify(given));
  const env = { TF_VAR_number: String(number) };
  const all = ["--var", `by_flag=${kms_password}`, "--var-file", "s.tfvars.json"];
  const { code, stdout, stderr } = await workshop.run(["plan", "--json", ...all], env);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^said: .*\(sensitive value\)/)]);
  expect(stderr).toContain("site edge");
  expect(stdout + stderr).not.toContain("5ho+");
  await expectNoCanaries(workshop, ["cdktf.out/manifest.json"]);
});

const TALKATIVE = `
import { readFileSync } from "node:fs";
import { App, Stack, VCenter } from "${builtModule("constructs/holdfast.cjs")}";
import { TerraformVariable } from "${builtModule("constructs/cdk.js")}";
const secrets = JSON.parse(readFileSync("s.tfvars.json", "utf8"));
process.stdout.write("said: " + secrets.by_file.slice(0, 3));
process.stdout.write(secrets.by_file.slice(3) + " " + secrets.another + " " + secrets.short);
console.log(", site edge", process.env.TF_VAR_number);
console.log(Buffer.from(secrets.by_file).toString("base64"));
const app = new App();
const stack = new Stack(app, "shop");
for (const id of ["by_flag", "by_file", "another", "short", "number"]) {
  new TerraformVariable(stack, id, { type: "string", sensitive: true });
}
new VCenter(stack, "vc01", { version: "8.0 U3" });
app.synth();
`;

/** A crash in the middle of a backup, with the password in message and trace. */
const CRASH = `
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
crypto.scryptSync = (password) => {
  throw new TypeError(\`cannot stretch \${password} (\${Buffer.from(password).toString("base64")})\`);
};
syncBuiltinESMExports();
`;

const PROGRAM = `
import * as holdfast from "${builtModule("constructs/holdfast.cjs")}";
const { App, Stack, VCenter, Cluster, EsxiHost, NativeKeyProvider, DefaultKeyProvider, Secret, VirtualMachine } = holdfast;
const app = new App();
const stack = new Stack(app, "shop");
const vcenter = new VCenter(stack, "vc01", { version: "8.0 U3" });
const keyProvider = new NativeKeyProvider(stack, "nkp", {
  vcenter,
  backup: { path: "nkp.backup", password: Secret.variable("backup_password") },
});
const cluster = new Cluster(stack, "shop", { vcenter });
new EsxiHost(stack, "esx01", { cluster, version: "8.0 U3", tpm: true });
new DefaultKeyProvider(stack, "default", { entity: cluster, keyProvider });
new VirtualMachine(stack, "till", { cluster, encrypted: true });
app.synth();
`;

async function openStack(): Promise<Workshop> {
  const workshop = await openWorkshop();
  await workshop.give("stack.tf.json", JSON.stringify(stackDocument()));
  await workshop.give("s.tfvars.json", SECRET_FILE);
  return workshop;
}

/** One after the other, each with the exit code that it is to have. */
async function runEach(
  workshop: Workshop,
  story: readonly (readonly [number, ...string[]])[],
): Promise<void> {
  for (const [code, ...args] of story) {
    const result = await workshop.run(args, ENVIRONMENT);
    expect([args[0], result.code, result.stderr]).toEqual([args[0], code, result.stderr]);
  }
}

async function raisePasswords(workshop: Workshop): Promise<void> {
  const raised = { password_version: 2 };
  const resource = resourcesWith("holdfast_standard_key_provider", "skp", raised);
  await workshop.give("stack.tf.json", JSON.stringify(stackDocument({ resource })));
}

/** `files` are some that must be among what was looked at. */
async function expectNoCanaries(workshop: Workshop, files: readonly string[]): Promise<void> {
  const evidence = await workshop.evidence();
  const names = [...evidence.keys()];
  expect(names).toEqual(expect.arrayContaining(files.map((file) => `file ${file}`)));
  expect(findCanaries(evidence)).toEqual([]);
  const others = [SECRETS.more.kms.toUpperCase(), String(SECRETS.number)];
  expect(findCanaries(evidence, others)).toEqual([]);
}
