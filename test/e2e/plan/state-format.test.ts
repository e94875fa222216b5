// The state file against the real Terraform: it reads what we write, and finds nothing to do after we have read
// and written what it wrote.

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeState } from "../../../src/state/decode-state.js";
import { encodeState } from "../../../src/state/encode-state.js";
import { createLocalStateStore } from "../../../src/state/local-state-store.js";
import { createStack } from "../../support/applying.js";
import { type ConfigurationInput, ref, template } from "../../support/build-configuration.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const hasTerraform = spawnSync("terraform", ["version"]).status === 0;
const ENVIRONMENT = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };

function terraform(folder: string, ...args: string[]): string {
  return execFileSync("terraform", args, {
    cwd: folder,
    env: ENVIRONMENT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

if (!hasTerraform && process.env.CI === "true") throw new Error("terraform is missing");
if (!hasTerraform)
  console.warn("SKIPPED: the state format against Terraform: terraform is missing");

const OURS: ConfigurationInput = {
  resources: {
    "test_record.one": { attributes: { name: "one", labels: { a: "x" } } },
    "test_record.counted": {
      attributes: { name: template("c", ref("count.index")), links: [ref("test_record.one.id")] },
      count: 2,
    },
    "test_record.keyed": {
      attributes: { name: template("k", ref("each.value")), value: ref("test_record.one.token") },
      forEach: { 'q"uote': "1", "ü/${x}": "2" },
    },
  },
  outputs: { id: ref("test_record.one.id"), list: [1, "a", null, { k: true }] },
};

/** A state of ours with every kind of object in it. */
async function ourState(folder: string) {
  const store = createLocalStateStore({
    root: folder,
    path: "terraform.tfstate",
    isAlive: () => true,
  });
  const stack = createStack(store);
  stack.provider.failures.set("create record/c1", "partial");
  const { state } = await stack.apply(OURS);
  const old = state.instances.get("test_record.one");
  if (old === undefined) throw new Error("nothing was applied");
  const deposed = { ...old, deposed: "0a1b2c3d" };
  const interrupted = [{ address: "test_record.z", action: "create", id: "z" }] as const;
  const instances = new Map([...state.instances, ["test_record.one (deposed 0a1b2c3d)", deposed]]);
  const written = await store.write({ ...state, instances, interrupted });
  if (written.state === undefined) throw new Error(JSON.stringify(written.diagnostics));
  return written.state;
}

describe.skipIf(!hasTerraform)("a state of ours", () => {
  it("is listed by Terraform", async () => {
    const folder = temporaryFolder();
    await ourState(folder);
    expect(terraform(folder, "state", "list").trim().split("\n").sort()).toEqual([
      "test_record.counted[0]",
      "test_record.counted[1]",
      'test_record.keyed["q\\"uote"]',
      'test_record.keyed["ü/$${x}"]',
      "test_record.one",
    ]);
    const outputs: unknown = JSON.parse(terraform(folder, "output", "-json"));
    expect(outputs).toMatchObject({
      id: { sensitive: false, type: "string", value: "record/one" },
      list: { value: [1, "a", null, { k: true }] },
    });
  });

  it("is read by us after Terraform has rewritten it", async () => {
    const folder = temporaryFolder();
    const ours = await ourState(folder);
    terraform(folder, "state", "rm", "test_record.counted[1]");
    const text = readFileSync(join(folder, "terraform.tfstate"), "utf8");
    const { state, diagnostics } = decodeState(text, "terraform.tfstate");
    expect(diagnostics).toEqual([]);
    expect(state?.lineage).toBe(ours.lineage);
    expect(state?.outputs).toEqual(ours.outputs);
    // What we noted about interrupted changes is not Terraform's to keep.
    expect(state?.interrupted).toBeUndefined();
    const left = new Map([...ours.instances].filter(([key]) => key !== "test_record.counted[1]"));
    expect(state?.instances).toEqual(left);
  });
});

const THEIRS = {
  resource: {
    terraform_data: {
      one: { input: { a: "x", n: 5, list: ["p", "q"] } },
      counted: { count: 2, input: "${terraform_data.one.id}" },
      keyed: {
        for_each: '${toset(["a", "b c"])}',
        input: "${each.key}",
        lifecycle: { create_before_destroy: true },
      },
    },
  },
  output: {
    id: { value: "${terraform_data.one.id}" },
    all: { value: "${terraform_data.counted[*].id}" },
  },
};

describe.skipIf(!hasTerraform)("a state of Terraform", () => {
  it("leads to no changes after we have read and written it", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(THEIRS));
    terraform(folder, "init", "-input=false");
    terraform(folder, "apply", "-auto-approve", "-input=false");
    terraform(folder, "taint", "terraform_data.counted[1]");
    const path = join(folder, "terraform.tfstate");
    const text = readFileSync(path, "utf8");
    const { state, diagnostics } = decodeState(text, path);
    expect(diagnostics).toEqual([]);
    if (state === undefined) return;
    expect(state.instances.get("terraform_data.counted[1]")?.tainted).toBe(true);
    const rewritten = encodeState(state);
    expect(JSON.parse(rewritten)).toEqual(JSON.parse(text));
    const healed = new Map(
      [...state.instances].map(([key, { tainted: _, ...instance }]) => [key, instance] as const),
    );
    writeFileSync(path, encodeState({ ...state, serial: state.serial + 1, instances: healed }));
    expect(terraform(folder, "plan", "-detailed-exitcode", "-input=false")).toContain("No changes");
  });
});
