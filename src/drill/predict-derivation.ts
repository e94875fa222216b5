// Derivation in a prediction: under a native key provider a host makes keys itself, from a derivation key that
// vCenter gave it once.

import type { EstateKey, EstateKeyProvider } from "../vsphere/estate.js";
import { providerNamed } from "../vsphere/key-paths.js";
import { derivationKeyOf, type NativeKeyProvider, nativeProviderReason } from "../vsphere/reach.js";
import { type ClusterState, type HostState, holds } from "./predict-model.js";
import type { World } from "./predict-world.js";

/** A key that a host may derive. */
interface Derivation {
  readonly key: EstateKey;
  readonly provider: EstateKeyProvider | undefined;
  readonly host: HostState;
}

/**
 * Whether a host can derive a key itself. One that has the derivation key of a provider that was deleted
 * behind its back still can: the deletion has to be pushed too.
 */
export function canDerive(world: World, cluster: ClusterState, at: Derivation): boolean {
  const { key, provider, host } = at;
  if (provider?.kind === "standard" || provider?.kind === "trusted") return false;
  const held = host.derivationKeys.get(`${cluster.cluster.vcenter}/kp/${String(key.provider)}`);
  if (held === undefined || held !== derivationKeyOf(key, provider)) return false;
  return provider === undefined || mayDerive(world, cluster, { provider, host });
}

/** Whether a host that is connected can: vCenter gives it the derivation key when it is asked for. */
export function canLearnToDerive(world: World, cluster: ClusterState, at: Derivation): boolean {
  const { key, provider, host } = at;
  if (provider?.kind !== "native" || derivationKeyOf(key, provider) !== provider.keyId)
    return false;
  return mayDerive(world, cluster, { provider, host });
}

/** Gives a host that uses a key of a native provider the derivation key, unless it derives the key already. */
export function learnToDerive(
  world: World,
  cluster: ClusterState,
  { key, host }: Pick<Derivation, "key" | "host">,
): void {
  const provider = providerOf(world, cluster, key);
  if (provider?.kind !== "native" || canDerive(world, cluster, { key, provider, host })) return;
  host.derivationKeys.set(provider.path, provider.keyId);
}

/** Whether a host may use a native provider, its derivation key aside. */
export function mayDerive(
  world: World,
  { vcenter }: ClusterState,
  at: { readonly provider: NativeKeyProvider; readonly host: HostState },
): boolean {
  if (vcenter === undefined) return false;
  return holds(nativeProviderReason(at.provider, vcenter, at.host.host), world.assumption);
}

/** A host that derives its host key for the first time is told from which derivation key. */
export function derivedBy(key: EstateKey, provider: EstateKeyProvider | undefined): EstateKey {
  return provider?.kind === "native" ? { ...key, derivedFrom: provider.keyId } : key;
}

/** The key provider of a key, by its name in the vCenter of a cluster. */
export function providerOf(
  world: World,
  { cluster }: ClusterState,
  key: EstateKey,
): EstateKeyProvider | undefined {
  return providerNamed(world.reach.estate, cluster.vcenter, key.provider);
}
