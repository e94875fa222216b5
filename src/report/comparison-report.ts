// Two stacks beside each other as text: what differs in one sentence, then how survival differs, then what is declared
// otherwise. Resources that differ alike are folded.

import type {
  OwnName,
  Pair,
  ResourceDifference,
  StackComparison,
  WorkloadDifference,
} from "../model/comparison.js";
import { VERDICTS, type Verdict } from "../model/survival.js";
import { foldAlike } from "./fold-alike.js";
import { formatValue } from "./format-value.js";
import { VERDICT_STYLES, verdictSpan } from "./survival-report.js";
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

export interface ComparisonReportOptions extends ReportWidth {
  /** Whether what differs alike is shown one by one all the same. */
  readonly expand: boolean;
}

const MOST_NAMES = 4;

export function comparisonReport(
  comparison: StackComparison,
  options: ComparisonReportOptions,
): readonly Line[] {
  const { isSameConfiguration, isSameSurvival } = comparison;
  const style = !isSameSurvival ? "red" : isSameConfiguration ? "green" : "yellow";
  return [
    ...wrap(comparisonSentence(comparison), options).map((text): Line => [styled(style, text)]),
    ...ownNameLines(comparison.ownNames, options.width),
    ...survivalLines(comparison, options),
    ...differenceLines(comparison, options),
    ...loneLines(comparison, options),
  ];
}

/** `lab and production survive provider-outage otherwise: 2 workloads. 3 of 14 resources are declared otherwise.` */
export function comparisonSentence(comparison: StackComparison): string {
  const { stacks, scenario, different, onlyInOne, matched, survival } = comparison;
  const names = stacks.join(" and ");
  if (comparison.isSameConfiguration && comparison.isSameSurvival) {
    return `${names} are declared alike, ${count(matched, "resource")} each, and survive ${scenario} alike.`;
  }
  const fates = survival.different.length;
  const first = comparison.isSameSurvival
    ? `${names} survive ${scenario} alike`
    : `${names} do not survive ${scenario} alike: ${count(fates, "workload")} differ${fates === 1 ? "s" : ""}`;
  const are = different.length === 1 ? "is" : "are";
  const lone =
    onlyInOne.length === 0
      ? ""
      : `, ${onlyInOne.length} ${onlyInOne.length === 1 ? "is" : "are"} in one only`;
  return `${first}. Of ${count(matched, "resource")} in both, ${different.length} ${are} declared otherwise${lone}.`;
}

function ownNameLines(names: readonly OwnName[], width: number): readonly Line[] {
  if (names.length === 0) return [];
  const pairs = names.map(({ names: [first, second] }) => `${first} and ${second}`);
  const text = `Taken for the same: ${someOf(pairs, 8)}.`;
  return [[], ...wrapLines(text, { width, indent: "  " })];
}

function survivalLines(
  { stacks, scenario, survival }: StackComparison,
  options: ComparisonReportOptions,
): readonly Line[] {
  const { counts, different } = survival;
  const shown = VERDICTS.filter((verdict) => counts.some((each) => each[verdict] > 0));
  const widths = stacks.map((stack) => Math.max(columnsOf(stack), 5));
  const row = (cells: Pair<string>) =>
    cells.map((cell, i) => " ".repeat((widths[i] ?? 0) - columnsOf(cell)) + cell).join("  ");
  return [
    [],
    [styled("bold", `Survival of ${scenario}`), " (predicted for the settled state)"],
    ["  ", " ".repeat(10), row(stacks)],
    ...shown.map((verdict): Line => {
      const cells = row([String(counts[0][verdict]), String(counts[1][verdict])]);
      return ["  ", styled(VERDICT_STYLES[verdict], verdict.padEnd(10)), cells];
    }),
    ...foldAlike(different, options.expand ? identityOf : fateOf).flatMap((group) =>
      workloadLines(stacks, group, options.width),
    ),
  ];
}

function identityOf({ workloads }: WorkloadDifference): string {
  return JSON.stringify(workloads);
}

function fateOf({ verdicts, sentence }: WorkloadDifference): string {
  return JSON.stringify([verdicts, sentence]);
}

function workloadLines(
  stacks: Pair<string>,
  group: readonly [WorkloadDifference, ...WorkloadDifference[]],
  width: number,
): readonly Line[] {
  const [{ verdicts, sentence }] = group;
  const names = group.map(({ workloads: [first, second] }) =>
    first === null || second === null || first === second
      ? (first ?? second ?? "")
      : `${first} / ${second}`,
  );
  return [
    [],
    ...wrap(someOf(names, MOST_NAMES), { width, indent: "    ", first: "  " }).map(
      (text): Line => [styled("bold", text)],
    ),
    [`    ${stacks[0]}: `, fateSpan(verdicts[0]), `, ${stacks[1]}: `, fateSpan(verdicts[1])],
    ...wrapLines(sentence, { width, indent: "    " }),
  ];
}

function fateSpan(verdict: Verdict | null) {
  return verdict === null ? "not there" : verdictSpan(verdict);
}

function differenceLines(
  { stacks, different }: StackComparison,
  options: ComparisonReportOptions,
): readonly Line[] {
  if (different.length === 0) return [];
  const alike = ({ type, attributes }: ResourceDifference) => JSON.stringify([type, attributes]);
  const one = ({ addresses }: ResourceDifference) => JSON.stringify(addresses);
  return [
    [],
    [styled("bold", "Declared otherwise"), ` (${stacks[0]} → ${stacks[1]})`],
    ...foldAlike(different, options.expand ? one : alike).flatMap((group) =>
      differenceGroup(group, options.width),
    ),
  ];
}

function differenceGroup(
  group: readonly [ResourceDifference, ...ResourceDifference[]],
  width: number,
): readonly Line[] {
  const [{ type, attributes }] = group;
  const roles = group.map(({ role }) => role);
  const columns = widestOf(attributes.map(({ path }) => path));
  return [
    [],
    ...wrap(`${type}: ${someOf(roles, MOST_NAMES)}`, { width, indent: "    ", first: "  " }).map(
      (text): Line => [styled("bold", text)],
    ),
    ...attributes.flatMap(({ path, values: [first, second] }) =>
      wrapLines(`${formatValue(first)} → ${formatValue(second)}`, {
        width,
        first: `    ${padEnd(path, columns)}  `,
        indent: " ".repeat(6 + columns),
      }),
    ),
  ];
}

function loneLines(
  { stacks, onlyInOne }: StackComparison,
  { width, expand }: ComparisonReportOptions,
): readonly Line[] {
  return stacks.flatMap((stack) => {
    const own = onlyInOne.filter((resource) => resource.stack === stack);
    if (own.length === 0) return [];
    return [
      [],
      [styled("bold", `Only in ${stack}`)],
      ...foldAlike(own, ({ type }) => type).flatMap((group) => {
        const roles = group.map(({ role }) => role);
        const names = someOf(roles, expand ? roles.length : MOST_NAMES);
        return wrapLines(`${group[0].type}: ${names}`, { width, first: "  ", indent: "    " });
      }),
    ];
  });
}
