// Everything a user can get wrong: each is told in full, ends with the announced code, and leaves every file as it
// was.

import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentsOf, refuses } from "../../support/refuses.js";
import { holdfast, projectFolder } from "../../support/run-holdfast.js";
import { machineOf, smallStack } from "../../support/small-stack.js";

const APPLY = "apply --auto-approve --config main.tf.json";
const folderOf = (parts: Parameters<typeof smallStack>[0]) =>
  projectFolder({ "main.tf.json": smallStack(parts) });

describe("a configuration with mistakes", () => {
  it("tells all of them at once, with suggestions, and applies nothing", async () => {
    const cwd = folderOf({
      host: { hostnme: "esx09", secure_boot: "perhaps" },
      resource: {
        holdfast_virtual_machine: {
          till: { ...machineOf("till"), cluster: "${holdfast_cluster.egde.id}" },
        },
      },
    });
    await refuses(cwd, {
      args: APPLY,
      says: ["hostnme", 'Did you mean "hostname"?', "secure_boot", "holdfast_cluster.egde"],
    });
    await refuses(cwd, { args: "validate --config main.tf.json", says: ["hostnme"] });
  });

  it("refers to objects that neither the plan nor the vSphere has: all of them, with their place, at plan", async () => {
    const cwd = folderOf({
      resource: {
        holdfast_cluster: { edge: { vcenter: "vc02", name: "edge" } },
        holdfast_standard_key_provider: {
          kp: { vcenter: "vc01", name: "kp", key_servers: ["vc01/kms/kms2"] },
        },
      },
    });
    for (const command of ["plan --lock=false", "apply --auto-approve"]) {
      await refuses(cwd, {
        args: `${command} --config main.tf.json`,
        says: [
          /holdfast_cluster\.edge, attribute vcenter at main\.tf\.json, line \d+, column \d+, \/resource\/holdfast_cluster\/edge\/vcenter/,
          '"vcenter" names "vc02", and neither the plan nor the vSphere has a holdfast_vcenter of this id',
          'There is vc01. Did you mean "vc01"?',
          /holdfast_standard_key_provider\.kp, attribute key_servers\[0\] at main\.tf\.json, line \d+/,
          'Did you mean "vc01/kms/kms1"?',
        ],
      });
    }
  });

  it("refers by id to what the vSphere has: that is no mistake", async () => {
    const cwd = folderOf({});
    expect(await holdfast(APPLY, { cwd })).toMatchObject({ code: 0 });
    const beside = projectFolder({
      "main.tf.json": JSON.stringify({
        resource: { holdfast_cluster: { west: { vcenter: "vc01", name: "west" } } },
      }),
    });
    const simulator = `--simulator ${join(cwd, ".holdfast/vsphere.db")}`;
    const run = await holdfast(`plan --config main.tf.json ${simulator}`, { cwd: beside });
    expect(run, run.stderr).toMatchObject({ code: 0 });
  });

  it("breaks a rule of vSphere: said with the place of the attribute", async () => {
    const cwd = folderOf({ host: { configuration_encryption: { mode: "tpm" } } });
    await refuses(cwd, {
      args: APPLY,
      says: [/main\.tf\.json, line \d+, column \d+, \/resource\/holdfast_host\/esx01\/conf/],
    });
  });

  it("has a floor for a scenario that there is not", async () => {
    const edge = { name: "edge", scenario: "provider-outrage", reason: "it must run" };
    const cwd = folderOf({ resource: { holdfast_survival_floor: { edge } } });
    for (const command of ["validate", "plan --lock=false"]) {
      await refuses(cwd, {
        args: `${command} --config main.tf.json`,
        says: [
          "holdfast_survival_floor.edge",
          '"scenario" must be one of "provider-outage", "wan-partition"',
          'not "provider-outrage". Did you mean "provider-outage"?',
        ],
      });
    }
  });

  it("names the circle of a cycle", async () => {
    const cwd = folderOf({
      top: { locals: { a: "${local.b}", b: "${local.a}" }, output: { x: { value: "${local.a}" } } },
    });
    await refuses(cwd, { args: APPLY, says: ["local.a", "local.b", /circle/] });
  });

  it("gives line and column of invalid JSON", async () => {
    const cwd = projectFolder({ "main.tf.json": '{\n  "resource": {,}\n}\n' });
    await refuses(cwd, { args: APPLY, says: [/main\.tf\.json, line 2, column 16/] });
  });

  it("refuses by name what is not supported", async () => {
    const cwd = folderOf({ top: { module: { x: { source: "hashicorp/x/y" } } } });
    await refuses(cwd, {
      args: APPLY,
      says: ["Only modules in folders beside the configuration are read"],
    });
    writeFileSync(join(cwd, "main.tf"), 'resource "x" "y" {}\n');
    for (const args of ["plan --config main.tf", "plan --config ."]) {
      await refuses(cwd, { args, says: ["main.tf is written in HCL", "*.tf.json"] });
    }
  });

  it("says which variables lack a value, and which were mistyped", async () => {
    const cwd = folderOf({ top: { variable: { site: { type: "string" } } } });
    await refuses(cwd, { args: APPLY, says: ["TF_VAR_site"] });
    await refuses(cwd, {
      args: [...APPLY.split(" "), "--var", "sitte=x"],
      says: ["sitte", 'Did you mean "site"?'],
    });
  });
});

