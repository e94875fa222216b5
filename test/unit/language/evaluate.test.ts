import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { parseJsonValue, parseTemplate } from "../../../src/language/parse.js";
import type { Scope } from "../../../src/language/scope.js";
import { type TypedValue, typeOf } from "../../../src/language/typed-value.js";
import { errorDiagnostic } from "../../../src/model/diagnostic.js";
import type { Type } from "../../../src/model/type.js";
import { NOT_NULL, sensitive, UNKNOWN, Unknown, type Value } from "../../../src/model/value.js";

const HOST: Type = ["object", { id: "string", pins: ["set", "string"], tags: ["map", "string"] }];

const LOCALS: Readonly<Record<string, TypedValue>> = {
  text: { value: "t" },
  secret: { value: sensitive("s") },
  unknown: { value: UNKNOWN },
  unknownText: { value: UNKNOWN, type: "string" },
  nothing: { value: null },
  tuple: { value: ["a", 2] },
  objects: { value: [{ id: 1 }, { id: 2 }] },
  list: { value: ["a", "b"], type: ["list", "string"] },
  set: { value: ["a", "b"], type: ["set", "string"] },
  map: { value: { a: "x" }, type: ["map", "string"] },
  noList: { value: null, type: ["list", "string"] },
};

const SCOPE: Scope = {
  resolve(reference) {
    if (reference.kind === "resource") return { value: UNKNOWN, type: HOST };
    const known = reference.kind === "local" ? LOCALS[reference.name] : undefined;
    if (known !== undefined) return known;
    return {
      value: UNKNOWN,
      diagnostics: [errorDiagnostic("Undeclared", "There is no such name.")],
    };
  },
};

function value(text: string): Value {
  const evaluated = evaluate(parseTemplate(text).expression, SCOPE);
  expect(evaluated.diagnostics).toEqual([]);
  return evaluated.value;
}

function problems(text: string): readonly string[] {
  const { expression } = parseTemplate(text, { pointer: "/x" });
  return evaluate(expression, SCOPE).diagnostics.map((d) => `${d.summary}: ${d.detail}`);
}

