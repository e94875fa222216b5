// How an apply ended: what was done, what failed, and what was not started and why. The errors themselves are
// diagnostics; this is the list to go on from.

import type { Action } from "../model/plan.js";
import { count, type Line, type ReportWidth, someOf, styled, wrapLines } from "./text.js";

/** How one change ended. */
export interface AppliedChange {
  readonly address: string;
  readonly action: Action;
  readonly status: "done" | "failed" | "not-started";
  readonly blockedBy?: string;
}

export interface ApplyReportOptions extends ReportWidth {
  readonly stack: string;
  /** Whether the call carries out plans of other stacks too. */
  readonly isOneOfSeveral: boolean;
  readonly isDestroy: boolean;
  readonly wasInterrupted: boolean;
  /** A plan of a file cannot be applied a second time. */
  readonly isSavedPlan: boolean;
}

const MOST_NAMES = 10;

export function applyReport(
  results: readonly AppliedChange[],
  options: ApplyReportOptions,
): readonly Line[] {
  const isComplete = results.every(({ status }) => status === "done");
  const name = `${nameOf(options)}${options.isOneOfSeveral ? ` of stack ${options.stack}` : ""}`;
  const what = doneSentence(results, options);
  if (isComplete) return [[styled("green", `${name} complete!`), ` ${what}`]];
  const how = options.wasInterrupted ? "interrupted" : "failed";
  const next = options.isSavedPlan ? "Plan again and apply that" : "Run the same command again";
  return [
    [styled("red", `${name} ${how}.`), ` ${what}`],
    ...leftLines(results, options),
    ...wrapLines(
      `What was done is in the state of stack ${options.stack}. ${next} to go on.`,
      options,
    ),
  ];
}

interface Mode extends Pick<ApplyReportOptions, "isDestroy"> {
  /** Objects that were there and are managed from now on. */
  readonly imported?: number;
}

/** `Apply complete! Resources: …`, in Terraform's words. */
export function completedText(results: readonly AppliedChange[], mode: Mode): string {
  return `${nameOf(mode)} complete! ${doneSentence(results, mode)}`;
}

function nameOf({ isDestroy }: Mode): string {
  return isDestroy ? "Destroy" : "Apply";
}

function doneSentence(
  results: readonly AppliedChange[],
  { isDestroy, imported = 0 }: Mode,
): string {
  const { added, changed, destroyed } = countDone(results);
  if (isDestroy) return `Resources: ${destroyed} destroyed.`;
  const taken = imported === 0 ? "" : `${imported} imported, `;
  return `Resources: ${taken}${added} added, ${changed} changed, ${destroyed} destroyed.`;
}

interface DoneCounts {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** A replacement is both added and destroyed. */
export function countDone(results: readonly AppliedChange[]): DoneCounts {
  const done = (...actions: readonly Action[]) =>
    results.filter(({ action, status }) => status === "done" && actions.includes(action)).length;
  const replaced = done("delete-then-create", "create-then-delete");
  return {
    added: done("create") + replaced,
    changed: done("update"),
    destroyed: done("delete") + replaced,
  };
}

function leftLines(results: readonly AppliedChange[], { width }: ReportWidth): readonly Line[] {
  const failed = results.filter(({ status }) => status === "failed");
  const open = results.filter(({ status }) => status === "not-started");
  return [
    ...nameLines(
      "failed",
      failed.map(({ address }) => address),
      width,
    ),
    ...nameLines("not started", open.map(describeOpen), width),
  ];
}

function describeOpen({ address, blockedBy }: AppliedChange): string {
  return blockedBy === undefined ? address : `${address} (needs ${blockedBy})`;
}

function nameLines(what: string, names: readonly string[], width: number): readonly Line[] {
  if (names.length === 0) return [];
  const text = `${count(names.length, "change")} ${what}: ${someOf(names, MOST_NAMES)}`;
  return wrapLines(text, { width, indent: "    ", first: "  " });
}
