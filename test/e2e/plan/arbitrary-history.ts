// Histories of a small stack of terraform_data, as Terraform JSON: what is declared first, and what then becomes of
// it. Resources refer to earlier ones only, in the form in which these are repeated.

import fc from "fast-check";

interface Repetition {
  readonly meta: object;
  /** How others name one of the instances, or all. */
  readonly forms: readonly string[];
}

const REPETITIONS: readonly Repetition[] = [
  { meta: {}, forms: ["", ""] },
  { meta: {}, forms: ["", ""] },
  { meta: { count: 1 }, forms: ["[0]", "[*]"] },
  { meta: { count: 3 }, forms: ["[0]", "[2]", "[*]"] },
  { meta: { count: 0 }, forms: ["[*]"] },
  { meta: { for_each: { k: "1" } }, forms: ['["k"]'] },
  { meta: { for_each: { k: "2", l: "2" } }, forms: ['["k"]', '["l"]'] },
];

const NAMES = ["a", "b", "c", "d", "e"];

interface Choice {
  readonly isThere: boolean;
  readonly repetition: number;
  readonly trigger: string;
  readonly input: string;
  readonly uses: readonly number[];
  readonly usedIn: "input" | "triggers_replace" | "depends_on" | "replace_triggered_by";
  readonly form: number;
  readonly isCreatedFirst: boolean;
  readonly ignores: "nothing" | "input" | "triggers_replace" | "all";
}

const choice: fc.Arbitrary<Choice> = fc.record({
  isThere: fc.constantFrom(true, true, true, false),
  repetition: fc.nat(REPETITIONS.length - 1),
  trigger: fc.constantFrom("1", "2"),
  input: fc.constantFrom("x", "y"),
  uses: fc.array(fc.nat(3), { maxLength: 2 }),
  usedIn: fc.constantFrom(
    "input",
    "input",
    "triggers_replace",
    "depends_on",
    "replace_triggered_by",
  ),
  form: fc.nat(5),
  isCreatedFirst: fc.constantFrom(false, false, true),
  ignores: fc.constantFrom("nothing", "nothing", "nothing", "input", "triggers_replace", "all"),
});

const version = fc.array(choice, { minLength: NAMES.length, maxLength: NAMES.length });

/** Two or three configurations that follow each other. */
export const arbitraryHistory: fc.Arbitrary<readonly object[]> = fc
  .array(version, { minLength: 2, maxLength: 3 })
  .map((versions) => versions.map(configurationOf));

function configurationOf(choices: readonly Choice[]): object {
  const declared = choices.flatMap((made, i) => (made.isThere ? [{ made, i }] : []));
  const entries = declared.map(({ made, i }) => {
    const earlier = made.uses.flatMap((n) => declared.filter((other) => other.i < i)[n] ?? []);
    return [NAMES[i] ?? "", resourceOf(made, earlier)] as const;
  });
  const given = declared
    .slice(0, 2)
    .map(({ made, i }) => [`o${i}`, { value: `\${${reference(made, i, "input")}}` }] as const);
  const made = declared.map(({ made, i }) => `\${${reference(made, i, "output")}}`);
  const output = { ...Object.fromEntries(given), all: { value: made } };
  if (entries.length === 0) return { locals: { nothing: 1 } };
  return { resource: { terraform_data: Object.fromEntries(entries) }, output };
}

interface Declared {
  readonly made: Choice;
  readonly i: number;
}

function reference({ repetition, form }: Choice, i: number, attribute?: string): string {
  const { forms = [""] } = REPETITIONS[repetition] ?? {};
  const name = `terraform_data.${NAMES[i]}${forms[form % forms.length]}`;
  return attribute === undefined ? name : `${name}.${attribute}`;
}

function resourceOf(made: Choice, earlier: readonly Declared[]): object {
  const { usedIn, isCreatedFirst, ignores } = made;
  const values = earlier.map(({ made: other, i }) => `\${${reference(other, i, "id")}}`);
  const names = earlier.map(({ i }) => `terraform_data.${NAMES[i]}`);
  const lifecycle = {
    ...(isCreatedFirst ? { create_before_destroy: true } : {}),
    ...(ignores === "nothing" ? {} : { ignore_changes: ignores === "all" ? "all" : [ignores] }),
    ...(usedIn === "replace_triggered_by" && names.length > 0
      ? { replace_triggered_by: [...new Set(names)] }
      : {}),
  };
  const isUsed = values.length > 0;
  return {
    ...REPETITIONS[made.repetition]?.meta,
    triggers_replace: usedIn === "triggers_replace" && isUsed ? values : made.trigger,
    input: usedIn === "input" && isUsed ? [made.input, ...values] : made.input,
    ...(usedIn === "depends_on" && isUsed ? { depends_on: [...new Set(names)] } : {}),
    lifecycle,
  };
}

