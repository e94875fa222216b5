// What `lifecycle` says, alone and together with other things.

import type { Stories } from "../compare-engines.js";
import {
  CANNOT,
  CREATED_FIRST,
  edited,
  holds,
  lifecycle,
  of,
  stack,
  TRIGGERED,
  UNDECLARED,
} from "./build.js";

const first = lifecycle({ create_before_destroy: true });
const by = (...names: string[]) => lifecycle({ replace_triggered_by: names });

export const LIFECYCLE_STORIES: Stories = {
  "create_before_destroy with count, of which one is replaced": [
    {
      configuration: stack({
        a: { count: 2, triggers_replace: "${count.index}", input: "x", ...first },
      }),
      plans: ["a[0] create", "a[1] create"],
    },
    {
      configuration: stack({
        a: { count: 2, triggers_replace: "${count.index * 2}", input: "x", ...first },
      }),
      plans: [`a[1] ${CREATED_FIRST}`],
    },
  ],
  "create_before_destroy that is taken away, then put back, with nothing else changed": [
    { configuration: stack({ a: { input: "x", ...first } }), plans: ["a create"] },
    { configuration: stack({ a: { input: "x" } }), plans: [] },
    { configuration: stack({ a: { input: "x", ...first } }), plans: [] },
    {
      configuration: stack({ a: { triggers_replace: "y", ...first } }),
      plans: [`a ${CREATED_FIRST}`],
    },
  ],
  "create_before_destroy of what is gone from the configuration": [
    {
      configuration: stack({ a: { input: "x", ...first }, b: { input: of("a.id"), ...first } }),
      plans: ["a create", "b create"],
    },
    { configuration: stack({ b: { input: "y" } }), plans: [`a ${UNDECLARED}`, "b update"] },
  ],
  "create_before_destroy and a tainted object": [
    { configuration: stack({ a: { input: "x", ...first } }), plans: ["a create"] },
    {
      before: (engine) => engine.taint("terraform_data.a"),
      configuration: stack({ a: { input: "x", ...first } }),
      plans: ["a create,delete replace_because_tainted"],
    },
  ],
  "create_before_destroy with a replace that is asked for": [
    { configuration: stack({ a: { input: "x", ...first } }), plans: ["a create"] },
    {
      configuration: stack({ a: { input: "y", ...first } }),
      options: { replace: ["terraform_data.a"] },
      plans: ["a create,delete replace_by_request"],
    },
  ],
  "create_before_destroy through a local and through a data source": [
    {
      before: (engine) => engine.tell({ n: 1 }),
      configuration: stack(
        {
          a: { triggers_replace: "1" },
          b: { input: "${local.l}", ...first },
          c: { triggers_replace: "1" },
          d: { input: "${data.terraform_remote_state.o.outputs.n}", ...first },
        },
        {
          locals: { l: of("a.id") },
          data: {
            terraform_remote_state: {
              o: {
                backend: "local",
                config: { path: "other.tfstate" },
                depends_on: ["terraform_data.c"],
              },
            },
          },
        },
      ),
      plans: [
        "data.terraform_remote_state.o read read_because_dependency_pending",
        "a create",
        "b create",
        "c create",
        "d create",
      ],
    },
  ],
  "prevent_destroy of a tainted object": [
    {
      configuration: stack({ a: { input: "x", ...lifecycle({ prevent_destroy: true }) } }),
      plans: ["a create"],
    },
    {
      before: (engine) => engine.taint("terraform_data.a"),
      configuration: stack({ a: { input: "x", ...lifecycle({ prevent_destroy: true }) } }),
      plans: ["Instance cannot be destroyed"],
      refuses: ["Protected object would be destroyed"],
    },
  ],
  "prevent_destroy of an index that is one too many": [
    {
      configuration: stack({ a: { count: 2, ...lifecycle({ prevent_destroy: true }) } }),
      plans: ["a[0] create", "a[1] create"],
    },
    {
      configuration: stack({ a: { count: 1, ...lifecycle({ prevent_destroy: true }) } }),
      plans: ["Instance cannot be destroyed"],
      refuses: ["Protected object would be destroyed"],
    },
  ],
  "prevent_destroy, and a replace that is asked for": [
    {
      configuration: stack({ a: { ...lifecycle({ prevent_destroy: true }) }, b: {} }),
      plans: ["a create", "b create"],
    },
    {
      configuration: stack({ a: { ...lifecycle({ prevent_destroy: true }) }, b: {} }),
      options: { replace: ["terraform_data.a", "terraform_data.b"] },
      plans: ["Instance cannot be destroyed"],
      refuses: ["Protected object would be destroyed"],
    },
  ],
  "prevent_destroy stops nothing that is updated": [
    {
      configuration: stack({ a: { input: "x", ...lifecycle({ prevent_destroy: true }) } }),
      plans: ["a create"],
    },
    {
      configuration: stack({ a: { input: ["y"], ...lifecycle({ prevent_destroy: true }) } }),
      plans: ["a update"],
    },
  ],
  "ignore_changes of what somebody edited": [
    { configuration: stack({ a: { input: { k: "x", l: "y" } } }), plans: ["a create"] },
    {
      edit: edited("a", {
        input: { value: { k: "z", l: "z" }, type: ["object", { k: "string", l: "string" }] },
      }),
      configuration: stack({
        a: { input: { k: "x", l: "y" }, ...lifecycle({ ignore_changes: ["input"] }) },
      }),
      plans: [],
    },
  ],
  "ignore_changes of one attribute of an object that gets another": [
    { configuration: stack({ a: { input: { k: "1" } } }), plans: ["a create"] },
    {
      configuration: stack({
        a: { input: { k: "2", l: "new" }, ...lifecycle({ ignore_changes: ["input.k"] }) },
      }),
      plans: ["a update"],
    },
  ],
  "ignore_changes of an attribute that the configuration no longer has": [
    { configuration: stack({ a: { input: "x", triggers_replace: "1" } }), plans: ["a create"] },
    {
      configuration: stack({ a: { ...lifecycle({ ignore_changes: ["input"] }) } }),
      plans: [`a ${CANNOT}`],
    },
  ],
  "ignore_changes of everything, for each": [
    {
      configuration: stack({ a: { for_each: { x: 1, y: 2 }, input: "${each.value}" } }),
      plans: ['a["x"] create', 'a["y"] create'],
    },
    {
      configuration: stack({
        a: {
          for_each: { x: 3, z: 4 },
          input: "${each.value}",
          triggers_replace: "new",
          ...lifecycle({ ignore_changes: "all" }),
        },
      }),
      plans: ['a["y"] delete delete_because_each_key', 'a["z"] create'],
    },
  ],
  "ignore_changes of an element of a list": [
    { configuration: stack({ a: { input: ["x", "y"] } }), plans: ["a create"] },
    {
      configuration: stack({
        a: { input: ["other", "z"], ...lifecycle({ ignore_changes: ["input[0]"] }) },
      }),
      plans: ["a update"],
    },
  ],
  "ignore_changes of a value that is not known yet": [
    {
      configuration: stack({ a: { input: "x" }, b: { input: "y" } }),
      plans: ["a create", "b create"],
    },
    {
      configuration: stack({
        a: { input: "z" },
        b: { input: of("a.output"), ...lifecycle({ ignore_changes: ["input"] }) },
      }),
      plans: ["a update"],
    },
  ],
  "replace_triggered_by one instance of several": [
    {
      configuration: stack({
        t: { count: 2, input: "${count.index}" },
        a: by("terraform_data.t[0]"),
        b: by("terraform_data.t[1].input"),
        c: by("terraform_data.t"),
      }),
      plans: ["a create", "b create", "c create", "t[0] create", "t[1] create"],
    },
    {
      configuration: stack({
        t: { count: 2, input: "${count.index * 5}" },
        a: by("terraform_data.t[0]"),
        b: by("terraform_data.t[1].input"),
        c: by("terraform_data.t"),
      }),
      plans: [`b ${TRIGGERED}`, `c ${TRIGGERED}`, "t[1] update"],
    },
  ],
  "replace_triggered_by the instance of the same index and of the same key": [
    {
      configuration: stack({
        t: { count: 2, input: "${count.index}" },
        a: { count: 2, ...by("terraform_data.t[count.index]") },
        e: { for_each: { k: "1", l: "2" }, input: "${each.value}" },
        f: { for_each: { k: "1", l: "2" }, ...by("terraform_data.e[each.key].input") },
      }),
      plans: [
        "a[0] create",
        "a[1] create",
        'e["k"] create',
        'e["l"] create',
        'f["k"] create',
        'f["l"] create',
        "t[0] create",
        "t[1] create",
      ],
    },
    {
      configuration: stack({
        t: { count: 2, input: "${count.index * 3}" },
        a: { count: 2, ...by("terraform_data.t[count.index]") },
        e: { for_each: { k: "0", l: "2" }, input: "${each.value}" },
        f: { for_each: { k: "0", l: "2" }, ...by("terraform_data.e[each.key].input") },
      }),
      plans: [`a[1] ${TRIGGERED}`, 'e["k"] update', `f["k"] ${TRIGGERED}`, "t[1] update"],
    },
  ],
  "replace_triggered_by what is replaced by a trigger itself": [
    {
      configuration: stack({
        t: { input: "1" },
        u: by("terraform_data.t"),
        v: by("terraform_data.u"),
      }),
      plans: ["t create", "u create", "v create"],
    },
    {
      configuration: stack({
        t: { input: "2" },
        u: by("terraform_data.t"),
        v: by("terraform_data.u"),
      }),
      plans: ["t update", `u ${TRIGGERED}`, `v ${TRIGGERED}`],
    },
  ],
  "replace_triggered_by what is created anew beside one that stays": [
    {
      configuration: stack({ t: { count: 1 }, a: by("terraform_data.t") }),
      plans: ["a create", "t[0] create"],
    },
    {
      configuration: stack({ t: { count: 2 }, a: by("terraform_data.t") }),
      plans: ["t[1] create"],
    },
    {
      configuration: stack({ t: { count: 1 }, a: by("terraform_data.t") }),
      plans: ["t[1] delete delete_because_count_index"],
    },
  ],
  "conditions that hold before and after, and speak of the object itself": [
    {
      configuration: stack({
        a: {
          for_each: { x: 3, y: 4 },
          input: "${each.value}",
          ...lifecycle({
            precondition: [holds("${each.value > 2}")],
            postcondition: [holds("${self.input > 2}"), holds('${self.id != ""}')],
          }),
        },
      }),
      plans: ['a["x"] create', 'a["y"] create'],
    },
  ],
  "a precondition that does not hold": [
    {
      configuration: stack({
        a: { input: "x" },
        b: { ...lifecycle({ precondition: [holds('${terraform_data.a.input == "y"}')] }) },
      }),
      plans: ["Resource precondition failed"],
    },
  ],
  "a postcondition that only apply can tell, and that does not hold then": [
    {
      configuration: stack({
        a: { input: "x", ...lifecycle({ postcondition: [holds('${self.output == "y"}')] }) },
        b: { input: of("a.id") },
      }),
      plans: ["a create", "b create"],
      fails: ["Resource postcondition failed"],
    },
    {
      configuration: stack({
        a: { input: "x", ...lifecycle({ postcondition: [holds('${self.output == "x"}')] }) },
        b: { input: of("a.id") },
      }),
      plans: ["b create"],
    },
  ],
};
