// From the end of a predicted outage to verdicts: what became of each group of machines, why, and where it
// could start.

import type { PredictedVerdict, ReasonCode } from "../model/survival.js";
import type { Estate, EstateKey } from "../vsphere/estate.js";
import { providerNamed } from "../vsphere/key-paths.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import {
  connectionReason,
  heldKeyReason,
  keyRequest,
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
import type { ClusterState, Group, HostState } from "./predict-model.js";
import { mayPowerOn } from "./predict-trust.js";
import { canReadObjects } from "./predict-vsan.js";
import { vsanPredictionsOf } from "./predict-vsan-verdict.js";
import { canReadStorage, canStart, hasKey, hostKeyAtHand, type World } from "./predict-world.js";
import { inOrder } from "./reason-phrases.js";
import { isWorkload, workloadId } from "./workloads.js";

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
  const limit = longestInterruptionSeconds;
  const isKeyLeft = (key: EstateKey) => isLeftAnywhere(world, cluster, { key, places: kekPlaces });
  const onVsan = vsanPredictionsOf(world, cluster, { limit, isKeyLeft });
  const onMachines = [...byMachines].flatMap(([machines, variants]) => {
    const judged = variants.map((group) => judge(world, cluster, { group, limit }));
    const opinion = mergeVariants(judged, cluster.hosts.length);
    return machines
      .filter(isWorkload)
      .map((machine) => ({ workload: workloadId(machine), ...opinion }));
  });
  return [...onMachines, ...onVsan];
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
  const isLost =
    group.needs.some((number) => !isKeyLeft(world, cluster, number)) || isVsanLost(world, cluster);
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
  if (!canReadStorage(cluster, group, host)) {
    reasons.push(cluster.vsan === undefined ? "STORAGE_UNREADABLE" : "DISK_GROUPS_UNMOUNTED");
  }
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
    absenceReason(at),
    persistence === "OK" ? "KEY_NOT_STORED" : persistence,
    ...[
      vcenterReason(world.reach, vcenter),
      connectionReason(world.reach, at.host.host, vcenter),
      standardProviderReason(
        world.reach,
        vcenter,
        keyRequest(provider, representative, "workload"),
      ),
    ].filter((reason) => reason !== "OK"),
  ];
}

function absenceReason({ number, host }: { number: number; host: HostState }): ReasonCode {
  if (host.removed[number] === 1) return "KEY_REMOVED";
  return host.memoryBefore[number] === 1 ? "CACHE_LOST_ON_REBOOT" : "KEY_NEVER_RECEIVED";
}

function unresolvedReason({ representative }: KeyClass): ReasonCode {
  if (representative.provider === NOT_KNOWN) return "NOT_KNOWN_UNTIL_APPLY";
  return representative.provider === null ? "NO_DEFAULT_PROVIDER" : "PROVIDER_NOT_FOUND";
}

/** Where a host may hold a key. */
type Places = (host: HostState) => boolean;

/** Whether the key of a class still exists anywhere. */
function isKeyLeft(world: World, cluster: ClusterState, number: number): boolean {
  const key = cluster.classes[number]?.representative;
  if (key === undefined) return true;
  const places: Places = (host) =>
    host.memory[number] === 1 || host.stored[number] === 1 || host.unarchived[number] === 1;
  return isLeftAnywhere(world, cluster, { key, places });
}

/** The KEK of vSAN on a host. */
function kekPlaces({ diskGroup }: HostState): boolean {
  return diskGroup !== undefined && (diskGroup.held || diskGroup.stored || diskGroup.unarchived);
}

/** Objects that cannot be read any more, whatever anyone does. */
function isVsanLost(world: World, cluster: ClusterState): boolean {
  const key = cluster.vsan?.encryption?.key;
  if (key === undefined || canReadObjects(cluster)) return false;
  return !isLeftAnywhere(world, cluster, { key, places: kekPlaces });
}

/** Whether a key still exists: on a host, on a key server, in a native provider. */
function isLeftAnywhere(
  world: World,
  cluster: ClusterState,
  { key, places }: { readonly key: EstateKey; readonly places: Places },
): boolean {
  if (key.id.startsWith(PLANNED_KEY)) return true;
  if (hasSource(world.estateBefore, cluster, key)) return true;
  if (cluster.hosts.some(places) || hasDerivationKey(cluster, key)) return true;
  const provider = providerOf(world, cluster, key);
  const { estate } = world.reach;
  const { vcenter } = cluster.cluster;
  const servers = serversThatMayHold(estate, vcenter, { key, provider });
  return servers.some(
    (server) => heldKeyReason(server, idAtServers(key)) !== "KEY_MISSING_ON_SERVER",
  );
}

/** A key that is stored with its object is left as long as the key that wraps it. */
function idAtServers({ id, wrappedBy }: EstateKey): string {
  return wrappedBy ?? id;
}

/** Whether a native provider, or its backup if it is deleted, gives a key. */
function hasSource(estate: Estate, { cluster }: ClusterState, key: EstateKey): boolean {
  const provider = providerNamed(estate, cluster.vcenter, key.provider);
  return provider?.kind === "native" && provider.keyId === key.derivedFrom;
}

/** A deleted native provider lives on where its derivation key has not been taken away yet. */
function hasDerivationKey(cluster: ClusterState, { provider, derivedFrom }: EstateKey): boolean {
  if (derivedFrom === undefined) return false;
  const path = `${cluster.cluster.vcenter}/kp/${String(provider)}`;
  return cluster.hosts.some(
    (host) =>
      host.derivationKeys.get(path) === derivedFrom ||
      host.archivedDerivationKeys.get(path) === derivedFrom,
  );
}
