// Replaces: why, in which order, and what keeps an object from being destroyed.

import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/model/plan.js";
import { orderSteps } from "../../../src/plan/order-steps.js";
import { createStack } from "../../support/applying.js";
import { type ConfigurationInput, ref, template } from "../../support/build-configuration.js";
import { actions, existing, goodPlan, planOf, recordOf } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";

function steps(plan: Plan): readonly string[] {
  const ordered = orderSteps(plan.changes);
  if (ordered.cycle) return ["cycle", ...ordered.cycle];
  return ordered.steps.flatMap(({ kind, change }) =>
    change === undefined || change.action === "no-op" ? [] : [`${kind} ${change.address}`],
  );
}

/** A ← B: B's value is A's token. */
function pair(a: string, b: string, lifecycleA: object = {}): ConfigurationInput {
  return {
    resources: {
      "test_record.a": { attributes: { name: a }, lifecycle: lifecycleA },
      "test_record.b": { attributes: { name: b, value: ref("test_record.a.token") } },
    },
  };
}

async function second(first: ConfigurationInput, next: ConfigurationInput) {
  const stack = createStack();
  await stack.apply(first);
  stack.provider.log.length = 0;
  return { stack, plan: await stack.plan(next) };
}

describe("order of replaces", () => {
  it("deletes first, dependents before: both replaced", async () => {
    const { plan } = await second(pair("a", "b"), pair("a2", "b2"));
    expect(steps(plan)).toEqual([
      "remove test_record.b",
      "remove test_record.a",
      "put test_record.a",
      "put test_record.b",
    ]);
  });

  it("creates first what says so, and deletes it last", async () => {
    const cbd = { createBeforeDestroy: true };
    const { plan, stack } = await second(pair("a", "b", cbd), pair("a2", "b2", cbd));
    expect(actions(plan)).toEqual([
      "test_record.a create-then-delete replace_because_cannot_update",
      "test_record.b delete-then-create replace_because_cannot_update",
    ]);
    await stack.apply(pair("a2", "b2", cbd));
    const log = [...stack.provider.log];
    expect(log.at(-1)).toBe("delete record/a");
    expect(log.indexOf("create record/a2")).toBeLessThan(log.indexOf("create record/b2"));
    expect(log.indexOf("delete record/b")).toBeLessThan(log.indexOf("create record/b2"));
  });

  it("deletes the old one only after those who used it were updated", async () => {
    const cbd = { createBeforeDestroy: true };
    const { plan } = await second(pair("a", "b", cbd), pair("a2", "b", cbd));
    expect(steps(plan)).toEqual(["put test_record.a", "put test_record.b", "remove test_record.a"]);
  });

  it("forces creating first on what such a resource depends on, not on what depends on it", async () => {
    const input = (suffix: string): ConfigurationInput => ({
      resources: {
        "test_record.base": { attributes: { name: `base${suffix}` } },
        "test_record.mid": {
          attributes: { name: `mid${suffix}`, value: ref("test_record.base.token") },
          lifecycle: { createBeforeDestroy: true },
        },
        "test_record.top": {
          attributes: { name: `top${suffix}`, value: ref("test_record.mid.token") },
        },
      },
    });
    const { plan } = await second(input("1"), input("2"));
    expect(plan.changes.map((c) => `${c.address} ${c.action}`)).toEqual([
      "test_record.base create-then-delete",
      "test_record.mid create-then-delete",
      "test_record.top delete-then-create",
    ]);
    const { stack } = await second(input("1"), input("2"));
    await stack.apply(input("2"));
    const stored = (await stack.state()).instances.get("test_record.base");
    expect(stored?.createBeforeDestroy).toBe(true);
  });

  it("updates a user before deleting what it used", async () => {
    const { plan } = await second(pair("a", "b"), {
      resources: { "test_record.b": { attributes: { name: "b", value: "own" } } },
    });
    expect(steps(plan)).toEqual(["put test_record.b", "remove test_record.a"]);
    expect(plan.changes[0]?.dependsOn).toEqual(["test_record.b"]);
  });

  it("deletes at once what something to be created again waits for", async () => {
    const before: ConfigurationInput = {
      resources: {
        "test_record.a": { attributes: { name: "a" } },
        "test_record.x": { attributes: { name: "x", value: ref("test_record.a.token") } },
        "test_record.z": { attributes: { name: "z", value: ref("test_record.x.token") } },
      },
    };
    const after: ConfigurationInput = {
      resources: {
        "test_record.a": { attributes: { name: "a2" } },
        "test_record.z": { attributes: { name: "z", value: ref("test_record.a.token") } },
      },
    };
    const { plan, stack } = await second(before, after);
    expect(steps(plan)).toEqual([
      "remove test_record.x",
      "remove test_record.a",
      "put test_record.a",
      "put test_record.z",
    ]);
    expect((await stack.apply(after)).diagnostics).toEqual([]);
  });

  it("refuses dependencies that the state has in a circle", async () => {
    const provider = createRecordProvider();
    const state = existing(
      provider,
      { address: "test_record.a", attributes: recordOf("a"), dependencies: ["test_record.b"] },
      { address: "test_record.b", attributes: recordOf("b"), dependencies: ["test_record.a"] },
    );
    const { plan, diagnostics } = await planOf({}, { provider, state });
    expect(plan).toBeUndefined();
    expect(diagnostics).toMatchObject([{ summary: "Changes that wait for each other" }]);
  });
});

