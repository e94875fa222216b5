// The modules that a configuration calls: each is read once, however often it is called.

import { join, relative } from "node:path";
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

/** Reads what `draft`, which stands in `folder`, calls, and what that calls. */
export async function readCallees(
  draft: Draft,
  folder: string,
  reading: ModuleReader,
): Promise<ReadModules> {
  const read: ReadModules = { drafts: new Map(), files: [] };
  await readInto(read, { draft, folder, around: [folder] }, reading);
  return read;
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
  reading: ModuleReader,
): Promise<void> {
  for (const call of draft.calls.values()) {
    if (call.moduleSource === "") continue;
    const callee = join(folder, call.moduleSource);
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
  { name, moduleSource, source }: ModuleCallConfig,
  caller: Draft,
  { reader, root, schema, outside, files }: ModuleReader & { readonly files: SourceFile[] },
): Promise<Draft | undefined> {
  const listed = await tryTo(() => reader.readDir(folder));
  if ("fault" in listed) {
    caller.report({ ...describeFolder(relative(root, folder), listed.fault), source });
    return undefined;
  }
  const found = listFolder(listed.value, `The module ${name} in ${moduleSource}`);
  for (const diagnostic of found.diagnostics) caller.report({ ...diagnostic, source });
  if (found.diagnostics.length > 0) return undefined;
  const draft = emptyDraft(schema, { outside, isCalled: true });
  const read: SourceFile[] = [];
  for (const file of [...found.files, ...found.overrides]) {
    const path = join(folder, file);
    const { file: text, diagnostics } = await readSourceFile(reader, {
      path,
      name: relative(root, path),
    });
    for (const diagnostic of diagnostics) draft.report(diagnostic);
    if (text === undefined) continue;
    read.push(found.overrides.includes(file) ? { ...text, isOverride: true } : text);
  }
  files.push(...read);
  readDocuments(read, draft);
  return draft;
}
