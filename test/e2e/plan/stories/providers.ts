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
};
