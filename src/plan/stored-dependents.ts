// The dependencies that are stored with objects, read backwards: who must be gone before something is deleted.

import { compareText, formatResource, type ResourceAddress } from "../model/address.js";

/** Address of a resource → sorted addresses of those whose objects depend on it, itself left out. */
export function storedDependents(
  objects: Iterable<{
    readonly address: { readonly resource: ResourceAddress };
    readonly dependencies: readonly string[];
  }>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { address, dependencies } of objects) {
    const dependent = formatResource(address.resource);
    for (const name of dependencies) {
      if (name === dependent) continue;
      const known = found.get(name);
      if (known === undefined) found.set(name, new Set([dependent]));
      else known.add(dependent);
    }
  }
  const entries = [...found].map(([name, set]) => [name, [...set].sort(compareText)] as const);
  return new Map(entries);
}
