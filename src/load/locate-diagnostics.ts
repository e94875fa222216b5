// Diagnostics know the JSON pointer of what they are about; here they get line and column, which people
// look for. The text is walked again for it, once a file, and only if something is wrong.

import { readerOf, readJson } from "../files/read-json.js";
import { type Place, placeOf } from "../files/text-place.js";
import { findPart, type TemplatePart } from "../language/template-part.js";
import type { Diagnostic, SourceRange } from "../model/diagnostic.js";
import { pointerTo } from "../model/json.js";
import type { Configuration } from "./configuration.js";
import { TERRAFORM_JSON } from "./parse-json.js";
import { isOneExpression } from "./shown-text.js";
import type { SourceFile } from "./source-file.js";
import {
  type MeasuredText,
  measure,
  positionAt,
  positionInTemplate,
  rangeIn,
} from "./source-range.js";

/** Those about an attribute of a resource, with the attribute's place and not the resource's. */
export function locateAttributes(
  diagnostics: readonly Diagnostic[],
  { files = [] }: Pick<Configuration, "files">,
): readonly Diagnostic[] {
  return locateDiagnostics(diagnostics.map(atAttribute), files);
}

function atAttribute(diagnostic: Diagnostic): Diagnostic {
  const { attribute = [], source, part } = diagnostic;
  if (source?.pointer === undefined || source.line !== undefined) return diagnostic;
  // The source of a part of an expression is that expression's own.
  if (part !== undefined) return diagnostic;
  const pointer = attribute.reduce<string>(pointerTo, source.pointer);
  return { ...diagnostic, source: { ...source, pointer } };
}

export function locateDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const places = new Map<string, FoundPlaces>();
  for (const file of files) {
    const wanted = new Set<string>();
    for (const { source } of diagnostics) {
      const isElsewhere = source?.file !== file.name && !file.isOverride;
      if (isElsewhere || source?.pointer === undefined) continue;
      for (const pointer of withParents(source.pointer)) wanted.add(pointer);
    }
    if (wanted.size > 0) places.set(file.name, locate(file.text, wanted));
  }
  const overrides = files.filter(({ isOverride }) => isOverride).reverse();
  return diagnostics.map(({ part, ...diagnostic }) => {
    const { file: own = "", pointer, line } = diagnostic.source ?? {};
    if (pointer === undefined || line !== undefined) return diagnostic;
    const over = overrides.find(
      ({ name }) => isArgument(pointer) && places.get(name)?.found.has(pointer),
    );
    const file = over?.name ?? own;
    const within = places.get(file);
    const step = withParents(pointer).find((each) => within?.found.has(each));
    const near = step === undefined ? undefined : within?.found.get(step);
    if (within === undefined || near === undefined) return diagnostic;
    const { line: at, column, excerpt } = near;
    const shown = step !== pointer || excerpt === undefined ? {} : { excerpt };
    const isExact = step === pointer;
    const isNamed = isExact && NAMED.has(diagnostic.summary);
    const inner =
      (isNamed ? nameOf(within.measured, near) : undefined) ??
      (isExact && part !== undefined ? partIn(within.measured, near, part) : undefined);
    const stretch = inner ?? stretchOf(within.measured, near, pointer, isExact);
    const around = isExact || !near.isContainer ? parentOf(step ?? "") : step;
    const range = rangeIn(within.measured, { ...stretch, context: contextOf(within, around) });
    const source = { ...diagnostic.source, file, line: at, column, ...shown, range };
    return { ...diagnostic, source };
  });
}

/** As Terraform: what is missing would stand before the closing bracket, and of a block it names the opening one. */
function stretchOf(
  file: MeasuredText,
  { start, end, isContainer }: FoundPlace,
  pointer: string,
  isExact: boolean,
): Stretch {
  const [from, to] = !isContainer
    ? [start, end]
    : !isExact
      ? [end - 1, end]
      : BLOCK.test(pointer)
        ? [start, start + 1]
        : [start, end];
  return { start: positionAt(file, from), end: positionAt(file, to) };
}

type Stretch = Pick<SourceRange, "start" | "end">;

function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(pointer.lastIndexOf("/"), 0));
}

/** The containers around something, as `resource.holdfast_host.a`; null at the top. */
function contextOf({ measured: { text }, found }: FoundPlaces, pointer = ""): string | null {
  const steps: string[] = [];
  for (let at = pointer; at !== ""; at = parentOf(at)) {
    const around = found.get(parentOf(at));
    const name = at.slice(at.lastIndexOf("/") + 1);
    const plain = name.replaceAll("~1", "/").replaceAll("~0", "~");
    steps.push(text[around?.start ?? 0] === "[" ? `[${plain}]` : `.${plain}`);
  }
  return steps.length === 0 ? null : steps.reverse().join("").replace(/^\./, "");
}

