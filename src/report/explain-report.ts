// Why a workload survives or does not: where its keys can come from before anything breaks, what each fault does to
// that, and what is left at the end.

import { keyPathName } from "../model/key-path-name.js";
import type { KeyPath, ReasonCode, Verdict } from "../model/survival.js";
import { formatClock } from "./format-duration.js";
import { keyPathLines, keyUse } from "./key-path-lines.js";
import { verdictSpan } from "./survival-report.js";
import { type Line, type ReportWidth, styled, wrap, wrapLines } from "./text.js";

/** What the predictor says of one workload. */
export interface ExplainedWorkload {
  readonly workload: string;
  readonly verdict: Verdict;
  readonly reasons: readonly ReasonCode[];
  readonly scenario: string;
  readonly description: string;
  readonly sentence: string;
  /** Before the first fault. */
  readonly settled: readonly KeyPath[];
  readonly effects: readonly ExplainedEffect[];
  /** At the end of the outage. */
  readonly atEnd: readonly KeyPath[];
}

export interface ExplainedEffect {
  readonly atSeconds: number;
  readonly event: string;
  readonly closed: readonly KeyPath[];
  readonly opened: readonly KeyPath[];
}

export interface ExplainOptions extends ReportWidth {
  /** Whether every path is shown on every host, to its last hop. */
  readonly verbose: boolean;
}

const MOST_EFFECTS = 12;

export function explainReport(
  explained: ExplainedWorkload,
  options: ExplainOptions,
): readonly Line[] {
  const { workload, verdict, scenario, description, sentence } = explained;
  const { width } = options;
  return [
    [styled("bold", workload), ": ", verdictSpan(verdict), ` in ${scenario}`],
    ...wrapLines(`${description} ${sentence}`, { width, indent: "  " }),
    ...pathSection("Before the first fault", explained.settled, options),
    ...effectSection(explained.effects, options),
    ...pathSection("At the end of the outage", explained.atEnd, options),
  ];
}

function pathSection(
  title: string,
  paths: readonly KeyPath[],
  options: ExplainOptions,
): readonly Line[] {
  if (paths.length === 0) return [];
  return [[], [styled("bold", title)], ...keyPathLines(paths, options)];
}

function effectSection(
  effects: readonly ExplainedEffect[],
  { width, verbose }: ExplainOptions,
): readonly Line[] {
  const title: readonly Line[] = [[], [styled("bold", "What each fault does to its key paths")]];
  if (effects.length === 0) return [...title, ["    Nothing."]];
  const shown = verbose ? effects : effects.slice(0, MOST_EFFECTS);
  const left = effects.length - shown.length;
  return [
    ...title,
    ...shown.flatMap((effect) => effectLines(effect, width)),
    ...(left === 0 ? [] : [[`  … and ${left} more (--verbose lists all)`]]),
  ];
}

function effectLines({ atSeconds, event, closed, opened }: ExplainedEffect, width: number) {
  const first = `  ${formatClock(atSeconds)}  `;
  const changes = [...changesOf("closes", closed), ...changesOf("opens", opened)];
  const head = changes.length === 0 ? `${event}: closes no key path by itself` : event;
  return [
    ...wrap(head, { width, indent: " ".repeat(9), first }).map((line): Line => [line]),
    ...changes.flatMap(({ verb, text }) => {
      const style = verb === "closes" ? "red" : "green";
      const [start = "", ...rest] = wrap(text, { width: width - 16, indent: "" });
      const head: Line = [" ".repeat(9), styled(style, verb.padEnd(6)), ` ${start}`];
      return [head, ...rest.map((line): Line => [" ".repeat(16), line])];
    }),
  ];
}

interface PathChange {
  readonly verb: string;
  readonly text: string;
}

/** Keys that share a way are named together. */
function changesOf(verb: string, paths: readonly KeyPath[]): readonly PathChange[] {
  const groups = new Map<string, { readonly path: KeyPath; readonly uses: Set<string> }>();
  for (const path of paths) {
    const key = `${path.kind} ${path.host}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { path, uses: new Set([keyUse(path)]) });
    else group.uses.add(keyUse(path));
  }
  return [...groups.values()].map(({ path, uses }) => {
    const hop = path.hops.find(({ open }) => !open);
    const why = hop === undefined ? "" : `: ${hop.sentence} [${hop.reason}]`;
    return {
      verb,
      text: `${keyPathName(path.kind)} on ${path.host} (${[...uses].join(", ")})${why}`,
    };
  });
}
