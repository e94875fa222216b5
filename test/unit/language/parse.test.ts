import { describe, expect, it } from "vitest";
import { parseExpression, parseJsonValue, parseTemplate } from "../../../src/language/parse.js";
import { printExpression } from "./print-expression.js";

/** The expression as printed, or the problem with its place. */
function parsed(text: string): string {
  const { expression, diagnostics } = parseTemplate(text);
  const [diagnostic] = diagnostics;
  return diagnostic === undefined
    ? printExpression(expression)
    : `${diagnostic.summary}: ${diagnostic.detail}`;
}

describe("templates", () => {
  it.each([
    ["", '""'],
    ["plain", '"plain"'],
    ["100% of $5", '"100% of $5"'],
    ["$${a} %%{b}", '"$${a} %%{b}"'],
    ["$", '"$"'],
    ["a-${var.x}-b", '"a-${var.x}-b"'],
    ["${var.x}", "var.x"],
    ["${var.x}${var.y}", '"${var.x}${var.y}"'],
    [" ${var.x}", '" ${var.x}"'],
    ['${"a"}', '"a"'],
    ['${"a${var.x}"}', '"a${var.x}"'],
    ["back\\slash", '"back\\\\slash"'],
  ])("%j is %s", (text, expected) => {
    expect(parsed(text)).toBe(expected);
  });

  it("keeps the text of an escaped mark", () => {
    expect(parseTemplate("$${a}").expression).toEqual({ kind: "literal", value: "${a}" });
    expect(parseTemplate("$$${a}").expression).toEqual({ kind: "literal", value: "$${a}" });
    expect(parseTemplate("%%{a}").expression).toEqual({ kind: "literal", value: "%{a}" });
  });

  it("brings text into normal form C", () => {
    expect(parseTemplate("e\u0301").expression).toEqual({ kind: "literal", value: "é" });
    expect(parseTemplate('${"e\u0301"}').expression).toEqual({ kind: "literal", value: "é" });
  });
});

describe("expressions", () => {
  it.each([
    ["${5}", "5"],
    ["${-5}", "-5"],
    ["${1e3}", "1000"],
    ["${true}", "true"],
    ["${null}", "null"],
    ["${(5)}", "5"],
    ["${local.a.b}", "local.a.b"],
    ["${local.a[0]}", "local.a[0]"],
    ["${local.a.0}", "local.a[0]"],
    ['${local.a["b c"]}', 'local.a["b c"]'],
    ["${local.a[var.i]}", "local.a[var.i]"],
    ["${local.a[*].b[0].c}", "local.a[*].b[0].c"],
    ["${local.a.*.b.0}", "local.a[*].b[0]"],
    ["${local.a.*.b[0]}", "(local.a[*].b)[0]"],
    ["${(local.a[*].b)[0]}", "(local.a[*].b)[0]"],
    ["${local.a[*].b[*].c}", "local.a[*].b[*].c"],
    ["${holdfast_host.esx01.id}", "holdfast_host.esx01.id"],
    ['${core::upper("a")}', 'upper("a")'],
    ['${core :: upper ("a")}', 'upper("a")'],
    ['${provider::p::upper("a", var.x)}', 'provider::p::upper("a", var.x)'],
    ['${{core::upper("k") = 1}}', '{(upper("k")) = 1}'],
    ["${resource.holdfast_host.esx01.id}", "holdfast_host.esx01.id"],
    ["${data.terraform_remote_state.core.outputs.x}", "data.terraform_remote_state.core.outputs.x"],
    ["${count.index}", "count.index"],
    ["${each.value.a}", "each.value.a"],
    ["${self.id}", "self.id"],
    ["${path.module}", "path.module"],
    ["${terraform.workspace}", "terraform.workspace"],
    ['${join("-", ["a", var.b,])}', 'join("-", ["a", var.b])'],
    ["${{a = 1, b: 2\n c = 3}}", '{"a" = 1, "b" = 2, "c" = 3}'],
    ["${{(var.k) = 1}}", "{(var.k) = 1}"],
    ["${ /* why */ var.x # so\n }", "var.x"],
    ["${local.größe}", "local.größe"],
  ])("%j is %s", (text, expected) => {
    expect(parsed(text)).toBe(expected);
  });
});

