// Override files beside real Terraform: what the merged configuration plans, with the whole plan JSON, and what both refuse.

import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { isTerraformPresent, openOurs, openTerraform } from "./both-engines.js";
import { type Step, tellStory } from "./compare-engines.js";

if (!isTerraformPresent && process.env.CI === "true") throw new Error("terraform is missing");
if (!isTerraformPresent) console.warn("SKIPPED: override files: terraform is missing");

const BASE = {
  terraform: { required_version: ">= 1.0" },
  variable: {
    v: { type: "string", default: "a", description: "which" },
    w: { default: "w" },
    n: { type: "number", default: 1 },
  },
  locals: { l: "base", m: "kept-${local.l}" },
  resource: {
    terraform_data: {
      a: {
        input: { x: 1, y: "${var.v}" },
        triggers_replace: "${local.m}",
        lifecycle: { create_before_destroy: true },
        depends_on: ["terraform_data.b"],
      },
      b: { input: "b", lifecycle: { ignore_changes: ["input"] } },
      each: { for_each: { k: "1", l: "2" }, input: "${each.value}" },
      counted: { count: 2, input: "${count.index}" },
    },
  },
  output: { o: { value: "${local.l}-${local.m}", description: "both" } },
};

/** The base with override files by their names, or in `override.tf.json` alone. */
const over = (...files: readonly (object | readonly [string, object])[]) =>
  new Map<string, object>([
    ["main.tf.json", BASE],
    ...files.map((file): [string, object] =>
      Array.isArray(file) ? [file[0], file[1]] : ["override.tf.json", file],
    ),
  ]);
const resource = (name: string, body: object) => ({
  resource: { terraform_data: { [name]: body } },
});
const lifecycle = (name: string, body: object) => resource(name, { lifecycle: body });

const CREATED = ["a", "b", "counted[0]", "counted[1]", 'each["k"]', 'each["l"]'].map(
  (name) => `${name} create`,
);
const condition = { condition: '${var.v == "b"}', error_message: "no" };

