// The ways on which Terraform comes by the plugin: a mirror, unpacked or packed, a folder named to init, a build named in the
// settings, and a plugin that runs already.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { startPlugin } from "./attached-plugin.js";
import {
  type Installation,
  installPlugin,
  isTerraformPresent,
  requireTerraform,
  Workspace,
} from "./real-terraform.js";
import { host, smallSite } from "./small-site.js";

requireTerraform("the ways to install the plugin");

/** Functions are asked of an installed plugin by a process of its own. */
const SITE = smallSite(
  {},
  { output: { vtpm: { value: '${provider::holdfast::supports("8.0", "vtpm")}' } } },
);

async function appliesOnce(workspace: Workspace) {
  await workspace.apply();
  expect(workspace.stored()).toHaveLength(3);
  expect(await workspace.changes()).toEqual([]);
}

describe.skipIf(!isTerraformPresent)("the plugin comes to Terraform", () => {
  const none = undefined as never;
  const unpacked: Installation = isTerraformPresent ? installPlugin() : none;
  const packed: Installation = isTerraformPresent ? installPlugin("--packed") : none;

  it("from a packed mirror, with the checksum that it has unpacked", async () => {
    expect(packed.executable).toMatch(/holdfast\/terraform-provider-holdfast_[\d.]+_\w+\.zip$/);
    const workspace = Workspace.on(packed);
    await workspace.init(SITE);
    const lockFile = join(workspace.folder, ".terraform.lock.hcl");
    const locked = readFileSync(lockFile, "utf8");
    expect(locked).toContain('"h1:');
    await appliesOnce(workspace);
    const other = new Workspace({ TF_CLI_CONFIG_FILE: unpacked.settings }, workspace.folder);
    await other.demand("init", "-input=false");
    expect(await other.changes()).toEqual([]);
    expect(readFileSync(lockFile, "utf8")).toBe(locked);
  });

  it("from a folder that init is told", async () => {
    const workspace = new Workspace({ TF_CLI_CONFIG_FILE: "/dev/null" });
    workspace.write(SITE);
    await workspace.demand(
      "init",
      "-input=false",
      `-plugin-dir=${join(unpacked.folder, "mirror")}`,
    );
    await appliesOnce(workspace);
  });

  it("from a build that the settings name, without init", async () => {
    const settings = join(unpacked.folder, "overrides");
    const override = `"holdfast/holdfast" = ${JSON.stringify(dirname(unpacked.executable))}`;
    writeFileSync(settings, `provider_installation {\n dev_overrides {\n ${override}\n }\n}\n`);
    const workspace = new Workspace({ TF_CLI_CONFIG_FILE: settings });
    workspace.write(SITE);
    await appliesOnce(workspace);
    expect(existsSync(join(workspace.folder, ".terraform.lock.hcl"))).toBe(false);
  });

  it("from a plugin that runs already, and outlives every command", async () => {
    const variables: Record<string, string> = { TF_CLI_CONFIG_FILE: "/dev/null" };
    const { folder } = new Workspace(variables);
    const plugin = await startPlugin(folder);
    try {
      variables.TF_REATTACH_PROVIDERS = plugin.reattachment;
      const workspace = new Workspace(variables, folder);
      workspace.write(SITE);
      await appliesOnce(workspace);
      workspace.write(smallSite({ holdfast_host: { a: host("esx01", { rack: "r1" }) } }));
      expect(await workspace.changes()).toEqual(["holdfast_host.a update"]);
      await workspace.applyPlan();
      await workspace.demand("destroy", "-auto-approve");
      expect(plugin.isRunning()).toBe(true);
    } finally {
      expect(await plugin.end()).toBe(0);
    }
  });
});
