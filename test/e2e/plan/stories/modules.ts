// Modules: what they are given, what they give, and how their objects are planned, moved and kept.

import type { Stories } from "../compare-engines.js";
import { holds, outputs, stack } from "./build.js";

const INNER = {
  variable: { given: {} },
  resource: { terraform_data: { deep: { input: "${var.given}" } } },
  output: { made: { value: "${terraform_data.deep.output}" } },
};

const EDGE = {
  variable: {
    site: { type: "string", validation: holds("${length(var.site) > 0}", "no site") },
    base: { default: null, description: "what it rests on" },
  },
  locals: { name: "${var.site}-name" },
  resource: {
    terraform_data: {
      host: { input: "${local.name}", count: 2 },
      one: {
        input: "${terraform_data.host[0].output}",
        triggers_replace: "${var.base}",
        lifecycle: { precondition: holds('${var.site != ""}', "no site here") },
      },
    },
  },
  module: { inner: { source: "./inner", given: "${terraform_data.one.id}" } },
  check: { site: { assert: holds('${var.site != "q"}') } },
  output: {
    ids: { value: "${terraform_data.host[*].id}", precondition: holds('${var.site != "z"}') },
    total: { value: "${length(terraform_data.host)}", description: "how many" },
    deep: { value: "${module.inner.made}", sensitive: true },
    where: { value: "${path.module}" },
  },
};

const EDGES = { "mods/edge": EDGE, "mods/edge/inner": INNER };
const edge = (more: object = {}) => ({ source: "./mods/edge", site: "p", ...more });

/** One object, and as many as it is told. */
const PAIR = {
  variable: { v: { default: "d" }, n: { default: 1, type: "number" } },
  resource: {
    terraform_data: {
      a: { input: "${var.v}" },
      b: { count: "${var.n}", input: "${terraform_data.a.output}" },
    },
  },
  output: {
    o: { value: "${terraform_data.a.output}" },
    bs: { value: "${terraform_data.b[*].id}" },
  },
};
const pair = (more: object = {}) => ({ source: "./m", ...more });

/** A configuration of calls of one module, and what else stands at the top. */
const calls = (module: object, top: object = {}, m: object = PAIR) => ({
  configuration: { ...(Object.keys(module).length === 0 ? {} : { module }), ...top },
  modules: { m },
});
const moved = (...pairs: readonly (readonly [from: string, to: string])[]) => ({
  moved: pairs.map(([from, to]) => ({ from, to })),
});
const refused = (summary: string, own: string) => ({ plans: [summary], refuses: [own] });

const UNDECLARED = "Reference to undeclared module";

/** One step for each call that is wrong, with what Terraform and we say. */
const wrongCall = ([call, theirs, own]: readonly [object, string, string]) => ({
  ...calls({ x: call }),
  ...refused(theirs, own),
});
const wrongOutput = ([call, value, summary]: readonly [object, string, string]) => ({
  ...calls({ x: call }, outputs({ o: value })),
  ...refused(summary, summary),
});

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

