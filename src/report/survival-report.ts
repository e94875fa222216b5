// What a plan does to survival: the verdict in one sentence first, then each workload that is worse off with
// the reason, what was found, which floors break, and from when the estate is safe.

import type {
  BrokenFloor,
  Finding,
  SurvivalAssessment,
  Verdict,
  VerdictChange,
  WaiverInForce,
} from "../model/survival.js";
import { formatRoughly } from "./format-duration.js";
import {
  count,
  indentLines,
  type Line,
  type ReportWidth,
  type Style,
  someOf,
  styled,
  wrap,
  wrapLines,
} from "./text.js";

export interface SurvivalReportOptions extends ReportWidth {
  /** Whether workloads that change alike are shown one by one all the same. */
  readonly expand: boolean;
}

export const VERDICT_STYLES: Readonly<Record<Verdict, Style>> = {
  survived: "green",
  unknown: "yellow",
  locked: "red",
  lost: "red",
};

export function survivalReport(
  assessment: SurvivalAssessment,
  options: SurvivalReportOptions,
): readonly Line[] {
  const { worsened, improved, findings, brokenFloors, safeAfterSeconds } = assessment;
  const sentence = survivalSentence(assessment);
  return [
    [styled("bold", `Survival of ${assessment.scenario}`), " (predicted for the settled state)"],
    [],
    ...wrap(sentence, { width: options.width, indent: "  " }).map(
      (text): Line => [styled(isBad(assessment) ? "red" : "green", text)],
    ),
    ...verdictChanges(worsened, options),
    ...(improved.length === 0 ? [] : [[], ["  Better off:"]]),
    ...verdictChanges(improved, options),
    ...floorLines(brokenFloors, { width: options.width, lost: "would be" }),
    ...findingLines(findings, options),
    ...safetyLines(safeAfterSeconds, options.width),
    ...prefixLines(assessment, options.width),
  ];
}

function isBad({ worsened, brokenFloors }: SurvivalAssessment): boolean {
  return worsened.length > 0 || brokenFloors.length > 0;
}

/** The verdict: who no longer survives, or that nobody is worse off. */
export function survivalSentence(assessment: SurvivalAssessment): string {
  const { scenario, before, after, worsened } = assessment;
  const lose = worsened.filter((change) => change.from === "survived").length;
  const fresh = worsened.filter((change) => change.from === "absent").length;
  const others = worsened.length - lose - fresh;
  const parts = [
    lose === 0 ? "" : `${these(lose, "workload")} no longer survive${s(lose)} ${scenario}`,
    fresh === 0 ? "" : `${these(fresh, "new workload")} would not survive ${scenario}`,
    others === 0
      ? ""
      : `${these(others, "workload")} ${others === 1 ? "is" : "are"} worse off in ${scenario}`,
  ].filter((part) => part !== "");
  if (parts.length > 0) return `${parts.join(". ")}:`;
  if (after.length === 0) return noneLeftSentence(before.length);
  const surviving = after.filter(({ verdict }) => verdict === "survived").length;
  if (surviving === after.length) {
    const all =
      after.length === 1 ? "The one workload survives" : `All ${after.length} workloads survive`;
    return `${all} ${scenario}.`;
  }
  return `This plan makes no workload worse off; ${surviving} of ${after.length} survive ${scenario}.`;
}

function noneLeftSentence(before: number): string {
  if (before === 0) return "No encrypted workload is declared, so none can be lost.";
  return `This plan destroys every encrypted workload there is (${before}) on purpose: none is left that could be lost.`;
}

function these(n: number, noun: string): string {
  return n === 1 ? `This ${noun}` : `These ${count(n, noun)}`;
}

function s(n: number): string {
  return n === 1 ? "s" : "";
}

