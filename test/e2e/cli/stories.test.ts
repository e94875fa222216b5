// Whole stories as a process: what a user types, in order, with every exit code.

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exampleFolder, holdfast, projectFolder, type Run } from "../../support/run-holdfast.js";
import { machineOf, smallStack } from "../../support/small-stack.js";

/** Commands in one folder, each with the code it must end with. */
function typing(cwd: string) {
  return async (args: string | readonly string[], code = 0): Promise<Run> => {
    const run = await holdfast(args, { cwd });
    expect(run, run.stderr + run.stdout).toMatchObject({ code });
    return run;
  };
}

const C = "--config main.tf.json";
const HOST = "vc01/edge/esx01";
const small = (parts: Parameters<typeof smallStack>[0] = {}) => ({
  "main.tf.json": smallStack(parts),
});

describe("the edge site", () => {
  it("is planned, applied, drilled; one line less costs it all of that", async () => {
    const cwd = exampleFolder("edge-site");
    const type = typing(cwd);
    const plan = await type("plan --out edge.plan");
    expect(plan.stdout).toContain("All 4 workloads survive provider-outage");
    expect((await type("apply edge.plan")).stdout).toContain("Apply complete!");
    expect((await type("plan -detailed-exitcode")).stdout).toContain("No changes.");
    expect((await type("drill")).stdout).toContain("Survived: all 4 workloads hold fast");
    const main = readFileSync(join(cwd, "main.ts"), "utf8");
    writeFileSync(join(cwd, "main.ts"), main.replace(/^\s*keyPersistence: true,\n/m, ""));
    const worse = await type("plan --detailed-exitcode --out worse.plan", 3);
    expect(worse.stdout).toContain("These 4 workloads no longer survive provider-outage:");
    expect(worse.stdout).toContain("Broken survival floor");
    const drill = await type("drill --plan worse.plan", 3);
    expect(drill.stdout).toContain("of 4 workloads, provider-outage leaves 4 locked");
    expect((await type("drill")).stdout).toContain("Survived");
    const shown = await type("show worse.plan");
    expect(shown.stdout).toContain("no longer survive");
    const refused = await type("apply --auto-approve", 3);
    expect(refused.stderr).toContain("--accept-floor-breach");
    await type("apply worse.plan", 3);
    await type(["apply", "worse.plan", "--accept-floor-breach", "the shop closes"]);
    const kept = readFileSync(join(cwd, ".holdfast/accepted-floor-breaches.jsonl"), "utf8");
    expect(JSON.parse(kept)).toMatchObject({ reason: "the shop closes", stacks: ["edge"] });
    await type("drill", 3);
    await type("destroy --auto-approve");
    expect((await type("state list")).stdout).toBe("");
  });
});

describe("a saved plan", () => {
  it("is not applied once less survives than it said", async () => {
    const cwd = projectFolder(small());
    const type = typing(cwd);
    await type(`apply --auto-approve ${C}`);
    const till = { ...machineOf("till"), vtpm: true };
    writeFileSync(
      join(cwd, "main.tf.json"),
      smallStack({ resource: { holdfast_virtual_machine: { till } } }),
    );
    const plan = await type(`plan --out a.plan ${C}`);
    expect(plan.stdout).toContain("The one workload survives provider-outage");
    const esxcli = (host: string) =>
      type(`simulator esxcli ${host} system security keypersistence disable`);
    await esxcli(HOST);
    await esxcli("vc01/edge/esx02");
    const refused = await type("apply a.plan", 1);
    expect(refused.stderr.replace(/\s+/g, " ")).toContain(
      "Worse off than the plan says: vm:vc01/vm/till (survived → locked). Plan again",
    );
    expect(await type(`state show holdfast_virtual_machine.till ${C}`)).toMatchObject({
      stdout: expect.not.stringMatching(/vtpm += true/),
    });
    await type(`plan --out again.plan ${C}`);
    await type("apply again.plan");
  });
});

