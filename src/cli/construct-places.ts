// Where in a program each construct was made, as its last synthesis has it: the innermost line of the program's own files
// that made the element of Terraform. Recorded by constructs/element-places.ts.

import type { Configuration } from "../load/configuration.js";
import { formatConstruct } from "../model/construct-path.js";
import { isJsonArray, isJsonObject, type Json } from "../model/json.js";
import type { Cause } from "../model/preview.js";
import { placeInProgram } from "./program-traces.js";

export type Place = NonNullable<Cause["source"]>;

/** By the path of the construct, as it stands in the JSON or without what says nothing. Files are relative to the folder. */
export type FindPlace = (construct: string) => Place | undefined;

/** Few of all places are asked for, so that each is read from its trace when it is. */
export function placeFinder(
  configurations: readonly Pick<Configuration, "files">[],
  folder: string,
): FindPlace {
  const traces = new Map<string, readonly Json[]>();
  const files = configurations.flatMap((configuration) => configuration.files ?? []);
  for (const { path, stackTrace } of files.flatMap(({ json }) => metadataIn(json))) {
    traces.set(path, stackTrace);
    traces.set(formatConstruct(path), stackTrace);
  }
  return (construct) => placeOf(traces.get(construct) ?? [], folder);
}

interface Metadata {
  readonly path: string;
  readonly stackTrace: readonly Json[];
}

/** Of every resource and data source of a document. */
function metadataIn(document: Json): readonly Metadata[] {
  const blocks = isJsonObject(document) ? [document.resource, document.data] : [];
  const bodies = blocks.flatMap(membersOf).flatMap(membersOf).flatMap(listOf);
  return bodies.flatMap((body) => {
    const comment = isJsonObject(body) ? body["//"] : undefined;
    const metadata = isJsonObject(comment) ? comment.metadata : undefined;
    if (!isJsonObject(metadata) || typeof metadata.path !== "string") return [];
    const { path, stackTrace } = metadata;
    return isJsonArray(stackTrace) ? [{ path, stackTrace }] : [];
  });
}

function membersOf(json: Json | undefined): readonly Json[] {
  return isJsonObject(json) ? Object.values(json) : [];
}

function listOf(json: Json): readonly Json[] {
  return isJsonArray(json) ? json : [json];
}

function placeOf(trace: readonly Json[], folder: string): Place | undefined {
  const { file, line } = placeInProgram(trace.join("\n"), folder) ?? {};
  return file === undefined || line === undefined ? undefined : { file, line };
}
