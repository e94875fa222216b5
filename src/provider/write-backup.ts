// Writes the backup of a native key provider to the user's disk: whole or not at all, readable by its owner
// alone. It is a port of the provider, so that a drill or a test can keep backups in memory instead.

import { dirname, resolve } from "node:path";
import { type FileSystem, NODE_FILES } from "../files/file-system.js";
import { writeFileAtomically } from "../files/write-file.js";

/** `path` as configured. Rejects with the system's error, such as ENOSPC or EACCES. */
export type WriteBackup = (path: string, bytes: Uint8Array) => Promise<void>;

/** Writes below `root`, the project's folder, unless the path is absolute. */
export function makeBackupWriter(root: string, files: FileSystem = NODE_FILES): WriteBackup {
  return async (path, bytes) => {
    const target = resolve(root, path);
    await files.makeFolder(dirname(target));
    await writeFileAtomically(files, target, bytes, { permissions: 0o600 });
  };
}
