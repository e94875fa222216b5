// What takes part in a plan: targets, exclusions, destroy; count and for_each; conditions, outputs, other stacks.

import { describe, expect, it } from "vitest";
import { type ObjectValue, UNKNOWN } from "../../../src/model/value.js";
import { createStack } from "../../support/applying.js";
import {
  type ConfigurationInput,
  call,
  expression,
  type InputObject,
  type ResourceInput,
  ref,
  template,
} from "../../support/build-configuration.js";
import { actions, existing, goodPlan, planOf, recordOf } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";

const summaries = (result: { diagnostics: readonly { summary: string }[] }) =>
  result.diagnostics.map((d) => d.summary);

const GRAPH: ConfigurationInput = {
  resources: {
    "test_record.base": { attributes: { name: "base" } },
    "test_record.mid": { attributes: { name: "mid", value: ref("local.base") } },
    "test_record.top": {
      attributes: {
        name: template("top", ref("count.index")),
        value: ref("test_record.mid.token"),
      },
      count: 2,
    },
    "test_record.other": { attributes: { name: "other" } },
  },
  locals: { base: ref("test_record.base.token") },
  outputs: {
    mid: ref("test_record.mid.id"),
    all: call("join", ",", [ref("test_record.mid.id"), ref("test_record.other.id")]),
  },
};

describe("--target", () => {
  it.each([
    [["test_record.other"], ["test_record.other create"], []],
    [["test_record.mid"], ["test_record.base create", "test_record.mid create"], ["mid"]],
    [
      ["test_record.top[1]"],
      ["test_record.base create", "test_record.mid create", "test_record.top[1] create"],
      ["mid"],
    ],
  ])("%j plans that and what it depends on", async (targets, expected, outputs) => {
    const { plan, diagnostics } = await planOf(GRAPH, { options: { targets } });
    expect(actions(plan)).toEqual(expected);
    expect(plan?.outputs.map((o) => o.name)).toEqual(outputs);
    expect(plan?.complete).toBe(false);
    expect(diagnostics).toMatchObject([
      { severity: "warning", summary: "Plan of a part of the configuration" },
    ]);
  });

  it("deletes a target, and to destroy also what depends on it", async () => {
    const stack = createStack();
    await stack.apply(GRAPH);
    const targets = ["test_record.mid"];
    const plan = await stack.plan({}, { targets });
    expect(actions(plan).map((text) => text.split(" ")[0])).toEqual(["test_record.mid"]);
    expect(actions(await stack.plan(GRAPH, { targets, mode: "destroy" }))).toEqual([
      "test_record.mid delete",
      "test_record.top[0] delete",
      "test_record.top[1] delete",
    ]);
  });

  it("names an address that is nowhere, and the nearest", async () => {
    const { plan, diagnostics } = await planOf(GRAPH, {
      options: { targets: ["test_record.mit"] },
    });
    expect(plan).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ summary: "Unknown address" });
    expect(diagnostics[0]?.detail).toContain('Did you mean "test_record.mid"?');
  });
});

describe("--exclude", () => {
  it.each([
    [
      ["test_record.other"],
      ["test_record.base", "test_record.mid", "test_record.top[0]", "test_record.top[1]"],
    ],
    [["test_record.base"], ["test_record.other"]],
    [
      ["test_record.top[0]"],
      ["test_record.base", "test_record.mid", "test_record.other", "test_record.top[1]"],
    ],
  ])("%j leaves out that and what depends on it", async (excludes, expected) => {
    const { plan } = await planOf(GRAPH, { options: { excludes } });
    expect(plan?.changes.map((c) => c.address)).toEqual(expected);
    expect(plan?.complete).toBe(false);
  });

  it("keeps what an excluded object depends on", async () => {
    const stack = createStack();
    await stack.apply(GRAPH);
    const plan = await stack.plan(GRAPH, { mode: "destroy", excludes: ["test_record.mid"] });
    expect(plan.changes.map((c) => c.address)).toEqual([
      "test_record.other",
      "test_record.top[0]",
      "test_record.top[1]",
    ]);
  });
});