interface DataChoice {
  readonly isThere: boolean;
  readonly repetition: object;
  /** How it comes to depend on `a` or `b`, which use no data source. */
  readonly dependsBy: "nothing" | "depends_on" | "reference" | "local";
  readonly on: number;
  /** Of the resources after these, those that use it. */
  readonly users: readonly number[];
  readonly hasCondition: boolean;
}

const dataChoice: fc.Arbitrary<DataChoice> = fc.record({
  isThere: fc.constantFrom(true, true, true, false),
  repetition: fc.constantFrom<object>({}, {}, { count: 2 }, { for_each: { k: "1" } }),
  dependsBy: fc.constantFrom("nothing", "depends_on", "depends_on", "reference", "local"),
  on: fc.nat(1),
  users: fc.uniqueArray(fc.integer({ min: 2, max: NAMES.length - 1 }), { maxLength: 2 }),
  hasCondition: fc.boolean(),
});

/** The same with two data sources between the resources: they read the outputs of another stack. */
export const arbitraryDataHistory: fc.Arbitrary<readonly object[]> = fc
  .array(fc.tuple(version, dataChoice, dataChoice), { minLength: 2, maxLength: 3 })
  .map((versions) => versions.map(([choices, d, e]) => withData(choices, { d, e })));

function withData(
  choices: readonly Choice[],
  declared: { readonly [name: string]: DataChoice },
): object {
  const { resource, ...top } = configurationOf(choices) as StackJson;
  const { terraform_data: resources = {} } = resource ?? {};
  const there = Object.entries(declared).filter(([, { isThere }]) => isThere);
  const inputs = choices.map((_, i) =>
    there.flatMap(([name, { users, repetition }]) =>
      users.includes(i)
        ? [`\${length(data.terraform_remote_state.${name}${formOf(repetition)}.outputs)}`]
        : [],
    ),
  );
  const used = Object.entries(resources).map(([name, attributes]) => {
    const more = inputs[NAMES.indexOf(name)] ?? [];
    return [name, more.length === 0 ? attributes : { ...attributes, input: more }] as const;
  });
  if (there.length === 0) return { resource: { terraform_data: Object.fromEntries(used) }, ...top };
  const data = there.map(([name, choice]) => [name, dataOf(choice, choices)] as const);
  const locals = Object.fromEntries(
    [0, 1].map((i) => [
      `l${i}`,
      choices[i]?.isThere ? `\${${reference(choices[i], i, "input")}}` : 0,
    ]),
  );
  return {
    ...top,
    ...(used.length === 0 ? {} : { resource: { terraform_data: Object.fromEntries(used) } }),
    data: { terraform_remote_state: Object.fromEntries(data) },
    locals,
  };
}

interface StackJson {
  readonly resource?: { readonly terraform_data?: { readonly [name: string]: object } };
}

function formOf(repetition: object): string {
  return "count" in repetition ? "[1]" : "for_each" in repetition ? '["k"]' : "";
}

function dataOf(choice: DataChoice, choices: readonly Choice[]): object {
  const { repetition, dependsBy, on, hasCondition } = choice;
  const target = choices[on];
  const isThere = target?.isThere === true;
  const postcondition = { condition: "${contains([7], self.outputs.size)}", error_message: "No." };
  return {
    ...repetition,
    backend: "local",
    config: { path: "other.tfstate" },
    ...(isThere && dependsBy === "depends_on"
      ? { depends_on: [`terraform_data.${NAMES[on]}`] }
      : {}),
    ...(isThere && dependsBy === "reference"
      ? { defaults: { x: `\${${reference(target, on, "input")}}` } }
      : {}),
    ...(dependsBy === "local" ? { defaults: { x: `\${local.l${on}}` } } : {}),
    ...(hasCondition ? { lifecycle: { postcondition } } : {}),
  };
}
