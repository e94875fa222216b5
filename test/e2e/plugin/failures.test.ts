// What goes wrong, and what is left of it: errors of every kind, processes that are killed, files that are somebody
// else's.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Libsql from "libsql";
import { describe, expect, it } from "vitest";
import { ended } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import {
  type Installation,
  installPlugin,
  isTerraformPresent,
  requireTerraform,
  Workspace,
} from "./real-terraform.js";
import { host, smallSite, VCENTER } from "./small-site.js";

requireTerraform("failures in Terraform's hands");

/** Errors of a run with `-json`, as `SUMMARY: DETAIL`. */
function errorsIn(stdout: string): readonly string[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter(({ diagnostic }) => diagnostic?.severity === "error")
    .map(({ diagnostic }) => `${diagnostic.summary}: ${diagnostic.detail}`);
}

/** Processes whose command line names `text`. */
function processesOf(text: string): readonly number[] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,args="], { encoding: "utf8" });
  const lines = stdout.split("\n").filter((line) => line.includes(text));
  return lines.map((line) => Number.parseInt(line, 10));
}

async function until(condition: () => boolean, seconds: number): Promise<boolean> {
  for (let i = 0; i < seconds * 10; i++) {
    if (condition()) return true;
    await wait(100);
  }
  return false;
}

