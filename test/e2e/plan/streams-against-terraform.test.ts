// What `--json` prints while it validates, plans, applies and destroys is what real Terraform prints.

import { describe, expect, it } from "vitest";
import { isTerraformPresent } from "./both-engines.js";
import { type Files, openBoth } from "./both-streams.js";
import { differences } from "./differences.js";
import { PARTLY } from "./partial-plans.js";
import { holds, lifecycle, of, outputs, stack } from "./stories/build.js";

if (!isTerraformPresent && process.env.CI === "true") throw new Error("terraform is missing");
if (!isTerraformPresent) console.warn("SKIPPED: streams of --json: terraform is missing");

type Steps = readonly { readonly files: Files; readonly run: readonly string[] }[];

const one = (configuration: object, ...run: readonly string[]) => ({
  files: { "main.tf.json": configuration },
  run,
});

const two = stack(
  { a: { input: "x" }, b: { input: of("a.output"), count: 2 } },
  outputs({ o: of("a.id"), q: [1, "x", null], m: { k: of("b[1].id") } }),
);
const other = stack(
  { a: { input: "y" }, c: { for_each: { k: 1 }, triggers_replace: "${each.value}" } },
  outputs({ o: of("a.id") }),
);

const check = (condition: string) => ({
  check: { c: { assert: [holds(condition, "not so")] } },
});

const CONDITION = '${terraform_data.a.output == "y"}';

const IS_X = '${terraform_data.a.input == "x"}';

const STREAMS: Readonly<Record<string, Steps>> = {
  "making, reading again, changing and destroying": [
    one(two, "validate", "plan", "apply -auto-approve", "plan", "plan -refresh=false"),
    one(two, "plan -refresh-only", "apply -auto-approve -refresh-only", "plan -destroy"),
    one(other, "plan -out=saved", "apply saved", "plan -replace=terraform_data.a"),
    one(other, "destroy -auto-approve", "plan -refresh-only", "apply -auto-approve"),
  ],
  "nothing to say of outputs, and nothing to do": [
    one(stack({ a: {} }), "apply -auto-approve", "apply -auto-approve", "destroy -auto-approve"),
  ],
  "nothing at all, and no state yet": [
    one({ terraform: {} }, "apply -auto-approve", "apply -auto-approve"),
  ],
  "nothing to destroy, and no state yet": [one(stack({ a: {} }), "destroy -auto-approve")],
  "nothing to read again, and no state yet": [
    one(stack({ a: {} }), "apply -auto-approve -refresh-only"),
  ],
  "what is moved to where it is said to be removed": [
    one(stack({ a: {}, k: {} }), "apply -auto-approve"),
    one(
      stack(
        { k: {} },
        {
          moved: [{ from: "terraform_data.a", to: "terraform_data.b" }],
          removed: [{ from: "terraform_data.b", ...lifecycle({ destroy: true }) }],
        },
      ),
      "plan",
      "apply -auto-approve",
    ),
  ],
  "what is moved, put into a list or forgotten": [
    one(stack({ a: {}, k: { input: 1 }, l: {} }), "apply -auto-approve"),
    one(
      stack(
        { b: {}, k: { input: 1, count: 1 }, l: {} },
        { moved: [{ from: "terraform_data.a", to: "terraform_data.b" }] },
      ),
      "plan",
      "plan -refresh-only",
      "apply -auto-approve",
    ),
  ],
  "what is imported": [
    one(
      stack({ a: {} }, { import: [{ to: "terraform_data.a", id: "given" }] }),
      "plan",
      "apply -auto-approve",
    ),
  ],
  "data sources": [
    {
      files: {
        "main.tf.json": {
          data: {
            terraform_remote_state: { r: { backend: "local", config: { path: "r.tfstate" } } },
          },
          resource: {
            terraform_data: { a: { input: "${data.terraform_remote_state.r.outputs.o}" } },
          },
        },
        "r.tfstate": {
          version: 4,
          terraform_version: "1.11.4",
          serial: 1,
          lineage: "5b0c1f0e-0000-4000-8000-000000000001",
          outputs: { o: { value: "x", type: "string" } },
          resources: [],
        },
      },
      run: ["plan", "apply -auto-approve", "plan -refresh-only"],
    },
  ],
  modules: [
    {
      files: {
        "m/main.tf.json": stack({ r: { input: 1 } }, outputs({ id: of("r.id") })),
        "main.tf.json": {
          module: { m: { source: "./m", for_each: { k: 1 } } },
          output: { o: { value: '${module.m["k"].id}' } },
        },
      },
      run: ["plan", "apply -auto-approve", "destroy -auto-approve"],
    },
  ],
  "a provider that is called otherwise, and says in its block of which version it is": [
    one(
      {
        terraform: { required_providers: { tf: { source: "terraform.io/builtin/terraform" } } },
        provider: { tf: { version: ">= 1" } },
        ...stack({ a: {}, b: { provider: "tf" } }),
      },
      "validate",
      "plan",
    ),
  ],
  "a condition that breaks when applying": [
    one(
      stack({
        a: {
          input: "x",
          ...lifecycle({ postcondition: holds(CONDITION.replace("terraform_data.a", "self")) }),
        },
        b: { input: of("a.output") },
        c: {},
      }),
      "plan",
      "apply -auto-approve",
    ),
  ],
  "messages that are not shown": [
    one(
      stack(
        {
          a: { input: "x" },
          b: lifecycle({ precondition: holds(IS_X, "${var.secret}") }),
          c: lifecycle({ precondition: holds(IS_X, "${sensitive(terraform_data.a.id)}") }),
        },
        {
          variable: {
            secret: { default: "s", sensitive: true },
            token: { default: "t", ephemeral: true },
          },
          output: { o: { value: 1, precondition: holds(IS_X, "${var.token}") } },
        },
      ),
      "plan",
      "apply -auto-approve",
    ),
  ],
  "checks that do not hold": [
    one(stack({ a: { input: "x" } }, check(CONDITION)), "apply -auto-approve", "plan"),
    one(stack({ a: { input: "x" } }, check(CONDITION)), "apply -auto-approve"),
    one(stack({ a: { input: "z" } }, check(CONDITION)), "apply -auto-approve"),
  ],
  "checks of the moment, with nothing to do": [
    one(
      {
        variable: { at: { default: "2020-01-01T00:00:00Z" } },
        check: {
          c: {
            assert: [
              holds("${timecmp(timestamp(), var.at) < 0}", "it is later"),
              holds('${var.at == ""}', "not so"),
            ],
          },
        },
      },
      "plan",
      "apply -auto-approve",
      "plan -refresh-only",
    ),
  ],
};

