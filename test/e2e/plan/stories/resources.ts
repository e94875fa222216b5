// Plans, applies and states of our engine beside those of real Terraform: the same configurations, step by step. Plan
// JSON and state must be the same; where Terraform refuses, so do we.

import type { Stories } from "../compare-engines.js";

/** Resources of terraform_data by name, and what else stands at the top. */
const stack = (resources: object, top: object = {}) => ({
  resource: { terraform_data: resources },
  ...top,
});
const data = (trigger: string, input?: unknown, more: object = {}) => ({
  triggers_replace: trigger,
  ...(input === undefined ? {} : { input }),
  ...more,
});
const idOf = (name: string) => `\${terraform_data.${name}.id}`;
const first = { lifecycle: { create_before_destroy: true } };

const REPLACED = "delete,create replace_because_cannot_update";
const CREATED_FIRST = "create,delete replace_because_cannot_update";
const TRIGGERED = "delete,create replace_by_triggers";
const GONE = "delete delete_because_no_resource_config";

const CHAIN = (a: string, b: string, c: string) =>
  stack({ a: data(a), b: data(b, idOf("a")), c: data(c, idOf("b")) });

const HOSTS = `list(object({
  name  = string
  site  = optional(string)
  disks = optional(list(object({ size = optional(number, 8), tag = optional(string, "none") })), [{}])
}))`;

/** A variable that must be even, and an output that is held to `condition`. */
const guarded = (size: string, condition: string) => ({
  variable: {
    size: {
      type: "number",
      default: size,
      validation: [
        {
          condition: "${var.size % 2 == 0 || var.size > 100}",
          error_message: "${var.size} is odd",
        },
        { condition: "${var.size > 0}", error_message: "too small" },
      ],
    },
  },
  output: { size: { value: "${var.size}", precondition: { condition, error_message: "out" } } },
});

