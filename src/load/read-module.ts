// Blocks `module` → ModuleCallConfig: which folder is called, and with what. Only folders beside the configuration are
// read: what has to be fetched from elsewhere is refused.

import type { Expression } from "../language/expression.js";
import { isName } from "../model/address.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { isJsonObject } from "../model/json.js";
import type { ModuleCallConfig } from "./configuration.js";
import { type Draft, readExpressionOf, reportDuplicate } from "./draft.js";
import {
  at,
  type Block,
  literalText,
  type Property,
  propertiesOf,
  reportName,
  reportRefused,
  sourceOf,
} from "./json-body.js";
import { readProviderKey } from "./read-provider-key.js";
import { readDependsOn, readRepetition, writtenValues } from "./read-resource.js";

export function readModule(block: Block, draft: Draft): void {
  const [name = ""] = block.labels;
  const { source } = block;
  const existing = draft.calls.get(name);
  if (existing !== undefined) {
    reportDuplicate(`module.${name}`, { first: existing.source, second: source }, draft.report);
  }
  if (!isName(name)) reportName("a module", name, source, draft.report);
  const given = new Map(block.properties.map((property) => [property.name, property] as const));
  for (const property of block.properties) refuseArgument(property, draft);
  const values = block.properties.filter((property) => !META.has(property.name));
  const attributes = Object.fromEntries(
    values.map((property): [string, Expression] => [
      property.name,
      readExpressionOf(property, draft),
    ]),
  );
  const repetition = readRepetition(given, block, draft);
  const written = writtenValues(block);
  draft.calls.set(name, {
    name,
    moduleSource: readSource(given.get("source"), block, draft) ?? "",
    arguments: attributes,
    providers: readProviders(given.get("providers"), draft),
    ...repetition,
    dependsOn: readDependsOn(given.get("depends_on"), draft),
    ...(written === undefined ? {} : { written }),
    source,
  });
}

const REFUSED: Readonly<Record<string, string>> = {
  version: "A folder has no versions. Remove the argument.",
  lifecycle: "A module has no lifecycle of its own: its resources have.",
};
const META = new Set([
  "source",
  "providers",
  "count",
  "for_each",
  "depends_on",
  ...Object.keys(REFUSED),
]);

function refuseArgument(property: Property, draft: Draft): void {
  const { name } = property;
  if (Object.hasOwn(REFUSED, name)) {
    reportRefused(REFUSED[name] ?? "", sourceOf(property), draft.report);
  }
}

function readProviders(
  property: Property | undefined,
  draft: Draft,
): ModuleCallConfig["providers"] {
  if (property === undefined) return {};
  const source = sourceOf(property);
  if (!isJsonObject(property.value)) {
    const detail = '"providers" must be an object, such as { "holdfast": "holdfast.west" }.';
    draft.report(errorDiagnostic("Wrong JSON value", detail, { source }));
    return {};
  }
  const passed = propertiesOf(property.value, source, draft.report).flatMap((each) => {
    const called = readProviderKey(each.name, sourceOf(each), draft);
    const calling = readProviderKey(each.value, sourceOf(each), draft);
    if (called === undefined || calling === undefined) return [];
    return [[called, calling] as const];
  });
  return Object.fromEntries(passed);
}

/** Undefined where there is none that can be read. */
function readSource(
  property: Property | undefined,
  { source, labels: [name] }: Block,
  draft: Draft,
): string | undefined {
  if (property === undefined) {
    const detail = `The module "${name}" has no "source". Give the folder that it is in, such as "./${name}".`;
    draft.report(
      errorDiagnostic("Missing required argument", detail, { source: at(source, "source") }),
    );
    return undefined;
  }
  const text = literalText(property, draft.report);
  if (text === undefined || /^\.\.?\//.test(text)) return text;
  const detail =
    `Only modules in folders beside the configuration are read, whose "source" begins with ./ or ../, and this is ` +
    `"${text}". Copy the module beside the configuration, as Terraform JSON, or run the stack with Terraform.`;
  reportRefused(detail, sourceOf(property), draft.report);
  return undefined;
}