/** Each is refused by both, in the same words and places. */
const REFUSED: Readonly<Record<string, object>> = {
  "names that are nowhere": stack({
    a: { input: "${var.v}" },
    b: { input: `é\n- ${of("nobody.id")}` },
    c: { input: ["x", { k: "${module.m.o}" }] },
    d: { input: "a-${local.l}" },
  }),
  "an attribute that there is not": stack({ a: {}, b: { input: of("a.nothing") } }),
  "a function that there is not": stack({ a: { input: "${nofn(1)}" } }),
  "a text that is no expression": stack({ a: { input: "${1 +}" } }),
  "an operand that does not fit": stack({ a: { input: '${1 + "x"}' } }),
  "an argument too few": stack({ a: { input: "${upper()}" } }),
  "a call that fails": stack({ a: { input: "${element([], 0)}" } }),
  "arguments that do not fit": stack(
    Object.fromEntries(
      [
        'substr("x", "y", 1)',
        'join([1], ["x"])',
        'max(1, true ? "x" : "y")',
        "abs(null)",
        'range(1, upper("x"))',
        'range(1, "x${1}")',
        'pow(1, [for x in ["a"] : x]...)',
        "max(1, {}, 2)",
        "max(1, !true)",
        'max(1, "a" == "b")',
        'max(1, ["a"][0])',
        "zipmap({}, [])",
      ].map((call, i) => [`r${i}`, { input: `\${${call}}` }]),
    ),
  ),
  "two results that do not fit": stack({ a: { input: "${true ? [] : {}}" } }),
  "a list in a text": stack({ a: { input: "a${[1]}" } }),
  "a count below zero": stack({ a: { count: -1 } }),
  "a for_each over a list": stack({ a: { for_each: [1] } }),
  "an output without a value": { output: { o: {} } },
  "a condition without a message": stack({
    a: {},
    b: lifecycle({ precondition: { condition: "${terraform_data.a.id == null}" } }),
  }),
};

describe.skipIf(!isTerraformPresent)("streams of --json", () => {
  it.each(Object.entries(STREAMS))("%s", (_, steps) => {
    const both = openBoth();
    for (const [i, { files, run }] of steps.entries()) {
      both.write(files);
      for (const command of run) {
        const { theirs, ours } = both.run(command);
        const about = `step ${i + 1}: ${command}`;
        expect(differences(theirs.lines, ours.lines, "lines"), about).toEqual([]);
        expect(ours.phases, about).toEqual(theirs.phases);
        expect(differences(theirs.state, ours.state, "state"), about).toEqual([]);
      }
    }
  });

  it.each(Object.entries(PARTLY))("beside errors: %s", (_, [first, configuration]) => {
    const both = openBoth();
    if (first !== undefined) {
      both.write({ "main.tf.json": first });
      both.run("apply -auto-approve");
    }
    both.write({ "main.tf.json": configuration });
    // What rests on an error Terraform does not even read.
    const { theirs, ours } = both.run("plan -refresh=false");
    expect(differences(theirs.lines, ours.lines, "lines")).toEqual([]);
    expect(ours.phases).toEqual(theirs.phases);
  });

  it.each(Object.entries(REFUSED))("%s", (_, configuration) => {
    const both = openBoth();
    both.write({ "main.tf.json": configuration });
    const { theirs, ours } = both.run("validate");
    expect(differences(theirs.lines, ours.lines, "lines")).toEqual([]);
    expect(theirs.lines.length).toBeGreaterThan(1);
  });
});
