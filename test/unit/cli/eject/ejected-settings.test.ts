// What stands beside a configuration in its new folder.

import { describe, expect, it } from "vitest";
import { ejectedSettings, type Relocation } from "../../../../src/cli/eject/ejected-settings.js";
import type { SourceFile } from "../../../../src/load/source-file.js";
import { LONE_LAYOUT } from "../../../../src/model/workspace.js";
import { VERSION } from "../../../../src/schema/generated/version.js";

const HERE: Relocation = {
  back: "../../project",
  simulator: (written) => written ?? "../../vsphere.db",
  folderOfState: (path) => (path === "/project/core.tfstate" ? "../core" : undefined),
};
const HOLDFAST = { source: "holdfast/holdfast", version: VERSION };
const VCENTER = { resource: { holdfast_vcenter: { vc: { name: "vc01" } } } };

function settingsOf(documents: Readonly<Record<string, object>>, to: Relocation = HERE) {
  const files = Object.entries(documents).map(
    ([name, json]): SourceFile => ({
      name,
      text: JSON.stringify(json),
      json: JSON.parse(JSON.stringify(json)),
    }),
  );
  const place = { root: "/project", folder: "/project", stack: "edge" };
  const backend = { path: LONE_LAYOUT.file, workspaces: LONE_LAYOUT };
  const { files: made, warnings } = ejectedSettings({ ...place, backend, files }, to);
  const written = made.map(({ folder, name, json }) => [`${folder}/${name}`, json] as const);
  return { files: Object.fromEntries(written), warnings: warnings.map(({ detail }) => detail) };
}

const remote = (config: unknown) => ({
  data: { terraform_remote_state: { far: { backend: "local", config } } },
});

describe("settings of an ejected stack", () => {
  it("say which provider is meant where that is not said, in modules too", () => {
    const required = { terraform: [{ required_providers: { holdfast: { source: "x" } } }] };
    const { files } = settingsOf({
      "main.tf.json": {},
      "m/main.tf.json": VCENTER,
      "n/main.tf.json": { ...VCENTER, ...required },
      "o/main.tf.json": { output: { o: { value: 1 } } },
    });
    const terraform = { required_providers: { holdfast: HOLDFAST } };
    expect(files).toEqual({
      "/project/holdfast_override.tf.json": { terraform },
      "/project/holdfast.tf.json": { provider: { holdfast: { simulator: "../../vsphere.db" } } },
      "/project/m/holdfast_override.tf.json": { terraform },
    });
  });

  it("are none where there is no need", () => {
    expect(settingsOf({ "main.tf.json": { output: { o: { value: 1 } } } }).files).toEqual({});
    const stays = { ...HERE, simulator: () => undefined };
    const whole = { ...VCENTER, terraform: { required_providers: { holdfast: HOLDFAST } } };
    expect(settingsOf({ "main.tf.json": whole }, stays).files).toEqual({});
  });

  it("override every configuration of the provider, and the backend", () => {
    const { files } = settingsOf({
      "main.tf.json": {
        terraform: { backend: { local: { path: "a" } }, required_providers: { holdfast: {} } },
        provider: { holdfast: [{ simulator: "a.db" }, { alias: "b", simulator: "a.db" }] },
      },
    });
    const [declared] = [[{ simulator: "a.db" }, { alias: "b", simulator: "a.db" }]];
    expect(files).toEqual({
      "/project/holdfast_override.tf.json": {
        terraform: { backend: { local: {} } },
        provider: { holdfast: declared },
      },
    });
  });

  it("come after every override file that is there, and overwrite no file", () => {
    const names = ["main.tf.json", "override.tf.json", "holdfast.tf.json"];
    const { files } = settingsOf(Object.fromEntries(names.map((name) => [name, VCENTER])));
    expect(Object.keys(files)).toEqual([
      "/project/zholdfast_override.tf.json",
      "/project/zholdfast.tf.json",
    ]);
  });

  it.each([
    ["core.tfstate", "../core/terraform.tfstate", "../core/terraform.tfstate.d"],
    ["/project/core.tfstate", "../core/terraform.tfstate", "../core/terraform.tfstate.d"],
    ["/elsewhere/a", "/elsewhere/a", "../../project/terraform.tfstate.d"],
    ["./far/a", "../../project/far/a", "../../project/terraform.tfstate.d"],
    ["${var.at}/a", "../../project/${var.at}/a", "../../project/terraform.tfstate.d"],
  ])("lead to the state at %s", (path, moved, folder) => {
    const { files } = settingsOf({ "main.tf.json": remote({ path }) });
    const config = { path: moved, workspace_dir: folder };
    expect(files).toEqual({
      "/project/holdfast_override.tf.json": {
        data: { terraform_remote_state: { far: { config } } },
      },
    });
  });

  it("warn of states that stay, and of paths that cannot be corrected from beside", () => {
    const inCheck = { check: { c: remote({ path: "core.tfstate" }) } };
    expect(settingsOf({ "main.tf.json": remote({ path: "a/b" }) }).warnings).toEqual([
      expect.stringContaining("data.terraform_remote_state.far of edge reads the state b, which"),
    ]);
    for (const document of [remote("${local.far}"), inCheck]) {
      const { files, warnings } = settingsOf({ "main.tf.json": document });
      expect([files, warnings]).toEqual([{}, [expect.stringContaining("is left as it is")]]);
    }
  });
});
