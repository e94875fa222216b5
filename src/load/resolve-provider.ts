// Which provider, and which of its configurations, a module means by a name: `required_providers` gives the names, which hold
// in that module alone, and only the root module has configurations.

import { formatModule } from "../model/address.js";
import { type ProviderName, providerNameOf } from "../model/provider-address.js";
import type { Configuration, RequiredProvider, ResourceConfig } from "./configuration.js";

/** What a module says in `required_providers`. */
export type Requirements = Iterable<RequiredProvider>;

export interface ProviderReference {
  readonly name: ProviderName;
  readonly alias?: string;
}

/**
 * What a module calls by a name. Terraform's own provider is there without a word, and so is holdfast where it has no other
 * name; undefined for any other, which Terraform would look for in its registry.
 */
export function providerCalled(
  localName: string,
  requirements: Requirements,
): ProviderName | undefined {
  let isRenamed = false;
  for (const required of requirements) {
    if (required.localName === localName) return required.name;
    if (required.name === "holdfast") isRenamed = true;
  }
  const isThere = localName === "terraform" || (localName === "holdfast" && !isRenamed);
  return isThere ? localName : undefined;
}

/** What a module refers to by a key such as `holdfast.west`; undefined where it has no such provider. */
export function resolveKey(key: string, requirements: Requirements): ProviderReference | undefined {
  const [localName, alias] = splitKey(key);
  const name = providerCalled(localName, requirements);
  if (name === undefined) return undefined;
  return alias === undefined ? { name } : { name, alias };
}

export function splitKey(key: string): readonly [localName: string, alias?: string] {
  const dot = key.indexOf(".");
  return dot === -1 ? [key] : [key.slice(0, dot), key.slice(dot + 1)];
}

/** What a module calls providers, as functions are called by it: `provider::LOCAL_NAME::NAME(…)`. */
export function providerNames(requirements: Requirements): Readonly<Record<string, ProviderName>> {
  return Object.fromEntries([...requirements].map(({ localName, name }) => [localName, name]));
}

/** The names of all modules, which hold in one alone: {@link providerNames} was asked when each was read. */
export function namesInModules({
  modules,
}: Pick<Configuration, "modules">): ReturnType<typeof providerNames> {
  return providerNames([...modules.values()].flatMap(({ requires }) => requires));
}

/** The alias, in the root module, of the configuration that a resource is made with; undefined for the one without. */
export function providerAlias(
  { address, provider }: Pick<ResourceConfig, "address" | "provider">,
  { modules }: Pick<Configuration, "modules">,
): string | undefined {
  const name = providerNameOf(address.type);
  let [, alias] = provider === undefined ? [] : splitKey(provider);
  for (let path = address.module ?? []; path.length > 0; path = path.slice(0, -1)) {
    const { call, requires = [] } = modules.get(formatModule(path)) ?? {};
    const passed = Object.entries(call?.providers ?? {}).find(([called]) => {
      const meant = resolveKey(called, requires);
      return meant?.name === name && meant.alias === alias;
    });
    if (passed !== undefined) [, alias] = splitKey(passed[1]);
  }
  return alias;
}
