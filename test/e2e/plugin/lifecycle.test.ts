// What a user of Terraform does with the resource types, from init to destroy, with the unmodified binary.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { providerFunctions } from "../../../src/provider/functions/provider-functions.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";
import {
  describeChange,
  type Installation,
  installPlugin,
  isTerraformPresent,
  requireTerraform,
  Workspace,
} from "./real-terraform.js";
import { host, smallSite, VCENTER } from "./small-site.js";

requireTerraform("the plugin in Terraform's hands");

describe.skipIf(!isTerraformPresent)("the plugin in Terraform's hands", () => {
  const installed: Installation = isTerraformPresent ? installPlugin() : (undefined as never);
  const open = async (configuration: object) => {
    const workspace = Workspace.on(installed);
    await workspace.init(configuration);
    return workspace;
  };
  const opened = async (configuration: object) => {
    const workspace = await open(configuration);
    await workspace.apply();
    return workspace;
  };

  it("shows the schema that bindings and documents are made of", async () => {
    const workspace = await open({});
    const shown = JSON.parse(await workspace.demand("providers", "schema", "-json"));
    const schema = shown.provider_schemas["registry.terraform.io/holdfast/holdfast"];
    const functions = Object.entries(providerFunctions).map(([name, { signature }]) => [
      name,
      signature,
    ]);
    expect(schema).toEqual({ ...providerSchema, functions: Object.fromEntries(functions) });
  });

  it("validates, plans without making a vSphere, applies, and then has nothing to do", async () => {
    const workspace = await open(smallSite());
    expect(JSON.parse(await workspace.demand("validate", "-json"))).toMatchObject({ valid: true });
    expect(await workspace.changes()).toEqual([
      "holdfast_cluster.edge create",
      "holdfast_host.a create",
      "holdfast_vcenter.vc create",
    ]);
    expect(workspace.hasSimulator()).toBe(false);
    await workspace.applyPlan();
    expect((await workspace.run("plan", "-detailed-exitcode")).code).toBe(0);
    expect(
      await workspace.withSimulator((simulator) => [...simulator.estate().hosts.keys()]),
    ).toEqual(["vc01/edge/esx01"]);
  });

  it("updates in place, replaces, and destroys", async () => {
    const workspace = await opened(smallSite());
    workspace.write(smallSite({ holdfast_host: { a: host("esx01", { rack: "r1" }) } }));
    expect(await workspace.changes()).toEqual(["holdfast_host.a update"]);
    await workspace.applyPlan();
    workspace.write(smallSite({ holdfast_host: { a: host("esx09") } }));
    expect(await workspace.changes()).toEqual([
      "holdfast_host.a delete,create replace_because_cannot_update hostname",
    ]);
    await workspace.applyPlan();
    await workspace.demand("destroy", "-auto-approve");
    expect(workspace.stored()).toEqual([]);
    expect(await workspace.withSimulator((simulator) => simulator.estate().vcenters.size)).toBe(0);
  });

  it("sees drift, takes it in with -refresh-only, and mends it", async () => {
    const workspace = await opened(smallSite());
    await workspace.withSimulator(({ backend }) =>
      backend.hosts.disableKeyPersistence("vc01/edge/esx01", { removeAllStoredKeys: false }),
    );
    const { resource_drift = [] } = await workspace.plan("-refresh-only");
    expect(resource_drift.flatMap(describeChange)).toEqual(["holdfast_host.a update"]);
    expect(await workspace.changes()).toEqual(["holdfast_host.a update"]);
    await workspace.applyPlan();
    expect(await workspace.changes()).toEqual([]);
  });

  it("plans anew what is gone", async () => {
    const workspace = await opened(smallSite());
    await workspace.withSimulator(({ backend }) => backend.hosts.remove("vc01/edge/esx01"));
    expect(await workspace.changes()).toEqual(["holdfast_host.a create"]);
  });

  it("imports by block and by command", async () => {
    const workspace = await opened(smallSite());
    const written = readFileSync(join(workspace.folder, "main.tf.json"), "utf8");
    rmSync(join(workspace.folder, "terraform.tfstate"));
    const blocks = [
      { to: "holdfast_vcenter.vc", id: "vc01" },
      { to: "holdfast_cluster.edge", id: "vc01/edge" },
    ];
    writeFileSync(join(workspace.folder, "imports.tf.json"), JSON.stringify({ import: blocks }));
    await workspace.demand("import", "holdfast_host.a", "vc01/edge/esx01");
    expect(await workspace.changes()).toEqual([
      "holdfast_cluster.edge no-op importing",
      "holdfast_vcenter.vc no-op importing",
    ]);
    await workspace.applyPlan();
    expect(readFileSync(join(workspace.folder, "main.tf.json"), "utf8")).toBe(written);
    expect(await workspace.changes()).toEqual([]);
  });

  it("moves, forgets, and keeps to targets", async () => {
    const workspace = await opened(smallSite());
    workspace.write(
      smallSite(
        { holdfast_host: { b: host("esx01", { key_persistence: { enabled: true } }) } },
        { moved: [{ from: "holdfast_host.a", to: "holdfast_host.b" }] },
      ),
    );
    expect(await workspace.changes()).toEqual(["holdfast_host.b no-op from holdfast_host.a"]);
    await workspace.applyPlan();
    workspace.write(
      smallSite(
        { holdfast_host: { c: host("esx02"), d: host("esx03") } },
        { removed: [{ from: "holdfast_host.b", lifecycle: { destroy: false } }] },
      ),
    );
    expect(await workspace.changes("-target=holdfast_host.c")).toEqual(["holdfast_host.c create"]);
    await workspace.applyPlan();
    expect(await workspace.changes()).toEqual([
      "holdfast_host.b forget delete_because_no_resource_config",
      "holdfast_host.d create",
    ]);
    await workspace.applyPlan();
    const hosts = await workspace.withSimulator((simulator) => simulator.estate().hosts.size);
    expect(hosts).toBe(3);
  });

  it("creates before it destroys", async () => {
    const lifecycle = { lifecycle: { create_before_destroy: true } };
    const workspace = await opened(smallSite({ holdfast_host: { a: host("esx01", lifecycle) } }));
    workspace.write(smallSite({ holdfast_host: { a: host("esx02", lifecycle) } }));
    expect(await workspace.changes()).toEqual([
      "holdfast_host.a create,delete replace_because_cannot_update hostname",
    ]);
    await workspace.applyPlan();
    expect(await workspace.changes()).toEqual([]);
  });

  it("gives a write-only password on, and keeps it nowhere", async () => {
    const secret = "correct-horse-battery";
    const keyServer = (version: number) => ({
      holdfast_key_server: {
        kms: {
          vcenter: VCENTER,
          name: "kms1",
          address: "kms1.example",
          user_name: "vc",
          password: "${var.password}",
          password_version: version,
        },
      },
    });
    const variable = {
      variable: { password: { type: "string", ephemeral: true, default: secret } },
    };
    const workspace = await opened(smallSite(keyServer(1), variable));
    expect(await workspace.changes()).toEqual([]);
    workspace.write(smallSite(keyServer(2), variable));
    expect(await workspace.changes()).toEqual(["holdfast_key_server.kms update"]);
    await workspace.applyPlan();
    const kept = ["terraform.tfstate", "terraform.tfstate.backup", "plan"].map((name) =>
      readFileSync(join(workspace.folder, name)).includes(secret),
    );
    expect(kept).toEqual([false, false, false]);
  });

  it("looks objects up and drills in an apply", async () => {
    const workspace = await opened(
      smallSite(
        {},
        {
          data: {
            holdfast_host: { a: { id: "${holdfast_host.a.id}" } },
            holdfast_drill: { outage: { depends_on: ["holdfast_host.a"] } },
          },
          output: {
            version: { value: "${data.holdfast_host.a.version}" },
            verdict: { value: "${data.holdfast_drill.outage.verdict}" },
          },
        },
      ),
    );
    const outputs = JSON.parse(await workspace.demand("output", "-json"));
    expect([outputs.version.value, outputs.verdict.value]).toEqual(["8.0 U3", "survived"]);
  });

  it("takes its simulator from the provider block, relative to the working folder", async () => {
    const workspace = await opened(
      smallSite({}, { provider: { holdfast: { simulator: "estates/edge.db" } } }),
    );
    expect(workspace.hasSimulator()).toBe(false);
    expect(readFileSync(join(workspace.folder, "estates/edge.db")).length).toBeGreaterThan(0);
    expect(await workspace.changes()).toEqual([]);
  });
});
