// The risks, worst first. Each is told in full, in one line, or counted: the law is that a risk is told in full only if
// those before it are, stands in a line only if none before it is counted, and that told, lined and counted ones add up to
// all. Lines have at least half of the room if they need it, so that a few long stories hide no risk.

import type { Cause, Risk } from "../../model/preview.js";
import { quote } from "../format-value.js";
import { type Budget, sizeOf } from "./budget.js";
import { nameList } from "./name-list.js";
import {
  blocks,
  code,
  join,
  link,
  list,
  type Markdown,
  md,
  NOTHING,
  prose,
  strong,
} from "./safe-markdown.js";

const MOST_IN_FULL = 10;

export interface RiskOptions {
  readonly budget: Budget;
  readonly room: number;
  readonly filesAddress?: string;
}

export function riskSection(risks: readonly Risk[], options: RiskOptions): Markdown {
  if (risks.length === 0) return NOTHING;
  const { budget } = options;
  const size = (item: Markdown) => sizeOf(item, budget) + INDENTS;
  const title = md`### Risks (${risks.length})`;
  const room = options.room - size(title);
  const counted = size(countedRisks(risks));
  const lines = linesWithin(risks, { ...options, room }, size);
  const wanted = sumOf(lines.map(size)) + counted;
  const told = toldInFull(risks, options, {
    room: room - Math.min(wanted, Math.floor(room / 2)),
    roomOfNext: (i, item) => size(item) - size(lines[i] ?? NOTHING),
  });
  let left = room - sumOf(told.map(size));
  const next = lines.slice(told.length);
  const isAll = lines.length === risks.length && sumOf(next.map(size)) <= left;
  if (!isAll) left -= counted;
  const items = [...told];
  for (const line of next) {
    left -= size(line);
    if (left < 0) break;
    items.push(line);
  }
  return blocks([title, list(items, "numbers"), countedRisks(risks.slice(items.length))]);
}

type Size = (item: Markdown) => number;

/** A line for each risk until there is more than there is room for: those after it have none. */
function linesWithin(
  risks: readonly Risk[],
  options: RiskOptions,
  size: Size,
): readonly Markdown[] {
  const lines: Markdown[] = [];
  let left = options.room;
  for (const risk of risks) {
    const line = lineOf(risk, options);
    left -= size(line);
    lines.push(line);
    if (left < 0) break;
  }
  return lines;
}

/** @param within `roomOfNext`: what telling the risk takes beyond its line, for which room is kept. */
function toldInFull(
  risks: readonly Risk[],
  options: RiskOptions,
  within: { readonly room: number; readonly roomOfNext: (i: number, item: Markdown) => number },
): readonly Markdown[] {
  const told: Markdown[] = [];
  let { room } = within;
  for (const risk of risks.slice(0, MOST_IN_FULL)) {
    const item = fullItem(risk, options);
    room -= within.roomOfNext(told.length, item);
    if (room < 0) break;
    told.push(item);
  }
  return told;
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, each) => sum + each, 0);
}

/** What a list adds to an item: its number, and blanks before each line of it. */
const INDENTS = 96;

function lineOf(risk: Risk, { filesAddress }: RiskOptions): Markdown {
  const [cause] = risk.causes;
  const place = cause === undefined ? NOTHING : md`(${placeOf(cause, filesAddress)})`;
  return join([md`${severityOf(risk)}:`, prose(risk.title, 300), place], " ");
}

function severityOf({ severity }: Risk): Markdown {
  return { critical: md`🔴 critical`, high: md`🟠 high`, medium: md`🟡 medium` }[severity];
}

