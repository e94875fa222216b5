import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanTemplate } from "../../../constructs/scan-template.js";
import { parseTemplate } from "../../../src/language/parse.js";
import { references } from "../../../src/language/references.js";

const names = (text: string) =>
  scanTemplate(text).references.map(({ root, steps }) => [root, ...steps].join("."));

describe("scanning a template", () => {
  it.each([
    ["plain text, $ and %", []],
    ["$${var.no} %%{ if no }", []],
    ["a-${var.site}-${holdfast_host.esx01.id}", ["var.site", "holdfast_host.esx01.id"]],
    ["${data.t.n[0].id}", ["data.t.n"]],
    ["${module.m.*.id}", ["module.m"]],
    ['${x.counts["k-${var.k}"].a}', ["x.counts", "var.k"]],
    ['${join("-", ["a", var.b]...)}', ["var.b"]],
    [
      "${var.a >= 2 && !(var.b || -var.c < 1) ? local.d : null}",
      ["var.a", "var.b", "var.c", "local.d"],
    ],
    ['${{a = var.x, "b c": var.y, (var.k) = 1}}', ["var.x", "var.y", "var.k"]],
    ["${[for k, v in var.m : upper(k) if v != var.w]}", ["var.m", "var.w"]],
    ["${{for h in var.l : h.name => h.id...}}", ["var.l"]],
    ["%{ for h in var.l ~}${h}%{ endfor }", ["var.l"]],
    ["%{ if var.a }x%{ else }y%{~ endif ~}", ["var.a"]],
    ["${provider::x::f(var.a)}", ["var.a"]],
    ["${var.l[*].id}${var.l.0}", ["var.l", "var.l"]],
  ])("%s", (template, references) => {
    expect(scanTemplate(template).problem).toBeUndefined();
    expect(names(template)).toEqual(references);
  });

  it.each([
    ["${", "a value is missing at character 3"],
    ["${T", "} is missing at character 4"],
    ['${"a"b"}', "} is missing"],
    ['${"a\\b"}', "a backslash begins no escape sequence"],
    ['${"a\nb"}', "a quoted string holds a line break"],
    ["${[1, , 2]}", "a value is missing"],
    ["${f(1 2)}", ") is missing"],
    ["${a.}", "a name is missing after the dot"],
    ["${[for in x : 1]}", "for has no in"],
    ["%{ wrong }", "%{ begins no directive"],
    ["${{a 1}}", "an object key is followed by no value"],
    ['${"a', "a quoted string is never closed"],
  ])("refuses %s", (template, problem) => {
    expect(scanTemplate(template).problem).toContain(problem);
  });

  it("finds bare words used as an index", () => {
    expect(scanTemplate("${x.map[k].state}").bareIndexes).toEqual(["k"]);
    expect(scanTemplate("${x.map[each.key]}${[for k in var.l : x.map[k]]}").bareIndexes).toEqual(
      [],
    );
  });

  it("agrees with what the engine reads, wherever that reads it", () => {
    const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const template = parts.join("");
        const { expression, diagnostics } = parseTemplate(template);
        const scan = scanTemplate(template);
        const [refusal] = diagnostics;
        if (refusal === undefined) {
          expect([template, scan.problem]).toEqual([template, undefined]);
          const names = scan.references.length + scan.bareIndexes.length;
          expect([template, names]).toEqual([template, references(expression).length]);
        } else if (!JUDGES_MEANING.test(refusal.summary)) {
          expect([template, scan.problem]).toEqual([template, expect.any(String)]);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

const PIECES = [
  ...'${ } %%{ $${ [ ] ( ) { , = : - . 1 1.5 " \\ \\n [0] [*] .* f( x \u00e9 null true'.split(" "),
  ...["var.x", "local.y", "each.key", "data.t.n", "holdfast_host.h", ".id", '["k"]', " ", "\n"],
];

/** The engine also judges names and functions, and refuses by name what it does not evaluate yet. */
const JUDGES_MEANING = /Unsupported|reference|unction/;
