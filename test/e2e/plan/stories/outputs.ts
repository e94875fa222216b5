// Outputs: what becomes of them, their types, and conditions.

import type { Stories } from "../compare-engines.js";
import { CANNOT, edited, holds, lifecycle, of, output, outputs, stack, text } from "./build.js";

const A = { a: { input: "x" } };
const MADE = { configuration: stack(A, outputs({ o: of("a.output") })), plans: ["a create"] };

const NEVER = "${timestamp() == var.never}";
const EVER = "${timestamp() != var.never}";
const BROKEN = Array.from({ length: 2 }, () => "Module output value precondition failed");
const judged = (condition: string, known = "x") => ({
  variable: { never: { default: "" } },
  output: {
    known: output(known, { precondition: [holds(condition)] }),
    later: output(of("a.id"), { precondition: [holds(condition)] }),
  },
});

export const OUTPUT_STORIES: Stories = {
  "an output alone, made, changed, and gone": [
    { configuration: outputs({ o: 1 }), plans: [], outputs: ["o create"] },
    { configuration: outputs({ o: 2 }), plans: [], outputs: ["o update"] },
    { configuration: outputs({ p: 2 }), plans: [], outputs: ["o delete", "p create"] },
  ],
  "an output that becomes null, and comes back": [
    { configuration: outputs({ o: "x" }), plans: [], outputs: ["o create"] },
    { configuration: outputs({ o: null }), plans: [], outputs: ["o update"] },
    { configuration: outputs({ o: "x" }), plans: [], outputs: ["o create"] },
  ],
  "an output that is null from the first": [
    {
      configuration: stack(A, outputs({ o: null, p: "${null}" })),
      plans: ["a create"],
      outputs: [],
    },
  ],
  "an output that is of another type and of the same value": [
    {
      configuration: outputs({ n: "1", l: ["a"], m: { k: "v" } }),
      plans: [],
      outputs: ["l create", "m create", "n create"],
    },
    {
      configuration: outputs({ n: 1, l: '${tolist(["a"])}', m: '${tomap({ k = "v" })}' }),
      plans: [],
      outputs: ["l update", "m update", "n update"],
    },
  ],
  "an output of a set, a map and deep objects": [
    {
      configuration: stack(
        A,
        outputs({
          set: '${toset(["b", "a", "b"])}',
          map: "${{ for k in [1, 2] : k => { v = k, l = [k] } }}",
          deep: { a: [{ b: [null, true, 1.5] }], c: {} },
          empty: [],
          nested: "${[toset([1]), tomap({})]}",
        }),
      ),
      plans: ["a create"],
    },
  ],
  "an output that is partly known, in lists, sets, maps and objects": [
    {
      configuration: stack(
        A,
        outputs({
          list: ["k", of("a.id"), [of("a.id")]],
          set: '${toset(["k", terraform_data.a.id])}',
          map: '${tomap({ k = "v", i = terraform_data.a.id })}',
          object: { k: "v", i: of("a.id"), o: of("a.output"), n: null },
          whole: of("a"),
          text: "id: ${terraform_data.a.id}",
          number: "${length(terraform_data.a.id)}",
        }),
      ),
      plans: ["a create"],
    },
    {
      configuration: stack(
        { a: { input: "x", triggers_replace: "r" } },
        outputs({
          list: ["k", of("a.id"), [of("a.id")]],
          set: '${toset(["k", terraform_data.a.id])}',
          map: '${tomap({ k = "v", i = terraform_data.a.id })}',
          object: { k: "v", i: of("a.id"), o: of("a.output"), n: null },
          whole: of("a"),
          text: "id: ${terraform_data.a.id}",
          number: "${length(terraform_data.a.id)}",
        }),
      ),
      plans: ["a delete,create replace_because_cannot_update"],
    },
  ],
  "an output that turns out as it was": [
    MADE,
    {
      configuration: stack(
        { a: { input: "x", triggers_replace: "r" } },
        outputs({ o: of("a.output") }),
      ),
      plans: ["a delete,create replace_because_cannot_update"],
      outputs: ["o update"],
    },
  ],
  "an output that depends on something it does not name": [
    {
      configuration: stack(A, { output: { o: output("x", { depends_on: ["terraform_data.a"] }) } }),
      plans: ["a create"],
      outputs: ["o create"],
    },
  ],
  "an output of instances and of splats": [
    {
      configuration: stack(
        {
          c: { count: 2, input: "${count.index}" },
          e: { for_each: { k: 1, l: 2 } },
          none: { count: 0 },
        },
        outputs({
          all: "${terraform_data.c[*].input}",
          ids: "${terraform_data.c[*].id}",
          one: of("c[1].input"),
          each: "${{ for k, e in terraform_data.e : k => e.input }}",
          key: of('e["k"].id'),
          none: "${terraform_data.none[*].id}",
          first: "${one(terraform_data.none[*].id)}",
          count: "${length(terraform_data.c)}",
        }),
      ),
      plans: ["c[0] create", "c[1] create", 'e["k"] create', 'e["l"] create'],
    },
  ],
  "an output whose condition only apply can tell, and holds": [
    {
      configuration: stack(A, {
        output: {
          o: output(of("a.id"), { precondition: [holds('${terraform_data.a.output == "x"}')] }),
        },
      }),
      plans: ["a create"],
    },
  ],
  "an output whose condition only apply can tell, and does not hold": [
    {
      configuration: stack(A, {
        output: {
          o: output(of("a.output"), { precondition: [holds('${terraform_data.a.output == "y"}')] }),
          p: output("known"),
        },
      }),
      plans: ["a create"],
      fails: ["Module output value precondition failed"],
    },
  ],
  "outputs that are known, where an object fails": [
    {
      configuration: stack(
        {
          a: { input: "x", ...lifecycle({ postcondition: [holds('${self.output == "y"}')] }) },
          b: { input: of("a.id") },
          c: { input: "z" },
        },
        outputs({
          known: "k",
          input: of("a.input"),
          later: of("a.output"),
          behind: of("b.id"),
          beside: of("c.output"),
        }),
      ),
      plans: ["a create", "b create", "c create"],
      fails: ["Resource postcondition failed"],
    },
  ],
  "outputs that are there, where an object fails": [
    {
      configuration: stack(
        { a: { input: "x" }, b: { input: of("a.output") } },
        outputs({ known: "k", input: of("a.input"), later: of("b.output") }),
      ),
      plans: ["a create", "b create"],
    },
    {
      configuration: stack(
        {
          a: { input: "y", ...lifecycle({ postcondition: [holds('${self.output == "z"}')] }) },
          b: { input: of("a.output") },
        },
        outputs({ known: "l", input: of("a.input"), later: of("b.output"), gone: null }),
      ),
      plans: ["a update", "b update"],
      fails: ["Resource postcondition failed"],
    },
  ],
  "outputs without resources, destroyed": [
    { configuration: outputs({ o: 1 }), plans: [], outputs: ["o create"] },
    {
      configuration: outputs({ o: 1 }),
      options: { mode: "destroy" },
      plans: [],
      outputs: ["o delete"],
    },
  ],
  "outputs of what somebody edited, without a refresh and with one": [
    MADE,
    {
      edit: edited("a", { output: text("z") }),
      configuration: stack(A, outputs({ o: of("a.output") })),
      options: { refresh: false },
      plans: [],
      outputs: ["o update"],
    },
    {
      edit: edited("a", { output: text("w") }),
      configuration: stack(A, outputs({ o: of("a.output") })),
      plans: [],
      outputs: ["o update"],
    },
  ],
  "an output that goes together with its object": [
    MADE,
    {
      configuration: stack({ z: {} }),
      plans: ["a delete delete_because_no_resource_config", "z create"],
      outputs: ["o delete"],
    },
  ],
  "numbers, long and short, and texts of every kind": [
    {
      configuration: outputs({
        big: "${9007199254740993 * 9007199254740993}",
        small: "${1 / 3}",
        exponent: "${pow(10, 30)}",
        negative: -0.5,
        quoted: 'a "b" \\ \n\t é 𝄞 <&>',
        escaped: "$${not} %%{this}",
        directive: "%{ if true }yes%{ else }no%{ endif }",
      }),
      plans: [],
    },
  ],
  "a precondition that only apply can tell, of what is known and what is not": [
    {
      configuration: stack({ a: {} }, judged(NEVER)),
      plans: ["a create"],
      outputs: ["known create", "later create"],
      fails: BROKEN,
    },
    {
      configuration: stack({ a: {} }, judged(EVER)),
      plans: [],
      outputs: ["later create"],
    },
    {
      configuration: stack({ a: { triggers_replace: 1 } }, judged(NEVER, "y")),
      plans: [`a ${CANNOT}`],
      outputs: ["known update", "later update"],
      fails: BROKEN,
    },
    {
      configuration: stack({ a: { triggers_replace: 1 } }, judged(NEVER, "y")),
      plans: [],
      fails: BROKEN,
    },
  ],
};
