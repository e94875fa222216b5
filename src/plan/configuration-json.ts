// The configuration that a plan was made of, as Terraform prints it with `show -json`: a tree of modules, with expressions
// as they are written and what they refer to.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import type { Expression } from "../language/expression.js";
import type {
  Configuration,
  ModuleCallConfig,
  ModuleConfig,
  OutputConfig,
  ProviderConfig,
  ResourceConfig,
  VariableConfig,
  WrittenValues,
} from "../load/configuration.js";
import {
  type ProviderUse,
  providerAlias,
  providerHome,
  providersUsed,
} from "../load/resolve-provider.js";
import { compareText, formatModule, localAddress, type ModulePath } from "../model/address.js";
import type { Json, JsonObject } from "../model/json.js";
import { type ProviderName, providerAddress, providerNameOf } from "../model/provider-address.js";
import type { ProviderSchema } from "../model/type.js";
import { describeReferences } from "./describe-references.js";
import { fromEntries, knownPart } from "./json-masks.js";

export interface ConfigurationOptions {
  readonly schema: ProviderSchema;
  /** With the defaults of sensitive variables, as Terraform has it. */
  readonly showsSensitive?: boolean;
}

export function configurationJson(
  configuration: Configuration,
  options: ConfigurationOptions,
): JsonObject {
  const parts: Parts = {
    resources: groupBy(configuration.resources.values(), (r) => formatModule(r.address.module)),
    called: groupBy(calledModules(configuration), ({ path }) => formatModule(path.slice(0, -1))),
    used: providersUsed(configuration),
    configuration,
    options,
  };
  const root = configuration.modules.get("");
  const providers = providersJson(configuration, parts.used);
  return fromEntries([
    ["provider_config", Object.keys(providers).length === 0 ? undefined : providers],
    ["root_module", root === undefined ? {} : moduleJson(root, parts)],
  ]);
}

type CalledModule = ModuleConfig & { readonly call: ModuleCallConfig };

/** All by the module that they stand in. */
interface Parts {
  readonly resources: ReadonlyMap<string, readonly ResourceConfig[]>;
  readonly called: ReadonlyMap<string, readonly CalledModule[]>;
  readonly used: ProviderUse;
  readonly configuration: Configuration;
  readonly options: ConfigurationOptions;
}

function calledModules({ modules }: Configuration): readonly CalledModule[] {
  return [...modules.values()].flatMap(({ call, ...module }) => (call ? { ...module, call } : []));
}

function groupBy<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}

function moduleJson({ path, outputs, variables }: ModuleConfig, parts: Parts): JsonObject {
  const { options } = parts;
  const key = formatModule(path);
  const resources = (parts.resources.get(key) ?? [])
    .map((resource) => resourceJson(resource, parts))
    .sort(compareDeclared);
  const calls = (parts.called.get(key) ?? []).map(
    (module) => [module.call.name, callJson(module, parts)] as const,
  );
  return fromEntries([
    ["outputs", nonEmpty([...outputs].map(([name, o]) => [name, outputJson(o)] as const))],
    ["resources", resources.length === 0 ? undefined : resources],
    ["module_calls", nonEmpty(calls)],
    [
      "variables",
      nonEmpty([...variables].map(([name, v]) => [name, variableJson(v, options)] as const)),
    ],
  ]);
}

function callJson(module: CalledModule, parts: Parts): JsonObject {
  const { moduleSource, arguments: values, dependsOn, written } = module.call;
  return fromEntries([
    ["source", moduleSource],
    ["expressions", nonEmpty(expressionsOf(values, written))],
    ...repetitionJson(module.call),
    ["module", moduleJson(module, parts)],
    ["depends_on", dependsOn.length === 0 ? undefined : dependsOn],
  ]);
}

function outputJson({
  value,
  written,
  sensitive,
  dependsOn,
  description,
}: OutputConfig): JsonObject {
  return fromEntries([
    ["sensitive", sensitive ? true : undefined],
    ["expression", expressionJson(value, written)],
    ["depends_on", dependsOn.length === 0 ? undefined : dependsOn],
    ["description", description],
  ]);
}

