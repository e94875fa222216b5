// Data sources of our engine beside those of real Terraform. The one that Terraform has built in reads the outputs of
// another stack; when it is read, what the plan and the state say of it, and who waits for whom is the same for all.

import type { Engine } from "../both-engines.js";
import type { Stories } from "../compare-engines.js";

const tell =
  (outputs: Parameters<Engine["tell"]>[0]) =>
  async (engine: Engine): Promise<void> =>
    await engine.tell(outputs);

const other = (more: object = {}, path: string = "other.tfstate") => ({
  backend: "local",
  config: { path },
  ...more,
});
const stack = (data: object, resources: object, top: object = {}) => ({
  ...(Object.keys(data).length === 0 ? {} : { data: { terraform_remote_state: data } }),
  ...(Object.keys(resources).length === 0 ? {} : { resource: { terraform_data: resources } }),
  ...top,
});
const size = (name: string) => `\${data.terraform_remote_state.${name}.outputs.size}`;
/** A path that is known after apply of `a` only. */
const LATE = "${terraform_data.a.output}";
const PATH = { input: "other.tfstate" };

const UNKNOWN_CONFIG = "read read_because_config_unknown";
const PENDING = "read read_because_dependency_pending";

export const DATA_SOURCE_STORIES: Stories = {
  "read while planning, kept in the state, and dropped silently": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { d: other() },
        { b: { input: size("d") } },
        { output: { o: { value: size("d") } } },
      ),
      plans: ["b create"],
    },
    {
      before: tell({ size: 8 }),
      configuration: stack(
        { d: other() },
        { b: { input: size("d") } },
        { output: { o: { value: size("d") } } },
      ),
      plans: ["b update"],
    },
    { configuration: stack({}, { b: { input: "8" } }), plans: ["b update"] },
  ],
  "read during apply where its configuration is not known": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { d: other({}, LATE) },
        { a: PATH, b: { input: size("d") } },
        { output: { o: { value: size("d") } } },
      ),
      plans: [`data.terraform_remote_state.d ${UNKNOWN_CONFIG}`, "a create", "b create"],
    },
    {
      configuration: stack({ d: other({}, LATE) }, { a: PATH, b: { input: size("d") } }),
      plans: [],
    },
  ],
  "read during apply where what it depends on changes": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.a"] }) },
        { a: { input: "x" }, b: { input: size("d") } },
      ),
      plans: [`data.terraform_remote_state.d ${PENDING}`, "a create", "b create"],
    },
    {
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.a"] }) },
        { a: { input: "x" }, b: { input: size("d") } },
      ),
      plans: [],
    },
    {
      before: tell({ size: 8 }),
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.a"] }) },
        { a: { input: "y" }, b: { input: size("d") } },
      ),
      plans: [`data.terraform_remote_state.d ${PENDING}`, "a update", "b update"],
    },
  ],
  "a reference that is known all the same, itself and through a local": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        {
          direct: other({ defaults: { x: "${terraform_data.a.input}" } }),
          local: other({ defaults: { x: "${local.l}" } }),
        },
        { a: { input: "x" }, b: { input: size("direct") }, c: { input: size("local") } },
        { locals: { l: "${terraform_data.a.input}" } },
      ),
      plans: [`data.terraform_remote_state.direct ${PENDING}`, "a create", "b create", "c create"],
    },
    {
      configuration: stack({}, { c: { input: 7 } }),
      plans: [
        "a delete delete_because_no_resource_config",
        "b delete delete_because_no_resource_config",
      ],
    },
  ],
  "conditions, for which a change far behind counts too": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        {
          d: other({
            defaults: { x: "${local.l}" },
            lifecycle: {
              precondition: [{ condition: '${contains(["x"], local.l)}', error_message: "No z." }],
              postcondition: [
                { condition: "${contains([7, 8], self.outputs.size)}", error_message: "Too big." },
              ],
            },
          }),
        },
        { a: { input: "x" }, b: { input: size("d") } },
        { locals: { l: "${terraform_data.a.input}" } },
      ),
      plans: [`data.terraform_remote_state.d ${PENDING}`, "a create", "b create"],
    },
    {
      before: tell({ size: 9 }),
      configuration: stack(
        {
          d: other({
            lifecycle: {
              postcondition: [
                { condition: "${contains([7, 8], self.outputs.size)}", error_message: "Too big." },
              ],
            },
          }),
        },
        { a: { input: "x" }, b: { input: size("d") } },
      ),
      plans: ["Resource postcondition failed"],
    },
  ],
  "count and for_each, one instance more and one less": [
    {
      before: tell({ size: 7, more: "m" }),
      configuration: stack(
        {
          c: other({ count: 2 }),
          e: other({ for_each: { k: "other.tfstate" } }, "${each.value}"),
          none: other({ count: 0 }),
        },
        {
          a: { input: "${data.terraform_remote_state.c[1].outputs.size}" },
          b: { input: '${data.terraform_remote_state.e["k"].outputs.more}' },
          n: { input: "${length(data.terraform_remote_state.none)}" },
        },
      ),
      plans: ["a create", "b create", "n create"],
    },
    {
      configuration: stack(
        { c: other({ count: 1 }), e: other({ for_each: { l: "other.tfstate" } }) },
        { a: { input: "${data.terraform_remote_state.c[0].outputs.size}" } },
      ),
      plans: [
        "b delete delete_because_no_resource_config",
        "n delete delete_because_no_resource_config",
      ],
    },
  ],
  "an instance of what it depends on that goes": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.a"] }) },
        { a: { count: 2, input: "x" }, b: { input: size("d") } },
      ),
      plans: [`data.terraform_remote_state.d ${PENDING}`, "a[0] create", "a[1] create", "b create"],
    },
    {
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.a"] }) },
        { a: { count: 1, input: "x" }, b: { input: size("d") } },
      ),
      plans: [
        `data.terraform_remote_state.d ${PENDING}`,
        "a[1] delete delete_because_count_index",
        "b update",
      ],
    },
  ],
  "one data source that uses another": [
    {
      before: tell({ size: 7, path: "other.tfstate" }),
      configuration: stack(
        {
          d: other({ depends_on: ["terraform_data.a"] }),
          e: other({}, "${data.terraform_remote_state.d.outputs.path}"),
          f: other({ depends_on: ["data.terraform_remote_state.d"] }),
        },
        { a: { input: "x" }, b: { input: size("e") }, c: { input: size("f") } },
      ),
      plans: [
        `data.terraform_remote_state.d ${PENDING}`,
        `data.terraform_remote_state.e ${UNKNOWN_CONFIG}`,
        "a create",
        "b create",
        "c create",
      ],
    },
  ],
  "refresh only, a target, and everything destroyed": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { d: other(), e: other() },
        { a: { input: size("d") }, b: { input: size("e") } },
      ),
      plans: ["a create", "b create"],
    },
    {
      before: tell({ size: 8 }),
      configuration: stack(
        { d: other(), e: other() },
        { a: { input: size("d") }, b: { input: size("e") } },
      ),
      options: { mode: "refresh-only" },
      plans: [],
    },
    {
      before: tell({ size: 9 }),
      configuration: stack(
        { d: other(), e: other() },
        { a: { input: size("d") }, b: { input: size("e") } },
      ),
      options: { targets: ["terraform_data.a"] },
      plans: ["a update"],
    },
    {
      configuration: stack(
        { d: other(), e: other() },
        { a: { input: size("d") }, b: { input: size("e") } },
      ),
      plans: ["b update"],
    },
    {
      configuration: stack(
        { d: other(), e: other() },
        { a: { input: size("d") }, b: { input: size("e") } },
      ),
      options: { mode: "destroy" },
      plans: ["a delete", "b delete"],
    },
  ],
  "what is not there": [
    {
      configuration: stack({ d: other() }, {}),
      plans: ["Unable to find remote state"],
      refuses: ["No state of the other stack"],
    },
    {
      configuration: stack({ d: other() }, { a: { input: "x" } }),
      plans: ["Unable to find remote state"],
      refuses: ["No state of the other stack"],
    },
  ],
  "an object that turns out as it was, and depends on others from then on": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { d: other(), e: other() },
        { a: { input: "y" }, c: { input: size("d") } },
      ),
      plans: ["a create", "c create"],
    },
    {
      configuration: stack(
        { d: other(), e: other({ depends_on: ["terraform_data.a"] }) },
        { a: { input: "x" }, c: { input: size("e") } },
      ),
      plans: [`data.terraform_remote_state.e ${PENDING}`, "a update", "c update"],
    },
  ],
  "alone, and gone": [
    {
      before: tell({ size: 7 }),
      configuration: stack({ d: other(), e: other() }, {}),
      plans: [],
    },
    { configuration: stack({ d: other() }, {}), plans: [] },
  ],
  "a target that is a data source": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.a"] }), e: other() },
        { a: { input: "x" }, b: { input: size("d") } },
      ),
      options: { targets: ["data.terraform_remote_state.d"] },
      plans: [`data.terraform_remote_state.d ${PENDING}`, "a create"],
    },
  ],
  "a replace, an import and a move of what it depends on": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.a"] }) },
        { a: { triggers_replace: "1" }, b: { input: size("d") } },
      ),
      plans: [`data.terraform_remote_state.d ${PENDING}`, "a create", "b create"],
    },
    {
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.a"] }) },
        { a: { triggers_replace: "2" }, b: { input: size("d") } },
      ),
      plans: [
        `data.terraform_remote_state.d ${PENDING}`,
        "a delete,create replace_because_cannot_update",
        "b update",
      ],
    },
    {
      configuration: stack(
        { d: other({ depends_on: ["terraform_data.c"] }) },
        { c: { triggers_replace: "2" }, b: { input: size("d") } },
        { moved: { from: "terraform_data.a", to: "terraform_data.c" } },
      ),
      plans: [],
    },
  ],
  "with defaults, where there is no state at all": [
    {
      configuration: stack({ d: other({ defaults: { size: 1 } }) }, { b: { input: size("d") } }),
      plans: ["Unable to find remote state"],
      refuses: ["No state of the other stack"],
    },
  ],
  "moved as objects are": [
    {
      before: tell({ size: 7 }),
      configuration: stack(
        { c: other(), d: other(), l: other({ count: 2 }) },
        { b: { input: size("d") } },
      ),
      plans: ["b create"],
    },
    {
      configuration: stack(
        { e: other(), m: other({ for_each: { k: 1 } }) },
        { b: { input: size("e") } },
        {
          moved: [
            ["d", "e"],
            ["c", "nowhere"],
            ["l[0]", 'm["k"]'],
          ].map(([from, to]) => ({
            from: `data.terraform_remote_state.${from}`,
            to: `data.terraform_remote_state.${to}`,
          })),
        },
      ),
      plans: [],
    },
    {
      configuration: stack(
        { d: other(), e: other() },
        {},
        { moved: { from: "data.terraform_remote_state.d", to: "data.terraform_remote_state.e" } },
      ),
      plans: ["Moved object still exists"],
      refuses: ["Invalid move"],
    },
  ],
};
