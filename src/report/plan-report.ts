// A plan as text, in the manner of Terraform's: what was changed outside, what will be done and why, the
// summary line that tools look for, and the outputs. Survival is a report of its own, beside it.

import type { ResourceAddress } from "../model/address.js";
import { type Change, isNoOp, isReplace, type OutputChange, type Plan } from "../model/plan.js";
import type { AttributeSchemas } from "../model/type.js";
import { changeLines } from "./change-lines.js";
import { ACTION_NAMES, ACTION_SIGNS } from "./change-sentences.js";
import { diffObjects } from "./diff-tree.js";
import { foldChanges } from "./fold-changes.js";
import { renderDiff } from "./render-diff.js";
import { settableDrift } from "./settable-drift.js";
import { type Line, type ReportWidth, styled, wrap, wrapLines } from "./text.js";

export interface PlanReportOptions extends ReportWidth {
  /** Whether changes that are alike are shown one by one all the same. */
  readonly expand: boolean;
  readonly attributesOf: (
    type: string,
    mode: ResourceAddress["mode"],
  ) => AttributeSchemas | undefined;
  /** What an absent attribute stands for, such as `off`. */
  readonly meaningOfNull?: (type: string, path: readonly string[]) => string | undefined;
}

export function planReport(plan: Plan, options: PlanReportOptions): readonly Line[] {
  const changes = plan.changes.filter(isShown);
  return [
    ...driftSection(plan, options),
    ...(changes.length === 0 ? [] : changesSection(plan, changes, options)),
    ...summarySection(plan, changes, options),
    ...outputsSection(plan.outputs, options),
  ];
}

/** What a plan does to objects, counted as Terraform does: a replacement is both added and destroyed. */
export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly import: number;
  readonly remove: number;
}

export function countChanges(plan: Plan): PlanCounts {
  const number = (matches: (change: Change) => boolean) => plan.changes.filter(matches).length;
  return {
    add: number((change) => change.action === "create" || isReplace(change)),
    change: number((change) => change.action === "update"),
    import: number((change) => change.importId !== undefined),
    remove: number((change) => change.action === "delete" || isReplace(change)),
  };
}

/** `Plan: 3 to add, 0 to change, 1 to destroy.`, as Terraform has it, which does not count what is forgotten. */
export function countsLine(plan: Plan): string {
  return `${countsText(plan)}.`;
}

function countsText(plan: Plan): string {
  const counts = countChanges(plan);
  const imports = counts.import === 0 ? "" : `${counts.import} to import, `;
  return `Plan: ${imports}${counts.add} to add, ${counts.change} to change, ${counts.remove} to destroy`;
}

/** The same with what is forgotten. */
export function summaryLine(plan: Plan): string {
  const left = plan.changes.filter(({ action }) => action === "forget").length;
  return left === 0 ? countsLine(plan) : `${countsText(plan)}, ${left} to forget.`;
}

function isShown(change: Change): boolean {
  return !isNoOp(change) || change.previousAddress !== undefined || change.importId !== undefined;
}

const WILL_BE_DONE = "Holdfast will perform the following actions:";
const PLANNED_BESIDE_ERRORS = "Holdfast planned the following actions, and then met errors:";

function changesSection(
  plan: Plan,
  changes: readonly Change[],
  options: PlanReportOptions,
): readonly Line[] {
  return [
    ...legend(changes),
    [`Stack ${plan.stack}: ${plan.errored ? PLANNED_BESIDE_ERRORS : WILL_BE_DONE}`],
    [],
    ...changeSection(plan, changes, options),
  ];
}

function changeSection(plan: Plan, changes: readonly Change[], options: PlanReportOptions) {
  const drift = new Map(shownDrift(plan, options).map((change) => [change.address, change]));
  const driftOf = (address: string) => drift.get(address);
  const isWholeDestroy = plan.mode === "destroy";
  return foldChanges(changes, options).flatMap((group) =>
    changeLines(group, { ...options, about: "plan", driftOf, isWholeDestroy }),
  );
}

function legend(changes: readonly Change[]): readonly Line[] {
  const actions = new Set(changes.map((change) => change.action));
  actions.delete("no-op");
  if (actions.size === 0) return [];
  const lines = [...actions]
    .sort()
    .map((action): Line => [`${ACTION_SIGNS[action].padStart(3)} ${ACTION_NAMES[action]}`]);
  return [["Actions are marked with these signs:"], ...lines, []];
}

function driftSection(plan: Plan, options: PlanReportOptions): readonly Line[] {
  const shown = shownDrift(plan, options);
  if (shown.length === 0) return [];
  const drift = { about: "drift", isWholeDestroy: false, driftOf: () => undefined } as const;
  const body = foldChanges(shown, options).flatMap((group) =>
    changeLines(group, { ...options, ...drift }),
  );
  return [[styled("bold", "Drift: objects have changed outside of Holdfast")], [], ...body];
}

/** In a refresh-only plan everything that differs, otherwise only what a configuration can set. */
function shownDrift({ drift, mode }: Plan, { attributesOf }: PlanReportOptions): readonly Change[] {
  if (mode === "refresh-only") return drift;
  return drift.flatMap((change) => {
    const { resource } = change.instance;
    return settableDrift(change, attributesOf(resource.type, resource.mode)) ?? [];
  });
}

function summarySection(
  plan: Plan,
  changes: readonly Change[],
  { width }: ReportWidth,
): readonly Line[] {
  const incomplete = plan.complete ? [] : incompleteNote(width);
  if (changes.length > 0) return [[styled("bold", summaryLine(plan))], ...incomplete];
  // The errors are told next.
  if (plan.errored) return [];
  return [...nothingToDo(plan, width), ...incomplete];
}

function nothingToDo(plan: Plan, width: number): readonly Line[] {
  const outputs = plan.outputs.some((output) => output.action !== "no-op");
  if (plan.mode === "refresh-only" && plan.applyable) {
    const text = "Applying this plan brings the stored state up to date with what is there.";
    return wrapLines(`Stack ${plan.stack}: ${text} No object is changed.`, { width });
  }
  if (outputs) return [[styled("bold", summaryLine(plan)), " Only outputs change."]];
  const why =
    plan.mode === "destroy"
      ? `Stack ${plan.stack} has nothing to destroy.`
      : `Your infrastructure matches the configuration of stack ${plan.stack}.`;
  const [first = "", ...rest] = wrap(`No changes. ${why}`, { width });
  return [
    [styled("bold", "No changes."), first.slice("No changes.".length)],
    ...rest.map((line) => [line]),
  ];
}

function incompleteNote(width: number): readonly Line[] {
  const text =
    "This plan is incomplete: --target or --exclude left a part of the configuration out. Plan again without them afterwards.";
  return wrapLines(text, { width });
}

function outputsSection(
  outputs: readonly OutputChange[],
  { width }: PlanReportOptions,
): readonly Line[] {
  const changed = outputs.filter((output) => output.action !== "no-op");
  if (changed.length === 0) return [];
  const values = (side: "before" | "after") =>
    Object.fromEntries(changed.map((output) => [output.name, output[side]]));
  const nodes = diffObjects({
    before: values("before"),
    after: values("after"),
    attributes: Object.fromEntries(changed.map((output) => [output.name, outputSchema(output)])),
  });
  const rendering = { width, showsUnchanged: true, showsNull: true };
  return [[], ["Changes to Outputs:"], ...renderDiff(nodes, 2, rendering)];
}

function outputSchema(output: OutputChange) {
  const base = { type: output.type, description: "", description_kind: "plain" } as const;
  return output.sensitive ? ({ ...base, sensitive: true } as const) : base;
}
