// What became of a workload in a drill, in one sentence with its reasons.

import type { WorkloadResult } from "../model/survival.js";
import type { EstateVirtualMachine } from "../vsphere/estate.js";
import { reasonText } from "./reason-phrases.js";

/** A result that has yet to be said. */
type Judged = Omit<WorkloadResult, "sentence" | "inferredRules">;

export interface Fate {
  readonly after: EstateVirtualMachine;
  readonly restarts: number;
}

/** One sentence: the fate of a workload in a drill, with the reasons for it. */
export function workloadSentence(result: Judged, fate: Fate): string {
  const { verdict, reasons } = result;
  if (verdict === "survived") return survivedSentence(result, fate);
  const before = result.brokenBefore ? "It was down before the first fault. " : "";
  if (reasons.includes("DOWN_TOO_LONG")) {
    const down = minutes(result.longestDownSeconds);
    return `It runs again on ${fate.after.host}, but was down for ${down}.`;
  }
  const lost = verdict === "lost" ? ", and no key that opens it is left" : "";
  return `${before}${startsOn(result)}${lost}: ${areAllDown(result) ? "every host is down" : reasonText(reasons)}.`;
}

/** Where nothing else is said of any host. */
function areAllDown({ reasons, startableOn, hostsInCluster }: Judged): boolean {
  return (
    hostsInCluster > 1 &&
    reasons.length > 0 &&
    startableOn.length === 0 &&
    reasons.every((reason) => reason === "HOST_DOWN")
  );
}

/** One sentence: the fate of an encrypted vSAN in a drill. */
export function vsanSentence(result: Judged, restarts: number): string {
  const { verdict, reasons, startableOn, hostsInCluster } = result;
  const mounted = `${startableOn.length} of ${hostsInCluster} disk groups are mounted`;
  if (verdict === "survived") {
    const down = minutes(result.longestDownSeconds);
    const fate =
      restarts === 0 ? "It could be read all the time" : `It could not be read for ${down} at most`;
    return `${fate}, and ${mounted}: ${reasonText(reasons)}.`;
  }
  const before = result.brokenBefore ? "It could not be read before the first fault. " : "";
  if (reasons.includes("DOWN_TOO_LONG")) {
    return `It can be read again, but could not for ${minutes(result.longestDownSeconds)}.`;
  }
  const lost = verdict === "lost" ? ", and no key that opens it is left" : "";
  const others = reasons.filter((reason) => reason !== "DISK_GROUPS_UNMOUNTED");
  return `${before}It cannot be read, since only ${mounted}${lost}: ${reasonText(others)}.`;
}

function startsOn({
  startableOn,
  hostsInCluster,
}: Pick<WorkloadResult, "startableOn" | "hostsInCluster">): string {
  const count = startableOn.length;
  if (hostsInCluster === 0) return "There is no host to start it";
  if (hostsInCluster === 1)
    return count === 1 ? "Its host could start it" : "Its host cannot start it";
  if (count === 0) return `None of its ${hostsInCluster} hosts can start it`;
  return `${count} of its ${hostsInCluster} hosts could start it`;
}

function survivedSentence(result: Judged, { after, restarts }: Fate): string {
  const why = reasonText(result.reasons);
  if (!after.running) return `It is off. ${startsOn(result)}: ${why}.`;
  if (restarts === 0) return `It ran on without interruption on ${after.host}.`;
  const times = restarts === 1 ? "once" : restarts === 2 ? "twice" : `${restarts} times`;
  const down =
    result.longestDownSeconds === 0
      ? "at once"
      : `after at most ${minutes(result.longestDownSeconds)}`;
  return `It lost its host ${times}, was started again ${down}, and runs on ${after.host}: ${why}.`;
}

function minutes(seconds: number | null): string {
  if (seconds === null) return "the rest of the drill";
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "1 minute" : `${count} minutes`;
}
