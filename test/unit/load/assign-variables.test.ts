import { describe, expect, it } from "vitest";
import { assignVariables, type VariableSources } from "../../../src/load/assign-variables.js";
import type { Configuration } from "../../../src/load/configuration.js";
import { ephemeral, sensitive } from "../../../src/model/value.js";
import { loadGood } from "./load.js";

const NOTHING: VariableSources = { environment: {}, autoFiles: [], commandLine: [] };

function declare(variables: object): Promise<Configuration> {
  return loadGood(Object.keys(variables).length === 0 ? {} : { variable: variables });
}

async function assign(variables: object, sources: Partial<VariableSources>) {
  const declared = await declare(variables);
  return assignVariables(declared, { ...NOTHING, ...sources });
}

const ONE = { x: { type: "string" } };

it("says which variables were given a value, and marks what is ephemeral", async () => {
  const declared = await declare({
    x: { default: "d" },
    y: { ephemeral: true },
    z: { default: 1 },
  });
  const commandLine = [{ flag: "x=d" }, { flag: "y=e" }];
  const { values, given } = assignVariables(declared, { ...NOTHING, commandLine });
  expect(Object.keys(given)).toEqual(["x", "y"]);
  expect(values).toEqual({ x: "d", y: ephemeral("e"), z: 1 });
});

describe("the value of a variable", () => {
  it("is its default", async () => {
    expect(await assign({ x: { default: "d" } }, {})).toEqual({
      values: { x: "d" },
      given: {},
      diagnostics: [],
    });
  });

  it("is a text as it stands without a type", async () => {
    const { values } = await assign({ x: {} }, { commandLine: [{ flag: "x=[1]" }] });
    expect(values).toEqual({ x: "[1]" });
  });

  it("is also there as it was given", async () => {
    const declared = { x: { type: "number" }, y: { default: 1 } };
    const { values, given } = await assign(declared, { commandLine: [{ flag: "x=5.0" }] });
    expect(values).toEqual({ x: 5, y: 1 });
    expect(given).toEqual({ x: "5.0" });
  });

  it("comes from the last of environment, files and command line", async () => {
    const environment = { TF_VAR_x: "environment" };
    const autoFiles = [
      { file: "terraform.tfvars.json", json: { x: "file" } },
      { file: "a.auto.tfvars.json", json: { x: "auto" } },
    ];
    const file = { file: "b.json", json: { x: "named" } };
    const flag = { flag: "x=flag" };
    const valueWith = async (sources: Partial<VariableSources>) =>
      (await assign(ONE, sources)).values.x;
    expect(await valueWith({ environment })).toBe("environment");
    expect(await valueWith({ environment, autoFiles })).toBe("auto");
    expect(await valueWith({ environment, autoFiles, commandLine: [flag, file] })).toBe("named");
    expect(await valueWith({ environment, autoFiles, commandLine: [file, flag] })).toBe("flag");
  });

  it.each<[string, string, unknown]>([
    ["string", "5", "5"],
    ["number", "5", 5],
    ["bool", "true", true],
    ["any", "[1]", [1]],
    ["any", '"a"', "a"],
    ["list(string)", '["a", 1]', ["a", "1"]],
    ["set(string)", '["b", "a", "b"]', ["a", "b"]],
    ["map(number)", "{a = 1, b = 2}", { a: 1, b: 2 }],
    ["object({a=string})", '{a = "x"}', { a: "x" }],
    ["list(string)", "null", null],
    ["string", "a=b=c", "a=b=c"],
  ])("of type %s, given as %s", async (type, text, expected) => {
    const flag = await assign({ x: { type } }, { commandLine: [{ flag: `x=${text}` }] });
    expect(flag).toMatchObject({ values: { x: expected }, diagnostics: [] });
    const environment = await assign({ x: { type } }, { environment: { TF_VAR_x: text } });
    expect(environment).toEqual(flag);
  });

  it("may be any JSON in a file, where texts are no templates", async () => {
    const autoFiles = [{ file: "f", json: { x: ["${a}", 1] } }];
    expect((await assign({ x: { type: "list(string)" } }, { autoFiles })).values.x).toEqual([
      "${a}",
      "1",
    ]);
  });

  it("is marked when the variable is sensitive", async () => {
    const variables = {
      x: { sensitive: true, type: "number" },
      y: { sensitive: true, default: "d" },
    };
    const { values } = await assign(variables, { environment: { TF_VAR_x: "7" } });
    expect(values).toEqual({ x: sensitive(7), y: sensitive("d") });
  });

  it("is the default where null is given and not allowed", async () => {
    const autoFiles = [{ file: "f", json: { x: null } }];
    const variable = { default: "d", type: "string" };
    expect((await assign({ x: variable }, { autoFiles })).values.x).toBeNull();
    expect((await assign({ x: { ...variable, nullable: false } }, { autoFiles })).values.x).toBe(
      "d",
    );
  });

  it("is not looked for under names that objects have", async () => {
    const { values } = await assign({ x: { default: 1 } }, {});
    expect(Object.hasOwn(values, "constructor")).toBe(false);
  });
});

describe("what is reported", () => {
  it.each<[string, object, Partial<VariableSources>, string]>([
    [
      "a missing value",
      ONE,
      {},
      "error: var.x has no default and was given no value. Set TF_VAR_x",
    ],
    [
      "an undeclared --var",
      {},
      { commandLine: [{ flag: "y=1" }] },
      "error: --var gives a value to var.y",
    ],
    [
      "an undeclared name in a file",
      {},
      { autoFiles: [{ file: "f.json", json: { y: 1 } }] },
      "warning: f.json gives a value to var.y",
    ],
    [
      "a typing error",
      ONE,
      { environment: { TF_VAR_x: "" }, commandLine: [{ flag: "xx=1" }] },
      'error: --var gives a value to var.xx, which the configuration does not declare. Did you mean "x"?',
    ],
    [
      "a --var without value",
      {},
      { commandLine: [{ flag: "s3cr3t" }] },
      "error: --var takes a name and a value",
    ],
    [
      "a file that is no object",
      {},
      { autoFiles: [{ file: "f.json", json: [] }] },
      "error: f.json must hold one JSON object",
    ],
    [
      "a wrong type",
      { x: { type: "number" } },
      { environment: { TF_VAR_x: "s3cr3t" } },
      "error: The value of var.x from TF_VAR_x does not fit its type, number: a number is required.",
    ],
    [
      "a wrong notation",
      { x: { type: "list(string)" } },
      { commandLine: [{ flag: "x=s3cr3t" }] },
      "error: The value of var.x from --var is no list of string in Terraform's notation",
    ],
    [
      "a reference",
      { x: { type: "list(string)" } },
      { commandLine: [{ flag: "x=[var.y]" }] },
      "is no list of string",
    ],
    [
      "a null",
      { x: { type: "string", nullable: false } },
      { autoFiles: [{ file: "f", json: { x: null } }] },
      "null is not allowed",
    ],
  ])("%s", async (_, variables, sources, expected) => {
    const { diagnostics } = await assign(variables, sources);
    expect(diagnostics).toHaveLength(1);
    const [diagnostic] = diagnostics;
    expect(`${diagnostic?.severity}: ${diagnostic?.detail}`).toContain(expected);
    expect(JSON.stringify(diagnostics)).not.toContain("s3cr3t");
  });

  it("nothing of undeclared names in the environment, which is everybody's", async () => {
    const environment = { TF_VAR_y: "1", PATH: "/bin" };
    expect(await assign({}, { environment })).toEqual({ values: {}, given: {}, diagnostics: [] });
  });
});
