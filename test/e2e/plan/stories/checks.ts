// Checks, and what plan and state say of every condition, beside real Terraform: the `checks` of the plan JSON and the
// `check_results` of the state must be the same.

import type { Step, Stories } from "../compare-engines.js";

const stack = (resources: object, top: object = {}) => ({
  resource: { terraform_data: resources },
  ...top,
});
const holds = (condition: string, error_message = "no") => ({ condition, error_message });
const assert = (...assertions: readonly object[]) => ({ assert: assertions });
const other = { backend: "local", config: { path: "other.tfstate" } };
const reading = (assertion: object, more: object = {}) => ({
  data: { terraform_remote_state: { other: { ...other, ...more } } },
  assert: [assertion],
});
const OTHER = "data.terraform_remote_state.other";
const NESTED = `${OTHER} read read_because_check_nested`;
const NOT_Y = '${terraform_data.a.input == "y"}';
const UNKNOWN = "${terraform_data.a.id}";
const size = { variable: { size: { default: "5" } } };
const told: Pick<Step, "before"> = { before: (engine) => engine.tell({ n: 2 }) };

const CONDITIONS = {
  resource: {
    terraform_data: {
      a: {
        count: 11,
        input: "x${count.index}",
        lifecycle: {
          precondition: [holds('${var.size == "5"}')],
          postcondition: [holds('${self.output != "y"}'), holds("${self.input != null}")],
        },
      },
      each: {
        for_each: { "a b": 1, c: 2 },
        input: "${each.value}",
        lifecycle: { precondition: [holds("${each.value > 0}")] },
      },
      none: {
        count: 0,
        input: "x",
        lifecycle: { precondition: [holds('${var.size == "5"}')] },
      },
      plain: { input: "x" },
    },
  },
  data: {
    terraform_remote_state: {
      plain: { ...other, lifecycle: { postcondition: [holds("${self.outputs.n == 2}")] } },
    },
  },
  variable: { size: { default: "5", validation: [holds('${var.size != ""}')] } },
  output: {
    known: { value: "1", precondition: [holds('${var.size == "5"}')] },
    later: {
      value: "${terraform_data.plain.output}",
      precondition: [holds('${terraform_data.plain.output == "x"}')],
    },
  },
};
/** Each part with a condition. */
const PARTS = stack(
  {
    a: { input: "x", lifecycle: { precondition: [holds('${var.size == "5"}')] } },
    b: { input: "x", lifecycle: { postcondition: [holds('${self.output != ""}')] } },
    c: {
      input: "${terraform_data.b.id}",
      lifecycle: { precondition: [holds('${var.size == "5"}')] },
    },
  },
  {
    variable: { size: { default: "5", validation: [holds('${var.size != ""}')] } },
    output: {
      a: { value: "${terraform_data.a.id}", precondition: [holds('${terraform_data.a.id != ""}')] },
      b: { value: "${terraform_data.b.id}", precondition: [holds('${terraform_data.b.id != ""}')] },
    },
    check: {
      size: assert(holds('${var.size == "5"}')),
      b: assert(holds('${terraform_data.b.id != ""}')),
    },
  },
);
const CREATED = [
  ...Array.from({ length: 11 }, (_, i) => `a[${i}]`),
  'each["a b"]',
  'each["c"]',
  "plain",
];