function variableJson(
  { sensitive, default: value, description }: VariableConfig,
  { showsSensitive }: ConfigurationOptions,
): JsonObject {
  const isShown = value !== undefined && (!sensitive || showsSensitive === true);
  return fromEntries([
    ["default", isShown ? knownPart(value) : undefined],
    ["description", description],
    ["sensitive", sensitive ? true : undefined],
  ]);
}

/** Those that are configured, and those that are used without. */
function providersJson({ providers, modules }: Configuration, used: ProviderUse): JsonObject {
  const found = new Map<string, JsonObject>();
  for (const [key, provider] of providers) found.set(key, providerJson(provider, modules.get("")));
  for (const [module, names] of used) {
    const { path = [] } = modules.get(module) ?? {};
    for (const name of names) {
      if (providerHome(name, path, used).length < path.length) continue;
      const key = opaqueKey(name, path);
      if (!found.has(key)) found.set(key, providerJson({ name }, modules.get(module)));
    }
  }
  return Object.fromEntries([...found].sort(([a], [b]) => compareText(a, b)));
}

function providerJson(
  { name, alias, attributes = {} }: Partial<ProviderConfig> & Pick<ProviderConfig, "name">,
  module: ModuleConfig | undefined,
): JsonObject {
  const address = formatModule(module?.path ?? []);
  return fromEntries([
    ["name", name],
    ["full_name", providerAddress(name)],
    ["version_constraint", module?.requires.find((each) => each.name === name)?.version],
    ["alias", alias],
    ["module_address", address === "" ? undefined : address],
    ["expressions", nonEmpty(expressionsOf(attributes))],
  ]);
}

function opaqueKey(name: ProviderName, module: ModulePath): string {
  return module.length === 0 ? name : `${formatModule(module)}:${name}`;
}

/** Terraform's order here: data sources last. */
function compareDeclared(a: JsonObject, b: JsonObject): number {
  const byMode = compareText(String(b.mode), String(a.mode));
  return byMode || compareText(String(a.address), String(b.address));
}

type Entries = readonly (readonly [string, JsonObject])[];

function nonEmpty(entries: Entries): JsonObject | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function resourceJson(resource: ResourceConfig, parts: Parts): JsonObject {
  const { mode, type, name } = resource.address;
  const { dependsOn, written } = resource;
  return fromEntries([
    ["address", localAddress(resource.address)],
    ["mode", mode],
    ["type", type],
    ["name", name],
    ["provider_config_key", configKey(resource, parts)],
    ["expressions", nonEmpty(expressionsOf(resource.attributes, written))],
    ["schema_version", schemaOfResource(resource.address, parts.options.schema)?.version ?? 0],
    ...repetitionJson(resource),
    ["depends_on", dependsOn.length === 0 ? undefined : dependsOn],
  ]);
}

function configKey(resource: ResourceConfig, { configuration, used }: Parts): string {
  const name = providerNameOf(resource.address.type);
  const alias = providerAlias(resource, configuration);
  if (alias !== undefined) return `${name}.${alias}`;
  return opaqueKey(name, providerHome(name, resource.address.module ?? [], used));
}

function repetitionJson({
  count,
  forEach,
  written = {},
}: Pick<ResourceConfig, "count" | "forEach" | "written">): readonly (readonly [
  string,
  Json | undefined,
])[] {
  return [
    ["count_expression", count === undefined ? undefined : expressionJson(count, written.count)],
    ["for_each_expression", forEach && expressionJson(forEach, written.for_each)],
  ];
}

function expressionsOf(
  attributes: ResourceConfig["attributes"],
  written: WrittenValues = {},
): Entries {
  return Object.entries(attributes).map(
    ([name, expression]) => [name, expressionJson(expression, written[name])] as const,
  );
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
