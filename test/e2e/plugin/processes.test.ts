// One simulated vSphere under the hands of several Terraforms, each with processes of the plugin, and of `holdfast`
// commands at the same time.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Simulator } from "../../../src/simulator/simulator.js";
import { holdfast } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import {
  type Installation,
  installPlugin,
  isTerraformPresent,
  requireTerraform,
  Workspace,
} from "./real-terraform.js";
import { host, smallSite } from "./small-site.js";

requireTerraform("several processes on one simulated vSphere");

const HOSTS = ["esx01", "esx02", "esx03", "esx04", "esx05", "esx06"];

const site = (vcenter: string, top: object = {}) =>
  smallSite(
    {
      holdfast_vcenter: { vc: { name: vcenter, version: "8.0 U3" } },
      holdfast_host: Object.fromEntries(HOSTS.map((name) => [name, host(name)])),
    },
    { ...top },
  );

describe.skipIf(!isTerraformPresent)("several processes on one simulated vSphere", () => {
  const installed: Installation = isTerraformPresent ? installPlugin() : (undefined as never);

  it("lose nothing of what each of them does", async () => {
    const simulator = join(temporaryFolder(), "shared.db");
    const provider = { provider: { holdfast: { simulator } } };
    const workspaces = ["vc-a", "vc-b", "vc-c"].map((name) => {
      const workspace = Workspace.on(installed);
      return { name, workspace };
    });
    for (const { name, workspace } of workspaces) await workspace.init(site(name, provider));
    const own = Workspace.on(installed);
    own.write(site("vc-d", provider));
    const applies = workspaces.map(({ workspace }) => workspace.apply());
    const command = holdfast(["apply", "--auto-approve", "--config", "."], { cwd: own.folder });
    await Promise.all(applies);
    expect((await command).code).toBe(0);
    const estate = (await Simulator.read(simulator)).estate();
    expect([...estate.vcenters.keys()].sort()).toEqual(["vc-a", "vc-b", "vc-c", "vc-d"]);
    expect(estate.hosts.size).toBe(4 * HOSTS.length);
    for (const { workspace } of workspaces) expect(await workspace.changes()).toEqual([]);
  });

  it("of one Terraform with two provider blocks see each other's changes", async () => {
    const workspace = Workspace.on(installed);
    const provider = { holdfast: [{}, { alias: "second" }] };
    const onSecond = { a: { ...host("esx01"), provider: "holdfast.second" } };
    await workspace.init(smallSite({ holdfast_host: onSecond }, { provider }));
    await workspace.apply();
    expect(await workspace.changes()).toEqual([]);
  });
});
