// Going back to Terraform: what `holdfast eject` writes is all that real Terraform needs, and it finds nothing to do. It then
// changes something, and Holdfast sees that from where it was and from the ejected folder.

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exampleFolder, holdfast, projectFolder, ROOT } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { isTerraformPresent, requireTerraform, Workspace } from "./real-terraform.js";

requireTerraform("going back to Terraform");

const SECRETS = { TF_VAR_kmip_password: "kmip-secret", TF_VAR_backup_password: "backup-secret" };

async function demand(args: string | readonly string[], cwd: string): Promise<string> {
  const run = await holdfast(args, { cwd, env: SECRETS });
  expect(run, run.stderr + run.stdout).toMatchObject({ code: 0 });
  return run.stdout;
}

interface Ejected {
  readonly out: string;
  readonly stacks: readonly { readonly stack: string; readonly folder: string }[];
}

async function eject(out: string, cwd: string, args = ""): Promise<Ejected> {
  const given = args.split(" ").filter((arg) => arg !== "");
  return JSON.parse(await demand(["eject", "--json", "--out", out, ...given], cwd)) as Ejected;
}

/** Of one ejected stack, after `terraform init`. */
async function goOn({ out }: Ejected, folder: string): Promise<Workspace> {
  const settings = { TF_CLI_CONFIG_FILE: join(out, "terraformrc") };
  const workspace = new Workspace({ ...SECRETS, ...settings }, join(out, folder));
  await workspace.demand("init", "-input=false");
  return workspace;
}

async function expectNothingToDo(workspace: Workspace): Promise<void> {
  const run = await workspace.run("plan", "-input=false", "-detailed-exitcode");
  expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
}

