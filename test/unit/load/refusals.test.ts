// What is wrong with a configuration, and what is not supported in it: each said by name, all at once.

import { describe, expect, it } from "vitest";
import { estate, load, loadGood, problems, VCENTER } from "./load.js";

const host = (more: object) =>
  estate({
    resource: {
      holdfast_host: {
        h: { hostname: "esx01", cluster: "${holdfast_cluster.c.id}", version: "8.0 U3", ...more },
      },
    },
  });

const check = (more: object, condition = '${terraform.workspace != ""}') => ({
  check: { c: { assert: [{ condition, error_message: "no" }], ...more } },
});
const resource = (type: string, body: object) => ({ resource: { [type]: { x: body } } });

it("warns where ignore_changes names what only the provider gives", async () => {
  const { diagnostics } = await load(host({ lifecycle: { ignore_changes: ["id", "site"] } }));
  expect(diagnostics).toMatchObject([
    {
      severity: "warning",
      summary: "Redundant ignore_changes element",
      address: "holdfast_host.h",
      source: { pointer: "/resource/holdfast_host/h/lifecycle/ignore_changes" },
    },
  ]);
});

describe("what is not supported is refused by name", () => {
  it.each<[string, object, string]>([
    [
      "modules from elsewhere",
      { module: { m: { source: "terraform-aws-modules/vpc/aws" } } },
      "Only modules in folders beside the configuration are read",
    ],
    ["provisioners", host({ provisioner: [{}] }), "Provisioners are not supported"],
    ["connections", host({ connection: {} }), "Connections are not supported"],
    ["dynamic blocks", host({ dynamic: {} }), "Dynamic blocks are not supported"],
    ["other providers", { provider: { aws: {} } }, 'The provider "aws" is not supported'],
    [
      "required providers",
      { terraform: { required_providers: { aws: {} } } },
      'The provider "aws"',
    ],
    ["other backends", { terraform: { backend: { s3: {} } } }, 'The backend "s3" is not supported'],
    ["Terraform Cloud", { terraform: { cloud: {} } }, "Terraform Cloud is not supported"],
    [
      "remote states elsewhere",
      { data: { terraform_remote_state: { r: { backend: "s3" } } } },
      'The backend "s3" is not supported',
    ],
    [
      "settings of remote states",
      {
        data: {
          terraform_remote_state: { r: { backend: "local", config: { path: "x", key: "y" } } },
        },
      },
      'The setting "key"',
    ],
  ])("%s", async (_, json, detail) => {
    const found = await problems(json);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(detail);
    expect(found[0]).toMatch(/^Unsupported|^Unknown provider/);
  });

  it("but a flag that is false is fine", async () => {
    await loadGood({ variable: { v: { ephemeral: false, type: "string" } } });
  });
});