const cdktf = (app: string, settings: object = {}) =>
  JSON.stringify({ app, output: "cdktf.out", context: { holdfast: settings } });

describe("a program that does not synthesise", () => {
  it("is missing", async () => {
    const cwd = projectFolder({});
    await refuses(cwd, { args: "plan", says: ["cdktf.json", "--chdir", "--config"] });
    await refuses(folderOf({}), {
      args: "plan",
      says: ["in this folder is taken with --config ."],
    });
  });

  it("has a project file that is no JSON", async () => {
    const cwd = projectFolder({ "cdktf.json": '{\n "app": tsx\n}' });
    await refuses(cwd, { args: "plan", says: [/cdktf\.json, line 2, column 9/] });
  });

  it("has a project file with mistakes: all at once", async () => {
    const cwd = projectFolder({ "cdktf.json": "{}" });
    await refuses(cwd, { args: "plan", says: ['"app"'] });
    const wrong = { ap: "tsx main.ts", output: 5, context: [] };
    writeFileSync(join(cwd, "cdktf.json"), JSON.stringify(wrong));
    const says = ['It says "ap": is "app" meant?', "a folder, not 5", "an object, not []"];
    await refuses(cwd, { args: "plan", says });
    writeFileSync(join(cwd, "cdktf.json"), cdktf("tsx main.ts", { simulatr: "x", simulator: 5 }));
    await refuses(cwd, {
      args: "plan",
      says: [
        '"context.holdfast" has no setting "simulatr". Did you mean "simulator"?',
        '"context.holdfast.simulator" must be the path of a file, not 5.',
      ],
    });
  });

  it("throws: its words, no trace but with --debug", async () => {
    const main = 'console.error("a hint");\nthrow new Error("the site has no hosts");\n';
    const cwd = projectFolder({ "cdktf.json": cdktf("tsx main.ts"), "main.ts": main });
    await refuses(cwd, {
      args: "plan",
      says: ["at main.ts, line 2", "exit code 1", "the site has no hosts", "a hint"],
    });
    const { stderr } = await holdfast("plan --debug", { cwd });
    expect(stderr).toMatch(/^\s+at .*main\.ts:2/m);
  });

  it("gives one id to two constructs: what to do", async () => {
    const main = `
      import { App, Site, Stack } from "holdfast";
      const stack = new Stack(new App(), "edge");
      new Site(stack, "core");
      new Site(stack, "core");`;
    const cwd = projectFolder({ "cdktf.json": cdktf("tsx main.ts"), "main.ts": main });
    await refuses(cwd, {
      args: "plan",
      says: [
        "at main.ts, line 5",
        "There is already a Construct",
        "give one of the two another id",
      ],
    });
  });

  it("misuses constructs: every mistake with its construct path, and nothing is synthesised", async () => {
    const main = `
      import { App, Cluster, EsxiHost, Site, Stack, StandardKeyProvider, KeyServer, VCenter } from "holdfast";
      const app = new App();
      const stack = new Stack(app, "edge");
      const site = new Site(stack, "site");
      const vcenter = new VCenter(site, "vc01", { version: "8.0 U3" });
      const keyServers = [new KeyServer(site, "kms", { vcenter, address: "kms.example" })];
      new StandardKeyProvider(site, "kp", { vcenter, keyServers });
      const cluster = new Cluster(site, "c", { vcenter });
      for (const name of ["a", "b"]) {
        new EsxiHost(site, name, { cluster, hostname: name, version: "7.0 U1", keyPersistence: true });
      }
      app.synth();`;
    const cwd = projectFolder({ "cdktf.json": cdktf("tsx main.ts"), "main.ts": main });
    const { stderr } = await refuses(cwd, { args: "plan", says: [] });
    expect(stderr).toMatch(/edge\/site\/a\b/);
  });

  it("hangs: it is ended with everything it started", async () => {
    const main = `
      import { spawn } from "node:child_process";
      const child = spawn("sleep", ["1000"]);
      console.error("started " + child.pid);
      setInterval(() => {}, 1000);`;
    const cwd = projectFolder({
      "cdktf.json": cdktf("tsx main.ts", { synthesisSeconds: 6 }),
      "main.ts": main,
    });
    const { stderr } = await refuses(cwd, { args: "plan", says: ["after 6 seconds"] });
    const pid = Number(/started (\d+)/.exec(stderr)?.[1]);
    expect(pid).toBeGreaterThan(0);
    // Whoever was killed takes a moment to be gone.
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  });

  it("writes no manifest, though an older one is there", async () => {
    const cwd = projectFolder({
      "cdktf.json": cdktf("tsx main.ts"),
      "main.ts": "export {};\n",
      "cdktf.out/manifest.json": '{"version":"0","stacks":{}}',
    });
    await refuses(cwd, { args: "plan", says: ["wrote no manifest.json", "app.synth()"] });
  });

  it("declares no stack", async () => {
    const manifest = JSON.stringify({ version: "0.24.0", stacks: {} });
    const cwd = projectFolder({ "cdktf.out/manifest.json": manifest });
    for (const command of ["plan", "validate", "apply --auto-approve"]) {
      await refuses(cwd, { args: `${command} --config cdktf.out`, says: ["declares no stack"] });
    }
  });

  it("may print to stdout: that goes to stderr", async () => {
    const main = `
      import { App, Stack, VCenter } from "holdfast";
      console.log("chatter");
      const app = new App();
      new VCenter(new Stack(app, "s"), "vc01", { version: "8.0 U3" });
      app.synth();`;
    const cwd = projectFolder({ "cdktf.json": cdktf("npx tsx main.ts"), "main.ts": main });
    const run = await holdfast("plan --json", { cwd });
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain("chatter");
    for (const line of run.stdout.trim().split("\n")) JSON.parse(line);
  });

  it("is run by a shell when it is no plain tsx", async () => {
    const cwd = projectFolder({
      "cdktf.json": cdktf("echo to stdout && echo to stderr >&2 && exit 7"),
    });
    await refuses(cwd, { args: "plan", says: ["exit code 7", "to stderr"] });
  });
});

