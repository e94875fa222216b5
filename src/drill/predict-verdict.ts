// From the end of a predicted outage to verdicts: what became of each group of machines, why, and where it
// could start.

import type { PredictedVerdict, ReasonCode } from "../model/survival.js";
import type { Estate, EstateKey } from "../vsphere/estate.js";
import { providerNamed } from "../vsphere/key-paths.js";
import {
  connectionReason,
  heldKeyReason,
  nativeProviderReason,
  PLANNED_KEY,
  persistenceReason,
  standardProviderReason,
  underivableReason,
  vcenterReason,
} from "../vsphere/reach.js";
import { attestableReason, trustedKeyReason } from "../vsphere/trust-reach.js";
import { providerOf } from "./predict-derivation.js";
import { type KeyClass, serversThatMayHold } from "./predict-key-classes.js";
import {
  type ClusterState,
  type Group,
  type HostState,
  isWorkload,
  workloadId,
} from "./predict-model.js";
import { mayPowerOn } from "./predict-trust.js";
import { canReadStorage, canStart, hasKey, hostKeyAtHand, type World } from "./predict-world.js";
import { inOrder } from "./reason-phrases.js";

export interface Prediction extends PredictedVerdict {
  /** In the order of the closed list. */
  readonly reasons: readonly ReasonCode[];
  /** Paths of the hosts on which it could start at the end of the outage. */
  readonly startableOn: readonly string[];
  readonly hostsInCluster: number;
  readonly ranAtStart: boolean;
  readonly brokenBefore: boolean;
}

/** What is predicted of every workload of a cluster, at the end of the outage. */
export function predictionsOf(
  world: World,
  cluster: ClusterState,
  longestInterruptionSeconds: number,
): readonly Prediction[] {
  const byMachines = new Map<Group["machines"], Group[]>();
  for (const group of cluster.groups) {
    byMachines.set(group.machines, [...(byMachines.get(group.machines) ?? []), group]);
  }
  return [...byMachines].flatMap(([machines, variants]) => {
    const limit = longestInterruptionSeconds;
    const judged = variants.map((group) => judge(world, cluster, { group, limit }));
    const opinion = mergeVariants(judged, cluster.hosts.length);
    return machines
      .filter(isWorkload)
      .map((machine) => ({ workload: workloadId(machine), ...opinion }));
  });
}

type Opinion = Omit<Prediction, "workload">;

/** Where a machine will be placed is not known: if it matters, neither is the verdict. */
function mergeVariants(all: readonly Opinion[], hostsInCluster: number): Opinion {
  const placed = all.filter((opinion) => opinion.ranAtStart);
  const [first, ...others] = placed.length > 0 ? placed : all;
  if (first === undefined) return nowhere(hostsInCluster);
  if (others.every((other) => other.verdict === first.verdict)) return first;
  return { ...first, verdict: "unknown", reasons: ["NOT_KNOWN_UNTIL_APPLY"] };
}

/** A machine in a cluster without hosts. */
function nowhere(hostsInCluster: number): Opinion {
  return {
    verdict: "locked",
    reasons: ["HOST_DOWN"],
    startableOn: [],
    hostsInCluster,
    ranAtStart: false,
    brokenBefore: true,
  };
}

function judge(
  world: World,
  cluster: ClusterState,
  at: { readonly group: Group; readonly limit: number },
): Opinion {
  const { group } = at;
  const startable = cluster.hosts.filter((host) => canStart(world, cluster, { group, host }));
  const opinion = {
    startableOn: startable.map((host) => host.host.path),
    hostsInCluster: cluster.hosts.length,
    ranAtStart: group.ranAtStart,
    brokenBefore: group.declaredOn && !group.ranAtStart,
  };
  const runsOrCould = group.runsOn ?? (group.ranAtStart ? undefined : startable[0]);
  if (runsOrCould !== undefined) {
    const isTooLate = group.ranAtStart && group.longestDown > at.limit;
    if (isTooLate) return { ...opinion, verdict: "locked", reasons: ["DOWN_TOO_LONG"] };
    const reasons = inOrder(supportOf(world, cluster, { group, host: runsOrCould }));
    return { ...opinion, verdict: "survived", reasons };
  }
  const isLost = group.needs.some((number) => !isKeyLeft(world, cluster, number));
  const reasons = inOrder(
    cluster.hosts.flatMap((host) => blockersOf(world, cluster, { group, host })),
  );
  return { ...opinion, verdict: isLost ? "lost" : "locked", reasons };
}

/** What a workload that holds fast rests on. */
function supportOf(
  world: World,
  cluster: ClusterState,
  { group, host }: { readonly group: Group; readonly host: HostState },
): readonly ReasonCode[] {
  return group.needs.map((number) => {
    const key = cluster.classes[number]?.representative;
    const provider = key === undefined ? undefined : providerOf(world, cluster, key);
    if (provider?.kind === "native") return "KDK_ON_HOST";
    if (host.stored[number] === 1 && host.persists) return "KEY_STORED";
    return host.memory[number] === 1 ? "CACHED_IN_MEMORY" : "OK";
  });
}

