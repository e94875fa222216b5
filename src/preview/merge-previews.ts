// One preview of several vSpheres, each judged on its own: the worst verdict wins, and whatever is told says where it is.
// Names are of one vSphere alone, so that two may have a workload of the same name.

import type { VerdictCounts } from "../model/comparison.js";
import type { Preview, PreviewVerdict } from "../model/preview.js";
import { count, someOf } from "../report/text.js";
import { compareRisks } from "./compare-risks.js";

export interface VspherePreview {
  /** As stacks name it. */
  readonly vsphere: string;
  readonly preview: Preview;
}

const WORST_FIRST = {
  verdict: ["unknown", "drops", "broken-before", "first", "improves", "unchanged"],
  conclusion: ["failure", "neutral", "success"],
} as const satisfies {
  readonly verdict: readonly PreviewVerdict[];
  readonly conclusion: readonly Preview["conclusion"][];
};

/** @param estateDigest of the snapshots of all. */
export function mergePreviews(
  first: VspherePreview,
  others: readonly VspherePreview[],
  estateDigest: string,
): Preview {
  if (others.length === 0) return first.preview;
  const all = [first, ...others];
  const parts = all.map(placed);
  const of = <T>(list: (preview: Preview) => readonly T[]) => parts.flatMap(list);
  return {
    ...first.preview,
    verdict: worst<PreviewVerdict>(
      WORST_FIRST.verdict,
      parts.map((each) => each.verdict),
    ),
    conclusion: worst<Preview["conclusion"]>(
      WORST_FIRST.conclusion,
      parts.map((each) => each.conclusion),
    ),
    sentence: sentenceOf(all),
    counts: {
      live: sumOf(parts.map(({ counts }) => counts.live)),
      base: sumOf(parts.map(({ counts }) => counts.base)),
      head: sumOf(parts.map(({ counts }) => counts.head)),
    },
    workloads: of((each) => each.workloads),
    places: of((each) => each.places),
    risks: [...of((each) => each.risks)].sort(compareRisks),
    decisions: of((each) => each.decisions),
    irreversible: of((each) => each.irreversible),
    undeclared: of((each) => each.undeclared),
    hazards: of((each) => each.hazards),
    drift: {
      changes: of((each) => each.drift.changes),
      lost: of((each) => each.drift.lost),
      breaksFloor: parts.some(({ drift }) => drift.breaksFloor),
    },
    changes: of((each) => each.changes),
    brokenFloors: of((each) => each.brokenFloors),
    origin: { ...first.preview.origin, estateDigest },
  };
}

/** A preview that says of each thing where it is. Changes say it by their stack. */
function placed({ vsphere, preview }: VspherePreview): Preview {
  const on = (sentence: string) => `On ${vsphere}: ${sentence}`;
  const at = (name: string) => `${name} on ${vsphere}`;
  const { drift } = preview;
  return {
    ...preview,
    workloads: preview.workloads.map((each) => ({ ...each, vsphere })),
    places: preview.places.map((each) => ({ ...each, vsphere })),
    risks: preview.risks.map((each) => ({ ...each, title: on(each.title) })),
    decisions: preview.decisions.map((each) => ({ ...each, sentence: on(each.sentence) })),
    irreversible: preview.irreversible.map((each) => ({ ...each, sentence: on(each.sentence) })),
    hazards: preview.hazards.map((each) => ({ ...each, sentence: on(each.sentence) })),
    drift: { ...drift, lost: drift.lost.map(at) },
    brokenFloors: preview.brokenFloors.map((each) => ({ ...each, floor: at(each.floor) })),
  };
}

function worst<T>(worstFirst: readonly T[], given: readonly T[]): T {
  return given.reduce((a, b) => (worstFirst.indexOf(b) < worstFirst.indexOf(a) ? b : a));
}

function sumOf(all: readonly VerdictCounts[]): VerdictCounts {
  const sum = (verdict: keyof VerdictCounts) =>
    all.reduce((total, each) => total + each[verdict], 0);
  return {
    survived: sum("survived"),
    unknown: sum("unknown"),
    locked: sum("locked"),
    lost: sum("lost"),
  };
}

/** The most that are told one by one. */
const MOST_TOLD = 3;

/** What each says, worst first. Where the head cannot be evaluated, that is so on all of them. */
function sentenceOf(all: readonly VspherePreview[]): string {
  const rank = ({ preview }: VspherePreview) =>
    WORST_FIRST.conclusion.indexOf(preview.conclusion) * WORST_FIRST.verdict.length +
    WORST_FIRST.verdict.indexOf(preview.verdict);
  const worstFirst = [...all].sort((a, b) => rank(a) - rank(b));
  const [first] = worstFirst;
  if (first?.preview.verdict === "unknown") return first.preview.sentence;
  const told = worstFirst.slice(0, MOST_TOLD);
  const rest = worstFirst.slice(MOST_TOLD).map(({ vsphere }) => vsphere);
  return [
    ...told.map(({ vsphere, preview }) => `On ${vsphere}: ${preview.sentence}`),
    ...(rest.length === 0
      ? []
      : [`${count(rest.length, "more vSphere")}, none of them worse: ${someOf(rest, MOST_TOLD)}.`]),
  ].join(" ");
}
