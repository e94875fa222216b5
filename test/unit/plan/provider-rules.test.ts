import { describe, expect, it } from "vitest";
import type { AttributeSchema, AttributeSchemas } from "../../../src/model/type.js";
import { type ObjectValue, UNKNOWN, type Value } from "../../../src/model/value.js";
import {
  findApplyViolations,
  findPlanViolations,
  findReadViolations,
  findReplanViolations,
} from "../../../src/plan/provider-rules.js";

const plain = { description: "", description_kind: "plain" } as const;
const optional: AttributeSchema = { ...plain, type: "string", optional: true };
const computed: AttributeSchema = { ...plain, type: "string", computed: true };
const part: AttributeSchemas = { k: optional, c: computed };
const ATTRIBUTES: AttributeSchemas = {
  text: optional,
  made: computed,
  both: { ...plain, type: "string", optional: true, computed: true },
  secret: { ...plain, type: "string", optional: true, write_only: true },
  set: { ...plain, type: ["set", "string"], optional: true },
  list: { ...plain, nested_type: { nesting_mode: "list", attributes: part }, optional: true },
  map: { ...plain, nested_type: { nesting_mode: "map", attributes: part }, optional: true },
  one: { ...plain, nested_type: { nesting_mode: "single", attributes: part }, optional: true },
};
const NULLS = Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, null] as const));
const object = (values: ObjectValue): ObjectValue => ({ ...NULLS, ...values });
const item = (k: string | null, c: Value = null): ObjectValue => ({ k, c });

type Row = [prior: ObjectValue | null, config: ObjectValue, planned: ObjectValue];

function planned([prior, config, plan]: Row): readonly string[] {
  return findPlanViolations(ATTRIBUTES, {
    prior: prior && object(prior),
    config: object(config),
    planned: object(plan),
  });
}

const manyKeys = Array.from({ length: 20_000 }, (_, i) => `key-${i}`);

describe("a large set", () => {
  it("is compared in one pass where it is as planned", () => {
    const keys: AttributeSchemas = {
      keys: { type: ["set", "string"], description: "", description_kind: "plain" },
    };
    const looked = { count: 0 };
    const counting = manyKeys.map((key) => key);
    const actual = new Proxy([...manyKeys], {
      get: (target, name, receiver) => {
        looked.count++;
        return Reflect.get(target, name, receiver);
      },
    });
    expect(findReplanViolations(keys, { keys: counting }, { keys: actual })).toEqual([]);
    expect(looked.count).toBeLessThan(3 * manyKeys.length);
  });
});

describe("findPlanViolations allows", () => {
  it.each<[string, Row]>([
    ["what is configured", [null, { text: "a" }, { text: "a" }]],
    ["unknown where the configuration is", [null, { text: UNKNOWN }, { text: UNKNOWN }]],
    [
      "what was there before, if the difference does not matter",
      [{ text: "A" }, { text: "a" }, { text: "A" }],
    ],
    ["anything computed", [null, {}, { made: "x", both: UNKNOWN }]],
    ["computed parts", [null, { list: [item("a")] }, { list: [item("a", UNKNOWN)] }]],
    ["null for write-only", [null, { secret: "s" }, {}]],
  ])("%s", (_, row) => {
    expect(planned(row)).toEqual([]);
  });
});