describe("an address", () => {
  it("is the same however it is spelt", async () => {
    const stack = createStack();
    await stack.apply(GRAPH);
    const excludes = ["test_record.top[01]"];
    const plan = await stack.plan(GRAPH, { mode: "destroy", excludes });
    expect(plan.changes.map((c) => c.address)).toEqual(["test_record.other", "test_record.top[0]"]);
    const replaced = await stack.plan(GRAPH, { replace: ["test_record.top[01]"] });
    expect(actions(replaced)).toContain("test_record.top[1] delete-then-create replace_by_request");
  });
});

describe("destroy", () => {
  it("deletes everything, without asking what the configuration says", async () => {
    const stack = createStack();
    await stack.apply(GRAPH);
    const broken = { resources: { "test_record.x": { attributes: { nmae: ref("var.missing") } } } };
    const plan = await stack.plan(broken, { mode: "destroy" });
    expect(plan.mode).toBe("destroy");
    expect(new Set(plan.changes.map((c) => `${c.action} ${c.reason}`))).toEqual(
      new Set(["delete undefined"]),
    );
    expect(plan.outputs.map((o) => o.action)).toEqual(["delete", "delete"]);
    await stack.apply(GRAPH, { mode: "destroy" });
    expect(stack.provider.records.size).toBe(0);
    expect(await stack.state()).toMatchObject({ outputs: {} });
    expect((await stack.plan({})).applyable).toBe(false);
  });
});

describe("count and for_each", () => {
  const repeated = (
    more: ResourceInput,
    attributes: InputObject = { name: "a" },
  ): ConfigurationInput => ({
    resources: {
      "test_record.a": { attributes, ...more },
      "test_record.t": { attributes: { name: "t" } },
    },
    variables: { secret: { sensitive: true, default: "s" } },
  });

  it.each([
    ["an unknown count", { count: ref("test_record.t.revision") }, "Invalid count argument"],
    ["a negative count", { count: -1 }, "Invalid count argument"],
    ["more objects than there can be", { count: 5_000_000_000 }, "Invalid count argument"],
    ["a null count", { count: null }, "Invalid count argument"],
    ["a text as count", { count: "many" }, "Invalid count argument"],
    [
      "an unknown for_each",
      { forEach: call("toset", [ref("test_record.t.token")]) },
      "Invalid for_each argument",
    ],
    ["a list", { forEach: ["a"] }, "Invalid for_each argument"],
    ["null", { forEach: null }, "Invalid for_each argument"],
    ["a set of numbers", { forEach: call("toset", [1]) }, "Invalid for_each argument"],
    ["a secret set", { forEach: call("toset", [ref("var.secret")]) }, "Invalid for_each argument"],
  ])("refuses %s", async (_, more, summary) => {
    const result = await planOf(repeated(more, { name: "a" }));
    expect(summaries(result)).toEqual([summary]);
    expect(result.diagnostics[0]?.address).toBe("test_record.a");
  });

  it("takes keys of maps, whose values may be unknown", async () => {
    const plan = await goodPlan({
      ...repeated(
        { forEach: { k: ref("test_record.t.token"), "a b": "x" } },
        { name: ref("each.key"), value: ref("each.value") },
      ),
      outputs: { k: ref('test_record.a["k"].value'), b: ref('test_record.a["a b"].name') },
    });
    expect(actions(plan)).toEqual([
      'test_record.a["a b"] create',
      'test_record.a["k"] create',
      "test_record.t create",
    ]);
    expect(plan.outputs.map((o) => o.after)).toEqual(["a b", UNKNOWN]);
  });

  it("plans nothing for a count of zero, and what depends on it then depends on what is behind", async () => {
    const plan = await goodPlan({
      resources: {
        "test_record.a": { attributes: { name: "a" } },
        "test_record.none": { attributes: { name: "n", value: ref("test_record.a.id") }, count: 0 },
        "test_record.b": { attributes: { name: "b" }, dependsOn: ["test_record.none"] },
      },
    });
    expect(actions(plan)).toEqual(["test_record.a create", "test_record.b create"]);
    expect(plan.changes[1]?.dependsOn).toEqual(["test_record.a"]);
  });
});

