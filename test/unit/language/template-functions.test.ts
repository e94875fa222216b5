import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { parseTemplate } from "../../../src/language/parse.js";
import { sensitive } from "../../../src/model/value.js";

const TEXTS: Readonly<Record<string, string>> = {
  hello: "Hello ${name}!",
  list: "%{ for x in xs ~}\n- ${x}\n%{ endfor ~}\n",
  file: '${file("a.txt")}',
  again: "${templatestring(name, {})}",
};

function evaluated(text: string) {
  return evaluate(parseTemplate(`\${${text}}`).expression, {
    resolve: (reference) => {
      if (reference.kind === "variable") return { value: sensitive("${name} is secret") };
      return { value: (reference.kind === "local" && TEXTS[reference.name]) || null };
    },
    outside: {},
  });
}

describe("templatestring", () => {
  it.each([
    ['templatestring(local.hello, {name = "you"})', "Hello you!"],
    ['templatestring(local.list, {xs = ["a", "b"]})', "- a\n- b\n"],
    ["[for t in [local.hello] : templatestring(t, {name = 1})]", ["Hello 1!"]],
  ])("%s", (text, value) => {
    expect(evaluated(text)).toMatchObject({ value, diagnostics: [] });
  });

  it("keeps a sensitive template sensitive", () => {
    expect(evaluated("templatestring(var.x, {name = 1})").value).toEqual(sensitive("1 is secret"));
  });

  it.each([
    ['templatestring("a", {})', "has to be a direct reference to a text"],
    ["templatestring((local.hello), {})", "has to be a direct reference to a text"],
    ['templatestring("${local.hello}", {})', "has to be a direct reference to a text"],
    ["templatestring(upper(local.hello), {})", "has to be a direct reference to a text"],
    ["templatestring(local.hello, {})", 'is not given "name"'],
    ["templatestring(local.file, {})", "reads no files"],
    ["templatestring(local.again, {name = 1})", "cannot render another"],
    ["templatestring(local.nothing, {})", "has to be a text"],
    ["templatestring(local.hello)", "takes 2 arguments and was given 1"],
  ])("%s is refused", (text, words) => {
    const { diagnostics } = evaluated(text);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.detail).toContain(words);
  });
});
