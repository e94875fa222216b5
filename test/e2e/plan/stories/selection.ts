// --target, --replace and --destroy: plans of a part, and of what is asked for.

import type { Stories } from "../compare-engines.js";
import { CANNOT, edited, holds, lifecycle, of, outputs, REQUESTED, stack, text } from "./build.js";

const target = (...names: string[]) => ({ targets: names.map((name) => `terraform_data.${name}`) });
const replace = (...names: string[]) => ({
  replace: names.map((name) => `terraform_data.${name}`),
});

/** a ← b, c apart; an output of each and one of all. */
const PARTS = (value: string) =>
  stack(
    { a: { input: value }, b: { input: of("a.output") }, c: { input: value } },
    outputs({
      a: of("a.output"),
      b: of("b.output"),
      c: of("c.output"),
      both: "${terraform_data.b.output}${terraform_data.c.output}",
      none: value,
    }),
  );
const MADE = { configuration: PARTS("x"), plans: ["a create", "b create", "c create"] };

export const SELECTION_STORIES: Stories = {
  "a target, and outputs in and outside of it": [
    {
      configuration: PARTS("x"),
      options: target("b"),
      plans: ["a create", "b create"],
      outputs: ["a create", "b create"],
    },
    {
      configuration: PARTS("x"),
      plans: ["c create"],
      outputs: ["both create", "c create", "none create"],
    },
  ],
  "a target in what is made, with outputs that change": [
    MADE,
    {
      configuration: PARTS("y"),
      options: target("c"),
      plans: ["c update"],
      outputs: ["c update"],
    },
  ],
  "a target, and outputs that are gone from the configuration": [
    MADE,
    {
      configuration: stack({ a: { input: "y" }, b: {}, c: {} }, outputs({ c: of("c.id") })),
      options: target("a"),
      plans: ["a update"],
    },
  ],
  "a target, looked at only": [
    MADE,
    {
      edit: edited("a", { output: text("z") }),
      configuration: PARTS("x"),
      options: { ...target("a"), mode: "refresh-only" },
      plans: [],
    },
  ],
  "a target outside of what somebody edited": [
    MADE,
    {
      edit: edited("a", { output: text("z") }),
      configuration: PARTS("x"),
      options: target("c"),
      plans: [],
    },
  ],
  "a target without a refresh": [
    MADE,
    {
      edit: edited("a", { output: text("z") }),
      configuration: PARTS("x"),
      options: { ...target("b"), refresh: false },
      plans: ["b update"],
    },
  ],
  "two targets that share what they depend on": [
    {
      configuration: stack({
        base: {},
        l: { input: of("base.id") },
        r: { input: of("base.id") },
        z: {},
      }),
      options: target("l", "r"),
      plans: ["base create", "l create", "r create"],
    },
  ],
  "a target that is one of for_each, destroyed with what depends on it": [
    {
      configuration: stack({
        a: { for_each: { x: 1, y: 2 }, input: "${each.value}" },
        b: { input: of('a["x"].id') },
      }),
      plans: ['a["x"] create', 'a["y"] create', "b create"],
    },
    {
      configuration: stack({
        a: { for_each: { x: 1, y: 2 }, input: "${each.value}" },
        b: { input: of('a["x"].id') },
      }),
      options: { ...target('a["x"]'), mode: "destroy" },
      plans: ['a["x"] delete', "b delete"],
    },
  ],
  "a target that is no longer declared": [
    MADE,
    {
      configuration: stack({ c: { input: "new" } }),
      options: target("b"),
      plans: ["b delete delete_because_no_resource_config"],
    },
  ],
  "a target that was moved": [
    { configuration: stack({ a: { input: "x" }, z: {} }), plans: ["a create", "z create"] },
    {
      configuration: stack(
        { b: { input: "y" }, z: { input: "y" } },
        { moved: { from: "terraform_data.a", to: "terraform_data.b" } },
      ),
      options: target("a", "b"),
      plans: ["b update"],
    },
  ],
  "a target and only one end of a move": [
    { configuration: stack({ a: { input: "x" }, z: {} }), plans: ["a create", "z create"] },
    {
      configuration: stack(
        { b: { input: "y" }, z: { input: "y" } },
        { moved: { from: "terraform_data.a", to: "terraform_data.b" } },
      ),
      options: target("z"),
      plans: ["Moved resource instances excluded by targeting"],
      refuses: ["Moved object left out of the plan"],
    },
  ],
  "a target, and a left over object of another": [
    MADE,
    {
      before: (engine) => engine.depose("terraform_data.c", "00000001"),
      configuration: PARTS("x"),
      options: target("a"),
      plans: [],
    },
  ],
  "a target, and a tainted object of another": [
    MADE,
    {
      before: (engine) => engine.taint("terraform_data.c"),
      configuration: PARTS("x"),
      options: target("a"),
      plans: [],
    },
  ],
  "a replace of one instance": [
    {
      configuration: stack({ a: { count: 2 }, b: { input: "${terraform_data.a[*].id}" } }),
      plans: ["a[0] create", "a[1] create", "b create"],
    },
    {
      configuration: stack({ a: { count: 2 }, b: { input: "${terraform_data.a[*].id}" } }),
      options: replace("a[1]"),
      plans: [`a[1] ${REQUESTED}`, "b update"],
    },
  ],
  "a replace of what has to be replaced anyway": [
    { configuration: stack({ a: { triggers_replace: "1" } }), plans: ["a create"] },
    {
      configuration: stack({ a: { triggers_replace: "2" } }),
      options: replace("a"),
      plans: [`a ${REQUESTED}`],
    },
  ],
  "a replace of what is tainted": [
    { configuration: stack({ a: { input: "1" } }), plans: ["a create"] },
    {
      before: (engine) => engine.taint("terraform_data.a"),
      configuration: stack({ a: { input: "1" } }),
      options: replace("a"),
      plans: ["a delete,create replace_because_tainted"],
    },
  ],
  "a replace of what is updated, with a target": [
    MADE,
    {
      configuration: PARTS("y"),
      options: { ...target("a"), ...replace("a") },
      plans: [`a ${REQUESTED}`],
    },
  ],
  "a replace of a whole resource with one instance": [
    {
      configuration: stack({ a: { input: "1" }, b: { input: of("a.id") } }),
      plans: ["a create", "b create"],
    },
    {
      configuration: stack({ a: { input: "1" }, b: { input: of("a.id") } }),
      options: replace("a", "b"),
      plans: [`a ${REQUESTED}`, `b ${REQUESTED}`],
    },
  ],
  "a replace without a refresh": [
    MADE,
    {
      configuration: PARTS("x"),
      options: { ...replace("b"), refresh: false },
      plans: [`b ${REQUESTED}`],
    },
  ],
  "everything destroyed though conditions would not hold": [
    {
      configuration: stack(
        { a: { input: "x", ...lifecycle({ precondition: [holds('${var.v == "1"}')] }) } },
        { variable: { v: { default: "1" } } },
      ),
      plans: ["a create"],
    },
    {
      configuration: stack({ a: { input: "x" } }, { variable: { v: { default: "1" } } }),
      variables: { v: "2" },
      options: { mode: "destroy" },
      plans: ["a delete"],
    },
  ],
  "destroyed with count and for_each, replaced references and locals": [
    {
      configuration: stack(
        {
          a: { count: 2, input: "${local.l}" },
          b: { for_each: "${toset(terraform_data.a[*].input)}", input: "${each.key}" },
        },
        { locals: { l: "k" }, ...outputs({ o: "${[for b in terraform_data.b : b.id]}" }) },
      ),
      plans: ["a[0] create", "a[1] create", 'b["k"] create'],
    },
    {
      configuration: stack({ a: { count: 0 } }, { locals: { l: "k" } }),
      options: { mode: "destroy" },
      plans: ["a[0] delete", "a[1] delete", 'b["k"] delete'],
      outputs: ["o delete"],
    },
  ],
  "a target of a whole resource that gets other instances": [
    {
      configuration: stack({ a: { count: 2, triggers_replace: "1" }, z: {} }),
      plans: ["a[0] create", "a[1] create", "z create"],
    },
    {
      configuration: stack({ a: { count: 1, triggers_replace: "2" }, z: { input: "z" } }),
      options: target("a"),
      plans: [`a[0] ${CANNOT}`, "a[1] delete delete_because_count_index"],
    },
  ],
};
