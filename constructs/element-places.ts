// Where in the program each element of Terraform was made, for `holdfast preview`, which points at the line that causes a
// loss. The CDK library has a place for it beside the path of the construct, `metadata.stackTrace`, and leaves it empty;
// here it is filled. A trace costs more than all else about an element, so nobody pays for it who does not ask.

import { findSourceMap } from "node:module";
import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { IConstruct, Node } from "constructs";

/** What the library calls the entry of metadata that every element makes of itself. */
const TRACE_ENTRY = "stacktrace";

const traced = new WeakSet<Node>();

/** From now on, in all trees of the program that `app` belongs to. */
export function recordPlaces(app: IConstruct): void {
  const nodes: Node = Object.getPrototypeOf(app.node);
  if (traced.has(nodes)) return;
  traced.add(nodes);
  const { addMetadata } = nodes;
  nodes.addMetadata = function (this: Node, type, data, options) {
    const trace = type === TRACE_ENTRY ? { stackTraceOverride: [...programFrames()] } : {};
    addMetadata.call(this, type, data, { ...options, ...trace });
  };
}

/** Deeper than any program makes its constructs. */
const MOST_FRAMES = 100;

/**
 * `at FILE:LINE:COLUMN` of what is neither a package nor Node, the innermost first. A trace as text would have every
 * frame looked up in source maps, most of them of packages, and a large program twice as slow.
 */
function programFrames(): readonly string[] {
  const { stackTraceLimit, prepareStackTrace } = Error;
  let frames: readonly string[] = [];
  Error.stackTraceLimit = MOST_FRAMES;
  Error.prepareStackTrace = (_, sites) => {
    frames = sites.flatMap(frameOf);
  };
  // It is prepared when it is asked for.
  void new Error().stack;
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  return frames;
}

/** A package that is linked to does not stand in node_modules once the link is followed. */
const OWN_FOLDER = dirname(fileURLToPath(import.meta.url)) + sep;

/** By the name that a script has in traces: its file, or undefined where it is none of the program. */
const programFiles = new Map<string, string | undefined>();

function programFile(name: string): string | undefined {
  if (programFiles.has(name)) return programFiles.get(name);
  const isOther = /node_modules|^node:/.test(name);
  const file = !isOther && name.startsWith("file:") ? fileURLToPath(name) : name;
  const known = isOther || file.startsWith(OWN_FOLDER) ? undefined : file;
  programFiles.set(name, known);
  return known;
}

/** By place as it is run: the place as it was written. Loops come to the same place again and again. */
const written = new Map<string, string>();

function frameOf(site: NodeJS.CallSite): readonly string[] {
  const file = programFile(site.getFileName() ?? "node:");
  if (file === undefined) return [];
  const [line, column] = [site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1];
  const place = `at ${file}:${line}:${column}`;
  const known = written.get(place) ?? placeInSource(file, line, column) ?? place;
  written.set(place, known);
  return [known];
}

function placeInSource(file: string, line: number, column: number): string | undefined {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalLine" in entry)) return undefined;
  const { originalSource, originalLine, originalColumn } = entry;
  return `at ${originalSource}:${originalLine + 1}:${originalColumn + 1}`;
}
