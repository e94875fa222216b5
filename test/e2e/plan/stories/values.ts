// terraform_data beside real Terraform: values of every type, which plan and state keep with their types.

import type { Stories } from "../compare-engines.js";

const stack = (resources: object, top: object = {}) => ({
  resource: { terraform_data: resources },
  ...top,
});
const REPLACED = "delete,create replace_because_cannot_update";

/** Objects that do not change when `value` does, and others that each rest on one of them in another way. */
const CONTRIBUTING = (value: string) => ({
  variable: { keys: { default: ["a"] } },
  locals: { through: { id: "${terraform_data.base.id}", text: "${terraform_data.base.output}" } },
  resource: {
    terraform_data: {
      base: { input: "z" },
      given: {
        input: "${terraform_data.base.id}",
        triggers_replace: "${terraform_data.base.input}",
      },
      many: { count: 2, input: "${terraform_data.base.triggers_replace}" },
      each: { for_each: "${{ k = terraform_data.base.id }}", input: "${each.value}" },
      attribute: { input: ["${terraform_data.given.input}", value] },
      computed: { input: ["${terraform_data.given.output}", value] },
      whole: { input: ["${terraform_data.given}", value] },
      instance: {
        input: ["${terraform_data.many[1].input}", '${terraform_data.each["k"].input}', value],
      },
      splat: { input: ["${terraform_data.many[*].id}", value] },
      chosen: { input: ["${terraform_data.many[length(var.keys) - 1].id}", value] },
      local: { input: ["${local.through.id}", value] },
      deep: { input: ["${try(terraform_data.given.input.a[0].b, 1)}", value] },
      counted: { count: "${length(terraform_data.base.id) > 0 ? 1 : 0}", input: value },
      "counted-and-used": {
        count: "${length(terraform_data.given.id) > 0 ? 1 : 0}",
        input: ["${count.index}", value],
      },
      ordered: { input: value, depends_on: ["terraform_data.base"] },
    },
  },
});
const ALL = [
  "attribute",
  "chosen",
  "computed",
  "counted[0]",
  "counted-and-used[0]",
  "deep",
  'each["k"]',
  "instance",
  "local",
  "many[0]",
  "many[1]",
  "ordered",
  "splat",
  "whole",
];
const RESTING = ALL.filter((name) => !/^(each|many)/.test(name));