describe("drift", () => {
  it("made with esxcli is seen, shown in its own section, and changed back or taken over", async () => {
    const type = typing(projectFolder(small()));
    await type(`apply --auto-approve ${C}`);
    const esxcli = `simulator esxcli ${HOST} system security keypersistence`;
    expect((await type(`${esxcli} get`)).stdout).toBe("   Enabled: true\n");
    await type("simulator advance 2h");
    await type(`${esxcli} disable --remove-all-stored-keys`);
    const plan = await type(`plan -detailed-exitcode ${C}`, 2);
    expect(plan.stdout).toContain("Drift: objects have changed outside of Holdfast");
    expect(plan.stdout).toMatch(/after a change\s+# outside of Holdfast/);
    const own = /Drift:[\s\S]*?Actions are marked/.exec(plan.stdout)?.[0];
    expect(own).not.toContain("last_archived_at");
    const only = await type(`plan --refresh-only ${C}`);
    expect(only.stdout).toContain("last_archived_at");
    expect(only.stdout).toContain("No object is changed.");
    await type(`apply --refresh-only --auto-approve ${C}`);
    expect((await type(`plan --refresh=false -detailed-exitcode ${C}`, 2)).stdout).not.toContain(
      "Drift:",
    );
    await type(`apply --auto-approve ${C}`);
    expect((await type(`${esxcli} get`)).stdout).toBe("   Enabled: true\n");
    await type(`plan -detailed-exitcode ${C}`);
  });

  it("of an object that was powered, rebooted or cut off shows in the estate", async () => {
    const type = typing(projectFolder(small()));
    await type(`apply --auto-approve ${C}`);
    await type("simulator inject unreachable vc01/kms/kms1");
    const again = await type("simulator inject unreachable vc01/kms/kms1");
    expect(again.stderr).toContain("nothing changed");
    const mistyped = await type("simulator heal unreachable vc01/kms/kms9", 1);
    expect(mistyped.stderr).toMatch(/There are: unreachable\s+vc01\/kms\/kms1\./);
    expect((await type("simulator show")).stdout).toContain("unreachable vc01/kms/kms1");
    await type(`simulator power off ${HOST}`);
    const estate = JSON.parse((await type("simulator show --json")).stdout);
    expect(estate.hosts.find((host: { path: string }) => host.path === HOST).present.up).toBe(
      false,
    );
    expect((await type("simulator advance 1h")).stdout).toContain("2026-01-01T01:00:00.000Z");
    await type(`simulator power on ${HOST}`);
    await type("simulator heal all");
    expect((await type("simulator heal all")).stderr).toContain("There are no faults");
    const cut = await type("simulator inject link-cut @edge @!edge");
    expect(cut.stderr).toBe("@edge @!edge: Fault: link-cut @edge @!edge.\n");
    await type("simulator heal link-cut @edge @!edge");
    await type(`simulator reboot ${HOST} --abruptly`);
    expect((await type("simulator show")).stdout).not.toContain("Faults");
    await type("simulator power on vc01/nobody", 1);
  });
});

describe("the state", () => {
  it("is listed, shown, renamed, forgotten and imported again", async () => {
    const till = { ...machineOf("till"), key_provider: "kp" };
    const cwd = projectFolder(small({ resource: { holdfast_virtual_machine: { till } } }));
    const type = typing(cwd);
    await type(`apply --auto-approve ${C}`);
    const list = (await type(`state list ${C}`)).stdout.trim().split("\n");
    expect(list).toHaveLength(8);
    expect((await type(`state list --id ${HOST} ${C}`)).stdout).toBe("holdfast_host.esx01\n");
    expect((await type(`state show holdfast_host.esx01 ${C}`)).stdout).toContain(`= "${HOST}"`);
    const before = readFileSync(join(cwd, "terraform.tfstate"), "utf8");
    await type(`state mv --dry-run holdfast_host.esx01 holdfast_host.x ${C}`);
    await type(`state rm --dry-run holdfast_host.esx01 ${C}`);
    expect(readFileSync(join(cwd, "terraform.tfstate"), "utf8")).toBe(before);
    await type(`state mv holdfast_host.esx01 holdfast_host.x ${C}`);
    await type(`state mv holdfast_host.x holdfast_host.esx01 ${C}`);
    await type(`state mv holdfast_host.esx01 holdfast_cluster.y ${C}`, 1);
    await type(`state rm holdfast_virtual_machine.till ${C}`);
    await type(`plan -detailed-exitcode ${C}`, 2);
    await type(`import holdfast_virtual_machine.till vc01/vm/nobody ${C}`, 1);
    await type(`import holdfast_virtual_machine.tile vc01/vm/till ${C}`, 1);
    await type(`import holdfast_virtual_machine.till vc01/vm/till ${C}`);
    await type(`import holdfast_virtual_machine.till vc01/vm/till ${C}`, 1);
    expect((await type(`plan -detailed-exitcode ${C}`)).stdout).toContain("No changes.");
  });

  it("is left where it is while a dry run looks at it", async () => {
    const cwd = projectFolder(small());
    const type = typing(cwd);
    await type(`apply --auto-approve ${C}`);
    expect(statSync(join(cwd, "terraform.tfstate")).size).toBeGreaterThan(0);
    const { stderr } = await type(`state show holdfast_host.esx1 ${C}`, 1);
    expect(stderr.replace(/\s+/g, " ")).toContain('Did you mean "holdfast_host.esx01"?');
  });
});

describe("outputs", () => {
  const output = {
    site: { value: "${holdfast_cluster.edge.name}" },
    hosts: { value: ["${holdfast_host.esx01.id}", "${holdfast_host.esx02.id}"] },
  };

  it("are printed for people, programs and shells", async () => {
    const type = typing(projectFolder(small({ top: { output } })));
    expect((await type(`apply --auto-approve ${C}`)).stdout).toContain('site  = "edge"');
    expect((await type(`output ${C} site`)).stdout).toBe('"edge"\n');
    expect((await type(`output -raw ${C} site`)).stdout).toBe("edge");
    expect(JSON.parse((await type(`output -json ${C} hosts`)).stdout)).toEqual([
      HOST,
      "vc01/edge/esx02",
    ]);
    expect(JSON.parse((await type(`output -json ${C}`)).stdout).site).toMatchObject({
      sensitive: false,
      value: "edge",
    });
    expect((await type(`output ${C} sit`, 1)).stderr).toContain('Did you mean "site"?');
    await type(`output -raw ${C} hosts`, 64);
  });
});

describe("variables", () => {
  it("have the value that stands last on the command line, of a file or not, as in Terraform", async () => {
    const top = { variable: { v: { default: "none" } }, output: { v: { value: "${var.v}" } } };
    const files = { ...small({ top, resource: {} }), "v.tfvars.json": '{"v":"file"}' };
    const type = typing(projectFolder(files));
    const file = "--var-file v.tfvars.json";
    expect((await type(`plan ${C} --var v=flag ${file}`)).stdout).toMatch(/v += "file"/);
    expect((await type(`plan ${C} ${file} -var=v=flag`)).stdout).toMatch(/v += "flag"/);
  });
});

describe("machine-readable output", () => {
  it("of plan and apply is Terraform's messages, one a line, with survival", async () => {
    const type = typing(projectFolder(small()));
    const messagesOf = ({ stdout }: Run) =>
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    const plan = messagesOf(await type(`plan -json ${C}`));
    const types = new Set(plan.map((message) => message.type));
    expect([...types]).toEqual([
      "version",
      "planned_change",
      "change_summary",
      "holdfast_survival",
    ]);
    const apply = messagesOf(await type(`apply -json -auto-approve ${C}`));
    const counted = apply.filter((message) => message.type === "apply_complete");
    expect(counted).toHaveLength(8);
    expect(apply.slice(-2)).toMatchObject([
      { type: "change_summary", changes: { add: 8, operation: "apply" } },
      { type: "outputs", outputs: {} },
    ]);
    await type(`apply -json ${C}`, 64);
  });

  it("of a plan with errors has them as messages, and only so", async () => {
    const type = typing(projectFolder(small({ host: { hostnme: "x" } })));
    const { stdout, stderr } = await type(`plan -json ${C}`, 1);
    const messages = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const errors = messages.filter(({ type: kind }) => kind === "diagnostic");
    expect(errors.length).toBeGreaterThanOrEqual(2);
    expect(errors[0]).toMatchObject({ "@level": "error", diagnostic: { severity: "error" } });
    expect(stderr).toBe("");
  });

  it("of a saved plan is Terraform's plan document, and of a state its state document", async () => {
    const type = typing(projectFolder(small()));
    await type(`plan -out=a.plan ${C}`);
    const plan = JSON.parse((await type("show -json a.plan")).stdout);
    expect(plan).toMatchObject({ format_version: "1.2", applyable: true, errored: false });
    expect(plan.resource_changes).toHaveLength(8);
    await type("apply a.plan");
    const state = JSON.parse((await type(`show -json ${C}`)).stdout);
    expect(state.values.root_module.resources).toHaveLength(8);
    expect((await type(`show ${C}`)).stdout).toContain("# holdfast_host.esx01:");
  });

  it("of validate counts what is wrong", async () => {
    const cwd = projectFolder(small({ host: { hostnme: "x" } }));
    const { stdout } = await typing(cwd)(`validate -json ${C}`, 1);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ format_version: "1.0", valid: false });
    expect(result.error_count).toBeGreaterThanOrEqual(2);
    expect(result.diagnostics[0]).toMatchObject({
      severity: "error",
      range: { filename: "main.tf.json" },
    });
  });

  it("of drills, graphs and versions is JSON", async () => {
    const type = typing(projectFolder(small()));
    await type(`apply --auto-approve ${C}`);
    expect(JSON.parse((await type("drill --json")).stdout)).toMatchObject({
      format: "holdfast.drill/1",
      verdict: "survived",
    });
    const graph = JSON.parse((await type(`graph --format json ${C}`)).stdout);
    expect(graph.stacks[0].edges).toContainEqual({
      from: "holdfast_host.esx01",
      to: "holdfast_cluster.edge",
    });
    expect((await type(`graph ${C}`)).stdout).toMatch(/^digraph G \{/);
    expect((await type(`graph --format mermaid ${C}`)).stdout).toMatch(/^flowchart RL/);
    expect(JSON.parse((await type("version -json")).stdout)).toHaveProperty("holdfast_version");
    expect((await type("-version")).stdout).toMatch(/^holdfast \d/);
  });

  it("of the same drill is the same, byte for byte", async () => {
    const type = typing(projectFolder(small()));
    await type(`apply --auto-approve ${C}`);
    const [one, two] = [await type("drill --json"), await type("drill --json")];
    expect(one.stdout).toBe(two.stdout);
  });
});

