// A tree of differences as lines: a sign, the name aligned with its siblings, the value before and after. In a
// change of an existing object what stays the same is counted, not shown.

import type { DiffBranch, DiffKind, DiffLeaf, DiffNode } from "./diff-tree.js";
import {
  columnsOf,
  count,
  type Line,
  padEnd,
  type ReportWidth,
  type Span,
  type Style,
  styled,
  wrap,
} from "./text.js";

export interface DiffRendering extends ReportWidth {
  /** Whether what stays the same is shown all the same: objects that are shown whole. */
  readonly showsUnchanged: boolean;
  /** Whether what is removed is followed by `-> null`: not where the whole object goes. */
  readonly showsNull: boolean;
  /** Whether a text in quotes is never broken, since people copy it: what is there, not what is planned. */
  readonly keepsQuoted?: boolean;
  /** What an absent value stands for, such as `off`; undefined where nothing is known. */
  readonly meaningOfNull?: (path: readonly string[]) => string | undefined;
}

const SIGNS: Readonly<Record<DiffKind, string>> = {
  added: "+",
  removed: "-",
  changed: "~",
  same: " ",
};

const STYLES: Readonly<Record<DiffKind, Style>> = {
  added: "green",
  removed: "red",
  changed: "yellow",
  same: "dim",
};

const FORCES_REPLACEMENT = "# forces replacement";

/**
 * `indent` is where the signs stand. Always shown is `id`, by which people know an object; what the backend
 * decides anew in an update is counted.
 */
export function renderDiff(
  nodes: readonly DiffNode[],
  indent: number,
  rendering: DiffRendering,
): readonly Line[] {
  return renderSiblings(nodes, { indent, path: [], unit: "attribute" }, rendering);
}

interface Place {
  readonly indent: number;
  readonly path: readonly string[];
  readonly unit: "attribute" | "element";
}

function renderSiblings(
  nodes: readonly DiffNode[],
  place: Place,
  rendering: DiffRendering,
): readonly Line[] {
  const isShown = (node: DiffNode) =>
    rendering.showsUnchanged ||
    (node.kind !== "same" && node.isConsequence !== true) ||
    (node.label === "id" && place.indent <= 6);
  const shown = nodes.filter(isShown);
  const labelColumns = shown.reduce((most, node) => Math.max(most, columnsOf(node.label)), 0);
  const lines = shown.flatMap((node) =>
    node.shape === "leaf"
      ? renderLeaf(node, { ...place, labelColumns }, rendering)
      : renderBranch(node, { ...place, labelColumns }, rendering),
  );
  const hidden = nodes.filter((node) => !isShown(node));
  const same = hidden.filter(({ kind }) => kind === "same").length;
  const known = hidden.length - same;
  return [
    ...lines,
    ...hiddenNote(known, `(${count(known, `computed ${place.unit}`)} known after apply)`, place),
    ...hiddenNote(same, `(${count(same, `unchanged ${place.unit}`)} hidden)`, place),
  ];
}

function hiddenNote(hidden: number, note: string, { indent }: Place): readonly Line[] {
  return hidden === 0 ? [] : [[" ".repeat(indent + 2), styled("dim", `# ${note}`)]];
}

interface LabelPlace extends Place {
  readonly labelColumns: number;
}

function renderLeaf(node: DiffLeaf, place: LabelPlace, rendering: DiffRendering): readonly Line[] {
  const head = headOf(node, place);
  const value = leafText(node, place, rendering);
  const end = place.unit === "element" ? "," : "";
  const note = node.replaces ? ` ${FORCES_REPLACEMENT}` : "";
  const textColumn = place.indent + 2 + head.columns;
  const whole = value.join(" -> ");
  if (textColumn + columnsOf(whole + end + note) <= rendering.width) {
    return [[...head.parts, whole + end, ...noteParts(note)]];
  }
  return longLeaf(value, { head, textColumn, end, note }, rendering);
}

interface LongLeaf {
  readonly head: Head;
  readonly textColumn: number;
  readonly end: string;
  readonly note: string;
}

/** Before and after on lines of their own, each broken at blanks. */
function longLeaf(value: readonly string[], leaf: LongLeaf, rendering: DiffRendering) {
  const { width, keepsQuoted = false } = rendering;
  const indent = " ".repeat(leaf.textColumn);
  const texts = value.flatMap((text, i) => {
    const first = i === 0 ? indent : `${" ".repeat(Math.max(0, leaf.textColumn - 3))}-> `;
    const isLast = i === value.length - 1;
    const shown = isLast ? `${text}${leaf.end}` : text;
    return wrap(shown, { width, indent, first, keepsQuoted });
  });
  const [start = "", ...rest] = texts;
  const lines: Line[] = [[...leaf.head.parts, start.slice(leaf.textColumn)]];
  lines.push(...rest.map((text) => [text]));
  if (leaf.note !== "") lines.push([indent, styled("red", FORCES_REPLACEMENT)]);
  return lines;
}

function noteParts(note: string): Line {
  return note === "" ? [] : [styled("red", note)];
}

/** One text for what is there, two for a change. */
function leafText(node: DiffLeaf, place: Place, rendering: DiffRendering): readonly string[] {
  const [before, after] = [node.before ?? "null", node.after ?? "null"];
  if (node.kind === "added" || node.kind === "same") return [after];
  if (node.kind === "changed") return [before, after];
  if (!rendering.showsNull || place.unit === "element") return [before];
  const meaning = rendering.meaningOfNull?.([...place.path, node.label]);
  return [before, meaning === undefined ? "null" : `null (${meaning})`];
}

function renderBranch(
  node: DiffBranch,
  place: LabelPlace,
  rendering: DiffRendering,
): readonly Line[] {
  const [open, close] = node.shape === "object" ? ["{", "}"] : ["[", "]"];
  const indent = place.indent + 4;
  const path = node.label === "" ? place.path : [...place.path, node.label];
  const unit = node.shape === "object" ? "attribute" : "element";
  const gone = node.kind === "removed" && rendering.showsNull && place.unit === "attribute";
  const end = `${close}${gone ? " -> null" : ""}${place.unit === "element" ? "," : ""}`;
  return [
    [
      ...headOf(node, place).parts,
      open,
      ...noteParts(node.replaces ? ` ${FORCES_REPLACEMENT}` : ""),
    ],
    ...renderSiblings(node.children, { indent, path, unit }, rendering),
    [" ".repeat(place.indent + 2), end],
  ];
}

interface Head {
  readonly parts: Line;
  /** Of the label with its equals sign. */
  readonly columns: number;
}

function headOf(node: DiffNode, place: LabelPlace): Head {
  const label = node.label === "" ? "" : `${padEnd(node.label, place.labelColumns)} = `;
  const sign: Span = styled(STYLES[node.kind], SIGNS[node.kind]);
  return { parts: [" ".repeat(place.indent), sign, ` ${label}`], columns: columnsOf(label) };
}
