// Where hardening and survival want opposite things, and the waivers in which someone has decided: those that the
// change brings into play, those that end, and those whose reason the change removes.

import { clusterOfWorkload } from "../drill/workloads.js";
import { matcherOf } from "../model/patterns.js";
import type { Decision } from "../model/preview.js";
import type { Finding } from "../model/survival.js";
import { count, someOf } from "../report/text.js";
import type { EstateWaiver } from "../vsphere/estate.js";
import { findingKey } from "../vsphere/findings/find-findings.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import type { JudgedSide } from "./judge-side.js";
import { EXPOSED_CODE } from "./roll-up.js";

const SOON_DAYS = 30;
const DAY_MILLISECONDS = 86_400_000;

export interface DecisionRequest {
  readonly base: JudgedSide;
  readonly head: JudgedSide;
  readonly threat: string;
}

/** In the order: needed, recorded, then waivers by name. */
export function findDecisions(request: DecisionRequest): readonly Decision[] {
  const { head } = request;
  const waivers = [...head.estate.waivers].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    ...conflicts(request),
    ...recorded(request),
    ...waivers.flatMap((waiver) => judgeWaiver(waiver, request) ?? []),
  ];
}

/** Findings of the head that the base does not have, or that a waiver no longer holds for. */
export function findingsAdded({ base, head }: Pick<DecisionRequest, "base" | "head">) {
  const known = new Set([...base.findings, ...base.planFindings].map(findingKey));
  return [...head.findings, ...head.planFindings].filter(
    (finding) => !known.has(findingKey(finding)),
  );
}

/** By cluster: hosts that would newly keep keys in the open, where workloads survive by such keys. */
function conflicts(request: DecisionRequest): readonly Decision[] {
  const { head, threat } = request;
  const resting = workloadsOnStoredKeys(head);
  const hostsIn = new Map<string, string[]>();
  for (const { code, subject, waiver } of findingsAdded(request)) {
    const cluster = code === EXPOSED_CODE ? head.estate.hosts.get(subject)?.cluster : undefined;
    if (cluster === undefined || waiver !== undefined || !resting.has(cluster)) continue;
    const hosts = hostsIn.get(cluster);
    if (hosts === undefined) hostsIn.set(cluster, [subject]);
    else hosts.push(subject);
  }
  return [...hostsIn].map(([cluster, subjects]) => ({
    ...{ status: "needed", code: EXPOSED_CODE, subjects },
    sentence:
      `Hardening guides want key persistence off at ${someOf(subjects, 3)}, where physical access is not controlled, ` +
      `and ${count(resting.get(cluster) ?? 0, "workload")} of ${cluster} would survive ${threat} by stored keys.`,
    advice: `Record a waiver of ${EXPOSED_CODE} with an owner, a reason and an end, control access to the hosts, or turn persistence off and accept the loss.`,
  }));
}

/** Whether a finding is told as a decision that is needed, or by what became of a waiver, and so is no risk. */
export function isDecision(finding: Finding, decisions: readonly Decision[]): boolean {
  return decisions.some(({ status, code, subjects, waiver }) => {
    if (waiver !== undefined) return finding.subject === `waiver/${waiver.name}`;
    return status === "needed" && code === finding.code && subjects.includes(finding.subject);
  });
}

function workloadsOnStoredKeys({ estate, predictions }: JudgedSide): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { workload, verdict, reasons } of predictions.values()) {
    if (verdict !== "survived" || !reasons.includes("KEY_STORED")) continue;
    const cluster = clusterOfWorkload(estate, workload);
    counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
  }
  return counts;
}

/** Waived findings that the head adds, by waiver. */
function recorded(request: DecisionRequest): readonly Decision[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findingsAdded(request)) {
    if (finding.waiver === undefined) continue;
    const { name } = finding.waiver;
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return [...groups.values()].flatMap((findings): readonly Decision[] => {
    const [first] = findings;
    if (first?.waiver === undefined) return [];
    const { waiver, code } = first;
    const { owner, until, reason } = waiver;
    const subjects = findings.map(({ subject }) => subject);
    const sentence = `${code} of ${someOf(subjects, 3)} is waived by ${owner} until ${until}: ${reason}`;
    return [{ status: "recorded", code, subjects, sentence, waiver, advice: "" }];
  });
}

function judgeWaiver(waiver: EstateWaiver, request: DecisionRequest): Decision | undefined {
  const { name, code, owner, reason, expiresAt } = waiver;
  if (expiresAt === NOT_KNOWN) return undefined;
  const until = String(expiresAt);
  const subjects = subjectsOf(waiver, request.head);
  const about = { code, subjects, waiver: { name, owner, reason, until } };
  const before = subjectsOf(waiver, request.base);
  if (subjects.length === 0 && before.length > 0) {
    return {
      ...{ status: "reason-gone", ...about, subjects: before },
      sentence: `The waiver ${name} holds for nothing any more: the change removes ${code} of ${someOf(before, 3)}.`,
      advice: "Remove the waiver with the same change.",
    };
  }
  const left = Date.parse(until) - request.head.estate.nowSeconds * 1000;
  if (left > SOON_DAYS * DAY_MILLISECONDS) return undefined;
  const where = subjects.length === 0 ? "nothing now" : someOf(subjects, 3);
  const advice = `${owner} decides: do what is advised for ${code}, give the waiver a later end, or remove it.`;
  if (left <= 0) {
    const sentence = `The waiver ${name} of ${code} ended at ${until}; it was for ${where}.`;
    return { status: "expired", ...about, sentence, advice };
  }
  const days = Math.ceil(left / DAY_MILLISECONDS);
  const sentence = `The waiver ${name} of ${code} ends in ${count(days, "day")}, at ${until}; it holds for ${where}.`;
  return { status: "expires-soon", ...about, sentence, advice };
}

/** What it would hold for, whether or not it has ended. */
function subjectsOf({ code, subjects }: EstateWaiver, { findings }: JudgedSide): readonly string[] {
  const covers = matcherOf(subjects);
  const own = findings.filter((finding) => finding.code === code && covers(finding.subject));
  return own.map(({ subject }) => subject);
}
