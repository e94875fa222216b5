// The configurations of providers in plan JSON, by the keys that Terraform gives them: `LOCAL_NAME[.ALIAS]`, in a module with
// `MODULE:` before it. What a module is passed, or has from the module that calls it, is shown there alone.

import type { Expression } from "../language/expression.js";
import { type Configuration, localKey, type ResourceConfig } from "../load/configuration.js";
import { providerCalled, splitKey } from "../load/resolve-provider.js";
import { formatConstraint } from "../load/version-constraint.js";
import { compareText, formatModule, type ModulePath } from "../model/address.js";
import type { JsonObject } from "../model/json.js";
import { type ProviderName, providerAddress, providerNameOf } from "../model/provider-address.js";
import { fromEntries } from "./json-masks.js";

/** `provider_config` of plan JSON, and where each resource has its own from. */
export interface ShownProviders {
  readonly json: JsonObject;
  /** `provider_config_key`. */
  keyOf(resource: Pick<ResourceConfig, "address" | "provider">): string;
}

type Expressions = (attributes: Readonly<Record<string, Expression>>) => JsonObject | undefined;

interface Shown {
  readonly provider: ProviderName;
  /** As Terraform names it there: with the alias where it is passed. */
  readonly name: string;
  readonly path: ModulePath;
  readonly alias?: string;
  readonly version?: string | undefined;
  readonly expressions?: JsonObject | undefined;
  /** Key of the one that it is. */
  readonly from?: string | undefined;
}

export function showProviders(
  configuration: Configuration,
  expressionsJson: Expressions,
): ShownProviders {
  const shown = new Map<string, Shown>();
  const used = providersUsed(configuration);
  for (const [module, { path, call, requires }] of configuration.modules) {
    const needed = used.get(module) ?? new Set();
    const configured = call === undefined ? [...configuration.providers.values()] : [];
    const versionOf = (provider: ProviderName) =>
      constraintOf([...requires, ...configured].filter(({ name }) => name === provider));
    const outer = path.slice(0, -1);
    for (const [called, calling] of Object.entries(call?.providers ?? {})) {
      const provider = providerCalled(splitKey(called)[0], requires);
      if (provider === undefined) continue;
      const from = originOf(keyIn(outer, calling), provider, shown);
      shown.set(keyIn(path, called), { provider, name: called, path, from });
    }
    const inherit = (provider: ProviderName, localName: string): Shown => {
      const from = call && originOf(keyIn(outer, localName), provider, shown);
      return { provider, name: localName, path, version: versionOf(provider), from };
    };
    for (const own of configured) {
      const { name: provider, localName: name, alias, attributes } = own;
      const expressions = expressionsJson(attributes);
      const given = { version: versionOf(provider), expressions, ...(alias && { alias }) };
      shown.set(localKey(own), { provider, name, path, ...given });
    }
    for (const { localName, name, aliases = [] } of requires) {
      const whole = inherit(name, localName);
      for (const alias of aliases) addTo(shown, keyIn(path, alias), { ...whole, from: undefined });
      addTo(shown, keyIn(path, localName), whole);
    }
    for (const provider of needed) {
      // Terraform gives these none.
      const unversioned = { ...inherit(provider, provider), version: undefined };
      addTo(shown, keyIn(path, provider), unversioned);
    }
  }
  const own = [...shown].filter(([, { from }]) => from === undefined);
  return {
    json: Object.fromEntries(
      own
        .map(([key, each]) => [key, shownJson(each)] as const)
        .sort(([a], [b]) => compareText(a, b)),
    ),
    keyOf: ({ address: { module = [], type }, provider }) => {
      const key = keyIn(module, provider ?? providerNameOf(type));
      return shown.get(key)?.from ?? key;
    },
  };
}

function keyIn(path: ModulePath, key: string): string {
  return path.length === 0 ? key : `${formatModule(path)}:${key}`;
}

function addTo(shown: Map<string, Shown>, key: string, one: Shown): void {
  if (!shown.has(key)) shown.set(key, one);
}

/** Of a chain of modules that pass it on the first; undefined where it is not that provider's. */
function originOf(
  key: string,
  provider: ProviderName,
  shown: ReadonlyMap<string, Shown>,
): string | undefined {
  const found = shown.get(key);
  return found?.provider === provider ? (found.from ?? key) : undefined;
}

/** All that is said of a version. */
function constraintOf(said: readonly { readonly version?: string }[]): string | undefined {
  const versions = said.flatMap(({ version = [] }) => version);
  return versions.length === 0 ? undefined : formatConstraint(versions.join(", "));
}

/** Modules by the providers that each configures, has resources of or says that it needs. */
function providersUsed({
  modules,
  providers,
  resources,
}: Configuration): ReadonlyMap<string, ReadonlySet<ProviderName>> {
  const used = new Map<string, Set<ProviderName>>();
  for (const [key, { requires }] of modules)
    used.set(key, new Set(requires.map(({ name }) => name)));
  for (const { name } of providers.values()) used.get("")?.add(name);
  for (const { address } of resources.values()) {
    used.get(formatModule(address.module))?.add(providerNameOf(address.type));
  }
  return used;
}

function shownJson({ provider, name, path, alias, version, expressions }: Shown): JsonObject {
  return fromEntries([
    ["name", name],
    ["full_name", providerAddress(provider)],
    ["version_constraint", version],
    ["alias", alias],
    ["module_address", path.length === 0 ? undefined : formatModule(path)],
    ["expressions", expressions],
  ]);
}