describe.skipIf(!isTerraformPresent)("failures in Terraform's hands", () => {
  const installed: Installation = isTerraformPresent ? installPlugin() : (undefined as never);
  const open = async (configuration: object, variables: Readonly<Record<string, string>> = {}) => {
    const workspace = new Workspace({ TF_CLI_CONFIG_FILE: installed.settings, ...variables });
    await workspace.init(configuration);
    return workspace;
  };

  it("say which attribute is wrong", async () => {
    const workspace = await open(
      smallSite({ holdfast_host: { a: host("esx01", { version: "8" }) } }),
    );
    const { stdout } = await workspace.run("validate", "-json");
    const { diagnostics } = JSON.parse(stdout);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      severity: "error",
      address: "holdfast_host.a",
      snippet: { context: "resource.holdfast_host.a" },
    });
    const { start, end } = diagnostics[0].range;
    const text = readFileSync(join(workspace.folder, "main.tf.json"), "utf8");
    expect(text.slice(start.byte, end.byte)).toBe('"8"');
  });

  it("name a file that is no simulated vSphere, and leave it alone", async () => {
    const workspace = await open(
      smallSite({}, { provider: { holdfast: { simulator: "note.txt" } } }),
    );
    writeFileSync(
      join(workspace.folder, "note.txt"),
      "not a database, and longer than its header\n".repeat(9),
    );
    const { code, stdout } = await workspace.run("apply", "-auto-approve", "-json");
    expect(code).toBe(1);
    expect(errorsIn(stdout)[0]).toMatch(
      /cannot be accessed: ".*note.txt" is not a simulated vSphere/,
    );
    expect(readFileSync(join(workspace.folder, "note.txt"), "utf8")).toContain("not a database");
  });

  it("wait for a vSphere whose name is not known yet", async () => {
    const simulator = "${terraform_data.file.output}";
    const file = (value: string) => ({ terraform_data: { file: { input: value } } });
    const provider = { provider: { holdfast: { simulator } } };
    const workspace = await open(smallSite(file("a.db"), provider));
    await workspace.apply();
    workspace.write(smallSite(file("b.db"), provider));
    const { stdout } = await workspace.run("plan", "-json");
    expect(errorsIn(stdout)[0]).toMatch(/^The vSphere is not known yet: .*"simulator"/);
  });

  it("taint what was made half, and replace it next time", async () => {
    const provider = (path: string) => ({
      holdfast_native_key_provider: { nkp: { vcenter: VCENTER, name: "nkp", backup: { path } } },
    });
    const workspace = await open(smallSite(provider("occupied/nkp.p12")));
    writeFileSync(join(workspace.folder, "occupied"), "a file where a folder should be");
    const { code, stdout } = await workspace.run("apply", "-auto-approve", "-json");
    expect(code).toBe(1);
    expect(errorsIn(stdout)[0]).toMatch(/The backup was downloaded but could not be written/);
    expect(workspace.stored()).toContain("holdfast_native_key_provider.nkp tainted");
    workspace.write(smallSite(provider("nkp.p12")));
    expect(await workspace.changes()).toEqual([
      "holdfast_native_key_provider.nkp delete,create replace_because_tainted",
    ]);
    await workspace.applyPlan();
    expect(await workspace.changes()).toEqual([]);
  });

  it("of an import say what an id looks like, and that nothing is there", async () => {
    const workspace = await open(smallSite());
    const wrong = await workspace.run("import", "holdfast_host.a", "esx01");
    expect(wrong.stderr).toMatch(/Invalid import id[\s\S]*VCENTER\/CLUSTER\/HOSTNAME/);
    const missing = await workspace.run("import", "holdfast_host.a", "vc01/edge/esx01");
    expect(missing.stderr).toContain("Cannot import what does not exist");
    expect(workspace.hasSimulator()).toBe(false);
  });

  it("refuse to make one object of two that are none", async () => {
    const workspace = await open({ resource: { terraform_data: { a: {} } } });
    await workspace.apply();
    const moved = [{ from: "terraform_data.a", to: "holdfast_cluster.edge" }];
    workspace.write(smallSite({}, { moved }));
    const { stdout } = await workspace.run("plan", "-json");
    expect(errorsIn(stdout)[0]).toMatch(/^Cannot move between these types: A terraform_data of /);
  });

  it("take over what a copy of the provider under another address has made", async () => {
    const own = dirname(dirname(dirname(dirname(installed.executable))));
    const mirror = temporaryFolder();
    for (const name of ["holdfast", "fork"]) {
      cpSync(join(own, "holdfast"), join(mirror, "registry.terraform.io", name, "holdfast"), {
        recursive: true,
      });
    }
    const settings = join(mirror, "terraformrc");
    writeFileSync(
      settings,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    const required = (source: string) => ({ required_providers: { holdfast: { source } } });
    const stack = (source: string, name: string, top: object = {}) => ({
      terraform: required(source),
      resource: { holdfast_vcenter: { [name]: { name: "vc01", version: "8.0 U3" } } },
      ...top,
    });
    const workspace = await open(stack("fork/holdfast", "a"), { TF_CLI_CONFIG_FILE: settings });
    await workspace.apply();
    workspace.write(
      stack("holdfast/holdfast", "b", {
        moved: [{ from: "holdfast_vcenter.a", to: "holdfast_vcenter.b" }],
      }),
    );
    await workspace.demand("init");
    expect(await workspace.changes()).toEqual(["holdfast_vcenter.b no-op from holdfast_vcenter.a"]);
    await workspace.applyPlan();
    expect(await workspace.changes()).toEqual([]);
  });

  it("of another build under the same version say so, until the lock is made anew", async () => {
    const workspace = await open(smallSite());
    const lock = join(workspace.folder, ".terraform.lock.hcl");
    const text = readFileSync(lock, "utf8");
    writeFileSync(lock, text.replace(/"h1:.{8}/, '"h1:AAAAAAAA'));
    const { code, stderr } = await workspace.run("plan");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/does not\s+match any of the\s+checksums/),
    ]);
    rmSync(lock);
    await workspace.demand("init");
    expect(await workspace.changes()).toHaveLength(3);
  });

  /** An apply that waits in the plugin for the simulator's file, which somebody else writes. */
  async function applyThatWaits() {
    const temporary = join(temporaryFolder(), "t");
    mkdirSync(temporary);
    const workspace = await open(smallSite(), { TMPDIR: temporary });
    await workspace.withSimulator(() => undefined);
    const other = new Libsql(workspace.simulatorFile);
    other.exec("BEGIN IMMEDIATE");
    const run = workspace.start("apply", "-auto-approve", "-json");
    const end = ended(run);
    await new Promise<void>((resolve) => {
      run.stdout?.on("data", (text: string) => {
        if (text.includes("apply_start")) resolve();
      });
    });
    await wait(500);
    const release = () => {
      other.exec("COMMIT");
      other.close();
    };
    return { workspace, run, end, release, temporary };
  }

  it("leave a state that is right when Ctrl-C comes in the middle of an apply", async () => {
    const { workspace, run, end, release, temporary } = await applyThatWaits();
    // As a terminal does: to Terraform and to its plugin.
    run.kill("SIGINT");
    for (const pid of processesOf("terraform-provider-holdfast")) {
      if (isChildOf(pid, run.pid)) process.kill(pid, "SIGINT");
    }
    await wait(300);
    release();
    const { code } = await end;
    expect(code).toBe(1);
    expect(workspace.stored()).toEqual(["holdfast_vcenter.vc"]);
    expect(readdirSync(temporary)).toEqual([]);
    expect(await workspace.changes()).toEqual([
      "holdfast_cluster.edge create",
      "holdfast_host.a create",
    ]);
  });

  it("leave no plugin behind when Terraform is killed", async () => {
    const { run, end, release, temporary } = await applyThatWaits();
    const plugins = processesOf("terraform-provider-holdfast").filter((pid) =>
      isChildOf(pid, run.pid),
    );
    expect(plugins).toHaveLength(1);
    run.kill("SIGKILL");
    release();
    await end;
    const isGone = () => plugins.every((pid) => !processesOf("terraform-provider").includes(pid));
    expect(await until(isGone, 10)).toBe(true);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("are said of a plugin that is killed, and the next run goes on", async () => {
    const { workspace, run, end, release } = await applyThatWaits();
    for (const pid of processesOf("terraform-provider-holdfast")) {
      if (isChildOf(pid, run.pid)) process.kill(pid, "SIGKILL");
    }
    release();
    const { code, stdout } = await end;
    expect([code, errorsIn(stdout)[0]]).toEqual([
      1,
      // As Terraform notices it, at its connection or at its process.
      expect.stringMatching(/^(Plugin did not respond|Request cancelled): /),
    ]);
    await workspace.apply();
    expect(await workspace.changes()).toEqual([]);
  });
});

function isChildOf(pid: number, parent: number | undefined): boolean {
  const { stdout } = spawnSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" });
  return Number.parseInt(stdout, 10) === parent;
}
