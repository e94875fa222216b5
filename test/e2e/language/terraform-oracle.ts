// Asks the real `terraform` what expressions are worth: one root output (value, type, unknown parts) and
// one terraform_data resource (which parts are sensitive) for each, planned in a folder of its own.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Type } from "../../../src/model/type.js";
import { writeFileTree } from "./file-tree.js";

/** Terraform's answer: a planned value, or that it refuses the expression, in its own words. */
export type Answer =
  | {
      readonly kind: "value";
      readonly type: Type | undefined;
      readonly value: unknown;
      /** True where unknown, as in plan JSON. */
      readonly unknown: unknown;
      /** True where sensitive, as in plan JSON. */
      readonly sensitive: unknown;
    }
  | { readonly kind: "refused"; readonly summary: string; readonly detail: string };

interface PlanJson {
  readonly planned_values: { readonly outputs?: Record<string, { readonly type?: Type }> };
  readonly output_changes: Record<
    string,
    { readonly after?: unknown; readonly after_unknown: unknown }
  >;
  readonly resource_changes?: readonly {
    readonly name: string;
    readonly change: { readonly after_sensitive: { readonly input?: unknown } | false };
  }[];
}

interface DiagnosticLine {
  readonly type: string;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly range?: { readonly filename: string };
  };
}

/** Whether there is a `terraform` to ask. */
export function isTerraformPresent(): boolean {
  return spawnSync("terraform", ["version"], { env: environment() }).status === 0;
}

/** `variables` of the environment, such as those that name a provider. */
export interface Surroundings {
  readonly context: object;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Evaluates each of `expressions` (any JSON, strings are templates) beside `context`, a JSON
 * configuration with the locals, variables and resources that they use, and the files of file-tree.ts.
 */
export function askTerraform(
  surroundings: object | Surroundings,
  expressions: readonly unknown[],
): readonly Answer[] {
  const around = "context" in surroundings ? surroundings : { context: surroundings };
  const isRefused = screen(around, expressions);
  const rest = expressions.filter((_, i) => !isRefused[i]);
  const answers = [...plannedWith(around, rest.map(fileText))];
  return expressions.map((_, i) => (isRefused[i] ? REFUSED : (answers.shift() ?? REFUSED)));
}

/**
 * Which of `expressions` can() finds wrong. A plan that has to say what is wrong with each takes ten times as long
 * as one that only says which are.
 */
function screen(around: Surroundings, expressions: readonly unknown[]): readonly boolean[] {
  const questions = expressions.map((json) => `\${can(${TEXT.exec(String(json))?.[1] ?? "null"})}`);
  const files = questions.map((text, i) => JSON.stringify({ output: outputOf(i, text) }));
  return plannedWith(around, files).map((answer) => {
    return answer.kind === "value" && answer.value === false;
  });
}

const TEXT = /^\$\{(.*)\}$/s;
const REFUSED: Answer = { kind: "refused", summary: "Refused, says can()", detail: "" };

function plannedWith(
  { context, variables = {} }: Surroundings,
  files: readonly string[],
): readonly Answer[] {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-oracle-"));
  try {
    writeFileSync(join(folder, "context.tf.json"), JSON.stringify(context));
    writeFileTree(folder);
    for (const [i, text] of files.entries()) writeFileSync(join(folder, fileName(i)), text);
    return ask({ folder, variables }, files.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Terraform reports one phase's errors at a time: refused ones are taken out until a plan succeeds. */
function ask(place: Place, count: number): readonly Answer[] {
  const answers = new Map<number, Answer>();
  terraform(place, ["init", "-backend=false", "-input=false"]);
  for (;;) {
    const refused = plan(place);
    for (const [i, answer] of refused) {
      answers.set(i, answer);
      rmSync(join(place.folder, fileName(i)), { force: true });
    }
    if (refused.size === 0) break;
  }
  const json = show(place);
  return Array.from({ length: count }, (_, i) => answers.get(i) ?? answerOf(json, i));
}

/** A file for each: the name in a diagnostic tells which expression it is about. */
function fileName(index: number): string {
  return `e${index}.tf.json`;
}

function fileText(expression: unknown, index: number): string {
  const resource = { terraform_data: { [`e${index}`]: { input: expression } } };
  return JSON.stringify({ output: outputOf(index, expression), resource });
}

function outputOf(index: number, value: unknown): object {
  return { [`e${index}`]: { sensitive: true, value } };
}

function plan(place: Place): ReadonlyMap<number, Answer> {
  const args = ["plan", "-json", "-refresh=false", "-lock=false", "-input=false", "-out=plan"];
  const run = terraform(place, args);
  const refused = new Map<number, Answer>();
  for (const line of run.stdout.split("\n").filter((text) => text.startsWith("{"))) {
    const { diagnostic } = JSON.parse(line) as DiagnosticLine;
    if (diagnostic?.severity !== "error") continue;
    const { range, summary, detail } = diagnostic;
    const [, index] =
      /^e(\d+)\.tf\.json$/.exec(range?.filename ?? "") ??
      UNWRITABLE.exec(`${summary} ${detail}`) ??
      [];
    if (index === undefined) throw new Error(`terraform: ${summary}\n${detail}\n${line}`);
    refused.set(Number(index), { kind: "refused", summary, detail });
  }
  if (refused.size === 0 && run.status !== 0)
    throw new Error(`terraform plan: ${run.stdout}${run.stderr}`);
  return refused;
}

/** A value that Terraform has and cannot store: an infinity. It says so without a file. */
const UNWRITABLE = /(?:terraform_data\.e|output value "e)(\d+)\b.*cannot serialize/s;

function show(place: Place): PlanJson {
  const run = terraform(place, ["show", "-json", "plan"]);
  if (run.status !== 0) throw new Error(`terraform show: ${run.stderr}`);
  return JSON.parse(withTextNumbers(run.stdout)) as PlanJson;
}

const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Numbers that JavaScript would round become texts of their digits. */
function withTextNumbers(json: string): string {
  return json.replace(TEXT_OR_NUMBER, (token) => {
    const isKept = token.startsWith('"') || Number.isSafeInteger(Number(token));
    return isKept ? token : `"#${token}"`;
  });
}

function answerOf(json: PlanJson, index: number): Answer {
  const name = `e${index}`;
  const change = json.output_changes[name];
  const resource = json.resource_changes?.find((item) => item.name === name);
  const marks = resource?.change.after_sensitive;
  return {
    kind: "value",
    type: json.planned_values.outputs?.[name]?.type,
    value: change?.after,
    unknown: change?.after_unknown ?? false,
    sensitive: marks ? (marks.input ?? false) : false,
  };
}

interface Place {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
}

function terraform({ folder, variables }: Place, args: readonly string[]) {
  const env = { ...environment(), ...variables };
  const options = { cwd: folder, env, encoding: "utf8", maxBuffer: 1e9 } as const;
  return spawnSync("terraform", [...args], options);
}

function environment(): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: _, ...rest } = process.env;
  return { ...rest, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
}