describe("reasons for a replace", () => {
  const one = (name: string, more: object = {}): ConfigurationInput => ({
    resources: { "test_record.a": { attributes: { name, ...more } } },
  });

  it("is asked for with --replace", async () => {
    const stack = createStack();
    await stack.apply(one("a"));
    const plan = await stack.plan(one("a"), { replace: ["test_record.a"] });
    expect(actions(plan)).toEqual(["test_record.a delete-then-create replace_by_request"]);
    const absent = await planOf(one("a"), { options: { replace: ["test_record.b"] } });
    expect(absent.diagnostics).toMatchObject([
      { severity: "warning", summary: "Nothing to replace" },
    ]);
    expect(actions(absent.plan)).toEqual(["test_record.a create"]);
    for (const text of ["record", "data.test_record.a", "module.m"]) {
      const wrong = await planOf(one("a"), { options: { replace: [text] } });
      expect(wrong.diagnostics).toMatchObject([{ severity: "error", summary: "Unknown address" }]);
      expect(wrong.plan).toBeUndefined();
    }
  });

  it("is a creation that failed half way", async () => {
    const stack = createStack();
    stack.provider.failures.set("create record/a", "partial");
    const { results } = await stack.apply(one("a", { value: "1" }));
    expect(results).toMatchObject([{ status: "failed" }]);
    expect((await stack.state()).instances.get("test_record.a")?.tainted).toBe(true);
    stack.provider.failures.clear();
    expect(actions(await stack.plan(one("a", { value: "1" })))).toEqual([
      "test_record.a delete-then-create replace_because_tainted",
    ]);
    await stack.apply(one("a", { value: "1" }));
    expect((await stack.state()).instances.get("test_record.a")?.tainted).toBeUndefined();
    expect(actions(await stack.plan(one("a", { value: "1" })))).toEqual([]);
  });

  const triggered = (by: string, over: object = {}): ConfigurationInput => ({
    resources: {
      "test_record.t": {
        attributes: { name: template("t", ref("count.index")), ...over },
        count: 2,
      },
      "test_record.a": { attributes: { name: "a" }, lifecycle: { replaceTriggeredBy: [ref(by)] } },
    },
  });

  it.each([
    ["test_record.t", { value: "2" }, true],
    ["test_record.t[1]", { value: "2" }, true],
    ["test_record.t[1].value", { value: "2" }, true],
    ["test_record.t[1].size", { value: "2" }, false],
    ["test_record.t[0].token", { value: "2" }, false],
    ["test_record.t", {}, false],
  ])("is a trigger: %s when %j", async (by, change, isReplaced) => {
    const { plan } = await second(triggered(by), triggered(by, change));
    const a = plan.changes.find((c) => c.address === "test_record.a");
    expect(a?.action).toBe(isReplaced ? "delete-then-create" : "no-op");
    expect(a?.reason).toBe(isReplaced ? "replace_by_triggers" : undefined);
  });

  it("is no trigger when the other is only created", async () => {
    const { plan } = await second(one("a"), triggered("test_record.t"));
    expect(actions(plan)).toEqual(["test_record.t[0] create", "test_record.t[1] create"]);
  });
});