function blockersOf(
  world: World,
  cluster: ClusterState,
  at: { readonly group: Group; readonly host: HostState },
): readonly ReasonCode[] {
  const { group, host } = at;
  if (!host.up) {
    const isUnreadable = host.isSealedShut || host.isArchiveDamaged;
    return [isUnreadable ? "CONFIGURATION_UNREADABLE" : "HOST_DOWN"];
  }
  const reasons: ReasonCode[] = [];
  if (!canReadStorage(cluster, group, host)) reasons.push("STORAGE_UNREADABLE");
  const isSafe = host.safe || hostKeyAtHand(world, cluster, host) !== undefined;
  if (group.needs.length > 0 && !isSafe) reasons.push("HOST_NOT_CRYPTO_SAFE");
  for (const number of group.needs) {
    if (!hasKey(world, cluster, { number, host })) {
      reasons.push(...missingKeyReasons(world, cluster, { number, host }));
    }
  }
  if (!mayPowerOn(world, { group, host })) {
    const asked = attestableReason(world.reach, host);
    reasons.push(asked === "OK" ? "HOST_NOT_ATTESTED" : asked);
  }
  if (reasons.length === 0) reasons.push("NOBODY_STARTS_IT");
  return reasons;
}

function missingKeyReasons(
  world: World,
  cluster: ClusterState,
  at: { readonly number: number; readonly host: HostState },
): readonly ReasonCode[] {
  const keyClass = cluster.classes[at.number];
  const { vcenter } = cluster;
  if (keyClass === undefined || vcenter === undefined) return ["VCENTER_UNREACHABLE"];
  const { representative } = keyClass;
  const provider = providerOf(world, cluster, representative);
  if (provider === undefined) return [unresolvedReason(keyClass)];
  if (provider.kind === "native") {
    const reason = nativeProviderReason(provider, vcenter, at.host.host);
    return [reason === "OK" ? underivableReason(representative, provider) : reason];
  }
  const persistence = persistenceReason(at.host.host);
  if (provider.kind === "trusted") {
    return [
      at.host.memoryBefore[at.number] === 1 ? "CACHE_LOST_ON_REBOOT" : "KEY_NEVER_RECEIVED",
      persistence === "OK" ? "KEY_NOT_STORED" : persistence,
      trustedKeyReason(world.reach, at.host, { provider, key: representative }),
    ];
  }
  return [
    at.host.memoryBefore[at.number] === 1 ? "CACHE_LOST_ON_REBOOT" : "KEY_NEVER_RECEIVED",
    persistence === "OK" ? "KEY_NOT_STORED" : persistence,
    ...[
      vcenterReason(world.reach, vcenter),
      connectionReason(world.reach, at.host.host, vcenter),
      standardProviderReason(world.reach, vcenter, {
        provider,
        key: { id: representative.id, use: "workload" },
      }),
    ].filter((reason) => reason !== "OK"),
  ];
}

function unresolvedReason({ representative }: KeyClass): ReasonCode {
  if (representative.provider === "unknown") return "NOT_KNOWN_UNTIL_APPLY";
  return representative.provider === null ? "NO_DEFAULT_PROVIDER" : "PROVIDER_NOT_FOUND";
}

/** Whether the key still exists anywhere: on a host, on a key server, in a native provider. */
function isKeyLeft(world: World, cluster: ClusterState, number: number): boolean {
  const keyClass = cluster.classes[number];
  if (keyClass === undefined || keyClass.representative.id.startsWith(PLANNED_KEY)) return true;
  const { representative } = keyClass;
  if (hasSource(world.estateBefore, cluster, representative)) return true;
  const provider = providerOf(world, cluster, representative);
  const isOnHost = cluster.hosts.some(
    (host) =>
      host.memory[number] === 1 || host.stored[number] === 1 || host.unarchived[number] === 1,
  );
  if (isOnHost || hasDerivationKey(cluster, representative)) return true;
  const { estate } = world.reach;
  const { vcenter } = cluster.cluster;
  const heldId = representative.wrappedUnder ?? representative.id;
  const servers = serversThatMayHold(estate, vcenter, { key: representative, provider });
  return servers.some((server) => heldKeyReason(server, heldId) !== "KEY_MISSING_ON_SERVER");
}

/** Whether a native provider, or its backup if it is deleted, gives a key. */
function hasSource(estate: Estate, { cluster }: ClusterState, key: EstateKey): boolean {
  const provider = providerNamed(estate, cluster.vcenter, key.provider);
  return provider?.kind === "native" && provider.keyId === key.derivedFrom;
}

/** A deleted native provider lives on where its derivation key has not been taken away yet. */
function hasDerivationKey(cluster: ClusterState, { provider, derivedFrom }: EstateKey): boolean {
  if (derivedFrom === undefined) return false;
  const path = `${cluster.cluster.vcenter}/kp/${provider}`;
  return cluster.hosts.some(
    (host) =>
      host.derivationKeys.get(path) === derivedFrom ||
      host.archivedDerivationKeys.get(path) === derivedFrom,
  );
}