describe("what is wrong", () => {
  it.each([
    ["${", "Invalid expression", "A value, a reference"],
    ["${}", "Invalid expression", "A value, a reference"],
    [
      "a${var.x",
      "Invalid expression",
      'The closing "}" of this "${" is missing. It stands at column 2',
    ],
    ["${5 5}", "Invalid expression", 'A closing "}" is expected here'],
    ["${(5}", "Invalid expression", 'A closing ")" is expected'],
    ["${[5}", "Invalid expression", 'closing "]"'],
    ["${{a 1}}", "Invalid expression", 'A "=" or a ":"'],
    ["${{a = 1 b = 2}}", "Invalid expression", 'A "," or a newline'],
    ["${{a.b = 1}}", "Invalid expression", "in parentheses"],
    ['${"abc}', "Invalid expression", 'A closing quote (") is missing'],
    ['${"a\nb"}', "Invalid expression", "A quoted text ends on its line"],
    ['${"\\x"}', "Invalid expression", "The escapes are"],
    ["${local.a.0.1}", "Invalid expression", "Two indices in a row"],
    ["${local.a.*.*.b}", "Invalid expression", "cannot follow another one"],
    ["${local.a.}", "Invalid expression", "An attribute name is expected"],
    ["${local.a[0}", "Invalid expression", 'A closing "]" is expected'],
    ["${foo}", "Invalid reference", '"foo" stands for nothing'],
    ["${local}", "Invalid reference", '"local" must be followed'],
    ["${data.x}", "Invalid reference", '"data" must be followed'],
    ["${each.foo}", "Invalid reference", '"key" and "value"'],
    ["${path.modul}", "Invalid reference", 'Did you mean "module"?'],
    ["${uper(1)}", "Call to unknown function", 'Did you mean "upper"?'],
    ["${core::uper(1)}", "Call to unknown function", 'Did you mean "core::upper"?'],
    ["${cor::upper(1)}", "Call to unknown function", 'Did you mean "core"?'],
    ["${provider::f(1)}", "Call to unknown function", "provider::PROVIDER::FUNCTION"],
    ["${core::upper}", "Invalid expression", 'An opening "(" is expected'],
    ["${core::1(1)}", "Invalid expression", 'expected after "::"'],
  ])("%j: %s, %s", (text, summary, detail) => {
    const { diagnostics } = parseTemplate(text);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.summary).toBe(summary);
    expect(diagnostics[0]?.detail).toContain(detail);
  });

  it("never repeats the text around a problem, which may be a secret", () => {
    const { diagnostics } = parseTemplate("s3cr3t-${ +s3cr3t");
    expect(JSON.stringify(diagnostics)).not.toContain("s3cr3t");
  });

  it("counts lines where there are several", () => {
    expect(parsed("a\nb ${1 2}")).toContain("at line 2, column 7 of the string");
  });
});

describe("JSON values", () => {
  const sourceOf = () => ({ file: "x.tf.json", pointer: "/a" });

  it("shares what has no templates", () => {
    const json = { list: [1, "x", null], flag: true };
    const { expression } = parseJsonValue(json, sourceOf);
    expect(expression).toEqual({ kind: "literal", value: json });
    expect(expression.kind === "literal" && expression.value).toBe(json);
  });

  it("asks for no place where there are no templates", () => {
    const asked = () => {
      throw new Error("asked");
    };
    expect(() => parseJsonValue({ a: ["b"] }, asked)).not.toThrow();
  });

  it("keeps the pointer of every reference", () => {
    const { expression } = parseJsonValue({ "a/b": ["x", "${var.y}"] }, sourceOf);
    expect(JSON.stringify(expression)).toContain('"pointer":"/a/a~1b/1"');
  });

  it("reads templates in keys", () => {
    const { expression } = parseJsonValue({ "k-${var.x}": 1 }, sourceOf);
    expect(printExpression(expression)).toBe('{("k-${var.x}") = 1}');
  });

  it("collects the problems of all strings", () => {
    const { diagnostics } = parseJsonValue(["${", "ok", { a: "${1 1}" }], sourceOf);
    expect(diagnostics.map((d) => d.source?.pointer)).toEqual(["/a/0", "/a/2/a"]);
  });

  it("keeps a key __proto__ a key", () => {
    const json = JSON.parse('{"__proto__": {"a": "${var.x}"}}');
    const { expression } = parseJsonValue(json, sourceOf);
    expect(printExpression(expression)).toBe('{"__proto__" = {"a" = var.x}}');
  });
});

describe("whole expressions", () => {
  it("are read without marks", () => {
    expect(printExpression(parseExpression("holdfast_host.a[0].id").expression)).toBe(
      "holdfast_host.a[0].id",
    );
  });

  it("end where they end", () => {
    const { diagnostics } = parseExpression("var.x var.y");
    expect(diagnostics[0]?.detail).toContain("column 7");
  });
});