describe("typing errors come with what was meant", () => {
  it.each<[object, string]>([
    [{ resorce: {} }, 'There is no block type "resorce". Did you mean "resource"?'],
    [
      resource("holdfast_hots", {}),
      'no resource type "holdfast_hots". Did you mean "holdfast_host"?',
    ],
    [
      { data: { holdfast_hots: { x: { id: "vc01/edge/esx01" } } } },
      'no data source "holdfast_hots". Did you mean "holdfast_host"?',
    ],
    [
      { data: { holdfast_host: { x: { id: "vc01/edge/esx01", version: "8.0" } } } },
      '"version" is decided by vSphere.',
    ],
    [{ data: { holdfast_host: { x: {} } } }, '"id" must be set.'],
    [
      { data: { holdfast_drill: { x: { lifecycle: { prevent_destroy: true } } } } },
      '"prevent_destroy" in the lifecycle block of a data source. Known are: precondition, postcondition.',
    ],
    [
      host({ secure_bot: true }),
      'There is no attribute "secure_bot" here. Did you mean "secure_boot"?',
    ],
    [host({ tpm: { presnt: true, present: true } }), 'Did you mean "present"?'],
    [host({ lifecycle: { prevent_destory: true } }), 'Did you mean "prevent_destroy"?'],
    [
      { variable: { v: { typ: "string" } } },
      'There is no argument "typ" in a variable. Did you mean "type"?',
    ],
    [{ variable: { v: { type: "strin" } } }, 'Did you mean "string"?'],
    [
      { variable: { v: { validation: { condition: "${uper(var.v) == 1}", error_message: "x" } } } },
      'Did you mean "upper"?',
    ],
    [
      { removed: { from: "holdfast_host.a", lifecycle: { destroi: false } } },
      'Did you mean "destroy"?',
    ],
    [{ output: { o: { value: 1, sensitiv: true } } }, 'Did you mean "sensitive"?'],
    [{ terraform: { required_verson: "1" } }, 'Did you mean "required_version"?'],
    [{ provider: { holdfst: {} } }, 'Did you mean "holdfast"?'],
    [{ provider: { holdfast: { simulatr: "x" } } }, 'Did you mean "simulator"?'],
    [host({ site: "${var.sit}" }), "There is no variable var.sit"],
    [
      { locals: { name: 1, b: "${local.nme}" } },
      "no local value local.nme in this stack. Did you mean local.name?",
    ],
    [host({ site: "${holdfast_vcentr.vc.site}" }), "Did you mean holdfast_vcenter.vc?"],
    [host({ site: "${holdfast_vcenter.vc.sit}" }), 'no attribute "sit". Did you mean "site"?'],
    [
      resource("terraform_dat", {}),
      'no resource type "terraform_dat". Did you mean "terraform_data"?',
    ],
    [
      resource("terraform_data", { inputs: 1 }),
      'There is no attribute "inputs" here. Did you mean "input"?',
    ],
    [resource("terraform_data", { output: 1 }), '"output" is decided by'],
    [
      { provider: { terraform: { region: "x" } } },
      'There is no argument "region" in Terraform\'s own provider.',
    ],
    [host({ depends_on: ["holdfast_cluster.d"] }), "Did you mean holdfast_cluster.c?"],
  ])("%j: %s", async (json, detail) => {
    const found = await problems(json);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(detail);
  });
});