describe("conditions", () => {
  const condition = (lifecycle: object, value = "1"): ConfigurationInput => ({
    resources: {
      "test_record.t": { attributes: { name: "t" } },
      "test_record.a": { attributes: { name: "a", value }, lifecycle },
    },
    variables: { secret: { sensitive: true, default: "canary" } },
  });
  const holds = (
    wanted: ReturnType<typeof ref>,
    errorMessage: Parameters<typeof template>[0] = "No.",
  ) => ({
    condition: wanted,
    errorMessage: template(errorMessage),
    source: {},
    messageSource: {},
  });

  it("stop a plan with their message", async () => {
    const list = call("contains", ["2"], ref("self.value"));
    const post = await planOf(condition({ postconditions: [holds(list, "Wants 2.")] }));
    expect(post.diagnostics).toMatchObject([
      { summary: "Resource postcondition failed", detail: "Wants 2.", address: "test_record.a" },
    ]);
    const name = call("contains", ["x"], ref("test_record.t.name"));
    const pre = await planOf(condition({ preconditions: [holds(name)] }));
    expect(pre.diagnostics).toMatchObject([
      { summary: "Resource precondition failed", detail: "No." },
    ]);
  });

  it("wait until they are known, and then stop the apply", async () => {
    const token = call("contains", ["x"], ref("test_record.t.token"));
    const own = call("contains", ["x"], ref("self.token"));
    const pre = condition({ preconditions: [holds(token)] });
    const stack = createStack();
    const { results } = await stack.apply(pre);
    expect(results.map((r) => r.status)).toEqual(["failed", "done"]);
    expect(results[0]?.diagnostics).toMatchObject([{ summary: "Resource precondition failed" }]);
    expect(stack.provider.log).toEqual(["create record/t"]);
    const post = await stack.apply(condition({ postconditions: [holds(own)] }));
    expect(post.results).toMatchObject([{ address: "test_record.a", status: "failed" }]);
    expect((await stack.state()).instances.has("test_record.a")).toBe(true);
  });

  it("are asked again of an object that does not change", async () => {
    const input = (isOpen: boolean): ConfigurationInput => ({
      resources: {
        "test_record.t": { attributes: { name: isOpen ? "t2" : "t" } },
        "test_record.a": {
          attributes: { name: "a" },
          ...(isOpen
            ? {
                lifecycle: {
                  postconditions: [holds(call("contains", ["x"], ref("test_record.t.token")))],
                },
              }
            : {}),
        },
      },
    });
    const stack = createStack();
    await stack.apply(input(false));
    const { results, diagnostics } = await stack.apply(input(true));
    expect(results).toMatchObject([{ address: "test_record.t", status: "done" }]);
    expect(diagnostics).toMatchObject([
      { address: "test_record.a", summary: "Resource postcondition failed" },
    ]);
  });

  it.each([
    [expression(5), "5"],
    [ref("test_record.t.token"), "(its message is not known yet)"],
    [expression(null), "must be a text: it is null."],
    [expression(["x"]), "must be a text: string is required"],
  ])("say why they have no message of their own: %#", async (errorMessage, detail) => {
    const fails = call("contains", ["x"], ref("test_record.t.name"));
    const { diagnostics } = await planOf(
      condition({ preconditions: [{ condition: fails, errorMessage, source: {} }] }),
    );
    expect(diagnostics).toMatchObject([{ detail: expect.stringContaining(detail) }]);
  });

  it("show what is wrong with their message, also where they hold", async () => {
    const holds = call("contains", ["t"], ref("test_record.t.name"));
    const { diagnostics } = await planOf(
      condition({
        preconditions: [{ condition: holds, errorMessage: call("element", [], 0), source: {} }],
      }),
    );
    expect(diagnostics).toMatchObject([
      { summary: "Error in function call", address: "test_record.a" },
    ]);
  });

  it("take text for true and false, as Terraform does", async () => {
    const yes = { condition: template(call("length", [ref("test_record.t.name")])) };
    const plan = condition({
      preconditions: [{ ...yes, errorMessage: template("No."), source: {} }],
    });
    expect((await planOf(plan)).diagnostics).toEqual([]);
  });

  it("are not asked of an object that is no longer declared, in a refresh", async () => {
    const input = (count: number): ConfigurationInput => ({
      resources: {
        "test_record.a": {
          count,
          attributes: { name: template("a", ref("count.index")) },
          lifecycle: { postconditions: [holds(call("contains", ["a0", "a1"], ref("self.name")))] },
        },
      },
    });
    const stack = createStack();
    await stack.apply(input(2));
    stack.provider.records.set("record/a0", recordOf("a0", { value: "drifted" }));
    const { diagnostics, state } = await stack.apply(input(1), { mode: "refresh-only" });
    expect(diagnostics).toEqual([]);
    expect(state.instances.get("test_record.a[0]")?.attributes.value).toBe("drifted");
  });

  it("are refused when they always say the same, and never show a secret", async () => {
    const constant = await planOf(
      condition({ preconditions: [holds(call("contains", ["a"], "a"))] }),
    );
    expect(summaries(constant)).toEqual(["Invalid condition"]);
    const name = call("contains", ["x"], ref("test_record.t.name"));
    const secret = condition({
      preconditions: [{ condition: name, errorMessage: ref("var.secret"), source: {} }],
    });
    const { diagnostics } = await planOf(secret);
    expect(JSON.stringify(diagnostics)).not.toContain("canary");
  });
});