/** Those that change alike for the same reasons stand under the first of them. */
function verdictChanges(
  changes: readonly VerdictChange[],
  options: SurvivalReportOptions,
): readonly Line[] {
  const groups = new Map<string, VerdictChange[]>();
  for (const change of changes) {
    const alike = JSON.stringify([change.from, change.to, change.reasons]);
    const key = options.expand ? change.workload : alike;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap((group) => verdictGroup(group, options));
}

const SHOWN_OF_GROUP = 4;

function verdictGroup(
  group: readonly VerdictChange[],
  { width }: SurvivalReportOptions,
): readonly Line[] {
  const shown = group.slice(0, SHOWN_OF_GROUP);
  const rest = group.slice(SHOWN_OF_GROUP).map((change) => change.workload);
  const lines = shown.flatMap((change, i) => {
    const isSaidBelow = shown[i + 1]?.sentence === change.sentence;
    const isSaidAbove = shown[i - 1]?.sentence === change.sentence;
    return [
      ...(isSaidAbove ? [] : [[]]),
      ["    ", styled("bold", change.workload), `: ${change.from} → `, verdictSpan(change.to)],
      ...(isSaidBelow ? [] : wrapLines(change.sentence, { width, indent: "      " })),
    ];
  });
  if (rest.length === 0) return lines;
  const more = `and ${rest.length} more ${group[0]?.from} → ${group[0]?.to} for the same reasons: ${someOf(rest, 3)} (--expand lists all)`;
  return [...lines, [], ...wrapLines(more, { width, indent: "    " })];
}

export function verdictSpan(verdict: Verdict) {
  return styled(VERDICT_STYLES[verdict], verdict);
}

export interface FloorOptions extends ReportWidth {
  /** Whether it is foretold or has been seen. */
  readonly lost: "would be" | "were";
}

export function floorLines(
  floors: readonly BrokenFloor[],
  { width, lost }: FloorOptions,
): readonly Line[] {
  if (floors.length === 0) return [];
  return [
    [],
    [
      "  ",
      styled("red", floors.length === 1 ? "Broken survival floor:" : "Broken survival floors:"),
    ],
    ...floors.flatMap((floor) => [
      ["    ", styled("bold", floor.floor), ` (${floor.scenario})`],
      ...wrapLines(floorSentence(floor, lost), { width, indent: "      " }),
    ]),
  ];
}

function floorSentence({ maxLost, lost, reason }: BrokenFloor, verb: FloorOptions["lost"]): string {
  const allowed = maxLost === 0 ? "no workload" : `at most ${count(maxLost, "workload")}`;
  return `It allows ${allowed} to be lost, and ${lost.length} ${verb}: ${someOf(lost, 4)}. Declared reason: ${reason}`;
}

function findingLines(
  findings: readonly Finding[],
  options: SurvivalReportOptions,
): readonly Line[] {
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const waived = findings.filter(({ waiver }) => waiver !== undefined);
  return [
    ...findingSection("Findings:", open, options),
    ...findingSection("Waived findings:", waived, options),
  ];
}

function findingSection(
  title: string,
  findings: readonly Finding[],
  options: SurvivalReportOptions,
): readonly Line[] {
  if (findings.length === 0) return [];
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { code, severity, remedy, waiver } = finding;
    const key = options.expand
      ? JSON.stringify(finding)
      : JSON.stringify([code, severity, remedy, waiver?.name]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [
    [],
    [`  ${title}`],
    ...[...groups.values()].flatMap((group) => findingGroup(group, options.width)),
  ];
}

const FINDING_STYLES: Readonly<Record<Finding["severity"], Style>> = {
  error: "red",
  warning: "yellow",
  info: "cyan",
};

function findingGroup(group: readonly Finding[], width: number): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const others = group.slice(1).map((finding) => finding.subject);
  const more = others.length === 0 ? "" : ` The same of ${someOf(others, 3)}.`;
  const text = `${first.subject}: ${first.sentence}${more} ${first.waiver === undefined ? first.remedy : waiverSentence(first.waiver)}`;
  const mark =
    first.waiver === undefined
      ? styled(FINDING_STYLES[first.severity], first.severity)
      : styled("dim", "waived");
  const head = ["    ", mark, ` ${first.code}`];
  return [head, ...indentLines(wrapLines(text, { width: width - 6 }), "      ")];
}

function waiverSentence({ owner, reason, until }: WaiverInForce): string {
  return `Waived by ${owner} until ${until}: ${reason}`;
}

function safetyLines(safeAfterSeconds: number | null, width: number): readonly Line[] {
  if (safeAfterSeconds === null || safeAfterSeconds === 0) return [];
  const text = `The estate is not safe at once: only ${formatRoughly(safeAfterSeconds)} after the apply are all keys where they must be.`;
  return [[], ...wrapLines(text, { width, indent: "  " })];
}

function prefixLines({ prefixes }: SurvivalAssessment, width: number): readonly Line[] {
  const text = {
    every: "Judged for every way in which the apply could stop half way.",
    extremes:
      "Judged also for an apply that stops half way: each step with only what it needs, and with all that can come before it.",
    none: "",
  }[prefixes];
  return text === "" ? [] : [[], ...wrapLines(text, { width, indent: "  " })];
}
