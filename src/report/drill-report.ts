// A drill as text: the verdict first, then every workload, why each that did not survive did not, what happened
// when, and what someone has to do.

import type { DrillResult, TimelineEvent, Verdict, WorkloadResult } from "../model/survival.js";
import { formatClock, formatDuration } from "./format-duration.js";
import { keyPathLines } from "./key-path-lines.js";
import { floorLines, VERDICT_STYLES, verdictSpan } from "./survival-report.js";
import {
  columnsOf,
  count,
  type Line,
  padEnd,
  type ReportWidth,
  someOf,
  styled,
  widestOf,
  wrap,
  wrapLines,
} from "./text.js";

export interface DrillReportOptions extends ReportWidth {
  /** Whether every workload, key path and event is shown. */
  readonly verbose: boolean;
}

/** How many are shown of each kind without `verbose`. */
const MOST = { workloads: 20, reasons: 4, names: 4, events: 16, steps: 8 } as const;

export function drillReport(result: DrillResult, options: DrillReportOptions): readonly Line[] {
  const style = VERDICT_STYLES[result.verdict];
  return [
    ...wrap(verdictSentence(result), options).map((text): Line => [styled(style, text)]),
    [],
    ...factLines(result, options.width),
    ...workloadTable(result.workloads, options),
    ...reasonLines(result.workloads, options),
    ...timelineLines(result.timeline, options),
    ...stepLines(result.manualSteps, options),
    ...floorLines(result.brokenFloors, { width: options.width, lost: "were" }),
    ...inferredLines(result.workloads, options.width),
  ];
}

/** `Survived: all 4 workloads hold fast through provider-outage.` */
export function verdictSentence({ verdict, scenario, counts, workloads }: DrillResult): string {
  const total = workloads.length;
  if (total === 0) {
    return `${headOf(verdict)}: there is no encrypted workload that ${scenario} could take away.`;
  }
  if (verdict === "survived") {
    const all = total === 1 ? "the one workload holds" : `all ${total} workloads hold`;
    return `Survived: ${all} fast through ${scenario}.`;
  }
  const parts = (["lost", "locked", "unknown"] as const)
    .filter((bad) => counts[bad] > 0)
    .map((bad) => `${counts[bad]} ${bad}`);
  return `${headOf(verdict)}: of ${count(total, "workload")}, ${scenario} leaves ${parts.join(", ")}, ${counts.survived} survived.`;
}

function headOf(verdict: Verdict): string {
  return verdict === "survived" ? "Survived" : verdict === "unknown" ? "Unknown" : "Not survived";
}

function factLines(result: DrillResult, width: number): readonly Line[] {
  const { firstLossSeconds: loss, recoverySeconds: recovery } = result;
  const recovered =
    recovery === null ? "not without someone who acts" : `${formatDuration(recovery)} after that`;
  const facts: readonly (readonly [string, string])[] = [
    ["Outage", formatDuration(result.outageSeconds)],
    ["First loss", loss === null ? "none" : `${formatDuration(loss)} after the start`],
    ...(loss === null ? [] : [["Recovered", recovered] as const]),
    ["Seed", `${result.seed}, estate ${result.estateDigest.slice(0, 12)}`],
  ];
  return facts.flatMap(([name, text]) => {
    const first = `  ${padEnd(name, 12)}`;
    return wrapLines(text, { width, indent: " ".repeat(columnsOf(first)), first });
  });
}

/** Those that did not survive stand first; survivors are only counted when there are many. */
function workloadTable(
  workloads: readonly WorkloadResult[],
  { verbose }: DrillReportOptions,
): readonly Line[] {
  const bad = workloads.filter(({ verdict }) => verdict !== "survived");
  const good = workloads.filter(({ verdict }) => verdict === "survived");
  const isShort = verbose || workloads.length <= MOST.workloads;
  const shown = isShort ? [...bad, ...good] : bad.slice(0, MOST.workloads);
  return [
    ...(shown.length === 0 ? [] : tableOf(shown)),
    ...leftOut(isShort ? 0 : bad.length - shown.length, "more did not survive"),
    ...leftOut(isShort ? 0 : good.length, "survived"),
  ];
}

function leftOut(left: number, what: string): readonly Line[] {
  return left === 0 ? [] : [[`  … and ${left} ${what} (--verbose lists all)`]];
}

function tableOf(shown: readonly WorkloadResult[]): readonly Line[] {
  const workloads = shown.map(({ workload }) => workload);
  const columns = widestOf(workloads, "Workload".length);
  const head = `  ${padEnd("Workload", columns)}  Verdict   Longest down  Starts on`;
  const rows = shown.map((result): Line => {
    const { workload, verdict } = result;
    const blanks = " ".repeat(Math.max(0, 10 - verdict.length));
    const rest = `${blanks}${padEnd(downTime(result), 14)}${hostsOf(result)}`;
    return [`  ${padEnd(workload, columns)}  `, verdictSpan(verdict), rest];
  });
  return [[], [styled("bold", head)], ...rows];
}

function downTime({ ranAtStart, longestDownSeconds }: WorkloadResult): string {
  if (!ranAtStart) return "was off";
  return longestDownSeconds === null ? "stays down" : formatDuration(longestDownSeconds);
}

