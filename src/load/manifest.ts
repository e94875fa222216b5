// CDKTF's manifest.json: which stacks an app has, where each one's JSON is, which stacks come before which,
// and what the constructs had to say.

import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import { isJsonArray, isJsonObject, type Json, type JsonObject, pointerTo } from "../model/json.js";
import { orderNodes } from "./order-nodes.js";
import type { SourceFile } from "./source-file.js";

export interface StackEntry {
  readonly name: string;
  /** Relative to the manifest. */
  readonly file: string;
  /** Names of stacks. */
  readonly dependencies: readonly string[];
}

export interface Manifest {
  readonly stacks: readonly StackEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readManifest(file: SourceFile): Manifest {
  const stacks = isJsonObject(file.json) ? file.json.stacks : undefined;
  if (!isJsonObject(stacks)) {
    const detail = `${file.name} is not what a CDKTF program writes: it has no "stacks". Synthesise again.`;
    return { stacks: [], diagnostics: [errorDiagnostic("Invalid manifest", detail, at(file, ""))] };
  }
  const diagnostics: Diagnostic[] = [];
  const entries = Object.entries(stacks);
  const names = new Map(
    entries.map(([name, json]) => [textOf(json, "constructPath") ?? name, name]),
  );
  const read = entries.flatMap(([name, json]) => {
    const pointer = pointerTo("/stacks", name);
    const entry = readEntry(name, json, names);
    if (isJsonObject(json)) diagnostics.push(...annotationsOf(json, file, pointer));
    if (typeof entry !== "string") return [entry];
    diagnostics.push(errorDiagnostic("Invalid manifest", entry, at(file, pointer)));
    return [];
  });
  return { stacks: read, diagnostics };
}

/** The entry, or what is wrong with it. */
function readEntry(
  name: string,
  json: Json,
  names: ReadonlyMap<string, string>,
): StackEntry | string {
  const file = textOf(json, "synthesizedStackPath");
  if (file === undefined)
    return `The stack "${name}" has no "synthesizedStackPath". Synthesise again.`;
  if (!file.endsWith(".json")) {
    return `The stack "${name}" was synthesised as HCL, which is not supported. Synthesise it as JSON.`;
  }
  const dependencies: string[] = [];
  for (const path of isJsonObject(json) ? textsOf(json.dependencies) : []) {
    const dependency = names.get(path);
    if (dependency === undefined)
      return `The stack "${name}" depends on "${path}", which is not there.`;
    dependencies.push(dependency);
  }
  return { name, file, dependencies };
}

/** Stacks after those they depend on; a circle is an error. */
export function orderStacks(
  stacks: readonly StackEntry[],
  file: string,
): { readonly names: readonly string[]; readonly diagnostics: readonly Diagnostic[] } {
  const dependencies = new Map(stacks.map((stack) => [stack.name, stack.dependencies]));
  const { order, cycles } = orderNodes(dependencies);
  const diagnostics = cycles.map((cycle) => {
    const detail = `These stacks depend on each other in a circle: ${[...cycle, cycle[0]].join(" → ")}.`;
    return errorDiagnostic("Cycle", detail, { source: { file } });
  });
  return { names: order, diagnostics };
}

function annotationsOf(json: JsonObject, file: SourceFile, pointer: string): readonly Diagnostic[] {
  const annotations = isJsonArray(json.annotations) ? json.annotations : [];
  return annotations.flatMap((annotation) => {
    const level = textOf(annotation, "level") ?? "";
    const message = textOf(annotation, "message") ?? "";
    const construct = textOf(annotation, "constructPath");
    const place = at(file, pointer).source;
    const source = construct === undefined ? place : { ...place, construct };
    if (level.endsWith("error")) {
      return [errorDiagnostic("The program reported an error", message, { source })];
    }
    if (!level.endsWith("warn")) return [];
    return [warningDiagnostic("The program reported a warning", message, { source })];
  });
}

function at(file: SourceFile, pointer: string) {
  return { source: { file: file.name, pointer } };
}

function textOf(json: Json | undefined, name: string): string | undefined {
  const value = isJsonObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

function textsOf(json: Json | undefined): readonly string[] {
  return isJsonArray(json) ? json.filter((item) => typeof item === "string") : [];
}
