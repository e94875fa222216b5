// Writes the backup of a native key provider to the user's disk: whole or not at all, readable by its owner
// alone. It is a port of the provider, so that a drill or a test can keep backups in memory instead.

import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** `path` as configured. Rejects with the system's error, such as ENOSPC or EACCES. */
export type WriteBackup = (path: string, bytes: Uint8Array) => Promise<void>;

/** Writes below `root`, the project's folder, unless the path is absolute. */
export function makeBackupWriter(root: string): WriteBackup {
  return async (path, bytes) => {
    const target = resolve(root, path);
    const partial = `${target}.partial`;
    await mkdir(dirname(target), { recursive: true });
    await rm(partial, { force: true });
    try {
      await writeDurably(partial, bytes);
      await rename(partial, target);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
