// What is done with the state before anything is compared: refresh and drift, moves, imports, and what an
// interrupted apply left behind.

import { describe, expect, it } from "vitest";
import { driftIn } from "../../../src/model/plan.js";
import { createStack } from "../../support/applying.js";
import { type ConfigurationInput, ref, template } from "../../support/build-configuration.js";
import { actions, existing, goodPlan, planOf, recordOf } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";

const ONE: ConfigurationInput = {
  resources: { "test_record.a": { attributes: { name: "a", value: "1" } } },
  outputs: { value: ref("test_record.a.value") },
};

async function applied(input: ConfigurationInput = ONE) {
  const stack = createStack();
  await stack.apply(input);
  const change = (name: string, attributes: object) => {
    const id = `record/${name}`;
    stack.provider.records.set(id, { ...stack.provider.records.get(id), ...attributes });
  };
  return { stack, change };
}

describe("refresh", () => {
  it("shows what was changed from outside, and plans it back", async () => {
    const { stack, change } = await applied();
    change("a", { value: "other", revision: 7 });
    const plan = await stack.plan(ONE);
    expect(plan.drift).toMatchObject([
      {
        address: "test_record.a",
        action: "update",
        before: { value: "1" },
        after: { value: "other" },
      },
    ]);
    expect(actions(plan)).toEqual(["test_record.a update"]);
    await stack.apply(ONE);
    expect(actions(await stack.plan(ONE))).toEqual([]);
  });

  it("is drift where only the backend decides, and no change", async () => {
    const { stack, change } = await applied();
    change("a", { revision: 7 });
    const plan = await stack.plan(ONE);
    expect(plan).toMatchObject({ drift: [{ action: "update" }], applyable: false });
    expect(plan.changes[0]?.before?.revision).toBe(7);
  });

  it("is no change where the configuration already says so", async () => {
    const { stack, change } = await applied();
    change("a", { value: "2" });
    const changed = { resources: { "test_record.a": { attributes: { name: "a", value: "2" } } } };
    const plan = await stack.plan(changed);
    expect(plan.drift).toHaveLength(1);
    expect(actions(plan)).toEqual([]);
  });

  it("creates again what is gone, and forgets what is gone and not declared", async () => {
    const { stack } = await applied();
    stack.provider.records.clear();
    const plan = await stack.plan(ONE);
    expect(plan.drift).toMatchObject([{ address: "test_record.a", action: "delete", after: null }]);
    expect(actions(plan)).toEqual(["test_record.a create"]);
    const without = await stack.plan({});
    expect(actions(without)).toEqual([]);
    expect(without.applyable).toBe(true);
    await stack.apply({});
    expect((await stack.state()).instances.size).toBe(0);
    expect((await stack.plan({})).applyable).toBe(false);
  });

  it("forgets a deposed object that is gone", async () => {
    const provider = createRecordProvider();
    const deposed = { address: "test_record.a", attributes: recordOf("old"), deposed: "0a1b2c3d" };
    const state = existing(provider, deposed);
    provider.records.clear();
    const stack = createStack(undefined, provider);
    await stack.store.write(state);
    await stack.apply({});
    expect((await stack.state()).instances.size).toBe(0);
  });

  it("keeps the order of deletion when what stood between is gone", async () => {
    const provider = createRecordProvider();
    const state = existing(
      provider,
      { address: "test_record.a", attributes: recordOf("a") },
      { address: "test_record.m", attributes: recordOf("m"), dependencies: ["test_record.a"] },
      { address: "test_record.z", attributes: recordOf("z"), dependencies: ["test_record.m"] },
    );
    provider.records.delete("record/m");
    const stack = createStack(undefined, provider);
    await stack.store.write(state);
    expect((await stack.plan({})).changes.map((c) => [c.address, c.dependsOn])).toEqual([
      ["test_record.a", ["test_record.z"]],
      ["test_record.z", []],
    ]);
    await stack.apply({});
    expect(provider.log).toEqual(["delete record/z", "delete record/a"]);
  });

  it("is left out with refresh = false", async () => {
    const { stack, change } = await applied();
    change("a", { value: "other" });
    const plan = await stack.plan(ONE, { refresh: false });
    expect(plan).toMatchObject({ drift: [], applyable: false });
  });

  it("reads at most as many at once as allowed", async () => {
    const provider = createRecordProvider({ delay: 2 });
    const names = Array.from({ length: 20 }, (_, i) => ({
      address: `test_record.a[${i}]`,
      attributes: recordOf(`a${i}`),
    }));
    const state = existing(provider, ...names);
    await goodPlan({}, { provider, state, options: { parallelism: 3 } });
    expect(provider.peak.operations).toBe(3);
  });

  it("gives the errors of all reads", async () => {
    const { stack } = await applied();
    stack.provider.failures.set("read record/a", "nothing");
    const { plan, diagnostics } = await planOf(ONE, {
      provider: stack.provider,
      state: await stack.state(),
    });
    expect(plan).toBeUndefined();
    expect(diagnostics).toMatchObject([{ address: "test_record.a", summary: "Injected failure" }]);
  });

  it("alone shows what is gone, which a plan to destroy keeps to itself", async () => {
    const { stack } = await applied();
    stack.provider.records.delete("record/a");
    const gone = driftIn(await stack.plan(ONE, { mode: "refresh-only" }));
    expect(gone).toMatchObject([{ address: "test_record.a", action: "delete" }]);
    expect(driftIn(await stack.plan(ONE, { mode: "destroy" }))).toEqual([]);
  });

  it("alone plans no change, and apply writes what was read", async () => {
    const { stack, change } = await applied();
    change("a", { value: "other", revision: 7 });
    const plan = await stack.plan(ONE, { mode: "refresh-only" });
    expect(plan).toMatchObject({ mode: "refresh-only", applyable: true });
    expect(actions(plan)).toEqual([]);
    expect(plan.drift).toHaveLength(1);
    expect(plan.outputs).toMatchObject([{ name: "value", action: "update", after: "other" }]);
    await stack.apply(ONE, { mode: "refresh-only" });
    const state = await stack.state();
    expect(state.instances.get("test_record.a")?.attributes).toMatchObject({
      value: "other",
      revision: 7,
    });
    expect(state.outputs.value?.value).toBe("other");
    expect((await stack.plan(ONE, { mode: "refresh-only" })).applyable).toBe(false);
  });
});

