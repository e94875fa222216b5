// The checker: from the history of a drill to a verdict for every workload. Pure. A checker that throws
// gives the verdict unknown, which never counts as survived.

import type { Hop, KeyPath, ReasonCode, Verdict, WorkloadResult } from "../model/survival.js";
import type { Estate, EstateKey, EstateVirtualMachine } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { bootReason } from "../vsphere/hops.js";
import { hostKeyPaths, keyPaths, providerNamed } from "../vsphere/key-paths.js";
import { PLANNED_KEY } from "../vsphere/reach.js";
import type { History, Interruption, StartAttempt } from "./history.js";
import { inferredRulesOf } from "./inferred-rules.js";
import { matcherOf } from "./patterns.js";
import { keysOf } from "./predict-key-classes.js";
import { isWorkload, workloadId } from "./predict-model.js";
import { inOrder } from "./reason-phrases.js";
import type { Scenario } from "./scenario.js";
import { workloadSentence } from "./workload-sentence.js";

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
  return machines
    .map((machine) => judgeSafely(history, scenario, { machine, checker }))
    .sort((a, b) => (a.workload < b.workload ? -1 : 1));
}

function judgeSafely(
  history: History,
  scenario: Scenario,
  at: { readonly machine: EstateVirtualMachine; readonly checker: Checker },
): WorkloadResult {
  try {
    return at.checker(history, scenario, at.machine);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...unjudged(at.machine), sentence: `Cannot be told: the checker failed (${why}).` };
  }
}

function unjudged(machine: EstateVirtualMachine): WorkloadResult {
  return {
    workload: workloadId(machine),
    verdict: "unknown",
    sentence: "",
    reasons: [],
    startableOn: [],
    hostsInCluster: 0,
    keyPaths: [],
    ranAtStart: machine.running,
    longestDownSeconds: null,
    brokenBefore: false,
    recoversByItself: false,
    manualSteps: [],
    inferredRules: [],
  };
}

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
  const longest = longestDown(history, machine);
  const verdict = verdictOf(history, scenario, { machine, after, startableOn, attempts });
  const paths = pathsOf(history, { machine, after, verdict, startableOn });
  const reasons = reasonsOf(history, { machine, after, verdict, paths });
  const result = {
    workload: workloadId(machine),
    verdict,
    reasons,
    startableOn,
    hostsInCluster: attempts.length,
    keyPaths: paths,
    ranAtStart: machine.running,
    longestDownSeconds: longest,
    brokenBefore: machine.powerState === "poweredOn" && !machine.running,
    recoversByItself: machine.running ? recovered : verdict === "survived",
    manualSteps: verdict === "survived" ? [] : (history.recoveries.get(machine.path) ?? []),
  };
  const inferredRules = inferredRulesOf(history, result);
  const restarts = interruptionsOf(history, machine).length;
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
    const within = interruptionsOf(history, machine).filter(
      ({ fromSeconds }) => fromSeconds >= 0 && fromSeconds < history.outageSeconds,
    );
    const isTooLong = within.some(
      (each) => lengthOf(each, history) > scenario.longestInterruptionSeconds,
    );
    return isTooLong ? "locked" : "survived";
  }
  if (!machine.running && (after.running || startableOn.length > 0)) return "survived";
  const isDamaged = attempts.some(({ failure }) => failure?.reason === "UNWRAP_FAILED");
  const isLeft = keysOf(machine).every((key) => isKeyLeft(history, machine, key));
  return isLeft && !isDamaged ? "locked" : "lost";
}

function interruptionsOf(history: History, machine: EstateVirtualMachine): readonly Interruption[] {
  return history.interruptions.get(machine.path) ?? [];
}

function lengthOf({ fromSeconds, toSeconds }: Interruption, history: History): number {
  return (toSeconds ?? history.outageSeconds + history.healSeconds) - fromSeconds;
}

