// Diagnostics as text: what is wrong, where, and what to do. Errors come last, and among them the first one
// found comes last of all, since it is nearest to the prompt and most often the cause of the others.

import { formatPath } from "../model/attribute-path.js";
import { formatConstruct } from "../model/construct-path.js";
import type { Diagnostic, Source } from "../model/diagnostic.js";
import { type Line, type ReportWidth, styled, visible, wrapLines } from "./text.js";

/** More of one summary than this are counted instead of shown. */
const MOST_ALIKE = 20;

/** Equal diagnostics once; warnings first. */
export function diagnosticsReport(
  diagnostics: readonly Diagnostic[],
  { width }: ReportWidth,
): readonly Line[] {
  const distinct = [...new Map(diagnostics.map((d) => [JSON.stringify(d), d])).values()];
  const bySeverity = (severity: Diagnostic["severity"]) =>
    limitAlike(distinct.filter((d) => d.severity === severity));
  const warnings = bySeverity("warning");
  const errors = bySeverity("error");
  const ordered = [...warnings, ...errors.slice(1), ...errors.slice(0, 1)];
  return ordered.flatMap((shown) => [...diagnosticLines(shown, width), []]);
}

/** Each summary once, on a line of its own. */
export function compactWarnings(
  diagnostics: readonly Diagnostic[],
  { width }: ReportWidth,
): readonly Line[] {
  const counts = new Map<string, number>();
  for (const { summary } of diagnostics) counts.set(summary, (counts.get(summary) ?? 0) + 1);
  const lines = [...counts].flatMap(([summary, n]) =>
    wrapLines(n === 1 ? summary : `${summary} (${n} times)`, {
      width,
      indent: "    ",
      first: "  - ",
    }),
  );
  return [[styled("yellow", "Warnings:")], [], ...lines, []];
}

interface Shown extends Diagnostic {
  /** How many more of the same summary there are. */
  readonly more?: number;
}

function limitAlike(diagnostics: readonly Diagnostic[]): readonly Shown[] {
  const seen = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const alike = seen.get(diagnostic.summary);
    if (alike === undefined) seen.set(diagnostic.summary, [diagnostic]);
    else alike.push(diagnostic);
  }
  return [...seen.values()].flatMap((alike) => {
    const shown: Shown[] = alike.slice(0, MOST_ALIKE);
    const last = shown.at(-1);
    if (last !== undefined && alike.length > MOST_ALIKE) {
      shown[MOST_ALIKE - 1] = { ...last, more: alike.length - MOST_ALIKE };
    }
    return shown;
  });
}

function diagnosticLines(diagnostic: Shown, width: number): readonly Line[] {
  const { severity, summary, detail, more } = diagnostic;
  const [label, style] =
    severity === "error" ? (["Error", "red"] as const) : (["Warning", "yellow"] as const);
  const where = whereOf(diagnostic);
  return [
    [styled(style, `${label}: `), styled("bold", summary)],
    ...(where.length === 0
      ? []
      : [[], ...where.flatMap((text) => wrapLines(text, { width, indent: "    ", first: "  " }))]),
    ...excerptLines(diagnostic, width),
    [],
    ...detailLines(detail, width),
    ...(more === undefined ? [] : [[], [`  … and ${more} more of this kind`]]),
  ];
}

/** What stands at the place, marked, and what the names in it stand for. */
function excerptLines({ source, values = [] }: Diagnostic, width: number): readonly Line[] {
  const shown = source?.excerpt === undefined ? [] : markedLines(source, source.excerpt, width);
  const statements = values.flatMap(({ traversal, statement }) =>
    wrapLines(`${visible(traversal)} ${visible(statement)}`, {
      width,
      indent: "      ",
      first: "    ",
    }),
  );
  return shown.length + statements.length === 0 ? [] : [[], ...shown, ...statements];
}

function markedLines({ pointer = "" }: Source, excerpt: string, width: number): readonly Line[] {
  const name = `"${visible(lastStep(pointer))}": `;
  const room = width - name.length - INDENT.length;
  if (room < LEAST_ROOM) return [];
  const text = visible(excerpt);
  const cut = text.length <= room ? text : `${text.slice(0, room - 1)}…`;
  const marker = `${INDENT}${" ".repeat(name.length)}${"^".repeat(cut.length)}`;
  return [[`${INDENT}${name}${cut}`], [styled("red", marker)]];
}

const INDENT = "    ";
const LEAST_ROOM = 20;

/** The name of the property, or the position in a list. */
function lastStep(pointer: string): string {
  const step = pointer.slice(pointer.lastIndexOf("/") + 1);
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function detailLines(detail: string, width: number): readonly Line[] {
  return wrapLines(detail, { width, indent: "  " });
}

/** Object, construct and place in a file, each on a line of its own. */
function whereOf({ address, attribute, source }: Diagnostic): readonly string[] {
  const path = attribute === undefined || attribute.length === 0 ? "" : formatPath(attribute);
  const object =
    address === undefined ? path : path === "" ? address : `${address}, attribute ${path}`;
  const construct =
    source?.construct === undefined ? "" : `construct ${formatConstruct(source.construct)}`;
  return [
    object === "" ? "" : `on ${object}`,
    construct === "" ? "" : `in ${construct}`,
    source === undefined ? "" : formatPlace(source),
  ].filter((text) => text !== "");
}

function formatPlace({ file, line, column, pointer }: Source): string {
  if (file === undefined) return pointer === undefined ? "" : `at ${pointer}`;
  const position =
    line === undefined ? "" : `, line ${line}${column === undefined ? "" : `, column ${column}`}`;
  return `at ${file}${position}${pointer === undefined ? "" : `, ${pointer}`}`;
}