export const RESOURCE_STORIES: Stories = {
  "imports for each of a collection, by ids that locals and other objects give": [
    { configuration: stack({ base: data("k", "x") }), plans: ["base create"] },
    {
      configuration: stack(
        {
          base: data("k", "x"),
          one: { input: "${each.value}", for_each: { a: "1", b: "2" } },
          two: { count: 2 },
        },
        {
          locals: { ids: { a: "id-a", b: "id-b" } },
          import: [
            { for_each: "${local.ids}", to: "terraform_data.one[each.key]", id: "${each.value}" },
            {
              for_each: ["x", "y"],
              to: "terraform_data.two[each.key]",
              id: "${terraform_data.base.input}-${each.value}",
            },
          ],
        },
      ),
      plans: ['one["a"] update', 'one["b"] update'],
    },
  ],
  "objects that are forgotten, and objects that are destroyed as a statement says": [
    {
      configuration: stack({ a: data("k", "x"), b: data("k", idOf("a")), c: data("k", "x") }),
      plans: ["a create", "b create", "c create"],
    },
    {
      configuration: stack(
        { c: data("k", "x") },
        {
          removed: [
            { from: "terraform_data.a", lifecycle: { destroy: false } },
            { from: "terraform_data.b", lifecycle: { destroy: true } },
            { from: "terraform_data.never", lifecycle: { destroy: false } },
          ],
        },
      ),
      plans: ["a forget delete_because_no_resource_config", `b ${GONE}`],
    },
    { configuration: stack({ c: data("k", "x") }), plans: [] },
  ],
  "a variable with conditions, and an output with one": [
    {
      configuration: stack({ a: data("k", "${var.size}") }, guarded("4", "${var.size < 10}")),
      plans: ["a create"],
    },
    {
      configuration: stack({ a: data("k", "${var.size}") }, guarded("5", "${var.size < 10}")),
      plans: ["Invalid value for variable"],
    },
    {
      configuration: stack({ a: data("k", "${var.size}") }, guarded("6", "${var.size < 6}")),
      plans: ["Module output value precondition failed"],
    },
    {
      configuration: stack({ a: data("k", "${var.size}") }, guarded("8", "${var.size == 8}")),
      plans: ["a update"],
    },
  ],
  "a condition of a variable that rests on a resource": [
    {
      configuration: stack(
        { a: data("k", "x") },
        {
          variable: {
            name: {
              type: "string",
              default: "y",
              validation: {
                condition: "${var.name != terraform_data.a.input}",
                error_message: "taken",
              },
            },
          },
          output: { name: { value: "${var.name}" } },
        },
      ),
      plans: ["a create"],
    },
  ],
  "optional attributes of a variable, at every depth": [
    {
      configuration: stack(
        { a: data("k", '${join(",", [for h in var.hosts : "${h.name}:${h.disks[0].size}"])}') },
        {
          variable: {
            hosts: {
              type: HOSTS,
              default: [{ name: "a" }, { name: "b", disks: [{}, { size: null, tag: "t" }] }],
            },
          },
          output: { hosts: { value: "${var.hosts}" } },
        },
      ),
      plans: ["a create"],
    },
  ],
  "a replace, and the update of what uses it": [
    {
      configuration: stack({ a: data("1", "x"), b: data("1", idOf("a")) }),
      plans: ["a create", "b create"],
    },
    {
      configuration: stack({ a: data("2", "x"), b: data("1", idOf("a")) }),
      plans: [`a ${REPLACED}`, "b update"],
    },
  ],
  "create_before_destroy, forced on what it depends on, and gone again": [
    ...["1", "2"].map((n) => ({
      configuration: stack({
        base: data(n),
        mid: data("k", idOf("base"), first),
        top: data(n, idOf("mid")),
      }),
      plans:
        n === "1"
          ? ["base create", "mid create", "top create"]
          : [`base ${CREATED_FIRST}`, "mid update", `top ${REPLACED}`],
    })),
    {
      configuration: stack({ base: data("2") }),
      plans: [`mid ${GONE}`, `top ${GONE}`],
    },
  ],
  "an index that is taken away, and count, for_each and neither in turn": [
    {
      configuration: stack({ a: data("k", "${count.index}", { count: 3 }) }),
      plans: ["a[0] create", "a[1] create", "a[2] create"],
    },
    {
      configuration: stack({ a: data("k", "${count.index}", { count: 2 }) }),
      plans: ["a[2] delete delete_because_count_index"],
    },
    {
      configuration: stack({ a: data("k", "0") }),
      plans: ["a update", "a[1] delete delete_because_wrong_repetition"],
    },
    {
      configuration: stack({ a: data("k", "${each.value}", { for_each: { x: "1", y: "2" } }) }),
      plans: ["a delete delete_because_wrong_repetition", 'a["x"] create', 'a["y"] create'],
    },
    {
      configuration: stack({ a: data("k", "${each.value}", { for_each: { y: "3" } }) }),
      plans: ['a["x"] delete delete_because_each_key', 'a["y"] update'],
    },
    {
      configuration: stack({ a: data("k", "3", { count: 1 }) }),
      plans: ["a[0] create", 'a["y"] delete delete_because_wrong_repetition'],
    },
  ],
  "moved from count to for_each, then the whole resource, then to no key": [
    {
      configuration: stack({ a: data("1", "x", { count: 2 }) }),
      plans: ["a[0] create", "a[1] create"],
    },
    {
      configuration: stack(
        { a: data("1", "x", { for_each: { k: "", l: "" } }) },
        {
          moved: ["k", "l"].map((key, i) => ({
            from: `terraform_data.a[${i}]`,
            to: `terraform_data.a["${key}"]`,
          })),
        },
      ),
      plans: [],
    },
    {
      configuration: stack(
        { b: data("1", "x", { for_each: { k: "", l: "" } }) },
        { moved: { from: "terraform_data.a", to: "terraform_data.b" } },
      ),
      plans: [],
    },
  ],
  "ignore_changes: one attribute, a nested one, a key, all": [
    {
      configuration: stack({ a: data("1", { a: "1", n: { x: "1", y: "2" } }) }),
      plans: ["a create"],
    },
    {
      configuration: stack({ a: data("1", "other", { lifecycle: { ignore_changes: ["input"] } }) }),
      plans: [],
    },
    {
      configuration: stack({
        a: data(
          "1",
          { a: "2", n: { x: "7", y: "8" } },
          { lifecycle: { ignore_changes: ["input.n.x"] } },
        ),
      }),
      plans: ["a update"],
    },
    {
      configuration: stack({
        a: data("1", { a: "2", n: { x: "9" } }, { lifecycle: { ignore_changes: ['input["n"]'] } }),
      }),
      plans: [],
    },
    {
      configuration: stack({ a: data("2", "z", { lifecycle: { ignore_changes: ["input"] } }) }),
      plans: [`a ${REPLACED}`],
    },
    {
      configuration: stack({ a: data("3", "zz", { lifecycle: { ignore_changes: "all" } }) }),
      plans: [],
    },
  ],
  "replace_triggered_by a resource and by attributes of it, and --replace beside it": [
    ...[
      { t: data("1", "x"), plans: ["a create", "b create", "c create", "t create"] },
      { t: data("1", "y"), plans: [`a ${TRIGGERED}`, `b ${TRIGGERED}`, "t update"] },
      { t: data("2", "y"), plans: [`a ${TRIGGERED}`, `c ${TRIGGERED}`, `t ${REPLACED}`] },
    ].map(({ t, plans }) => ({
      configuration: stack({
        t,
        a: data("k", "", { lifecycle: { replace_triggered_by: ["terraform_data.t"] } }),
        b: data("k", "", { lifecycle: { replace_triggered_by: ["terraform_data.t.input"] } }),
        c: data("k", "", { lifecycle: { replace_triggered_by: ["terraform_data.t.id"] } }),
      }),
      plans,
    })),
    {
      configuration: stack({
        t: data("3", "y"),
        a: data("k2", "", { lifecycle: { replace_triggered_by: ["terraform_data.t"] } }),
        b: data("k", ""),
        c: data("k2", ""),
      }),
      options: { replace: ["terraform_data.a", "terraform_data.b", "terraform_data.c"] },
      plans: [
        `a ${TRIGGERED}`,
        "b delete,create replace_by_request",
        "c delete,create replace_by_request",
        `t ${REPLACED}`,
      ],
    },
  ],
  "tainted and deposed objects": [
    { configuration: CHAIN("1", "1", "1"), plans: ["a create", "b create", "c create"] },
    {
      configuration: CHAIN("1", "1", "1"),
      before: (engine) => engine.taint("terraform_data.a"),
      plans: ["a delete,create replace_because_tainted", "b update"],
    },
    {
      configuration: CHAIN("1", "2", "1"),
      before: async (engine) => {
        await engine.taint("terraform_data.b");
        await engine.depose("terraform_data.a", "0a1b2c3d");
      },
      plans: ["a delete", "b delete,create replace_because_tainted", "c update"],
    },
  ],
  "prevent_destroy, while it is declared": [
    {
      configuration: stack({ a: data("1", "", { lifecycle: { prevent_destroy: true } }) }),
      plans: ["a create"],
    },
    {
      configuration: stack({ a: data("2", "", { lifecycle: { prevent_destroy: true } }) }),
      plans: ["Instance cannot be destroyed"],
      refuses: ["Protected object would be destroyed"],
    },
    {
      configuration: stack({ a: data("1", "", { lifecycle: { prevent_destroy: true } }) }),
      options: { mode: "destroy" },
      plans: ["Instance cannot be destroyed"],
      refuses: ["Protected object would be destroyed"],
    },
    { configuration: stack({ b: data("1") }), plans: [`a ${GONE}`, "b create"] },
  ],
  "targets with what they depend on, and destroyed with what depends on them": [
    {
      configuration: CHAIN("1", "1", "1"),
      options: { targets: ["terraform_data.b"] },
      plans: ["a create", "b create"],
    },
    { configuration: CHAIN("1", "1", "1"), plans: ["c create"] },
    {
      configuration: CHAIN("2", "2", "2"),
      options: { targets: ["terraform_data.b"] },
      plans: [`a ${REPLACED}`, `b ${REPLACED}`],
    },
    {
      configuration: CHAIN("2", "2", "2"),
      options: { targets: ["terraform_data.b"], mode: "destroy" },
      plans: ["b delete", "c delete"],
    },
  ],
  "a target that is one instance": [
    {
      configuration: stack({
        a: data("1", "x", { count: 3 }),
        b: data("1", "${terraform_data.a[1].id}"),
      }),
      plans: ["a[0] create", "a[1] create", "a[2] create", "b create"],
    },
    {
      configuration: stack({
        a: data("2", "x", { count: 3 }),
        b: data("2", "${terraform_data.a[1].id}"),
      }),
      options: { targets: ["terraform_data.a[1]"] },
      plans: [`a[1] ${REPLACED}`],
    },
    {
      configuration: stack({
        a: data("2", "x", { count: 2 }),
        b: data("2", "${terraform_data.a[1].id}"),
      }),
      options: { targets: ["terraform_data.a[2]"] },
      plans: ["a[2] delete delete_because_count_index"],
    },
  ],
  imports: [
    {
      configuration: stack(
        { a: {}, b: { input: "x" } },
        {
          import: ["a", "b"].map((name, i) => ({
            to: `terraform_data.${name}`,
            id: `12345678-1234-4234-8234-12345678901${i}`,
          })),
        },
      ),
      plans: ["b update"],
    },
  ],
  "outputs: known, unknown, changed, of another type, gone; then nothing but a refresh, then a destroy":
    [
      {
        configuration: stack(
          { a: data("1", "x") },
          {
            output: {
              changed: { value: "${terraform_data.a.output}" },
              list: { value: [1, "a", null, true] },
              nothing: { value: null },
              partly: { value: [idOf("a"), "k"] },
            },
          },
        ),
        plans: ["a create"],
      },
      {
        configuration: stack(
          { a: data("1", "y") },
          {
            output: { changed: { value: ["${terraform_data.a.output}"] }, partly: { value: "k" } },
          },
        ),
        options: { refresh: false },
        plans: ["a update"],
      },
      {
        configuration: stack(
          { a: data("1", "z") },
          {
            output: { changed: { value: ["${terraform_data.a.output}"] }, partly: { value: "k" } },
          },
        ),
        options: { mode: "refresh-only" },
        plans: [],
      },
      {
        configuration: stack({ a: data("1", "z") }, { output: { partly: { value: "k" } } }),
        options: { mode: "destroy" },
        plans: ["a delete"],
      },
    ],
  "dependencies through locals, depends_on and conditions": [
    {
      configuration: stack(
        {
          a: data("1"),
          b: data("1", undefined, { depends_on: ["terraform_data.a"] }),
          c: data("1", "${local.x}"),
        },
        { locals: { x: idOf("b") } },
      ),
      plans: ["a create", "b create", "c create"],
    },
    {
      configuration: stack(
        { a: data("1"), b: data("1"), c: data("1", "${local.x}") },
        { locals: { x: idOf("a") } },
      ),
      plans: ["c update"],
    },
    {
      configuration: stack(
        {
          a: data("1", "x", {
            lifecycle: {
              postcondition: [
                { condition: "${contains(var.allowed, self.input)}", error_message: "not allowed" },
              ],
            },
          }),
        },
        { variable: { allowed: { type: "list(string)", default: ["y"] } } },
      ),
      plans: ["Resource postcondition failed"],
    },
  ],
};
