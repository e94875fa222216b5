import { describe, expect, it } from "vitest";
import { Fn, TerraformLocal, TerraformVariable } from "../../../constructs/cdk.js";
import { literal, type Stack, text } from "../../../constructs/index.js";
import { documentOf, newProgram } from "./program.js";

const synthesised = (write: (stack: Stack) => unknown) => {
  const program = newProgram();
  new TerraformLocal(program.stack, "x", write(program.stack));
  return documentOf(program).locals?.x;
};
const variable = (stack: Stack, type: string) => new TerraformVariable(stack, "v", { type });

describe("text", () => {
  it("keeps what stands beside values that are known later", () => {
    expect(synthesised((s) => text`10.0.0.${variable(s, "number").numberValue}-${3}.5`)).toBe(
      "10.0.0.${var.v}-3.5",
    );
    expect(synthesised((s) => text`on: ${variable(s, "bool").booleanValue}, ${true}`)).toBe(
      "on: ${var.v}, true",
    );
    expect(synthesised((s) => Fn.upper(text`h-${variable(s, "string").stringValue}`))).toBe(
      '${upper("h-${var.v}")}',
    );
    expect(text`nothing`).toBe("nothing");
  });

  it("refuses a list", () => {
    expect(() => text`${["a"] as never}`).toThrow("Take one element of the list, or use Fn.join.");
  });
});

describe("literal", () => {
  it("is the same text as an attribute and inside a function", () => {
    const nasty = 'a"b\\c%{x}${y}\t\n\b\f\\b';
    expect(synthesised(() => literal(nasty))).toBe('a"b\\c%%{x}$${y}\t\n\b\f\\b');
    expect(synthesised(() => Fn.join(literal(nasty), ["a", "b"]))).toBe(
      '${join("a\\"b\\\\c%%{x}$${y}\\t\\n\\u0008\\u000c\\\\b", ["a", "b"])}',
    );
  });
});
