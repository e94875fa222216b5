import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../src/language/parse.js";
import type { Scope } from "../../../src/language/scope.js";
import { wrongSteps } from "../../../src/load/wrong-steps.js";
import type { Type } from "../../../src/model/type.js";
import { UNKNOWN } from "../../../src/model/value.js";

const HOST: Type = [
  "object",
  { id: "string", tags: ["list", "string"], nested: ["object", { a: "string" }] },
];
const TYPES: Readonly<Record<string, Type>> = {
  one: HOST,
  counted: ["list", HOST],
  keyed: ["map", HOST],
};

function found(text: string) {
  const { expression } = parseTemplate(`\${${text}}`, { file: "main.tf.json", pointer: "/x" });
  const scope: Scope = {
    resolve: (reference) => {
      const name = "name" in reference ? reference.name : "";
      return { value: UNKNOWN, type: TYPES[name] ?? "string" };
    },
  };
  return wrongSteps(expression, scope);
}

describe("a key that leads nowhere", () => {
  it.each([
    ["t.one[0]", "not a list of objects"],
    ['try(t.one["id"], 1)', 't.one has neither "count" nor "for_each"'],
    ["true ? 1 : t.one[0].id", "not a list of objects"],
    ["t.one.id[0]", "A string has no elements"],
    ["t.counted[0].id[0]", "A string has no elements"],
    ['t.keyed["a"].nested["b"]', 'no attribute "b"'],
    ['t.keyed["a"]["id"]', "Behind the key of an instance of t.keyed a name stands after a dot"],
    ['try(module.edge[0]["o"], 1)', 'module.edge a name stands after a dot, and not "o"'],
  ])("%s is found", (text, words) => {
    const diagnostics = found(text);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.detail).toContain(words);
    expect(diagnostics[0]?.source).toEqual({ file: "main.tf.json", pointer: "/x" });
  });

  it.each([
    "t.counted[7]",
    't.keyed["a"]',
    "t.one.tags[3]",
    "t.one[var.x]",
    't.counted[var.x]["id"]',
    't.keyed["a"][var.x]',
    'module.edge["o"]',
    "local.x[0]",
    "t.one.id",
  ])("%s may lead somewhere", (text) => expect(found(text)).toEqual([]));
});
