import { expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { parseTemplate } from "../../../src/language/parse.js";
import { sensitive, UNKNOWN, type Value } from "../../../src/model/value.js";

const LOCALS: { readonly [name: string]: Value } = {
  text: "edge",
  long: "x".repeat(100),
  object: { a: 1 },
  list: ["a", "b"],
  none: null,
  secret: sensitive("hunter2"),
  later: UNKNOWN,
};

/** What is said of the values in an expression that is wrong. */
function valuesIn(text: string): readonly string[] {
  const { expression } = parseTemplate(text);
  const { diagnostics } = evaluate(expression, {
    resolve: (reference) => ({ value: "name" in reference ? (LOCALS[reference.name] ?? null) : 0 }),
  });
  expect(diagnostics).not.toEqual([]);
  return (diagnostics[0]?.values ?? []).map((v) => `${v.traversal} ${v.statement}`);
}

it.each<[string, readonly string[]]>([
  ["${local.text + 1}", ['local.text is "edge"']],
  [
    "${local.object.a + local.list}",
    ["local.object.a is 1", "local.list is a tuple of 2 elements"],
  ],
  ["${local.object.b}", ["local.object is an object with 1 attribute"]],
  ["${local.none.a}", ["local.none is null"]],
  [
    "${local.secret + local.list}",
    ["local.secret has a sensitive value", "local.list is a tuple of 2 elements"],
  ],
  ["${local.later + local.text}", ['local.text is "edge"']],
  ["${local.text + local.text}", ['local.text is "edge"']],
  ["${count.index + local.list}", ["count.index is 0", "local.list is a tuple of 2 elements"]],
  ["${1 + true}x${[]}", []],
])("%s", (text, values) => {
  expect(valuesIn(text)).toEqual(values);
});

it("cuts long texts, and names no more than a handful", () => {
  expect(valuesIn("${local.long + 1}")[0]).toMatch(/^local\.long is "x{57}…"$/);
  const many = Array.from({ length: 20 }, (_, i) => `local.n${i}`).join(" + ");
  expect(valuesIn(`\${[${many.replaceAll(" + ", ", ")}] + 1}`)).toHaveLength(6);
});
