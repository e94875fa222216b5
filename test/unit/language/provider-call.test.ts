import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import type { Outside } from "../../../src/language/outside.js";
import { parseTemplate } from "../../../src/language/parse.js";
import type { ProviderFunction } from "../../../src/model/provider-function.js";
import { ephemeral, sensitive, UNKNOWN, type Value } from "../../../src/model/value.js";

const parameter = { name: "given", description: "", type: "string" } as const;

/** Each gives what it was called with. */
const FUNCTIONS = {
  pair: echo({ parameters: [parameter, { ...parameter, name: "other", type: "number" }] }),
  maybe: echo({ parameters: [{ ...parameter, is_nullable: true }] }),
  any: echo({ parameters: [{ ...parameter, type: "dynamic" }] }),
  many: echo({ parameters: [parameter], variadic_parameter: { ...parameter, name: "more" } }),
  deep: echo({ parameters: [{ ...parameter, type: ["list", "string"] }] }),
  fails: {
    ...echo({ parameters: [parameter] }),
    call: ([v]) => ({ received: String(v), fault: "is wrong" }),
  },
  picks: {
    ...echo({ parameters: [parameter] }),
    call: ([v]) => ({ received: String(v), fault: "is wrong", argument: 0 }),
  },
} satisfies Record<string, ProviderFunction>;

function echo(signature: Partial<ProviderFunction["signature"]>): ProviderFunction {
  const about = { summary: "", description: "", return_type: "dynamic" } as const;
  return {
    signature: { ...about, parameters: [], ...signature },
    call: (args) => ({ value: args }),
  };
}

const NAMES: Readonly<Record<string, Value>> = {
  open: UNKNOWN,
  secret: sensitive("s3cr3t"),
  passing: ephemeral("p4ssing"),
  secrets: ["a", sensitive("b")],
  halves: ["a", UNKNOWN],
  openSecret: sensitive(UNKNOWN),
  text: "${provider::my::any(x)[0]}!",
};

function run(call: string, outside: Outside | undefined = { providers: { my: FUNCTIONS } }) {
  const { expression, diagnostics } = parseTemplate(`\${${call}}`);
  expect(diagnostics).toEqual([]);
  return evaluate(expression, {
    resolve: (name) => ({ value: "name" in name ? (NAMES[name.name] ?? null) : null }),
    ...(outside === undefined ? {} : { outside }),
  });
}

describe("a function of a provider", () => {
  it.each([
    ['provider::my::pair(5, "6")', ["5", 6]],
    ["provider::my::maybe(null)", [null]],
    ["provider::my::any([1, {a = true}])", [[1, { a: true }]]],
    ['provider::my::many("a")', ["a"]],
    ['provider::my::many("a", 1, true)', ["a", "1", "true"]],
    ['provider::my::many("a", ["b", "c"]...)', ["a", "b", "c"]],
    ["provider::my::pair(local.open, 1)", UNKNOWN],
    ["provider::my::any(local.open)", UNKNOWN],
    ["provider::my::deep(local.halves)", UNKNOWN],
    ["provider::my::any({a = local.open})", UNKNOWN],
    ["provider::my::maybe(local.secret)", sensitive(["s3cr3t"])],
    ["provider::my::deep(local.secrets)", sensitive([["a", "b"]])],
    ["provider::my::maybe(local.openSecret)", sensitive(UNKNOWN)],
    ["provider::my::maybe(local.passing)", ephemeral(["p4ssing"])],
    [
      "provider::my::any([local.passing, local.secret])",
      sensitive(ephemeral([["p4ssing", "s3cr3t"]])),
    ],
    ["provider::my::pair(local.open, sensitive(1))", sensitive(UNKNOWN)],
    ["try(provider::my::fails(1), 2)", 2],
    ["[for x in [1] : provider::my::any(x)]", [[1]]],
    ['"a${provider::my::any(1)[0]}"', "a1"],
  ])("%s", (call, value) => {
    const evaluated = run(call);
    expect(evaluated.diagnostics).toEqual([]);
    expect(evaluated.value).toEqual(value);
  });

  it.each([
    ["provider::my::pair(1)", "Not enough function arguments", "takes 2 arguments and was given 1"],
    ["provider::my::pair(1, 2, 3)", "Too many function arguments", "given 3"],
    ["provider::my::many()", "Not enough function arguments", "takes at least 1"],
    ["provider::my::pair(null, 1)", "Invalid function argument", '"given" of provider::my::pair()'],
    ['provider::my::pair(1, "x")', "Invalid function argument", "a number is required"],
    ["provider::my::any(null)", "Invalid function argument", "it is null"],
    ['provider::my::many("a", [])', "Invalid function argument", 'argument "more" of'],
    [
      "provider::my::fails(7)",
      "Error in function call",
      'provider::my::fails() fails: "7" is wrong.',
    ],
    [
      "provider::my::picks(7)",
      "Invalid function argument",
      '"given" of provider::my::picks() does not fit: "7" is wrong.',
    ],
    [
      "provider::my::piar(1)",
      "Call to unknown function",
      'Did you mean "pair"? It has pair, maybe',
    ],
    [
      "provider::mi::pair(1)",
      "Call to unknown function",
      'Did you mean "my"? There are my and terraform.',
    ],
    ["provider::my::toString(1)", "Call to unknown function", 'no function "toString"'],
    ["provider::constructor::name(1)", "Call to unknown function", 'no provider "constructor"'],
  ])("%s is refused: %s, %s", (call, summary, detail) => {
    const { diagnostics } = run(call);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.summary).toBe(summary);
    expect(diagnostics[0]?.detail).toContain(detail);
  });

  it.each(["fails", "picks"])("does not let %s say what was sensitive", (name) => {
    const { diagnostics } = run(`provider::my::${name}(local.secret)`);
    expect(diagnostics).toHaveLength(1);
    expect(JSON.stringify(diagnostics)).not.toContain("s3cr3t");
    expect(diagnostics[0]?.detail).toContain("sensitive");
    expect(JSON.stringify(run(`provider::my::${name}(local.passing)`))).not.toContain("p4ssing");
  });

  it("is called in a template that another function renders", () => {
    const { value, diagnostics } = run("templatestring(local.text, {x = 1})");
    expect(diagnostics).toEqual([]);
    expect(value).toBe("1!");
  });

  it("gives what is not known where nobody says which providers there are", () => {
    expect(run("provider::my::pear(1, 2, 3)", undefined).value).toBe(UNKNOWN);
    expect(run("provider::my::pear(1)", {})).toMatchObject({ value: UNKNOWN, diagnostics: [] });
  });

  it("opens neither files nor times where there are none", () => {
    const closed = { isClosed: true, providers: { my: FUNCTIONS } } as const;
    for (const call of ['file("x")', "plantimestamp()", "timestamp()", 'bcrypt("x")']) {
      expect(run(call, closed).diagnostics, call).toHaveLength(1);
    }
    expect(run("provider::my::any(1)", closed).value).toEqual([1]);
  });
});
