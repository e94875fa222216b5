// Override files: merged argument by argument, with what is wrong in them told where it stands.

import { describe, expect, it } from "vitest";
import { loadFiles } from "./load.js";

const MAIN = {
  resource: {
    terraform_data: {
      a: {
        "//": { metadata: { path: "stack/a" } },
        input: 1,
        triggers_replace: 1,
        lifecycle: { create_before_destroy: true, ignore_changes: ["input"] },
      },
      each: { for_each: { k: 1 } },
    },
  },
  variable: { v: { default: 1, description: "kept" } },
  locals: { l: 1, m: 2 },
  output: { o: { value: 1 } },
};

const load = (override: object, main: object = MAIN) =>
  loadFiles({ "/p/main.tf.json": main, "/p/override.tf.json": override }, "/p");

async function good(override: object, main?: object) {
  const { stacks, diagnostics } = await load(override, main);
  const [stack] = stacks;
  if (diagnostics.length > 0 || stack === undefined) throw new Error(JSON.stringify(diagnostics));
  return stack;
}

describe("an override file", () => {
  it("replaces arguments one by one, and keeps the construct", async () => {
    const stack = await good({
      resource: { terraform_data: { a: { input: 2, lifecycle: { prevent_destroy: true } } } },
      variable: { v: { default: 2 } },
      locals: { l: 3 },
    });
    const resource = stack.resources.get("terraform_data.a");
    expect(resource?.attributes).toEqual({
      input: { kind: "literal", value: 2 },
      triggers_replace: { kind: "literal", value: 1 },
    });
    expect(resource?.lifecycle).toMatchObject({
      createBeforeDestroy: true,
      preventDestroy: true,
      ignoreChanges: [["input"]],
    });
    expect(resource?.source.construct).toBe("stack/a");
    expect(stack.variables.get("v")).toMatchObject({ default: 2, description: "kept" });
    expect([...stack.locals.values()]).toMatchObject([{ value: 3 }, { value: 2 }]);
  });

  it("counts for the digest of the configuration", async () => {
    const [plain, other] = [await good({}), await good({ locals: { l: 3 } })];
    expect(plain.digest).not.toBe(other.digest);
  });

  it("replaces the backend as a whole, and a provider of that alias", async () => {
    const backend = (path: string, more: object = {}) => ({
      backend: { local: { path, ...more } },
    });
    const stack = await good(
      { terraform: backend("new.tfstate"), provider: { holdfast: { simulator: "new.db" } } },
      {
        ...MAIN,
        terraform: backend("old.tfstate", { workspace_dir: "old" }),
        provider: { holdfast: { simulator: "old.db" } },
      },
    );
    expect(stack.backend).toMatchObject({
      path: "new.tfstate",
      workspaces: { folder: "terraform.tfstate.d" },
    });
    expect(stack.providers.get("holdfast")?.attributes.simulator).toEqual({
      kind: "literal",
      value: "new.db",
    });
  });

  it.each<[string, object, string, string]>([
    [
      "a wrong attribute",
      { resource: { terraform_data: { a: { inptu: 1 } } } },
      "Unknown attribute",
      "/resource/terraform_data/a/inptu",
    ],
    [
      "a wrong setting",
      { resource: { terraform_data: { a: { lifecycle: { prevent: 1 } } } } },
      "Unknown argument",
      "/resource/terraform_data/a/lifecycle/prevent",
    ],
    [
      "a resource that is nowhere",
      { resource: { terraform_data: { b: {} } } },
      "Nothing to override",
      "/resource/terraform_data/b",
    ],
    ["a local that is nowhere", { locals: { l: 1, n: 1 } }, "Nothing to override", "/locals/n"],
    [
      "a provider of no such alias",
      { provider: { holdfast: { alias: "x" } } },
      "Nothing to override",
      "/provider/holdfast",
    ],
    [
      "depends_on",
      { output: { o: { depends_on: ["terraform_data.a"] } } },
      "Unsupported override",
      "/output/o/depends_on",
    ],
    [
      "a trigger",
      { resource: { terraform_data: { a: { lifecycle: { replace_triggered_by: [] } } } } },
      "Unsupported override",
      "/resource/terraform_data/a/lifecycle/replace_triggered_by",
    ],
    [
      "a move",
      { moved: { from: "terraform_data.x", to: "terraform_data.a" } },
      "Unsupported override",
      "/moved",
    ],
    ["a block that there is not", { resuorce: {} }, "Unknown block type", "/resuorce"],
  ])("is told of %s where it stands", async (_, override, summary, pointer) => {
    const { diagnostics } = await load(override);
    expect(diagnostics).toMatchObject([{ summary, source: { file: "override.tf.json", pointer } }]);
    expect(diagnostics[0]?.source?.line).toBeGreaterThan(0);
  });

  it("makes no count of a for_each", async () => {
    const { diagnostics } = await load({ resource: { terraform_data: { each: { count: 1 } } } });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(["Count and for_each both set"]);
  });

  it("is no configuration of its own", async () => {
    const path = "/p/a_override.tf.json";
    const { diagnostics } = await loadFiles({ [path]: {} }, path);
    expect(diagnostics[0]?.detail).toContain("says nothing without the files that it overrides");
  });
});