export const CHECK_STORIES: Stories = {
  "conditions of everything, planned twice, refreshed and destroyed": [
    { ...told, configuration: CONDITIONS, plans: CREATED.map((name) => `${name} create`) },
    { configuration: CONDITIONS, plans: [] },
    { configuration: CONDITIONS, options: { mode: "refresh-only" }, plans: [] },
    {
      configuration: CONDITIONS,
      options: { mode: "destroy" },
      plans: CREATED.map((name) => `${name} delete`),
    },
  ],
  "conditions of what a target leaves out": [
    {
      configuration: PARTS,
      options: { targets: ["terraform_data.b"] },
      plans: ["b create"],
    },
    {
      configuration: PARTS,
      options: { targets: ["terraform_data.c"] },
      plans: ["c create"],
    },
  ],
  "conditions that are gone": [
    { ...told, configuration: CONDITIONS, plans: CREATED.map((name) => `${name} create`) },
    {
      configuration: stack({ plain: { input: "x" } }),
      plans: CREATED.filter((name) => name !== "plain").map(
        (name) => `${name} delete delete_because_no_resource_config`,
      ),
    },
  ],
  "assertions: they hold, do not hold, are not known yet": [
    {
      configuration: stack(
        { a: { input: "x" } },
        {
          ...size,
          locals: { through: "${terraform_data.a.output}" },
          check: {
            holds: assert(holds('${var.size == "5"}'), holds('${terraform_data.a.input == "x"}')),
            fails: assert(
              holds('${var.size == "7"}', "size is ${var.size}, not 7"),
              holds('${var.size == "6"}', "not 6"),
              holds('${terraform_data.a.id != ""}'),
            ),
            later: assert(holds('${local.through == "x"}')),
            "later-fails": assert(holds('${terraform_data.a.output == "y"}', "x")),
          },
        },
      ),
      plans: ["a create"],
    },
    {
      configuration: stack(
        { a: { input: "y" } },
        {
          check: {
            holds: assert(holds('${terraform_data.a.output == "y"}', "not y")),
            fails: assert(holds('${terraform_data.a.output == "x"}', "not x")),
          },
        },
      ),
      plans: ["a update"],
    },
    {
      configuration: stack(
        { a: { input: "y" } },
        { check: { fails: assert(holds('${terraform_data.a.output == "x"}', "still not x")) } },
      ),
      plans: [],
    },
  ],
  "messages that cannot be shown": [
    {
      configuration: stack(
        { a: { input: "x" } },
        {
          variable: {
            secret: { default: "s", sensitive: true },
            parts: { default: { a: ["b"] }, sensitive: true },
          },
          check: {
            secret: assert(holds('${terraform_data.a.input == "y"}', "${var.secret}")),
            unknown: assert(holds('${terraform_data.a.input == "y"}', "${terraform_data.a.id}")),
            "secret-and-holds": assert(holds('${var.secret == "s"}', "${var.secret}")),
          },
        },
      ),
      plans: ["a create"],
    },
  ],
  "conditions that do not hold, with messages that are not known": [
    {
      configuration: stack(
        {
          a: { input: "x" },
          before: { lifecycle: { precondition: [holds(NOT_Y, UNKNOWN)] } },
          after: {
            input: "x",
            lifecycle: { postcondition: [holds('${self.input == "y"}', "${self.id}")] },
          },
        },
        { output: { o: { value: "1", precondition: [holds(NOT_Y, UNKNOWN)] } } },
      ),
      plans: [
        "Module output value precondition failed",
        "Resource postcondition failed",
        "Resource precondition failed",
      ],
    },
  ],
  "a validation that holds, with messages that are none": [
    {
      configuration: stack(
        { a: {} },
        {
          variable: {
            v: {
              default: "v",
              validation: [
                holds('${var.v == "v"}', "${null}"),
                holds('${var.v == "v"}', "${[1]}"),
                holds('${var.v == "v"}', "${tonumber(var.v)}"),
                holds('${var.v == "v"}', "${sensitive(1)}"),
              ],
            },
          },
        },
      ),
      plans: ["a create"],
    },
  ],
  "messages and conditions that are none": [
    {
      configuration: stack(
        {
          a: { input: "x" },
          b: {
            lifecycle: {
              precondition: [
                holds(
                  "${terraform_data.a.input != null}",
                  '${terraform_data.a.input == "x" ? null : ""}',
                ),
              ],
            },
          },
        },
        {
          check: {
            message: assert(
              holds(
                '${terraform_data.a.input == "x"}',
                '${terraform_data.a.input == "x" ? null : ""}',
              ),
            ),
            nothing: assert(holds('${terraform_data.a.input == "x" ? null : true}')),
          },
        },
      ),
      plans: ["Invalid condition result", "Invalid error message", "Invalid error message"],
      refuses: ["Invalid condition", "Invalid error message", "Invalid error message"],
    },
    {
      configuration: stack(
        { a: {} },
        {
          check: { constant: assert(holds("${1 == 1}"), holds("${terraform_data.a.id != null}")) },
        },
      ),
      plans: ["Invalid assert expression"],
      refuses: ["Invalid condition"],
    },
  ],
  "a data source of a check, which is read again by every apply": [
    {
      ...told,
      configuration: stack(
        { a: { input: "x" } },
        { check: { other: reading(holds(`\${${OTHER}.outputs.n == 2}`)) } },
      ),
      plans: [NESTED, "a create"],
    },
    {
      before: (engine) => engine.tell({ n: 3 }),
      configuration: stack(
        { a: { input: "x" } },
        { check: { other: reading(holds(`\${${OTHER}.outputs.n == 2}`, "not 2")) } },
      ),
      plans: [NESTED],
    },
    {
      configuration: stack(
        { a: { input: "x" } },
        { check: { other: reading(holds(`\${${OTHER}.outputs.n == 2}`, "not 2")) } },
      ),
      options: { mode: "refresh-only" },
      plans: [],
    },
    {
      configuration: stack(
        { a: { input: "x" } },
        { check: { other: reading(holds(`\${${OTHER}.outputs.n == 2}`, "not 2")) } },
      ),
      options: { targets: ["terraform_data.a"], replace: ["terraform_data.a"] },
      plans: ["a delete,create replace_by_request"],
    },
    {
      configuration: stack({ a: { input: "x" } }),
      plans: [],
    },
  ],
  "a data source of a check that waits for a change": [
    {
      ...told,
      configuration: stack(
        { a: { input: "x" } },
        {
          check: {
            other: reading(holds(`\${${OTHER}.outputs.n == 3}`, "not 3"), {
              depends_on: ["terraform_data.a"],
            }),
          },
        },
      ),
      plans: [`${OTHER} read read_because_dependency_pending`, "a create"],
    },
    {
      configuration: stack(
        { a: { input: "other.tfstate" } },
        {
          check: {
            other: reading(holds(`\${${OTHER}.outputs.n == 2}`, "not 2"), {
              config: { path: "${terraform_data.a.output}" },
            }),
          },
        },
      ),
      plans: [`${OTHER} read read_because_config_unknown`, "a update"],
    },
  ],
  "a data source of a check that cannot be read": [
    {
      configuration: stack(
        { a: { input: "x" } },
        { check: { other: reading(holds(`\${${OTHER}.outputs.n == 2}`)) } },
      ),
      plans: [NESTED, "a create"],
    },
    {
      configuration: stack(
        { a: { input: "x" } },
        { check: { other: reading(holds(`\${${OTHER}.outputs.n == 2}`)) } },
      ),
      plans: [NESTED],
    },
    {
      ...told,
      configuration: stack(
        { a: { input: "x" } },
        { check: { other: reading(holds(`\${${OTHER}.outputs.n == 2}`)) } },
      ),
      plans: [NESTED],
    },
  ],
  "an apply that fails, and what it leaves unasked": [
    {
      ...told,
      configuration: stack(
        {
          a: {
            input: "x",
            lifecycle: { postcondition: [holds('${self.output != "x"}', "it is x")] },
          },
          b: {
            input: "y",
            depends_on: ["terraform_data.a"],
            lifecycle: { precondition: [holds('${var.size == "5"}')] },
          },
          c: { input: "z", lifecycle: { postcondition: [holds('${self.output == "z"}')] } },
        },
        {
          ...size,
          output: {
            b: { value: "${terraform_data.b.output}", precondition: [holds('${var.size == "5"}')] },
            c: { value: "${terraform_data.c.output}", precondition: [holds('${var.size == "5"}')] },
          },
          check: {
            b: assert(holds('${terraform_data.b.input == "y"}')),
            c: assert(holds('${terraform_data.c.output == "z"}')),
            other: reading(holds(`\${${OTHER}.outputs.n == 2}`)),
          },
        },
      ),
      plans: [NESTED, "a create", "b create", "c create"],
      fails: ["Resource postcondition failed"],
    },
  ],
  "a data source of a check that others refer to": [
    {
      configuration: stack(
        { a: { input: `\${${OTHER}.outputs.n}` } },
        { check: { other: reading(holds(`\${${OTHER}.outputs.n == 2}`)) } },
      ),
      plans: ["Reference to scoped resource"],
      refuses: ["Reference out of place"],
    },
    {
      configuration: stack(
        { a: { input: "x" } },
        {
          check: {
            other: reading(holds(`\${${OTHER}.outputs.n == 2}`)),
            another: assert(holds(`\${${OTHER}.outputs.n == 2}`)),
          },
        },
      ),
      plans: ["Reference to scoped resource"],
      refuses: ["Reference out of place"],
    },
  ],
};
