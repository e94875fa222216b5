// What key providers of all kinds have in common: a name in a vCenter, of which it takes so many, and that
// hosts forget the keys of one that is removed (VCF security guidelines, Key Providers FAQ).

import { KEY_PROVIDERS_PER_VCENTER } from "../vsphere/defaults.js";
import { forgetKeysOf, providerPath } from "./host-keys.js";
import { deliverToHost } from "./network.js";
import { demand, requireAbsent, requireVcenter } from "./require.js";
import { forgetAccess } from "./vsan-keys.js";
import { inOrder, type World } from "./world.js";

/** The path of a key provider that may be made; VsphereFault where it may not. */
export function requireNewProvider(world: World, spec: { vcenter: string; name: string }): string {
  requireVcenter(world, spec.vcenter);
  const path = providerPath(spec.vcenter, spec.name);
  for (const table of tablesOf(world)) requireAbsent(table, path, "key provider");
  const sentence = `A vCenter takes ${KEY_PROVIDERS_PER_VCENTER} key providers at most.`;
  const isRoom = countProviders(world, spec.vcenter) < KEY_PROVIDERS_PER_VCENTER;
  demand(isRoom, "NotSupported", sentence);
  return path;
}

/** The first key provider of a vCenter becomes its default (vSphere Security, Virtual Machine Encryption Components). */
export function becomeDefaultIfFirst(world: World, spec: { vcenter: string; name: string }): void {
  const { vcenter, name } = spec;
  if (countProviders(world, vcenter) > 1 || world.defaultKeyProviders.has(vcenter)) return;
  world.defaultKeyProviders.set(vcenter, { entity: vcenter, keyProvider: name });
}

/** Whether there is a key provider of any kind. */
export function isKeyProvider(world: World, path: string): boolean {
  return tablesOf(world).some((table) => table.has(path));
}

/** Whether a vCenter has a key provider of any kind. */
export function hasKeyProviders(world: World, vcenter: string): boolean {
  return countProviders(world, vcenter) > 0;
}

function countProviders(world: World, vcenter: string): number {
  const counts = tablesOf(world).map((table) => table.group("vcenter", vcenter).size);
  return counts.reduce((sum, each) => sum + each, 0);
}

/** Hosts that vCenter reaches forget the keys; the next round brings them back if the name returns. */
export function forgetProvider(world: World, provider: { vcenter: string; name: string }): void {
  for (const [entity, { keyProvider }] of [...world.defaultKeyProviders.entries()]) {
    const vcenter = world.clusters.get(entity)?.vcenter ?? entity;
    if (vcenter === provider.vcenter && keyProvider === provider.name) {
      world.defaultKeyProviders.delete(entity);
    }
  }
  for (const host of inOrder(world.hosts.group("vcenter", provider.vcenter))) {
    const message = { kind: "forget-keys", vcenter: host.vcenter, host: host.path } as const;
    if (deliverToHost(world, message) !== null) continue;
    forgetKeysOf(world, host.path, provider.name);
    forgetAccess(world, host.path, provider.name);
    const now = world.hosts.get(host.path) ?? host;
    world.hosts.set(host.path, { ...now, lacksKeys: true });
  }
}

/**
 * VsphereFault `InvalidArgument` for a key that is named of a key provider whose keys do not exist before they are used
 * (vSphere API, CryptoKeyId.keyId and the reasons of QueryCryptoKeyStatus).
 */
export function requireNameableKey(world: World, key: { path: string; keyId: string }): void {
  const { path, keyId } = key;
  const reason = world.trustedKeyProviders.has(path)
    ? "KeyStateManagedByTrustAuthority"
    : "KeyStateManagedByNKP";
  const isNameable = !world.trustedKeyProviders.has(path) && !world.nativeKeyProviders.has(path);
  const sentence = `The key "${keyId}" cannot be named: "${path}" makes its keys when something is encrypted (${reason}).`;
  demand(isNameable, "InvalidArgument", sentence);
}

function tablesOf({ standardKeyProviders, nativeKeyProviders, trustedKeyProviders }: World) {
  return [standardKeyProviders, nativeKeyProviders, trustedKeyProviders] as const;
}
