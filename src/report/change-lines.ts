// One change, or many that are alike, as lines: what happens, why, and the attributes.

import { formatConstruct } from "../model/construct-path.js";
import type { Change } from "../model/plan.js";
import {
  ACTION_SIGNS,
  driftHeadlineOf,
  headlineOf,
  nounOf,
  type ReasonContext,
  reasonFor,
} from "./change-sentences.js";
import { type ChangeGroup, differingLeaves, isInPlace, type LeafAt } from "./fold-changes.js";
import { type DiffRendering, renderDiff } from "./render-diff.js";
import {
  count,
  type Line,
  type ReportWidth,
  type Span,
  type Style,
  someOf,
  styled,
  wrap,
  wrapLines,
} from "./text.js";

export interface ChangeLinesOptions extends ReportWidth {
  /** What refresh found, or what the plan does. */
  readonly about: "drift" | "plan";
  readonly isWholeDestroy: boolean;
  readonly driftOf: (address: string) => Change | undefined;
  readonly meaningOfNull?: (type: string, path: readonly string[]) => string | undefined;
}

/** Updates that differ in more leaves than this are shown as a block. */
const MOST_LEAVES_IN_A_LINE = 3;
const MOST_NAMES = 2;

const STYLES: Readonly<Record<string, Style>> = {
  "+": "green",
  "-": "red",
  "~": "yellow",
  "-/+": "red",
  "+/-": "red",
  "<=": "cyan",
};

export function signOf(change: Change): Span {
  const sign = ACTION_SIGNS[change.action];
  return styled(STYLES[sign] ?? "dim", sign);
}

export function changeLines(group: ChangeGroup, options: ChangeLinesOptions): readonly Line[] {
  const [change, ...others] = group.changes;
  const lines = others.length === 0 ? single(change, group, options) : folded(group, options);
  return [...lines, []];
}

function single(change: Change, group: ChangeGroup, options: ChangeLinesOptions) {
  const { resource } = change.instance;
  const header = `${kindOf(change)} ${JSON.stringify(resource.type)} ${JSON.stringify(resource.name)} {`;
  const moved = movedLines(change);
  const body = renderDiff(group.nodes, 6, diffRendering(change, options));
  const block =
    isInPlace(change) && group.nodes.every((node) => node.kind === "same")
      ? []
      : blockLines(change, header, body);
  return [...heading(change.address, change, group, options), ...moved, ...block];
}

function kindOf({ instance }: Change): "data" | "resource" {
  return instance.resource.mode === "data" ? "data" : "resource";
}

/** Of a change that only moves, the reason says it. */
function movedLines({ action, previousAddress }: Change): readonly Line[] {
  if (previousAddress === undefined || action === "no-op") return [];
  return [[`  # (moved from ${previousAddress})`]];
}

function blockLines(change: Change, header: string, body: readonly Line[]): readonly Line[] {
  return [openingLine(change, header), ...body, ["    }"]];
}

/** The sign is aligned so that `resource` stands in one column. */
function openingLine(change: Change, header: string): Line {
  const sign = signOf(change);
  return [" ".repeat(Math.max(0, 3 - sign.text.length)), sign, ` ${header}`];
}

function heading(
  what: string,
  change: Change,
  group: ChangeGroup,
  options: ChangeLinesOptions,
): readonly Line[] {
  const objects = group.changes.length;
  if (options.about === "drift") {
    return [["  # ", styled("bold", what), ` ${driftHeadlineOf(change, objects)}`]];
  }
  const construct =
    objects === 1 && change.construct ? `${formatConstruct(change.construct)}: ` : "";
  const reason = `(${construct}${reasonFor(group.changes, group.nodes, reasonContext(change, options))})`;
  return [
    ["  # ", styled("bold", what), ` ${headlineOf(change, objects)}`],
    ...wrapLines(reason, { width: options.width, indent: "  # " }),
  ];
}

function reasonContext(change: Change, options: ChangeLinesOptions): ReasonContext {
  return { isWholeDestroy: options.isWholeDestroy, drift: options.driftOf(change.address) };
}

function folded(group: ChangeGroup, options: ChangeLinesOptions): readonly Line[] {
  const [change] = group.changes;
  const { type } = change.instance.resource;
  const many = count(group.changes.length, nounOf(type));
  const leaves = differingLeaves(group.nodes);
  const isShort = isInPlace(change) && leaves.length <= MOST_LEAVES_IN_A_LINE;
  const body = isShort
    ? shortLines(many, leaves, change, options)
    : blockLines(
        change,
        `${kindOf(change)} ${JSON.stringify(type)} × ${group.changes.length} {`,
        renderDiff(group.nodes, 6, diffRendering(change, options)),
      );
  return [...heading(many, change, group, options), ...body, ...namesOf(group, options)];
}

/** `~ 36 hosts: key_persistence.enabled true → null (off)`. */
function shortLines(
  many: string,
  leaves: readonly LeafAt[],
  change: Change,
  { meaningOfNull }: ChangeLinesOptions,
): readonly Line[] {
  // What only moves differs in nothing.
  if (leaves.length === 0) return [];
  const texts = leaves.map(({ path, leaf }) => {
    const meaning = meaningOfNull?.(change.instance.resource.type, path);
    const named = meaning === undefined ? "null" : `null (${meaning})`;
    return `${path.join(".")} ${leaf.before ?? named} → ${leaf.after ?? named}`;
  });
  return [["  ", signOf(change), ` ${many}: ${texts.join("; ")}`]];
}

function namesOf(group: ChangeGroup, { width }: ReportWidth): readonly Line[] {
  const names = someOf(
    group.changes.map((change) => change.address),
    MOST_NAMES,
  );
  const text = `${names} (--expand lists all)`;
  return wrap(text, { width, indent: "      # " }).map((line) => [styled("dim", line)]);
}

function diffRendering(change: Change, options: ChangeLinesOptions): DiffRendering {
  const { type } = change.instance.resource;
  const { width, meaningOfNull } = options;
  return {
    width,
    showsUnchanged: ["create", "delete", "read"].includes(change.action),
    showsNull: change.action !== "delete",
    ...(meaningOfNull && { meaningOfNull: (path) => meaningOfNull(type, path) }),
  };
}
