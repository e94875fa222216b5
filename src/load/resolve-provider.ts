// Which configuration of its provider a resource is made with: modules name those that they are passed, and only the root
// module has them.

import { formatModule, type ModulePath } from "../model/address.js";
import { type ProviderName, providerNameOf } from "../model/provider-address.js";
import type { Configuration, ResourceConfig } from "./configuration.js";

/** The alias of the configuration in the root module; undefined for the one without. */
export function providerAlias(
  resource: Pick<ResourceConfig, "address" | "provider">,
  { modules }: Pick<Configuration, "modules">,
): string | undefined {
  const { type, module = [] } = resource.address;
  const { provider = providerNameOf(type) } = resource;
  if (module.length === 0 && resource.provider === undefined) return undefined;
  let key = provider;
  for (let path = module; path.length > 0; path = path.slice(0, -1)) {
    const passed = modules.get(formatModule(path))?.call?.providers ?? {};
    key = (Object.hasOwn(passed, key) ? passed[key] : undefined) ?? key;
  }
  const dot = key.indexOf(".");
  return dot === -1 ? undefined : key.slice(dot + 1);
}

/** Modules by the names of the providers that each has resources of or says that it needs. */
export type ProviderUse = ReadonlyMap<string, ReadonlySet<ProviderName>>;

export function providersUsed({ modules, resources }: Configuration): ProviderUse {
  const used = new Map<string, Set<ProviderName>>();
  for (const [key, { requires }] of modules)
    used.set(key, new Set(requires.map(({ name }) => name)));
  for (const { address } of resources.values()) {
    used.get(formatModule(address.module))?.add(providerNameOf(address.type));
  }
  return used;
}

/**
 * The module that stands for a provider which nobody configures: the first on the way from the root module, of those
 * that use it one below the other.
 */
export function providerHome(
  name: ProviderName,
  module: ModulePath,
  used: ProviderUse,
): ModulePath {
  let home = module;
  while (home.length > 0 && used.get(formatModule(home.slice(0, -1)))?.has(name) === true) {
    home = home.slice(0, -1);
  }
  return home;
}