describe("what is wrong", () => {
  it.each<[string, object, string]>([
    ["a section without anything", { ...estate({}), output: {} }, "At least one property"],
    ["a type without anything", estate({ resource: { holdfast_host: [{}] } }), "At least one"],
    ["a comment for a name", estate({ output: { "//": "x" } }), '"//" is no comment but a name'],
    [
      "an import for each to an attribute",
      estate({
        import: { to: "holdfast_vcenter.vc.id", id: "x", for_each: "${toset([])}" },
      }),
      "The address of a resource is expected",
    ],
    [
      "each in an import without for_each",
      estate({ import: { to: "holdfast_vcenter.vc", id: "${each.key}" } }),
      '"each" is only known inside',
    ],
    [
      "a configuration of a provider that is not there",
      {
        ...host({ provider: "holdfast.wst" }),
        provider: { holdfast: [{ alias: "west" }] },
      },
      'There is no configuration holdfast.wst of a provider here. Did you mean "holdfast.west"?',
    ],
    [
      "a configuration of another provider",
      resource("terraform_data", { provider: "holdfast" }),
      "Resources of the type terraform_data belong to the provider terraform",
    ],
    [
      "a reference to a provider that is none",
      host({ provider: "holdfast.a.b" }),
      "The configuration of a provider is expected here",
    ],
    [
      "two vSpheres",
      { provider: { holdfast: [{ simulator: "a.db" }, { alias: "b", simulator: "b.db" }] } },
      'every configuration of the provider holdfast has the same "simulator"',
    ],
    [
      "an alias twice",
      { provider: { holdfast: [{ alias: "b" }, { alias: "b" }] } },
      "The provider holdfast.b is declared twice",
    ],
    [
      "a removed resource that is declared",
      estate({ removed: { from: "holdfast_vcenter.vc" } }),
      "holdfast_vcenter.vc is said to be removed, but it is still declared",
    ],
    [
      "a removed instance",
      { removed: { from: "holdfast_host.a[0]" } },
      '"from" names a whole resource or module, such as holdfast_host.a',
    ],
    [
      "a resource that is removed twice",
      { removed: [{ from: "holdfast_host.a" }, { from: "holdfast_host.a" }] },
      "Two statements remove holdfast_host.a",
    ],
    ["a check of nothing", { check: { c: {} } }, 'The check "c" has no "assert"'],
    ["a check of a constant", check({}, "${1 == 1}"), "An assertion must refer to something"],
    [
      "a check with two data sources",
      check({ data: { holdfast_host: { a: { id: "x" }, b: { id: "y" } } } }),
      'The check "c" can have one data source',
    ],
    [
      "count in a check",
      check({ data: { holdfast_host: { a: { id: "x", count: 1 } } } }),
      'The data source of a check cannot have "count"',
    ],
    [
      "conditions in the data source of a check",
      check({ data: { holdfast_host: { a: { id: "x", lifecycle: {} } } } }),
      'The data source of a check cannot have "lifecycle"',
    ],
    [
      "a reference into a check",
      {
        ...check({ data: { holdfast_host: { a: { id: "x" } } } }),
        output: { o: { value: "${data.holdfast_host.a.id}" } },
      },
      "data.holdfast_host.a belongs to check.c, and only its assertions can refer to it",
    ],
    [
      "a dependency on the data source of a check",
      {
        ...check({ data: { holdfast_host: { a: { id: "x" } } } }),
        output: { o: { value: "x", depends_on: ["data.holdfast_host.a"] } },
      },
      "data.holdfast_host.a belongs to check.c",
    ],
    [
      "an assertion that is neither true nor false",
      check({}, "${tolist([terraform.workspace])}"),
      "A condition must be true or false",
    ],
    [
      "self in a check",
      check({}, "${self.id != null}"),
      '"self" is only known in the postconditions of a resource',
    ],
    [
      "a validation of something else",
      { variable: { v: { validation: { condition: "${1 == 1}", error_message: "x" } } } },
      "A validation of var.v must refer to it",
    ],
    [
      "a condition that is a number",
      { variable: { v: { validation: { condition: "${length(var.v)}", error_message: "x" } } } },
      "A condition must be true or false, and this is number",
    ],
    [
      "count and for_each",
      host({ count: 1, for_each: {} }),
      '"count" and "for_each" cannot both be set',
    ],
    [
      "for_each of a list",
      host({ for_each: ["a"] }),
      "must be a map or a set of strings, and this is tuple. Convert it with toset()",
    ],
    ["for_each of numbers", host({ for_each: "${toset([1])}" }), "this is set of number"],
    ["count of a text", host({ count: "${[1]}" }), '"count" must be a whole number'],
    ["count.index outside", host({ site: "${count.index}" }), '"count.index" is only known inside'],
    ["each outside", host({ site: "${each.key}" }), '"each" is only known inside'],
    ["self outside", host({ site: "${self.id}" }), '"self" is only known in the postconditions'],
    [
      "an index without count",
      host({ site: "${holdfast_vcenter.vc[0].site}" }),
      "This is one object, not a list of objects",
    ],
    [
      "an attribute without index",
      estate({
        resource: { holdfast_vcenter: { vc: VCENTER, many: { ...VCENTER, count: 2 } } },
        locals: { a: "${holdfast_vcenter.many.id}" },
      }),
      "Select one element first",
    ],
    ["a wrong type", host({ secure_boot: "maybe" }), '"secure_boot" must be'],
    [
      "an object as text",
      host({ site: "${holdfast_vcenter.vc}" }),
      '"site" must be string, and this is object',
    ],
    [
      "a missing attribute",
      resource("holdfast_vcenter", { name: "vc01" }),
      '"version" must be set',
    ],
    ["a computed attribute", host({ id: "x" }), '"id" is decided by vSphere'],
    [
      "a cycle of locals",
      { locals: { a: "${local.b}", b: "${local.a}" } },
      "local.a → local.b → local.a",
    ],
    ["a cycle of one", { locals: { a: "${local.a}" } }, "local.a → local.a"],
    [
      "a reference with ${}",
      host({ depends_on: ["${holdfast_cluster.c}"] }),
      "without the ${} around it",
    ],
    [
      "depends_on of a variable",
      host({ depends_on: ["var.x"] }),
      "Only a resource, a data source or a module",
    ],
    [
      "depends_on of a text",
      host({ depends_on: "holdfast_cluster.c" }),
      "must be a list of references",
    ],
    [
      "ignored attributes that are not there",
      host({ lifecycle: { ignore_changes: ["nope"] } }),
      '"ignore_changes" names "nope"',
    ],
    [
      "ignored attributes of an attribute that are not there",
      host({ lifecycle: { ignore_changes: ["site", "key_persistence.enbled"] } }),
      '"ignore_changes" names "key_persistence.enbled", which holdfast_host.h does not have. This object has no ' +
        'attribute "enbled". Did you mean "enabled"?',
    ],
    [
      "ignored items of what has none",
      host({ lifecycle: { ignore_changes: ["key_persistence[3]"] } }),
      "This is one object, not a list of objects",
    ],
    [
      "ignored attributes of a text",
      host({ lifecycle: { ignore_changes: ["site.name"] } }),
      "This is a string, which has no attributes",
    ],
    [
      "ignored attributes that are no path",
      host({ lifecycle: { ignore_changes: ["a b"] } }),
      "The path of an attribute is expected",
    ],
    [
      "a flag that is a reference",
      host({ lifecycle: { prevent_destroy: "${var.x}" } }),
      '"prevent_destroy" must be true or false',
    ],
    [
      "half a condition",
      host({ lifecycle: { precondition: { condition: true } } }),
      'both "condition" and "error_message"',
    ],
    [
      "a condition that is a list",
      host({ lifecycle: { precondition: { condition: [], error_message: "x" } } }),
      "A condition must be true or false",
    ],
    ["an output without value", { output: { o: {} } }, 'has no "value"'],
    [
      "a default of another type",
      { variable: { v: { type: "number", default: "x" } } },
      "does not fit its type: a number is required",
    ],
    [
      "a null default",
      { variable: { v: { type: "string", nullable: false, default: null } } },
      "null is not allowed",
    ],
    [
      "an unmet version",
      { terraform: { required_version: "~> 1.12" } },
      "excludes Terraform 1.11.4",
    ],
    ["no version", { terraform: { required_version: "new" } }, "is no version constraint"],
    [
      "another source",
      { terraform: { required_providers: { holdfast: { source: "a/b" } } } },
      'is "holdfast/holdfast"',
    ],
    [
      "a version of the provider that is not this one",
      { terraform: { required_providers: { holdfast: { version: "~> 99.0" } } } },
      '"~> 99.0" excludes holdfast',
    ],
    [
      "no version of the provider",
      { terraform: { required_providers: { holdfast: { version: 1 } } } },
      '"version" must be a text',
    ],
    [
      "a required provider that is no object",
      { terraform: { required_providers: { holdfast: "~> 99.0" } } },
      "An object is expected here",
    ],
    [
      "what a required provider does not have",
      { terraform: { required_providers: { holdfast: { sourc: "holdfast/holdfast" } } } },
      'Did you mean "source"?',
    ],
    [
      "two backends",
      { terraform: [{ backend: { local: {} } }, { backend: { local: {} } }] },
      "There can be one backend",
    ],
    [
      "two providers",
      { provider: { holdfast: [{}, {}] } },
      "The provider holdfast is declared twice",
    ],
    ["an impossible name", { locals: { "1a": 1 } }, '"1a" cannot be the name of a local value'],
    [
      "a move of what is there",
      estate({
        resource: { holdfast_vcenter: { vc: VCENTER, a: VCENTER, b: VCENTER } },
        moved: { from: "holdfast_vcenter.a", to: "holdfast_vcenter.b" },
      }),
      "it is still declared",
    ],
    [
      "a move to itself",
      estate({ moved: { from: "holdfast_cluster.c", to: "holdfast_cluster.c" } }),
      "which is itself",
    ],
    [
      "two moves to one",
      estate({
        moved: [
          { from: "holdfast_cluster.a", to: "holdfast_cluster.c" },
          { from: "holdfast_cluster.b", to: "holdfast_cluster.c" },
        ],
      }),
      "another statement moves from or to the same",
    ],
    [
      "a move across types",
      estate({ moved: { from: "holdfast_host.a", to: "holdfast_cluster.c" } }),
      "cannot become one of type",
    ],
    [
      "an import to nowhere",
      { import: { to: "holdfast_host.a", id: "x" } },
      "which is not declared",
    ],
    ["an import without id", estate({ import: { to: "holdfast_vcenter.vc" } }), '"id" is missing'],
    [
      "an address that is none",
      estate({ import: { to: "x", id: "y" } }),
      "The address of a resource is expected",
    ],
    [
      "a resource that is a text",
      resource("holdfast_vcenter", ["x"]),
      "A JSON object is expected here",
    ],
  ])("%s", async (_, json, detail) => {
    const found = await problems(json);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(detail);
  });

  it("is no move of an instance that a resource with for_each no longer has", async () => {
    const each = {
      hostname: "${each.key}",
      cluster: "${holdfast_cluster.c.id}",
      version: "8.0 U3",
    };
    const json = estate({
      resource: {
        holdfast_host: { a: { ...each, for_each: { k: 1 } }, b: { ...each, for_each: { x: 1 } } },
      },
      moved: { from: "holdfast_host.a", to: 'holdfast_host.b["x"]' },
    });
    expect(await problems(json)).toEqual([]);
  });

  it("is shown with construct, line and JSON pointer", async () => {
    const comment = { metadata: { path: "edge/site/esx01/Resource", uniqueId: "h" } };
    const { diagnostics } = await load(host({ "//": comment, tpm: { present: "${1 + 1}" } }));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.source).toEqual({
      file: "x.tf.json",
      pointer: "/resource/holdfast_host/h/tpm/present",
      construct: "edge/site/esx01/Resource",
      line: 27,
      column: 22,
      excerpt: '"${1 + 1}"',
      range: {
        start: { line: 27, column: 22, byte: expect.any(Number) },
        end: { line: 27, column: 32, byte: expect.any(Number) },
        snippet: {
          context: "resource.holdfast_host.h.tpm",
          code: '          "present": "${1 + 1}"',
          startLine: 27,
          highlightStart: 21,
          highlightEnd: 31,
        },
      },
    });
  });

  it("is shown where it should be when it is missing", async () => {
    const { diagnostics } = await load(resource("holdfast_vcenter", { name: "vc01" }));
    expect(diagnostics[0]).toMatchObject({
      address: "holdfast_vcenter.x",
      attribute: ["version"],
      source: { pointer: "/resource/holdfast_vcenter/x/version", line: 4 },
    });
  });

  it("is said all at once", async () => {
    const json = {
      resorce: {},
      variable: { v: { type: "x" } },
      resource: { holdfast_vcenter: { vc: { name: "${var.y}", versio: "8.0 U3" } } },
    };
    expect((await problems(json)).map((text) => text.split(":")[0])).toEqual([
      "Unknown block type",
      "Invalid expression",
      "Reference to undeclared input variable",
      "Unknown attribute",
      "Missing required attribute",
    ]);
  });

  it("is not said again of what refers to it", async () => {
    const json = { resource: { holdfast_hots: { x: {} } }, locals: { a: "${holdfast_hots.x.id}" } };
    expect(await problems(json)).toHaveLength(1);
  });

  it("finds names that lead nowhere also where nothing would evaluate them", async () => {
    const output = {
      a: { value: "${[for x in [] : local.nope]}" },
      b: { value: "${false ? var.nope : 1}" },
      c: { value: "${[for x in [] : each.key]}" },
      d: { value: "${[for x in [1] : local.twice + local.twice]}" },
    };
    expect(await problems({ output })).toEqual([
      expect.stringContaining("There is no local value local.nope"),
      expect.stringContaining("There is no variable var.nope"),
      expect.stringContaining('"each" is only known inside'),
      expect.stringContaining("There is no local value local.twice"),
    ]);
  });

  it("finds cycles through locals and depends_on", async () => {
    const vcenter = (more: object) => ({ name: "v", version: "8.0 U3", ...more });
    const found = await problems({
      resource: {
        holdfast_vcenter: {
          a: vcenter({ site: "${local.x}" }),
          b: vcenter({ depends_on: ["holdfast_vcenter.a"] }),
        },
      },
      locals: { x: "${local.y}", y: "${holdfast_vcenter.b.id}" },
    });
    expect(found).toEqual([
      expect.stringContaining(
        "holdfast_vcenter.a → local.x → local.y → holdfast_vcenter.b → holdfast_vcenter.a.",
      ),
    ]);
  });

  it("names every resource of a cycle, with its construct", async () => {
    const cluster = (name: string, other: string) => ({
      "//": { metadata: { path: `edge/${name}` } },
      name,
      vcenter: `\${holdfast_cluster.${other}.id}`,
    });
    const found = await problems({
      resource: {
        holdfast_cluster: { a: cluster("a", "b"), b: cluster("b", "c"), c: cluster("c", "a") },
      },
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(
      "holdfast_cluster.a (edge/a) → holdfast_cluster.b (edge/b) → holdfast_cluster.c (edge/c) → holdfast_cluster.a (edge/a)",
    );
  });
});
