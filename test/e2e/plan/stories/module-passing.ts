// What is passed on to modules beside values: configurations of providers, and what is ephemeral.

import type { Stories } from "../compare-engines.js";
import { outputs, stack } from "./build.js";
import { calls, pair, refused } from "./module-build.js";

const BUILTIN = "terraform.io/builtin/terraform";

const PASSING = {
  m: {
    terraform: {
      required_providers: {
        terraform: { source: BUILTIN, configuration_aliases: ["terraform.c"] },
      },
    },
    ...stack({ x: { provider: "terraform.c" }, y: {} }),
    module: { n: { source: "./n", providers: { terraform: "terraform.c" } } },
  },
  "m/n": {
    terraform: { required_providers: { terraform: { source: BUILTIN } } },
    ...stack({ z: {} }),
  },
};

const PASSING_ON = {
  variable: { v: { ephemeral: true, default: "d" } },
  resource: { terraform_data: { a: { input: ["${ephemeralasnull(var.v) == null}"] } } },
  output: { o: { value: "${var.v}", ephemeral: true } },
};

const REQUIRES = { terraform: { required_providers: { terraform: { source: BUILTIN } } } };
const requires = (...configuration_aliases: readonly string[]) => ({
  terraform: { required_providers: { terraform: { source: BUILTIN, configuration_aliases } } },
});
const made = (alias: string) => stack({ [alias]: { provider: `terraform.${alias}` }, d: {} });
const DEEP = {
  x: {
    ...requires("terraform.p", "terraform.q"),
    ...stack({ p: { provider: "terraform.p" }, q: { provider: "terraform.q" }, d: {} }),
    module: {
      y: { source: "./y", providers: { "terraform.r": "terraform.q", terraform: "terraform.p" } },
    },
  },
  "x/y": {
    ...requires("terraform.r"),
    ...made("r"),
    module: {
      z: { source: "./z", providers: { "terraform.s": "terraform.r" } },
      w: { source: "./z", providers: { "terraform.s": "terraform", terraform: "terraform.r" } },
    },
  },
  "x/y/z": { ...requires("terraform.s"), ...made("s") },
};

export const MODULE_PASSING_STORIES: Stories = {
  "that are passed configurations of their provider": [
    {
      configuration: {
        terraform: { required_providers: { terraform: { source: BUILTIN } } },
        provider: { terraform: [{ alias: "b" }] },
        ...stack({ base: { provider: "terraform.b" }, plain: {} }),
        module: {
          m: { source: "./m", providers: { "terraform.c": "terraform.b" } },
          k: {
            source: "./m",
            providers: { "terraform.c": "terraform.b", terraform: "terraform.b" },
          },
        },
      },
      modules: PASSING,
      plans: [
        "base create",
        "plain create",
        "module.k.x create",
        "module.k.y create",
        "module.m.x create",
        "module.m.y create",
        "module.k.module.n.z create",
        "module.m.module.n.z create",
      ],
    },
    {
      configuration: stack({ plain: {} }),
      plans: Array.from({ length: 6 }, () => "Provider configuration not present"),
    },
  ],
  "that are given ephemeral values, and give some": [
    {
      ...calls(
        { x: pair({ v: "${var.e}" }) },
        {
          variable: { e: { ephemeral: true, default: "secret" } },
          ...outputs({ o: "${ephemeralasnull(module.x.o)}" }),
        },
        PASSING_ON,
      ),
      plans: ["module.x.a create"],
    },
    {
      ...calls(
        { x: pair({ v: "${var.e}" }) },
        { variable: { e: { ephemeral: true, default: "secret" } } },
      ),
      plans: ["Ephemeral value not allowed"],
    },
    {
      ...calls({ x: pair() }, outputs({ o: "${module.x.o}" }), PASSING_ON),
      plans: ["Ephemeral value not allowed"],
    },
    {
      ...calls({ x: pair() }, {}, { ...PASSING_ON, output: { o: { value: "${var.v}" } } }),
      plans: ["Ephemeral value not allowed"],
    },
  ],
  "that are passed a configuration that they cannot take": [
    {
      configuration: {
        terraform: { required_providers: { terraform: { source: BUILTIN } } },
        module: { m: { source: "./m", providers: { "terraform.c": "holdfast" } } },
      },
      modules: PASSING,
      ...refused("Provider type mismatch", "Other provider"),
    },
    {
      configuration: {
        terraform: {
          required_providers: {
            terraform: { source: BUILTIN, configuration_aliases: ["terraform.z"] },
          },
        },
        ...stack({ a: { provider: "terraform.z" } }),
      },
      ...refused("Provider configuration not present", "Missing provider configuration"),
    },
  ],
  "that do not name the provider of which they are passed a configuration": [
    {
      configuration: {
        ...REQUIRES,
        provider: { terraform: [{ alias: "b" }] },
        module: { m: { source: "./m", providers: { terraform: "terraform.b" } } },
      },
      modules: { m: stack({ x: {} }) },
      ...refused("Provider type mismatch", "Other provider"),
    },
    {
      configuration: {
        module: { m: { source: "./m", providers: { "terraform.c": "terraform" } } },
      },
      modules: { m: { ...requires("terraform.c"), ...made("c") } },
      ...refused("Provider type mismatch", "Other provider"),
    },
    {
      configuration: {
        ...REQUIRES,
        provider: { terraform: [{ alias: "b" }] },
        module: { m: { source: "./m", providers: { "terraform.c": "terraform.b" } } },
      },
      modules: { m: { ...requires("terraform.c", "terraform.d"), ...made("d") } },
      ...refused("Missing required provider configuration", "Missing provider configuration"),
    },
  ],
  "that pass two configurations of a provider on, three calls deep": [
    {
      configuration: {
        ...REQUIRES,
        provider: { terraform: [{ alias: "a" }, { alias: "b" }] },
        module: {
          x: {
            source: "./x",
            providers: { "terraform.p": "terraform.a", "terraform.q": "terraform.b" },
          },
        },
      },
      modules: DEEP,
      plans: [
        "module.x.d create",
        "module.x.p create",
        "module.x.q create",
        "module.x.module.y.d create",
        "module.x.module.y.r create",
        "module.x.module.y.module.w.d create",
        "module.x.module.y.module.w.s create",
        "module.x.module.y.module.z.d create",
        "module.x.module.y.module.z.s create",
      ],
    },
  ],
  "whose providers are no object": [null, [], [{}], "terraform"].map((providers) => ({
    configuration: { module: { m: { source: "./m", providers } } },
    modules: { m: stack({ a: {} }) },
    ...refused("Invalid expression", "Wrong JSON value"),
  })),
  "whose provider has a version, though it is built in": [
    {
      configuration: { module: { m: { source: "./m" } } },
      modules: {
        m: {
          terraform: { required_providers: { terraform: { source: BUILTIN, version: ">= 1" } } },
        },
      },
      plans: ["Invalid dependency on built-in provider"],
    },
  ],
  "whose outputs are said to be ephemeral, and are not": ["x", null, "${terraform_data.a.id}"].map(
    (value) => ({
      ...calls(
        { x: pair() },
        {},
        { ...stack({ a: {} }), output: { o: { value, ephemeral: true } } },
      ),
      plans: ["Value not allowed in ephemeral output"],
    }),
  ),
};
