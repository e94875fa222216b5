// What is folded, in the order in which it is kept when room is short: what fits whole comes whole, the first that does
// not is cut after a line, and what comes after it is left out. What was left out is counted.

import type { Diagnostic } from "../../model/diagnostic.js";
import type { Preview, PreviewChange } from "../../model/preview.js";
import { formatName, quote } from "../format-value.js";
import { count } from "../text.js";
import { type Budget, sizeOf } from "./budget.js";
import type { CommentTexts } from "./comment-texts.js";
import { codeLines, foldedText, type Markdown, md, type Named } from "./safe-markdown.js";

export interface Detail {
  readonly summary: readonly (Markdown | Named)[];
  readonly text: string;
}

export interface FittedDetails {
  readonly shown: readonly Markdown[];
  readonly leftOut: { readonly details: number; readonly lines: number };
}

export function detailsOf(preview: Preview, texts: CommentTexts): readonly Detail[] {
  const { changes, workloads, drift, problems } = preview;
  const plans = texts.plans ?? [];
  const warnings = [...problems.head, ...problems.base].filter(
    (each) => each.severity === "warning",
  );
  const fates = workloads.map(
    ({ workload, vsphere, verdicts: { base = "absent", head = "absent" }, sentence }) =>
      `${workload}${vsphere === undefined ? "" : ` on ${vsphere}`}: ${base} -> ${head}. ${sentence}`,
  );
  const details: readonly Detail[] = [
    {
      summary: [md`What this pull request changes (${changes.length})`],
      text: changeLines(changes),
    },
    ...plans.map(({ stack, text }) => ({ summary: [md`Plan of `, { name: stack }], text })),
    { summary: [md`Workloads that fare otherwise (${workloads.length})`], text: lines(fates) },
    { summary: [md`Drift (${drift.changes.length})`], text: changeLines(drift.changes) },
    { summary: [md`Warnings (${warnings.length})`], text: lines(warnings.map(warningLine)) },
    { summary: [md`Drill`], text: texts.drill ?? "" },
    { summary: [md`How to reproduce`], text: lines(texts.reproduce ?? []) },
  ];
  return details.filter(({ text }) => text.trim() !== "");
}

function lines(all: readonly string[]): string {
  return all.join("\n");
}

const SIGNS: Readonly<Record<PreviewChange["action"], string>> = {
  "no-op": " ",
  create: "+",
  read: "<=",
  update: "~",
  delete: "-",
  "delete-then-create": "-/+",
  "create-then-delete": "+/-",
  forget: ".",
};

function changeLines(changes: readonly PreviewChange[]): string {
  const all = changes.flatMap(({ action, address, stack, differences }) => [
    `${SIGNS[action]} ${address} (${stack})`,
    ...differences.map(
      ({ path, values: [base, head] }) => `    ${path}: ${plain(base)} -> ${plain(head)}`,
    ),
  ]);
  return lines(all);
}

function plain(value: unknown): string {
  return typeof value === "string" ? quote(value) : JSON.stringify(value);
}

function warningLine({ summary, detail, address }: Diagnostic): string {
  return `${address === undefined ? "" : `${formatName(address)}: `}${summary}: ${detail}`;
}

/** Fewest lines that a detail is cut to; below that it is left out. */
const FEWEST_LINES = 5;

export function fitDetails(
  details: readonly Detail[],
  { budget, room }: { readonly budget: Budget; readonly room: number },
): FittedDetails {
  const shown: Markdown[] = [];
  let left = room;
  let cutLines = 0;
  for (const detail of details) {
    const whole = foldedText(detail.summary, detail.text);
    const size = sizeOf(whole, budget) + BETWEEN;
    if (size > left) {
      const cut = cutDetail(detail, { budget, room: left - BETWEEN });
      if (cut !== undefined) {
        shown.push(cut.markdown);
        cutLines = cut.leftOut;
      }
      break;
    }
    shown.push(whole);
    left -= size;
  }
  return { shown, leftOut: { details: details.length - shown.length, lines: cutLines } };
}

/** The empty line between two. */
const BETWEEN = 2;

function cutDetail(
  { summary, text }: Detail,
  { budget, room }: { readonly budget: Budget; readonly room: number },
): { readonly markdown: Markdown; readonly leftOut: number } | undefined {
  const all = codeLines(text);
  const frame = sizeOf(foldedText(summary, ""), budget) + MARK_ROOM;
  let left = room - frame;
  let kept = 0;
  for (const line of all) {
    const ticks = line.match(/`+/g) ?? [];
    const fences = 2 * ticks.reduce((most, run) => Math.max(most, run.length), 0);
    const size = sizeOf(md`${{ markdown: line }}`, budget) + 1 + fences;
    if (size > left) break;
    left -= size;
    kept += 1;
  }
  if (kept < FEWEST_LINES) return undefined;
  const leftOut = all.length - kept;
  const mark = `… ${count(leftOut, "more line")}`;
  return { markdown: foldedText(summary, lines([...all.slice(0, kept), mark])), leftOut };
}

/** For the line that says how many are left out. */
const MARK_ROOM = 40;
