// Reading a configuration's files through a small port, so that every fault of a file system can be put in
// by a test, and comes out as a diagnostic that says what to do.

import { readdir, realpath } from "node:fs/promises";
import { describeFault } from "../files/file-fault.js";
import { faultCode, readNodeText } from "../files/file-system.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Json } from "../model/json.js";
import { parseJson } from "./parse-json.js";

/** Paths are absolute. All reject with Node's own errors, whose `code` says what happened. */
export interface FileReader {
  readFile(path: string): Promise<string>;
  /** The names of what is in a folder, in any order. */
  readDir(path: string): Promise<readonly string[]>;
  /** Where a path leads along symbolic links. Without it there are none. */
  realPath?(path: string): Promise<string>;
}

/** The machine's own files. */
export const NODE_READER: FileReader = {
  readFile: readNodeText,
  readDir: (path) => readdir(path),
  realPath: (path) => realpath(path),
};

export interface SourceFile {
  /** As diagnostics name it. */
  readonly name: string;
  readonly text: string;
  readonly json: Json;
  /** What it says replaces what other files say. */
  readonly isOverride?: true;
}

/** The file at `path`; undefined, with an error, if it cannot be read or is no JSON. */
export async function readSourceFile(
  reader: FileReader,
  { path, name }: { readonly path: string; readonly name: string },
): Promise<{ readonly file?: SourceFile; readonly diagnostics: readonly Diagnostic[] }> {
  const read = await tryTo(() => reader.readFile(path));
  if ("fault" in read) return { diagnostics: [describeUnread(name, read.fault)] };
  const { value, diagnostics } = parseJson(read.value, name);
  if (value === undefined) return { diagnostics };
  return { file: { name, text: read.value, json: value }, diagnostics };
}

/** The value of `action`, or the file error that it failed with. Other errors are thrown. */
export async function tryTo<T>(
  action: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly fault: unknown }> {
  try {
    return { value: await action() };
  } catch (fault) {
    if (faultCode(fault) === undefined) throw fault;
    return { fault };
  }
}

const SYNTHESISE = "Synthesise the program first, or give the path of its output.";

export function describeUnread(name: string, fault: unknown): Diagnostic {
  const isMissing = faultCode(fault) === "ENOENT";
  const summary = isMissing ? "File not found" : "File cannot be read";
  const described = describeFault(fault, { summary, doing: "read", path: name });
  return isMissing ? { ...described, detail: `${described.detail} ${SYNTHESISE}` } : described;
}
