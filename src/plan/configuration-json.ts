// The configuration that a plan was made of, as Terraform prints it with `show -json`: a tree of modules, with expressions
// as they are written and what they refer to.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import type { Expression } from "../language/expression.js";
import type {
  Configuration,
  ModuleCallConfig,
  ModuleConfig,
  OutputConfig,
  ResourceConfig,
  VariableConfig,
  WrittenValues,
} from "../load/configuration.js";
import { compareText, formatModule, localAddress } from "../model/address.js";
import type { Json, JsonObject } from "../model/json.js";
import type { ProviderSchema } from "../model/type.js";
import { describeReferences } from "./describe-references.js";
import { fromEntries, knownPart } from "./json-masks.js";
import { type ShownProviders, showProviders } from "./provider-json.js";

export interface ConfigurationOptions {
  readonly schema: ProviderSchema;
  /** With the defaults of sensitive variables, as Terraform has it. */
  readonly showsSensitive?: boolean;
}

export function configurationJson(
  configuration: Configuration,
  options: ConfigurationOptions,
): JsonObject {
  const providers = showProviders(configuration, (values) => nonEmpty(expressionsOf(values)));
  const parts: Parts = {
    resources: groupBy(configuration.resources.values(), (r) => formatModule(r.address.module)),
    called: groupBy(calledModules(configuration), ({ path }) => formatModule(path.slice(0, -1))),
    providers,
    options,
  };
  const root = configuration.modules.get("");
  return fromEntries([
    ["provider_config", Object.keys(providers.json).length === 0 ? undefined : providers.json],
    ["root_module", root === undefined ? {} : moduleJson(root, parts)],
  ]);
}

type CalledModule = ModuleConfig & { readonly call: ModuleCallConfig };

/** All by the module that they stand in. */
interface Parts {
  readonly resources: ReadonlyMap<string, readonly ResourceConfig[]>;
  readonly called: ReadonlyMap<string, readonly CalledModule[]>;
  readonly providers: ShownProviders;
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
    ["provider_config_key", parts.providers.keyOf(resource)],
    ["expressions", nonEmpty(expressionsOf(resource.attributes, written))],
    ["schema_version", schemaOfResource(resource.address, parts.options.schema)?.version ?? 0],
    ...repetitionJson(resource),
    ["depends_on", dependsOn.length === 0 ? undefined : dependsOn],
  ]);
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
