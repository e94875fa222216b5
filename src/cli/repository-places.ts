// What is said of files of a checkout, as the reader of a pull request knows them: relative to the repository, and without
// the temporary folder that they stood in.

import { isAbsolute, join, posix, relative, sep } from "node:path";
import type { Diagnostic, Source } from "../model/diagnostic.js";

interface CheckedOut {
  /** Absolute, of the repository's checkout. */
  readonly folder: string;
  /** Of the project in it, with `/`. */
  readonly project: string;
}

export function inRepository(diagnostic: Diagnostic, checkedOut: CheckedOut): Diagnostic {
  const { source, detail } = diagnostic;
  const told = { ...diagnostic, detail: withoutFolder(detail, checkedOut) };
  return source === undefined ? told : { ...told, source: sourceIn(source, checkedOut) };
}

function withoutFolder(text: string, { folder }: CheckedOut): string {
  return text.replaceAll(`${folder}${sep}`, "").replaceAll(folder, "the repository");
}

function sourceIn(source: Source, { folder, project }: CheckedOut): Source {
  const { file } = source;
  if (file === undefined) return source;
  const path = isAbsolute(file) ? relative(folder, file) : join(project, file);
  // The user's own, such as a file of --var-file.
  if (path.startsWith("..")) return source;
  return { ...source, file: path.split(sep).join(posix.sep) };
}
