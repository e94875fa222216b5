// Ephemeral values beside real Terraform: where they may go and where both refuse them, what plan JSON says, and what the
// apply of a saved plan wants again.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holdfast, projectFolder } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { isTerraformPresent } from "./both-engines.js";
import { type Step, tellStory } from "./compare-engines.js";

if (!isTerraformPresent && process.env.CI === "true") throw new Error("terraform is missing");
if (!isTerraformPresent) console.warn("SKIPPED: ephemeral values: terraform is missing");

const VARIABLES = {
  e: { type: "string", ephemeral: true, default: "e-default" },
  list: { type: "list(string)", ephemeral: true, default: ["a", "b"] },
  n: { type: "number", ephemeral: true, default: 2 },
  both: { type: "string", ephemeral: true, sensitive: true, default: "both-default" },
  open: { type: "string", default: "x" },
};
const LOCALS = { made: "${var.e}!", safe: "${ephemeralasnull(var.e)}" };

const stack = (resources: object, top: object = {}) => ({
  variable: VARIABLES,
  locals: LOCALS,
  resource: { terraform_data: resources },
  ...top,
});
const condition = (text: string, error_message = "no") => ({
  condition: `\${${text}}`,
  error_message,
});

const NONE = { none: { input: 1 } };
const INVALID_USE = "Invalid use of ephemeral value";
const NOT_ALLOWED = "Ephemeral value not allowed";

const STORIES: Readonly<Record<string, readonly Step[]>> = {
  "whether changes are being carried out": [
    {
      configuration: stack(
        {
          a: { lifecycle: { precondition: condition("terraform.applying || var.open != null") } },
          b: { input: "${ephemeralasnull(terraform.applying)}" },
          c: { input: "x", lifecycle: { postcondition: condition("!terraform.applying") } },
          d: { depends_on: ["terraform_data.c"] },
        },
        { output: { o: { value: "${ephemeralasnull([terraform.applying])}" } } },
      ),
      plans: ["a create", "b create", "c create", "d create"],
      fails: ["Resource postcondition failed"],
    },
    {
      configuration: stack({ ...NONE, a: { input: "${terraform.applying}" } }),
      plans: [INVALID_USE],
    },
  ],
  "values that may be used, and what plan JSON says of them": [
    {
      configuration: stack(
        {
          a: {
            input: ["${local.safe}", "${var.open}", "${length([var.e])}"],
            lifecycle: {
              precondition: condition('local.made != ""'),
              postcondition: condition("self.input[2] == 1 && var.n == 2"),
            },
          },
          b: { for_each: { k: "${var.e}" }, input: "${each.key}" },
        },
        {
          check: { c: { assert: condition('var.e == "e-default"') } },
          output: {
            safe: { value: "${ephemeralasnull({ a = var.e, b = 1 })}" },
            list: { value: "${ephemeralasnull(tolist([var.e, var.open]))}" },
            unknown: { value: '${ephemeralasnull("${var.e}-${terraform_data.a.id}")}' },
            is_sensitive: { value: "${issensitive(var.both)}" },
          },
        },
      ),
      plans: ["a create", 'b["k"] create'],
    },
    {
      configuration: stack({
        a: { input: ["${local.safe}", "y", "${length([var.e])}"] },
        b: { for_each: { k: "${var.e}" }, input: "${each.key}" },
      }),
      plans: ["a update"],
    },
  ],
  "arguments, which are kept": [
    {
      configuration: stack({
        a: { input: "${local.made}" },
        b: { input: { x: ["${var.e}"] } },
        c: { triggers_replace: "${var.e}" },
      }),
      plans: [INVALID_USE, INVALID_USE, INVALID_USE],
    },
  ],
  "the settings of a remote state": [
    {
      configuration: stack(NONE, {
        data: {
          terraform_remote_state: { r: { backend: "local", config: { path: "${var.e}" } } },
        },
      }),
      plans: [INVALID_USE],
    },
  ],
  "which instances there are": [
    {
      configuration: stack({
        a: { count: "${var.n}" },
        b: { for_each: "${toset(var.list)}" },
      }),
      plans: ["Invalid count argument", "Invalid for_each argument"],
    },
  ],
  "each.value, where it is kept": [
    {
      configuration: stack({ a: { for_each: { k: "${var.e}" }, input: "${each.value}" } }),
      plans: [INVALID_USE],
    },
  ],
  "outputs of a stack": [
    {
      configuration: stack(NONE, {
        output: {
          a: { value: "${var.e}" },
          b: { value: { x: "${local.made}" } },
          c: { value: '${var.e == "x" ? 1 : 2}' },
          d: { value: "${nonsensitive(var.both)}" },
          e: { value: "fine", ephemeral: true },
        },
      }),
      plans: [
        "Ephemeral output not allowed",
        NOT_ALLOWED,
        NOT_ALLOWED,
        NOT_ALLOWED,
        NOT_ALLOWED,
      ].sort(),
    },
    {
      configuration: stack(NONE, { output: { a: { value: "${try(var.e, 1)}" } } }),
      plans: [NOT_ALLOWED],
    },
  ],
  "conditions that do not hold": [
    {
      configuration: stack({
        a: { lifecycle: { precondition: condition('var.e == "other"', "it is ${var.e}") } },
      }),
      plans: ["Resource precondition failed"],
    },
  ],
  "ephemeral resources, which no provider here has": [
    {
      configuration: stack(NONE, { ephemeral: { terraform_data: { x: {} } } }),
      plans: ["Invalid ephemeral resource"],
    },
    {
      configuration: stack(NONE, { output: { a: { value: "${ephemeral.terraform_data.x.id}" } } }),
      plans: ["Reference to undeclared resource"],
    },
  ],
};

