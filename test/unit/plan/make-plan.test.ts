import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../src/model/value.js";
import { call, ref, template } from "../../support/build-configuration.js";
import { actions, existing, goodPlan, planOf, recordOf } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";

const summaries = (result: { diagnostics: readonly { summary: string }[] }) =>
  result.diagnostics.map((d) => d.summary);

describe("makePlan", () => {
  it("creates what is declared and not there, after what it refers to", async () => {
    const plan = await goodPlan({
      resources: {
        "test_record.b": { attributes: { name: "b", value: ref("test_record.a.token") } },
        "test_record.a": { attributes: { name: "a", size: "5" }, construct: "app/a" },
      },
      outputs: { id: ref("test_record.b.id"), token: ref("test_record.b.value") },
    });
    expect(actions(plan)).toEqual(["test_record.a create", "test_record.b create"]);
    const [a, b] = plan.changes;
    expect(a).toMatchObject({ before: null, construct: "app/a", dependsOn: [] });
    expect(a?.after).toMatchObject({ id: "record/a", size: 5, value: null, token: UNKNOWN });
    expect(b?.after).toMatchObject({ id: "record/b", value: UNKNOWN });
    expect(b?.dependsOn).toEqual(["test_record.a"]);
    expect(plan.outputs).toEqual([
      {
        name: "id",
        action: "create",
        before: null,
        after: "record/b",
        type: "string",
        sensitive: false,
      },
      {
        name: "token",
        action: "create",
        before: null,
        after: UNKNOWN,
        type: "string",
        sensitive: false,
      },
    ]);
    expect(plan).toMatchObject({ applyable: true, complete: true, mode: "normal", drift: [] });
  });

  it("updates, replaces with the paths that force it, and leaves alone", async () => {
    const provider = createRecordProvider();
    const state = existing(
      provider,
      { address: "test_record.same", attributes: recordOf("same", { value: "1" }) },
      { address: "test_record.new", attributes: recordOf("new", { value: "1" }) },
      { address: "test_record.other", attributes: recordOf("other") },
    );
    const plan = await goodPlan(
      {
        resources: {
          "test_record.same": { attributes: { name: "same", value: "1" } },
          "test_record.new": { attributes: { name: "new", value: "2" } },
          "test_record.other": { attributes: { name: "another" } },
        },
      },
      { provider, state },
    );
    expect(actions(plan)).toEqual([
      "test_record.new update",
      "test_record.other delete-then-create replace_because_cannot_update",
    ]);
    expect(plan.changes.map((c) => c.replacePaths)).toEqual([[], [["name"]], []]);
    expect(plan.changes[1]?.after).toMatchObject({ id: "record/another", token: UNKNOWN });
    expect(plan.changes[2]?.after).toBe(plan.changes[2]?.before);
  });

  it("deletes with the reason why", async () => {
    const provider = createRecordProvider();
    const state = existing(
      provider,
      ...[
        "gone",
        "single",
        "count[0]",
        "count[2]",
        'each["a"]',
        'each["b"]',
        "each[0]",
        'count["x"]',
      ].map((name, i) => ({ address: `test_record.${name}`, attributes: recordOf(`r${i}`) })),
    );
    const plan = await goodPlan(
      {
        resources: {
          "test_record.single": { attributes: { name: "r1" }, forEach: { k: 1 } },
          "test_record.count": { attributes: { name: template("r", "2") }, count: 1 },
          "test_record.each": { attributes: { name: "r4" }, forEach: call("toset", ["a"]) },
        },
      },
      { provider, state },
    );
    expect(actions(plan).filter((text) => text.includes("delete"))).toEqual([
      "test_record.count[2] delete delete_because_count_index",
      'test_record.count["x"] delete delete_because_wrong_repetition',
      "test_record.each[0] delete delete_because_wrong_repetition",
      'test_record.each["b"] delete delete_because_each_key',
      "test_record.gone delete delete_because_no_resource_config",
      "test_record.single delete delete_because_wrong_repetition",
    ]);
  });

  it("keeps with an object all that it depends on, and orders by what it names", async () => {
    const plan = await goodPlan({
      resources: {
        "test_record.a": { attributes: { name: "a" } },
        "test_record.b": { attributes: { name: "b", value: ref("test_record.a.id") } },
        "test_record.c": { attributes: { name: "c", value: ref("local.b") } },
      },
      locals: { b: ref("test_record.b.id") },
    });
    const [, , c] = plan.changes;
    expect(c?.dependsOn).toEqual(["test_record.b"]);
    expect(c?.dependencies).toEqual(["test_record.a", "test_record.b"]);
  });

  it("finds all errors at once", async () => {
    const result = await planOf({
      resources: {
        "test_record.typo": { attributes: { nmae: "x" } },
        "test_record.type": { attributes: { name: "x", size: "many" } },
        "test_record.rule": { attributes: { name: "x", value: "invalid" } },
        "test_recrod.kind": {},
      },
    });
    expect(result.plan).toBeUndefined();
    expect(summaries(result).sort()).toEqual([
      "Invalid value",
      "Missing required attribute",
      "Unknown attribute",
      "Unknown resource type",
      "Wrong type",
    ]);
  });
});
