// Configurations with errors, of which a part can be planned all the same; and what stood there before.

import { holds, lifecycle, of, outputs, stack } from "./stories/build.js";

const FAILS = "${element([], length(terraform_data.a.input) - 1)}";
const before = stack(
  {
    a: { input: "x" },
    b: { input: "y", count: 3 },
    gone: {},
    ...Object.fromEntries(["f", "g", "h"].map((name) => [name, { input: name }])),
  },
  outputs({ o: of("a.output"), p: of("g.output"), q: 1 }),
);
const a = { a: { input: "x" } };

/** Plans with errors: what can be planned all the same is told by both. The second is planned on the first. */
export const PARTLY: Readonly<
  Record<string, readonly [before: object | undefined, after: object]>
> = {
  "a call that fails, and what rests on it": [
    before,
    stack(
      {
        ...a,
        b: { input: "z", count: 2 },
        f: { input: FAILS },
        g: { input: of("f.output"), count: 2 },
        h: { input: "new", ...lifecycle({ replace_triggered_by: ["terraform_data.g"] }) },
        i: { depends_on: ["terraform_data.h"] },
        j: {},
      },
      outputs({ o: of("a.id"), p: of("g[0].output"), q: 2, r: FAILS }),
    ),
  ],
  "one instance of several": [
    before,
    stack({
      ...a,
      b: {
        count: 2,
        input: "${[5, length(terraform_data.a.input)][count.index + 1]}",
      },
      f: { for_each: { k: 1, l: 0 }, input: "${[7][each.value]}" },
      g: { input: of("b[0].output") },
    }),
  ],
  "conditions that do not hold": [
    before,
    stack(
      {
        ...a,
        b: { count: 2, input: "y", ...lifecycle({ precondition: holds("${count.index == 0}") }) },
        f: { input: "n", ...lifecycle({ postcondition: holds('${self.input == "f"}') }) },
        g: { input: of("f.output") },
        h: { input: of("b[0].output") },
      },
      { output: { o: { value: 1, precondition: holds('${terraform_data.a.input == "y"}') } } },
    ),
  ],
  "how many there are, which cannot be told": [
    before,
    stack({
      a: { input: "y" },
      b: { count: "${length(terraform_data.a.id)}" },
      f: { for_each: "${toset([terraform_data.a.output])}" },
      g: { input: of("f") },
      h: { input: of("a.output") },
    }),
  ],
  "what is replaced, deleted and moved": [
    stack({ a: { input: "x", triggers_replace: 1 }, b: { input: of("a.id") }, c: {}, d: {} }),
    stack(
      {
        a: { input: "x", triggers_replace: 2 },
        b: { input: of("a.id") },
        d2: {},
        e: { input: FAILS },
      },
      { moved: [{ from: "terraform_data.d", to: "terraform_data.d2" }] },
    ),
  ],
  "a local value and an output": [
    undefined,
    {
      ...stack({ ...a, b: { input: "${local.l}" }, c: { input: "${local.m}" } }),
      locals: { l: FAILS, m: of("a.output"), n: "${local.l}" },
      output: { l: { value: "${local.l}" }, m: { value: "${local.m}" }, s: { value: FAILS } },
    },
  ],
};
