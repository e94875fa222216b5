// What stands between a host and coming through a power cut by itself, as reasons of the closed list: the place that
// each missing key should have been in, and what keeps it from getting there.

import type { ReasonCode } from "../model/survival.js";
import type { EstateKey, EstateKeyProvider } from "../vsphere/estate.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import {
  connectionReason,
  derivationKeyOf,
  type KeyRequest,
  keyRequest,
  nativeProviderReason,
  persistenceReason,
  standardProviderReason,
  underivableReason,
  vcenterReason,
} from "../vsphere/reach.js";
import { attestableReason, trustedKeyReason } from "../vsphere/trust-reach.js";
import { providerOf } from "./predict-derivation.js";
import type { ClusterState, HostState } from "./predict-model.js";
import type { PowerCut } from "./predict-power.js";
import { kekReasons } from "./predict-vsan-verdict.js";
import type { World } from "./predict-world.js";
import { inOrder } from "./reason-phrases.js";

/** A host and what a power cut would leave of it. */
interface Tried {
  readonly host: HostState;
  readonly powerCut: PowerCut;
}

/** In the order of the closed list; none if it is safe. */
export function obstaclesOf(
  world: World,
  cluster: ClusterState,
  { host, powerCut }: Tried,
): readonly ReasonCode[] {
  if (!powerCut.boots) return ["CONFIGURATION_UNREADABLE"];
  const isHostKeyLacking = cluster.needsEncryption && !powerCut.isCryptoSafe;
  return inOrder([
    ...(host.up ? [] : (["HOST_DOWN"] as const)),
    ...(isHostKeyLacking ? hostKeyReasons(world, cluster, host) : []),
    ...powerCut.lacks.flatMap((number) => keyReasons(world, cluster, { host, number })),
    ...(powerCut.lacksKek ? vsanKeyReasons(world, cluster, host) : []),
  ]);
}

function hostKeyReasons(
  world: World,
  cluster: ClusterState,
  host: HostState,
): readonly ReasonCode[] {
  const { hostKey: key, safe } = host;
  const provider = providerOf(world, cluster, key);
  const isMissing: readonly ReasonCode[] = safe ? [] : ["HOST_NOT_CRYPTO_SAFE"];
  const lack: Lack = {
    key,
    use: "host",
    provider,
    isUnarchived: host.hostKeyUnarchived,
    isCached: safe && !host.hostKeyUnarchived,
    isRemoved: host.hostKeyRemoved,
  };
  return [...isMissing, ...lackReasons(world, cluster, { host, lack })];
}

function keyReasons(
  world: World,
  cluster: ClusterState,
  { host, number }: { readonly host: HostState; readonly number: number },
): readonly ReasonCode[] {
  const key = cluster.classes[number]?.representative;
  if (key === undefined) return [];
  const provider = providerOf(world, cluster, key);
  const isUnarchived = host.unarchived[number] === 1;
  const isCached = host.memory[number] === 1;
  const isRemoved = host.removed[number] === 1;
  const lack = { key, use: "workload", provider, isUnarchived, isCached, isRemoved } as const;
  return lackReasons(world, cluster, { host, lack });
}

/** The key of the vSAN, which a host fetches itself and keeps from ESXi 7.0 U3 on. */
function vsanKeyReasons(
  world: World,
  cluster: ClusterState,
  host: HostState,
): readonly ReasonCode[] {
  const { diskGroup } = host;
  const key = cluster.vsan?.encryption?.key;
  if (key === undefined || diskGroup === undefined) return [];
  const isDerived = key.derivedFrom !== undefined;
  if (!isDerived && diskGroup.unarchived) return ["KEY_NOT_YET_ARCHIVED"];
  const provider = providerOf(world, cluster, key);
  const lack = {
    key,
    use: "workload",
    provider,
    isUnarchived: false,
    isCached: false,
    isRemoved: false,
  } as const;
  if (isDerived) return derivationReasons(world, cluster, { host, lack });
  return kekReasons(world, cluster, host);
}

/** A key that a power cut would cost the host. */
interface Lack {
  readonly key: EstateKey;
  readonly use: KeyRequest["use"];
  readonly provider: EstateKeyProvider | undefined;
  /** Received, and not in the archive yet. */
  readonly isUnarchived: boolean;
  readonly isCached: boolean;
  /** Taken off the host by hand. */
  readonly isRemoved: boolean;
}

function lackReasons(
  world: World,
  cluster: ClusterState,
  { host, lack }: { readonly host: HostState; readonly lack: Lack },
): readonly ReasonCode[] {
  const { key, provider } = lack;
  if (key.provider === NOT_KNOWN) return ["NOT_KNOWN_UNTIL_APPLY"];
  if (provider?.kind === "native" || key.derivedFrom !== undefined) {
    return derivationReasons(world, cluster, { host, lack });
  }
  const persistence = persistenceReason(host.host);
  if (persistence !== "OK") return [persistence];
  if (lack.isUnarchived) return ["KEY_NOT_YET_ARCHIVED"];
  const first = lack.isCached ? "KEY_NOT_STORED" : "KEY_NEVER_RECEIVED";
  return [
    lack.isRemoved ? "KEY_REMOVED" : first,
    ...deliveryReasons(world, cluster, { host, lack }),
  ];
}

/** Why a host does not derive a key after a boot by itself. */
function derivationReasons(
  world: World,
  cluster: ClusterState,
  { host, lack }: { readonly host: HostState; readonly lack: Lack },
): readonly ReasonCode[] {
  const { key, provider } = lack;
  if (provider?.kind !== "native" || cluster.vcenter === undefined) return ["PROVIDER_NOT_FOUND"];
  const usable = nativeProviderReason(provider, cluster.vcenter, host.host);
  if (usable !== "OK") return [usable];
  const held = host.derivationKeys.get(provider.path);
  if (held !== undefined && held === derivationKeyOf(key, provider)) {
    return ["KEY_NOT_YET_ARCHIVED"];
  }
  const connection = connectionReasons(world, cluster, host);
  return [underivableReason(key, provider), ...connection];
}

/** What keeps a key from being brought again, by vCenter or past it. */
function deliveryReasons(
  world: World,
  cluster: ClusterState,
  { host, lack }: { readonly host: HostState; readonly lack: Lack },
): readonly ReasonCode[] {
  const { key, use, provider } = lack;
  if (provider?.kind === "trusted") {
    const reason = trustedKeyReason(world.reach, host, { provider, key });
    if (reason !== "HOST_NOT_ATTESTED") return reason === "OK" ? [] : [reason];
    const asked = attestableReason(world.reach, host);
    return [asked === "OK" ? reason : asked];
  }
  if (provider?.kind !== "standard" || cluster.vcenter === undefined) {
    return [key.provider === null ? "NO_DEFAULT_PROVIDER" : "PROVIDER_NOT_FOUND"];
  }
  const request = keyRequest(provider, key, use);
  const source = standardProviderReason(world.reach, cluster.vcenter, request);
  const connection = connectionReasons(world, cluster, host);
  return source === "OK" ? connection : [source, ...connection];
}

function connectionReasons(
  world: World,
  { vcenter }: ClusterState,
  { host }: HostState,
): readonly ReasonCode[] {
  if (vcenter === undefined) return ["VCENTER_UNREACHABLE"];
  const reasons = [
    vcenterReason(world.reach, vcenter),
    connectionReason(world.reach, host, vcenter),
  ];
  return reasons.filter((reason) => reason !== "OK");
}
