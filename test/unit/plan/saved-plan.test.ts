import { describe, expect, it } from "vitest";
import { applyPlan } from "../../../src/apply/apply-plan.js";
import { parseTemplate } from "../../../src/language/parse.js";
import { formatInstance } from "../../../src/model/address.js";
import {
  decodeSavedPlan,
  encodeSavedPlan,
  findPlanConflicts,
  findUnsavable,
  makeSavedPlan,
} from "../../../src/plan/saved-plan.js";
import { createStack } from "../../support/applying.js";
import {
  buildConfiguration,
  type ConfigurationInput,
  ref,
  template,
} from "../../support/build-configuration.js";

const INPUT: ConfigurationInput = {
  resources: {
    "test_record.a": {
      attributes: { name: "a", labels: { $unknown: "x", $$: "y" } },
      construct: "app/a",
    },
    "test_record.b": {
      attributes: { name: template("b", ref("each.key")), value: ref("test_record.a.token") },
      forEach: { k: 1 },
    },
  },
  locals: { l: [1, null, true] },
  outputs: { o: ref("local.l") },
};

async function savedPlan(stack = createStack(), input = INPUT) {
  const plan = await stack.plan(input);
  const configuration = buildConfiguration(input);
  const state = await stack.state();
  const notes = { verdict: "survived" };
  return makeSavedPlan({ toolVersion: "1.0", plan, configuration, variables: {}, state, notes });
}

describe("a saved plan", () => {
  it("has objects in modules of which some have keys and some none", async () => {
    const saved = await savedPlan();
    const instance = {
      resource: { mode: "managed", type: "test_record", name: "a", module: ["p", "q"] },
      key: undefined,
      moduleKeys: ["k", undefined],
    } as const;
    const changes = saved.plan.changes.map((change) => ({ ...change, instance }));
    const deep = { ...saved, plan: { ...saved.plan, changes, drift: changes } };
    const { plan } = decodeSavedPlan(encodeSavedPlan(deep), "my.plan").saved ?? {};
    expect(plan).toEqual(deep.plan);
    const read = [...(plan?.changes ?? []), ...(plan?.drift ?? [])].map(
      (change) => change.instance,
    );
    expect(read.map(formatInstance)).toEqual(
      read.map(() => 'module.p["k"].module.q.test_record.a'),
    );
  });

  it("is read as it was written, and applied", async () => {
    const stack = createStack();
    const saved = await savedPlan(stack);
    const read = decodeSavedPlan(encodeSavedPlan(saved), "my.plan");
    expect(read.saved).toEqual(saved);
    if (read.saved === undefined) return;
    const state = await stack.state();
    expect(findPlanConflicts(read.saved, state, "1.0")).toEqual([]);
    const { diagnostics } = await applyPlan({
      ...stack,
      ...read.saved,
      state,
      readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
    });
    expect(diagnostics).toEqual([]);
    expect(stack.provider.records.get("record/a")?.labels).toEqual({ $unknown: "x", $$: "y" });
    expect((await stack.plan(INPUT)).applyable).toBe(false);
  });

  it.each([
    ["", "Unreadable saved plan", "stops too early"],
    ["PK\u0003\u0004", "Not a saved plan", "plan of Terraform"],
    ["[]", "Not a saved plan", "no plan that Holdfast saved"],
    ['{"format":"holdfast.drill/1"}', "Not a saved plan", "no plan"],
    ['{"format":"holdfast.plan/1"}', "Saved plan of another version", "known is holdfast.plan/4"],
    ['{"format":"holdfast.plan/4"}', "Damaged saved plan", "changed after it was saved"],
  ])("is refused when it reads %j", (text, summary, detail) => {
    const { diagnostics } = decodeSavedPlan(text, "f.plan");
    expect(diagnostics).toMatchObject([{ summary, detail: expect.stringContaining(detail) }]);
    expect(diagnostics[0]?.detail).toContain("f.plan");
  });

  it("holds expressions of hundreds of operators, and says of longer ones that it does not", async () => {
    const sum = (operators: number): ConfigurationInput => ({
      outputs: { o: parseTemplate(`\${1.5${" + 1.5".repeat(operators)}}`).expression },
    });
    const saved = await savedPlan(createStack(), sum(300));
    expect(findUnsavable(saved.configuration)).toEqual([]);
    expect(decodeSavedPlan(encodeSavedPlan(saved), "my.plan").saved).toEqual(saved);
    expect(findUnsavable(buildConfiguration(sum(1_000)))).toMatchObject([
      { address: "output.o", detail: expect.stringContaining("nested 1001 levels deep") },
    ]);
  });

  it("is refused when it was cut off or changed", async () => {
    const text = encodeSavedPlan(await savedPlan());
    const cut = decodeSavedPlan(text.slice(0, text.length / 2), "f.plan");
    expect(cut.diagnostics).toMatchObject([
      { summary: "Unreadable saved plan", source: { line: 1 } },
    ]);
    const changed = decodeSavedPlan(text.replace('"name":"a"', '"name":"z"'), "f.plan");
    expect(changed.diagnostics).toMatchObject([{ summary: "Damaged saved plan" }]);
  });
});

describe("a saved plan that no longer fits", () => {
  it("says which objects moved", async () => {
    const stack = createStack();
    await stack.apply(INPUT);
    const saved = await savedPlan(stack);
    await stack.apply({
      resources: {
        "test_record.a": { attributes: { name: "a", value: "changed" } },
        "test_record.new": { attributes: { name: "new" } },
      },
    });
    const conflicts = findPlanConflicts(saved, await stack.state(), "1.0");
    expect(conflicts).toMatchObject([{ summary: "The state moved since the plan" }]);
    expect(conflicts[0]?.detail).toContain(
      'Added: test_record.new. Gone: test_record.b["k"]. Changed: test_record.a. Plan again.',
    );
  });

  it("says when it is of another stack or version", async () => {
    const saved = await savedPlan();
    const state = { ...(await createStack().state()), lineage: "other" };
    expect(findPlanConflicts(saved, state, "1.0")).toMatchObject([
      { summary: "Plan of another lineage" },
    ]);
    expect(findPlanConflicts(saved, state, "2.0")).toMatchObject([
      { summary: "Saved plan of another version" },
    ]);
  });
});
