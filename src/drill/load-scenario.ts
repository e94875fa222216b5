// Reads a scenario from YAML or JSON, or takes one written in TypeScript: every error at once, each with
// the place it stands at and what is allowed there.

import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { type Document, LineCounter, parseDocument, visit, type YAMLParseError } from "yaml";
import { type AttributePath, formatPath } from "../model/attribute-path.js";
import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, type Source } from "../model/diagnostic.js";
import { type ResolvedScenario, resolveScenario } from "./resolve-scenario.js";
import { EVENT_KINDS, type ScenarioDocument } from "./scenario.js";

/** Reads the text of a scenario, YAML or JSON. `file` is only named in what is said about it. */
export function loadScenario(text: string, file: string): ResolvedScenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return { diagnostics: syntaxProblems(document.errors, lines, file) };
  }
  const unresolved = aliasProblems(document, lines, file);
  if (unresolved.length > 0) return { diagnostics: unresolved };
  const locate = (path: AttributePath) => locateIn(document, lines, { path, file });
  const data = toData(document);
  if (data === undefined) return { diagnostics: [tooManyAliases(file)] };
  const loaded = resolveDocument(data.value);
  return { ...loaded, diagnostics: loaded.diagnostics.map((each) => withSource(each, locate)) };
}

/** Where the text breaks off its own form, what follows is a guess of the parser: only names given twice come before. */
function syntaxProblems(
  errors: readonly YAMLParseError[],
  lines: LineCounter,
  file: string,
): readonly Diagnostic[] {
  const ordered = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const broken = ordered.findIndex(({ code }) => code !== "DUPLICATE_KEY");
  const told = broken === -1 ? ordered : ordered.slice(0, broken + 1);
  return told.map(({ pos, message }) => {
    const { line, col: column } = lines.linePos(pos[0]);
    const source = { file, line, column };
    const detail = `The text is not well-formed: ${message}.`;
    return errorDiagnostic("A scenario cannot be read", detail, { source });
  });
}

function aliasProblems(
  document: Document,
  lines: LineCounter,
  file: string,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const { line, col: column } = lines.linePos(alias.range?.[0] ?? 0);
      const detail =
        `*${alias.source} stands for what &${alias.source} ` +
        "names before it, and nothing is named so. Write the value itself, or put the name before a value.";
      const source = { file, line, column };
      diagnostics.push(errorDiagnostic("A scenario cannot be read", detail, { source }));
    },
  });
  return diagnostics;
}

/** Undefined for aliases of aliases that would fill the memory, which the parser refuses. */
function toData(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function tooManyAliases(file: string): Diagnostic {
  const detail = `${file} repeats values by aliases of aliases, more than a hundred times. Write the values themselves.`;
  return errorDiagnostic("A scenario cannot be read", detail, { source: { file } });
}

/** Takes a scenario as data; whatever is wrong with it is said at once. */
export function resolveDocument(document: unknown): ResolvedScenario {
  if (isScenarioDocument(document)) return resolveScenario(document);
  return { diagnostics: distinct((validator().errors ?? []).flatMap(toDiagnostics)) };
}

function isScenarioDocument(document: unknown): document is ScenarioDocument {
  return validator()(document);
}

let compiled: ValidateFunction | undefined;

function validator(): ValidateFunction {
  if (compiled === undefined) {
    const text = readFileSync(new URL("./scenario.schema.json", import.meta.url), "utf8");
    compiled = new Ajv({ allErrors: true, discriminator: true, verbose: true }).compile(
      JSON.parse(text),
    );
  }
  return compiled;
}

function withSource(diagnostic: Diagnostic, locate: (path: AttributePath) => Source): Diagnostic {
  return { ...diagnostic, source: locate(diagnostic.attribute ?? []) };
}

function locateIn(
  document: Document,
  lines: LineCounter,
  at: { readonly path: AttributePath; readonly file: string },
): Source {
  for (let length = at.path.length; length >= 0; length--) {
    const node = document.getIn(at.path.slice(0, length), true);
    const start = rangeStart(node);
    if (start === undefined) continue;
    const { line, col } = lines.linePos(start);
    return { file: at.file, line, column: col };
  }
  return { file: at.file };
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node)) return undefined;
  return Array.isArray(node.range) ? Number(node.range[0]) : undefined;
}

function toDiagnostics(error: ErrorObject): readonly Diagnostic[] {
  const attribute = pathOf(error.instancePath);
  const where = attribute.length === 0 ? "The scenario" : `"${formatPath(attribute)}"`;
  switch (error.keyword) {
    case "additionalProperties":
      return [unknownAttribute(error, attribute, where)];
    case "discriminator":
      // What is missing is said by the keyword that requires it.
      return error.params.tagValue === undefined ? [] : [unknownKind(error, attribute)];
    case "required": {
      const detail = `${where} needs "${error.params.missingProperty}".`;
      return [errorDiagnostic("A scenario lacks something", detail, { attribute })];
    }
    case "anyOf":
      return [wrongDuration(error, attribute)];
    default:
      if (error.schemaPath.includes("/duration/")) return [];
      return [wrongValue(error, attribute, where)];
  }
}

function unknownAttribute(error: ErrorObject, path: AttributePath, where: string): Diagnostic {
  const name = String(error.params.additionalProperty);
  const allowed = Object.keys(error.parentSchema?.properties ?? {});
  const detail =
    `${where} has "${name}", which is unknown. Allowed are ${allowed.join(", ")}.` +
    suggestion(name, allowed);
  const attribute = [...path, name];
  return errorDiagnostic("A scenario says something unknown", detail, { attribute });
}

function unknownKind(error: ErrorObject, path: AttributePath): Diagnostic {
  const kind = String(error.params.tagValue);
  const allowed = Object.keys(EVENT_KINDS);
  const detail =
    `"${formatPath(path)}" is of kind "${kind}", which is unknown. Allowed are ` +
    `${allowed.join(", ")}.${suggestion(kind, allowed)}`;
  const attribute = [...path, "kind"];
  return errorDiagnostic("A scenario names an unknown fault", detail, { attribute });
}

function wrongDuration(error: ErrorObject, attribute: AttributePath): Diagnostic {
  const detail =
    `"${formatPath(attribute)}" is ${JSON.stringify(error.data)}. It has to be a whole number of ` +
    `seconds, or a whole number with a unit: 90s, 30m, 72h, 3d.`;
  return errorDiagnostic("A scenario has a wrong duration", detail, { attribute });
}

function wrongValue(error: ErrorObject, attribute: AttributePath, where: string): Diagnostic {
  const detail = `${where} is ${JSON.stringify(error.data)}, but it ${error.message}.`;
  return errorDiagnostic("A scenario has a wrong value", detail, { attribute });
}

/** RFC 6901 to a path: numbers are indexes. */
function pathOf(pointer: string): AttributePath {
  const steps = pointer.split("/").slice(1);
  return steps.map((step) =>
    /^[0-9]+$/.test(step) ? Number(step) : step.replaceAll("~1", "/").replaceAll("~0", "~"),
  );
}

function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [each.detail, each])).values()];
}
