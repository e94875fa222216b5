import { describe, expect, it } from "vitest";
import { type ApplyEvent, applyPlan } from "../../../src/apply/apply-plan.js";
import { createMemoryStateStore } from "../../../src/state/memory-state-store.js";
import { createStack } from "../../support/applying.js";
import {
  buildConfiguration,
  type ConfigurationInput,
  call,
  ref,
  template,
} from "../../support/build-configuration.js";
import { actions } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";

const CHAIN: ConfigurationInput = {
  resources: {
    "test_record.a": { attributes: { name: "a" } },
    "test_record.b": { attributes: { name: "b", value: ref("test_record.a.token") } },
    "test_record.c": { attributes: { name: "c", value: ref("local.of_b") } },
    "test_record.free": { attributes: { name: "free" } },
  },
  locals: { of_b: template("x-", ref("test_record.b.value")) },
  outputs: { c: ref("test_record.c.value"), free: ref("test_record.free.token") },
};

const table = (results: readonly { address: string; status: string; blockedBy?: string }[]) =>
  results.map((r) => [r.address, r.status, r.blockedBy ?? []].flat().join(" "));

describe("applyPlan", () => {
  it("creates in order, with real values, and leaves nothing to plan", async () => {
    const stack = createStack();
    const events: ApplyEvent[] = [];
    const onEvent = (event: ApplyEvent) => events.push(event);
    const result = await stack.apply(CHAIN, {}, { onEvent, parallelism: 1 });
    expect(result).toMatchObject({ diagnostics: [], isSaved: true, operationsDone: 4 });
    expect(new Set(result.results.map((r) => r.status))).toEqual(new Set(["done"]));
    const token = stack.provider.records.get("record/a")?.token;
    expect(stack.provider.records.get("record/c")?.value).toBe(`x-${token}`);
    expect(result.state.outputs.c).toEqual({ value: `x-${token}`, type: "string" });
    expect(events.map((e) => `${e.kind} ${e.operation} ${e.address} ${e.done}/${e.total}`)).toEqual(
      [
        "started create test_record.a 0/4",
        "finished create test_record.a 1/4",
        "started create test_record.free 1/4",
        "finished create test_record.free 2/4",
        "started create test_record.b 2/4",
        "finished create test_record.b 3/4",
        "started create test_record.c 3/4",
        "finished create test_record.c 4/4",
      ],
    );
    const again = await stack.plan(CHAIN);
    expect(actions(again)).toEqual([]);
    expect(again.applyable).toBe(false);
  });

  it("does not ask for an update that turns out to change nothing", async () => {
    const stack = createStack();
    const copy = (name: string, value: string): ConfigurationInput => ({
      resources: {
        "test_record.a": { attributes: { name, value } },
        "test_record.b": { attributes: { name: "b", size: ref("test_record.a.revision") } },
      },
    });
    await stack.apply(copy("a", "1"));
    stack.provider.log.length = 0;
    // The replaced object starts with the revision that the old one had.
    const plan = await stack.plan(copy("a2", "1"));
    expect(actions(plan)).toHaveLength(2);
    const { results } = await stack.apply(copy("a2", "1"));
    expect(table(results)).toEqual(["test_record.a done", "test_record.b done"]);
    expect(stack.provider.log).toEqual(["delete record/a", "create record/a2"]);
  });

  it("leaves a state behind that has nothing, once", async () => {
    const stack = createStack();
    const { state } = await stack.apply({});
    expect([state.serial, state.instances.size]).toEqual([1, 0]);
    expect(await stack.store.read()).toEqual({ state, diagnostics: [] });
    expect((await stack.apply({})).state).toEqual(state);
  });

  it("writes nothing when there is nothing to do", async () => {
    const stack = createStack();
    const first = await stack.apply(CHAIN);
    const second = await stack.apply(CHAIN);
    expect(second.state).toEqual(first.state);
    expect(second.results).toEqual([]);
  });

  it("keeps what waits for what, also where no object changes", async () => {
    const stack = createStack();
    const both = (dependsOn: readonly string[]): ConfigurationInput => ({
      resources: {
        "test_record.b": { attributes: { name: "b" }, dependsOn },
        "test_record.z": { attributes: { name: "z" } },
      },
    });
    const first = await stack.apply(both([]));
    expect((await stack.plan(both(["test_record.z"]))).applyable).toBe(false);
    const second = await stack.apply(both(["test_record.z"]));
    expect(second.state.serial).toBe(first.state.serial + 1);
    expect(second.state.instances.get("test_record.b")?.dependencies).toEqual(["test_record.z"]);
    stack.provider.log.length = 0;
    await stack.apply({});
    expect(stack.provider.log).toEqual(["delete record/b", "delete record/z"]);
  });

  it("has as many links of for_each as there are", async () => {
    const links = 2_000;
    const chain = (last: string): ConfigurationInput => ({
      resources: Object.fromEntries(
        Array.from({ length: links }, (_, i) => {
          const attributes = { name: template(`r${i}-`, ref("each.key")) };
          const value = i === links - 1 ? { value: last } : {};
          const forEach = i === 0 ? { k: "k" } : ref(`test_record.r${i - 1}`);
          return [`test_record.r${i}`, { forEach, attributes: { ...attributes, ...value } }];
        }),
      ),
    });
    const stack = createStack();
    await stack.apply(chain("old"));
    const { results, diagnostics } = await stack.apply(chain("new"));
    expect(diagnostics).toEqual([]);
    expect(results).toMatchObject([{ address: `test_record.r${links - 1}["k"]`, status: "done" }]);
  });

  it("deletes in reverse", async () => {
    const stack = createStack();
    await stack.apply(CHAIN);
    stack.provider.log.length = 0;
    await stack.apply({});
    const log = stack.provider.log.filter((entry) => !entry.includes("free"));
    expect(log).toEqual(["delete record/c", "delete record/b", "delete record/a"]);
    expect((await stack.state()).instances.size).toBe(0);
    expect((await stack.state()).outputs).toEqual({});
  });

  it("keeps within the number of operations at once, and uses it", async () => {
    const provider = createRecordProvider({ delay: 3 });
    const stack = createStack(undefined, provider);
    const many = {
      resources: {
        "test_record.a": { attributes: { name: template("a", ref("count.index")) }, count: 40 },
      },
    };
    await stack.apply(many, {}, { parallelism: 4 });
    expect(provider.peak.operations).toBe(4);
    expect(provider.records.size).toBe(40);
  });
});