interface Document {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** A vCenter more, and a host whose recovery key is elsewhere. */
function change(file: string): string {
  const document = JSON.parse(readFileSync(file, "utf8")) as Document;
  const [name = "", host] = Object.entries(document.resource.holdfast_host ?? {})[0] ?? [];
  if (host === undefined) throw new Error("the example has no host");
  host.recovery_key_location = "elsewhere";
  document.resource.holdfast_vcenter = {
    ...document.resource.holdfast_vcenter,
    added: { name: "vc-added", version: "8.0 U3" },
  };
  writeFileSync(file, JSON.stringify(document));
  return `holdfast_host.${name}`;
}

interface PlannedChange {
  readonly type: string;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
}

async function changesOfHoldfast(args: string, cwd: string): Promise<readonly string[]> {
  const lines = (await demand(`plan --json ${args}`, cwd)).trim().split("\n");
  return lines.flatMap((line) => {
    const { type, change } = JSON.parse(line) as PlannedChange;
    return type === "planned_change" && change !== undefined
      ? [`${change.resource.addr} ${change.action}`]
      : [];
  });
}

describe.skipIf(!isTerraformPresent)("eject", () => {
  it.each(readdirSync(join(ROOT, "examples")))("gives %s back to Terraform", async (name) => {
    const project = exampleFolder(name);
    await demand("apply --auto-approve", project);
    const ejected = await eject("ejected", project);
    const hands = await Promise.all(ejected.stacks.map(({ folder }) => goOn(ejected, folder)));
    for (const terraform of hands) await expectNothingToDo(terraform);

    const [{ stack = "", folder = "" } = {}] = ejected.stacks;
    const [terraform] = hands;
    if (terraform === undefined) throw new Error("nothing was ejected");
    const host = change(join(ejected.out, folder, "cdk.tf.json"));
    expect(new Set(await terraform.changes())).toEqual(
      new Set([`${host} update`, "holdfast_vcenter.added create"]),
    );
    await terraform.applyPlan();

    // The state of before knows no new vCenter, and the program no host like that.
    expect(await changesOfHoldfast(`--stack ${stack}`, project)).toEqual([`${host} update`]);
    await demand(`plan --detailed-exitcode --config ejected/${folder}`, project);
  });

  it("takes along what a configuration needs, wherever it stands", async () => {
    const folder = projectFolder({
      "live/edge/main.tf.json": smallStack({
        resource: {
          terraform_data: {
            sum: { input: '${filesha256("../shared/banner.txt")}-${var.site}-${var.secret}' },
            listed: {
              input: '${join(",", [for f in fileset("certs", "*.pem") : file("certs/${f}")])}',
            },
          },
        },
        top: {
          provider: {
            holdfast: [
              { simulator: "${terraform.workspace}.db" },
              { alias: "again", simulator: "${terraform.workspace}.db" },
            ],
          },
          variable: { site: {}, more: {}, secret: { sensitive: false } },
          module: { second: { source: "../../modules/vcenter", name: "vc-${var.more}" } },
        },
      }),
      "live/edge/terraform.tfvars.json": JSON.stringify({ site: "north" }),
      "live/edge/certs/a.pem": "A",
      "live/edge/notes.tf.bak": "nothing",
      "live/shared/banner.txt": "Closed on Fridays.",
      "live/shared/other.txt": "Nobody asks for this.",
      "modules/vcenter/main.tf.json": JSON.stringify({
        variable: { name: {} },
        resource: { holdfast_vcenter: { vc: { name: "${var.name}", version: "8.0 U3" } } },
      }),
      "more.tfvars.json": JSON.stringify({ more: "two" }),
    });
    const C = "--config live/edge --var-file more.tfvars.json --var secret=s";
    await demand(`apply --auto-approve ${C}`, folder);
    await demand("workspace new --config live/edge lab", folder);
    await demand(`apply --auto-approve ${C}`, folder);
    const ejected = await eject(join(temporaryFolder(), "it's $new"), folder, C);
    const { out, stacks } = ejected;
    expect(stacks).toEqual([
      {
        stack: "edge",
        folder: "stacks/edge/live/edge",
        workspaces: ["default", "lab"],
        variableFiles: ["more.tfvars.json"],
        variablesToGive: ["secret"],
      },
    ]);
    expect(readdirSync(join(out, "stacks/edge"), { recursive: true })).not.toContain(
      "live/shared/other.txt",
    );
    const override = join(out, "stacks/edge/live/edge/holdfast_override.tf.json");
    const { provider } = JSON.parse(readFileSync(override, "utf8")) as {
      readonly provider: { readonly holdfast: readonly { readonly simulator: string }[] };
    };
    // One for each workspace.
    expect(provider.holdfast.map(({ simulator }) => simulator)).toEqual(
      Array(2).fill(
        expect.stringMatching(/^\.\.\/.*\/live\/edge\/\$\{terraform\.workspace\}\.db$/),
      ),
    );
    const terraform = await goOn(ejected, stacks[0]?.folder ?? "");
    const plan = ["plan", "-detailed-exitcode", "-var-file=more.tfvars.json", "-var=secret=s"];
    for (const workspace of ["default", "lab"]) {
      await terraform.demand("workspace", "select", workspace);
      const run = await terraform.run(...plan);
      expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    }
  });

  it("wires ejected stacks to each other, in each workspace", async () => {
    const core = { output: { made: { value: "${terraform.workspace}-core" } } };
    const remote = (path: string) => ({
      backend: "local",
      workspace: "${terraform.workspace}",
      config: { path },
    });
    const edge = {
      data: {
        terraform_remote_state: {
          core: remote("terraform.core.tfstate"),
          far: { ...remote("far/terraform.tfstate"), workspace: "default" },
        },
      },
      output: {
        read: { value: "${data.terraform_remote_state.core.outputs.made}" },
        far: { value: "${data.terraform_remote_state.far.outputs.at}" },
      },
    };
    const synthesised = (name: string, dependencies: readonly string[]) => ({
      [name]: {
        ...{ name, constructPath: name, dependencies },
        synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
      },
    });
    const folder = projectFolder({
      "far/main.tf.json": JSON.stringify({ output: { at: { value: "far away" } } }),
      "out/manifest.json": JSON.stringify({
        version: "0.21.0",
        stacks: { ...synthesised("core", []), ...synthesised("edge", ["core"]) },
      }),
      "out/stacks/core/cdk.tf.json": JSON.stringify(core),
      "out/stacks/edge/cdk.tf.json": JSON.stringify(edge),
      "out/stacks/edge/.terraform/kept": "by another Terraform",
      "out/stacks/edge/terraform.tfstate": "of another Terraform",
    });
    await demand("apply --auto-approve --config far", folder);
    await demand("apply --auto-approve --config out", folder);
    await demand("workspace new --config out lab", folder);
    await demand("apply --auto-approve --config out", folder);
    const run = await holdfast("eject --out ejected --config out", { cwd: folder });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.stderr.replace(/\s+/g, " ")).toContain(
      "data.terraform_remote_state.far of edge reads the state terraform.tfstate, which stays where it is",
    );
    expect(run.stdout).toContain("terraform -chdir=stacks/edge workspace select lab");
    const out = join(folder, "ejected");
    expect(statSync(join(out, "stacks/edge/terraform.tfstate")).mode & 0o777).toBe(0o600);
    const ejected = { out, stacks: [] };
    const [first, second] = [
      await goOn(ejected, "stacks/core"),
      await goOn(ejected, "stacks/edge"),
    ];
    for (const workspace of ["default", "lab"]) {
      for (const hand of [first, second]) {
        await hand.demand("workspace", "select", workspace);
        await expectNothingToDo(hand);
      }
    }
    writeFileSync(
      join(out, "stacks/core/cdk.tf.json"),
      JSON.stringify({ output: { made: { value: "new" } } }),
    );
    await first.apply();
    await second.apply();
    expect(JSON.parse(await second.demand("output", "-json"))).toMatchObject({
      read: { value: "new" },
      far: { value: "far away" },
    });
  });
});
