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
  const output = Object.fromEntries(
    declared
      .slice(0, 2)
      .map(({ made, i }) => [`o${i}`, { value: `\${${reference(made, i, "input")}}` }]),
  );
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