describe("prevent_destroy", () => {
  it("shows the plan, then blocks it", async () => {
    const kept = { ...machineOf("till"), lifecycle: { prevent_destroy: true } };
    const cwd = projectFolder(small({ resource: { holdfast_virtual_machine: { till: kept } } }));
    const type = typing(cwd);
    await type(`apply --auto-approve ${C}`);
    const { stdout, stderr } = await type(`destroy --auto-approve ${C}`, 1);
    expect(stdout).toContain("holdfast_virtual_machine.till will be destroyed");
    expect(stderr).toContain("prevent_destroy");
    expect((await type(`state list ${C}`)).stdout.trim().split("\n")).toHaveLength(8);
  });
});

describe("create_before_destroy", () => {
  it("keeps the old object in the state while it cannot be removed, and says that it is left over", async () => {
    const cluster = (name: string) =>
      smallStack({
        resource: {
          holdfast_cluster: {
            edge: {
              vcenter: "${holdfast_vcenter.vc.id}",
              name,
              lifecycle: { create_before_destroy: true },
            },
          },
          holdfast_host: {},
          holdfast_virtual_machine: {},
        },
      });
    const cwd = projectFolder(small());
    const type = typing(cwd);
    await type(`apply --auto-approve ${C}`);
    // Whoever is no longer known here still stands in the cluster.
    await type(
      `state rm holdfast_host.esx01 holdfast_host.esx02 holdfast_virtual_machine.till ${C}`,
    );
    writeFileSync(join(cwd, "main.tf.json"), cluster("new"));
    const plan = await type(`plan ${C}`);
    expect(plan.stdout).toContain("+/- create replacement and then destroy");
    expect(plan.stdout).toMatch(/~ name += "edge" -> "new" # forces replacement/);
    const apply = await type(`apply --auto-approve ${C}`, 4);
    expect(apply.stderr).toContain("holdfast_cluster.edge: creation complete");
    expect(apply.stderr.replace(/\s+/g, " ")).toContain('The cluster "vc01/edge" has 2 hosts');
    const state = JSON.parse(readFileSync(join(cwd, "terraform.tfstate"), "utf8"));
    const { instances } = state.resources.find(
      (resource: { type: string }) => resource.type === "holdfast_cluster",
    );
    expect(instances).toMatchObject([
      { attributes: { id: "vc01/new" }, create_before_destroy: true },
      { attributes: { id: "vc01/edge" }, deposed: expect.stringMatching(/^[0-9a-f]{8}$/) },
    ]);
    const again = await type(`plan -detailed-exitcode ${C}`, 2);
    expect(again.stdout).toMatch(
      /holdfast_cluster.edge \(deposed [0-9a-f]{8}\) will be destroyed\s+# \(left over from a replacement/,
    );
    expect(again.stdout).toContain("Plan: 0 to add, 0 to change, 1 to destroy.");
    expect((await type(`state show holdfast_cluster.edge ${C}`)).stdout).toContain('"vc01/new"');
    const moved = await type(`state mv holdfast_cluster.edge holdfast_cluster.c[0] ${C}`);
    expect(moved.stdout).toMatch(
      /^Moving holdfast_cluster.edge to holdfast_cluster.c\[0\]\nMoving holdfast_cluster.edge \(deposed (\S+)\) to holdfast_cluster.c\[0\] \(deposed \1\)\n$/,
    );
    const keyed = await type(`state mv holdfast_cluster.c holdfast_cluster.d[0] ${C}`, 1);
    expect(keyed.stderr).toContain("Destination with a key");
    await type(`state rm holdfast_cluster.c[0] ${C}`);
    expect((await type(`state list ${C}`)).stdout).not.toContain("holdfast_cluster");
  });
});

describe("targets", () => {
  it("leave the rest out, and say that the plan is incomplete", async () => {
    const type = typing(projectFolder(small()));
    const { stdout } = await type(`plan -target=holdfast_cluster.edge ${C}`);
    expect(stdout).toContain("Plan: 2 to add");
    expect(stdout).toContain("This plan is incomplete");
    const short = await type(
      `plan -compact-warnings -input=false -target=holdfast_cluster.edge ${C}`,
    );
    expect(short.stderr).toBe("Warnings:\n\n  - Plan of a part of the configuration\n\n");
    const excluded = await type(`plan -exclude holdfast_host.esx02 ${C}`);
    expect(excluded.stdout).not.toContain("esx02 will be created");
    await type(`plan -target=holdfast_cluster.nobody ${C}`, 1);
  });

  it("are replaced on request", async () => {
    const type = typing(projectFolder(small()));
    await type(`apply --auto-approve ${C}`);
    const { stdout } = await type(`plan -replace=holdfast_virtual_machine.till ${C}`);
    expect(stdout).toContain("(asked for by --replace)");
  });
});

describe("several stacks", () => {
  const header = {
    terraform: { required_providers: { holdfast: { source: "holdfast/holdfast" } } },
  };
  const core = {
    ...header,
    resource: { holdfast_vcenter: { vc: { name: "vc01", version: "8.0 U3", site: "core" } } },
    output: { vcenter: { value: "${holdfast_vcenter.vc.id}" } },
  };
  const edge = {
    ...header,
    data: {
      terraform_remote_state: {
        core: { backend: "local", config: { path: "terraform.core.tfstate" } },
      },
    },
    resource: {
      holdfast_cluster: {
        c1: { vcenter: "${data.terraform_remote_state.core.outputs.vcenter}", name: "c1" },
      },
    },
  };
  const entry = (name: string, dependencies: readonly string[]) => ({
    name,
    dependencies,
    constructPath: name,
    workingDirectory: `stacks/${name}`,
    synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    annotations: [],
  });
  const manifest = {
    version: "0.24.0",
    stacks: { edge: entry("edge", ["core"]), core: entry("core", []) },
  };

  const CORE = "cdktf.out/stacks/core/cdk.tf.json";
  const project = () =>
    projectFolder({
      "cdktf.out/manifest.json": JSON.stringify(manifest),
      [CORE]: JSON.stringify(core),
      "cdktf.out/stacks/edge/cdk.tf.json": JSON.stringify(edge),
    });
  const both = "--config cdktf.out";

  it("keep outputs of one name apart", async () => {
    const cwd = project();
    const type = typing(cwd);
    const own = { ...edge, output: { vcenter: { value: "another" }, cluster: { value: "c1" } } };
    writeFileSync(join(cwd, "cdktf.out/stacks/edge/cdk.tf.json"), JSON.stringify(own));
    await type(`apply --auto-approve ${both}`);
    expect(JSON.parse((await type(`output --json ${both}`)).stdout)).toMatchObject({
      core: { vcenter: { value: "vc01" } },
      edge: { vcenter: { value: "another" }, cluster: { value: "c1" } },
    });
    expect((await type(`output ${both}`)).stdout).toMatch(
      /^Stack core:\s+vcenter = "vc01"\s+Stack edge:\s+cluster = "c1"\s+vcenter = "another"\s+$/,
    );
    expect((await type(`output vcenter ${both}`, 1)).stderr).toContain("Choose one with --stack.");
    expect((await type(`output vcenter --stack edge ${both}`)).stdout).toBe('"another"\n');
    expect((await type(`output cluster ${both}`)).stdout).toBe('"c1"\n');
  });

  it("end with 4 where one fails after another was applied, and say complete of that one only", async () => {
    const cwd = project();
    const type = typing(cwd);
    await type(`apply --auto-approve ${both}`);
    // The cluster is there, and nobody knows it any more.
    await type(`state rm holdfast_cluster.c1 ${both}`);
    const vc = { ...core.resource.holdfast_vcenter.vc, version: "8.0 U2" };
    const changed = { ...core, resource: { holdfast_vcenter: { vc } } };
    writeFileSync(join(cwd, CORE), JSON.stringify(changed));
    const summaries = ({ stdout }: Run) =>
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
        .filter((m) => m.type === "change_summary" && m.changes.operation !== "plan")
        .map((message) => [message.stack, message["@message"]]);
    const failed = await type(`apply --json --auto-approve ${both}`, 4);
    expect(failed.stdout).toContain("already");
    expect(summaries(failed)).toEqual([
      ["core", "Apply complete! Resources: 0 added, 1 changed, 0 destroyed."],
    ]);
    expect(summaries(await type(`destroy --json --auto-approve --stack edge ${both}`))).toEqual([
      ["edge", "Destroy complete! Resources: 0 destroyed."],
    ]);
  });

  it("are planned and applied in the order of their dependencies, and saved together", async () => {
    const type = typing(project());
    const { stdout } = await type(`plan --out both.plan ${both}`);
    expect(stdout.indexOf("Stack core:")).toBeGreaterThanOrEqual(0);
    expect(stdout.indexOf("Stack core:")).toBeLessThan(stdout.indexOf("Stack edge:"));
    expect(stdout).toMatch(/vcenter += "vc01"/);
    const documents = JSON.parse((await type("show --json both.plan")).stdout);
    expect(Object.keys(documents)).toEqual(["core", "edge"]);
    await type("drill --plan both.plan");
    await type("apply both.plan");
    expect((await type(`state list ${both}`)).stdout).toMatch(/^core: holdfast_vcenter/m);
    expect((await type(`state list --stack edge ${both}`)).stdout).toMatch(/^holdfast_cluster/m);
    await type(`plan --detailed-exitcode ${both}`);
    await type(`plan --detailed-exitcode --target holdfast_cluster.c1 ${both}`);
    await type(`plan --detailed-exitcode --stack edge ${both}`);
    expect((await type(`plan --stack egde ${both}`, 1)).stderr).toContain('Did you mean "edge"?');
    const destroyed = await type(`destroy --auto-approve ${both}`);
    expect(destroyed.stdout.indexOf("Stack edge:")).toBeLessThan(
      destroyed.stdout.indexOf("Stack core:"),
    );
    expect((await type(`state list ${both}`)).stdout).toBe("");
  });
});

describe("several stacks of one program", () => {
  it("use each other's objects", async () => {
    const main = `
      import { App, Cluster, Stack, VCenter } from "holdfast";
      const app = new App();
      const vcenter = new VCenter(new Stack(app, "core"), "vc01", { version: "8.0 U3" });
      new Cluster(new Stack(app, "edge"), "c1", { vcenter });
      app.synth();`;
    const type = typing(
      projectFolder({ "cdktf.json": JSON.stringify({ app: "tsx main.ts" }), "main.ts": main }),
    );
    expect((await type("plan")).stdout).toContain("Stack edge:");
    await type("apply --auto-approve");
    await type("plan --detailed-exitcode");
    await type("destroy --auto-approve");
    expect((await type("state list")).stdout).toBe("");
  });
});

describe("a snapshot", () => {
  it("is drilled elsewhere, with the same result as the estate", async () => {
    const cwd = projectFolder(small());
    const type = typing(cwd);
    await type(`apply --auto-approve ${C}`);
    await type("simulator snapshot estate.json");
    expect(statSync(join(cwd, "estate.json")).mode & 0o077).toBe(0);
    const here = await type("drill --json");
    const there = await typing(projectFolder({}))([
      "drill",
      "--json",
      "--snapshot",
      join(cwd, "estate.json"),
    ]);
    expect(there.stdout).toBe(here.stdout);
  });
});

describe("--simulator", () => {
  it("wins over the provider block, that over the environment, that over the project's file", async () => {
    const withBlock = small({ top: { provider: { holdfast: [{ simulator: "block.db" }] } } });
    const made = async (files: Record<string, string>, args: string, env = {}) => {
      const cwd = projectFolder(files);
      const run = await holdfast(`apply --auto-approve ${C}${args}`, { cwd, env });
      expect(run, run.stderr).toMatchObject({ code: 0 });
      const names = ["flag.db", "block.db", "env.db", ".holdfast/vsphere.db"];
      return names.filter((name) => statSync(join(cwd, name), { throwIfNoEntry: false }));
    };
    const env = { HOLDFAST_SIMULATOR: "env.db" };
    expect(await made(withBlock, " --simulator flag.db", env)).toEqual(["flag.db"]);
    expect(await made(withBlock, "", env)).toEqual(["block.db"]);
    expect(await made(small(), "", env)).toEqual(["env.db"]);
    expect(await made(small(), "")).toEqual([".holdfast/vsphere.db"]);
  });
});
