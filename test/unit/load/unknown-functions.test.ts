// What is wrong with calls of the provider's functions is known without a plan.

import { describe, expect, it } from "vitest";
import { loadConfiguration } from "../../../src/load/load-configuration.js";
import { providerFunctions } from "../../../src/provider/functions/provider-functions.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";
import { estate, FILE, problems } from "./load.js";
import { memoryReader } from "./memory-files.js";

async function problemsOf(call: string) {
  const expression = call.replaceAll("f::", "provider::holdfast::");
  const json = estate({ output: { x: { value: `\${${expression}}` } } });
  const { diagnostics } = await loadConfiguration({
    path: FILE,
    reader: memoryReader({ [FILE]: json }),
    schema: providerSchema,
    functions: providerFunctions,
  });
  expect(diagnostics.filter(({ address }) => address !== "output.x")).toEqual([]);
  return diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`);
}

describe("calls of the provider's functions", () => {
  it.each([
    ['f::suports("8.0", "vtpm")', 'Did you mean "supports"?'],
    ['try(f::suports("8.0", "vtpm"), false)', 'has no function "suports"'],
    ['true ? 1 : f::suports("8.0", "vtpm")', 'has no function "suports"'],
    ['[for x in [] : f::suports(x, "vtpm")]', 'has no function "suports"'],
    ['[for x in holdfast_cluster.c.tags : f::suports(x, "vtpm")]', "has no"],
    ['provider::holdfst::supports("8.0", "vtpm")', 'Did you mean "holdfast"?'],
    ["f::supports(holdfast_vcenter.vc.version)", "takes 2 arguments and was given 1"],
    ["f::supports(holdfast_vcenter.vc, 1)", "string is required, and this is object"],
    ['f::supports("8.0", "vtmp")', 'Did you mean "vtpm"?'],
    ["f::parse_inventory_path(holdfast_cluster.c.id).datacenter", '"datacenter"'],
    ['f::version_at_least(holdfast_vcenter.vc.version, "8.0") + 1', "number"],
  ])("%s", async (call, words) => {
    const found = await problemsOf(call);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join("\n")).toContain(words);
    expect(new Set(found).size).toBe(found.length);
  });

  it("are right where they are right, whatever they will give", async () => {
    expect(await problemsOf('f::supports(holdfast_vcenter.vc.version, "vtpm")')).toEqual([]);
    expect(await problemsOf("f::parse_inventory_path(holdfast_cluster.c.id).kind")).toEqual([]);
  });

  it("are left for the plan by those who load without the functions", async () => {
    const value = '${provider::holdfast::suports("8.0", "vtpm")}';
    expect(await problems(estate({ output: { x: { value } } }))).toEqual([]);
  });
});