describe.skipIf(!isTerraformPresent)("Terraform and our engine hold ephemeral values alike", () => {
  it.each(Object.entries(STORIES))(
    "%s",
    async (_, steps) =>
      await tellStory(steps.map((step) => ({ refuses: "in other words", ...step }))),
  );
});

const GIVEN = {
  variable: {
    e: { type: "string", ephemeral: true },
    rest: { type: "string", ephemeral: true, default: "usual" },
    open: { type: "string", default: "x" },
  },
  resource: { terraform_data: { a: { input: "${var.open}-${length([var.e])}" } } },
};

/** What each engine says to `apply FILE` with these flags, and the variables of the plan's JSON. */
async function appliedTwice(planned: readonly string[], applied: readonly string[]) {
  const text = JSON.stringify(GIVEN);
  const theirs = temporaryFolder();
  writeFileSync(join(theirs, "main.tf.json"), text);
  const terraform = (...args: string[]) =>
    spawnSync("terraform", args, {
      cwd: theirs,
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      encoding: "utf8",
    });
  terraform("plan", "-out=p", "-input=false", ...planned);
  const theirJson = JSON.parse(terraform("show", "-json", "p").stdout);
  const theirApply = terraform("apply", "-input=false", ...applied, "p");
  const cwd = projectFolder({ "main.tf.json": text });
  const plan = ["plan", "--config", "main.tf.json", "--out", "p", ...planned];
  expect(await holdfast(plan, { cwd })).toMatchObject({ code: 0 });
  const saved = readFileSync(join(cwd, "p"), "utf8");
  const json = JSON.parse((await holdfast("show --json p", { cwd })).stdout);
  const shown = JSON.parse((await holdfast("show --json --show-sensitive p", { cwd })).stdout);
  const ours = await holdfast(["apply", "p", ...applied], { cwd });
  expect(json.variables).toEqual(theirJson.variables);
  expect(shown.variables).toEqual(theirJson.variables);
  expect(ours.code === 0, ours.stderr).toBe(theirApply.status === 0);
  const words = ours.stderr.replace(/\s+/g, " ");
  return { ours: { ...ours, words }, saved, variables: json.variables };
}

describe.skipIf(!isTerraformPresent)("a saved plan, applied by either", () => {
  it("wants what was given for it again, and no matter what it is", async () => {
    const { ours, saved, variables } = await appliedTwice(["-var=e=secret-1"], ["-var=e=secret-2"]);
    expect(ours.code).toBe(0);
    expect(saved).not.toContain("secret-1");
    expect(variables).toEqual({ open: { value: "x" }, rest: { value: "usual" } });
  });

  it("is refused without it", async () => {
    const { ours } = await appliedTwice(["-var=e=secret-1"], []);
    expect(ours.words).toContain("was given a value when the plan was made");
    expect(ours.words).toContain("--var e=");
  });

  it("is refused with one that was not given for it", async () => {
    const { ours } = await appliedTwice(["-var=e=1"], ["-var=e=1", "-var=rest=2"]);
    expect(ours.words).toContain("Ephemeral variable was not set when planning");
  });

  it("wants one again that was given its default", async () => {
    const given = ["-var=e=1", "-var=rest=usual"];
    expect((await appliedTwice(given, given)).ours.code).toBe(0);
    const other = ["-var=e=1", "-var=rest=other"];
    const shown = { open: { value: "x" }, rest: { value: "usual" } };
    expect((await appliedTwice(other, other)).variables).toEqual(shown);
    expect((await appliedTwice(given, ["-var=e=1"])).ours.words).toContain('"rest" was given');
  });

  it("is refused with a variable that is in it", async () => {
    const { ours } = await appliedTwice(["-var=e=1"], ["-var=e=1", "-var=open=2"]);
    expect(ours.code).toBe(64);
  });
});
