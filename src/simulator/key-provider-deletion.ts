// A key provider that is deleted by hand, and added again as it was: with its key servers, or a native one from
// its backup. What is kept here in between is what an administrator wrote down.

import { isKeyProvider } from "./key-provider-names.js";
import { removeNativeKeyProvider, removeStandardKeyProvider } from "./key-provider-operations.js";
import { isVcenterReachable } from "./network.js";
import type {
  DefaultKeyProviderRecord,
  NativeKeyProviderRecord,
  StandardKeyProviderRecord,
} from "./records.js";
import type { TrustedKeyProviderRecord } from "./records-trust.js";
import { spreadDerivationKey } from "./spread-derivation-key.js";
import { removeTrustedKeyProvider } from "./trust-authority-operations.js";
import type { World } from "./world.js";

export interface DeletedKeyProvider {
  readonly standard: StandardKeyProviderRecord | undefined;
  readonly native: NativeKeyProviderRecord | undefined;
  readonly trusted: TrustedKeyProviderRecord | undefined;
  /** The entities whose default it was. */
  readonly defaults: readonly DefaultKeyProviderRecord[];
}

/** Null if there is none of that path, or its vCenter does not answer. */
export function deleteKeyProvider(world: World, path: string): DeletedKeyProvider | null {
  const standard = world.standardKeyProviders.get(path);
  const native = world.nativeKeyProviders.get(path);
  const trusted = world.trustedKeyProviders.get(path);
  const vcenter = (standard ?? native ?? trusted)?.vcenter;
  if (vcenter === undefined || !isVcenterReachable(world, vcenter)) return null;
  const before = new Map(world.defaultKeyProviders.entries());
  if (standard !== undefined) removeStandardKeyProvider(world, path);
  else if (native !== undefined) removeNativeKeyProvider(world, path);
  else removeTrustedKeyProvider(world, path);
  const defaults = [...before]
    .filter(([entity]) => !world.defaultKeyProviders.has(entity))
    .map(([, record]) => record);
  return { standard, native, trusted, defaults };
}

/** Nothing happens while its vCenter does not answer, or where its name was taken since. */
export function restoreKeyProvider(world: World, deleted: DeletedKeyProvider): void {
  const { standard, native, trusted } = deleted;
  const provider = standard ?? native ?? trusted;
  if (provider === undefined || !isVcenterReachable(world, provider.vcenter)) return;
  if (isKeyProvider(world, provider.path)) return;
  if (standard !== undefined) world.standardKeyProviders.set(standard.path, standard);
  if (trusted !== undefined) world.trustedKeyProviders.set(trusted.path, trusted);
  if (native !== undefined) {
    world.nativeKeyProviders.set(native.path, native);
    spreadDerivationKey(world, native);
  }
  for (const record of deleted.defaults) world.defaultKeyProviders.set(record.entity, record);
}
