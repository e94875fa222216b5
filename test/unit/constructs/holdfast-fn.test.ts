import { describe, expect, it } from "vitest";
import { TerraformLocal, TerraformVariable } from "../../../constructs/cdk.js";
import { HoldfastFn, type Stack, text } from "../../../constructs/index.js";
import { evaluate } from "../../../src/language/evaluate.js";
import { withFunctions } from "../../../src/language/outside.js";
import { parseJsonValue } from "../../../src/language/parse.js";
import { providerFunctions } from "../../../src/provider/functions/provider-functions.js";
import { documentOf, newProgram } from "./program.js";

const synthesised = (write: (stack: Stack) => unknown) => {
  const program = newProgram();
  new TerraformLocal(program.stack, "x", write(program.stack));
  return documentOf(program).locals?.x;
};
const variable = (stack: Stack) =>
  new TerraformVariable(stack, "v", { type: "string" }).stringValue;

/** With the variable being `v`. */
const evaluated = (write: (stack: Stack) => unknown) => {
  const { expression } = parseJsonValue(synthesised(write) ?? null, () => ({}));
  const outside = withFunctions({}, providerFunctions);
  return evaluate(expression, { resolve: () => ({ value: "v" }), outside });
};

describe("HoldfastFn", () => {
  it.each([
    ["durationSeconds", () => HoldfastFn.durationSeconds("72h"), 259200],
    [
      "inventoryPath",
      (s: Stack) => HoldfastFn.inventoryPath("vc01", "vm", variable(s)),
      "vc01/vm/v",
    ],
    ["minimumVersion", () => HoldfastFn.minimumVersion("key_persistence"), "7.0 U2"],
    ["supports", () => HoldfastFn.supports("9.0", "trust_authority"), false],
    ["versionAtLeast", () => HoldfastFn.versionAtLeast("8.0", "7.0 U3"), true],
    [
      "parseInventoryPath",
      (s: Stack) => {
        const { kind, vcenter, name } = HoldfastFn.parseInventoryPath(text`vc01/vm/${variable(s)}`);
        return text`${kind} ${name} of ${vcenter}`;
      },
      "virtual_machine v of vc01",
    ],
  ])("%s is what the function gives", (_, write, value) => {
    expect(evaluated(write)).toMatchObject({ value, diagnostics: [] });
  });

  it("has every function of the provider", () => {
    const names = Object.keys(HoldfastFn).map((name) =>
      name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
    );
    expect(names.sort()).toEqual(Object.keys(providerFunctions));
  });

  it("writes text as it stands, and values known later as references", () => {
    expect(synthesised(() => HoldfastFn.inventoryPath('a"${b}'))).toBe(
      '${provider::holdfast::inventory_path("a\\"$${b}")}',
    );
    expect(synthesised((s) => HoldfastFn.supports(variable(s), "vtpm"))).toBe(
      '${provider::holdfast::supports(var.v, "vtpm")}',
    );
  });
});
