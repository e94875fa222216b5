// Every way the CDK library is known to turn a correct-looking program into another configuration without a
// word, and what becomes of each here. docs/synthesis.md is this list in prose; a test holds the two
// together, and has a program for each trap that is caught.

export interface SynthesisTrap {
  readonly number: number;
  /** What a program does. */
  readonly written: string;
  /** What the library makes of it. */
  readonly becomes: string;
  /**
   * `lint`: synthesis fails and says where. `by design`: cannot happen in a Stack of holdfast.
   * `documented`: nothing is left to recognise it by, so only the advice helps.
   */
  readonly caught: "lint" | "by design" | "documented";
  /** What to write instead. */
  readonly instead: string;
}

export const SYNTHESIS_TRAPS: readonly SynthesisTrap[] = [
  {
    number: 1,
    written: "siblings called `esx01.dc1` and `esx01dc1`",
    becomes: "one resource, its lists joined",
    caught: "by design",
    instead:
      "nothing: ids are plain or end in a SHA-256; only `overrideLogicalId` can repeat one, and then the lint says so",
  },
  {
    number: 2,
    written: "`host-${number}`, `10.0.0.${number}` with a number known later",
    becomes: "`host--8.1e+298`",
    caught: "lint",
    instead: "`` text`host-${number}` ``",
  },
  {
    number: 3,
    written: "`${number}-x`, `${a}${b}` with numbers known later",
    becomes: "the text beside the number is lost",
    caught: "lint",
    instead: "`` text`${number}-x` ``",
  },
  {
    number: 4,
    written:
      '`number + 1`, `number > 3`, `!boolean`, `string === "x"`, `list.length` on values known later',
    becomes: "JavaScript's answer about the token: the number itself, `false`, `1`",
    caught: "documented",
    instead:
      "`Op.add`, `Op.gt`, `Op.not`, `Op.eq`, `Fn.lengthOf`; arithmetic that leaves a number no token has is caught",
  },
  {
    number: 5,
    written: '`Op.gt(number, 0)`, `Op.eq(string, "")`, `Op.sub(number, 0)` on cdktf',
    becomes: "the word `undefined`, or another operation",
    caught: "lint",
    instead: "`cdktn`, or a `TerraformLocal` that holds the operand",
  },
  {
    number: 6,
    written: "a `conditional(…)` inside an operator or another condition",
    becomes: "its parentheses are lost: `b ? 1 : 2 == 1`",
    caught: "lint",
    instead: "a `TerraformLocal` that holds the conditional",
  },
  {
    number: 7,
    written: '`map.get("k").attribute` on a map of objects',
    becomes: "`map[k].attribute`, the key without quotes",
    caught: "lint",
    instead: '`propertyAccess(map, ["k", "attribute"])`',
  },
  {
    number: 8,
    written: "quotes, backslashes, `%{`, or map keys with `${` in arguments of `Fn`",
    becomes: "text that is not escaped",
    caught: "lint",
    instead: '`literal("…")`',
  },
  {
    number: 9,
    written: "`Fn.jsonencode([1, null])` on cdktf",
    becomes: "`[1, ]`",
    caught: "lint",
    instead: "`cdktn`, or a `TerraformLocal` that holds the list",
  },
  {
    number: 10,
    written: "`string.toUpperCase()`, `.slice()`, `.split()` on a string known later",
    becomes: "pieces of a token's code",
    caught: "lint",
    instead: "`Fn.upper`, `Fn.substr`, `Fn.split`",
  },
  {
    number: 11,
    written: "`JSON.stringify({ b: boolean })` with a value known later",
    becomes: "the text `<unresolved-token>`",
    caught: "lint",
    instead: "`Fn.jsonencode`",
  },
  {
    number: 12,
    written: "`NaN`, `Infinity`, a `Date`, `Map`, `Set` or `Symbol`, an integer beyond 2^53",
    becomes: "`null`, `{}`, nothing, another integer",
    caught: "lint",
    instead: "a string, a number, a list or an object",
  },
  {
    number: 13,
    written: "construct ids such as `1abc` or `größe`",
    becomes: "an id that Terraform refuses, or letters dropped",
    caught: "by design",
    instead: "nothing: ids are made readable, prefixed with `_` and end in a SHA-256",
  },
  {
    number: 14,
    written:
      "`importFrom(id, provider)` on a declared resource, or a module with `for_each` used as one",
    becomes: "an import or a reference that Terraform refuses",
    caught: "lint",
    instead: "`importFrom(id)`; `propertyAccess(module, [key, …])`",
  },
  {
    number: 15,
    written: "no backend, or a path below the working folder",
    becomes: "an absolute path of this machine in the configuration",
    caught: "by design",
    instead:
      "nothing: the state is `terraform.STACK.tfstate`, relative; absolute paths elsewhere are found by the lint",
  },
  {
    number: 16,
    written: "`new TerraformOutput(…, { value: null })`",
    becomes: "a crash that names no construct",
    caught: "lint",
    instead: "`Token.nullValue()`, or no output",
  },
  {
    number: 17,
    written: "a literal password, or a sensitive variable with a default",
    becomes: "clear text in the configuration",
    caught: "lint",
    instead: '`Secret.variable("name")`; the constructs accept nothing else',
  },
];
