// Modules with count and for_each: what they are given, and what they give.

import type { Stories } from "../compare-engines.js";
import { holds, outputs, stack } from "./build.js";
import { calls, PAIR, pair, refused } from "./module-build.js";

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

/** One step for each call that is wrong, with what Terraform and we say. */
const wrongCall = ([call, theirs, own]: readonly [object, string, string]) => ({
  ...calls({ x: call }),
  ...refused(theirs, own),
});

const wrongOutput = ([call, value, summary]: readonly [object, string, string]) => ({
  ...calls({ x: call }, outputs({ o: value })),
  ...refused(summary, summary),
});

const UNDECLARED = "Reference to undeclared module";

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
      [pair({ count: 1 }), '${module.x[0]["o"]}', "Invalid reference"],
      [pair({ for_each: { k: 1 } }), '${try(module.x["k"]["o"], 1)}', "Invalid reference"],
    ] as const
  ).map(wrongOutput),
  "that are called for each instance of another, or given one whole": [
    {
      ...calls({ x: pair({ for_each: { k: 1 }, n: 0 }), y: pair({ n: 0 }) }),
      plans: ['module.x["k"].a create', "module.y.a create"],
    },
    {
      ...calls({
        x: pair({ for_each: { k: 1 }, n: 0 }),
        y: pair({ for_each: "${module.x}", v: "${each.value.o}", n: 0 }),
        z: pair({ v: '${module.x["k"]}', n: 0 }),
      }),
      plans: [
        "module.y.a delete delete_because_no_module",
        'module.y["k"].a create',
        "module.z.a create",
      ],
    },
  ],
};