function fullItem(risk: Risk, { filesAddress }: RiskOptions): Markdown {
  const { why, keyPaths, counterexample, causes, fix, workloads, clusters = [] } = risk;
  const [first] = clusters;
  const where = first === undefined ? NOTHING : md`, in ${code(first.cluster)}`;
  const facts = [
    why === "" ? [] : [md`Why: ${prose(why)}`],
    keyPaths.base === null ? [] : [md`Keys at the base: ${prose(keyPaths.base, 500)}`],
    keyPaths.head === null ? [] : [md`Keys at the head: ${prose(keyPaths.head, 500)}`],
    counterexample === null ? [] : [md`Shown by${where}: ${counterexampleOf(counterexample)}`],
    causes.slice(0, MOST_CAUSES).map((cause) => causeOf(cause, filesAddress)),
    causes.length <= MOST_CAUSES ? [] : [md`and ${causes.length - MOST_CAUSES} more causes`],
    clusters.length === 0 ? [] : [md`Clusters: ${nameList(clusterNames(clusters), 5)}`],
    workloads.length === 0 ? [] : [md`Workloads: ${nameList(workloads, 5)}`],
    fix === "" ? [] : [md`**Fix:** ${prose(fix, 600)}`],
  ].flat();
  return md`${severityOf(risk)}: ${strong(risk.title, 300)}\n${list(facts)}`;
}

function clusterNames(clusters: NonNullable<Risk["clusters"]>): readonly string[] {
  return clusters.map(({ cluster }) => cluster);
}

const MOST_CAUSES = 3;
const MOST_FAULTS = 8;
const MOST_DIFFERENCES = 3;

function counterexampleOf(faults: readonly string[]): Markdown {
  if (faults.length === 0) return md`nothing else needs to fail`;
  const shown = faults.slice(0, MOST_FAULTS).map((fault) => code(fault));
  const more = faults.length - shown.length;
  return more === 0 ? join(shown, ", ") : md`${join(shown, ", ")} and ${more} more faults`;
}

function causeOf(cause: Cause, filesAddress: string | undefined): Markdown {
  const differences = cause.differences.slice(0, MOST_DIFFERENCES).map(({ path, values }) => {
    const [base, head] = values.map((value) => code(plainText(value), 80));
    return md`${code(path, 80)}: ${base ?? NOTHING} → ${head ?? NOTHING}`;
  });
  const more = cause.differences.length - differences.length;
  const what = more > 0 ? [...differences, md`${more} more attributes`] : differences;
  const place = md`Cause: ${placeOf(cause, filesAddress)}`;
  const named = cause.source === undefined ? place : md`${place}, ${code(cause.address)}`;
  return what.length === 0 ? md`${named}: ${actionOf(cause)}` : md`${named}: ${join(what, ", ")}`;
}

function actionOf({ action }: Cause): Markdown {
  if (action === "create") return md`is new`;
  if (action === "forget") return md`is no longer managed`;
  return action === "delete" ? md`is gone` : md`is otherwise`;
}

/** The line of the program, and the address where no line is known. */
function placeOf({ source, address, action }: Cause, filesAddress: string | undefined): Markdown {
  if (source === undefined) return code(address);
  const label = code(`${source.file}:${source.line}`);
  const isGone = action === "delete" || action === "forget";
  if (filesAddress === undefined || isGone) return label;
  return link(label, { prefix: filesAddress, path: source.file, line: source.line });
}

function plainText(value: unknown): string {
  return typeof value === "string" ? quote(value) : JSON.stringify(value);
}

const KINDS = [
  ["floor", md`broken floors`],
  ["survival", md`losses of survival`],
  ["finding", md`broken rules`],
] as const;

/** By kind and severity; the numbers add up to all of them. */
function countedRisks(risks: readonly Risk[]): Markdown {
  if (risks.length === 0) return NOTHING;
  const groups = KINDS.flatMap(([kind, words]) => {
    const own = risks.filter((risk) => risk.kind === kind);
    if (own.length === 0) return [];
    const of = (severity: Risk["severity"]) =>
      own.filter((each) => each.severity === severity).length;
    return [
      md`${own.length} ${words} (${of("critical")} critical, ${of("high")} high, ${of("medium")} medium)`,
    ];
  });
  return md`And ${risks.length} more, for which there is no room here:\n\n${list(groups)}`;
}