describe("values", () => {
  it.each<[string, Value]>([
    ["plain", "plain"],
    ["${local.text}", "t"],
    ["a-${local.text}-${5}-${true}", "a-t-5-true"],
    ["${local.tuple[1]}", 2],
    ["${local.tuple.0}", "a"],
    ["${local.objects[*].id}", [1, 2]],
    ["${local.objects.*.id}", [1, 2]],
    ["${local.nothing[*]}", []],
    ["${local.text[*]}", ["t"]],
    ["${local.set[*]}", ["a", "b"]],
    ["${local.map.a}", "x"],
    ['${local.map["a"]}', "x"],
    ["${{a = local.text, (local.text) = 1}}", { a: "t", t: 1 }],
    ["${[local.text, null]}", ["t", null]],
  ])("%s", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it("carries the type that a value alone does not imply", () => {
    const evaluated = evaluate(parseTemplate("${[local.set, local.list]}").expression, SCOPE);
    expect(typeOf(evaluated)).toEqual([
      "tuple",
      [
        ["set", "string"],
        ["list", "string"],
      ],
    ]);
  });
});

describe("unknown values", () => {
  it.each<[string, Value]>([
    ["a-${local.unknown}", new Unknown({ isNotNull: true, prefix: "a-" })],
    ["${local.unknown.a[0]}", UNKNOWN],
    ["${[local.unknown, 1]}", [UNKNOWN, 1]],
    ["${{a = local.unknown}}", { a: UNKNOWN }],
    ["${{(local.unknownText) = 1}}", UNKNOWN],
    ["${local.unknown[*].a}", UNKNOWN],
    ["${local.list[tonumber(local.unknownText)]}", UNKNOWN],
    ["${holdfast_host.a.id}", UNKNOWN],
    ["${upper(local.unknownText)}", NOT_NULL],
  ])("%s", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it("are refused where their type already says that a step is wrong", () => {
    expect(problems("${holdfast_host.a.ids}")).toEqual([
      'Unsupported attribute: This object has no attribute "ids". Did you mean "id"?',
    ]);
    expect(problems("${local.unknownText.a}")[0]).toContain("string, which has no attributes");
    expect(problems("${holdfast_host.a.pins[0]}")[0]).toContain("A set has no order");
  });
});

describe("sensitive values", () => {
  it.each<[string, Value]>([
    ["${local.secret}", sensitive("s")],
    ["a-${local.secret}", sensitive("a-s")],
    ["${local.secret}${local.unknown}", sensitive(new Unknown({ isNotNull: true }))],
    ["${[local.secret]}", [sensitive("s")]],
    ["${upper(local.secret)}", sensitive("S")],
    ['${join(",", [local.secret])}', sensitive("s")],
    ["${toset([local.secret])}", sensitive(["s"])],
    ["${sensitive({a = 1}).a}", sensitive(1)],
    ["${sensitive([{a = 1}])[*].a}", sensitive([1])],
    ["${nonsensitive(local.secret)}", "s"],
    ["${length([local.secret])}", 1],
  ])("%s", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it("never stand in a message", () => {
    const texts = [
      "${tonumber(local.secret)}",
      "${{a = 1}[local.secret]}",
      "${lookup({a = 1}, local.secret)}",
      "${local.list[local.secret]}",
      "${tomap({a = 1})[local.secret]}",
      "${tolist([1, local.secret, [local.secret]])}",
    ];
    const all = texts.flatMap((text) => problems(text));
    expect(all).toHaveLength(texts.length);
    expect(all.join("\n")).not.toMatch(/"s"/);
  });
});

describe("errors", () => {
  it.each([
    ["a-${local.nothing}", "A null value cannot be part of a text."],
    ["a-${local.tuple}", "string is required, and this is tuple"],
    ["${local.nothing.a}", "This value is null"],
    ["${local.nothing[0]}", "This value is null"],
    ["${local.tuple[2]}", "The index 2 is past the end: there are 2 elements."],
    ["${local.tuple[-1]}", "The index is negative"],
    ["${local.tuple.a}", "Select one element first, as in [0].a, or all with [*].a."],
    ["${local.tuple[null]}", "Null cannot be an index"],
    ['${local.map["b"]}', 'This map has no element "b".'],
    ["${local.set[0]}", "A set has no order"],
    ["${local.noList[*]}", "[*] cannot be applied to a list that is null."],
    ["${{(null) = 1}}", "Null cannot be the key"],
    ["${{([1]) = 1}}", "This cannot be the key of an object"],
    ["${concat()}", "concat() needs a list"],
    ["${upper(1, 2)}", "upper() takes 1 arguments and was given 2."],
    ["${element([], 0)}", "empty list"],
  ])("%s", (text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it("are all reported, and an error counts as unknown", () => {
    expect(problems("${[local.a, local.b, upper(local.c)]}")).toHaveLength(3);
  });

  it("are said once for all elements of a splat", () => {
    expect(problems("${local.objects[*].idd}")).toHaveLength(1);
  });

  it("know where they stand", () => {
    const { expression } = parseTemplate("${local.tuple[9]}", { file: "f", pointer: "/x/y" });
    expect(evaluate(expression, SCOPE).diagnostics[0]?.source).toEqual({
      file: "f",
      pointer: "/x/y",
    });
  });

  it("refuse two equal keys of a JSON object, which HCL would take", () => {
    const { expression } = parseJsonValue({ "${local.text}": 1, t: 2 }, () => ({ pointer: "/x" }));
    expect(evaluate(expression, SCOPE).diagnostics[0]?.summary).toBe("Duplicate object attribute");
  });

  it("refuse a sensitive key of a JSON object", () => {
    const { expression } = parseJsonValue({ "${local.secret}": 1 }, () => ({ pointer: "/x" }));
    expect(evaluate(expression, SCOPE).diagnostics[0]?.summary).toBe("Sensitive value as key");
  });
});

describe("names that JavaScript knows", () => {
  it.each(["constructor", "toString", "hasOwnProperty", "__proto__"])(
    "%s is no attribute",
    (name) => {
      expect(problems(`\${{a = 1}.${name}}`)).toHaveLength(1);
      expect(problems(`\${tomap({a = 1})["${name}"]}`)).toHaveLength(1);
      expect(problems(`\${holdfast_host.a.${name}}`)).toHaveLength(1);
    },
  );

  it("can be keys", () => {
    expect(value('${{"__proto__" = 1}["__proto__"]}')).toBe(1);
    expect(value('${keys(merge({"__proto__" = 1}, {constructor = 2}))}')).toEqual([
      "__proto__",
      "constructor",
    ]);
  });
});

describe("what is large", () => {
  const items = Array.from({ length: 130_000 }, (_, i) => `"k${i}"`).join();

  it("is joined", () => {
    expect(value(`\${length(concat(tolist([${items}]), tolist(["x"])))}`)).toBe(130_001);
  });

  it("is an object", () => {
    const object = Object.fromEntries(Array.from({ length: 130_000 }, (_, i) => [`k${i}`, i]));
    const json = { ...object, "${local.text}": "${local.text}" };
    const { expression } = parseJsonValue(json, () => ({}));
    expect(Object.keys(Object(evaluate(expression, SCOPE).value))).toHaveLength(130_001);
  });
});
