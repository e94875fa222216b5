// How machines come back in a prediction: vSphere HA on the first host that can, autostart on their own host,
// and what a start has brought to the host.

import { learnToDerive, providerOf } from "./predict-derivation.js";
import type { ClusterState, Group, HostState } from "./predict-model.js";
import { receiveHostKey, receiveKey } from "./predict-rounds.js";
import { canStart, hostKeyAtHand, isConnected, type World } from "./predict-world.js";

/** Whether autostart brings a group back when this host boots. */
export function isAutostarted(group: Group, host: HostState): boolean {
  return group.home === host && group.autostart && group.wasLost;
}

/** Each group that waits starts on the first host that can; machines are tried in turn. */
export function tryGroups(
  world: World,
  cluster: ClusterState,
  isTried: (group: Group) => boolean,
  hosts: readonly HostState[] = cluster.hosts,
): void {
  const waiting = cluster.groups.filter((group) => group.runsOn === undefined && isTried(group));
  waiting.sort((a, b) => a.turn - b.turn);
  for (const group of waiting) {
    const host = hosts.find((each) => canStart(world, cluster, { group, host: each }));
    if (host === undefined) continue;
    start(world, group, host);
    bringKeys(world, cluster, { group, host });
  }
}

function start(world: World, group: Group, host: HostState): void {
  // Whole seconds, as a timeline counts: a power cut comes half a second before a round.
  const now = Math.ceil(world.now);
  const since = Math.ceil(group.downSince ?? world.now);
  group.longestDown = Math.max(group.longestDown, now - since);
  group.runsOn = host;
  group.home = host;
  group.downSince = undefined;
  group.wasLost = false;
  const downtime = group.downtimes.at(-1);
  if (downtime !== undefined) downtime.to = world.moment;
}

/** What a start, or a move with vMotion, had brought stays with the host. */
export function bringKeys(
  world: World,
  cluster: ClusterState,
  { group, host }: { readonly group: Group; readonly host: HostState },
): void {
  const hostKey =
    group.needs.length === 0 || host.safe ? undefined : hostKeyAtHand(world, cluster, host);
  if (hostKey !== undefined) {
    learnToDerive(world, cluster, { key: hostKey, host });
    receiveHostKey(host, hostKey);
  }
  for (const number of group.needs) {
    const key = cluster.classes[number]?.representative;
    if (key === undefined) continue;
    learnToDerive(world, cluster, { key, host });
    const kind = providerOf(world, cluster, key)?.kind;
    const isDelivered = kind === "standard" || kind === "trusted";
    if (isDelivered && host.memory[number] === 0) receiveKey(host, number);
  }
}

/** vMotion to the first host that can run it; it stays where there is none. */
export function moveAway(world: World, cluster: ClusterState, group: Group): void {
  const from = group.runsOn;
  const target = cluster.hosts.find(
    (host) =>
      host !== from &&
      isConnected(world, cluster, host) &&
      canStart(world, cluster, { group, host }),
  );
  if (target === undefined) return;
  group.runsOn = target;
  group.home = target;
  bringKeys(world, cluster, { group, host: target });
}
