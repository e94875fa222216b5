import { describe, expect, it } from "vitest";
import type { AttributeSchema, AttributeSchemas, NestedType } from "../../../src/model/type.js";
import { type ObjectValue, UNKNOWN, type Value } from "../../../src/model/value.js";
import { proposeNewState } from "../../../src/plan/propose-new-state.js";

const plain = { description: "", description_kind: "plain" } as const;
const optional: AttributeSchema = { ...plain, type: "string", optional: true };
const computed: AttributeSchema = { ...plain, type: "string", computed: true };
const both: AttributeSchema = { ...plain, type: "string", optional: true, computed: true };
const secret: AttributeSchema = { ...plain, type: "string", optional: true, write_only: true };
const nested = (
  mode: NestedType["nesting_mode"],
  flags: object = { optional: true },
): AttributeSchema => ({
  ...plain,
  ...flags,
  nested_type: { nesting_mode: mode, attributes: { k: optional, c: computed } },
});

function propose(attribute: AttributeSchema, prior: Value | undefined, config: Value): Value {
  const schema: AttributeSchemas = { x: attribute };
  const before: ObjectValue | null = prior === undefined ? null : { x: prior };
  return proposeNewState(schema, before, { x: config }).x ?? null;
}

const item = (k: string | null, c: Value = null): ObjectValue => ({ k, c });

describe("proposeNewState", () => {
  it.each<[string, AttributeSchema, Value | undefined, Value, Value]>([
    ["takes what is configured", optional, "old", "new", "new"],
    ["takes null where nothing is configured", optional, "old", null, null],
    ["takes unknown", optional, "old", UNKNOWN, UNKNOWN],
    ["keeps what was computed", computed, "old", null, "old"],
    ["knows nothing computed of a new object", computed, undefined, null, null],
    ["keeps an optional and computed value", both, "old", null, "old"],
    ["prefers the configured one", both, "old", "new", "new"],
    ["never proposes what is write-only", secret, null, "s", null],
    ["merges a single object", nested("single"), item("a", "c"), item("b"), item("b", "c")],
    ["takes a null object", nested("single"), item("a", "c"), null, null],
    ["fills nothing into a new object", nested("single"), null, item("b"), item("b")],
    [
      "merges a list by position",
      nested("list"),
      [item("a", "1"), item("b", "2")],
      [item("x"), item("y"), item("z")],
      [item("x", "1"), item("y", "2"), item("z")],
    ],
    [
      "merges a map by key",
      nested("map"),
      { m: item("a", "1"), gone: item("b", "2") },
      { m: item("x"), constructor: item("y") },
      { m: item("x", "1"), constructor: item("y") },
    ],
    [
      "merges a set by likeness, each once",
      nested("set"),
      [item("a", "1"), item("a", "2"), item("b", "3")],
      [item("a"), item("a"), item("c")],
      [item("a", "1"), item("a", "2"), item("c")],
    ],
    [
      "keeps a computed object that was never configured",
      nested("single", { optional: true, computed: true }),
      item(null, "c"),
      null,
      item(null, "c"),
    ],
    [
      "drops a computed object that was configured once",
      nested("single", { optional: true, computed: true }),
      item("a", "c"),
      null,
      null,
    ],
    [
      "drops a computed list that was configured once",
      nested("list", { optional: true, computed: true }),
      [item(null, "c"), item("a", "c")],
      null,
      null,
    ],
    [
      "drops a computed map that was configured once",
      nested("map", { optional: true, computed: true }),
      { m: item("a", "c") },
      null,
      null,
    ],
    ["takes an unknown object", nested("list"), [item("a", "1")], UNKNOWN, UNKNOWN],
    ["takes an unknown element", nested("list"), [item("a", "1")], [UNKNOWN], [UNKNOWN]],
  ])("%s", (_, attribute, prior, config, expected) => {
    expect(propose(attribute, prior, config)).toEqual(expected);
  });
});