/** What is wrong with the name of a property and not with its value. */
const NAMED = new Set([
  "Unknown argument",
  "Unknown attribute",
  "Unknown block type",
  "Invalid name",
  "Reference to undefined provider",
]);
const NAME_BEFORE = /"(?:[^"\\]|\\.)*"(?=\s*:\s*$)/;
const LONGEST_NAME = 200;

function nameOf(file: MeasuredText, { start }: FoundPlace): Stretch | undefined {
  const from = Math.max(start - LONGEST_NAME, 0);
  const before = file.text.slice(from, start);
  const line = before.slice(before.lastIndexOf("\n", before.lastIndexOf('"')) + 1);
  const found = NAME_BEFORE.exec(line);
  if (found === null) return undefined;
  const begin = start - line.length + found.index;
  return { start: positionAt(file, begin), end: positionAt(file, begin + found[0].length) };
}

/** Of an expression the part that a diagnostic is about. */
function partIn(file: MeasuredText, { start, end }: FoundPlace, part: object): Stretch | undefined {
  if (file.text[start] !== '"') return undefined;
  const text = String(JSON.parse(file.text.slice(start, end)));
  const span = findPart(text, part as TemplatePart);
  if (span === undefined) return undefined;
  const begin = positionAt(file, start);
  const at = (index: number) => positionInTemplate(begin, text.slice(0, index));
  return { start: at(span.start), end: at(span.end) };
}

const NESTED = "lifecycle|precondition|postcondition|validation|assert|data/[^/]+/[^/]+";
/** Pointers to blocks, and not to values. */
const BLOCK = new RegExp(
  String.raw`^/((resource|data)/[^/]+/[^/]+|(output|variable|module|check|provider)/[^/]+|locals|terraform|moved|removed|import)(/\d+)?(/(${NESTED})(/\d+)?)*$`,
);

/** Of a resource, whose arguments an override file may have replaced: below `/resource/TYPE/NAME`. */
function isArgument(pointer: string): boolean {
  return /^\/(resource|data)(\/[^/]+){3}/.test(pointer);
}

/** A pointer and those above it: what is missing is best shown where it should be. */
function withParents(pointer: string): readonly string[] {
  const parents = [pointer];
  for (let end = pointer.lastIndexOf("/"); end >= 0; end = pointer.lastIndexOf("/", end - 1)) {
    parents.push(pointer.slice(0, end));
    if (end === 0) break;
  }
  return parents;
}

interface FoundPlace extends Place {
  readonly start: number;
  readonly end: number;
  readonly isContainer: boolean;
  readonly excerpt: string | undefined;
}

interface FoundPlaces {
  readonly measured: MeasuredText;
  readonly found: ReadonlyMap<string, FoundPlace>;
}

function locate(text: string, wanted: ReadonlySet<string>): FoundPlaces {
  const found = new Map<string, FoundPlace>();
  const measured = measure(text);
  const visit = (pointer: string, start: number, end: number) => {
    if (!wanted.has(pointer)) return;
    const isContainer = text[start] === "{" || text[start] === "[";
    const place = placeOf(measured.lineStarts, start);
    found.set(pointer, { ...place, start, end, isContainer, excerpt: excerptAt(text, start) });
  };
  readJson(readerOf(text, { dialect: TERRAFORM_JSON, visit }));
  return { measured, found };
}

const VALUE = /"(?:[^"\\]|\\.)*"|[-\w.]+/y;
const LONGEST_EXCERPT = 200;

/**
 * A number, true or false, or one interpolation as it is written. A text may be a secret: whatever stands in quotes is left
 * out, unless it is a key in brackets.
 */
function excerptAt(text: string, position: number): string | undefined {
  VALUE.lastIndex = position;
  const [value] = VALUE.exec(text) ?? [];
  if (value === undefined) return undefined;
  if (value.startsWith('"') && !isOneExpression(value.slice(1, -1))) return undefined;
  const shown = value.replace(/(?<!\[)\\"(?:[^"\\]|\\[^"])*\\"/g, '\\"…\\"');
  return shown.length <= LONGEST_EXCERPT ? shown : `${shown.slice(0, LONGEST_EXCERPT)}…`;
}
