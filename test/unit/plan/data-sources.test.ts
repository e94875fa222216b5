// Data sources of a provider: when they are read, what others see of them, and what the state keeps. That Terraform
// does the same is held in test/e2e/plan/data-against-terraform.test.ts.

import { describe, expect, it } from "vitest";
import { isUnknown } from "../../../src/model/value.js";
import { decodePlan, encodePlan } from "../../../src/plan/encode-plan.js";
import { createStack, type Stack } from "../../support/applying.js";
import { type ConfigurationInput, ref } from "../../support/build-configuration.js";
import { actions, goodPlan, planOf, recordOf } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";

const LOOKUP = "data.test_record.found";
const lookup = (more: object = {}): NonNullable<ConfigurationInput["resources"]> => ({
  [LOOKUP]: { attributes: { name: "theirs" }, ...more },
});

/** A stack beside a record that it does not manage. */
function besideTheirs(value = "v"): Stack {
  const provider = createRecordProvider();
  provider.records.set("record/theirs", recordOf("theirs", { value }));
  return createStack(undefined, provider);
}

const using = (more: object = {}): ConfigurationInput => ({
  resources: {
    ...lookup(more),
    "test_record.a": { attributes: { name: "a", value: ref(`${LOOKUP}.value`) } },
  },
});

describe("a data source", () => {
  it("is read while planning, and kept by apply as the plan has it", async () => {
    const stack = besideTheirs();
    const plan = await stack.plan(using());
    expect(actions(plan)).toEqual(["test_record.a create"]);
    expect(plan.changes[0]?.after?.value).toBe("v");
    expect(decodePlan(JSON.parse(JSON.stringify(encodePlan(plan)))).data).toEqual(plan.data);
    stack.provider.records.set("record/theirs", recordOf("theirs", { value: "later" }));
    const { diagnostics } = await stack.apply(using(), {}, { plan });
    expect(diagnostics).toEqual([]);
    expect(stack.provider.records.get("record/a")?.value).toBe("v");
    expect((await stack.state()).instances.get(LOOKUP)?.attributes).toEqual({
      name: "theirs",
      note: null,
      value: "v",
      revision: 1,
    });
    expect((await stack.state()).instances.get("test_record.a")?.dependencies).toEqual([LOOKUP]);
    expect(actions(await stack.plan(using()))).toEqual(["test_record.a update"]);
  });

  it("is read during apply once what it waits for is done", async () => {
    const stack = besideTheirs();
    const input: ConfigurationInput = {
      resources: {
        ...lookup({ attributes: { name: "theirs", note: ref("test_record.first.token") } }),
        "test_record.first": { attributes: { name: "first" } },
        "test_record.last": { attributes: { name: "last", value: ref(`${LOOKUP}.value`) } },
      },
      outputs: { value: ref(`${LOOKUP}.value`), note: ref(`${LOOKUP}.note`) },
    };
    const plan = await stack.plan(input);
    expect(actions(plan)).toEqual([
      `${LOOKUP} read read_because_config_unknown`,
      "test_record.first create",
      "test_record.last create",
    ]);
    expect(isUnknown(plan.changes[0]?.after?.value ?? null)).toBe(true);
    const { diagnostics, state, operationsDone } = await stack.apply(input);
    expect(diagnostics).toEqual([]);
    // Reading changes nothing.
    expect(operationsDone).toBe(2);
    expect(stack.provider.log).toEqual([
      "create record/first",
      "look up record/theirs",
      "create record/last",
    ]);
    const { token } = stack.provider.records.get("record/first") ?? {};
    expect(state.outputs).toMatchObject({ value: { value: "v" }, note: { value: token } });
    expect(actions(await stack.plan(input))).toEqual([]);
  });

  it("that cannot be read stops the plan, or during apply what waits for it", async () => {
    const { diagnostics, plan } = await planOf(using());
    expect(plan).toBeUndefined();
    expect(diagnostics).toMatchObject([{ address: LOOKUP, summary: "Injected failure" }]);
    const stack = createStack();
    const waiting: ConfigurationInput = {
      resources: {
        ...using({ dependsOn: ["test_record.first"] }).resources,
        "test_record.first": { attributes: { name: "first" } },
      },
    };
    const result = await stack.apply(waiting);
    expect(result.results).toMatchObject([
      { address: LOOKUP, status: "failed" },
      { address: "test_record.a", status: "not-started", blockedBy: LOOKUP },
      { address: "test_record.first", status: "done" },
    ]);
    expect([...result.state.instances.keys()]).toEqual(["test_record.first"]);
  });

  it("has the type and name of a resource without being it", async () => {
    const stack = besideTheirs();
    const input: ConfigurationInput = {
      resources: {
        "data.test_record.x": { attributes: { name: "theirs" } },
        "test_record.x": { attributes: { name: "x", value: ref("data.test_record.x.value") } },
      },
    };
    await stack.apply(input);
    expect([...(await stack.state()).instances.keys()].sort()).toEqual([
      "data.test_record.x",
      "test_record.x",
    ]);
    expect(actions(await stack.plan(input))).toEqual([]);
  });

  it("leaves the state without a word when it is no longer declared", async () => {
    const stack = besideTheirs();
    await stack.apply({ resources: lookup() });
    expect((await stack.state()).instances.size).toBe(1);
    const plan = await stack.plan({});
    expect({ changes: plan.changes, applyable: plan.applyable }).toEqual({
      changes: [],
      applyable: false,
    });
    await stack.apply({});
    expect((await stack.state()).instances.size).toBe(0);
  });

  it("keeps what it gave where the plan leaves it out", async () => {
    const stack = besideTheirs();
    const input: ConfigurationInput = {
      resources: { ...lookup(), "test_record.b": { attributes: { name: "b" } } },
    };
    await stack.apply(input);
    stack.provider.records.set("record/theirs", recordOf("theirs", { value: "later" }));
    await stack.apply(input, { targets: ["test_record.b"] });
    expect((await stack.state()).instances.get(LOOKUP)?.attributes.value).toBe("v");
    await stack.apply(input, { mode: "refresh-only" });
    expect((await stack.state()).instances.get(LOOKUP)?.attributes.value).toBe("later");
    await stack.apply(input, { mode: "destroy" });
    expect((await stack.state()).instances.size).toBe(0);
  });

  it("is not read by those who ask no vSphere", async () => {
    const provider = createRecordProvider();
    const plan = await goodPlan(using(), { provider, options: { readData: false } });
    expect(actions(plan)[0]).toContain("read");
    expect(provider.log).toEqual([]);
  });

  it("takes no sensitive value, as its arguments are stored", async () => {
    const { diagnostics } = await planOf(
      {
        variables: { secret: { sensitive: true } },
        resources: lookup({ attributes: { name: "theirs", note: ref("var.secret") } }),
      },
      { variables: { secret: "s3cret" } },
    );
    expect(diagnostics.map((d) => d.summary)).toEqual([
      "Sensitive value in an attribute that is stored",
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain("s3cret");
  });
});
