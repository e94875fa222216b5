import { describe, expect, it } from "vitest";
import type { ApplyEvent } from "../../../src/apply/apply-plan.js";
import { createStack } from "../../support/applying.js";
import { ref, template } from "../../support/build-configuration.js";
import { actions } from "../../support/planning.js";

const CHAIN = {
  resources: {
    "test_record.a": { attributes: { name: "a" } },
    "test_record.b": { attributes: { name: "b", value: ref("test_record.a.token") } },
    "test_record.c": { attributes: { name: "c", value: ref("local.of_b") } },
  },
  locals: { of_b: template("x-", ref("test_record.b.value")) },
  outputs: { c: ref("test_record.c.value") },
};

describe("applyPlan", () => {
  it("creates in order, with real values, and leaves nothing to plan", async () => {
    const stack = createStack();
    const events: ApplyEvent[] = [];
    const result = await stack.apply(CHAIN, {}, { onEvent: (event) => events.push(event) });
    expect(result.diagnostics).toEqual([]);
    expect(result.results.map((r) => `${r.address} ${r.status}`)).toEqual([
      "test_record.a done",
      "test_record.b done",
      "test_record.c done",
    ]);
    expect(stack.provider.log).toEqual(["create record/a", "create record/b", "create record/c"]);
    const token = stack.provider.records.get("record/a")?.token;
    expect(stack.provider.records.get("record/c")?.value).toBe(`x-${token}`);
    expect(result.state.outputs).toEqual({ c: { value: `x-${token}`, type: "string" } });
    expect(events.map((e) => `${e.kind} ${e.address} ${e.done}/${e.total}`)).toEqual([
      "started test_record.a 0/3",
      "finished test_record.a 1/3",
      "started test_record.b 1/3",
      "finished test_record.b 2/3",
      "started test_record.c 2/3",
      "finished test_record.c 3/3",
    ]);
    const again = await stack.plan(CHAIN);
    expect(actions(again)).toEqual([]);
    expect(again.applyable).toBe(false);
  });

  it("deletes in reverse", async () => {
    const stack = createStack();
    await stack.apply(CHAIN);
    stack.provider.log.length = 0;
    await stack.apply({});
    expect(stack.provider.log).toEqual(["delete record/c", "delete record/b", "delete record/a"]);
    expect((await stack.state()).instances.size).toBe(0);
    expect((await stack.state()).outputs).toEqual({});
  });
});