describe("a failure", () => {
  it("keeps back what depends on it, and nothing else", async () => {
    const stack = createStack();
    stack.provider.failures.set("create record/b", "nothing");
    const events: ApplyEvent[] = [];
    const result = await stack.apply(CHAIN, {}, { onEvent: (event) => events.push(event) });
    expect(table(result.results)).toEqual([
      "test_record.a done",
      "test_record.b failed",
      "test_record.c not-started test_record.b",
      "test_record.free done",
    ]);
    expect(result.results[1]?.diagnostics).toMatchObject([
      { summary: "Injected failure", address: "test_record.b" },
    ]);
    expect(result.diagnostics).toHaveLength(1);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: "skipped",
        address: "test_record.c",
        blockedBy: "test_record.b",
      }),
    );
    expect([...result.state.instances.keys()].sort()).toEqual([
      "test_record.a",
      "test_record.free",
    ]);
    expect(Object.keys(result.state.outputs)).toEqual(["free"]);
    expect(result.operationsDone).toBe(2);
  });

  it("keeps an object that was made half way, tainted, and what an update left", async () => {
    const stack = createStack();
    const one = (value: string) => ({
      resources: { "test_record.a": { attributes: { name: "a", value } } },
    });
    stack.provider.failures.set("create record/a", "partial");
    const created = await stack.apply(one("1"));
    expect(created.state.instances.get("test_record.a")).toMatchObject({
      tainted: true,
      attributes: { id: "record/a", value: null },
    });
    stack.provider.failures.clear();
    await stack.apply(one("1"));
    stack.provider.failures.set("update record/a", "partial");
    const updated = await stack.apply(one("2"));
    const left = updated.state.instances.get("test_record.a");
    expect(left).toMatchObject({ attributes: { value: "1" } });
    expect(left).not.toHaveProperty("tainted");
  });

  it("of an update of what is gone leaves it in the state, until it is read again", async () => {
    const stack = createStack();
    const one = (value: string) => ({
      resources: { "test_record.a": { attributes: { name: "a", value } } },
    });
    await stack.apply(one("1"));
    stack.provider.records.delete("record/a");
    const { state, diagnostics } = await stack.apply(one("2"), { refresh: false });
    expect(diagnostics).toMatchObject([{ summary: "Injected failure" }]);
    expect(state.instances.get("test_record.a")).toMatchObject({ attributes: { value: "1" } });
    expect(actions(await stack.plan(one("2")))).toEqual(["test_record.a create"]);
  });

  it("leaves an output as it was that rests on what failed", async () => {
    const stack = createStack();
    const one = (value: string): ConfigurationInput => ({
      resources: {
        "test_record.a": { attributes: { name: "a", value } },
        "test_record.b": { attributes: { name: "b" }, dependsOn: ["test_record.a"] },
      },
      outputs: { revision: ref("test_record.a.revision"), b: ref("test_record.b.token") },
    });
    await stack.apply(one("1"));
    stack.provider.failures.set("update record/a", "partial");
    const { state } = await stack.apply(one("2"));
    expect(state.instances.get("test_record.a")?.attributes.revision).toBe(2);
    expect(state.outputs.revision?.value).toBe(1);
  });

  it("of a delete keeps the object and what it stands on", async () => {
    const stack = createStack();
    await stack.apply(CHAIN);
    stack.provider.failures.set("delete record/b", "nothing");
    const { results, state } = await stack.apply({});
    expect(table(results)).toEqual([
      "test_record.a not-started test_record.b",
      "test_record.b failed",
      "test_record.c done",
      "test_record.free done",
    ]);
    expect([...state.instances.keys()].sort()).toEqual(["test_record.a", "test_record.b"]);
  });

  it("half way through a replace is told as such", async () => {
    const stack = createStack();
    const named = (name: string) => ({ resources: { "test_record.a": { attributes: { name } } } });
    await stack.apply(named("a"));
    const stop = new AbortController();
    const { results, diagnostics } = await stack.apply(
      named("b"),
      {},
      {
        signal: stop.signal,
        onEvent: ({ kind }) => kind === "finished" && stop.abort(),
      },
    );
    expect(table(results)).toEqual(["test_record.a failed"]);
    expect(diagnostics).toMatchObject([
      { summary: "Replace stopped half way", address: "test_record.a" },
    ]);
    expect((await stack.state()).instances.size).toBe(0);
    expect(actions(await stack.plan(named("b")))).toEqual(["test_record.a create"]);
  });
});

