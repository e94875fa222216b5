// Laws of the parser: it takes any text without failing or running out of stack, in time that grows with the
// length, and what it made can be written down and read again.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_DEPTH } from "../../../src/language/cursor.js";
import { evaluate } from "../../../src/language/evaluate.js";
import type { Expression } from "../../../src/language/expression.js";
import { parseExpression, parseTemplate } from "../../../src/language/parse.js";
import { references } from "../../../src/language/references.js";
import { UNKNOWN } from "../../../src/model/value.js";
import { printExpression } from "../../unit/language/print-expression.js";

const name = fc.constantFrom("a", "b-c", "_x", "größe", "for", "if", "true", "var");
const plainName = fc.constantFrom("a", "b-c", "_x", "größe");

const reference: fc.Arbitrary<Expression> = fc
  .oneof(
    plainName.map((n) => ({ kind: "variable", name: n }) as const),
    plainName.map((n) => ({ kind: "local", name: n }) as const),
    fc.constantFrom("key", "value").map((a) => ({ kind: "each", attribute: a as "key" }) as const),
    fc.constant({ kind: "count", attribute: "index" } as const),
    fc.constant({ kind: "self" } as const),
    fc.tuple(plainName, plainName).map(([type, n]) => {
      return { kind: "resource", mode: "managed", type, name: n } as const;
    }),
  )
  .map((r) => ({ kind: "traversal", reference: r }));

const literal: fc.Arbitrary<Expression> = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("${", "$${", "%{x", '"\\'),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
  )
  .map((value) => ({
    kind: "literal",
    value: typeof value === "string" ? value.normalize("NFC") : value,
  }));

const OPERATORS = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"] as const;

const { any } = fc.letrec<{ any: Expression; step: Expression }>((tie) => ({
  /** What is done to each element of a splat. */
  step: fc.oneof(
    { depthSize: "small" },
    fc.constant<Expression>({ kind: "item" }),
    fc.tuple(tie("step"), name).map(([of, n]): Expression => ({ kind: "attribute", of, name: n })),
    fc
      .tuple(tie("step"), tie("any"))
      .map(([of, index]): Expression => ({ kind: "index", of, index })),
  ),
  any: fc.oneof(
    { depthSize: "small" },
    literal,
    reference,
    fc.tuple(reference, name).map(([of, n]): Expression => ({ kind: "attribute", of, name: n })),
    fc.tuple(tie("any"), name).map(([of, n]): Expression => ({ kind: "attribute", of, name: n })),
    fc
      .tuple(tie("any"), tie("any"))
      .map(([of, index]): Expression => ({ kind: "index", of, index })),
    fc
      .tuple(tie("any"), tie("step"))
      .map(([of, each]): Expression => ({ kind: "splat", of, each })),
    fc.array(tie("any"), { maxLength: 3 }).map((items): Expression => ({ kind: "list", items })),
    fc.array(fc.tuple(tie("any"), tie("any")), { maxLength: 3 }).map(
      (entries): Expression => ({
        kind: "object",
        entries: entries.map(([key, value]) => ({ key, value })),
      }),
    ),
    fc
      .tuple(fc.constantFrom("upper", "concat", "merge"), fc.array(tie("any"), { maxLength: 3 }))
      .map(([n, args]): Expression => ({ kind: "call", name: n, args })),
    fc
      .tuple(fc.constantFrom(...OPERATORS), tie("any"), tie("any"))
      .map(([operator, left, right]): Expression => ({ kind: "binary", operator, left, right })),
    tie("any").map((of): Expression => ({ kind: "unary", operator: "!", of })),
    fc.tuple(tie("any"), tie("any"), tie("any")).map(
      ([condition, whenTrue, whenFalse]): Expression => ({
        kind: "conditional",
        condition,
        whenTrue,
        whenFalse,
      }),
    ),
    fc.tuple(tie("any"), tie("any"), tie("any")).map(
      ([of, key, condition]): Expression => ({
        kind: "for",
        of,
        keyName: "k",
        valueName: "v",
        key,
        value: { kind: "name", name: "v" },
        condition,
        isGrouped: true,
      }),
    ),
    fc.tuple(tie("any"), tie("any")).map(([of, inner]): Expression => {
      const value: Expression = { kind: "list", items: [{ kind: "name", name: "v" }, inner] };
      return { kind: "for", of, valueName: "v", value };
    }),
  ),
}));

const scope = { resolve: () => ({ value: UNKNOWN }) };

