// Whatever stands in a text, reading and evaluating it gives a value or a diagnostic: it never fails, and takes a time
// that grows with its length. Expressions, templates, JSON and state files; words at random, and what is
// nested ten thousand deep or a megabyte long.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { FUNCTIONS } from "../../../src/language/functions.js";
import { parseJsonValue, parseTemplate } from "../../../src/language/parse.js";
import type { Scope } from "../../../src/language/scope.js";
import { parseJson } from "../../../src/load/parse-json.js";
import { evaluateStatically } from "../../../src/load/static-scope.js";
import { NOT_NULL, sensitive, UNKNOWN, type Value } from "../../../src/model/value.js";
import { decodeState } from "../../../src/state/decode-state.js";

const LOCALS: Readonly<Record<string, Value>> = {
  x: "a",
  u: UNKNOWN,
  n: NOT_NULL,
  s: sensitive([1, { a: null }]),
  o: { a: [1, "b", null], b: true },
};

const SCOPE: Scope = {
  resolve: (reference) => {
    const name = "name" in reference ? reference.name : "";
    return { value: LOCALS[name] ?? null, ...(name === "n" ? { type: "string" } : {}) };
  },
  outside: {},
};

/** Reads and evaluates it; both only may give values and diagnostics. */
function evaluated(text: string): readonly string[] {
  const { expression, diagnostics } = parseTemplate(text, { file: "a", pointer: "/b" });
  const found = diagnostics.length > 0 ? { diagnostics } : evaluateStatically(expression, SCOPE);
  if (diagnostics.length > 0) evaluate(expression, SCOPE);
  return found.diagnostics.map(({ detail }) => detail);
}

const WORDS = [
  ...'${ } %{ ( ) [ ] { , = => : ... . .* [*] * " \\" $ % ~ \\n # // - + ! ? < == && || <<A'.split(
    " ",
  ),
  ..."if else endif for in endfor null true false 0 1 -1 1.5 1e400 a é 😀 for x in x".split(" "),
  ...'local.x local.u local.n local.s local.o.a local.o[0] [1,2] {a=1} "b" "%s"'.split(" "),
  ...[...FUNCTIONS.keys()].map((name) => `${name}(`),
];

const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }).map((all) => all.join(" "));
const ARGUMENTS = [
  "local.x",
  "local.u",
  "local.n",
  "local.s",
  "local.o",
  "null",
  '"b"',
  "[1, 2]",
  "-1",
];
const argument = fc.constantFrom(...ARGUMENTS, "[]", "{}", "1.5", '"10.0.0.0/8"', '"(a"', "true");

describe("any text", () => {
  it("of words of the language", () => {
    fc.assert(
      fc.property(words, (text) => {
        evaluated(text);
        evaluated(`\${${text}}`);
      }),
      { numRuns: 2000 },
    );
  });

  it("that calls a function with anything", () => {
    const name = fc.constantFrom(...FUNCTIONS.keys());
    fc.assert(
      fc.property(name, fc.array(argument, { maxLength: 4 }), (called, args) => {
        evaluated(`\${${called}(${args.join(", ")})}`);
      }),
      { numRuns: 3000 },
    );
  });

  it("as JSON, as an expression in JSON, as a state file", () => {
    const tokens = fc.constantFrom(
      ...'{ } [ ] , : " "a" "${local.x}" "version" 4 "serial" "resources" "instances" null 1e9 \\u0'.split(
        " ",
      ),
    );
    const json = fc.array(tokens, { maxLength: 20 }).map((all) => all.join(""));
    fc.assert(
      fc.property(fc.oneof(json, fc.json(), fc.string({ unit: "binary" })), (text) => {
        decodeState(text, "s.tfstate");
        const { value } = parseJson(text, "x.tf.json");
        if (value === undefined) return;
        evaluate(parseJsonValue(value, () => ({ file: "x" })).expression, SCOPE);
      }),
      { numRuns: 1000 },
    );
  });
});

const DEEP = 10_000;
const LONG = 1_000_000;
const times = (text: string, length: number) => text.repeat(Math.ceil(length / text.length));

describe("what is nested deep or long", () => {
  it.each([
    ["conditionals", `\${${"true ? 1 : ".repeat(DEEP)}1}`],
    ["operators before", `\${${"!".repeat(DEEP)}true}`],
    ["for expressions", `\${${"[for x in [1] : ".repeat(DEEP)}1${"]".repeat(DEEP)}}`],
    ["directives", `${"%{ if true }".repeat(DEEP)}${"%{ endif }".repeat(DEEP)}`],
    ["lists of YAML", `\${yamldecode("${"- ".repeat(DEEP)}")}`],
    ["maps of YAML", `\${yamldecode("${"{a: ".repeat(DEEP)}")}`],
    ["JSON in a text", `\${jsondecode("${"[".repeat(DEEP)}")}`],
    ["groups of a pattern", `\${regex("${"(".repeat(DEEP)}${")".repeat(DEEP)}", "a")}`],
    ["repetitions of a pattern", '${regex("((a{1000}){1000}){1000}", "a")}'],
    ["products", "${setproduct(range(1000), range(1000), range(1000))}"],
    ["indentation", '${indent(999999999, "a\\nb")}'],
    ["widths", '${format("%999999999d", 1)}'],
  ])("%s are refused", (_, text) => {
    const said = evaluated(text);
    expect(said.length).toBeGreaterThan(0);
    for (const detail of said) expect(detail.length).toBeLessThan(1000);
  });

  it.each([
    ["parts of a template", times("${1}", LONG)],
    ["operators", `\${1${times(" + 1", LONG / 2)}}`],
    ["directives", times("%{ if true }a%{ endif }", LONG / 4)],
    ["lines of a heredoc", `\${<<A\n${times("a\n", LONG)}A\n}`],
    ["characters", `\${strrev("${times("é", LONG / 2)}")}`],
    ["marks on a letter", `a${times("\u0301", LONG / 10)}\${local.n}`],
    ["digits", `\${${times("9", LONG / 10)}}`],
    ["patterns that match in many ways", `\${replace("${times("a", 5000)}b", "/(a|aa)+$/", "")}`],
    ["escaped marks", times("$${", LONG)],
  ])("%s are read", (_, text) => {
    expect(evaluated(text).filter((detail) => detail.length > 1000)).toEqual([]);
  });

  it.each([
    ["nested lists", "[".repeat(DEEP) + "]".repeat(DEEP)],
    ["nested objects", `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`],
    ["open brackets", "[".repeat(LONG)],
    ["digits", "9".repeat(LONG)],
    ["a text", `"${"a".repeat(LONG)}"`],
    ["equal keys", `{${'"a":1,'.repeat(LONG / 20)}"a":1}`],
    ["wrong templates", `[${'"${",'.repeat(LONG / 50)}1]`],
  ])("JSON with %s", (_, text) => {
    const { value } = parseJson(text, "x.tf.json");
    if (value !== undefined) parseJsonValue(value, () => ({ file: "x" }));
    const { diagnostics } = decodeState(`{"version": 4, "outputs": ${text}}`, "s.tfstate");
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