/** A process that was killed and not yet waited for is not running any more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("a state that cannot be used", () => {
  async function applied(): Promise<string> {
    const cwd = folderOf({});
    expect(await holdfast(APPLY, { cwd })).toMatchObject({ code: 0 });
    return cwd;
  }
  const stateOf = (cwd: string) => join(cwd, "terraform.tfstate");
  const edit = (cwd: string, change: (state: Record<string, unknown>) => object) =>
    writeFileSync(
      stateOf(cwd),
      JSON.stringify(change(JSON.parse(readFileSync(stateOf(cwd), "utf8")))),
    );

  it("is of another lineage than the plan", async () => {
    const cwd = await applied();
    await holdfast("plan --destroy --out d.plan --config main.tf.json", { cwd });
    edit(cwd, (state) => ({ ...state, lineage: "11111111-2222-3333-4444-555555555555" }));
    await refuses(cwd, { args: "apply d.plan", says: ["lineage"] });
  });

  it("moved since the plan: what moved is named", async () => {
    const cwd = await applied();
    await holdfast("plan --destroy --out d.plan --config main.tf.json", { cwd });
    await holdfast("state rm --config main.tf.json holdfast_virtual_machine.till", { cwd });
    await refuses(cwd, {
      args: "apply d.plan",
      says: ["The state moved since the plan", "Gone: holdfast_virtual_machine.till"],
    });
  });

  it("is of a newer version", async () => {
    const cwd = await applied();
    edit(cwd, (state) => ({ ...state, version: 5 }));
    await refuses(cwd, { args: "plan --config main.tf.json", says: ["version"] });
  });

  it("is truncated", async () => {
    const cwd = await applied();
    const text = readFileSync(stateOf(cwd), "utf8");
    writeFileSync(stateOf(cwd), text.slice(0, text.length / 2));
    await refuses(cwd, { args: "plan --config main.tf.json", says: ["stops too early"] });
    await refuses(cwd, { args: "state list --config main.tf.json", says: ["stops too early"] });
  });

  it("is locked: the holder is shown, also after waiting", async () => {
    const cwd = await applied();
    const lock = { ID: "x", Operation: "apply", Who: "ann@elsewhere", Version: "0.1.0", PID: 1 };
    writeFileSync(join(cwd, ".terraform.tfstate.lock.info"), JSON.stringify(lock));
    await refuses(cwd, {
      args: "plan --config main.tf.json",
      says: ["is locked", "ann@elsewhere"],
    });
    await refuses(cwd, { args: `${APPLY} --lock-timeout 1s`, says: ["is locked"] });
    const { code } = await holdfast("plan --lock=false --config main.tf.json", { cwd });
    expect(code).toBe(0);
  });
});

describe("a saved plan that cannot be used", () => {
  it("is none, is damaged, or is not there", async () => {
    const cwd = folderOf({});
    await holdfast("plan --out a.plan --config main.tf.json", { cwd });
    const text = readFileSync(join(cwd, "a.plan"), "utf8");
    writeFileSync(join(cwd, "b.plan"), text.replace('"esx01"', '"esx09"'));
    await refuses(cwd, { args: "apply main.tf.json", says: ["Not a saved plan"] });
    await refuses(cwd, { args: "show b.plan", says: ["changed after it was saved"] });
    await refuses(cwd, { args: "apply c.plan", says: ["c.plan", "no such file"] });
    await refuses(cwd, { args: "apply a.plan --target x.y", code: 64, says: ["--target"] });
    await refuses(cwd, {
      args: "apply -refresh=false a.plan",
      code: 64,
      says: ["--refresh=false"],
    });
  });

  it("was made with other values than a file gives now", async () => {
    const cwd = folderOf({ top: { variable: { site: { type: "string" } } } });
    writeFileSync(join(cwd, "same.tfvars.json"), '{"site": "a", "elsewhere": 1}');
    writeFileSync(join(cwd, "other.tfvars.json"), '{"site": "b"}');
    await holdfast("plan --var site=a --out a.plan --config main.tf.json", { cwd });
    const says = ["Variable differs from the saved plan", '"site"'];
    await refuses(cwd, { args: "apply a.plan --var-file other.tfvars.json", says });
    const { code } = await holdfast("apply a.plan --var-file same.tfvars.json", { cwd });
    expect(code).toBe(0);
  });

  it("needs its secrets again, and lists those that are missing", async () => {
    const cwd = folderOf({
      resource: {
        holdfast_standard_key_provider: {
          kp: {
            vcenter: "${holdfast_vcenter.vc.id}",
            name: "kp",
            key_servers: ["${holdfast_key_server.kms.id}"],
            user_name: "operator",
            password: "${var.kms_password}",
            password_version: 1,
          },
        },
      },
      top: { variable: { kms_password: { type: "string", sensitive: true } } },
    });
    const secret = "canary-Pa55word";
    const env = { TF_VAR_kms_password: secret };
    const plan = await holdfast("plan --out a.plan --config main.tf.json", { cwd, env });
    expect(plan).toMatchObject({ code: 0 });
    const { stderr } = await refuses(cwd, { args: "apply a.plan", says: ["kms_password"] });
    const apply = await holdfast("apply a.plan", { cwd, env });
    expect(apply).toMatchObject({ code: 0 });
    const json = await holdfast("show --json a.plan", { cwd });
    const open = await holdfast("show --json --show-sensitive a.plan", { cwd, env });
    expect(JSON.parse(open.stdout)).toMatchObject({
      variables: { kms_password: { value: secret } },
    });
    await refuses(cwd, {
      args: "show --json --show-sensitive --var site=x a.plan",
      says: ['"site" is none'],
      code: 64,
    });
    await refuses(cwd, {
      args: "show --show-sensitive a.plan",
      says: ["goes with --json"],
      code: 64,
    });
    await refuses(cwd, {
      args: "show --json --var a=b a.plan",
      says: ["goes with --show-sensitive"],
      code: 64,
    });
    const written = readdirSync(cwd, { recursive: true, encoding: "utf8" })
      .filter((name) => !name.startsWith("node_modules") && statSync(join(cwd, name)).isFile())
      .filter((name) => name !== "main.tf.json")
      .map((name) => readFileSync(join(cwd, name), "latin1"));
    const said = [plan, apply, json].flatMap(({ stdout, stderr: err }) => [stdout, err]);
    for (const text of [...written, ...said, stderr]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString("base64"));
      expect(text).not.toContain(Buffer.from(secret).toString("hex"));
    }
  });
});

describe("a drill that cannot be run", () => {
  it("has a scenario that is unknown, names unknown faults, or workloads that are not there", async () => {
    const cwd = folderOf({});
    await holdfast(APPLY, { cwd });
    const scenario = (text: string) => writeFileSync(join(cwd, "s.yaml"), text);
    await refuses(cwd, {
      args: "drill --scenario provider-outge",
      says: ['Did you mean "provider-outage"?'],
    });
    await refuses(cwd, {
      args: "drill --scenario .",
      says: ["A scenario cannot be read", ". could not be read: it is a folder, not a file."],
    });
    scenario("name: x\ndescription: y\noutage: 1h\nevents:\n  - { kind: meteor, at: 0 }\n");
    await refuses(cwd, { args: "drill --scenario s.yaml", says: ["meteor", "line 5"] });
    scenario(
      "name: x\ndescription: y\noutage: 1h\nworkloads: [vm:vc01/vm/nobody]\nevents:\n  - { kind: key-servers-unreachable, at: 0 }\n",
    );
    await refuses(cwd, { args: "drill --scenario s.yaml", says: ["vm:vc01/vm/nobody"] });
  });

  it("has no estate yet, or a simulator file that is none", async () => {
    const cwd = folderOf({});
    await refuses(cwd, { args: "drill --config main.tf.json", says: ["holdfast apply"] });
    for (const args of ["drill", "simulator show", APPLY, "plan --config main.tf.json"]) {
      await refuses(cwd, {
        args: `${args} --simulator main.tf.json`,
        says: [/main\.tf\.json/, "The simulated vSphere cannot be used"],
      });
    }
    await refuses(cwd, { args: "drill --simulator .", says: ["is not a simulated vSphere"] });
    await refuses(cwd, {
      args: "drill --snapshot main.tf.json",
      says: ["at /", "main.tf.json", "is not a snapshot", "holdfast simulator snapshot FILE"],
    });
    writeFileSync(join(cwd, "torn.json"), '{"format": "holdfast.simulator/1",\n "tab');
    await refuses(cwd, { args: "drill --snapshot torn.json", says: ["torn.json, line 2"] });
    await refuses(cwd, { args: "drill --snapshot .", says: ["could not be read", "a folder"] });
  });
});

describe("wrong usage", () => {
  it.each([
    ["plann", "Did you mean plan?"],
    ["plan -detailled-exitcode", "Did you mean --detailed-exitcode?"],
    ["state lst", "Did you mean list?"],
    ["plan extra", "too many arguments"],
    ["state show", "missing required argument"],
    ["simulator power sideways vc01", "Allowed choices are on, off"],
    ["plan --parallelism 0 --config main.tf.json", "--parallelism"],
    ["plan --lock-timeout soon --config main.tf.json", "--lock-timeout"],
    ["plan --destroy --refresh-only --config main.tf.json", "--refresh-only"],
    ["plan -refresh-only -replace=a --config main.tf.json", "--refresh-only excludes --replace"],
    ["plan -destroy -replace=a --config main.tf.json", "--destroy excludes --replace"],
    ["destroy -replace=a --config main.tf.json", "destroy excludes --replace"],
    ["plan -out= --config main.tf.json", "'--out <file>' argument '' is invalid. It is empty."],
    ["plan -target= --config main.tf.json", "It is empty."],
    ["plan -state=x.tfstate", "'--state=…': the backend \"local\" of the stack says where"],
    ["plan -concise", "'--concise': progress is shown on a terminal only. Leave it out."],
    ["env list", "that is holdfast workspace"],
    ["workspace new", "missing required argument 'name'"],
    ["state pull", "the state is a local file; holdfast show --json prints it"],
    ["drill --plan a --snapshot b", "--snapshot"],
    ["simulator advance soon", "duration"],
    ["output --raw", "--raw needs a name"],
    ["init", "nothing has to be initialised; begin with holdfast plan"],
    ["taint holdfast_host.esx01", "holdfast plan --replace ADDRESS"],
    ["help plann", "unknown command 'plann'. Did you mean \"plan\"?"],
    ["help state lst", "unknown command 'lst'. Did you mean \"list\"?"],
    ["help plan all", "'all' stands behind a command that takes no further one"],
    ["plan --var site", "--var takes a name and a value"],
    ["plan -var =edge", "--var takes a name and a value"],
    ["simulator inject link-cut hots@edge @core", 'Did you mean "host"?'],
  ])("%s exits with 64", async (args, words) => {
    await refuses(folderOf({}), { args, code: 64, says: [words] });
  });

  it("of --var does not repeat what may be a secret", async () => {
    const { stderr } = await holdfast("plan --var canary-Pa55word", { cwd: folderOf({}) });
    expect(stderr).not.toContain("canary");
  });

  it("of holdfast alone shows the help, on stderr", async () => {
    const run = await holdfast([], { cwd: folderOf({}) });
    expect(run).toMatchObject({ code: 64, stdout: "" });
    expect(run.stderr).toContain("Usage: holdfast");
  });

  it("of apply without a terminal says that nobody can approve", async () => {
    await refuses(folderOf({}), {
      args: "apply --config main.tf.json",
      says: ["--auto-approve", '"holdfast plan --out FILE" and apply that'],
    });
    await refuses(folderOf({}), {
      args: "destroy --config main.tf.json",
      says: ["--auto-approve", '"holdfast plan --destroy --out FILE" and apply that'],
    });
  });

  it("of a folder that is not there", async () => {
    await refuses(folderOf({}), { args: "plan --chdir nowhere", says: ["nowhere"] });
  });
});

describe("a disk that does not take it", () => {
  /** Root may write everywhere; nobody may not. */
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined;

  it("has no write permission", async () => {
    const cwd = folderOf({});
    chmodSync(cwd, 0o555);
    const before = contentsOf(cwd);
    const { spawn } = await import("node:child_process");
    const { CLI, cleanEnvironment, ended } = await import("../../support/run-holdfast.js");
    const user = nobody === undefined ? {} : { uid: nobody, gid: nobody };
    for (const args of [APPLY, "plan --out a.plan --config main.tf.json"]) {
      const child = spawn(process.execPath, [CLI, ...args.split(" ")], {
        cwd,
        env: cleanEnvironment(),
        stdio: ["ignore", "pipe", "pipe"],
        ...user,
      });
      const run = await ended(child);
      expect(run.stderr.replace(/\s+/g, " ")).toContain("permission was denied");
      expect(run.code).toBe(1);
    }
    chmodSync(cwd, 0o755);
    expect(contentsOf(cwd)).toEqual(before);
  });
});
