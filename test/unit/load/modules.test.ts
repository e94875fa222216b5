import { describe, expect, it } from "vitest";
import { loadFiles } from "./load.js";

const ROOT = "/project/main.tf.json";
const PAIR = {
  variable: { site: { type: "string" }, size: { type: "number", default: 1 } },
  locals: { name: "${var.site}-01" },
  resource: { terraform_data: { a: { input: "${local.name}" } } },
  output: { name: { value: "${terraform_data.a.output}" } },
};
const call = (more: object = {}) => ({ source: "./pair", site: "edge", ...more });

function loadModules(root: object, modules: { readonly [folder: string]: object } = {}) {
  const files = Object.entries({ pair: PAIR, ...modules }).map(
    ([folder, json]) => [`/project/${folder}/main.tf.json`, json] as const,
  );
  return loadFiles({ [ROOT]: root, ...Object.fromEntries(files) }, ROOT);
}

async function details(...given: Parameters<typeof loadModules>): Promise<readonly string[]> {
  return (await loadModules(...given)).diagnostics.map(({ detail }) => detail);
}

describe("modules", () => {
  it("stand where they are called, however often, each after the one that calls it", async () => {
    const outer = { module: { in: call() }, output: { n: { value: "${module.in.name}" } } };
    const { stacks, diagnostics } = await loadModules(
      { module: { a: { source: "./outer" }, b: { source: "./outer" } } },
      { outer: { ...outer, module: { in: { ...call(), source: "../pair" } } } },
    );
    expect(diagnostics).toEqual([]);
    const [stack] = stacks;
    expect([...(stack?.modules.keys() ?? [])]).toEqual([
      "",
      "module.a",
      "module.b",
      "module.a.module.in",
      "module.b.module.in",
    ]);
    expect([...(stack?.resources.keys() ?? [])]).toEqual([
      "module.a.module.in.terraform_data.a",
      "module.b.module.in.terraform_data.a",
    ]);
    expect(stack?.modules.get("module.b.module.in")?.folder).toBe("pair");
  });

  it("are evaluated after what they are given, and before what uses them", async () => {
    const { stacks } = await loadModules({
      module: { m: call({ site: "${terraform_data.z.id}", depends_on: ["terraform_data.y"] }) },
      resource: { terraform_data: { x: { depends_on: ["module.m"] }, y: {}, z: {} } },
      output: { o: { value: "${module.m.name}" } },
    });
    const { dependencies } = stacks[0]?.graph ?? {};
    expect(dependencies?.get("module.m.var.site")).toEqual(["module.m", "terraform_data.z"]);
    expect(dependencies?.get("module.m")).toEqual(["terraform_data.y"]);
    expect(dependencies?.get("output.o")).toEqual(["module.m.output.name"]);
    expect(dependencies?.get("terraform_data.x")).toEqual(["module.m (end)"]);
    expect(dependencies?.get("module.m (end)")).toContain("module.m.terraform_data.a");
  });

  it("are waited for as a whole, or as far as one output needs", async () => {
    const { stacks, diagnostics } = await loadModules({
      module: { m: call({ count: 2 }) },
      resource: {
        terraform_data: {
          x: { depends_on: ["module.m[0].name"] },
          y: { depends_on: ["module.m[1]"] },
          z: { depends_on: ["terraform_data.x[0]"] },
          nam: { depends_on: ["module.m[0].nam"] },
        },
      },
    });
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        address: "terraform_data.nam",
        detail:
          'module.m has no output "nam", so that all of it is waited for. Did you mean "name"?',
      },
    ]);
    const { dependencies } = stacks[0]?.graph ?? {};
    expect(dependencies?.get("terraform_data.x")).toEqual(["module.m.output.name"]);
    expect(dependencies?.get("terraform_data.y")).toEqual(["module.m (end)"]);
    expect(dependencies?.get("terraform_data.z")).toEqual(["terraform_data.x"]);
    expect(dependencies?.get("terraform_data.nam")).toEqual(["module.m (end)"]);
  });

  it.each([
    ["module.m.name.x", "module.m.name.x is a part of what it names."],
    ["module.m[*].name", "module.m[*].name is a part of what it names."],
    ["terraform_data.x.output", "terraform_data.x.output is a part of what it names."],
  ])("are not depended on by %s", async (entry, detail) => {
    const resource = { terraform_data: { x: {}, y: { depends_on: [entry] } } };
    expect(await details({ module: { m: call() }, resource })).toEqual([
      expect.stringContaining(detail),
    ]);
  });

  it("may hold nothing", async () => {
    const files = { [ROOT]: { module: { m: { source: "./m" } } }, "/project/m/README.md": "empty" };
    const { stacks, diagnostics } = await loadFiles(files, ROOT);
    expect(diagnostics).toEqual([]);
    expect(stacks[0]?.modules.get("module.m")?.folder).toBe("m");
  });

  it("say what part of an argument does not fit, unless it is a secret", async () => {
    const site = { type: "map(object({ name = string }))" };
    const wrong = { source: "./pair", site: { ams: {} } };
    expect(await details({ module: { m: wrong } }, { pair: { variable: { site } } })).toEqual([
      '"site" does not fit the variable of the module, map of object: in ams, the element "name" is required.',
    ]);
    const secret = { variable: { site: { ...site, sensitive: true } } };
    expect(await details({ module: { m: wrong } }, { pair: secret })).toEqual([
      '"site" does not fit the variable of the module, map of object: the element "name" is required.',
    ]);
  });

  it("have a part in the digest", async () => {
    const digestOf = async (size: number) => {
      const modules = { pair: { ...PAIR, locals: { name: "x", size } } };
      return (await loadModules({ module: { m: call() } }, modules)).stacks[0]?.digest;
    };
    expect(await digestOf(1)).toBe(await digestOf(1));
    expect(await digestOf(1)).not.toBe(await digestOf(2));
  });

  it("say what is wrong in them once, and where, however often they are called", async () => {
    const { diagnostics } = await loadModules(
      { module: { a: call(), b: call() } },
      { pair: { ...PAIR, output: { n: { value: "${local.nme}" } } } },
    );
    expect(diagnostics.map(({ detail }) => detail)).toEqual([
      "There is no local value local.nme in this module. Did you mean local.name?",
    ]);
    expect(diagnostics[0]?.source).toMatchObject({ file: "pair/main.tf.json", line: 23 });
  });

  it.each<[string, object, string]>([
    ["what they do not take", call({ sit: "x" }), 'no variable "sit". Did you mean "site"?'],
    ["what does not fit", call({ size: "big" }), '"size" does not fit the variable of the module'],
    ["nothing that they need", { source: "./pair" }, 'needs a value for its variable "site"'],
    ["no folder", { site: "x" }, 'has no "source". Give the folder'],
    [
      "a folder that is not there",
      call({ source: "./par" }),
      'Correct "source", or put the module there.',
    ],
    ["a version", call({ version: "1.0" }), "A folder has no versions."],
    ["each where there is none", call({ site: "${each.key}" }), '"each" is only known inside'],
    [
      "a provider that they do not take",
      call({ providers: { "holdfast.x": "holdfast" } }),
      "takes no configuration holdfast.x",
    ],
    [
      "a provider that is not there",
      call({ providers: { holdfast: "holdfast.y" } }),
      "There is no configuration holdfast.y",
    ],
  ])("are refused when they are given %s", async (_, given, detail) => {
    const found = await details({ module: { m: given } });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(detail);
  });

  it("are refused in a circle, of folders and of values", async () => {
    const [circle] = await details(
      { module: { m: { source: "./loop" } } },
      { loop: { module: { again: { source: "../loop" } } } },
    );
    expect(circle).toContain("which is the module itself or one that calls it");
    const [cycle] = await details({
      module: { a: call({ site: "${module.b.name}" }), b: call({ site: "${module.a.name}" }) },
    });
    expect(cycle).toContain(
      "module.a.output.name → module.a.terraform_data.a → module.a.local.name",
    );
  });

  it("leave providers and imports to the root module", async () => {
    const found = await details(
      { module: { m: call() } },
      {
        pair: { ...PAIR, provider: { holdfast: {} }, import: { to: "terraform_data.a", id: "x" } },
      },
    );
    expect(found).toHaveLength(2);
    expect(found[0]).toContain("Only the root module can import.");
    expect(found[1]).toContain("Only the root module configures providers.");
  });

  it("are passed the configurations of providers that they want", async () => {
    const wanting = {
      terraform: { required_providers: { holdfast: { configuration_aliases: ["holdfast.west"] } } },
    };
    const found = await details({ module: { m: call() } }, { pair: { ...PAIR, ...wanting } });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("needs the configuration holdfast.west of a provider");
  });

  it("in HCL are refused where they are called", async () => {
    const files = { [ROOT]: { module: { m: call() } }, "/project/pair/main.tf": "" };
    const { diagnostics } = await loadFiles(files, ROOT);
    expect(diagnostics[0]).toMatchObject({ source: { pointer: "/module/m" } });
    expect(diagnostics[0]?.detail).toContain("main.tf is written in HCL");
  });
});
