// A few of the answers that test/e2e/language has from Terraform 1.11, and that what is printed is read again.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { parseExpression, parseTemplate } from "../../../src/language/parse.js";
import { printMembers, printValue } from "../../../src/language/print-value.js";
import { TERRAFORM_FUNCTIONS } from "../../../src/language/terraform-functions.js";
import { NOT_NULL, UNKNOWN, Unknown, type Value } from "../../../src/model/value.js";

const scope = { resolve: () => ({ value: NOT_NULL, type: "string" as const }) };

function run(call: string) {
  const { expression, diagnostics } = parseTemplate(`\${provider::terraform::${call}}`);
  expect(diagnostics).toEqual([]);
  return evaluate(expression, scope);
}

describe("functions of Terraform's provider", () => {
  it.each([
    [
      "encode_expr({bb = 1, a = [{c = null}, {}], d = 'x\\n'})",
      '{\n  a = [{\n    c = null\n  }, {}]\n  bb = 1\n  d  = "x\\n"\n}',
    ],
    ["encode_expr([{a = 1}, {b = 2}])", "[{\n  a = 1\n  }, {\n  b = 2\n}]"],
    ["encode_expr(1e30)", "1000000000000000000000000000000"],
    ["encode_expr(var.x)", new Unknown({ isNotNull: true, prefix: '"' })],
    ["encode_tfvars({a = true, bcd = 1.5})", "a   = true\nbcd = 1.5\n"],
    ["encode_tfvars({a = var.x})", NOT_NULL],
    ["decode_tfvars('a = 1 # one\\n\\nb = [\\n  2,\\n]\\n')", { a: 1, b: [2] }],
    ["decode_tfvars('')", {}],
    ["decode_tfvars(var.x)", UNKNOWN],
  ])("%s", (call, value) => {
    const evaluated = run(call.replaceAll("'", '"'));
    expect(evaluated.diagnostics).toEqual([]);
    expect(evaluated.value).toEqual(value);
  });

  it.each([
    ["encode_tfvars([])", "takes an object"],
    ['encode_tfvars({"a b" = 1})', "cannot be that of a variable"],
    ['decode_tfvars("a = 1\\nb = s3cr3t")', "goes wrong at line 2, column 5"],
    ['decode_tfvars("a = upper(1)")', "goes wrong at line 1, column 1"],
    ['decode_tfvars("a = 1\\na = 2")', "goes wrong at line 2, column 1"],
    ['decode_tfvars("a {}")', "goes wrong at line 1, column 3"],
    ["encode_expr(null)", "it is null"],
    ["encode(1)", "It has decode_tfvars, encode_expr, encode_tfvars"],
  ])("%s is refused: %s", (call, detail) => {
    const { diagnostics } = run(call);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.detail).toContain(detail);
    expect(diagnostics[0]?.detail).not.toContain("s3cr3t");
  });

  it("print what reads as the same again", () => {
    const value = fc.letrec<{ any: Value }>((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom<Value>(null, true, false),
        fc.maxSafeInteger(),
        fc.string({ unit: "grapheme" }).map((text) => text.normalize("NFC")),
        fc.array(tie("any"), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 8 }), tie("any"), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (given) => {
        const { expression, diagnostics } = parseExpression(printValue(given));
        expect(diagnostics).toEqual([]);
        expect(evaluate(expression, scope).value).toEqual(given);
      }),
    );
    const decode = TERRAFORM_FUNCTIONS.get("decode_tfvars");
    const names = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,6}$/);
    fc.assert(
      fc.property(fc.dictionary(names, value, { noNullPrototype: true }), (given) => {
        const outcome = decode?.apply([{ value: printMembers(given) }], undefined);
        expect(outcome).toMatchObject({ value: given });
      }),
    );
  });
});