describe("moved", () => {
  const moveTo = (moved: { [from: string]: string }, ...names: string[]): ConfigurationInput => ({
    resources: Object.fromEntries(
      names.map((name) => [`test_record.${name}`, { attributes: { name: "a", value: "1" } }]),
    ),
    moved,
  });

  it("renames, through chains too, and destroys nothing", async () => {
    const { stack } = await applied();
    const chain = moveTo(
      { "test_record.a": "test_record.b", "test_record.b": "test_record.c" },
      "c",
    );
    const plan = await stack.plan(chain);
    expect(plan.changes).toMatchObject([
      { address: "test_record.c", action: "no-op", previousAddress: "test_record.a" },
    ]);
    expect(plan.applyable).toBe(true);
    const { state } = await stack.apply(chain);
    expect([...state.instances.keys()]).toEqual(["test_record.c"]);
    expect(stack.provider.log).toEqual(["create record/a"]);
    expect((await stack.plan(chain)).applyable).toBe(false);
  });

  it("moves all instances of a resource with their keys", async () => {
    const counted = (name: string): ConfigurationInput => ({
      resources: {
        [`test_record.${name}`]: {
          attributes: { name: template("r", ref("count.index")) },
          count: 3,
        },
      },
    });
    const { stack } = await applied(counted("a"));
    const plan = await stack.plan({ ...counted("b"), moved: { "test_record.a": "test_record.b" } });
    expect(actions(plan)).toEqual([]);
    expect(plan.changes.map((c) => c.previousAddress)).toEqual([
      "test_record.a[0]",
      "test_record.a[1]",
      "test_record.a[2]",
    ]);
  });

  it("is implied between r and r[0]", async () => {
    const { stack } = await applied({
      resources: { "test_record.a": { attributes: { name: "r0" } } },
    });
    const counted = {
      resources: {
        "test_record.a": { attributes: { name: template("r", ref("count.index")) }, count: 2 },
      },
    };
    const plan = await stack.plan(counted);
    expect(actions(plan)).toEqual(["test_record.a[1] create"]);
    await stack.apply(counted);
    const back = await stack.plan({
      resources: { "test_record.a": { attributes: { name: "r0" } } },
    });
    expect(back.changes.map((c) => [c.address, c.action, c.previousAddress])).toEqual([
      ["test_record.a", "no-op", "test_record.a[0]"],
      ["test_record.a[1]", "delete", undefined],
    ]);
  });

  it("is blocked, with a warning, where something is already", async () => {
    const provider = createRecordProvider();
    const state = existing(
      provider,
      { address: "test_record.a", attributes: recordOf("old") },
      { address: "test_record.b", attributes: recordOf("a", { value: "1" }) },
    );
    const input = moveTo({ "test_record.a": "test_record.b" }, "b");
    const { plan, diagnostics } = await planOf(input, { provider, state });
    expect(diagnostics).toMatchObject([{ severity: "warning", summary: "Blocked move" }]);
    expect(actions(plan)).toEqual(["test_record.a delete delete_because_no_resource_config"]);
  });

  it("refuses to move an instance that is still declared", async () => {
    const { diagnostics } = await planOf({
      resources: {
        "test_record.a": { attributes: { name: template("a", ref("count.index")) }, count: 2 },
      },
      moved: { "test_record.a[1]": "test_record.b" },
    });
    expect(diagnostics).toMatchObject([
      { summary: "Moved object still exists", address: "test_record.a[1]" },
    ]);
  });

  it("refuses a target that leaves a moved object out", async () => {
    const { stack } = await applied();
    const input = moveTo({ "test_record.a": "test_record.b" }, "b", "other");
    const { diagnostics } = await planOf(input, {
      provider: stack.provider,
      state: await stack.state(),
      options: { targets: ["test_record.other"] },
    });
    expect(diagnostics.map((d) => d.summary)).toContain("Moved object left out of the plan");
  });
});

