import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DefaultTokenResolver,
  Fn,
  Lazy,
  StringConcat,
  TerraformStack,
  Token,
  Tokenization,
} from "../../../constructs/cdk.js";
import { resolvingOnlyTokens } from "../../../constructs/resolve-plain.js";
import { newProgram, type Program } from "./program.js";

const NAMES = ["a", "kms-1", "x_9e24", "1e+2", "toString", "${a}", "$${b}", "é", "name", "resolve"];

/** What a program may hand to the library, tokens of every kind in every place. */
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(undefined, null, true, 0, -1.5, 1e21, Number.NaN, Number.POSITIVE_INFINITY),
    fc.constantFrom(...NAMES, "-1.88e+289", "String Map Token Value", "Any Map Token Value"),
    fc.constantFrom(Token.NUMBER_MAP_TOKEN_VALUE, new Date(0), () => 1, new Map()),
    fc.constantFrom(...textTokens(), ...otherTokens()),
    fc
      .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...textTokens()))
      .map((all) => all.join("")),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES, ...textTokens()), tie("value"), { maxKeys: 4 }),
  ),
}));

function textTokens(): readonly string[] {
  const text = Token.asString(Lazy.stringValue({ produce: () => "late" }));
  return [text, Token.asString(Fn.upper("x")), `${Token.asNumber(Fn.max([1, 2]))}`];
}

function otherTokens(): readonly unknown[] {
  return [
    Token.asNumber(Fn.max([1, 2])),
    Token.asList(Fn.split(",", "a,b")),
    Token.asNumberList(Fn.range(1, 3)),
    Token.asStringMap(Fn.merge([{ a: "b" }])),
    Token.nullValue(),
    Lazy.anyValue({ produce: () => ({ a: undefined, b: [undefined, Fn.upper("y")] }) }),
  ];
}

function outcomeOf({ stack }: Program, value: unknown): unknown {
  const options = { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()) };
  try {
    return { resolved: Tokenization.resolve(value, { ...options, preparing: false }) };
  } catch (error) {
    // The library says where below the value that it was handed; we hand it smaller ones.
    return { refused: (error as Error).message.replaceAll(/\/\S*/g, "") };
  }
}

describe("resolving what may hold a token alone", () => {
  it("comes to what the library comes to", () => {
    const program = newProgram();
    fc.assert(
      fc.property(values.value, (value) => {
        const alone = resolvingOnlyTokens(() => outcomeOf(program, value));
        expect(alone).toStrictEqual(outcomeOf(program, value));
      }),
      { numRuns: 3_000 },
    );
  });

  it("says of what holds itself what the library says", () => {
    const program = newProgram();
    const loop: Record<string, unknown> = {};
    loop.again = [loop];
    const alone = resolvingOnlyTokens(() => outcomeOf(program, loop));
    expect(alone).toEqual(outcomeOf(program, loop));
    expect(alone).toMatchObject({ refused: expect.stringContaining("circular") });
  });

  it("leaves the library as it was, whatever happens", () => {
    const { resolve } = Tokenization;
    const fail = () => {
      throw new Error("no");
    };
    expect(() => resolvingOnlyTokens(fail)).toThrow("no");
    expect(Tokenization.resolve).toBe(resolve);
  });

  it("gives the library's document of a stack", () => {
    const { stack } = newProgram();
    stack.addOverride("terraform.required_version", Token.asString(Fn.upper(">= 1.9")));
    stack.addOverride("locals.sizes", Token.asList(Fn.split(",", "a,b")));
    const ofLibrary: () => unknown = TerraformStack.prototype.toTerraform;
    expect(stack.toTerraform()).toStrictEqual(ofLibrary.call(stack));
  });
});