function hostsOf({ startableOn, hostsInCluster }: WorkloadResult): string {
  return `${startableOn.length} of ${count(hostsInCluster, "host")}`;
}

/** Workloads with the same reasons at the same hops are said together. */
function reasonLines(
  workloads: readonly WorkloadResult[],
  options: DrillReportOptions,
): readonly Line[] {
  const bad = workloads.filter(({ verdict }) => verdict !== "survived");
  const groups = groupAlike(options.verbose ? workloads : bad, options);
  if (groups.length === 0) return [];
  const shown = options.verbose ? groups : groups.slice(0, MOST.reasons);
  const left = groups.slice(shown.length).reduce((sum, group) => sum + group.length, 0);
  return [
    [],
    [styled("bold", "Why, hop by hop")],
    ...shown.flatMap((group) => [[], ...groupReason(group, options)]),
    ...(left === 0 ? [] : [[], [`  … and ${count(left, "more workload")} (--verbose lists all)`]]),
  ];
}

function groupAlike(
  workloads: readonly WorkloadResult[],
  { verbose }: DrillReportOptions,
): readonly (readonly WorkloadResult[])[] {
  const groups = new Map<string, WorkloadResult[]>();
  for (const result of workloads) {
    const { verdict, sentence, brokenBefore, recoversByItself } = result;
    const paths = result.keyPaths.map(({ key: _, ...path }) => path);
    const alike = JSON.stringify([verdict, sentence, brokenBefore, recoversByItself, paths]);
    const key = verbose ? result.workload : alike;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return [...groups.values()];
}

function groupReason(
  group: readonly WorkloadResult[],
  options: DrillReportOptions,
): readonly Line[] {
  const [result] = group;
  if (result === undefined) return [];
  const before = result.brokenBefore ? " It was down before the first fault." : "";
  const later = result.recoversByItself ? " It recovers by itself after the outage." : "";
  const sentence = `${result.sentence}${result.verdict === "survived" ? "" : before + later}`;
  const { width } = options;
  const names = someOf(
    group.map(({ workload }) => workload),
    MOST.names,
  );
  return [
    ...wrap(`${names}: ${result.verdict}`, { width, indent: "  " }).map(
      (text): Line => [styled("bold", text)],
    ),
    ...wrapLines(sentence, { width, indent: "    " }),
    ...keyPathLines(result.keyPaths, options),
  ];
}

/** Without `verbose` only what befell hosts, services and machines; messages repeat themselves. */
function timelineLines(
  events: readonly TimelineEvent[],
  { verbose, width }: DrillReportOptions,
): readonly Line[] {
  if (events.length === 0) return [];
  const telling = verbose ? events : events.filter((event) => isTelling(event.kind));
  const moments = mergeMoments(telling);
  const shown = verbose ? moments : moments.slice(0, MOST.events);
  const left = events.length - shown.reduce((sum, { subjects }) => sum + subjects.length, 0);
  const columns = widestOf(
    shown.map(({ atSeconds }) => formatClock(atSeconds)),
    5,
  );
  return [
    [],
    [styled("bold", "Timeline"), " (hours and minutes since the start)"],
    ...shown.flatMap(({ atSeconds, subjects, text }) => {
      const first = `  ${formatClock(atSeconds).padStart(columns)}  `;
      const sentence = `${someOf(subjects, MOST.names)}: ${text}`;
      return wrapLines(sentence, { width, indent: " ".repeat(columns + 4), first });
    }),
    ...(left === 0 ? [] : [[`  … and ${count(left, "more event")} (--verbose lists all)`]]),
  ];
}

interface Moment {
  readonly atSeconds: number;
  readonly text: string;
  readonly subjects: string[];
}

/** What befalls several at once in the same way, together. */
function mergeMoments(events: readonly TimelineEvent[]): readonly Moment[] {
  const moments: Moment[] = [];
  for (const { atSeconds, subject, text } of events) {
    const last = moments.at(-1);
    if (last?.atSeconds === atSeconds && last.text === text) last.subjects.push(subject);
    else moments.push({ atSeconds, text, subjects: [subject] });
  }
  return moments;
}

const ROUTINE = new Set(["message-undelivered", "configuration-archived", "keys-pushed"]);

function isTelling(kind: string): boolean {
  return !ROUTINE.has(kind);
}

function stepLines(
  steps: readonly string[],
  { verbose, width }: DrillReportOptions,
): readonly Line[] {
  if (steps.length === 0) return [];
  const shown = verbose ? steps : steps.slice(0, MOST.steps);
  const left = steps.length - shown.length;
  return [
    [],
    [styled("bold", "What someone must do")],
    ...shown.flatMap((step, i) => {
      const first = `  ${String(i + 1).padStart(2)}. `;
      return wrapLines(step, { width, indent: " ".repeat(6), first });
    }),
    ...(left === 0 ? [] : [[`  … and ${count(left, "more step")} (--verbose lists all)`]]),
  ];
}

function inferredLines(workloads: readonly WorkloadResult[], width: number): readonly Line[] {
  const rules = [...new Set(workloads.flatMap((result) => result.inferredRules))].sort();
  if (rules.length === 0) return [];
  const text = `Some verdicts rest on rules that the vendor's documents do not state: ${rules.join(", ")}.`;
  return [[], ...wrapLines(text, { width })];
}
