// Data sources of checks at the edges: what the state keeps of them when reading fails only in the apply, or when a target
// brings them along without their check.

import type { Step, Stories } from "../compare-engines.js";
import { holds, lifecycle, stack } from "./build.js";
import { calls, pair } from "./module-build.js";

const OTHER = "data.terraform_remote_state.other";
const NESTED = "read read_because_check_nested";
const UNKNOWN = "read read_because_config_unknown";
const PENDING = "read read_because_dependency_pending";

const other = { backend: "local", config: { path: "other.tfstate" } };
const reading = (more: object = {}, condition = `\${${OTHER}.outputs.n == 2}`) => ({
  check: {
    other: {
      data: { terraform_remote_state: { other: { ...other, ...more } } },
      assert: [holds(condition, "not 2")],
    },
  },
});
const at = (path: string) => ({ config: { path } });
const told: Pick<Step, "before"> = { before: (engine) => engine.tell({ n: 2 }) };
const failing = stack({ a: { input: "x" } }, reading({}, `\${${OTHER}.outputs.n == 3}`));

const IN_MODULE = (value: number) => ({
  variable: { n: {} },
  ...stack({ a: { input: value } }, reading({}, `\${${OTHER}.outputs.n == var.n}`)),
});

export const CHECK_DATA_STORIES: Stories = {
  "that is found unreadable by the apply, where it was read before": [
    {
      ...told,
      configuration: stack({ a: {} }, reading()),
      plans: [`${OTHER} ${NESTED}`, "a create"],
    },
    {
      configuration: stack(
        { a: { input: "none.tfstate" } },
        reading(at("${terraform_data.a.output}")),
      ),
      plans: [`${OTHER} ${UNKNOWN}`, "a update"],
    },
    {
      configuration: stack(
        { a: { input: "none.tfstate" } },
        reading(at("${terraform_data.a.output}")),
      ),
      plans: [`${OTHER} ${NESTED}`],
    },
    {
      configuration: stack(
        { a: { input: "y" } },
        reading({ ...at("none.tfstate"), depends_on: ["terraform_data.a"] }),
      ),
      plans: [`${OTHER} ${PENDING}`, "a update"],
    },
  ],
  "that has defaults for a state that there is not": [
    {
      configuration: stack({ a: {} }, reading({ defaults: { n: 2 } })),
      plans: [`${OTHER} ${NESTED}`, "a create"],
    },
  ],
  "that is a target, as its check cannot be": [
    {
      ...told,
      configuration: failing,
      options: { targets: [OTHER] },
      plans: [`${OTHER} ${NESTED}`],
    },
    { configuration: failing, plans: [`${OTHER} ${NESTED}`, "a create"] },
  ],
  "in instances of a module, of which some go": [
    {
      ...told,
      ...calls({ m: pair({ count: 2, n: "${count.index + 1}" }) }, {}, IN_MODULE(1)),
      plans: [0, 1].flatMap((i) => [
        `module.m[${i}].${OTHER} ${NESTED}`,
        `module.m[${i}].a create`,
      ]),
    },
    {
      ...calls({ m: pair({ count: 1, n: 3 }) }, {}, IN_MODULE(2)),
      plans: [
        `module.m[0].${OTHER} ${NESTED}`,
        "module.m[0].a update",
        "module.m[1].a delete delete_because_no_module",
      ],
    },
  ],
  "whose check refers to what its output lacks": [
    {
      ...told,
      configuration: stack({ a: {} }, reading({}, `\${${OTHER}.outputs.z == 2}`)),
      plans: ["Unsupported attribute"],
    },
  ],
  "that has conditions or instances": [
    {
      configuration: reading(lifecycle({ postcondition: [holds("${self.outputs.n == 2}")] })),
      plans: ["Invalid lifecycle block"],
      refuses: ["Argument that means nothing here"],
    },
    {
      configuration: reading({ count: 1 }, `\${${OTHER}[0].outputs.n == 2}`),
      plans: ['Invalid "count" attribute'],
      refuses: ["Argument that means nothing here", "Invalid index"],
    },
    {
      configuration: reading({ for_each: { a: 1 } }, `\${${OTHER}["a"].outputs.n == 2}`),
      plans: ['Invalid "for_each" attribute'],
      refuses: ["Argument that means nothing here", "Unsupported attribute"],
    },
  ],
};