const STORIES: Readonly<Record<string, readonly Step[]>> = {
  "nothing is overridden": [{ configuration: over({}), plans: CREATED }],
  "variables, locals, outputs and resources, argument by argument": [
    {
      configuration: over({
        variable: { v: { default: "b" }, n: { type: "string", default: "x" } },
        locals: { l: "over" },
        output: { o: { value: "${local.m}-${var.v}" } },
        ...resource("a", { input: { z: "${var.n}" } }),
      }),
      plans: CREATED,
    },
    {
      configuration: over({ ...resource("a", { input: null }), ...{ locals: { m: "plain" } } }),
      plans: ["a create,delete replace_because_cannot_update"],
    },
  ],
  "files in their order, the last one over the others": [
    {
      configuration: over(
        ["z_override.tf.json", { locals: { l: "z" } }],
        ["override.tf.json", { locals: { l: "o", m: "o" } }],
        ["a_override.tf.json", { locals: { l: "a", m: "a" }, output: { o: { value: "a" } } }],
      ),
      plans: CREATED,
    },
  ],
  "blocks in arrays, one after the other": [
    {
      configuration: over({
        ...resource("b", [{ input: 1 }, { input: 2 }]),
        locals: [{ l: "1" }, { l: "2" }],
      }),
      plans: CREATED,
    },
  ],
  "lifecycles, setting by setting": [
    { configuration: over({}), plans: CREATED },
    {
      configuration: over({
        resource: {
          terraform_data: {
            a: { triggers_replace: "other", lifecycle: { create_before_destroy: false } },
            b: { input: "other", lifecycle: { create_before_destroy: true } },
          },
        },
      }),
      plans: ["a delete,create replace_because_cannot_update"],
    },
    {
      configuration: over({
        resource: {
          terraform_data: {
            a: { triggers_replace: "third", lifecycle: { prevent_destroy: true } },
          },
        },
      }),
      plans: ["Instance cannot be destroyed"],
    },
    {
      configuration: over(
        resource("b", { input: "third", lifecycle: { ignore_changes: ["triggers_replace"] } }),
      ),
      plans: ["a create,delete replace_because_cannot_update", "b update"],
    },
  ],
  "an ignore_changes that is empty says nothing": [
    { configuration: over({}), plans: CREATED },
    {
      configuration: over(resource("b", { input: "new", lifecycle: { ignore_changes: [] } })),
      plans: [],
    },
  ],
  "changes that are all ignored stay so": [
    {
      configuration: over([
        "main.tf.json",
        resource("b", { input: 1, lifecycle: { ignore_changes: "all" } }),
      ]),
      plans: ["b create"],
    },
    {
      configuration: over(
        ["main.tf.json", resource("b", { input: 1, lifecycle: { ignore_changes: "all" } })],
        resource("b", { input: 2, lifecycle: { ignore_changes: ["triggers_replace"] } }),
      ),
      plans: [],
    },
  ],
  "the settings of the whole": [
    {
      configuration: over(["old.tf.json", { terraform: { required_version: ">= 99" } }], {
        terraform: { required_version: ">= 1.1" },
      }),
      plans: CREATED,
    },
    {
      configuration: over({ terraform: { required_version: ">= 99" } }),
      plans: ["Unsupported Terraform Core version"],
    },
    {
      configuration: over({
        terraform: {
          required_providers: { terraform: { source: "terraform.io/builtin/terraform" } },
        },
        provider: { terraform: {} },
      }),
      plans: [],
    },
  ],
  "what is nowhere else": [
    {
      configuration: over({
        variable: { none: { default: 1 } },
        output: { none: { value: 1 } },
        locals: { none: 1 },
        ...resource("none", { input: 1 }),
        data: { terraform_remote_state: { none: { backend: "local" } } },
        provider: { terraform: { alias: "none" } },
      }),
      plans: [
        "Missing base local value definition to override",
        "Missing base output definition to override",
        "Missing base provider configuration for override",
        "Missing base variable declaration to override",
        "Missing data resource to override",
        "Missing resource to override",
      ],
    },
    {
      configuration: new Map([["override.tf.json", { output: { o: { value: 1 } } }]]),
      plans: ["Missing base output definition to override"],
    },
  ],
  "what cannot be overridden": [
    {
      configuration: over(resource("a", { depends_on: ["terraform_data.b"] })),
      plans: ["Unsupported override"],
    },
    {
      configuration: over({ output: { o: { depends_on: ["terraform_data.b"] } } }),
      plans: ["Unsupported override"],
    },
    { configuration: over(resource("a", { depends_on: [] })), plans: CREATED },
    {
      configuration: over({ variable: { v: { validation: condition } } }),
      plans: ["Can't override validation blocks"],
    },
    {
      configuration: over({ output: { o: { precondition: condition } } }),
      plans: ["Can't override precondition blocks"],
    },
    {
      configuration: over(lifecycle("a", { precondition: condition })),
      plans: ["Can't override precondition blocks"],
    },
    {
      configuration: over(lifecycle("counted", { postcondition: condition })),
      plans: ["Can't override postcondition blocks"],
    },
    {
      configuration: over({ check: { c: { assert: condition } } }),
      plans: ["Can't override check blocks"],
    },
    {
      configuration: over({ moved: { from: "terraform_data.q", to: "terraform_data.b" } }),
      plans: ["Cannot override 'moved' blocks"],
    },
    {
      configuration: over({ import: { to: "terraform_data.b", id: "x" } }),
      plans: ["Cannot override 'import' blocks"],
    },
  ],
  "what is wrong in one": [
    {
      configuration: over({ variable: { v: { type: "number" } } }),
      plans: ["Invalid default value for variable"],
    },
    { configuration: over({ nonsense: {} }), plans: ["Extraneous JSON object property"] },
    {
      configuration: over({ output: { o: { nonsense: 1 } } }),
      plans: ["Extraneous JSON object property"],
    },
    {
      configuration: over(lifecycle("b", { nonsense: 1 })),
      plans: ["Extraneous JSON object property"],
    },
    {
      configuration: over(resource("b", { count: 1, for_each: {} })),
      plans: ['Invalid combination of "count" and "for_each"'],
    },
    {
      configuration: over(
        resource("b", { lifecycle: [{ prevent_destroy: true }, { ignore_changes: [] }] }),
      ),
      plans: ["Duplicate lifecycle block"],
    },
  ],
};

describe.skipIf(!isTerraformPresent)("Terraform and our engine merge override files alike", () => {
  it.each(Object.entries(STORIES))(
    "%s",
    async (_, steps) =>
      await tellStory(steps.map((step) => ({ refuses: "in other words", ...step }))),
  );

  it.each([
    ["removed", { removed: { from: "terraform_data.gone" } }],
    ["replace_triggered_by", lifecycle("a", { replace_triggered_by: ["terraform_data.b"] })],
    ["an attribute that there is not", resource("b", { nonsense: 1 })],
    ["an ephemeral resource", { ephemeral: { nonsense: { x: {} } } }],
  ])("but %s, of which Terraform says nothing and does nothing, is refused", async (_, file) => {
    const theirs = openTerraform(temporaryFolder());
    const ours = openOurs(temporaryFolder());
    const [plain, overridden] = [{ configuration: over({}) }, { configuration: over(file) }];
    expect(await theirs.plan(overridden)).toEqual(await theirs.plan(plain));
    expect((await ours.plan(overridden)).errors).toHaveLength(1);
  });
});
