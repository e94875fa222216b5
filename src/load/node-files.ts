// The files that functions of a configuration read, from the machine's own file system.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { faultReason } from "../files/file-fault.js";
import { faultCode } from "../files/file-system.js";
import { type Fault, type FileKind, type Files, isFault } from "../language/outside.js";

/** Both absolute: the folder of the configuration, and that of whoever runs Holdfast. */
export function nodeFiles({
  folder,
  home,
}: {
  readonly folder: string;
  readonly home: string;
}): Files {
  const absolute = (path: string) => resolve(folder, path);
  return {
    home,
    absolute,
    read: (path) => orFault(() => readFileSync(absolute(path))),
    kindOf: (path) => orFault(() => kindAt(absolute(path))),
    list: (path) => {
      const names = orFault(() => readdirSync(absolute(path)));
      return isFault(names) ? [] : names;
    },
  };
}

function kindAt(path: string): FileKind {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return "none";
  if (found.isDirectory()) return "folder";
  return found.isFile() ? "file" : "other";
}

function orFault<T>(action: () => T): T | Fault {
  try {
    return action();
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return { reason: faultReason(error) ?? "" };
  }
}