describe("outputs", () => {
  it("are created, updated, deleted or left alone", async () => {
    const stack = createStack();
    await stack.apply({ outputs: { same: "1", changed: ["1"], gone: "1", empty: null } });
    expect((await stack.state()).outputs).toEqual({
      same: { value: "1", type: "string" },
      changed: { value: ["1"], type: ["tuple", ["string"]] },
      gone: { value: "1", type: "string" },
    });
    const plan = await stack.plan({
      outputs: { same: "1", changed: ["2"], new: { a: 1 }, empty: null },
    });
    expect(plan.outputs.map((o) => `${o.name} ${o.action}`)).toEqual([
      "changed update",
      "empty no-op",
      "gone delete",
      "new create",
      "same no-op",
    ]);
    expect(plan.applyable).toBe(true);
  });
});

describe("ignore_changes", () => {
  const ignoring = (attributes: object, ignoreChanges: unknown): ConfigurationInput => ({
    resources: {
      "test_record.a": {
        attributes: { name: "a", ...attributes },
        lifecycle: { ignoreChanges: ignoreChanges as "all" },
      },
    },
  });

  it.each([
    [{ value: "2", size: 2 }, [["value"]], { value: "1", size: 2 }],
    [{ value: "2", size: 2 }, "all", { value: "1", size: 1 }],
    [
      { value: "1", size: 1, labels: { a: "9", b: "9" } },
      [["labels", "a"]],
      { labels: { a: "x", b: "9" } },
    ],
    [{ value: "1", size: 1, labels: {} }, [["labels", "a"]], { labels: { a: "x" } }],
    [{ value: "1", size: 1 }, [["labels", "b"]], { labels: { b: "y" } }],
  ])("plans %j without %j", async (attributes, ignored, expected) => {
    const stack = createStack();
    await stack.apply(ignoring({ value: "1", size: 1, labels: { a: "x", b: "y" } }, []));
    const plan = await stack.plan(ignoring(attributes, ignored));
    expect(plan.changes[0]?.after).toMatchObject(expected);
    const { diagnostics } = await stack.apply(ignoring(attributes, ignored));
    expect(diagnostics).toEqual([]);
  });

  it.each([
    ["it is no longer there", { disk: { name: "d", size: 1 } }, {}, null],
    ["it was not there", {}, { disk: { name: "d", size: 1 } }, { name: "d", size: 1 }],
    [
      "it is on both sides",
      { disk: { name: "d", size: 1 } },
      { disk: { name: "e", size: 2 } },
      { name: "e", size: 1 },
    ],
  ])("of a part of an object, where %s", async (_, before, after, expected) => {
    const stack = createStack();
    await stack.apply(ignoring(before, []));
    const plan = await stack.plan(ignoring(after, [["disk", "size"]]));
    const disk = plan.changes[0]?.after?.disk ?? null;
    if (expected === null) expect(disk).toBeNull();
    else expect(disk).toMatchObject(expected);
  });

  it("has no effect on what is created", async () => {
    const plan = await goodPlan(ignoring({ value: "2" }, "all"));
    expect(plan.changes[0]?.after).toMatchObject({ name: "a", value: "2" });
  });
});

