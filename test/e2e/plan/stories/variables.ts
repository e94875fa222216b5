// Variables and locals: where values come from and what they become.

import type { Stories } from "../compare-engines.js";
import { holds, of, outputs, stack } from "./build.js";

const variable = (declared: { readonly [name: string]: object }) => ({ variable: declared });
const uses = (value: string, more: object) => stack({ a: { input: value } }, more);

const RESERVED = [
  ...["source", "version", "providers", "provider", "count"],
  ...["for_each", "lifecycle", "depends_on", "locals"],
];

export const VARIABLE_STORIES: Stories = {
  "variables that are called as an argument of a call is": [
    {
      configuration: variable(Object.fromEntries(RESERVED.map((name) => [name, { default: 1 }]))),
      plans: RESERVED.map(() => "Invalid variable name"),
    },
  ],
  "any within a type, which is the type of what is given": [
    {
      configuration: uses(
        "${var.o}",
        variable({
          o: { type: "object({ x = any, y = list(any) })", default: { x: 1, y: [1, "a"] } },
        }),
      ),
      plans: ["a create"],
    },
    {
      configuration: {
        module: { m: { source: "./m" } },
        ...uses("${var.s}", variable({ s: { type: "set(any)", default: ["b"] } })),
      },
      modules: {
        m: uses("${var.v}", variable({ v: { type: "map(list(any))", default: { k: [1] } } })),
      },
      plans: ["a update", "module.m.a create"],
    },
  ],
  "lists and maps of no type": [
    {
      configuration: uses(
        "${[var.l, var.m]}",
        variable({ l: { type: "list", default: [1, "a"] }, m: { type: "map", default: { k: 1 } } }),
      ),
      plans: ["a create"],
    },
    {
      configuration: variable({ s: { type: "set", default: [] }, n: { type: "list(map)" } }),
      plans: ["Invalid type specification", "Invalid type specification"],
      refuses: "in other words",
    },
  ],
  "a variable without a type, given a text that looks like a number": [
    {
      configuration: uses("${var.v}", variable({ v: {} })),
      variables: { v: "5" },
      plans: ["a create"],
    },
  ],
  "variables of every type, given as text": [
    {
      configuration: stack(
        {
          a: {
            input: [
              "${var.n}",
              "${var.b}",
              "${var.l}",
              "${var.m}",
              "${var.o}",
              "${var.s}",
              "${var.t}",
            ],
          },
        },
        variable({
          n: { type: "number" },
          b: { type: "bool" },
          l: { type: "list(string)" },
          m: { type: "map(number)" },
          o: { type: "object({ a = string, b = optional(number) })" },
          s: { type: "set(string)" },
          t: { type: "tuple([string, number])" },
        }),
      ),
      variables: {
        n: "1.50",
        b: "true",
        l: '["x", 1]',
        m: '{ a = "1", b = 2 }',
        o: "{ a = 1 }",
        s: '["b", "a", "b"]',
        t: '["x", "2"]',
      },
      plans: ["a create"],
    },
  ],
  "a variable of any type, that is given another one": [
    {
      configuration: uses("${var.v}", variable({ v: { type: "any", default: [1, "a"] } })),
      plans: ["a create"],
    },
    {
      configuration: uses("${var.v}", variable({ v: { type: "any", default: [1, "a"] } })),
      variables: { v: '{ k = ["x"] }' },
      plans: ["a update"],
    },
  ],
  "a variable that is null, and one that may not be": [
    {
      configuration: stack(
        { a: { input: ["${var.may == null}", "${var.not}"] } },
        variable({
          may: { type: "string", default: null },
          not: { type: "string", default: "d", nullable: false },
        }),
      ),
      variables: { not: "null" },
      plans: ["a create"],
    },
  ],
  "optional attributes with defaults that are objects themselves": [
    {
      configuration: uses(
        "${jsonencode(var.v)}",
        variable({
          v: {
            type: 'map(object({ size = optional(number, 1), inner = optional(object({ on = optional(bool, true), tags = optional(set(string), ["t"]) }), {}) }))',
            default: { x: {}, y: { size: "7", inner: { on: false } }, z: { inner: null } },
          },
        }),
      ),
      plans: ["a create"],
    },
  ],
  "a secret that is used where it does not show": [
    {
      configuration: stack(
        { a: { count: "${nonsensitive(length(var.secret))}", input: "x" } },
        {
          ...variable({ secret: { sensitive: true, type: "string" } }),
          ...outputs({ o: "${nonsensitive(upper(var.secret))}" }),
        },
      ),
      variables: { secret: "ab" },
      plans: ["a[0] create", "a[1] create"],
    },
  ],
  "a secret by default, deep in an object": [
    {
      configuration: uses(
        "${issensitive(var.v)}",
        variable({ v: { sensitive: true, default: { user: "u", keys: ["k"] } } }),
      ),
      plans: ["a create"],
    },
  ],
  "several conditions of one variable, which see other variables": [
    {
      configuration: uses(
        "${var.v}",
        variable({
          most: { type: "number", default: 10 },
          v: {
            type: "number",
            validation: [
              holds("${var.v <= var.most}", "more than ${var.most}"),
              holds("${var.v > 0}"),
            ],
          },
        }),
      ),
      variables: { v: "7" },
      plans: ["a create"],
    },
  ],
  "conditions of two variables that do not hold": [
    {
      configuration: uses(
        "${var.v}",
        variable({
          v: { default: "1", validation: [holds('${var.v == "2"}')] },
          w: { default: "1", validation: [holds('${var.w == "2"}'), holds('${var.w == "3"}')] },
        }),
      ),
      plans: [
        "Invalid value for variable",
        "Invalid value for variable",
        "Invalid value for variable",
      ],
    },
  ],
  "a variable that is not given": [
    {
      configuration: uses("${var.v}", variable({ v: { type: "string" } })),
      plans: ["No value for required variable"],
      refuses: ["No value for a required variable"],
    },
  ],
  "a variable that is given what it cannot be": [
    {
      configuration: uses("${var.v}", variable({ v: { type: "number" } })),
      variables: { v: "many" },
      plans: ["Invalid value for input variable"],
      refuses: ["Invalid value for a variable"],
    },
  ],
  "a variable that is null and must not be": [
    {
      configuration: uses("${var.v}", variable({ v: { type: "string", nullable: false } })),
      variables: { v: "null" },
      plans: ["a create"],
    },
  ],
  "a variable whose description, type and default are all there is": [
    {
      configuration: stack(
        {},
        {
          ...variable({
            unused: { description: "Not used.", type: "list(number)", default: ["1"] },
          }),
          ...outputs({ o: 1 }),
        },
      ),
      plans: [],
    },
  ],
  "locals of locals, through functions, in every place": [
    {
      configuration: stack(
        {
          a: { for_each: "${local.sizes}", input: "${each.key}=${each.value * local.factor}" },
          b: { count: "${local.count}", input: "${local.names[count.index]}" },
        },
        {
          locals: {
            factor: 2,
            names: "${sort(keys(local.sizes))}",
            count: "${length(local.names)}",
            sizes: "${{ for k, v in { x = 1, y = 2 } : k => v if v > 0 }}",
          },
          ...outputs({ o: "${[for k, a in terraform_data.a : a.input]}" }),
        },
      ),
      plans: ['a["x"] create', 'a["y"] create', "b[0] create", "b[1] create"],
    },
  ],
  "locals that nobody uses, of what is not known yet": [
    {
      configuration: stack(
        { a: {} },
        { locals: { later: of("a.id"), both: ["${local.later}", 1] } },
      ),
      plans: ["a create"],
    },
  ],
  "a variable that decides how many there are": [
    {
      configuration: stack(
        { a: { count: "${var.n}", input: "${count.index}" } },
        variable({ n: { type: "number" } }),
      ),
      variables: { n: "3" },
      plans: ["a[0] create", "a[1] create", "a[2] create"],
    },
    {
      configuration: stack(
        { a: { count: "${var.n}", input: "${count.index}" } },
        variable({ n: { type: "number" } }),
      ),
      variables: { n: "1" },
      plans: ["a[1] delete delete_because_count_index", "a[2] delete delete_because_count_index"],
    },
  ],
};
