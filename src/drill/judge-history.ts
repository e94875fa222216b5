// The checker: from the history of a drill to a verdict for every workload. Pure. A checker that throws
// gives the verdict unknown, which never counts as survived.

import { matcherOf } from "../model/patterns.js";
import type { KeyPath, ReasonCode, Verdict, WorkloadResult } from "../model/survival.js";
import type { EstateKey, EstateVirtualMachine } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { bootReason } from "../vsphere/hops.js";
import { hostKeyPaths, keyPaths } from "../vsphere/key-paths.js";
import type { History, StartAttempt } from "./history.js";
import { fatesOf, isKeyLeftIn, supportsOf } from "./judge-keys.js";
import { isReadable, judgeVsan } from "./judge-vsan.js";
import { keysOf } from "./predict-key-classes.js";
import { inOrder } from "./reason-phrases.js";
import type { Scenario } from "./scenario.js";
import { hostKeyPathsOnce, sharedHosts, withSharedHops } from "./share-alike.js";
import { inferredRulesOf } from "./verdict-rules.js";
import { workloadSentence } from "./workload-sentence.js";
import { encryptedVsans, isWorkload, vsanWorkloadId, workloadId } from "./workloads.js";

export type Checker = (
  history: History,
  scenario: Scenario,
  machine: EstateVirtualMachine,
) => WorkloadResult;

/** Hosts whose key paths are listed for one workload; `explain` lists all. */
const HOSTS_LISTED = 2;

/** The verdicts on the workloads that a scenario is about, in code-unit order of their ids. */
export function judgeHistory(
  history: History,
  scenario: Scenario,
  checker: Checker = judgeWorkload,
): readonly WorkloadResult[] {
  const isJudged = matcherOf(scenario.workloads);
  const machines = [...history.before.virtualMachines.values()].filter(
    (machine) => isWorkload(machine) && isJudged(workloadId(machine)),
  );
  const onMachines = machines.map((machine) =>
    judgeSafely(unjudged(machine), () => checker(history, scenario, machine)),
  );
  const vsans = encryptedVsans(history.before).filter(({ path }) => isJudged(vsanWorkloadId(path)));
  const onVsan = vsans.map((cluster) =>
    judgeSafely(unjudgedVsan(cluster.path), () => judgeVsan(history, scenario, cluster)),
  );
  return [...onMachines, ...onVsan].sort((a, b) => (a.workload < b.workload ? -1 : 1));
}

function judgeSafely(unjudged: WorkloadResult, judge: () => WorkloadResult): WorkloadResult {
  try {
    return judge();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...unjudged, sentence: `Cannot be told: the checker failed (${why}).` };
  }
}

function unjudgedVsan(cluster: string): WorkloadResult {
  return { ...UNJUDGED, workload: vsanWorkloadId(cluster) };
}

function unjudged(machine: EstateVirtualMachine): WorkloadResult {
  return { ...UNJUDGED, workload: workloadId(machine), ranAtStart: machine.running };
}

const UNJUDGED: WorkloadResult = {
  workload: "",
  verdict: "unknown",
  sentence: "",
  reasons: [],
  startableOn: [],
  hostsInCluster: 0,
  keyPaths: [],
  ranAtStart: false,
  longestDownSeconds: null,
  brokenBefore: false,
  recoversByItself: false,
  manualSteps: [],
  inferredRules: [],
};

/** The verdict on one workload, from what was seen of it. */
export function judgeWorkload(
  history: History,
  scenario: Scenario,
  machine: EstateVirtualMachine,
): WorkloadResult {
  const attempts = history.attempts.get(machine.path) ?? [];
  const startableOn = attempts.filter(({ failure }) => failure === null).map(({ host }) => host);
  const after = history.after.virtualMachines.get(machine.path) ?? machine;
  const recovered = history.healed.virtualMachines.get(machine.path)?.running === true;
  const { longestDownSeconds, restarts } = fatesOf(history, scenario, machine.path);
  const verdict = verdictOf(history, scenario, { machine, after, startableOn, attempts });
  const paths = pathsOf(history, { machine, after, verdict, startableOn });
  const reasons = reasonsOf(history, { machine, after, verdict, paths });
  const result = {
    workload: workloadId(machine),
    verdict,
    reasons,
    startableOn: sharedHosts(history, startableOn),
    hostsInCluster: attempts.length,
    keyPaths: paths,
    ranAtStart: machine.running,
    longestDownSeconds,
    brokenBefore: machine.powerState === "poweredOn" && !machine.running,
    recoversByItself: machine.running ? recovered : verdict === "survived",
    manualSteps: verdict === "survived" ? [] : (history.recoveries.get(machine.path) ?? []),
  };
  const inferredRules = inferredRulesOf(history, machine, result);
  return { ...result, inferredRules, sentence: workloadSentence(result, { after, restarts }) };
}