describe("the outputs of another stack", () => {
  const reading = (
    config: InputObject = { path: "other.tfstate" },
    more: InputObject = {},
  ): ConfigurationInput => ({
    resources: {
      "data.terraform_remote_state.other": { attributes: { backend: "local", config, ...more } },
      "test_record.a": {
        attributes: { name: "a", value: ref("data.terraform_remote_state.other.outputs.token") },
      },
    },
  });
  const answer = (outputs: ObjectValue | undefined) => async () => ({ outputs, diagnostics: [] });

  it("come in unknown when planned, and known when applied", async () => {
    const paths: string[] = [];
    const plan = await goodPlan(reading(), {
      readRemoteState: async ({ path }) => {
        paths.push(path);
        return { outputs: { token: UNKNOWN }, diagnostics: [] };
      },
    });
    expect(paths).toEqual(["/project/other.tfstate"]);
    expect(plan.changes).toMatchObject([
      {
        address: "data.terraform_remote_state.other",
        action: "read",
        reason: "read_because_dependency_pending",
        after: { outputs: { token: UNKNOWN } },
      },
      {
        address: "test_record.a",
        after: { value: UNKNOWN },
        dependsOn: ["data.terraform_remote_state.other"],
      },
    ]);
    const stack = createStack();
    const known = answer({ token: "t" });
    const { diagnostics } = await stack.apply(reading(), {}, { readRemoteState: known });
    expect(diagnostics).toEqual([]);
    expect(stack.provider.records.get("record/a")?.value).toBe("t");
    expect((await stack.state()).instances.get("data.terraform_remote_state.other")).toMatchObject({
      attributes: { config: { path: "other.tfstate" }, outputs: { token: "t" } },
    });
  });

  it("are what the plan was made with, or nothing is done with them", async () => {
    const stack = createStack();
    const planned = answer({ token: UNKNOWN, size: "1" });
    const plan = await stack.plan(reading(), {}, { readRemoteState: planned });
    const readRemoteState = answer({ token: "t", size: "2" });
    const result = await stack.apply(reading(), {}, { plan, readRemoteState });
    expect(summaries(result)).toEqual(["Data source gives something else than planned"]);
    const unapplied = await stack.apply(reading(), {}, { readRemoteState: planned });
    expect(summaries(unapplied)).toEqual(["Value still unknown"]);
    expect(stack.provider.records.size).toBe(0);
  });

  it("are its defaults where it has none, and an error when it was never applied", async () => {
    const input = reading({ path: "p" }, { defaults: { token: "none" } });
    const plan = await goodPlan(input, { readRemoteState: answer({}) });
    expect(plan.changes[0]?.after?.value).toBe("none");
    expect(summaries(await planOf(input))).toEqual(["No state of the other stack"]);
  });

  it("lack what the other stack was not applied with: its name is said", async () => {
    const data = "data.terraform_remote_state.cross-stack-reference-input-base";
    const value = ref(`${data}.outputs.cross-stack-output-vcid`);
    const resources = {
      [data]: { attributes: { backend: "local", config: { path: "p" } } },
      "test_record.x": { attributes: { name: "x", value } },
    };
    const none = await planOf({ resources }, { readRemoteState: answer({ other: "o" }) });
    expect(summaries(none)).toEqual(["The other stack is not applied"]);
    expect(none.diagnostics[0]?.detail).toContain("add --stack base, or leave --stack out");
    const given = { readRemoteState: answer({ "cross-stack-output-vcid": "vc01" }) };
    expect(summaries(await planOf({ resources }, given))).toEqual([]);
  });

  it.each([
    ["no path", reading({}), "Unsupported backend"],
    ["another argument", reading({ path: "p" }, { foo: 1 }), "Unknown attribute"],
  ])("refuse %s", async (_, input, summary) => {
    const resources = { ...input.resources, "test_record.x": { attributes: { name: "x" } } };
    expect(summaries(await planOf({ resources }))).toEqual([summary]);
  });
});