export const VALUE_STORIES: Stories = {
  "values of every type, kept with their types": [
    {
      configuration: stack(
        {
          text: { input: "x" },
          number: { input: 1.5 },
          big: { input: "${local.big}" },
          truth: { input: true },
          nothing: { input: null },
          bare: {},
          tuple: { input: ["b", 1, null, [true]] },
          list: { input: '${tolist(["b", "a"])}' },
          set: { input: '${toset(["b", "a"])}', triggers_replace: "${toset([3, 1])}" },
          map: { input: "${tomap({ b = 1, a = 2 })}" },
          object: { input: { b: ["x"], a: { c: '${tolist(["y"])}' } } },
          "object-of-sets": { input: { b: '${toset(["z", "y"])}' } },
        },
        { locals: { big: "${9007199254740993 * 3}" } },
      ),
      plans: [
        "bare",
        "big",
        "list",
        "map",
        "nothing",
        "number",
        "object",
        "object-of-sets",
        "set",
        "text",
        "truth",
        "tuple",
      ].map((name) => `${name} create`),
    },
  ],
  "the type of a value alone is changed": [
    {
      configuration: stack({ a: { input: ["x"], triggers_replace: "t" } }),
      plans: ["a create"],
    },
    {
      configuration: stack({ a: { input: '${tolist(["x"])}', triggers_replace: "t" } }),
      plans: ["a update"],
    },
    {
      configuration: stack({ a: { input: '${tolist(["x"])}', triggers_replace: "t" } }),
      plans: [],
    },
    {
      configuration: stack({ a: { input: '${tolist(["x"])}', triggers_replace: ["t"] } }),
      plans: [`a ${REPLACED}`],
    },
    {
      configuration: stack({
        a: { input: '${tolist(["x"])}', triggers_replace: '${tolist(["t"])}' },
      }),
      plans: [`a ${REPLACED}`],
    },
  ],
  "null, which has a type as well": [
    {
      configuration: stack(
        {
          list: { input: "${tolist(null)}" },
          text: { input: "${tostring(null)}", triggers_replace: "${tomap(null)}" },
          through: { input: "${terraform_data.text.output}" },
          any: { input: "${null}" },
        },
        { output: { list: { value: "${terraform_data.list}" } } },
      ),
      plans: ["any create", "list create", "text create", "through create"],
    },
    {
      configuration: stack({
        list: { input: "${tolist(null)}" },
        text: { input: "${tonumber(null)}", triggers_replace: "${tomap(null)}" },
        through: { input: "${terraform_data.text.output}" },
        any: { input: "${tobool(null)}" },
      }),
      plans: ["any update", "text update", "through update"],
    },
    {
      configuration: stack({
        list: { input: "${null}" },
        text: { input: "${tonumber(null)}", triggers_replace: "${null}" },
        through: { input: "${null}" },
        any: {},
      }),
      plans: ["any update", "list update", "text update", "through update"],
    },
  ],
  "what others make of a value, which is of its type": [
    {
      configuration: stack({ set: { input: '${toset(["b", "a"])}' } }),
      plans: ["set create"],
    },
    {
      configuration: stack(
        {
          set: { input: '${toset(["b", "a"])}' },
          each: { for_each: "${terraform_data.set.output}", input: "${each.key}" },
          map: { input: "${tomap({ x = 1 })}" },
        },
        { output: { set: { value: "${terraform_data.set.output}" } } },
      ),
      plans: ['each["a"] create', 'each["b"] create', "map create"],
    },
    {
      configuration: stack(
        {
          set: { input: '${toset(["b", "a"])}' },
          map: { input: "${tomap({ x = 1 })}" },
          more: { count: 2, input: "${tomap({ y = count.index })}" },
        },
        {
          output: {
            map: { value: "${terraform_data.map.output}" },
            all: { value: "${terraform_data.more[*].output}" },
          },
        },
      ),
      plans: [
        'each["a"] delete delete_because_no_resource_config',
        'each["b"] delete delete_because_no_resource_config',
        "more[0] create",
        "more[1] create",
      ],
    },
  ],
  "attributes that contribute to a change, alone and together": [
    { configuration: stack({ base: { input: "z" } }), plans: ["base create"] },
    {
      configuration: CONTRIBUTING("1"),
      options: { targets: ["terraform_data.given"] },
      plans: ["given create"],
    },
    {
      configuration: CONTRIBUTING("1"),
      plans: ALL.map((name) => `${name} create`),
    },
    ...RESTING.map((name) => ({
      configuration: CONTRIBUTING("2"),
      options: { targets: [`terraform_data.${name}`] },
      plans: [`${name} update`],
    })),
    {
      configuration: {
        ...CONTRIBUTING("2"),
        output: { changed: { value: "${local.through.text}-${terraform_data.local.output[1]}" } },
      },
      plans: [],
    },
    { configuration: CONTRIBUTING("3"), plans: RESTING.map((name) => `${name} update`) },
  ],
  "an import, which has a value from the first apply on": [
    {
      configuration: stack(
        { a: { input: ["x"] } },
        { import: { to: "terraform_data.a", id: "mine" } },
      ),
      plans: ["a update"],
    },
    { configuration: stack({ a: {} }), plans: ["a update"] },
    { configuration: stack({ a: {} }), plans: [] },
  ],
  "a value that is known only after apply, inside of others": [
    {
      configuration: stack({
        a: { input: "x" },
        b: { input: { known: 1, later: ["${terraform_data.a.id}"] } },
        c: { triggers_replace: ["${terraform_data.b.output}"], input: "y" },
      }),
      plans: ["a create", "b create", "c create"],
    },
    {
      configuration: stack({
        a: { input: "z" },
        b: { input: { known: 1, later: ["${terraform_data.a.output}"] } },
        c: { triggers_replace: ["${terraform_data.b.output}"], input: "y" },
      }),
      plans: ["a update", "b update", `c ${REPLACED}`],
    },
  ],
};
