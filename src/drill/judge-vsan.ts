// The verdict on an encrypted vSAN, from what was seen of it in a drill: whether its objects could be read.

import type { KeyPath, ReasonCode, Verdict, WorkloadResult } from "../model/survival.js";
import { FAILURES_TO_TOLERATE } from "../vsphere/defaults.js";
import type { Estate, EstateCluster, EstateHost, EstateKey } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { bootReason } from "../vsphere/hops.js";
import { vsanKeyPaths } from "../vsphere/key-paths.js";
import type { InferredRule } from "../vsphere/rules/vsphere-rules.js";
import type { History } from "./history.js";
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
  { timeline, before }: History,
  path: string,
  reasons: readonly ReasonCode[],
): readonly InferredRule[] {
  const hosts = new Set((indexEstate(before).hostsOf.get(path) ?? []).map((host) => host.path));
  const own = timeline.filter(({ subject, atSeconds }) => hosts.has(subject) && atSeconds >= 0);
  const happened = (kind: string) => own.some((event) => event.kind === kind);
  const isAgain = own.some(
    ({ kind, subject, atSeconds }) =>
      kind === "disk-group-unmounted" &&
      own.some(
        (other) =>
          other.kind === "disk-group-mounted" &&
          other.subject === subject &&
          other.atSeconds > atSeconds,
      ),
  );
  return [
    ...(reasons.includes("KEY_STORED") && happened("disk-group-mounted")
      ? (["stored-at-archive"] as const)
      : []),
    ...(happened("disk-group-mounted") ? (["vsan-mounted-after-minutes"] as const) : []),
    ...(isAgain ? (["vsan-tried-again"] as const) : []),
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
