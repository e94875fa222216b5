// Where in a program each construct was made, as its last synthesis has it: the innermost line of the program's own files
// that made the element of Terraform. Recorded by constructs/element-places.ts.

import type { Configuration } from "../load/configuration.js";
import { formatConstruct } from "../model/construct-path.js";
import { isJsonArray, isJsonObject, type Json } from "../model/json.js";
import type { Cause } from "../model/preview.js";
import { placeInProgram } from "./program-traces.js";

export type Place = NonNullable<Cause["source"]>;

/** By the path of the construct, as it stands in the JSON and without what says nothing. Files are relative to `folder`. */
export function readPlaces(
  configurations: readonly Pick<Configuration, "files">[],
  folder: string,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const files = configurations.flatMap((configuration) => configuration.files ?? []);
  for (const metadata of files.flatMap(({ json }) => metadataIn(json))) {
    const place = placeOf(metadata.stackTrace, folder);
    if (place === undefined) continue;
    places.set(metadata.path, place);
    places.set(formatConstruct(metadata.path), place);
  }
  return places;
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