describe("import", () => {
  const importing: ConfigurationInput = {
    resources: { "test_record.a": { attributes: { name: "a", value: "1" } } },
    locals: { id: "record/a" },
    imports: { "test_record.a": ref("local.id") },
  };

  it("takes over what exists, and changes what differs", async () => {
    const stack = createStack();
    stack.provider.records.set("record/a", recordOf("a", { value: "1" }));
    const same = await stack.plan(importing);
    expect(same.changes).toMatchObject([{ action: "no-op", importId: "record/a" }]);
    expect(same.applyable).toBe(true);
    stack.provider.records.set("record/a", recordOf("a", { value: "0" }));
    expect(actions(await stack.plan(importing))).toEqual(["test_record.a update"]);
    const { diagnostics } = await stack.apply(importing);
    expect(diagnostics).toEqual([]);
    expect(stack.provider.log).toEqual(["update record/a"]);
    const again = await stack.plan(importing);
    expect(again).toMatchObject({ applyable: false, changes: [{ action: "no-op" }] });
    expect(again.changes[0]).not.toHaveProperty("importId");
  });

  it.each([
    ["what does not exist", { "test_record.a": "record/a" }, "Cannot import what does not exist"],
    ["an unknown id", { "test_record.a": ref("test_record.b.token") }, "Invalid import id"],
    ["an empty id", { "test_record.a": "" }, "Invalid import id"],
    ["to what is not declared", { "test_record.z": "record/a" }, "Import to something undeclared"],
  ])("refuses %s", async (_, imports, summary) => {
    const { plan, diagnostics } = await planOf({
      resources: {
        "test_record.a": { attributes: { name: "a" } },
        "test_record.b": { attributes: { name: "b" } },
      },
      imports,
    });
    expect(plan).toBeUndefined();
    expect(diagnostics.map((d) => d.summary)).toEqual([summary]);
  });
});