describe("create before destroy", () => {
  const named = (name: string): ConfigurationInput => ({
    resources: {
      "test_record.a": { attributes: { name }, lifecycle: { createBeforeDestroy: true } },
    },
  });

  it("keeps the old object when the new one cannot be made", async () => {
    const stack = createStack();
    const { state: before } = await stack.apply(named("a"));
    stack.provider.failures.set("create record/b", "nothing");
    const { state, results } = await stack.apply(named("b"));
    expect(table(results)).toEqual(["test_record.a failed"]);
    expect(state.instances).toEqual(before.instances);
    expect([...stack.provider.records.keys()]).toEqual(["record/a"]);
  });

  it("keeps both when the new one is made half way or the old one cannot be deleted", async () => {
    for (const [operation, failure, tainted] of [
      ["create record/b", "partial", true],
      ["delete record/a", "nothing", undefined],
    ] as const) {
      const stack = createStack();
      await stack.apply(named("a"));
      stack.provider.failures.set(operation, failure);
      const { state } = await stack.apply(named("b"));
      const instances = [...state.instances.values()].sort((x, y) =>
        x.deposed ? 1 : y.deposed ? -1 : 0,
      );
      expect(instances).toMatchObject([
        { attributes: { id: "record/b" }, ...(tainted ? { tainted } : {}) },
        { attributes: { id: "record/a" }, deposed: expect.stringMatching(/^[0-9a-f]{8}$/) },
      ]);
      stack.provider.failures.clear();
      if (!tainted) await stack.apply(named("b"));
      if (!tainted) expect([...stack.provider.records.keys()]).toEqual(["record/b"]);
    }
  });
});

