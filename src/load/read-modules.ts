// The modules that a configuration calls: each is read once, however often it is called.

import { join, relative, resolve } from "node:path";
import { describeFault } from "../files/file-fault.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { ModuleCallConfig } from "./configuration.js";
import { type Draft, emptyDraft } from "./draft.js";
import { listFolder } from "./list-folder.js";
import { readDocuments } from "./read-document.js";
import { type FileReader, readSourceFile, type SourceFile, tryTo } from "./source-file.js";

/** What is shared by all modules of one configuration. */
export interface ModuleReader {
  readonly reader: FileReader;
  /** Absolute: what the names of files are relative to. */
  readonly root: string;
  readonly schema: Draft["schema"];
  readonly outside: Draft["outside"];
}

export interface ReadModules {
  /** By absolute folder, each after all that it calls; undefined for one that could not be read. */
  readonly drafts: Map<string, Draft | undefined>;
  /** Files of all modules that were read, the root module's left out. */
  readonly files: SourceFile[];
}

/** Reads what `draft`, which stands in `folder`, calls, and what that calls. Folders are those that links lead to. */
export async function readCallees(
  draft: Draft,
  folder: string,
  reading: ModuleReader,
): Promise<ReadModules> {
  const read: ReadModules = { drafts: new Map(), files: [] };
  if (draft.calls.size === 0) return read;
  const real = (await realFolder(folder, reading.reader)) ?? folder;
  const nameOf = (path: string) => relative(reading.root, join(folder, relative(real, path)));
  const pathOf = (path: string) => relative(real, path) || ".";
  await readInto(read, { draft, folder: real, around: [real] }, { ...reading, nameOf, pathOf });
  return read;
}

/** Undefined where there is none: reading it says why. */
async function realFolder(path: string, { realPath }: FileReader): Promise<string | undefined> {
  if (realPath === undefined) return path;
  const found = await tryTo(() => realPath(path));
  return "value" in found ? found.value : undefined;
}

interface Reading extends ModuleReader {
  /** An absolute path as diagnostics name it. */
  readonly nameOf: (path: string) => string;
  /** What path.module gives in an absolute folder. */
  readonly pathOf: (folder: string) => string;
}

interface Caller {
  readonly draft: Draft;
  readonly folder: string;
  /** Its own folder and those of its callers. */
  readonly around: readonly string[];
}

async function readInto(
  read: ReadModules,
  { draft, folder, around }: Caller,
  reading: Reading,
): Promise<void> {
  for (const call of draft.calls.values()) {
    if (call.moduleSource === "") continue;
    const named = resolve(folder, call.moduleSource);
    const callee = (await realFolder(named, reading.reader)) ?? named;
    if (around.includes(callee)) {
      reportCircle(call, draft);
      continue;
    }
    if (!read.drafts.has(callee)) {
      const found = await readFolder(callee, call, draft, { ...reading, files: read.files });
      if (found !== undefined) {
        const caller = { draft: found, folder: callee, around: [...around, callee] };
        await readInto(read, caller, reading);
      }
      read.drafts.set(callee, found);
    }
    const found = read.drafts.get(callee);
    if (found !== undefined) draft.callees.set(call.name, found);
  }
}

function reportCircle({ name, moduleSource, source }: ModuleCallConfig, draft: Draft): void {
  const detail = `module.${name} calls ${moduleSource}, which is the module itself or one that calls it, and so on without end.`;
  draft.report(errorDiagnostic("Module that calls itself", detail, { source }));
}

function describeFolder(name: string, fault: unknown): Diagnostic {
  const summary = "Module not found";
  const described = describeFault(fault, { summary, doing: "read", path: name });
  return { ...described, detail: `${described.detail} Correct "source", or put the module there.` };
}

async function readFolder(
  folder: string,
  { source }: ModuleCallConfig,
  caller: Draft,
  { reader, nameOf, pathOf, schema, outside, files }: Reading & { readonly files: SourceFile[] },
): Promise<Draft | undefined> {
  const listed = await tryTo(() => reader.readDir(folder));
  if ("fault" in listed) {
    caller.report({ ...describeFolder(nameOf(folder), listed.fault), source });
    return undefined;
  }
  const found = listFolder(listed.value);
  for (const diagnostic of found.diagnostics) caller.report({ ...diagnostic, source });
  if (found.diagnostics.length > 0) return undefined;
  const draft = emptyDraft(schema, { outside, folder: pathOf(folder) });
  const read: SourceFile[] = [];
  for (const file of [...found.files, ...found.overrides]) {
    const path = join(folder, file);
    const named = { path, name: nameOf(path) };
    const { file: text, diagnostics } = await readSourceFile(reader, named);
    for (const diagnostic of diagnostics) draft.report(diagnostic);
    if (text === undefined) continue;
    read.push(found.overrides.includes(file) ? { ...text, isOverride: true } : text);
  }
  files.push(...read);
  readDocuments(read, draft);
  return draft;
}