describe("what an interrupted apply left behind", () => {
  const interrupted = [{ address: "test_record.a", action: "create", id: "record/a" }] as const;

  it("is found by its planned id and taken over", async () => {
    const provider = createRecordProvider();
    provider.records.set("record/a", recordOf("a", { value: "1" }));
    const state = { ...existing(provider), interrupted };
    const { plan, diagnostics } = await planOf(ONE, { provider, state });
    expect(diagnostics).toMatchObject([
      { severity: "warning", summary: "Object of an interrupted apply found" },
    ]);
    expect(plan?.changes).toMatchObject([{ action: "no-op", importId: "record/a" }]);
    // Also when it is no longer declared.
    const gone = await planOf({}, { provider, state });
    expect(actions(gone.plan)).toEqual(["test_record.a delete delete_because_no_resource_config"]);
  });

  it("is created where it is not there, and warned of where it cannot be looked for", async () => {
    const provider = createRecordProvider();
    const nothing = await planOf(ONE, { provider, state: { ...existing(provider), interrupted } });
    expect(nothing.diagnostics).toEqual([]);
    expect(actions(nothing.plan)).toEqual(["test_record.a create"]);
    const blind = [{ address: "test_record.a", action: "create" }] as const;
    const warned = await planOf(ONE, {
      provider,
      state: { ...existing(provider), interrupted: blind },
    });
    expect(warned.diagnostics).toMatchObject([
      { severity: "warning", summary: "Outcome of an interrupted change is unknown" },
    ]);
  });

  it("is read also without a refresh", async () => {
    const provider = createRecordProvider();
    const before = existing(provider, {
      address: "test_record.a",
      attributes: recordOf("a", { value: "old" }),
    });
    provider.records.set("record/a", recordOf("a", { value: "new" }));
    const begun = [{ address: "test_record.a", action: "update", id: "record/a" }] as const;
    const state = { ...before, interrupted: begun };
    const input = { resources: { "test_record.a": { attributes: { name: "a", value: "old" } } } };
    const { plan } = await planOf(input, { provider, state, options: { refresh: false } });
    expect(actions(plan)).toEqual(["test_record.a update"]);
  });

  it("is not taken over twice", async () => {
    const provider = createRecordProvider();
    const old = { address: "test_record.a", attributes: recordOf("a"), deposed: "0a1b2c3d" };
    const state = { ...existing(provider, old), interrupted };
    const { plan } = await planOf(ONE, { provider, state });
    expect(actions(plan)).toEqual([
      "test_record.a create",
      "test_record.a (deposed 0a1b2c3d) delete",
    ]);
  });
});

describe("the state's objects", () => {
  it("are refused when no one here knows their type or their schema", async () => {
    const provider = createRecordProvider();
    const state = existing(
      provider,
      { address: "acme_thing.a", attributes: { id: "x" } },
      { address: "test_record.a", attributes: recordOf("a"), schemaVersion: 9 },
    );
    const { diagnostics } = await planOf({}, { provider, state });
    expect(diagnostics.map((d) => d.summary)).toEqual([
      "Unknown resource type in the state",
      "Object of a newer schema",
    ]);
  });

  it("get the attributes that their schema has gained", async () => {
    const provider = createRecordProvider();
    const state = existing(provider, {
      address: "test_record.a",
      attributes: { id: "record/a", name: "a" },
    });
    provider.records.set("record/a", recordOf("a", { value: "1" }));
    const plan = await goodPlan(ONE, { provider, state, options: { refresh: false } });
    expect(plan.changes[0]?.before).toHaveProperty("labels", null);
  });
});