describe("findPlanViolations finds", () => {
  it.each<[string, Row, string]>([
    ["another value", [null, { text: "a" }, { text: "b" }], "text"],
    ["a value where none is configured", [null, {}, { text: "b" }], "text"],
    ["unknown where it is configured", [null, { text: "a" }, { text: UNKNOWN }], "text"],
    ["a value where unknown is configured", [null, { both: UNKNOWN }, { both: "b" }], "both"],
    ["a prior value for null", [{ text: "a" }, {}, { text: "a" }], "text"],
    ["null for a configured value", [{ text: null }, { text: "a" }, {}], "text"],
    ["a write-only value", [null, { secret: "s" }, { secret: "s" }], "secret"],
    ["a wrong type", [null, {}, { made: 1 }], "made"],
    ["another element", [null, { list: [item("a")] }, { list: [item("b")] }], "list[0].k"],
    ["more elements", [null, { list: [item("a")] }, { list: [item("a"), item("b")] }], "list"],
    ["another key", [null, { map: { x: item("a") } }, { map: { y: item("a") } }], "map"],
    ["another part", [null, { one: item("a") }, { one: item("b") }], "one.k"],
    ["an object where none is configured", [null, {}, { one: item("b") }], "one"],
    ["no object where one is configured", [null, { one: item("a") }, {}], "one"],
  ])("%s", (_, row, path) => {
    const wrong = planned(row);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]?.startsWith(`${path} `)).toBe(true);
  });

  it("null on one side only", () => {
    const base = { prior: null, config: null };
    expect(findPlanViolations(ATTRIBUTES, { ...base, planned: null })).toEqual([]);
    expect(findPlanViolations(ATTRIBUTES, { ...base, planned: object({}) })).toHaveLength(1);
  });

  it("an attribute that is missing or unknown to the schema", () => {
    const { text: _, ...rest } = object({});
    const config = object({});
    const both = findPlanViolations(ATTRIBUTES, {
      prior: null,
      config,
      planned: { ...rest, extra: 1 },
    });
    expect(both).toEqual(["extra has not its type", "text has not its type"]);
  });
});

describe("what follows a plan", () => {
  const violations = (plan: ObjectValue, result: ObjectValue) =>
    findApplyViolations(ATTRIBUTES, object(plan), object(result));

  it.each<[ObjectValue, ObjectValue]>([
    [{ made: UNKNOWN }, { made: "x" }],
    [{ made: UNKNOWN }, { made: null }],
    [{ list: [item("a", UNKNOWN)] }, { list: [item("a", "x")] }],
    [{ set: ["a", UNKNOWN] }, { set: ["a"] }],
    [{ set: ["b", UNKNOWN] }, { set: ["a", "b"] }],
  ])("may make %j to %j", (plan, result) => {
    expect(violations(plan, result)).toEqual([]);
  });

  it.each<[ObjectValue, ObjectValue]>([
    [{ text: "a" }, { text: "b" }],
    [{ made: UNKNOWN }, { made: UNKNOWN }],
    [{ list: [item("a", UNKNOWN)] }, { list: [] }],
    [{ list: [item("a", UNKNOWN)] }, { list: [item("b", "x")] }],
    [{ set: ["a", UNKNOWN] }, { set: ["a", "b", "c"] }],
    [{ set: ["a", "b"] }, { set: ["a"] }],
    [{ text: "a" }, { text: "a", secret: "s" }],
  ])("may not make %j to %j", (plan, result) => {
    expect(violations(plan, result)).not.toEqual([]);
  });

  it("is null exactly when it was planned so", () => {
    expect(findApplyViolations(ATTRIBUTES, null, null)).toEqual([]);
    expect(findApplyViolations(ATTRIBUTES, null, object({}))).toHaveLength(1);
    expect(findApplyViolations(ATTRIBUTES, object({}), null)).toHaveLength(1);
    expect(findReplanViolations(ATTRIBUTES, object({}), null)).toHaveLength(1);
  });

  it("when planned again may only tell more", () => {
    const first = object({ text: "a", made: UNKNOWN });
    expect(findReplanViolations(ATTRIBUTES, first, object({ text: "a", made: "x" }))).toEqual([]);
    expect(findReplanViolations(ATTRIBUTES, first, object({ text: "b", made: "x" }))).toHaveLength(
      1,
    );
    expect(findReplanViolations(ATTRIBUTES, first, object({ text: UNKNOWN }))).toHaveLength(1);
  });
});

describe("findReadViolations", () => {
  it.each<[ObjectValue, readonly string[]]>([
    [object({ text: "a", map: { x: item("a", "b") } }), []],
    [object({ secret: "s" }), ["secret is write-only, not null"]],
    [object({ made: UNKNOWN }), ["a part of it is unknown"]],
    [object({ set: "a" }), ["set has not its type"]],
    [object({ map: { x: 1 } }), ["map.x has not its type"]],
  ])("of %j are %j", (state, expected) => {
    expect(findReadViolations(ATTRIBUTES, state)).toEqual(expected);
  });
});
