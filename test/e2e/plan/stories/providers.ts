// Which configuration of a provider is meant: local names, aliases and versions, in resources and imports.

import type { Stories } from "../compare-engines.js";
import { stack } from "./build.js";
import { refused } from "./module-build.js";

const BUILTIN = "terraform.io/builtin/terraform";
const requires = (name: string, more: object = {}) => ({
  terraform: { required_providers: { [name]: { source: BUILTIN, ...more } } },
});
const imported = (more: object, to = "terraform_data.a") => ({
  import: { to, id: "6a8c2f3e-0000-4000-8000-000000000001", ...more },
});
const west = { provider: { terraform: [{ alias: "west" }] } };
const wrongImport = refused(
  "Inconsistent dependency lock file",
  "Invalid import provider argument",
);

export const PROVIDER_STORIES: Stories = {
  "of an import, as its resource names it": [
    {
      configuration: {
        ...stack({ a: { provider: "terraform" } }, imported({ provider: "terraform" })),
      },
      plans: [],
    },
    {
      configuration: {
        ...requires("terraform"),
        ...west,
        ...stack(
          { a: { provider: "terraform" }, b: { provider: "terraform.west", count: 1 } },
          imported({ provider: "terraform.west" }, "terraform_data.b[0]"),
        ),
      },
      plans: [],
    },
  ],
  "of an import, which its resource does not name": [
    { configuration: stack({ a: {} }, imported({ provider: "terraform" })), ...wrongImport },
    {
      configuration: {
        ...requires("terraform"),
        ...west,
        ...stack({ a: { provider: "terraform.west" } }, imported({ provider: "terraform" })),
      },
      ...wrongImport,
    },
    {
      configuration: {
        module: { m: { source: "./m" } },
        ...imported({ provider: "terraform" }, "module.m.terraform_data.a"),
      },
      modules: { m: stack({ a: { provider: "terraform" } }) },
      ...refused("Invalid import provider argument", "Invalid import provider argument"),
    },
  ],
  "of an import, which is no name": [null, 1, "a.b.c"].map((provider) => ({
    configuration: stack({ a: {} }, imported({ provider })),
    ...refused("Invalid provider configuration reference", "Invalid provider reference"),
  })),
  "under another name": [
    {
      configuration: { ...requires("tf"), ...stack({ a: { provider: "tf" }, b: {} }) },
      plans: ["a create", "b create"],
    },
    {
      configuration: {
        ...requires("tf"),
        provider: { tf: [{}, { alias: "west" }] },
        ...stack(
          { a: { provider: "tf.west", input: 1 }, b: { provider: "terraform" }, c: {} },
          { output: { o: { value: '${provider::tf::encode_expr("x")}' } } },
        ),
      },
      plans: ["a update", "c create"],
    },
    {
      configuration: {
        ...requires("tf"),
        ...stack({ a: { provider: "tf.west" } }, imported({ provider: "tf.west" })),
      },
      ...refused("Provider configuration not present", "Unknown provider configuration"),
    },
  ],
  "under another name, which an import gives too": [
    {
      configuration: {
        ...requires("tf"),
        ...stack({ a: { provider: "tf" } }, imported({ provider: "tf" })),
      },
      plans: [],
    },
    {
      configuration: {
        ...requires("tf"),
        ...stack({ a: { provider: "tf" } }, imported({ provider: "terraform" })),
      },
      ...wrongImport,
    },
  ],
  "under names that are none": [
    {
      configuration: stack({ a: { provider: "tf" } }),
      ...refused("Inconsistent dependency lock file", "Unknown provider configuration"),
    },
    {
      configuration: { provider: { tf: {} }, ...stack({ a: {} }) },
      ...refused("Inconsistent dependency lock file", "Unknown provider"),
    },
    {
      configuration: { ...requires("t_f"), ...stack({ a: {} }) },
      plans: ["Invalid provider local name"],
    },
    {
      configuration: {
        terraform: [requires("terraform").terraform, requires("tf").terraform],
        ...stack({ a: {} }),
      },
      ...refused("Duplicate required providers configuration", "Declared twice"),
    },
  ],
  "under two names in one module": [
    {
      configuration: {
        terraform: {
          required_providers: { terraform: { source: BUILTIN }, tf: { source: BUILTIN } },
        },
        ...stack({ a: { provider: "tf" }, b: {} }),
      },
      plans: ["a create", "b create"],
    },
  ],
  "under a name of each module's own": [
    {
      configuration: {
        ...requires("a"),
        provider: { a: [{}, { alias: "west" }] },
        module: {
          plain: { source: "./m" },
          passed: { source: "./m", providers: { b: "a.west" } },
          both: { source: "./n", providers: { "c.x": "a.west", c: "a" } },
        },
      },
      modules: {
        m: { ...requires("b"), ...stack({ r: { provider: "b" }, s: {} }) },
        n: {
          ...requires("c", { configuration_aliases: ["c.x"] }),
          ...stack({ r: { provider: "c.x" }, s: { provider: "c" } }),
          module: { m: { source: "../m", providers: { b: "c.x" } }, p: { source: "../m" } },
        },
      },
      plans: [
        "module.both.r create",
        "module.both.s create",
        "module.passed.r create",
        "module.passed.s create",
        "module.plain.r create",
        "module.plain.s create",
        "module.both.module.m.r create",
        "module.both.module.m.s create",
        "module.both.module.p.r create",
        "module.both.module.p.s create",
      ],
    },
  ],
  "passed on under a name that only one of two modules has": [
    {
      configuration: {
        ...requires("tf"),
        provider: { tf: [{ alias: "west" }] },
        module: { m: { source: "./m", providers: { tf: "tf.west" } } },
      },
      modules: { m: stack({ a: {} }) },
      ...refused("Provider type mismatch", "Unknown provider configuration"),
    },
    {
      configuration: {
        ...west,
        module: { m: { source: "./m", providers: { terraform: "terraform.west" } } },
      },
      modules: { m: { ...requires("terraform"), ...stack({ a: {} }) } },
      ...refused("Provider type mismatch", "Other provider"),
    },
    {
      configuration: {
        ...west,
        module: { m: { source: "./m", providers: { terraform: "terraform.west" } } },
      },
      modules: { m: stack({ a: {} }) },
      plans: ["module.m.a create"],
    },
  ],
  "with versions in their blocks": [
    {
      configuration: {
        provider: { terraform: [{ version: ">= 1" }, { alias: "b", version: "< 9, >= 1.0" }] },
        ...stack({ a: {}, b: { provider: "terraform.b" } }),
      },
      plans: ["a create", "b create"],
    },
    {
      configuration: {
        provider: { terraform: [{ version: null }, { alias: "b" }] },
        ...stack({ a: {}, b: { provider: "terraform.b" } }),
      },
      plans: [],
    },
    ...["latest", "${1}"].map((version) => ({
      configuration: { provider: { terraform: { version } }, ...stack({ a: {} }) },
      ...refused("Invalid version constraint", "Unmet version constraint"),
    })),
  ],
};