describe("a stop", () => {
  it("finishes what is under way and starts nothing more", async () => {
    const provider = createRecordProvider({ delay: 2 });
    const stack = createStack(undefined, provider);
    const stop = new AbortController();
    const many = {
      resources: {
        "test_record.a": { attributes: { name: template("a", ref("count.index")) }, count: 9 },
      },
      outputs: {
        all: call("join", ",", {
          kind: "splat",
          of: ref("test_record.a"),
          each: { kind: "attribute", of: { kind: "item" }, name: "id" },
        }),
      },
    };
    const { results, state } = await stack.apply(
      many,
      {},
      {
        signal: stop.signal,
        parallelism: 3,
        onEvent: ({ done }) => done === 2 && stop.abort(),
      },
    );
    const done = results.filter((result) => result.status === "done");
    expect(done.length).toBeGreaterThanOrEqual(2);
    expect(done.length).toBeLessThan(7);
    expect(state.instances.size).toBe(done.length);
    expect(provider.records.size).toBe(done.length);
    expect(results.filter((result) => result.status === "not-started")).toHaveLength(
      9 - done.length,
    );
    // The plan knew it.
    expect(Object.keys(state.outputs)).toEqual(["all"]);
  });

  it("before the start carries out nothing", async () => {
    const stack = createStack();
    const { results } = await stack.apply(CHAIN, {}, { signal: AbortSignal.abort() });
    expect(new Set(results.map((r) => r.status))).toEqual(new Set(["not-started"]));
    expect(stack.provider.log).toEqual([]);
  });
});

describe("a bug of the provider", () => {
  it("is thrown after what was under way is recorded, and what it left is looked for", async () => {
    const stack = createStack();
    stack.provider.failures.set("create record/b", "throw");
    await expect(stack.apply(CHAIN)).rejects.toThrow("create record/b threw");
    const state = await stack.state();
    expect([...state.instances.keys()].sort()).toEqual(["test_record.a", "test_record.free"]);
    expect(state.interrupted).toMatchObject([{ address: "test_record.b", id: "record/b" }]);
    stack.provider.failures.clear();
    expect((await stack.apply(CHAIN)).diagnostics).toEqual([]);
    expect((await stack.state()).interrupted).toBeUndefined();
  });

  it("is found when it does otherwise than planned", async () => {
    const honest = createRecordProvider();
    const liar = {
      ...honest,
      apply: async (request: Parameters<typeof honest.apply>[0]) => {
        const { state, diagnostics } = await honest.apply(request);
        return { state: state && { ...state, size: 99 }, diagnostics };
      },
    };
    const stack = createStack(undefined, liar);
    await expect(stack.apply(CHAIN)).rejects.toThrow("size is not what was planned");
    // Whatever is wrong with it, it is there.
    expect((await stack.state()).instances.get("test_record.a")?.attributes.size).toBe(99);
  });

  it("is found when it plans otherwise in apply", async () => {
    const honest = createRecordProvider();
    const stack = createStack(undefined, honest);
    const plan = await stack.plan(CHAIN);
    const fickle = {
      ...honest,
      plan: (request: Parameters<typeof honest.plan>[0]) => {
        const { planned, ...rest } = honest.plan(request);
        return { ...rest, planned: planned && { ...planned, id: "record/z" } };
      },
    };
    const applied = applyPlan({
      plan,
      configuration: buildConfiguration(CHAIN),
      variables: {},
      state: await stack.state(),
      provider: fickle,
      store: createMemoryStateStore(),
      readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
    });
    await expect(applied).rejects.toThrow("id is not what was planned");
    expect(honest.log).toEqual([]);
  });
});

describe("a listener that throws", () => {
  it("is told after everything under way is finished and recorded", async () => {
    const stack = createStack();
    const input = {
      resources: {
        "test_record.a": { attributes: { name: "a" } },
        "test_record.b": { attributes: { name: "b" } },
      },
    };
    const broken = stack.apply(
      input,
      {},
      {
        onEvent: ({ kind, address }) => {
          if (kind === "finished" && address === "test_record.a") throw new Error("EPIPE");
        },
      },
    );
    await expect(broken).rejects.toThrow("EPIPE");
    const kept = [...(await stack.state()).instances.keys()];
    expect(kept).toEqual(
      [...stack.provider.records.keys()].map((id) => id.replace("record/", "test_record.")),
    );
  });
});

describe("a plan that no longer fits", () => {
  it("is refused before anything is done", async () => {
    const stack = createStack();
    const plan = await stack.plan(CHAIN);
    await stack.apply({ resources: { "test_record.free": { attributes: { name: "free" } } } });
    const result = await applyPlan({
      plan,
      configuration: buildConfiguration(CHAIN),
      variables: {},
      state: await stack.state(),
      provider: stack.provider,
      store: stack.store,
      readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
    });
    expect(result.diagnostics).toMatchObject([{ summary: "The state moved since the plan" }]);
    expect(stack.provider.log).toEqual(["create record/free"]);
  });
});
