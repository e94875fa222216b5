// Values of a stack's variables, from everywhere Terraform takes them: the environment, *.auto.tfvars.json
// files, --var-file and --var, the later over the earlier. Values of sensitive variables never stand in a
// diagnostic.

import { isFailure } from "../language/convert.js";
import { evaluate } from "../language/evaluate.js";
import { parseExpression } from "../language/parse.js";
import type { Scope } from "../language/scope.js";
import { normalize } from "../language/text-order.js";
import { ANYTHING, type TypedValue } from "../language/typed-value.js";
import { describeType, isPrimitive } from "../language/types.js";
import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import { isJsonObject, type Json } from "../model/json.js";
import type { Value } from "../model/value.js";
import type { Configuration, VariableConfig } from "./configuration.js";
import { convertVariable, describeMisfit, markAsDeclared } from "./convert-variable.js";
import { valueOfJson } from "./read-variable.js";

export interface VariableSources {
  /** Entries of the environment by their full names; those that begin with `TF_VAR_` count. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** Contents of terraform.tfvars.json and of `*.auto.tfvars.json`, in that order, sorted by name. */
  readonly autoFiles: readonly VariableFile[];
  /** `--var` and `--var-file` in the order of the command line. */
  readonly commandLine: readonly (VariableFile | VariableFlag)[];
}

/** A file of values, already read as JSON. */
export interface VariableFile {
  readonly file: string;
  readonly json: Json;
}

/** What stands behind `--var`: `name=value`. */
export interface VariableFlag {
  readonly flag: string;
}

export interface AssignedVariables {
  /** Every declared variable that has a value, of its type, marked as it is declared. */
  readonly values: { readonly [name: string]: Value };
  /** Those that were given, before they are made of their types: what a plan shows. */
  readonly given: { readonly [name: string]: Value };
  readonly diagnostics: readonly Diagnostic[];
}

export function assignVariables(
  configuration: Pick<Configuration, "variables">,
  sources: VariableSources,
): AssignedVariables {
  const { variables } = configuration;
  const diagnostics: Diagnostic[] = [];
  const given = new Map<string, Given>();
  for (const entry of entriesOf(sources, diagnostics)) {
    const variable = variables.get(entry.name);
    if (variable === undefined) reportUndeclared(entry, variables, diagnostics);
    else given.set(entry.name, entry);
  }
  const values: [string, Value][] = [];
  const asGiven: [string, Value][] = [];
  for (const variable of variables.values()) {
    const { name } = variable;
    const mark = (value: Value) => markAsDeclared(variable, value);
    const entry = given.get(name);
    const typed = entry === undefined ? undefined : read(entry, variable, diagnostics);
    if (entry !== undefined && typed === undefined) continue;
    if (typed !== undefined) asGiven.push([name, mark(typed.value)]);
    const value = valueFor(variable, { typed, origin: entry?.origin }, diagnostics);
    if (value !== undefined) values.push([name, mark(value)]);
  }
  return { values: Object.fromEntries(values), given: Object.fromEntries(asGiven), diagnostics };
}

/** One value that was given, and where. */
interface Given {
  readonly name: string;
  /** As people know it: `--var`, `TF_VAR_x` or the file. */
  readonly origin: string;
  readonly kind: "environment" | "file" | "flag";
  readonly content: { readonly text: string } | { readonly json: Json };
}

function entriesOf(sources: VariableSources, diagnostics: Diagnostic[]): readonly Given[] {
  const entries: Given[] = [];
  for (const [key, text] of Object.entries(sources.environment)) {
    if (!key.startsWith("TF_VAR_") || text === undefined) continue;
    const name = key.slice("TF_VAR_".length);
    entries.push({ name, origin: key, kind: "environment", content: { text } });
  }
  for (const source of [...sources.autoFiles, ...sources.commandLine]) {
    if ("flag" in source) entries.push(...flagEntry(source, diagnostics));
    else entries.push(...fileEntries(source, diagnostics));
  }
  return entries;
}

