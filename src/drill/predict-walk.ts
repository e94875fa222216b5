// Walks predicted clusters through the outage of a scenario: hosts go down and come back, vSphere HA and
// autostart try, remediation sends what it can. It follows what the vendor documents, step by step in time,
// and knows nothing of how the simulator does the same.

import { configurationReason } from "../vsphere/hops.js";
import { momentAt, NEVER } from "./moment.js";
import {
  type Agenda,
  makeAgenda,
  planArchives,
  planMount,
  planPending,
  planRemediation,
  planRenewals,
  planRetries,
  planRounds,
  type Step,
} from "./predict-agenda.js";
import { deleteProvider, restoreProvider } from "./predict-deletion.js";
import type { ClusterState, Group, HostState } from "./predict-model.js";
import {
  mountPlanned,
  noteLostObjects,
  startDiskGroup,
  tendDiskGroups,
  tryToMount,
} from "./predict-mounts.js";
import { bootFromDisk, emptyMemory, installAnew, tearArchive } from "./predict-power.js";
import { isAutostarted, moveAway, tryGroups } from "./predict-restarts.js";
import {
  archive,
  archiveIfDue,
  placeOpenGroups,
  remediate,
  withdrawUnstartable,
} from "./predict-rounds.js";
import { beginVsan, canReadObjects } from "./predict-vsan.js";
import { type Downtimes, isConnected, setTime, type World } from "./predict-world.js";
import { type Action, type Fault, faultName } from "./schedule.js";

/** Told as the walk goes on. */
export interface Watch {
  /** The world has settled. */
  readonly onOutage?: (world: World) => void;
  /** Something that the scenario does has been done. */
  readonly onAction?: (world: World, action: Action) => void;
  /** Anything has happened, of the scenario or by itself. */
  readonly onStep?: (world: World) => void;
}

export interface Walk extends Watch {
  readonly world: World;
  /** What happens to these clusters, in order. */
  readonly actions: readonly Action[];
  readonly outageSeconds: number;
  /** When machines of other clusters, that these rely on, were down. */
  readonly downtimes: Downtimes;
}

interface Progress extends Watch {
  readonly world: World;
  readonly agenda: Agenda;
  readonly places: ReadonlyMap<string, Place>;
}

interface Place {
  readonly cluster: ClusterState;
  readonly host: HostState;
}

/** Lets the world settle and moves it to the end of the outage, faults still in force. */
export function walkOutage(walk: Walk): void {
  const { world } = walk;
  const progress = begin(walk);
  const { steps } = progress.agenda;
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    setTime(world, step);
    takeStep(progress, step);
    progress.onStep?.(world);
  }
  setTime(world, { ...momentAt(walk.outageSeconds), rank: Number.POSITIVE_INFINITY });
}

function begin(walk: Walk): Progress {
  const { world } = walk;
  placeOpenGroups(world);
  mountPlanned(world);
  const agenda = makeAgenda(walk.actions, walk.outageSeconds);
  planPending(agenda, world);
  planRounds(agenda, world);
  for (const span of [...walk.downtimes.values()].flat()) {
    if (span.to !== NEVER) planRemediation(agenda, world, span.to.at);
  }
  return { ...walk, world, agenda, places: placesOf(world) };
}

function beginOutage(world: World): void {
  withdrawUnstartable(world);
  for (const cluster of world.clusters) {
    for (const host of cluster.hosts) host.memoryBefore.set(host.memory);
    beginVsan(cluster);
    for (const group of cluster.groups) {
      group.ranAtStart = group.runsOn !== undefined;
      group.longestDown = 0;
    }
  }
}

function placesOf(world: World): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const cluster of world.clusters) {
    for (const host of cluster.hosts) places.set(host.host.path, { cluster, host });
  }
  return places;
}

function takeStep(progress: Progress, step: Step): void {
  const { world, agenda } = progress;
  switch (step.kind) {
    case "action":
      act(progress, step.action);
      progress.onAction?.(world, step.action);
      planRounds(agenda, world);
      break;
    case "boot":
      bootHost(progress, step.host);
      planRounds(agenda, world);
      break;
    case "mount":
      mountDiskGroup(progress, step);
      planRounds(agenda, world);
      break;
    case "outage-begins":
      beginOutage(world);
      progress.onOutage?.(world);
      break;
    case "remediation":
      remediateAll(world);
      if (tendDiskGroups(world)) planRounds(agenda, world);
      planArchives(agenda, world);
      planRenewals(agenda, world);
      break;
    case "archive":
      agenda.archiving.delete(step.host);
      archiveIfDue(step.host, world.conditions.nowSeconds);
      planArchives(agenda, world);
      break;
    case "retry":
      tryGroups(world, step.waiting, (group) => group.downSince === step.since);
      planRounds(agenda, world);
      break;
  }
}

