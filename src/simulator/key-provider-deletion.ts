// A key provider that is deleted by hand, and added again as it was: a standard one with its key servers, a native
// one from its backup. What is kept here in between is what an administrator wrote down.

import { spreadDerivationKey } from "./courier.js";
import { removeNativeKeyProvider, removeStandardKeyProvider } from "./key-provider-operations.js";
import { isVcenterReachable } from "./network.js";
import type {
  DefaultKeyProviderRecord,
  NativeKeyProviderRecord,
  StandardKeyProviderRecord,
} from "./records.js";
import type { World } from "./world.js";

export interface DeletedKeyProvider {
  readonly standard: StandardKeyProviderRecord | undefined;
  readonly native: NativeKeyProviderRecord | undefined;
  /** The entities whose default it was. */
  readonly defaults: readonly DefaultKeyProviderRecord[];
}

/** Null if there is none of that path, or its vCenter does not answer. */
export function deleteKeyProvider(world: World, path: string): DeletedKeyProvider | null {
  const standard = world.standardKeyProviders.get(path);
  const native = world.nativeKeyProviders.get(path);
  const vcenter = standard?.vcenter ?? native?.vcenter;
  if (vcenter === undefined || !isVcenterReachable(world, vcenter)) return null;
  const before = new Map(world.defaultKeyProviders.entries());
  if (standard !== undefined) removeStandardKeyProvider(world, path);
  else removeNativeKeyProvider(world, path);
  const defaults = [...before]
    .filter(([entity]) => !world.defaultKeyProviders.has(entity))
    .map(([, record]) => record);
  return { standard, native, defaults };
}

/** Nothing happens while its vCenter does not answer, or where its name was taken since. */
export function restoreKeyProvider(world: World, deleted: DeletedKeyProvider): void {
  const provider = deleted.standard ?? deleted.native;
  if (provider === undefined || !isVcenterReachable(world, provider.vcenter)) return;
  const isTaken =
    world.standardKeyProviders.has(provider.path) || world.nativeKeyProviders.has(provider.path);
  if (isTaken) return;
  const { standard, native } = deleted;
  if (standard !== undefined) world.standardKeyProviders.set(standard.path, standard);
  if (native !== undefined) {
    world.nativeKeyProviders.set(native.path, native);
    spreadDerivationKey(world, native);
  }
  for (const record of deleted.defaults) world.defaultKeyProviders.set(record.entity, record);
}
