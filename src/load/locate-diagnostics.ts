// Diagnostics know the JSON pointer of what they are about; here they get line and column, which people
// look for. The text is walked again for it, once a file, and only if something is wrong.

import { readerOf, readJson } from "../files/read-json.js";
import { lineStartsOf, type Place, placeOf } from "../files/text-place.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { pointerTo } from "../model/json.js";
import type { Configuration } from "./configuration.js";
import { TERRAFORM_JSON } from "./parse-json.js";
import type { SourceFile } from "./source-file.js";

/** Those about an attribute of a resource, with the attribute's place and not the resource's. */
export function locateAttributes(
  diagnostics: readonly Diagnostic[],
  { files = [] }: Pick<Configuration, "files">,
): readonly Diagnostic[] {
  return locateDiagnostics(diagnostics.map(atAttribute), files);
}

function atAttribute(diagnostic: Diagnostic): Diagnostic {
  const { attribute = [], source } = diagnostic;
  if (source?.pointer === undefined || source.line !== undefined) return diagnostic;
  const pointer = attribute.reduce<string>(pointerTo, source.pointer);
  return { ...diagnostic, source: { ...source, pointer } };
}

export function locateDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const places = new Map<string, ReadonlyMap<string, FoundPlace>>();
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
  return diagnostics.map((diagnostic) => {
    const { file: own = "", pointer, line } = diagnostic.source ?? {};
    if (pointer === undefined || line !== undefined) return diagnostic;
    const over = overrides.find(
      ({ name }) => isArgument(pointer) && places.get(name)?.has(pointer),
    );
    const file = over?.name ?? own;
    const found = places.get(file);
    const exact = found?.get(pointer);
    const near = withParents(pointer)
      .map((step) => found?.get(step))
      .find((known) => known !== undefined);
    if (near === undefined) return diagnostic;
    const { line: at, column } = near;
    const { excerpt } = exact ?? {};
    const shown = excerpt === undefined ? {} : { excerpt };
    return { ...diagnostic, source: { ...diagnostic.source, file, line: at, column, ...shown } };
  });
}

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
  readonly excerpt: string | undefined;
}

function locate(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, FoundPlace> {
  const places = new Map<string, FoundPlace>();
  const lineStarts = lineStartsOf(text);
  const visit = (pointer: string, position: number) => {
    if (!wanted.has(pointer)) return;
    places.set(pointer, { ...placeOf(lineStarts, position), excerpt: excerptAt(text, position) });
  };
  readJson(readerOf(text, { dialect: TERRAFORM_JSON, visit }));
  return places;
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
  if (value.startsWith('"') && !/^"[$]\{.*\}"$/.test(value)) return undefined;
  const shown = value.replace(/(?<!\[)\\"(?:[^"\\]|\\[^"])*\\"/g, '\\"…\\"');
  return shown.length <= LONGEST_EXCERPT ? shown : `${shown.slice(0, LONGEST_EXCERPT)}…`;
}
