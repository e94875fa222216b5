// The verdict on an encrypted vSAN, from what was seen of it in a drill: whether its objects could be read.

import type { KeyPath, ReasonCode, Verdict, WorkloadResult } from "../model/survival.js";
import { FAILURES_TO_TOLERATE } from "../vsphere/defaults.js";
import type { Estate, EstateCluster, EstateHost, EstateKey } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { bootReason } from "../vsphere/hops.js";
import { vsanKeyPaths } from "../vsphere/key-paths.js";
import type { InferredRule } from "../vsphere/rules/vsphere-rules.js";
import type { History } from "./history.js";
import { eventsOf, is } from "./host-story.js";
import { fatesOf, isKeyLeftIn, supportsOf } from "./judge-keys.js";
import { inOrder } from "./reason-phrases.js";
import type { Scenario } from "./scenario.js";
import { vsanSentence } from "./workload-sentence.js";
import { vsanWorkloadId } from "./workloads.js";

/** The verdict on the vSAN of a cluster that has it encrypted. */
export function judgeVsan(
  history: History,
  scenario: Scenario,
  cluster: EstateCluster,
): WorkloadResult {
  const { path } = cluster;
  const hosts = indexEstate(history.after).hostsOf.get(path) ?? [];
  const mounted = hosts.filter(isMounted);
  const was = isReadable(history.before, path);
  const { isTooLong, longestDownSeconds, restarts } = fatesOf(history, scenario, path);
  const isReadableNow = isReadable(history.after, path);
  const verdict = verdictOf(history, cluster, { isReadableNow, isTooLong: was && isTooLong });
  const keyPaths = pathsOf(history, cluster, verdict);
  const result = {
    workload: vsanWorkloadId(path),
    verdict,
    reasons: reasonsOf({ hosts, keyPaths, verdict, isReadableNow }),
    startableOn: mounted.map((host) => host.path),
    hostsInCluster: hosts.length,
    keyPaths,
    ranAtStart: was,
    longestDownSeconds,
    brokenBefore: !was,
    recoversByItself: isReadable(history.healed, path),
    manualSteps: verdict === "survived" ? [] : (history.recoveries.get(path) ?? []),
  };
  const inferredRules = vsanRulesOf(history, path, result.reasons);
  return { ...result, inferredRules, sentence: vsanSentence(result, restarts) };
}

/** Rules that no document states and that were at work. */
function vsanRulesOf(
  history: History,
  path: string,
  reasons: readonly ReasonCode[],
): readonly InferredRule[] {
  const hosts = indexEstate(history.before).hostsOf.get(path) ?? [];
  const own = hosts.map((host) =>
    eventsOf(history, host.path).filter(({ atSeconds }) => atSeconds >= 0),
  );
  const isMountedAgain = own.some((events) => events.some(is("disk-group-mounted")));
  if (!isMountedAgain) return [];
  const isTriedAgain = own.some((events) => {
    const unmounted = events.find(is("disk-group-unmounted"))?.atSeconds ?? Infinity;
    const mounted = events.findLast(is("disk-group-mounted"))?.atSeconds ?? -Infinity;
    return mounted > unmounted;
  });
  return [
    ...(reasons.includes("KEY_STORED") ? (["stored-at-archive"] as const) : []),
    "vsan-mounted-after-minutes",
    ...(isTriedAgain ? (["vsan-tried-again"] as const) : []),
  ];
}

/** Whether the objects of a cluster's vSAN can be read. */
export function isReadable(estate: Estate, path: string): boolean {
  const hosts = indexEstate(estate).hostsOf.get(path) ?? [];
  const joined = hosts.filter(({ present }) => present?.diskGroup?.isJoined === true).length;
  const tolerated =
    estate.clusters.get(path)?.vsanEncryption?.failuresToTolerate ?? FAILURES_TO_TOLERATE;
  return hosts.filter(isMounted).length >= Math.max(1, joined - tolerated);
}

function isMounted({ present }: EstateHost): boolean {
  return present?.diskGroup?.isMounted === true;
}

function verdictOf(
  history: History,
  { path, vsanEncryption }: EstateCluster,
  seen: { readonly isReadableNow: boolean; readonly isTooLong: boolean },
): Verdict {
  if (seen.isReadableNow) return seen.isTooLong ? "locked" : "survived";
  const key: EstateKey | undefined = vsanEncryption?.key;
  return key === undefined || isKeyLeftIn(history, path, key) ? "locked" : "lost";
}

/** Of the hosts whose disk groups decide: those mounted for one that holds fast, else those that are not. */
function pathsOf(history: History, cluster: EstateCluster, verdict: Verdict): readonly KeyPath[] {
  const { after, conditions, before } = history;
  const hosts = indexEstate(after).hostsOf.get(cluster.path) ?? [];
  const shown = hosts.filter((host) => isMounted(host) === (verdict === "survived")).slice(0, 2);
  const question = { estate: after, conditions, before };
  return shown.flatMap((host) => vsanKeyPaths(question, host));
}

function reasonsOf(seen: {
  readonly hosts: readonly EstateHost[];
  readonly keyPaths: readonly KeyPath[];
  readonly verdict: Verdict;
  readonly isReadableNow: boolean;
}): readonly ReasonCode[] {
  const { hosts, keyPaths, verdict, isReadableNow } = seen;
  const ofKek = keyPaths.filter(({ use }) => use === "vsan");
  if (verdict === "survived") return inOrder(supportsOf(ofKek));
  if (isReadableNow) return ["DOWN_TOO_LONG"];
  const down = hosts.filter((host) => host.present?.up === false).map(bootReason);
  const closed = ofKek.flatMap(({ open, hops }) =>
    open ? [] : (hops.find((hop) => !hop.open)?.reason ?? []),
  );
  return inOrder([
    "DISK_GROUPS_UNMOUNTED",
    ...down.map((reason) => (reason === "OK" ? "HOST_DOWN" : reason)),
    ...closed,
  ]);
}
