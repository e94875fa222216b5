// moved, import and removed: objects under other names, taken over and let go.

import type { Stories } from "../compare-engines.js";
import { CANNOT, edited, lifecycle, of, outputs, stack, UNDECLARED } from "./build.js";

const moved = (...pairs: readonly (readonly [string, string])[]) => ({
  moved: pairs.map(([from, to]) => ({
    from: `terraform_data.${from}`,
    to: `terraform_data.${to}`,
  })),
});
const imported = (to: string, id: string, more: object = {}) => ({
  import: { to: `terraform_data.${to}`, id, ...more },
});
const removed = (name: string, destroy: boolean) => ({
  removed: { from: `terraform_data.${name}`, lifecycle: { destroy } },
});
const ID = "6a8c2f3e-0000-4000-8000-00000000000";

export const MOVE_STORIES: Stories = {
  "moved, and updated at once": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    { configuration: stack({ b: { input: "y" } }, moved(["a", "b"])), plans: ["b update"] },
  ],
  "moved, and replaced at once": [
    { configuration: stack({ a: { triggers_replace: "1" } }), plans: ["a create"] },
    {
      configuration: stack({ b: { triggers_replace: "2" } }, moved(["a", "b"])),
      plans: [`b ${CANNOT}`],
    },
  ],
  "moved along a chain of statements": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    { configuration: stack({ c: { input: "x" } }, moved(["a", "b"], ["b", "c"])), plans: [] },
  ],
  "moved to where nothing is declared": [
    { configuration: stack({ a: { input: "x" }, z: {} }), plans: ["a create", "z create"] },
    {
      configuration: stack({ z: {} }, moved(["a", "b"])),
      plans: ["b delete delete_because_no_move_target"],
    },
  ],
  "moved from what the state never had": [
    { configuration: stack({ b: { input: "x" } }, moved(["a", "b"])), plans: ["b create"] },
  ],
  "moved from one name with others that follow it by reference": [
    {
      configuration: stack(
        { a: { input: "x" }, b: { input: of("a.id") } },
        outputs({ o: of("a.id") }),
      ),
      plans: ["a create", "b create"],
    },
    {
      configuration: stack(
        { c: { input: "x" }, b: { input: of("c.id") } },
        { ...outputs({ o: of("c.id") }), ...moved(["a", "c"]) },
      ),
      plans: [],
    },
  ],
  "moved from no key to an index and from an index to a key": [
    {
      configuration: stack({ a: { input: "x" }, b: { count: 2, input: "y" } }),
      plans: ["a create", "b[0] create", "b[1] create"],
    },
    {
      configuration: stack(
        {
          a: { count: 2, input: "x" },
          b: { for_each: { k: 1, l: 2 }, input: "y" },
        },
        moved(["a", "a[1]"], ["b[0]", 'b["l"]']),
      ),
      plans: ["a[0] create", "b[1] delete delete_because_wrong_repetition", 'b["k"] create'],
    },
  ],
  "count that is added, then taken away, without a statement": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    { configuration: stack({ a: { count: 2, input: "x" } }), plans: ["a[1] create"] },
    {
      configuration: stack({ a: { input: "x" } }),
      plans: ["a[1] delete delete_because_wrong_repetition"],
    },
  ],
  "moved where an object is already": [
    {
      configuration: stack({ a: { input: "x" }, b: { input: "y" } }),
      plans: ["a create", "b create"],
    },
    {
      configuration: stack({ b: { input: "y" } }, moved(["a", "b"])),
      plans: ["a delete delete_because_no_resource_config"],
    },
  ],
  "moved, with a tainted object": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    {
      before: (engine) => engine.taint("terraform_data.a"),
      configuration: stack({ b: { input: "x" } }, moved(["a", "b"])),
      plans: ["b delete,create replace_because_tainted"],
    },
  ],
  "moved, with a refresh only": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    {
      configuration: stack({ b: { input: "x" } }, moved(["a", "b"])),
      options: { mode: "refresh-only" },
      plans: [],
    },
  ],
  "moved, and everything destroyed": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    {
      configuration: stack({ b: { input: "x" } }, moved(["a", "b"])),
      options: { mode: "destroy" },
      plans: ["b delete"],
    },
  ],
  "moved, and what somebody edited": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    {
      edit: edited("a", { input: { value: "z", type: "string" } }),
      configuration: stack({ b: { input: "x" } }, moved(["a", "b"])),
      plans: ["b update"],
    },
  ],
  "moved in a ring": [
    {
      configuration: stack({ z: {} }, moved(["a", "b"], ["b", "a"])),
      plans: ["Cyclic dependency in move statements"],
      refuses: ["Invalid move"],
    },
  ],
  "moved from what is still declared": [
    {
      configuration: stack({ a: { input: "x" }, b: { input: "y" } }, moved(["a", "b"])),
      plans: ["Moved object still exists"],
      refuses: ["Invalid move"],
    },
  ],
  "moved from two names to one": [
    {
      configuration: stack({ c: { input: "x" } }, moved(["a", "c"], ["b", "c"])),
      plans: ["Ambiguous move statements"],
      refuses: ["Invalid move"],
    },
  ],
  "imported and changed at once": [
    {
      configuration: stack({ a: { input: { k: [1] } } }, imported("a", `${ID}1`)),
      plans: ["a update"],
    },
  ],
  "imported and replaced at once": [
    {
      configuration: stack({ a: { triggers_replace: "1" } }, imported("a", `${ID}1`)),
      plans: [`a ${CANNOT}`],
    },
  ],
  "imported to one instance, while another is created": [
    {
      configuration: stack({ a: { count: 2 } }, imported("a[1]", `${ID}1`)),
      plans: ["a[0] create"],
    },
  ],
  "imported what is in the state already": [
    { configuration: stack({ a: { input: "x" } }), plans: ["a create"] },
    { configuration: stack({ a: { input: "x" } }, imported("a", `${ID}1`)), plans: [] },
  ],
  "imported by an id that a variable gives": [
    {
      configuration: stack({ a: {} }, { variable: { id: {} }, ...imported("a", "${var.id}") }),
      variables: { id: `${ID}3` },
      plans: [],
    },
  ],
  "imported by an id that only apply can tell": [
    {
      configuration: stack({ a: {}, b: {} }, imported("a", of("b.id"))),
      plans: ["Invalid import id argument"],
      refuses: ["Invalid import id"],
    },
  ],
  "imported with a target beside it": [
    {
      configuration: stack({ a: {}, b: {} }, imported("a", `${ID}1`)),
      options: { targets: ["terraform_data.b"] },
      plans: ["b create"],
    },
  ],
  "imported to what is not declared": [
    {
      configuration: stack({ b: {} }, imported("a", `${ID}1`)),
      plans: ["Configuration for import target does not exist"],
      refuses: ["Import to something undeclared"],
    },
  ],
  "removed from the configuration and kept, with others that stood on it": [
    {
      configuration: stack({ a: { count: 2, input: "x" }, b: { input: of("a[0].id") } }),
      plans: ["a[0] create", "a[1] create", "b create"],
    },
    {
      configuration: stack({ b: { input: "y" } }, removed("a", false)),
      plans: [
        "a[0] forget delete_because_no_resource_config",
        "a[1] forget delete_because_no_resource_config",
        "b update",
      ],
    },
  ],
  "removed and destroyed, though it was created before it was destroyed": [
    {
      configuration: stack({
        a: { input: "x", ...lifecycle({ create_before_destroy: true }) },
        b: {},
      }),
      plans: ["a create", "b create"],
    },
    { configuration: stack({ b: {} }, removed("a", true)), plans: [`a ${UNDECLARED}`] },
  ],
  "removed what is still declared": [
    {
      configuration: stack({ a: {} }, removed("a", false)),
      plans: ["Removed resource still exists"],
      refuses: ["Removed resource is still declared"],
    },
  ],
  "removed what is tainted, and what somebody edited": [
    { configuration: stack({ a: { input: "x" }, b: {} }), plans: ["a create", "b create"] },
    {
      before: (engine) => engine.taint("terraform_data.a"),
      edit: edited("a", { input: { value: "w", type: "string" } }),
      configuration: stack({ b: {} }, removed("a", false)),
      plans: ["a forget delete_because_no_resource_config"],
    },
  ],
  "moved to what is said to be removed": [
    { configuration: stack({ a: {}, c: {}, z: {} }), plans: ["a create", "c create", "z create"] },
    {
      configuration: stack(
        { z: {} },
        {
          ...moved(["a", "b"], ["c", "d"], ["d", "e"]),
          removed: [
            { from: "terraform_data.b", ...lifecycle({ destroy: false }) },
            { from: "terraform_data.e", ...lifecycle({ destroy: true }) },
          ],
        },
      ),
      plans: ["b forget delete_because_no_move_target", "e delete delete_because_no_move_target"],
    },
  ],
  "removed, what is a data source": [
    {
      configuration: stack(
        { a: {} },
        { removed: { from: "data.terraform_remote_state.r", ...lifecycle({ destroy: false }) } },
      ),
      plans: ["Data source address not allowed"],
      refuses: ["Invalid address"],
    },
  ],
  "moved and removed with --refresh=false": [
    { configuration: stack({ a: { input: "x" }, c: {} }), plans: ["a create", "c create"] },
    {
      configuration: stack({ b: { input: "x" } }, { ...moved(["a", "b"]), ...removed("c", false) }),
      options: { refresh: false },
      plans: ["c forget delete_because_no_resource_config"],
    },
  ],
};
