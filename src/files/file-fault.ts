// File errors in words for people: what was tried on which file, why it failed, and what to do. Node's own text is
// never repeated. An error without a code is no file error and is thrown on.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { faultCode } from "./file-system.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full. Free some space and run the command again.",
  EDQUOT: "the disk quota is used up. Free some space and run the command again.",
  EACCES: "permission was denied. Give this user access, or run as the user who owns it.",
  EPERM: "the operation is not permitted. Give this user access, or run as the user who owns it.",
  EROFS: "the file system is read-only. Mount it writable, or name a place on another one.",
  EISDIR: "it is a folder, not a file.",
  ENOTDIR: "a part of its path is a file, not a folder.",
  ENOENT: "there is no such file or folder.",
  EEXIST: "it is there already, left by another command. Run the command again.",
  EIO: "the disk reported an error. Look after the disk before you run the command again.",
  EMFILE: "too many files are open. Raise the limit (ulimit -n) and run the command again.",
  ELOOP: "its symbolic links lead round in a circle.",
  ENAMETOOLONG: "the path is too long.",
};

/** Why a file operation failed and what to do, as the end of a sentence; undefined for a throw of another kind. */
export function faultReason(error: unknown): string | undefined {
  const code = faultCode(error);
  return code === undefined ? undefined : (REASONS[code] ?? `the system reported ${code}.`);
}

/** `doing` completes "could not be …": "read", "written". */
export function describeFault(
  error: unknown,
  doing: { readonly summary: string; readonly doing: string; readonly path: string },
): Diagnostic {
  const reason = faultReason(error);
  if (reason === undefined) throw error;
  const detail = `${doing.path} could not be ${doing.doing}: ${reason}`;
  return errorDiagnostic(doing.summary, detail, { source: { file: doing.path } });
}
