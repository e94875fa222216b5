// Where values of input variables are looked for: the environment, terraform.tfvars.json and *.auto.tfvars.json of
// the project, --var-file and --var. What sensitive and ephemeral variables hold becomes known as
// secrets of this run.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeFault } from "../files/file-fault.js";
import {
  type AssignedVariables,
  assignVariables,
  type VariableFile,
  type VariableFlag,
  type VariableSources,
} from "../load/assign-variables.js";
import type { Configuration } from "../load/configuration.js";
import { parseJson } from "../load/parse-json.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { isJsonObject } from "../model/json.js";
import { areValuesEqual, containsMarks, unmark } from "../model/value.js";
import type { VariableValues } from "../plan/evaluation-scope.js";
import type { SavedPlan } from "../plan/saved-plan.js";
import { CommandFailed } from "./describe-failure.js";
import type { GivenOptions } from "./given-options.js";
import type { Session } from "./session.js";

export interface ReadVariables {
  /** Of each configuration, in their order. */
  readonly values: readonly VariableValues[];
  /** The same as they were given. */
  readonly given: readonly VariableValues[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @throws CommandFailed when a file cannot be read as variables. */
export function readVariables(
  session: Session,
  options: GivenOptions,
  configurations: readonly Configuration[],
): ReadVariables {
  const sources = readSources(session, options, configurations[0]?.root ?? session.terminal.cwd);
  const assigned = configurations.map((configuration) =>
    assignVariables(configuration, sourcesFor(configuration, configurations, sources)),
  );
  for (const { values, given } of assigned) {
    keepSecrets(session, values);
    keepSecrets(session, given);
  }
  return {
    values: assigned.map(({ values }) => values),
    given: assigned.map(({ given }) => given),
    diagnostics: assigned.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** Of commands that plan nothing, no variable needs one. */
export function isMissingValue({ summary }: Diagnostic): boolean {
  return summary === "No value for a required variable";
}

/** The variables of a saved plan that are not in it; those of `configuration` have their defaults. */
export function readUnsavedVariables(
  session: Session,
  options: GivenOptions,
  { configuration, names }: UnsavedVariables,
): AssignedVariables {
  const isWanted = (name: string) => names.has(name);
  const variables = [...configuration.variables].filter(([name]) => isWanted(name));
  const sources = readSources(session, options, configuration.root);
  const commandLine = sources.commandLine.filter(
    (source) => "file" in source || isWanted(nameOfFlag(source.flag)),
  );
  const read = assignVariables({ variables: new Map(variables) }, { ...sources, commandLine });
  keepSecrets(session, read.values);
  return read;
}

interface UnsavedVariables {
  readonly configuration: Configuration;
  readonly names: ReadonlySet<string>;
}

/** Errors for what files of `--var-file` say otherwise than a saved plan, which has those values that are open. */
export function findOtherValues(
  session: Session,
  options: GivenOptions,
  { configuration, variables }: Pick<SavedPlan, "configuration" | "variables">,
): readonly Diagnostic[] {
  const { commandLine } = readSources(session, options, configuration.root);
  const files = commandLine.flatMap((source) => ("file" in source ? source : []));
  const named = new Set(files.flatMap(({ json }) => (isJsonObject(json) ? Object.keys(json) : [])));
  const declared = [...configuration.variables].filter(
    ([name, v]) => named.has(name) && !v.sensitive && !v.ephemeral,
  );
  const sources = { environment: {}, autoFiles: [], commandLine: files };
  const { values } = assignVariables({ variables: new Map(declared) }, sources);
  const other = Object.keys(values).filter(
    (name) => !areValuesEqual(values[name] ?? null, variables[name] ?? null),
  );
  return other.map((name) => {
    const detail = `--var-file gives "${name}" another value than the plan was made with. Plan again, or leave it out.`;
    return errorDiagnostic("Variable differs from the saved plan", detail);
  });
}

/** What stands before the `=` of `--var`. */
export function nameOfFlag(flag: string): string {
  return flag.slice(0, Math.max(0, flag.indexOf("="))).trim();
}

/** From now on no message shows them. */
export function keepSecrets(session: Session, values: VariableValues): void {
  for (const value of Object.values(values)) {
    if (containsMarks(value)) session.secrets.add(unmark(value));
  }
}

export function readSources(
  session: Session,
  options: GivenOptions,
  root: string,
): VariableSources {
  const { sources, diagnostics } = collectSources(session, options, root);
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  return sources;
}

/** What there is, and errors for files that cannot be used. */
export function collectSources(
  session: Session,
  options: GivenOptions,
  root: string,
): { readonly sources: VariableSources; readonly diagnostics: readonly Diagnostic[] } {
  const { env, cwd } = session.terminal;
  const diagnostics: Diagnostic[] = [];
  const read = (file: string) => readVariableFile(file, diagnostics);
  const autoFiles = automaticFiles(root).flatMap(read);
  const commandLine = options
    .inOrder("var", "var-file")
    .flatMap(({ name, value }): readonly (VariableFile | VariableFlag)[] =>
      name === "var" ? [{ flag: value }] : read(resolve(cwd, value)),
    );
  return { sources: { environment: env, autoFiles, commandLine }, diagnostics };
}

/** A flag or a file may be meant for another stack of the same call. */
function sourcesFor(
  { variables }: Configuration,
  all: readonly Configuration[],
  sources: VariableSources,
): VariableSources {
  const isElsewhere = (name: string) =>
    !variables.has(name) && all.some((other) => other.variables.has(name));
  const keep = (source: VariableFile | VariableFlag) =>
    "file" in source || !isElsewhere(nameOfFlag(source.flag));
  return { ...sources, commandLine: sources.commandLine.filter(keep) };
}

function automaticFiles(root: string): readonly string[] {
  const names = readdirSync(root);
  const main = names.filter((name) => name === "terraform.tfvars.json");
  const others = names.filter((name) => name.endsWith(".auto.tfvars.json")).sort();
  return [...main, ...others].map((name) => join(root, name));
}

function readVariableFile(file: string, diagnostics: Diagnostic[]): readonly VariableFile[] {
  if (!file.endsWith(".json")) {
    diagnostics.push(unsupportedFile(file));
    return [];
  }
  try {
    const parsed = parseJson(readFileSync(file, "utf8"), file);
    diagnostics.push(...parsed.diagnostics);
    return parsed.value === undefined ? [] : [{ file, json: parsed.value }];
  } catch (error) {
    const summary = "The file of variables could not be read";
    diagnostics.push(describeFault(error, { summary, doing: "read", path: file }));
    return [];
  }
}

function unsupportedFile(file: string): Diagnostic {
  const detail = `${file} is not JSON by its name. Only JSON is supported, in a file *.tfvars.json.`;
  return errorDiagnostic("Unsupported file of variables", detail, { source: { file } });
}
