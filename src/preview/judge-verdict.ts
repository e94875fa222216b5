// The verdict on a pull request, what a check shows for it, and the sentence that says it to a manager.

import type { Preview, PreviewVerdict } from "../model/preview.js";
import type { BrokenFloor, Verdict } from "../model/survival.js";
import { count, someOf } from "../report/text.js";
import type { JudgedSide } from "./judge-side.js";
import { isWorse, rankOf } from "./losses.js";

export interface Judged {
  /** `live`: the base could not be evaluated. `none`: there is none. In both cases `base` is the live estate. */
  readonly comparedWith: "base" | "live" | "none";
  readonly base: JudgedSide;
  readonly head: JudgedSide;
  readonly newlyBroken: readonly BrokenFloor[];
  readonly threat: string;
  readonly undeclared: Preview["undeclared"];
}

type Conclusion = Pick<Preview, "verdict" | "conclusion" | "sentence">;

export function judgeVerdict(judged: Judged): Conclusion {
  const verdict = verdictOf(judged);
  return {
    verdict,
    conclusion: conclusionOf(judged, verdict),
    sentence: sentenceOf(judged, verdict),
  };
}

/** Floors that the head breaks and the base does not, or by workloads that the base does not lose. */
export function newlyBrokenFloors(
  base: Pick<JudgedSide, "brokenFloors">,
  head: Pick<JudgedSide, "brokenFloors">,
): readonly BrokenFloor[] {
  const keyOf = ({ floor, scenario }: BrokenFloor) => JSON.stringify([floor, scenario]);
  const before = new Map(base.brokenFloors.map((floor) => [keyOf(floor), floor] as const));
  return head.brokenFloors.filter((floor) => {
    const was = before.get(keyOf(floor));
    const known = new Set(was?.lost ?? []);
    return was === undefined || floor.lost.some((workload) => !known.has(workload));
  });
}

function verdictOf({ comparedWith, base, head }: Judged): PreviewVerdict {
  if (comparedWith === "none") return "first";
  const all = [...head.predictions.values()];
  if (all.some((is) => isWorse(base.predictions.get(is.workload), is))) return "drops";
  const isBetter = all.some(({ workload, verdict }) => {
    const was = base.predictions.get(workload)?.verdict;
    return was !== undefined && rankOf(verdict) < rankOf(was);
  });
  if (isBetter) return "improves";
  return fallen(head) > 0 ? "broken-before" : "unchanged";
}

function conclusionOf(
  { head, newlyBroken, undeclared }: Judged,
  verdict: PreviewVerdict,
): Preview["conclusion"] {
  if (newlyBroken.length > 0) return "failure";
  if (head.brokenFloors.length > 0 || undeclared.length > 0) return "neutral";
  if (verdict === "drops" || verdict === "broken-before") return "neutral";
  return verdict === "first" && fallen(head) > 0 ? "neutral" : "success";
}

/** Of those that do not survive. */
function fallen({ predictions }: JudgedSide): number {
  return [...predictions.values()].filter(({ verdict }) => verdict !== "survived").length;
}

function sentenceOf(judged: Judged, verdict: PreviewVerdict): string {
  const { comparedWith, newlyBroken, undeclared } = judged;
  const floors = newlyBroken.map(({ floor }) => floor);
  return [
    mainSentence(judged, verdict),
    ...(floors.length === 0
      ? []
      : [`It breaks ${floors.length === 1 ? "the floor" : "the floors"} ${someOf(floors, 3)}.`]),
    ...(undeclared.length === 0 ? [] : [undeclaredSentence(undeclared)]),
    ...(comparedWith === "live"
      ? ["The base could not be evaluated, so the head is compared with the live estate."]
      : []),
  ].join(" ");
}

function undeclaredSentence(undeclared: Preview["undeclared"]): string {
  const names = undeclared.map(({ stack }) => stack);
  const objects = undeclared.reduce((sum, each) => sum + each.objects, 0);
  const isOne = names.length === 1;
  const stacks = `${isOne ? "The stack" : "The stacks"} ${someOf(names, 3)} ${isOne ? "is" : "are"}`;
  const left =
    objects === 0
      ? `nothing of ${isOne ? "it" : "them"} was applied`
      : `${isOne ? "its" : "their"} ${count(objects, "object")} ${objects === 1 ? "stays as it is" : "stay as they are"}`;
  return `${stacks} no longer declared: ${left}.`;
}

function mainSentence(judged: Judged, verdict: PreviewVerdict): string {
  const { head, threat } = judged;
  const total = head.predictions.size;
  const down = fallen(head);
  switch (verdict) {
    case "drops":
      return `Survivability drops: ${dropText(judged)}.`;
    case "improves": {
      const still = down === 0 ? "" : ` ${shareOf(down, total)} would still not survive it.`;
      return `Survivability improves: ${betterText(judged)} would fare better in ${threat}.${still}`;
    }
    case "broken-before":
      return `No worse than before, but not safe: ${shareOf(down, total)} would not survive ${threat}, with or without this change.`;
    case "first":
      return `There is no base to compare with: ${firstText(judged, down)}.`;
    case "unchanged":
      if (total === 0) return "No encrypted workload is concerned.";
      return `Safe: ${outcome(down, total, threat)}.`;
    case "unknown":
      return "It cannot be told what this change does.";
  }
}

/** What is worse than in the live estate counts most. */
function firstText(judged: Judged, down: number): string {
  const { predictions } = judged.head;
  if (predictions.size === 0) return "no encrypted workload is declared";
  const worse = dropText(judged);
  return worse === "" ? outcome(down, predictions.size, judged.threat) : worse;
}

function outcome(down: number, total: number, threat: string): string {
  if (down > 0) return `${shareOf(down, total)} would not survive ${threat}`;
  return `${total === 1 ? "the one" : `all ${total}`} encrypted ${total === 1 ? "workload" : "workloads"} would survive ${threat}`;
}

/** `12 of 340 encrypted workloads` */
function shareOf(some: number, total: number): string {
  return total === 1 ? "the one encrypted workload" : `${some} of ${total} encrypted workloads`;
}

function betterText({ base, head }: Judged): string {
  const better = [...head.predictions.values()].filter(({ workload, verdict }) => {
    const was = base.predictions.get(workload)?.verdict;
    return was !== undefined && rankOf(verdict) < rankOf(was);
  });
  return count(better.length, "workload");
}

/** Those that survived, those that are new, and those that had fallen before, apart. */
function dropText({ base, head, threat }: Judged): string {
  const worse = [...head.predictions.values()]
    .map((is) => ({ is, was: base.predictions.get(is.workload) }))
    .filter(({ is, was }) => isWorse(was, is));
  const ofThose = (was: (verdict: Verdict | undefined) => boolean) =>
    worse.filter((each) => was(each.was?.verdict)).length;
  const gone = ofThose((verdict) => verdict === "survived");
  const fresh = ofThose((verdict) => verdict === undefined);
  const deeper = worse.length - gone - fresh;
  const parts = [
    gone === 0 ? [] : `${shareOf(gone, head.predictions.size)} would no longer survive ${threat}`,
    fresh === 0 ? [] : `${count(fresh, "new workload")} would not survive ${threat}`,
    deeper === 0
      ? []
      : `${count(deeper, "workload")} that did not survive it before would fare worse`,
  ].flat();
  return parts.join("; ");
}