interface Seen {
  readonly machine: EstateVirtualMachine;
  /** The same machine at the end of the outage. */
  readonly after: EstateVirtualMachine;
}

function verdictOf(
  history: History,
  scenario: Scenario,
  seen: Seen & {
    readonly startableOn: readonly string[];
    readonly attempts: readonly StartAttempt[];
  },
): Verdict {
  const { machine, after, startableOn, attempts } = seen;
  if (machine.running && after.running) {
    return fatesOf(history, scenario, machine.path).isTooLong ? "locked" : "survived";
  }
  if (!machine.running && (after.running || startableOn.length > 0)) return "survived";
  const isDamaged = attempts.some(({ failure }) => failure?.reason === "UNWRAP_FAILED");
  const keys = [...keysOf(machine), ...kekInTheWay(history, machine.cluster)];
  const isLeft = keys.every((key) => isKeyLeftIn(history, machine.cluster, key));
  return isLeft && !isDamaged ? "locked" : "lost";
}

/** The KEK of a vSAN whose objects cannot be read: without it nothing of a machine on it can. */
function kekInTheWay({ after }: History, cluster: string): readonly EstateKey[] {
  const key = after.clusters.get(cluster)?.vsanEncryption?.key;
  return key === undefined || isReadable(after, cluster) ? [] : [key];
}

/** Its own host first; a workload that holds fast rests on one host, the others are looked at in order. */
function pathsOf(
  history: History,
  seen: Seen & { readonly verdict: Verdict; readonly startableOn: readonly string[] },
): readonly KeyPath[] {
  const { machine, after, verdict, startableOn } = seen;
  const hosts = indexEstate(history.after).hostsOf.get(machine.cluster) ?? [];
  const own = after.running ? after.host : (startableOn[0] ?? after.host);
  const first = hosts.filter((host) => host.path === own);
  const others = verdict === "survived" ? [] : hosts.filter((host) => host.path !== own);
  const question = {
    estate: history.after,
    conditions: history.conditions,
    before: history.before,
  };
  return [...first, ...others].slice(0, HOSTS_LISTED).flatMap((host) => {
    const ofHome =
      machine.homeKey === null ? [] : keyPaths(question, host, { key: machine.homeKey });
    const ofDisks = machine.diskKeys.flatMap((key) =>
      keyPaths(question, host, { key, use: "disk" }),
    );
    return [
      ...hostKeyPathsOnce(history, host.path, () => hostKeyPaths(question, host)),
      ...withSharedHops(history, [...ofHome, ...ofDisks]),
    ];
  });
}

function reasonsOf(
  history: History,
  seen: Seen & { readonly verdict: Verdict; readonly paths: readonly KeyPath[] },
): readonly ReasonCode[] {
  const { machine, after, verdict, paths } = seen;
  const keyHops = paths.filter(({ use }) => use !== "host");
  if (verdict === "survived") return inOrder(supportsOf(keyHops));
  if (machine.running && after.running) return ["DOWN_TOO_LONG"];
  const attempts = history.attempts.get(machine.path) ?? [];
  const failed = new Set(
    attempts.filter(({ failure }) => failure !== null).map(({ host }) => host),
  );
  const closed = paths.filter((path) => !path.open && failed.has(path.host));
  const isStartable = failed.size < attempts.length;
  return inOrder([
    ...attempts.flatMap((attempt) => failureOf(history, attempt)),
    ...closed.flatMap(({ hops }) => hops.find(({ open }) => !open)?.reason ?? []),
    ...(isStartable ? (["NOBODY_STARTS_IT"] as const) : []),
  ]);
}

/** A host that is down because its boot stopped is more than down. */
function failureOf(history: History, { host, failure }: StartAttempt): readonly ReasonCode[] {
  if (failure === null) return [];
  if (failure.reason !== "HOST_DOWN") return [failure.reason];
  const facts = history.after.hosts.get(host);
  const why = facts === undefined ? "OK" : bootReason(facts);
  return [why === "OK" ? "HOST_DOWN" : why];
}
