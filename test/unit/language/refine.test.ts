import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { parseTemplate } from "../../../src/language/parse.js";
import type { TypedValue } from "../../../src/language/typed-value.js";
import { NOT_NULL, UNKNOWN, Unknown } from "../../../src/model/value.js";

const LOCALS: Readonly<Record<string, TypedValue>> = {
  id: { value: NOT_NULL, type: "string" },
  open: { value: UNKNOWN, type: "string" },
  any: { value: UNKNOWN },
  list: { value: UNKNOWN, type: ["list", "string"] },
  yes: { value: NOT_NULL, type: "bool" },
};

function evaluated(text: string) {
  const { value, diagnostics } = evaluate(parseTemplate(`\${${text}}`).expression, {
    resolve: (reference) =>
      (reference.kind === "local" && LOCALS[reference.name]) || { value: null },
  });
  expect(diagnostics).toEqual([]);
  return value;
}

const bound = (value: number) => ({ value, isInclusive: true });

/** What Terraform 1.11.4 answered; test/e2e/language asks it again, and far more. */
describe("what is certain of unknown values", () => {
  it.each([
    ["local.id != null", true],
    ["local.open != null", NOT_NULL],
    ["local.any != null", NOT_NULL],
    ["upper(local.open) == null", false],
    ["tostring(local.id) == null", NOT_NULL],
    ['"a-${local.id}" == "b"', false],
    ['"ab${local.id}" == "ac"', NOT_NULL],
    ['startswith("ab-${local.id}", "ab-")', true],
    ['startswith("ab-${local.id}", "ab-c")', NOT_NULL],
    ["length(local.list) == -1", false],
    ["length(local.list) >= 0", NOT_NULL],
    ["(local.yes ? 1 : 2) > 2", NOT_NULL],
    ["(local.yes ? 1 : 2) > 3", false],
    ["(local.yes ? 1 : 2) < 3", true],
    ["local.id[*]", [NOT_NULL]],
    ["local.open[*]", UNKNOWN],
    ["local.yes ? tolist([1]) : tolist([2])", [UNKNOWN]],
    ["local.yes ? toset([]) : toset([])", []],
    ["local.yes ? 1 : 1", 1],
    ["jsonencode([local.id]) == null", false],
  ])("%s is %s", (text, value) => {
    expect(evaluated(text)).toEqual(value);
  });

  it.each([
    ["local.id", { isNotNull: true }],
    ['"ab-c${local.id}"', { isNotNull: true, prefix: "ab-" }],
    ['format("a/%s", local.id)', { isNotNull: true, prefix: "a/" }],
    ["jsonencode({a = local.id})", { isNotNull: true, prefix: "{" }],
    ["length(local.open)", { isNotNull: true, min: bound(0) }],
    ['length("ab-${local.id}")', { isNotNull: true, min: bound(3) }],
    ["local.yes ? 1 : 2", { isNotNull: true, min: bound(1), max: bound(2) }],
    ["local.yes ? 1 : tonumber(null)", {}],
    ["local.yes ? tolist([1]) : tolist([2, 3])", { isNotNull: true, minLength: 1, maxLength: 2 }],
    ["local.open", {}],
  ])("%s is open but for %j", (text, refinement) => {
    expect(evaluated(text)).toEqual(new Unknown(refinement as Unknown["refinement"]));
  });

  it.each(["local.open", "tonumber(local.open)", "local.list[0]", "local.any + 1", "!local.yes"])(
    "%s makes no new object",
    (text) => {
      expect([UNKNOWN, NOT_NULL]).toContain(evaluated(text));
    },
  );
});
