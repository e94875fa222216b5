// The files that a plan asked about through functions such as file() and fileset(): apply asks again, and the answers
// must be the same.

import { createHash } from "node:crypto";
import { type FileKind, type Files, isFault } from "../language/outside.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { Plan, SeenFile } from "../model/plan.js";

/** The same files; what is asked about them is noted in `seen`, each question once. */
export function noteReads(files: Files, seen: Map<string, SeenFile>): Files {
  const note = (asked: SeenFile["asked"], path: string) => {
    const name = files.absolute(path);
    const key = `${asked} ${name}`;
    if (!seen.has(key)) seen.set(key, { path: name, asked, answer: answerTo(asked, name, files) });
  };
  return {
    ...files,
    read: (path) => {
      note("content", path);
      return files.read(path);
    },
    kindOf: (path) => {
      note("kind", path);
      return files.kindOf(path);
    },
    list: (path) => {
      note("names", path);
      return files.list(path);
    },
  };
}

function answerTo(asked: SeenFile["asked"], path: string, files: Files): string {
  switch (asked) {
    case "content": {
      const content = files.read(path);
      return isFault(content) ? UNREADABLE : digestOf(content);
    }
    case "kind": {
      const kind = files.kindOf(path);
      return isFault(kind) ? UNREADABLE : kind;
    }
    case "names":
      return digestOf([...files.list(path)].sort().join("\0"));
  }
}

const UNREADABLE = "unreadable";

function digestOf(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** An error for each path of which something is no longer what the plan found. */
export function findChangedFiles(
  { files: seen = [] }: Plan,
  files: Files | undefined,
): readonly Diagnostic[] {
  if (files === undefined) return [];
  const changed = new Map<string, Diagnostic>();
  for (const each of seen) {
    const now = answerTo(each.asked, each.path, files);
    if (now === each.answer || changed.has(each.path)) continue;
    const detail = `The plan was made with ${each.path}, which ${differenceOf(each, now, files)}. Plan again.`;
    changed.set(each.path, errorDiagnostic("A file is not what was planned with", detail));
  }
  return [...changed.values()];
}

const NOUNS: { readonly [kind in FileKind | typeof UNREADABLE]: string } = {
  file: "a file",
  folder: "a folder",
  other: "neither a file nor a folder",
  none: "not there",
  unreadable: "closed to us",
};

function differenceOf({ asked, path, answer }: SeenFile, now: string, files: Files): string {
  if (asked === "names") return "holds other files now";
  if (asked === "kind") return `was ${nounOf(answer)} and is ${nounOf(now)}`;
  if (answer === UNREADABLE) return "could not be read then";
  const content = files.read(path);
  return isFault(content) ? `cannot be read any more: ${content.reason}` : "was changed since";
}

function nounOf(kind: string): string {
  return Object.hasOwn(NOUNS, kind) ? NOUNS[kind as keyof typeof NOUNS] : kind;
}