function act(progress: Progress, action: Action): void {
  switch (action.kind) {
    case "fault-begins":
      beginFault(progress.world, action.fault);
      break;
    case "fault-ends":
      endFault(progress.world, action.fault);
      break;
    case "power-lost":
      failPower(progress, action.host);
      break;
    case "rebooted":
      rebootHost(progress, action.host);
      break;
    case "tpm-cleared":
      changeTpm(progress, action.host);
      sealShut(progress, action.host);
      break;
    case "firmware-updated":
      sealShut(progress, action.host);
      break;
    case "reinstalled":
      reinstall(progress, action.host);
      break;
    case "powered-on":
      bootHost(progress, action.host);
      break;
    case "recovery-key-entered":
      recover(progress, action.host);
      break;
  }
}

function beginFault(world: World, fault: Fault): void {
  if (fault.kind === "key-provider-deleted") deleteProvider(world, fault.path);
  else world.conditions.faults[fault.kind].add(faultName(fault));
}

function endFault(world: World, fault: Fault): void {
  if (fault.kind === "key-provider-deleted") restoreProvider(world, fault.path);
  else world.conditions.faults[fault.kind].delete(faultName(fault));
}

/** Without warning, perhaps amid an archive. */
function failPower(progress: Progress, path: string): void {
  const place = progress.places.get(path);
  if (place?.host.up === true) tearArchive(progress.world, place.cluster, place.host);
  losePower(progress, path);
}

function losePower(progress: Progress, path: string): void {
  const place = progress.places.get(path);
  if (place === undefined || !place.host.up) return;
  const { cluster, host } = place;
  emptyMemory(progress.world, host);
  const isReadable = canReadObjects(cluster);
  if (!isReadable) noteLostObjects(progress.world, cluster);
  const isLost = (group: Group) =>
    group.runsOn !== undefined && (group.runsOn === host || !isReadable);
  const lost = cluster.groups.filter(isLost);
  for (const group of lost) {
    group.runsOn = undefined;
    group.downSince = progress.world.now;
    group.wasLost = true;
    group.downtimes.push({ from: progress.world.moment, to: NEVER });
  }
  if (lost.length > 0 && cluster.cluster.ha) {
    planRetries(progress.agenda, cluster, progress.world.now);
  }
}

/** Running machines are moved away by vMotion, which is vCenter's work; then the host archives. */
function rebootHost(progress: Progress, path: string): void {
  const place = progress.places.get(path);
  if (place === undefined || !place.host.up) return;
  const { cluster, host } = place;
  const canMove = isConnected(progress.world, cluster, host);
  if (canMove && cluster.cluster.storage !== "local") {
    for (const group of cluster.groups) {
      if (group.runsOn === host) moveAway(progress.world, cluster, group);
    }
  }
  archive(host, progress.world.conditions.nowSeconds);
  losePower(progress, path);
}

/** A TPM that was cleared has another endorsement key from the next boot on. */
function changeTpm(progress: Progress, path: string): void {
  const host = progress.places.get(path)?.host;
  if (host !== undefined) host.nextTpmIdentity = `cleared:${path}`;
}

/** Only in mode TPM is the TPM, and what it measures, in the chain (Broadcom KB 312109). */
function sealShut(progress: Progress, path: string): void {
  const host = progress.places.get(path)?.host;
  if (host?.host.mode === "TPM") host.isSealedShut = true;
}

/** The recovery key brings the configuration back with all that is in it, which is then archived and sealed anew. */
function recover(progress: Progress, path: string): void {
  const place = progress.places.get(path);
  if (place === undefined || place.host.up || configurationReason(place.host.host) !== "OK") return;
  place.host.isSealedShut = false;
  place.host.lastArchiveSeconds = progress.world.conditions.nowSeconds;
  comeUp(progress, place);
}

function reinstall(progress: Progress, path: string): void {
  const place = progress.places.get(path);
  if (place === undefined) return;
  losePower(progress, path);
  // Whatever was sealed to its TPM is cleared for it.
  if (place.host.host.mode === "TPM") changeTpm(progress, path);
  installAnew(progress.world, place.host);
  comeUp(progress, place);
}

function bootHost(progress: Progress, path: string): void {
  const place = progress.places.get(path);
  if (place?.host.up === false) comeUp(progress, place);
}

/** One that lost its power again meanwhile is tried at its own time after that. */
function mountDiskGroup(
  { world, places }: Progress,
  step: { readonly at: number; readonly host: string },
): void {
  const place = places.get(step.host);
  if (place?.host.diskGroup?.mountsAt === step.at) tryToMount(world, place.cluster, place.host);
}

function comeUp({ world, agenda }: Progress, { cluster, host }: Place): void {
  if (!bootFromDisk(world, cluster, host)) return;
  remediate(world, cluster, host);
  startDiskGroup(world, cluster, host);
  planMount(agenda, cluster, host);
  const { ha } = cluster.cluster;
  const isTried = (group: Group) => (ha ? group.wasLost : isAutostarted(group, host));
  tryGroups(world, cluster, isTried, ha ? cluster.hosts : [host]);
}

function remediateAll(world: World): void {
  for (const cluster of world.clusters) {
    for (const host of cluster.hosts) remediate(world, cluster, host);
  }
}
