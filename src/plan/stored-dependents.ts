// The dependencies that are stored with objects, read backwards: who must be gone before something is deleted.

import { compareText, formatResource, type ResourceAddress } from "../model/address.js";

export interface StoredObject {
  readonly address: { readonly resource: ResourceAddress };
  readonly dependencies: readonly string[];
}

/** Each of `names` → sorted addresses of the resources whose objects depend on it, itself left out. */
export function storedDependents(
  objects: Iterable<StoredObject>,
  names: Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map([...names].map((name) => [name, new Set<string>()] as const));
  if (found.size === 0) return new Map();
  for (const { address, dependencies } of objects) {
    const dependent = formatResource(address.resource);
    for (const name of dependencies) if (name !== dependent) found.get(name)?.add(dependent);
  }
  const entries = [...found].map(([name, set]) => [name, [...set].sort(compareText)] as const);
  return new Map(entries);
}
