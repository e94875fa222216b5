// States that somebody edited, half made and left over objects, and plans that only look or do not look at all.

import type { StateDocument, Stories } from "../compare-engines.js";
import {
  CANNOT,
  edited,
  instancesOf,
  lifecycle,
  of,
  outputs,
  stack,
  TAINTED,
  text,
  UNDECLARED,
} from "./build.js";

const A_AND_B = stack(
  { a: { input: "x" }, b: { input: of("a.output") } },
  outputs({ o: of("b.output") }),
);
const MADE = { configuration: A_AND_B, plans: ["a create", "b create"] };
const gone = (name: string) => (state: StateDocument) => {
  state.resources = state.resources.filter((resource) => resource.name !== name);
};

export const DRIFT_STORIES: Stories = {
  "an input that somebody edited": [
    MADE,
    {
      edit: edited("a", { input: text("z") }),
      configuration: A_AND_B,
      plans: ["a update", "b update"],
    },
  ],
  "an output that somebody edited": [
    MADE,
    {
      edit: edited("a", { output: text("z") }),
      configuration: A_AND_B,
      plans: ["b update"],
      outputs: ["o update"],
    },
  ],
  "what somebody edited, looked at only": [
    MADE,
    {
      edit: edited("b", { output: text("z") }),
      configuration: A_AND_B,
      options: { mode: "refresh-only" },
      plans: [],
      outputs: ["o update"],
    },
  ],
  "what somebody edited, not looked at": [
    MADE,
    {
      edit: edited("a", { output: text("z") }),
      configuration: A_AND_B,
      options: { refresh: false },
      plans: ["b update"],
    },
  ],
  "an id that somebody edited": [
    MADE,
    {
      edit: edited("a", { id: "another" }),
      configuration: stack({ a: { input: "x" }, b: { input: of("a.id") } }),
      plans: ["b update"],
      outputs: ["o delete"],
    },
  ],
  "triggers that somebody edited": [
    { configuration: stack({ a: { triggers_replace: { k: 1 } } }), plans: ["a create"] },
    {
      edit: edited("a", {
        triggers_replace: { value: { k: 2 }, type: ["object", { k: "number" }] },
      }),
      configuration: stack({ a: { triggers_replace: { k: 1 } } }),
      plans: [`a ${CANNOT}`],
    },
  ],
  "objects that left the state": [
    MADE,
    { edit: gone("a"), configuration: A_AND_B, plans: ["a create", "b update"] },
  ],
  "one instance that left the state": [
    {
      configuration: stack({ a: { count: 3, input: "${count.index}" } }),
      plans: ["a[0] create", "a[1] create", "a[2] create"],
    },
    {
      edit: (state) => instancesOf(state, "a").instances.splice(1, 1),
      configuration: stack({ a: { count: 3, input: "${count.index}" } }),
      plans: ["a[1] create"],
    },
  ],
  "an instance that nobody declared": [
    { configuration: stack({ a: { count: 1, input: "x" } }), plans: ["a[0] create"] },
    {
      edit: (state) => {
        const { instances } = instancesOf(state, "a");
        instances.push({ ...instances[0], index_key: "odd" } as never);
      },
      configuration: stack({ a: { count: 1, input: "x" } }),
      plans: ['a["odd"] delete delete_because_wrong_repetition'],
    },
  ],
  "an output that somebody edited in the state": [
    MADE,
    {
      edit: (state) => {
        state.outputs.o = text("edited");
        state.outputs.unheard = text("of");
      },
      configuration: A_AND_B,
      plans: [],
      outputs: ["o update", "unheard delete"],
    },
  ],
  "an output that left the state": [
    MADE,
    {
      edit: (state) => {
        state.outputs = {};
      },
      configuration: A_AND_B,
      options: { refresh: false },
      plans: [],
      outputs: ["o create"],
    },
  ],
  "a tainted object that is changed at once": [
    MADE,
    {
      before: (engine) => engine.taint("terraform_data.a"),
      configuration: stack({ a: { input: "new" }, b: { input: of("a.output") } }),
      plans: [`a ${TAINTED}`, "b update"],
      outputs: ["o delete"],
    },
  ],
  "a tainted object whose trigger changes": [
    { configuration: stack({ a: { triggers_replace: "1" } }), plans: ["a create"] },
    {
      before: (engine) => engine.taint("terraform_data.a"),
      configuration: stack({ a: { triggers_replace: "2" } }),
      plans: [`a ${TAINTED}`],
    },
  ],
  "a tainted object that nothing declares any more": [
    MADE,
    {
      before: (engine) => engine.taint("terraform_data.b"),
      configuration: stack({ a: { input: "x" } }),
      plans: [`b ${UNDECLARED}`],
    },
  ],
  "a tainted object, looked at only, and then destroyed": [
    MADE,
    {
      before: (engine) => engine.taint("terraform_data.a"),
      configuration: A_AND_B,
      options: { mode: "refresh-only" },
      plans: [],
    },
    { configuration: A_AND_B, options: { mode: "destroy" }, plans: ["a delete", "b delete"] },
  ],
  "a tainted object with ignore_changes of everything": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    {
      before: (engine) => engine.taint("terraform_data.a"),
      configuration: stack({ a: { input: "y", ...lifecycle({ ignore_changes: "all" }) } }),
      plans: [`a ${TAINTED}`],
    },
  ],
  "a tainted instance of several, that others use": [
    {
      configuration: stack({
        a: { count: 2, input: "x" },
        b: { input: "${terraform_data.a[*].id}" },
      }),
      plans: ["a[0] create", "a[1] create", "b create"],
    },
    {
      before: (engine) => engine.taint("terraform_data.a[1]"),
      configuration: stack({
        a: { count: 2, input: "x" },
        b: { input: "${terraform_data.a[*].id}" },
      }),
      plans: [`a[1] ${TAINTED}`, "b update"],
    },
  ],
  "a left over object, with its resource and without": [
    MADE,
    {
      before: (engine) => engine.depose("terraform_data.a", "00000001"),
      configuration: A_AND_B,
      options: { refresh: false },
      plans: ["a delete"],
    },
    {
      before: (engine) => engine.depose("terraform_data.b", "00000002"),
      configuration: stack({ a: { input: "x" } }),
      plans: [`b ${UNDECLARED}`, "b delete"],
    },
  ],
  "a left over object, looked at only": [
    MADE,
    {
      before: (engine) => engine.depose("terraform_data.a", "00000001"),
      configuration: A_AND_B,
      options: { mode: "refresh-only" },
      plans: [],
    },
  ],
  "left over objects, destroyed with everything": [
    MADE,
    {
      before: async (engine) => {
        await engine.depose("terraform_data.a", "00000001");
        await engine.depose("terraform_data.a", "00000002");
      },
      configuration: A_AND_B,
      options: { mode: "destroy" },
      plans: ["a delete", "a delete", "a delete", "b delete"],
    },
  ],
  "a left over object of what is replaced again": [
    {
      configuration: stack({
        a: { triggers_replace: "1", ...lifecycle({ create_before_destroy: true }) },
      }),
      plans: ["a create"],
    },
    {
      before: (engine) => engine.depose("terraform_data.a", "00000001"),
      configuration: stack({
        a: { triggers_replace: "2", ...lifecycle({ create_before_destroy: true }) },
      }),
      plans: ["a create,delete replace_because_cannot_update", "a delete"],
    },
  ],
  "dependencies that changed and nothing else, looked at only": [
    MADE,
    {
      configuration: stack(
        { a: { input: "x" }, b: { input: "x", depends_on: ["terraform_data.c"] }, c: {} },
        outputs({ o: of("b.output") }),
      ),
      options: { mode: "refresh-only" },
      plans: [],
    },
  ],
  "dependencies that changed with the object, not looked at": [
    MADE,
    {
      configuration: stack({
        a: { input: "x" },
        b: { input: "y", depends_on: ["terraform_data.c"] },
        c: {},
      }),
      options: { refresh: false },
      plans: ["b update", "c create"],
    },
  ],
  "a refresh only, of what was never made": [
    { configuration: stack({ z: {} }), plans: ["z create"] },
    {
      configuration: stack(
        { a: { input: "x" }, z: {} },
        outputs({ later: of("a.id"), known: "k" }),
      ),
      options: { mode: "refresh-only" },
      plans: [],
      outputs: ["known create", "later create"],
      isOnlyPlanned: true,
    },
  ],
  "a destroy that does not look": [
    MADE,
    {
      edit: edited("a", { output: text("z") }),
      configuration: A_AND_B,
      options: { mode: "destroy", refresh: false },
      plans: ["a delete", "b delete"],
    },
  ],
  "a destroy with a configuration that changed": [
    MADE,
    {
      configuration: stack(
        { a: { input: "new" }, c: { input: of("a.id") } },
        outputs({ p: of("a.output") }),
      ),
      options: { mode: "destroy" },
      plans: ["a delete", "b delete"],
    },
  ],
  "a destroy of nothing": [{ configuration: A_AND_B, options: { mode: "destroy" }, plans: [] }],
};
