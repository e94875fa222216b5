// The files that a plan read through functions such as file(): apply reads them again, and they must be the same.

import { createHash } from "node:crypto";
import { type Files, isFault } from "../language/outside.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";

/** The same files; what is read of them is noted in `digests`, by absolute path. */
export function noteReads(files: Files, digests: Map<string, string>): Files {
  return {
    ...files,
    read: (path) => {
      const answer = files.read(path);
      if (!isFault(answer)) digests.set(files.absolute(path), digestOf(answer));
      return answer;
    },
  };
}

/** An error for each file that is no longer what the plan read. */
export function findChangedFiles(
  { files: planned = {} }: Plan,
  files: Files | undefined,
): readonly Diagnostic[] {
  if (files === undefined) return [];
  return Object.entries(planned).flatMap(([path, digest]) => {
    const answer = files.read(path);
    if (!isFault(answer) && digestOf(answer) === digest) return [];
    const what = isFault(answer)
      ? `cannot be read any more: ${answer.reason}`
      : "was changed since.";
    const detail = `The plan was made with ${path}, which ${what} Plan again.`;
    return [errorDiagnostic("A file is not what was planned with", detail)];
  });
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
