// File errors in words for people: what was tried on which file, why it failed, and what to do. An error
// without a code is no file error and is thrown on.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { faultCode } from "./file-system.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full. Free some space and run the command again.",
  EDQUOT: "the disk quota is used up. Free some space and run the command again.",
  EACCES: "permission was denied. Give this user access, or run as the user who owns it.",
  EPERM: "the operation is not permitted. Give this user access, or run as the user who owns it.",
  EROFS: "the file system is read-only.",
  EISDIR: "it is a folder, not a file.",
  ENOTDIR: "a part of its path is a file, not a folder.",
  ENOENT: "there is no such file or folder.",
  EEXIST: "it is there already, left by another command. Run the command again.",
  EIO: "the disk reported an error.",
  EMFILE: "too many files are open.",
};

/** `doing` completes "could not be …": "read", "written". */
export function describeFault(
  error: unknown,
  doing: { readonly summary: string; readonly doing: string; readonly path: string },
): Diagnostic {
  const code = faultCode(error);
  if (code === undefined) throw error;
  const reason = REASONS[code] ?? `the system reported ${code}.`;
  const detail = `${doing.path} could not be ${doing.doing}: ${reason}`;
  return errorDiagnostic(doing.summary, detail, { source: { file: doing.path } });
}
