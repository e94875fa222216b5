// What refers to what: dependencies, attributes that are relevant, values of every shape on their way.

import type { Stories } from "../compare-engines.js";
import { CANNOT, edited, lifecycle, of, outputs, stack, text, UNDECLARED } from "./build.js";

const other = (more: object = {}) => ({
  backend: "local",
  config: { path: "other.tfstate" },
  ...more,
});
const data = (sources: object) => ({ data: { terraform_remote_state: sources } });
const SIZE = "${data.terraform_remote_state.o.outputs.size}";
const PENDING = "data.terraform_remote_state.o read read_because_dependency_pending";

export const REFERENCE_STORIES: Stories = {
  "drift of what others use, and of what nobody uses": [
    {
      configuration: stack({
        used: { input: "x" },
        unused: { input: "x" },
        a: { input: of("used.output") },
      }),
      plans: ["a create", "unused create", "used create"],
    },
    {
      edit: (state) => {
        edited("used", { output: text("y") })(state);
        edited("unused", { output: text("y") })(state);
      },
      configuration: stack({
        used: { input: "x" },
        unused: { input: "x" },
        a: { input: of("used.output") },
      }),
      plans: ["a update"],
    },
  ],
  "an expression of every form, between two objects": [
    {
      configuration: stack({
        a: { input: { list: [1, { k: "v" }], map: { x: 1 }, text: "t" } },
        b: {
          input: [
            of("a.input.list[1].k"),
            '${terraform_data.a.input["map"]["x"]}',
            "${[for v in terraform_data.a.input.list : jsonencode(v)]}",
            "${terraform_data.a.input.list[*]}",
            '${terraform_data.a.input.text == "t" ? terraform_data.a.id : "none"}',
            '${try(terraform_data.a.input.nothing, "tried")}',
            "%{ for k, v in terraform_data.a.input.map }${k}=${v};%{ endfor }",
            "${merge(terraform_data.a.input.map, { y = terraform_data.a.id })}",
            "${-length(terraform_data.a.input.list)}",
          ],
        },
      }),
      plans: ["a create", "b create"],
    },
  ],
  "dependencies through several objects, and one of them taken out": [
    {
      configuration: stack({
        a: {},
        b: { input: of("a.id") },
        c: { input: of("b.id") },
        d: { input: of("c.id") },
      }),
      plans: ["a create", "b create", "c create", "d create"],
    },
    {
      configuration: stack({ a: {}, c: { input: of("a.id") }, d: { input: of("c.id") } }),
      plans: [`b ${UNDECLARED}`, "c update", "d update"].slice(0, 2),
    },
  ],
  "dependencies that turn around": [
    { configuration: stack({ a: {}, b: { input: of("a.id") } }), plans: ["a create", "b create"] },
    { configuration: stack({ a: { input: of("b.id") }, b: {} }), plans: ["a update", "b update"] },
  ],
  "depends_on a resource with count, and one without instances": [
    {
      configuration: stack({
        many: { count: 2 },
        none: { count: 0 },
        a: { depends_on: ["terraform_data.many", "terraform_data.none"] },
        b: { input: "${length(terraform_data.none)}" },
      }),
      plans: ["a create", "b create", "many[0] create", "many[1] create"],
    },
    {
      configuration: stack({
        many: { count: 1, triggers_replace: "r" },
        none: { count: 1 },
        a: { depends_on: ["terraform_data.many", "terraform_data.none"] },
        b: { input: "${length(terraform_data.none)}" },
      }),
      plans: [
        "b update",
        `many[0] ${CANNOT}`,
        "many[1] delete delete_because_count_index",
        "none[0] create",
      ],
    },
  ],
  "an instance that refers to another of the same collection through a local": [
    {
      configuration: stack(
        {
          a: { count: 2, input: "${local.names[count.index]}" },
          b: { input: "${{ for a in terraform_data.a : a.input => a.id }}" },
        },
        { locals: { names: ["x", "y"] } },
      ),
      plans: ["a[0] create", "a[1] create", "b create"],
    },
    {
      configuration: stack(
        {
          a: { count: 2, input: "${local.names[count.index]}" },
          b: { input: "${{ for a in terraform_data.a : a.input => a.id }}" },
        },
        { locals: { names: ["y", "x"] } },
      ),
      plans: ["a[0] update", "a[1] update", "b update"],
    },
  ],
  "keys with quotes, dots, dollars and letters of everywhere": [
    {
      configuration: stack(
        {
          a: {
            for_each: { 'q"uote': 1, "d.ot": 2, "sla/sh": 3, ü: 4, "": 5, "0": 6 },
            input: "${each.key}",
          },
        },
        outputs({ o: of('a["d.ot"].id') }),
      ),
      plans: [
        'a[""] create',
        'a["0"] create',
        'a["d.ot"] create',
        'a["q\\"uote"] create',
        'a["sla/sh"] create',
        'a["ü"] create',
      ],
    },
  ],
  "eleven instances, by the order of their numbers": [
    {
      configuration: stack({ a: { count: 11, input: "${count.index}" } }),
      plans: Array.from({ length: 11 }, (_, i) => `a[${i}] create`),
    },
    {
      configuration: stack({ a: { count: 9, input: "${count.index}" } }),
      plans: ["a[9] delete delete_because_count_index", "a[10] delete delete_because_count_index"],
    },
  ],
  "triggers that are objects, sets and what is not known yet": [
    {
      configuration: stack({
        a: { input: "x" },
        b: { triggers_replace: { id: of("a.id"), set: '${toset(["x"])}' } },
        c: { triggers_replace: [of("a.output"), "k"] },
      }),
      plans: ["a create", "b create", "c create"],
    },
    {
      configuration: stack({
        a: { input: "y" },
        b: { triggers_replace: { id: of("a.id"), set: '${toset(["x"])}' } },
        c: { triggers_replace: [of("a.output"), "k"] },
      }),
      plans: ["a update", `c ${CANNOT}`],
    },
  ],
  "a value that becomes unknown of a known type, and of an unknown one": [
    {
      configuration: stack({
        a: { input: { k: ["x"] } },
        b: { input: of("a.output.k") },
        c: { input: of("a.output") },
      }),
      plans: ["a create", "b create", "c create"],
    },
    {
      configuration: stack({
        a: { input: { k: "x" } },
        b: { input: of("a.output.k") },
        c: { input: of("a.output") },
      }),
      plans: ["a update", "b update", "c update"],
    },
  ],
  "an input that is null, empty, and gone": [
    {
      configuration: stack({ a: { input: "x" }, b: { input: [] } }),
      plans: ["a create", "b create"],
    },
    {
      configuration: stack({ a: { input: null }, b: { input: {} } }),
      plans: ["a update", "b update"],
    },
    { configuration: stack({ a: { input: "" }, b: {} }), plans: ["a update", "b update"] },
  ],
  "a data source and a target behind it": [
    {
      before: (engine) => engine.tell({ size: 7 }),
      configuration: stack(
        { a: { input: SIZE }, z: {} },
        { ...data({ o: other() }), ...outputs({ o: SIZE }) },
      ),
      options: { targets: ["terraform_data.a"] },
      plans: ["a create"],
      outputs: ["o create"],
    },
  ],
  "a data source that waits, with create_before_destroy and a replace": [
    {
      before: (engine) => engine.tell({ size: 7 }),
      configuration: stack(
        {
          base: { triggers_replace: "1", ...lifecycle({ create_before_destroy: true }) },
          a: { input: SIZE },
        },
        data({ o: other({ depends_on: ["terraform_data.base"] }) }),
      ),
      plans: [PENDING, "a create", "base create"],
    },
    {
      configuration: stack(
        {
          base: { triggers_replace: "2", ...lifecycle({ create_before_destroy: true }) },
          a: { input: SIZE },
        },
        data({ o: other({ depends_on: ["terraform_data.base"] }) }),
      ),
      plans: [PENDING, "a update", "base create,delete replace_because_cannot_update"],
    },
  ],
  "a data source with defaults, some of which the state has": [
    {
      before: (engine) => engine.tell({ other: 2 }),
      configuration: stack(
        { a: { input: SIZE } },
        data({ o: other({ defaults: { size: 1, more: ["m"] } }) }),
      ),
      plans: ["a create"],
    },
    {
      before: (engine) => engine.tell({ size: 2 }),
      configuration: stack(
        { a: { input: SIZE } },
        data({ o: other({ defaults: { size: 1, more: ["m"] } }) }),
      ),
      plans: ["a update"],
    },
  ],
  "a data source that decides how many there are": [
    {
      before: (engine) => engine.tell({ size: 2 }),
      configuration: stack({ a: { count: SIZE } }, data({ o: other() })),
      plans: ["a[0] create", "a[1] create"],
    },
    {
      before: (engine) => engine.tell({ size: 1 }),
      configuration: stack({ a: { count: SIZE } }, data({ o: other() })),
      plans: ["a[1] delete delete_because_count_index"],
    },
  ],
  "a data source, looked at only, and without a refresh": [
    {
      before: (engine) => engine.tell({ size: 7 }),
      configuration: stack(
        { a: { input: SIZE } },
        { ...data({ o: other() }), ...outputs({ o: SIZE }) },
      ),
      plans: ["a create"],
    },
    {
      before: (engine) => engine.tell({ size: 8 }),
      configuration: stack(
        { a: { input: SIZE } },
        { ...data({ o: other() }), ...outputs({ o: SIZE }) },
      ),
      options: { refresh: false },
      plans: ["a update"],
      outputs: ["o update"],
    },
    {
      before: (engine) => engine.tell({ size: 9 }),
      configuration: stack(
        { a: { input: SIZE } },
        { ...data({ o: other() }), ...outputs({ o: SIZE }) },
      ),
      options: { mode: "refresh-only" },
      plans: [],
      outputs: ["o update"],
    },
  ],
};