describe("variables", () => {
  const input: ConfigurationInput = {
    resources: { "test_record.a": { attributes: { name: "a", value: ref("var.v") } } },
    variables: { v: { nullable: false } },
  };

  it("are errors when they have no value", async () => {
    expect(summaries(await planOf(input))).toEqual(["No value for a required variable"]);
    expect(summaries(await planOf(input, { variables: { v: null } }))).toHaveLength(1);
    const plan = await goodPlan(input, { variables: { v: "x" } });
    expect(plan.changes[0]?.after?.value).toBe("x");
  });
});

describe("diagnostics", () => {
  it("come in the same order, however the configuration is written", async () => {
    const resources = {
      "test_record.b": { attributes: { nmae: "x" } },
      "test_record.a": { attributes: { name: "a", size: "many" } },
    };
    const reversed = Object.fromEntries(Object.entries(resources).reverse());
    const one = await planOf({ resources });
    expect((await planOf({ resources: reversed })).diagnostics).toEqual(one.diagnostics);
    expect(one.diagnostics).toHaveLength(3);
  });
});

describe("a chain of 10,000 resources", () => {
  it("is planned without recursion", async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => i);
    const resources = Object.fromEntries(
      names.map((i) => [
        `test_record.r${i}`,
        { attributes: { name: `r${i}`, ...(i === 0 ? {} : { value: ref(`local.l${i - 1}`) }) } },
      ]),
    );
    const locals = Object.fromEntries(names.map((i) => [`l${i}`, ref(`test_record.r${i}.token`)]));
    const plan = await goodPlan({ resources, locals });
    expect(plan.changes).toHaveLength(10_000);
    expect(plan.changes.every((change) => change.dependsOn.length <= 1)).toBe(true);
    expect(plan.changes.every((change) => change.dependencies.length <= 100)).toBe(true);
  });
});

describe("an existing object", () => {
  it("keeps what was computed, where nothing changed", async () => {
    const provider = createRecordProvider();
    const disk = { name: "d", size: 1, uid: "u1" };
    const state = existing(provider, {
      address: "test_record.a",
      attributes: recordOf("a", { disk }),
    });
    const plan = await goodPlan(
      {
        resources: { "test_record.a": { attributes: { name: "a", disk: { name: "d", size: 2 } } } },
      },
      { provider, state },
    );
    expect(plan.changes[0]?.after).toMatchObject({ disk: { name: "d", size: 2, uid: "u1" } });
  });
});