function flagEntry({ flag }: VariableFlag, diagnostics: Diagnostic[]): readonly Given[] {
  const equals = flag.indexOf("=");
  const name = flag.slice(0, Math.max(0, equals)).trim();
  if (name !== "") {
    return [{ name, origin: "--var", kind: "flag", content: { text: flag.slice(equals + 1) } }];
  }
  // The text may hold a secret, so it is not repeated.
  const detail = "--var takes a name and a value, as in --var site=edge-01.";
  diagnostics.push(errorDiagnostic("Invalid --var", detail));
  return [];
}

function fileEntries({ file, json }: VariableFile, diagnostics: Diagnostic[]): readonly Given[] {
  if (isJsonObject(json)) {
    const entries = Object.entries(json).filter(([name]) => name !== "//");
    return entries.map(([name, value]) => {
      return { name, origin: file, kind: "file", content: { json: value } };
    });
  }
  const detail = `${file} must hold one JSON object, with the values by the names of the variables.`;
  diagnostics.push(errorDiagnostic("Invalid variable file", detail, { source: { file } }));
  return [];
}

/** In the environment anything may stand; a file may serve several stacks; a flag means this one. */
function reportUndeclared(
  { name, origin, kind }: Given,
  variables: Configuration["variables"],
  diagnostics: Diagnostic[],
): void {
  if (kind === "environment") return;
  const near = suggestion(name, variables.keys());
  const detail = `${origin} gives a value to var.${name}, which the configuration does not declare.${near}`;
  const summary = "Value for undeclared variable";
  const where = kind === "file" ? { source: { file: origin } } : {};
  const make = kind === "file" ? warningDiagnostic : errorDiagnostic;
  diagnostics.push(make(summary, detail, where));
}

/** The value, the default, or undefined with an error. */
function valueFor(
  variable: VariableConfig,
  {
    typed,
    origin,
  }: { readonly typed: TypedValue | undefined; readonly origin: string | undefined },
  diagnostics: Diagnostic[],
): Value | undefined {
  const isNoValue = typed === undefined || (typed.value === null && !variable.nullable);
  if (isNoValue && variable.default !== undefined) return variable.default;
  if (typed === undefined) {
    diagnostics.push(missing(variable));
    return undefined;
  }
  const converted = convertVariable(variable, typed);
  if (!isFailure(converted)) return converted.value;
  const detail =
    `The value of var.${variable.name} from ${origin} does not fit its type, ` +
    `${describeType(variable.type)}: ${describeMisfit(variable, typed.value, converted)}.`;
  diagnostics.push(errorDiagnostic("Invalid value for a variable", detail, whereOf(variable)));
  return undefined;
}

function missing(variable: VariableConfig): Diagnostic {
  const { name } = variable;
  const detail =
    `var.${name} has no default and was given no value. Set TF_VAR_${name} in the environment, ` +
    `pass --var ${name}=…, or name a file with --var-file.`;
  return errorDiagnostic("No value for a required variable", detail, whereOf(variable));
}

function whereOf({ name, source }: VariableConfig): Pick<Diagnostic, "address" | "source"> {
  return { address: `var.${name}`, source };
}

/** Text is taken as it stands for primitive types and without a type, and as an expression for all others. */
function read(
  { content, origin }: Given,
  variable: VariableConfig,
  diagnostics: Diagnostic[],
): TypedValue | undefined {
  if ("json" in content) return { value: valueOfJson(content.json) };
  if (isPrimitive(variable.type) || variable.isUntyped) {
    return { value: normalize(content.text) };
  }
  const { expression, diagnostics: wrong } = parseExpression(content.text);
  const evaluated = evaluate(expression, NO_NAMES);
  if (wrong.length === 0 && evaluated.diagnostics.length === 0) return evaluated;
  const detail =
    `The value of var.${variable.name} from ${origin} is no ${describeType(variable.type)} in Terraform's ` +
    'notation, such as ["a", "b"] or {a = 1}.';
  diagnostics.push(errorDiagnostic("Invalid value for a variable", detail, whereOf(variable)));
  return undefined;
}

/** Values of variables are literals. */
const NO_NAMES: Scope = {
  resolve: () => {
    const detail = "A variable's value cannot refer to anything.";
    return { ...ANYTHING, diagnostics: [errorDiagnostic("Reference out of place", detail)] };
  },
};
