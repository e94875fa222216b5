// What both refuse, each in its words: what cannot be expanded, referred to, shown or decided.

import type { Stories } from "../compare-engines.js";
import { holds, lifecycle, of, output, outputs, stack } from "./build.js";

const secret = { variable: { secret: { default: "s", sensitive: true } } };
/** Refused by Terraform as `theirs`, by us as `ours`. */
const refused = (configuration: object, theirs: readonly string[], ours = theirs) => [
  { configuration, plans: theirs, refuses: ours },
];

export const REFUSAL_STORIES: Stories = {
  "for_each over what only apply can tell": refused(
    stack({ a: {}, b: { for_each: "${toset([terraform_data.a.id])}" } }),
    ["Invalid for_each argument"],
  ),
  "for_each over a map with keys that only apply can tell": refused(
    stack({ a: {}, b: { for_each: "${{ (terraform_data.a.id) = 1 }}" } }),
    ["Invalid for_each argument"],
  ),
  "for_each over values that only apply can tell, with keys that are known": [
    {
      configuration: stack({
        a: { input: "x" },
        b: {
          for_each: "${{ k = terraform_data.a.id, l = terraform_data.a.output }}",
          input: "${each.value}",
        },
      }),
      plans: ["a create", 'b["k"] create', 'b["l"] create'],
    },
  ],
  "for_each over a secret": refused(stack({ a: { for_each: "${toset([var.secret])}" } }, secret), [
    "Invalid for_each argument",
  ]),
  "for_each over secret values, with keys that are none, and a count of a secret": [
    {
      configuration: stack(
        {
          a: { for_each: "${{ k = var.secret }}", input: "${length(each.key)}" },
          b: { count: "${length(var.secret)}" },
        },
        secret,
      ),
      plans: ['a["k"] create', "b[0] create"],
    },
  ],
  "for_each over a list, a number, null and a set of numbers": refused(
    stack({
      a: { for_each: '${["x"]}' },
      b: { for_each: 5 },
      c: { for_each: null },
      d: { for_each: "${toset([1, 2])}" },
    }),
    [
      "Invalid for_each argument",
      "Invalid for_each argument",
      "Invalid for_each argument",
      "Invalid for_each set argument",
    ],
    ["Invalid for_each argument", "Invalid for_each argument", "Invalid for_each argument"],
  ),
  "count that only apply can tell": refused(
    stack({ a: {}, b: { count: "${length(terraform_data.a.id)}" } }),
    ["Invalid count argument"],
  ),
  "count that is negative, no number, broken, null, and a secret": refused(
    stack(
      {
        a: { count: -1 },
        b: { count: "many" },
        c: { count: 1.5 },
        d: { count: null },
        e: { count: "${length(var.secret)}" },
      },
      secret,
    ),
    [
      "Incorrect value type",
      "Invalid count argument",
      "Invalid count argument",
      "Invalid count argument",
    ],
    [
      "Invalid count argument",
      "Invalid count argument",
      "Invalid count argument",
      "Invalid count argument",
    ],
  ),
  "an index that there is not, and a key that there is not": refused(
    stack({
      a: { count: 1 },
      b: { for_each: { k: 1 } },
      c: { input: [of("a[1].id"), of('b["l"].id')] },
    }),
    ["Invalid index", "Invalid index"],
    ["Invalid index", "Unsupported attribute"],
  ),
  "an attribute of all instances at once": refused(
    stack({ a: { count: 1 }, b: { input: of("a.id") } }),
    ["Missing resource instance key"],
    ["Unsupported attribute"],
  ),
  "names that are nowhere": refused(
    stack({ a: { input: ["${var.nobody}", "${local.nobody}", of("nobody.id"), "${nobody}"] } }),
    ["Invalid reference", "Reference to undeclared resource"],
    [
      "Invalid reference",
      "Reference to undeclared input variable",
      "Reference to undeclared local value",
      "Reference to undeclared resource",
    ],
  ),
  "an attribute that the type does not have": refused(
    stack({ a: { size: 1 }, b: { input: of("a.size") } }),
    ["Extraneous JSON object property"],
    ["Unknown attribute", "Unsupported attribute"],
  ),
  "a circle of references": refused(stack({ a: { input: of("b.id") }, b: { input: of("a.id") } }), [
    "Cycle",
  ]),
  "an object that refers to itself": refused(
    stack({ a: { input: of("a.id") } }),
    ["Self-referential block", "Self-referential block"],
    ["Cycle"],
  ),
  "count.index, each.key and self where they mean nothing": refused(
    stack({
      a: { input: "${count.index}" },
      b: { input: "${each.key}" },
      c: { input: "${self.id}" },
    }),
    [
      'Invalid "self" reference',
      'Reference to "count" in non-counted context',
      'Reference to "each" in context without for_each',
    ],
    ["Reference out of place", "Reference out of place", "Reference out of place"],
  ),
  "functions that fail, are unknown, or get too much": refused(
    stack({
      a: {
        input: ["${nofunction(1)}", "${length(1, 2)}", '${tonumber("x")}'],
      },
    }),
    ["Call to unknown function", "Invalid function argument", "Too many function arguments"],
  ),
  "an output that is a secret and does not say so": refused(
    stack({}, { ...secret, ...outputs({ o: "${var.secret}" }) }),
    ["Output refers to sensitive values"],
    ["Sensitive output"],
  ),
  "count and for_each at once, and lifecycle with what it does not know": refused(
    stack({ a: { count: 1, for_each: { k: 1 } }, b: lifecycle({ never: true }) }),
    ["Extraneous JSON object property", 'Invalid combination of "count" and "for_each"'],
    ["Count and for_each both set", "Unknown argument"],
  ),
  "replace_triggered_by what is no resource": refused(
    stack({ a: lifecycle({ replace_triggered_by: ["local.l"] }) }, { locals: { l: 1 } }),
    [
      "Invalid reference in replace_triggered_by expression",
      "Invalid replace_triggered_by expression",
    ],
    ["Invalid reference"],
  ),
  "a condition that asks for nothing": refused(
    stack({ a: lifecycle({ precondition: [holds("${true}")] }) }),
    ["Invalid precondition expression"],
    ["Invalid condition"],
  ),
  "a condition that is no truth value": refused(
    stack({
      a: { input: "x" },
      b: lifecycle({ precondition: [holds("${terraform_data.a.input}")] }),
    }),
    ["Invalid condition result"],
    ["Invalid condition"],
  ),
  "an output without a value": refused({ output: { o: { description: "nothing" } } }, [
    "Missing required argument",
  ]),
  "sections and types that declare nothing": refused(
    { output: {}, resource: { terraform_data: {} }, variable: [], data: [{}], check: null },
    Array.from({ length: 5 }, () => "Missing block label"),
  ),
  "a comment where names of outputs stand": refused(
    { output: { "//": { value: 1 }, o: { value: 1 } } },
    ["Invalid output name"],
    ["Misplaced comment"],
  ),
  "a name in brackets behind the key of an instance": refused(
    stack(
      { a: { count: 1 }, b: { for_each: { k: 1 } } },
      outputs({
        o: of('a[0]["id"]'),
        p: of('b["k"]["id"]'),
        q: '${try(terraform_data.a[0]["id"])}',
      }),
    ),
    ["Invalid index operation", "Invalid index operation", "Invalid index operation"],
  ),
  "depends_on what is nowhere": refused(stack({ a: { depends_on: ["terraform_data.nobody"] } }), [
    "Reference to undeclared resource",
  ]),
  "an output that depends on what is nowhere": refused(
    stack({}, { output: { o: output(1, { depends_on: ["terraform_data.nobody"] }) } }),
    ["Reference to undeclared resource"],
  ),
};
