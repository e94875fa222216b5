// Blocks `variable` → VariableConfig. A variable's type, default and flags are literals: nothing in them is
// a template.

import { isFailure } from "../language/convert.js";
import { parseType } from "../language/parse-type.js";
import { normalize } from "../language/text-order.js";
import { isName } from "../model/address.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { isJsonArray, isJsonObject, type Json } from "../model/json.js";
import type { Value } from "../model/value.js";
import type { VariableConfig } from "./configuration.js";
import { convertVariable, describeMisfit } from "./convert-variable.js";
import { type Draft, reportDuplicate } from "./draft.js";
import {
  type Block,
  literalBool,
  literalText,
  type Property,
  reportName,
  sourceOf,
  takeArguments,
} from "./json-body.js";
import { readConditions } from "./read-lifecycle.js";

const ARGUMENTS = {
  block: "a variable",
  known: ["type", "default", "description", "sensitive", "nullable", "ephemeral", "validation"],
};

/** Terraform takes them alone, as before 0.12. */
const SHORT_TYPES: ReadonlySet<string> = new Set(["list", "map"]);

/** They mean something else where a module is called. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  "source",
  "version",
  "providers",
  "provider",
  "count",
  "for_each",
  "lifecycle",
  "depends_on",
  "locals",
]);

export function readVariable(block: Block, draft: Draft): void {
  const [name = ""] = block.labels;
  const { source } = block;
  const given = takeArguments(block, ARGUMENTS, draft.report);
  const existing = draft.variables.get(name);
  if (existing !== undefined) {
    reportDuplicate(`var.${name}`, { first: existing.source, second: source }, draft.report);
  }
  if (!isName(name)) reportName("a variable", name, source, draft.report);
  if (RESERVED_NAMES.has(name)) {
    const detail = `A variable cannot be called "${name}": where a module is called, that is an argument of the call. Choose another name.`;
    draft.report(errorDiagnostic("Invalid variable name", detail, { source }));
  }
  const description = literalText(given.get("description"), draft.report);
  const variable: VariableConfig = {
    name,
    ...(description === undefined ? {} : { description }),
    ...readType(given.get("type"), draft),
    sensitive: literalBool(given.get("sensitive"), draft.report) ?? false,
    ephemeral: literalBool(given.get("ephemeral"), draft.report) ?? false,
    nullable: literalBool(given.get("nullable"), draft.report) ?? true,
    validations: readConditions(given.get("validation"), draft),
    source,
  };
  draft.variables.set(name, withDefault(variable, given.get("default"), draft));
}

function readType(
  property: Property | undefined,
  draft: Draft,
): Pick<VariableConfig, "type" | "typeDefaults" | "isUntyped"> {
  const text = literalText(property, draft.report);
  if (text === undefined) return { type: "dynamic", isUntyped: true };
  const written = SHORT_TYPES.has(text.trim()) ? `${text.trim()}(any)` : text;
  const { type, defaults, diagnostics } = parseType(written, property && sourceOf(property));
  for (const diagnostic of diagnostics) draft.report(diagnostic);
  return { type, ...(defaults && { typeDefaults: defaults }) };
}

function withDefault(
  variable: VariableConfig,
  property: Property | undefined,
  draft: Draft,
): VariableConfig {
  if (property === undefined) return variable;
  const value = valueOfJson(property.value);
  const converted = convertVariable(variable, { value });
  if (!isFailure(converted)) return { ...variable, default: converted.value };
  const detail = `The default of var.${variable.name} does not fit its type: ${describeMisfit(variable, value, converted)}.`;
  const where = { source: sourceOf(property) };
  draft.report(errorDiagnostic("Invalid default value for variable", detail, where));
  return variable;
}

/** JSON as a value, texts as they stand. */
export function valueOfJson(json: Json): Value {
  if (typeof json === "string") return normalize(json);
  if (isJsonArray(json)) return json.map(valueOfJson);
  if (!isJsonObject(json)) return json;
  const entries = Object.entries(json).map(([name, item]): [string, Value] => {
    return [normalize(name), valueOfJson(item)];
  });
  return Object.fromEntries(entries);
}
