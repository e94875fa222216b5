// What a reboot does to machines, from two drills of the same stretch of time, one with it and one without: whatever
// is worse with it is its effect. Pure.

import type { RebootEffect, RebootEffectKind } from "../model/reboot.js";
import type { WorkloadResult } from "../model/survival.js";
import type { EstateVirtualMachine } from "../vsphere/estate.js";
import { byPath } from "../vsphere/estate-index.js";
import { isReadable } from "./judge-vsan.js";
import type { WatchedDrill } from "./run-drill.js";
import { encryptedVsans, isWorkload, vsanWorkloadId, workloadId } from "./workloads.js";

export interface RebootDrills {
  readonly without: WatchedDrill;
  readonly through: WatchedDrill;
}

/** By path of the machine; those that fare no worse are left out. */
export function effectsOf(drills: RebootDrills): readonly RebootEffect[] {
  const before = drills.through.history.before.virtualMachines;
  const verdicts = { without: verdictsOf(drills.without), through: verdictsOf(drills.through) };
  const verdictsOn = (id: string): Verdicts => ({
    without: verdicts.without.get(id),
    through: verdicts.through.get(id),
  });
  const onMachines = [...before.values()].sort(byPath).flatMap((machine) => {
    const seen = { machine, ...verdictsOn(workloadId(machine)) };
    const kind = effectOn(drills, seen);
    return kind === undefined ? [] : [describeEffect(drills, { kind, ...seen })];
  });
  const onVsans = encryptedVsans(drills.through.history.before).flatMap(({ path }) =>
    effectOnVsan(drills, path, verdictsOn(vsanWorkloadId(path))),
  );
  return [...onMachines, ...onVsans];
}

interface Verdicts {
  readonly without: WorkloadResult | undefined;
  readonly through: WorkloadResult | undefined;
}

/** A vSAN that cannot be read for a while, or no longer: its machines are told of themselves. */
function effectOnVsan(
  drills: RebootDrills,
  path: string,
  { without, through }: Verdicts,
): readonly RebootEffect[] {
  if (through === undefined || without === undefined || !isReadableAtEnd(drills.without, path)) {
    return [];
  }
  const { isInterrupted, downSeconds } = downtimeOf(drills.through, { path });
  const isGone = !isReadableAtEnd(drills.through, path);
  if (!isGone && (!isInterrupted || downtimeOf(drills.without, { path }).isInterrupted)) return [];
  const effect = !isGone ? "goes-down" : through.verdict === "lost" ? "is-lost" : "locks";
  const sentence = isGone
    ? through.sentence
    : "It cannot be read while the host is away and until its disk group is mounted again.";
  const reasons = isGone ? through.reasons : [];
  const { workload } = through;
  return [{ machine: path, workload, effect, downSeconds, sentence, reasons }];
}

function isReadableAtEnd({ history }: WatchedDrill, path: string): boolean {
  return isReadable(history.after, path);
}

function verdictsOf({ result }: WatchedDrill): ReadonlyMap<string, WorkloadResult> {
  return new Map(result.workloads.map((each) => [each.workload, each]));
}

interface Seen extends Verdicts {
  readonly machine: EstateVirtualMachine;
}

function effectOn(drills: RebootDrills, seen: Seen): RebootEffectKind | undefined {
  const { machine, without, through } = seen;
  if (through?.verdict === "unknown") return without?.verdict === "unknown" ? undefined : "unknown";
  if (!machine.running) {
    const couldStart = (without?.startableOn.length ?? 0) > 0;
    return couldStart && through?.startableOn.length === 0 ? "cannot-start" : undefined;
  }
  if (isRunningAtEnd(drills.through, machine)) {
    const { isInterrupted } = downtimeOf(drills.through, machine);
    return isInterrupted && !downtimeOf(drills.without, machine).isInterrupted
      ? "goes-down"
      : undefined;
  }
  if (!isRunningAtEnd(drills.without, machine)) return undefined;
  if (through === undefined) return "stays-down";
  return through.verdict === "lost" ? "is-lost" : "locks";
}

function isRunningAtEnd({ history }: WatchedDrill, { path }: EstateVirtualMachine): boolean {
  return history.after.virtualMachines.get(path)?.running === true;
}

export interface Downtime {
  readonly isInterrupted: boolean;
  /** The longest in one piece; 0 for one that is started again at once, null for one that stays down. */
  readonly downSeconds: number | null;
}

export function downtimeOf(
  { history }: WatchedDrill,
  { path }: Pick<EstateVirtualMachine, "path">,
): Downtime {
  const spans = (history.interruptions.get(path) ?? []).filter(
    ({ fromSeconds }) => fromSeconds < history.outageSeconds,
  );
  const isDown = spans.some(({ toSeconds }) => toSeconds === null);
  const lengths = spans.map(({ fromSeconds, toSeconds }) => (toSeconds ?? 0) - fromSeconds);
  return {
    isInterrupted: spans.length > 0,
    downSeconds: isDown ? null : lengths.reduce((longest, each) => Math.max(longest, each), 0),
  };
}

function describeEffect(
  drills: RebootDrills,
  { machine, kind, through }: Seen & { readonly kind: RebootEffectKind },
): RebootEffect {
  return {
    machine: machine.path,
    workload: isWorkload(machine) ? workloadId(machine) : null,
    effect: kind,
    downSeconds: kind === "cannot-start" ? null : downtimeOf(drills.through, machine).downSeconds,
    sentence: sentenceOf(kind, machine, through),
    reasons: kind === "goes-down" ? [] : (through?.reasons ?? []),
  };
}

function sentenceOf(
  kind: RebootEffectKind,
  { path }: EstateVirtualMachine,
  through: WorkloadResult | undefined,
): string {
  switch (kind) {
    case "goes-down":
      return "It cannot be moved away while it runs, goes down with the host, and is started again.";
    case "stays-down":
      return "It cannot be moved away while it runs, goes down with the host, and nobody starts it.";
    case "locks":
    case "is-lost":
    case "cannot-start":
    case "unknown":
      return through?.sentence ?? `What becomes of ${path} cannot be told.`;
  }
}
