// Modules that others depend on, and what of them a plan takes in.

import type { Stories } from "../compare-engines.js";
import { outputs, stack } from "./build.js";
import { calls, PAIR, pair } from "./module-build.js";

/** Two objects; one is behind an output, and none is behind the other. */
const GIVING = {
  variable: { v: { default: "d" } },
  ...stack({ a: { input: 1 }, b: { input: 2 } }),
  ...outputs({ o: "${terraform_data.a.output}", v: "${var.v}" }),
};

const READING = {
  data: {
    terraform_remote_state: { r: { backend: "local", config: { path: "other.tfstate" } } },
  },
};

const Y_AFTER_X = calls({
  x: pair({ count: 2 }),
  y: pair({ v: "${module.x[0].o}" }),
});

/** Two instances, in each of which `b` is replaced when `a` changes. */
const triggered = (last: string) =>
  calls(
    { x: pair({ count: 2, v: "${var.q[count.index]}" }) },
    { variable: { q: { default: ["a", last] } } },
    {
      variable: PAIR.variable,
      resource: {
        terraform_data: {
          a: { input: "${var.v}" },
          b: { lifecycle: { replace_triggered_by: ["terraform_data.a"] } },
        },
      },
    },
  );

const LISTED = outputs({ bs: "${module.x[*].bs}", f: "${[for f in terraform_data.f : f.id]}" });
const FEW = { ...stack({ f: { count: 2 } }), ...LISTED };
const REFRESH = { mode: "refresh-only" } as const;

export const MODULE_SELECTION_STORIES: Stories = {
  "as targets, whole, by instance and by what is in them": [
    {
      ...Y_AFTER_X,
      options: { targets: ["module.x[0]"] },
      plans: ["module.x[0].a create", "module.x[0].b[0] create"],
    },
    {
      ...Y_AFTER_X,
      options: { targets: ["module.y.terraform_data.a"] },
      plans: ["module.x[1].a create", "module.y.a create"],
    },
    { ...Y_AFTER_X, options: { targets: ["module.x.terraform_data.b"] }, plans: [] },
    { ...Y_AFTER_X, plans: ["module.x[1].b[0] create", "module.y.b[0] create"] },
    {
      ...calls({}),
      options: { targets: ["module.x"] },
      plans: [
        "module.x[0].a delete delete_because_no_resource_config",
        "module.x[0].b[0] delete delete_because_no_resource_config",
        "module.x[1].a delete delete_because_no_resource_config",
        "module.x[1].b[0] delete delete_because_no_resource_config",
      ],
    },
  ],
  "that others depend on as a whole": [
    {
      ...calls(
        { x: pair(), y: pair({ depends_on: ["module.x"] }) },
        stack({ z: { depends_on: ["module.y"], input: "${module.x.o}" } }),
      ),
      plans: [
        "z create",
        "module.x.a create",
        "module.x.b[0] create",
        "module.y.a create",
        "module.y.b[0] create",
      ],
    },
    {
      ...calls(
        { x: pair({ v: "n" }), y: pair({ depends_on: ["module.x"] }) },
        stack({ z: { depends_on: ["module.y"], input: "${module.x.o}" } }),
      ),
      plans: ["z update", "module.x.a update", "module.x.b[0] update"],
    },
    {
      ...calls({}),
      options: { mode: "destroy" },
      plans: [
        "z delete",
        "module.x.a delete",
        "module.x.b[0] delete",
        "module.y.a delete",
        "module.y.b[0] delete",
      ],
    },
  ],
  "in which a trigger replaces what is in the same instance": [
    {
      ...triggered("b"),
      plans: [
        "module.x[0].a create",
        "module.x[0].b create",
        "module.x[1].a create",
        "module.x[1].b create",
      ],
    },
    {
      ...triggered("c"),
      plans: ["module.x[1].a update", "module.x[1].b delete,create replace_by_triggers"],
    },
  ],
  "one output of which is depended on": [
    {
      ...calls(
        { x: pair({ count: 2 }), y: { source: "./y", depends_on: ["module.x[0].v"] } },
        stack({
          t: { depends_on: ["module.x[0].o"] },
          u: { depends_on: ["module.x[1]", "terraform_data.t"] },
        }),
        GIVING,
      ),
      modules: { m: GIVING, y: READING },
      before: async (engine) => await engine.tell({ k: 1 }),
      plans: [
        "t create",
        "u create",
        "module.x[0].a create",
        "module.x[0].b create",
        "module.x[1].a create",
        "module.x[1].b create",
      ],
    },
    {
      ...calls(
        {
          x: pair({ count: 2, v: "${terraform_data.s.output}" }),
          y: { source: "./y", depends_on: ["module.x[0].v"] },
        },
        stack({ s: { input: 1 } }),
      ),
      modules: { m: GIVING, y: READING },
      plans: [
        "s create",
        "t delete delete_because_no_resource_config",
        "u delete delete_because_no_resource_config",
        "module.y.data.terraform_remote_state.r read read_because_dependency_pending",
      ],
    },
  ],
  "of which there are other instances than declared, in a refresh": [
    {
      ...calls({ x: pair({ count: 1, n: 2 }) }, FEW),
      plans: [
        "f[0] create",
        "f[1] create",
        "module.x[0].a create",
        "module.x[0].b[0] create",
        "module.x[0].b[1] create",
      ],
    },
    {
      ...calls({ x: pair({ count: 2, n: 3 }) }, { ...stack({ f: { count: 3 } }), ...LISTED }),
      options: REFRESH,
      plans: [],
      outputs: ["bs update"],
    },
    {
      ...calls(
        { x: pair({ count: 1, n: 1 }) },
        { ...stack({ f: { for_each: { k: 1 } } }), ...LISTED },
      ),
      options: REFRESH,
      plans: [],
      outputs: ["bs update", "f update"],
    },
    {
      ...calls(
        { x: pair({ n: 1 }) },
        { ...stack({ f: { count: 3 } }), ...outputs({ f: "${terraform_data.f[2].id}" }) },
      ),
      options: REFRESH,
      plans: ["Invalid index"],
    },
  ],
  "an output of which is depended on that there is not, and objects replaced": [
    {
      ...calls(
        { x: pair(), y: pair({ depends_on: ["module.x.nope"] }) },
        stack({ t: { depends_on: ["module.x[0].nope"] }, u: { count: 2 } }),
      ),
      plans: [
        "t create",
        "u[0] create",
        "u[1] create",
        "module.x.a create",
        "module.x.b[0] create",
        "module.y.a create",
        "module.y.b[0] create",
      ],
    },
    {
      ...calls(
        { x: pair(), y: pair() },
        stack({ t: { depends_on: ["module.x.nope"] }, u: { count: 2 } }),
      ),
      options: {
        replace: [
          "terraform_data.u",
          "terraform_data.u[2]",
          "terraform_data.q",
          "module.z.terraform_data.a",
          "module.x.terraform_data.a",
        ],
      },
      plans: ["module.x.a delete,create replace_by_request", "module.x.b[0] update"],
    },
  ],
};
