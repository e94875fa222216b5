// HCL's JSON syntax: which object is a block, where its labels are, where arrays may stand for several
// blocks, and that a key `//` is a comment, which in CDKTF's output says what construct made the block.

import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, type Source } from "../model/diagnostic.js";
import { isJsonArray, isJsonObject, type Json, type JsonObject, pointerTo } from "../model/json.js";
import { UNSUPPORTED_SUMMARY } from "./unsupported-feature.js";

export interface Property {
  readonly name: string;
  readonly value: Json;
  /** Where the object is that it is a property of. */
  readonly of: Source;
  /** What is a block in more than one file is the blocks that they were merged to, and not its value. */
  readonly blocks?: readonly Block[];
}

export interface Block {
  readonly labels: readonly string[];
  readonly properties: readonly Property[];
  readonly source: Source;
}

export type Report = (diagnostic: Diagnostic) => void;

/** The properties of a body: an object, or several in an array, without comments; null has none. */
export function propertiesOf(json: Json, source: Source, report: Report): readonly Property[] {
  if (json === null) return [];
  if (isJsonObject(json)) return membersOf(json, source);
  if (!isJsonArray(json)) return reportNoObject(source, report);
  return json.flatMap((item, i) => {
    const inner = at(source, i);
    return isJsonObject(item) ? membersOf(item, inner) : reportNoObject(inner, report);
  });
}

/** Where a property's value is. Made only when asked for, since there are many properties. */
export function sourceOf({ name, of }: Property): Source {
  return at(of, name);
}

/** The blocks under `property` whose labels are the keys of the next `labels` levels. */
export function blocksOf(property: Property, labels: number, report: Report): readonly Block[] {
  if (property.blocks !== undefined) return property.blocks;
  const blocks: Block[] = [];
  visitBlocks(property, labels, report, (block) => blocks.push(block));
  return blocks;
}

/** The same one by one, so that what a block is made of can be forgotten before the next one is read. */
export function visitBlocks(
  property: Property,
  labels: number,
  report: Report,
  visit: (block: Block) => void,
): void {
  visitLabels(property, { labels: [], left: labels, report, visit });
}

interface Visit {
  readonly labels: readonly string[];
  /** How many labels are still to come. */
  readonly left: number;
  readonly report: Report;
  readonly visit: (block: Block) => void;
}

function visitLabels(property: Property, visit: Visit): void {
  const { value } = property;
  const source = sourceOf(property);
  if (visit.left > 0) {
    for (const labelled of labelledOf(value, source, visit.report)) {
      const labels = [...visit.labels, labelled.name];
      visitLabels(labelled, { ...visit, labels, left: visit.left - 1 });
    }
  } else if (isJsonArray(value)) {
    for (const [i, item] of value.entries()) visitBody(item, at(source, i), visit);
  } else visitBody(value, source, visit);
}

/** The properties whose names are labels: there is at least one, and none is a comment. */
function labelledOf(value: Json, source: Source, report: Report): readonly Property[] {
  const objects = isJsonArray(value) ? value : [value];
  if (objects.every(isEmpty)) {
    const detail =
      "At least one property is required here, whose name says what the block is. Leave out what declares nothing.";
    report(errorDiagnostic("Missing block label", detail, { source }));
  }
  for (const [i, each] of objects.entries()) {
    if (!isJsonObject(each) || (each["//"] ?? null) === null) continue;
    const place = isJsonArray(value) ? at(source, i) : source;
    const detail =
      'Where names of blocks stand, "//" is no comment but a name, and no good one. Put it into a block, or beside the outermost ones.';
    report(errorDiagnostic("Misplaced comment", detail, { source: at(place, "//") }));
  }
  return propertiesOf(value, source, report);
}

function isEmpty(json: Json): boolean {
  return json === null || (isJsonObject(json) && Object.keys(json).length === 0);
}

function visitBody(json: Json, source: Source, { labels, report, visit }: Visit): void {
  if (json === null) return;
  if (!isJsonObject(json)) {
    reportNoObject(source, report);
    return;
  }
  const { file = "", pointer = "" } = source;
  const construct = constructOf(json);
  const placed = construct === undefined ? source : { file, pointer, construct };
  visit({ labels, properties: membersOf(json, placed), source: placed });
}

function membersOf(json: JsonObject, source: Source): readonly Property[] {
  const properties: Property[] = [];
  for (const name in json) {
    if (name !== "//") properties.push({ name, value: json[name] ?? null, of: source });
  }
  return properties;
}

/** `source` of a part of the value at `source`. */
export function at(source: Source, step: string | number): Source {
  const { file = "", construct } = source;
  const pointer = pointerTo(source.pointer ?? "", step);
  return construct === undefined ? { file, pointer } : { file, pointer, construct };
}

function constructOf(json: JsonObject): string | undefined {
  const comment = json["//"];
  const metadata = isJsonObject(comment) ? comment.metadata : undefined;
  const path = isJsonObject(metadata) ? metadata.path : undefined;
  return typeof path === "string" ? path : undefined;
}

function reportNoObject(source: Source, report: Report): readonly never[] {
  const detail = "A JSON object is expected here, or an array of objects.";
  report(errorDiagnostic("Wrong JSON value", detail, { source }));
  return [];
}

/** What a block may hold: names it takes, and names of features that are refused with what to do. */
export interface Arguments {
  /** With an article, as in "a variable". */
  readonly block: string;
  readonly known: readonly string[];
  readonly refused?: { readonly [name: string]: string };
}

/** The known arguments of a block by name; everything else is reported. */
export function takeArguments(
  block: Block,
  { block: what, known, refused = {} }: Arguments,
  report: Report,
): ReadonlyMap<string, Property> {
  const taken = new Map<string, Property>();
  for (const property of block.properties) {
    const { name } = property;
    if (known.includes(name)) taken.set(name, property);
    else if (Object.hasOwn(refused, name)) {
      reportRefused(refused[name] ?? "", sourceOf(property), report);
    } else {
      const near = suggestion(name, known) || ` Known are: ${known.join(", ")}.`;
      const detail = `There is no argument "${name}" in ${what}.${near}`;
      report(errorDiagnostic("Unknown argument", detail, { source: sourceOf(property) }));
    }
  }
  return taken;
}

/** Says that a feature, which `detail` names, is not supported. */
export function reportRefused(detail: string, source: Source, report: Report): void {
  report(errorDiagnostic(UNSUPPORTED_SUMMARY, detail, { source }));
}

/** A text without templates, as it stands. */
export function literalText(property: Property | undefined, report: Report): string | undefined {
  if (property === undefined) return undefined;
  if (typeof property.value === "string") return property.value;
  reportWrong(property, "a text", report);
  return undefined;
}

/** True or false, which may also be given as texts. */
export function literalBool(property: Property | undefined, report: Report): boolean | undefined {
  if (property === undefined) return undefined;
  const { value } = property;
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  reportWrong(property, "true or false", report);
  return undefined;
}

export function reportWrong(property: Property, wanted: string, report: Report): void {
  const source = sourceOf(property);
  const detail = `"${property.name}" must be ${wanted}, written out: a reference cannot stand here.`;
  report(errorDiagnostic("Wrong JSON value", detail, { source }));
}

export function reportName(what: string, name: string, source: Source, report: Report): void {
  const detail =
    `"${name}" cannot be the name of ${what}: a name begins with a letter or an underscore and goes on with ` +
    "letters, digits, underscores and dashes.";
  report(errorDiagnostic("Invalid name", detail, { source }));
}