describe("the parser", () => {
  it("reads what is written down of an expression", () => {
    fc.assert(
      fc.property(any, (expression) => {
        const text = printExpression(expression);
        const parsed = parseExpression(text);
        expect(parsed.diagnostics).toEqual([]);
        expect(printExpression(parsed.expression)).toBe(text);
      }),
    );
  });

  it("gives the very expression back where there is one way to write it", () => {
    fc.assert(
      fc.property(fc.oneof(reference, literal), (expression) => {
        expect(parseExpression(printExpression(expression)).expression).toEqual(expression);
      }),
    );
  });

  it("takes any text: an expression or one problem, never an exception", () => {
    const piece = fc.constantFrom(
      ...'${ } ( ) [ ] { , = : . * " \\ $ % ~ \n # // /* */ - + ! ? < > var local a 0 1.5 for null ...'.split(
        " ",
      ),
    );
    const soup = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), soup), (text) => {
        const { expression, diagnostics } = parseTemplate(text);
        expect(diagnostics.length).toBeLessThanOrEqual(1);
        evaluate(expression, scope);
        references(expression);
        parseExpression(text);
      }),
      { numRuns: 500 },
    );
  });

  it("evaluates a chain of operators of any length", () => {
    const text = `\${${Array.from({ length: 100_000 }, () => "1").join(" + ")}}`;
    const { expression, diagnostics } = parseTemplate(text);
    expect(diagnostics).toEqual([]);
    expect(evaluate(expression, scope).value).toBe(100_000);
    expect(references(expression)).toEqual([]);
  });

  it("keeps text without marks as it is, in normal form", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!text.includes("${") && !text.includes("%{"));
        expect(parseTemplate(text).expression).toEqual({
          kind: "literal",
          value: text.normalize("NFC"),
        });
      }),
    );
  });

  it("reads plain references as the grammar does", () => {
    const word = fc.stringMatching(/^[A-Za-z_][\w-]{0,8}$/);
    const root = fc.oneof(
      word,
      fc.constantFrom("var", "local", "each", "data", "resource", "null"),
    );
    fc.assert(
      fc.property(root, word, word, (type, resource, attribute) => {
        const path = `${type}.${resource}.${attribute}`;
        // A blank keeps the text from being recognised at a glance.
        const grammar = parseTemplate(`\${ ${path}}`);
        const quick = parseTemplate(`\${${path}}`);
        expect(quick.expression).toEqual(grammar.expression);
        expect(quick.diagnostics.length).toBe(grammar.diagnostics.length);
      }),
    );
  });
});

describe("hostile nesting", () => {
  const deep = 100_000;
  it.each([
    ["parentheses", (n: number) => `${"(".repeat(n)}1${")".repeat(n)}`],
    ["lists", (n: number) => `${"[".repeat(n)}${"]".repeat(n)}`],
    ["objects", (n: number) => `${"{a=".repeat(n)}1${"}".repeat(n)}`],
    ["calls", (n: number) => `${"upper(".repeat(n)}1${")".repeat(n)}`],
    ["indices", (n: number) => `${"local.a[".repeat(n)}0${"]".repeat(n)}`],
    ["templates", (n: number) => `${'"${'.repeat(n)}1${'}"'.repeat(n)}`],
    ["attributes", (n: number) => `local.a${".b".repeat(n)}`],
    ["splats", (n: number) => `local.a${"[*]".repeat(n)}`],
    ["open brackets", (n: number) => "[".repeat(n)],
    ["keys", (n: number) => "{(".repeat(n)],
  ])("of %s is refused, not followed", (_, make) => {
    const { diagnostics } = parseTemplate(`\${${make(deep)}}`);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.detail).toContain(`${MAX_DEPTH} levels deep`);
  });

  it.each([
    ["lists", (n: number) => `${"[".repeat(n)}1${"]".repeat(n)}`],
    ["attributes", (n: number) => `local.a${".b".repeat(n)}`],
    ["splats", (n: number) => `local.a${"[*]".repeat(n)}`],
  ])("of %s up to the limit is evaluated", (_, make) => {
    const { expression, diagnostics } = parseTemplate(`\${${make(MAX_DEPTH - 2)}}`);
    expect(diagnostics).toEqual([]);
    expect(evaluate(expression, scope).diagnostics).toEqual([]);
  });
});

describe("long texts", () => {
  it.each([
    ["$".repeat(200_000)],
    ["$${".repeat(100_000)],
    ["${1}".repeat(50_000)],
    [`\${[${"1,".repeat(100_000)}]}`],
    [`\${"${"\\n".repeat(100_000)}"}`],
    [`\${${" ".repeat(200_000)}1}`],
    [`\${/*${"*".repeat(200_000)}`],
    [`\${0.${"0".repeat(200_000)}1}`],
  ])("take time that grows with their length: %#", (text) => {
    const { expression } = parseTemplate(text);
    evaluate(expression, scope);
    expect(text.length).toBeGreaterThan(100_000);
  });
});