describe("prevent_destroy", () => {
  const kept = (name: string, count = 2): ConfigurationInput => ({
    resources: {
      "test_record.a": {
        attributes: { name: template(name, ref("count.index")) },
        count,
        lifecycle: { preventDestroy: true },
      },
    },
  });

  it("shows the whole plan, and says what it blocks", async () => {
    const stack = createStack();
    await stack.apply(kept("a"));
    const input = { state: await stack.state(), provider: stack.provider };
    const replaced = await planOf(kept("b", 1), input);
    expect(actions(replaced.plan)).toEqual([
      "test_record.a[0] delete-then-create replace_because_cannot_update",
      "test_record.a[1] delete delete_because_count_index",
    ]);
    expect(replaced.diagnostics).toMatchObject([
      { summary: "Protected object would be destroyed", address: "test_record.a[0]" },
      { summary: "Protected object would be destroyed", address: "test_record.a[1]" },
    ]);
    const destroyed = await planOf(kept("a"), { ...input, options: { mode: "destroy" } });
    expect(destroyed.diagnostics).toHaveLength(2);
    // Without the block nothing is left that protects.
    expect((await planOf({}, input)).diagnostics).toEqual([]);
  });
});

describe("objects at one place", () => {
  const named = (names: { readonly [address: string]: string }): ConfigurationInput => ({
    resources: Object.fromEntries(
      Object.entries(names).map(([address, name]) => [address, { attributes: { name } }]),
    ),
  });

  it("are refused where one of them would be new", async () => {
    const two = named({ "test_record.a": "x", "test_record.b": "x", "test_other.c": "x" });
    const { plan, diagnostics } = await planOf(two);
    expect(plan).toBeUndefined();
    expect(diagnostics).toMatchObject([{ summary: "Same object twice", address: "test_record.b" }]);
    expect(diagnostics[0]?.detail).toContain('"record/x", which is that of test_record.a already');
    const stack = createStack();
    await stack.apply(named({ "test_record.a": "x" }));
    // Under another address it is a new object where the old one goes.
    expect(actions(await stack.plan(named({ "test_record.b": "x" })))).toHaveLength(2);
    const also = { state: await stack.state(), provider: stack.provider };
    expect((await planOf(two, also)).diagnostics).toHaveLength(1);
  });

  it("are left as they are where the state has both", async () => {
    const provider = createRecordProvider();
    const state = existing(
      provider,
      { address: "test_record.a", attributes: recordOf("x") },
      { address: "test_record.b", attributes: recordOf("x") },
    );
    const both = { "test_record.a": { name: "x" }, "test_record.b": { name: "x", size: 2 } };
    const plan = await goodPlan(
      {
        resources: Object.fromEntries(
          Object.entries(both).map(([address, attributes]) => [address, { attributes }]),
        ),
      },
      { provider, state },
    );
    expect(actions(plan)).toEqual(["test_record.b update"]);
  });

  it("are refused where the new one is to be there before the old one goes", async () => {
    const kept: ConfigurationInput = {
      resources: {
        "test_record.a": { attributes: { name: "a" }, lifecycle: { createBeforeDestroy: true } },
      },
    };
    const stack = createStack();
    await stack.apply(kept);
    const { diagnostics } = await planOf(kept, {
      state: await stack.state(),
      provider: stack.provider,
      options: { replace: ["test_record.a"] },
    });
    expect(diagnostics).toMatchObject([
      { summary: "No place for a replacement", address: "test_record.a" },
    ]);
  });
});

describe("deposed objects", () => {
  it("are deleted, also when the current one stays", async () => {
    const provider = createRecordProvider();
    const state = existing(
      provider,
      { address: "test_record.a", attributes: recordOf("a") },
      { address: "test_record.a", attributes: recordOf("old"), deposed: "0a1b2c3d" },
    );
    const plan = await goodPlan(
      { resources: { "test_record.a": { attributes: { name: "a" } } } },
      { provider, state },
    );
    expect(actions(plan)).toEqual(["test_record.a (deposed 0a1b2c3d) delete"]);
    expect(plan.changes.map((c) => c.action)).toEqual(["no-op", "delete"]);
  });
});