const PASSING_ON = {
  variable: { v: { ephemeral: true, default: "d" } },
  resource: { terraform_data: { a: { input: ["${ephemeralasnull(var.v) == null}"] } } },
  output: { o: { value: "${var.v}", ephemeral: true } },
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

export const MODULE_STORIES: Stories = {
  "with count and for_each, with what each is given and gives": [
    {
      configuration: {
        module: {
          edge: edge({ count: 2, site: "s${count.index}", base: "${terraform_data.base.output}" }),
          fleet: edge({
            for_each: "${toset(var.names)}",
            site: "${each.key}",
            depends_on: ["terraform_data.base"],
          }),
          plain: edge({ base: "x" }),
        },
        variable: { names: { default: ["a", "b"] } },
        ...stack({ base: { input: "b" } }),
        ...outputs({
          ids: "${module.edge[1].ids}",
          all: "${[for each in module.fleet : each.total]}",
          total: "${module.plain.total}",
          where: "${module.edge[*].where}",
        }),
      },
      modules: EDGES,
      plans: [
        "base create",
        "module.edge[0].host[0] create",
        "module.edge[0].host[1] create",
        "module.edge[0].one create",
        "module.edge[1].host[0] create",
        "module.edge[1].host[1] create",
        "module.edge[1].one create",
        'module.fleet["a"].host[0] create',
        'module.fleet["a"].host[1] create',
        'module.fleet["a"].one create',
        'module.fleet["b"].host[0] create',
        'module.fleet["b"].host[1] create',
        'module.fleet["b"].one create',
        "module.plain.host[0] create",
        "module.plain.host[1] create",
        "module.plain.one create",
        "module.edge[0].module.inner.deep create",
        "module.edge[1].module.inner.deep create",
        'module.fleet["a"].module.inner.deep create',
        'module.fleet["b"].module.inner.deep create',
        "module.plain.module.inner.deep create",
      ],
    },
    {
      configuration: {
        module: {
          edge: edge({ count: 1, site: "s${count.index}", base: "${terraform_data.base.output}" }),
          plain: edge({ base: "y" }),
        },
        ...stack({ base: { input: "c" } }),
        ...outputs({ total: "${module.plain.total}" }),
      },
      modules: EDGES,
      plans: [
        "base update",
        "module.edge[0].one delete,create replace_because_cannot_update",
        "module.edge[1].host[0] delete delete_because_no_module",
        "module.edge[1].host[1] delete delete_because_no_module",
        "module.edge[1].one delete delete_because_no_module",
        'module.fleet["a"].host[0] delete delete_because_no_resource_config',
        'module.fleet["a"].host[1] delete delete_because_no_resource_config',
        'module.fleet["a"].one delete delete_because_no_resource_config',
        'module.fleet["b"].host[0] delete delete_because_no_resource_config',
        'module.fleet["b"].host[1] delete delete_because_no_resource_config',
        'module.fleet["b"].one delete delete_because_no_resource_config',
        "module.plain.one delete,create replace_because_cannot_update",
        "module.edge[0].module.inner.deep update",
        "module.edge[1].module.inner.deep delete delete_because_no_module",
        'module.fleet["a"].module.inner.deep delete delete_because_no_resource_config',
        'module.fleet["b"].module.inner.deep delete delete_because_no_resource_config',
        "module.plain.module.inner.deep update",
      ],
    },
    {
      configuration: { module: { plain: edge({ base: "y" }) } },
      modules: EDGES,
      options: { mode: "destroy" },
      plans: [
        "base delete",
        "module.edge[0].host[0] delete",
        "module.edge[0].host[1] delete",
        "module.edge[0].one delete",
        "module.plain.host[0] delete",
        "module.plain.host[1] delete",
        "module.plain.one delete",
        "module.edge[0].module.inner.deep delete",
        "module.plain.module.inner.deep delete",
      ],
    },
  ],
  "moved as a whole, then to an instance, then to keys": [
    { ...calls({ x: pair() }), plans: ["module.x.a create", "module.x.b[0] create"] },
    { ...calls({ y: pair() }, moved(["module.x", "module.y"])), plans: [] },
    {
      ...calls({ y: pair({ count: 2 }) }, moved(["module.y", "module.y[1]"])),
      plans: ["module.y[0].a create", "module.y[0].b[0] create"],
    },
    {
      ...calls(
        { y: pair({ for_each: { k: 1, l: 2 } }) },
        moved(["module.y[1]", 'module.y["k"]'], ["module.y[0]", 'module.y["l"]']),
      ),
      plans: [],
    },
  ],
  "that come to have count, and lose it: nothing is moved by itself": [
    { ...calls({ x: pair() }), plans: ["module.x.a create", "module.x.b[0] create"] },
    {
      ...calls({ x: pair({ count: 1 }) }),
      plans: [
        "module.x.a delete delete_because_no_module",
        "module.x.b[0] delete delete_because_no_module",
        "module.x[0].a create",
        "module.x[0].b[0] create",
      ],
    },
    {
      ...calls({ x: pair() }),
      plans: [
        "module.x.a create",
        "module.x.b[0] create",
        "module.x[0].a delete delete_because_no_module",
        "module.x[0].b[0] delete delete_because_no_module",
      ],
    },
  ],
  "into which a resource is moved, and out again": [
    { ...calls({}, stack({ a: { input: "d" } })), plans: ["a create"] },
    {
      ...calls({ x: pair({ n: 0 }) }, moved(["terraform_data.a", "module.x.terraform_data.a"])),
      plans: [],
    },
    {
      ...calls(
        {},
        {
          ...stack({ q: { input: "d" } }),
          ...moved(["module.x.terraform_data.a", "terraform_data.q"]),
        },
      ),
      plans: [],
    },
  ],
  "in which a resource is renamed, in each instance": [
    {
      ...calls({ x: pair({ count: 2 }) }),
      plans: [
        "module.x[0].a create",
        "module.x[0].b[0] create",
        "module.x[1].a create",
        "module.x[1].b[0] create",
      ],
    },
    {
      ...calls(
        { x: pair({ count: 2, n: 0 }) },
        {},
        {
          variable: PAIR.variable,
          resource: { terraform_data: { c: { input: "${var.v}" } } },
          ...moved(["terraform_data.a", "terraform_data.c"]),
        },
      ),
      plans: [
        "module.x[0].b[0] delete delete_because_no_resource_config",
        "module.x[1].b[0] delete delete_because_no_resource_config",
      ],
    },
  ],
  "that are removed, whole or a resource of them, and stay in vSphere": [
    {
      ...calls({ x: pair(), y: pair() }),
      plans: [
        "module.x.a create",
        "module.x.b[0] create",
        "module.y.a create",
        "module.y.b[0] create",
      ],
    },
    {
      ...calls(
        {},
        {
          removed: [
            { from: "module.x", lifecycle: { destroy: false } },
            { from: "module.y.terraform_data.b", lifecycle: { destroy: false } },
          ],
        },
      ),
      plans: [
        "module.x.a forget delete_because_no_resource_config",
        "module.x.b[0] forget delete_because_no_resource_config",
        "module.y.a delete delete_because_no_resource_config",
        "module.y.b[0] forget delete_because_no_resource_config",
      ],
    },
  ],
  "that are removed while they are called": [
    {
      ...calls({ x: pair() }, { removed: [{ from: "module.x", lifecycle: { destroy: false } }] }),
      ...refused("Removed module still exists", "Removed module is still declared"),
    },
  ],
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
  "whose number is not known": [
    {
      ...calls({ x: pair({ count: "${length(terraform_data.z.id)}" }) }, stack({ z: {} })),
      ...refused("Invalid count argument", "Invalid count argument"),
    },
    {
      ...calls({ x: pair({ for_each: "${toset([terraform_data.z.id])}" }) }, stack({ z: {} })),
      ...refused("Invalid for_each argument", "Invalid for_each argument"),
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
  "whose outputs are sensitive": [
    {
      ...calls(
        { x: pair() },
        outputs({ o: "${nonsensitive(module.x.o)}", l: "${length(module.x.bs)}" }),
        {
          ...PAIR,
          output: {
            o: { value: "${terraform_data.a.input}", sensitive: true },
            bs: PAIR.output.bs,
          },
        },
      ),
      plans: ["module.x.a create", "module.x.b[0] create"],
    },
  ],
  "into which objects are imported": [
    {
      ...calls(
        { x: pair({ count: 2, n: 0 }) },
        {
          import: [
            { to: "module.x[1].terraform_data.a", id: "i1" },
            {
              for_each: { 0: "i0" },
              to: "module.x[0].terraform_data.a",
              id: "${each.value}",
            },
          ],
        },
      ),
      plans: ["module.x[0].a update", "module.x[1].a update"],
    },
  ],
  "that are given null, and objects without some attributes": [
    {
      ...calls(
        { x: pair({ a: null, b: null, c: { k: 1 } }) },
        {},
        {
          variable: {
            a: { default: "x", nullable: false },
            b: { default: "y" },
            c: { type: "object({k=string, l=optional(number, 3)})" },
          },
          resource: { terraform_data: { r: { input: "${[var.a, var.b, var.c]}" } } },
        },
      ),
      plans: ["module.x.r create"],
    },
  ],
  "one instance of which is given what its variable refuses": [
    {
      ...calls(
        { x: pair({ for_each: { p: 1, q: 20 }, n: "${each.value}" }) },
        {},
        {
          variable: {
            n: { type: "number", validation: holds("${var.n < 10}", "too big: ${var.n}") },
          },
        },
      ),
      plans: ["Invalid value for variable"],
    },
  ],
  "that declare nothing but outputs": [
    {
      ...calls({ x: pair() }, outputs({ all: "${module.x}", keys: "${keys(module.x)}" }), {
        output: { o: { value: 1 }, n: { value: null } },
      }),
      plans: [],
    },
    { ...calls({ x: pair() }, {}, { output: { o: { value: 1 } } }), plans: [] },
  ],
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
  "of which one output is needed before another is known": [
    {
      ...calls(
        {
          x: pair({ count: 2 }),
          y: pair({ v: "${module.x[0].p}" }),
          z: pair({ v: "${module.x[1].o}" }),
        },
        {
          ...stack({ t: { input: "${module.x[0].p}" }, u: { input: "${module.x[1].o}" } }),
          ...outputs({ z: "${module.z}" }),
        },
        {
          variable: { v: { default: "d" } },
          ...stack({ a: { input: "${var.v}" } }),
          ...outputs({ o: "${terraform_data.a.id}", p: "${var.v}" }),
        },
      ),
      plans: [
        "t create",
        "u create",
        "module.x[0].a create",
        "module.x[1].a create",
        "module.y.a create",
        "module.z.a create",
      ],
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
  "between whose instances a resource is moved": [
    {
      ...calls({ x: pair({ count: 2, n: 0 }), y: { source: "./y" } }),
      modules: { m: PAIR, y: { module: { inner: { source: "../m", count: 1, n: 0 } } } },
      plans: ["module.x[0].a create", "module.x[1].a create", "module.y.module.inner[0].a create"],
    },
    {
      ...calls(
        { x: pair({ for_each: { k: 1, l: 2 }, n: 0 }), y: { source: "./y" } },
        moved(
          ["module.x[0].terraform_data.a", 'module.x["k"].terraform_data.a'],
          ["module.x[1].terraform_data.a", 'module.x["l"].terraform_data.a'],
        ),
      ),
      modules: {
        m: PAIR,
        y: {
          module: { inner: { source: "../m", n: 0 } },
          ...moved(["module.inner[0].terraform_data.a", "module.inner.terraform_data.a"]),
        },
      },
      plans: [],
    },
    {
      ...calls(
        { x: pair({ for_each: { k: 1, l: 2 }, n: 0 }) },
        moved(['module.x["k"].terraform_data.a', 'module.x["l"].terraform_data.b']),
      ),
      ...refused("Moved object still exists", "Moved object still exists"),
    },
  ],
  "whose moves are at odds with those of their callers": [
    {
      ...calls({ x: pair() }, moved(["module.x.terraform_data.q", "module.x.terraform_data.r"]), {
        ...PAIR,
        ...moved(["terraform_data.q", "terraform_data.a"]),
      }),
      ...refused("Ambiguous move statements", "Invalid move"),
    },
    {
      ...calls({ x: pair() }, moved(["module.x.terraform_data.q", "module.x.terraform_data.r"]), {
        ...PAIR,
        ...moved(["terraform_data.r", "terraform_data.q"]),
      }),
      ...refused("Cyclic dependency in move statements", "Invalid move"),
    },
    {
      ...calls(
        { x: pair() },
        {},
        { ...PAIR, ...moved(["terraform_data.b[0]", "terraform_data.q"]) },
      ),
      ...refused("Moved object still exists", "Moved object still exists"),
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
  "whose calls are wrong": (
    [
      [pair({ w: 1 }), "Extraneous JSON object property", "Unknown argument"],
      [pair({ n: "abc" }), "Invalid value for input variable", "Invalid value for a variable"],
      [pair({ depends_on: ["module.q"] }), UNDECLARED, UNDECLARED],
      [pair({ v: "${module.z.o}" }), UNDECLARED, UNDECLARED],
    ] as const
  ).map(wrongCall),
  "whose outputs are asked for in a wrong way": (
    [
      [pair(), "${module.x.nope}", "Unsupported attribute"],
      [pair({ count: 1 }), "${module.x.o}", "Unsupported attribute"],
      [pair(), "${module.x[0].o}", "Invalid index"],
    ] as const
  ).map(wrongOutput),
};