/** Zero for a machine that was never interrupted; null for one that never came back. */
function longestDown(history: History, machine: EstateVirtualMachine): number | null {
  const all = interruptionsOf(history, machine);
  if (all.some(({ toSeconds }) => toSeconds === null)) return null;
  return Math.max(0, ...all.map((each) => lengthOf(each, history)));
}

/** Whether a key still exists on a host of the cluster, in a native provider or on a key server. */
function isKeyLeft(history: History, machine: EstateVirtualMachine, key: EstateKey): boolean {
  if (key.id.startsWith(PLANNED_KEY)) return true;
  const estate = history.after;
  if (hasSource(history.before, machine, key)) return true;
  const index = indexEstate(estate);
  const vcenter = estate.clusters.get(machine.cluster)?.vcenter ?? "";
  const name = key.provider === "unknown" ? null : key.provider;
  const provider = providerNamed(estate, vcenter, name);
  const hosts = index.hostsOf.get(machine.cluster) ?? [];
  const isOnHost = hosts.some(
    ({ present }) =>
      present?.cachedKeyIds.has(key.id) === true ||
      present?.storedKeyIds.has(key.id) === true ||
      present?.unarchivedKeyIds.has(key.id) === true ||
      isDerivable(present?.derivationKeys, { vcenter, key }) ||
      isDerivable(present?.archivedDerivationKeys, { vcenter, key }),
  );
  if (isOnHost) return true;
  if (key.derivedFrom !== undefined) return false;
  const held = key.wrappedUnder ?? key.id;
  const isIssuer =
    (provider?.kind === "standard" && held === key.id) ||
    (provider?.kind === "trusted" && held !== key.id);
  const others =
    held === key.id ? (index.keyServersOf.get(vcenter) ?? []) : [...estate.keyServers.values()];
  const servers = isIssuer
    ? provider.keyServers.flatMap((path) => estate.keyServers.get(path) ?? [])
    : others;
  return servers.some(({ heldKeyIds }) => heldKeyIds === undefined || heldKeyIds.has(held));
}

/** A native provider gives the keys that were derived from its key; if it was deleted, its backup does. */
function hasSource(before: Estate, machine: EstateVirtualMachine, key: EstateKey): boolean {
  const vcenter = before.clusters.get(machine.cluster)?.vcenter ?? "";
  const name = key.provider === "unknown" ? null : key.provider;
  const provider = providerNamed(before, vcenter, name);
  return provider?.kind === "native" && provider.keyId === key.derivedFrom;
}

function isDerivable(
  held: ReadonlyMap<string, string> | undefined,
  { vcenter, key }: { readonly vcenter: string; readonly key: EstateKey },
): boolean {
  const id = held?.get(`${vcenter}/kp/${key.provider}`);
  return id !== undefined && id === key.derivedFrom;
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
  return [...first, ...others]
    .slice(0, HOSTS_LISTED)
    .flatMap((host) => [
      ...hostKeyPaths(question, host),
      ...(machine.homeKey === null ? [] : keyPaths(question, host, { key: machine.homeKey })),
      ...machine.diskKeys.flatMap((key) => keyPaths(question, host, { key, use: "disk" })),
    ]);
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

/** For each key what it rests on: a stored key counts before one that is only in memory. */
function supportsOf(paths: readonly KeyPath[]): readonly ReasonCode[] {
  const best = new Map<string, ReasonCode>();
  for (const path of paths) {
    if (!path.open) continue;
    const holds = path.hops.find(({ reason }: Hop) => reason !== "OK")?.reason ?? "OK";
    const known = best.get(path.key);
    if (known === undefined || SUPPORTS.indexOf(holds) < SUPPORTS.indexOf(known)) {
      best.set(path.key, holds);
    }
  }
  return [...best.values()];
}

/** Best first. */
const SUPPORTS: readonly ReasonCode[] = ["KDK_ON_HOST", "KEY_STORED", "CACHED_IN_MEMORY", "OK"];
