// Reading a configuration's files through a small port, so that every fault of a file system can be put in
// by a test, and comes out as a diagnostic that says what to do.

import { readdir, readFile } from "node:fs/promises";
import type { Json } from "../language/json.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { parseJson } from "./parse-json.js";

/** Paths are absolute. Both reject with Node's own errors, whose `code` says what happened. */
export interface FileReader {
  readFile(path: string): Promise<string>;
  /** The names of what is in a folder, in any order. */
  readDir(path: string): Promise<readonly string[]>;
}

/** The machine's own files. */
export const NODE_READER: FileReader = {
  readFile: (path) => readFile(path, "utf8"),
  readDir: (path) => readdir(path),
};

export interface SourceFile {
  /** As diagnostics name it. */
  readonly name: string;
  readonly text: string;
  readonly json: Json;
}

/** The file at `path`; undefined, with an error, if it cannot be read or is no JSON. */
export async function readSourceFile(
  reader: FileReader,
  { path, name }: { readonly path: string; readonly name: string },
): Promise<{ readonly file?: SourceFile; readonly diagnostics: readonly Diagnostic[] }> {
  const read = await tryTo(() => reader.readFile(path));
  if ("code" in read) return { diagnostics: [fileFault(name, read.code)] };
  const { value, diagnostics } = parseJson(read.value, name);
  if (value === undefined) return { diagnostics };
  return { file: { name, text: read.value, json: value }, diagnostics };
}

/** The value of `action`, or the code of the file error that it failed with. Other errors are thrown. */
export async function tryTo<T>(
  action: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly code: string }> {
  try {
    return { value: await action() };
  } catch (error) {
    const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
    if (typeof code !== "string") throw error;
    return { code };
  }
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file. Synthesise the program first, or give the path of its output.",
  EACCES: "You have no permission to read it.",
  EPERM: "You have no permission to read it.",
  EISDIR: "It is a folder where a file is expected.",
  ENOTDIR: "A part of the path is a file where a folder is expected.",
  ELOOP: "Its symbolic links lead round in a circle.",
  ENAMETOOLONG: "The path is too long.",
};

export function fileFault(name: string, code: string): Diagnostic {
  const why = FAULTS[code] ?? `The operating system says ${code}.`;
  const summary = code === "ENOENT" ? "File not found" : "File cannot be read";
  return errorDiagnostic(summary, `${name} cannot be read. ${why}`, { source: { file: name } });
}
