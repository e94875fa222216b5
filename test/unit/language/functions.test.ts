import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { FUNCTIONS } from "../../../src/language/functions.js";
import { parseTemplate } from "../../../src/language/parse.js";
import { typeOf } from "../../../src/language/typed-value.js";
import type { Type } from "../../../src/model/type.js";
import { isUnknown, UNKNOWN } from "../../../src/model/value.js";
import { COLLECTION_ANSWERS } from "./collection-answers.js";
import {
  type Answer,
  ENCODING_ANSWERS,
  NUMERIC_ANSWERS,
  TEXT_ANSWERS,
} from "./function-answers.js";
import { FILE_ANSWERS, OTHER_ANSWERS, OUTSIDE } from "./other-answers.js";

const scope = {
  resolve: () => ({ value: UNKNOWN, type: "string" as Type }),
  outside: OUTSIDE,
};

/** What Terraform 1.11.4 answered; test/e2e/language asks it again, and far more. */
const ANSWERS: readonly Answer[] = [
  ...ENCODING_ANSWERS,
  ...NUMERIC_ANSWERS,
  ...TEXT_ANSWERS,
  ...COLLECTION_ANSWERS,
  ...OTHER_ANSWERS,
  ...FILE_ANSWERS,
  ["concat([1], ['a'])", [1, "a"], ["tuple", ["number", "string"]]],
  ["concat(tolist([1]), tolist(['a']))", ["1", "a"], ["list", "string"]],
  ["contains([1], '1')", false, "bool"],
  ["contains(toset(['a']), 'a')", true, "bool"],
  ["element(['a', 'b'], 3)", "b", "string"],
  ["element(tolist(['a', 'b']), -1)", "b", "string"],
  ["join(',', [1, true])", "1,true", "string"],
  ["keys({b = 1, a = 2})", ["a", "b"], ["tuple", ["string", "string"]]],
  ["keys(tomap({b = 1}))", ["b"], ["list", "string"]],
  ["length('👨‍👩‍👧‍👦🇩🇪')", 2, "number"],
  ["length('क्षि')", 2, "number"],
  ["length('\\r\\n')", 1, "number"],
  ["lookup({a = 1}, 'b', 'd')", "d", "string"],
  ["lookup(tomap({a = 1}), 'b', '5')", 5, "number"],
  ["lower('İI ΑΣ ẞ')", "ii ασ ß", "string"],
  ["upper('straße ﬁ ᾳ')", "STRAßE ﬁ ᾼ", "string"],
  ["merge({a = 1}, null, {a = 'x'})", { a: "x" }, ["object", { a: "string" }]],
  ["merge(tomap({a = 1}), tomap({b = 2}))", { a: 1, b: 2 }, ["map", "number"]],
  ["tobool('1')", true, "bool"],
  ["tolist([{a = 1}, {b = 'x'}])", [{ a: "1" }, { b: "x" }], ["list", ["map", "string"]]],
  ["tomap({a = 1, b = null})", { a: 1, b: null }, ["map", "number"]],
  ["tonumber('1e3')", 1000, "number"],
  ["toset(['b', 'a', 'b'])", ["a", "b"], ["set", "string"]],
  ["tostring(true)", "true", "string"],
  ["values({b = 1, a = 'x'})", ["x", 1], ["tuple", ["string", "number"]]],
];

describe("functions", () => {
  it.each(ANSWERS)("%s", (call, value, type) => {
    const text = `\${${call.replaceAll("'", '"')}}`;
    const evaluated = evaluate(parseTemplate(text).expression, scope);
    expect(evaluated.diagnostics).toEqual([]);
    expect(evaluated.value).toEqual(value);
    expect(typeOf(evaluated)).toEqual(type);
  });

  it("all have an answer here, but for the two that only mark and the one that needs a key", () => {
    const answered = new Set(ANSWERS.map(([call]) => call.slice(0, call.indexOf("("))));
    const missing = [...FUNCTIONS.keys()].filter((name) => !answered.has(name));
    expect(missing).toEqual(["nonsensitive", "rsadecrypt", "sensitive"]);
  });

  it("are all that Terraform 1.11 has", () => {
    expect(FUNCTIONS.size).toBe(118);
  });

  it.each(["upper", "join", "tolist", "element", "contains"])(
    "%s passes unknown values on",
    (name) => {
      const args = {
        join: '",", [var.x]',
        element: "[var.x], tonumber(var.x)",
        contains: "[var.x], 'a'",
      };
      const text = args[name as keyof typeof args] ?? "var.x";
      const call =
        name === "tolist" ? "tolist([var.x])[0]" : `${name}(${text.replaceAll("'", '"')})`;
      const parsed = parseTemplate(`\${${call}}`);
      const evaluated = evaluate(parsed.expression, scope);
      expect([...parsed.diagnostics, ...evaluated.diagnostics]).toEqual([]);
      expect(isUnknown(evaluated.value)).toBe(true);
    },
  );
});
