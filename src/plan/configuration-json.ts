// What a configuration says, as Terraform's plan JSON has it: each expression as it is written, with what it refers to.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import type { Expression } from "../language/expression.js";
import type {
  Configuration,
  OutputConfig,
  ResourceConfig,
  WrittenValues,
} from "../load/configuration.js";
import { compareText, formatResource } from "../model/address.js";
import type { Json, JsonObject } from "../model/json.js";
import { type ProviderName, providerAddress, providerNameOf } from "../model/provider-address.js";
import type { ProviderSchema } from "../model/type.js";
import { describeReferences } from "./describe-references.js";
import { fromEntries, knownPart } from "./json-masks.js";

interface ConfigurationToShow {
  readonly configuration: Configuration;
  readonly schema: ProviderSchema;
  readonly showsSensitive?: boolean;
}

/** The whole of it, `showsSensitive` with the defaults of sensitive variables. */
export function configurationJson({
  configuration,
  schema,
  showsSensitive = false,
}: ConfigurationToShow): JsonObject {
  const resources = [...configuration.resources.values()]
    .map((resource) => resourceConfigJson(resource, schema))
    .sort(compareDeclared);
  const providers = providersJson(configuration);
  const variables = [...configuration.variables.values()].map(({ name, sensitive, ...v }) => {
    const isShown = v.default !== undefined && (!sensitive || showsSensitive === true);
    const json = fromEntries([
      ["default", isShown ? knownPart(v.default ?? null) : undefined],
      ["description", v.description],
      ["sensitive", sensitive ? true : undefined],
    ]);
    return [name, json] as const;
  });
  const outputs = [...configuration.outputs.values()].map(
    (output) => [output.name, outputConfigJson(output)] as const,
  );
  return {
    ...(Object.keys(providers).length === 0 ? {} : { provider_config: providers }),
    root_module: fromEntries([
      ["outputs", nonEmpty(Object.fromEntries(outputs))],
      ["resources", resources.length === 0 ? undefined : resources],
      ["variables", nonEmpty(Object.fromEntries(variables))],
    ]),
  };
}

function outputConfigJson({ value, written, description, dependsOn }: OutputConfig): JsonObject {
  return fromEntries([
    ["expression", expressionJson(value, written)],
    ["depends_on", dependsOn.length === 0 ? undefined : dependsOn],
    ["description", description],
  ]);
}

/** Those that are configured or used. */
function providersJson({ provider, resources }: Configuration): JsonObject {
  const used = new Set([...resources.values()].map(({ address }) => providerNameOf(address.type)));
  const expressions = expressionsJson(provider);
  if (Object.keys(expressions).length > 0) used.add("holdfast");
  const configOf = (name: ProviderName) =>
    fromEntries([
      ["name", name],
      ["full_name", providerAddress(name)],
      ["expressions", name === "holdfast" ? nonEmpty(expressions) : undefined],
    ]);
  return Object.fromEntries([...used].sort().map((name) => [name, configOf(name)] as const));
}

/** Terraform's order here: data sources last. */
function compareDeclared(a: JsonObject, b: JsonObject): number {
  const byMode = compareText(String(b.mode), String(a.mode));
  return byMode || compareText(String(a.address), String(b.address));
}

function nonEmpty(json: JsonObject): JsonObject | undefined {
  return Object.keys(json).length === 0 ? undefined : json;
}

function resourceConfigJson(resource: ResourceConfig, schema: ProviderSchema): JsonObject {
  const { mode, type, name } = resource.address;
  const { count, forEach, dependsOn, written = {} } = resource;
  return fromEntries([
    ["address", formatResource(resource.address)],
    ["mode", mode],
    ["type", type],
    ["name", name],
    ["provider_config_key", providerNameOf(type)],
    ["expressions", nonEmpty(expressionsJson(resource.attributes, written))],
    ["schema_version", schemaOfResource(resource.address, schema)?.version ?? 0],
    ["count_expression", count === undefined ? undefined : expressionJson(count, written.count)],
    [
      "for_each_expression",
      forEach === undefined ? undefined : expressionJson(forEach, written.for_each),
    ],
    ["depends_on", dependsOn.length === 0 ? undefined : dependsOn],
  ]);
}

function expressionsJson(
  attributes: ResourceConfig["attributes"],
  written: WrittenValues = {},
): JsonObject {
  const shown = Object.entries(attributes).map(
    ([name, expression]) => [name, expressionJson(expression, written[name])] as const,
  );
  return Object.fromEntries(shown);
}

/** Terraform calls constant what is written down, templates and all, and lists the references in them beside it. */
function expressionJson(expression: Expression, written: Json | undefined): JsonObject {
  const names = describeReferences(expression);
  const isPlain = expression.kind === "literal" && written === undefined;
  const constant = isPlain ? knownPart(expression.value) : written;
  return fromEntries([
    ["constant_value", constant],
    ["references", names.length === 0 ? undefined : names],
  ]);
}
