// Replaces a file as a whole: whoever reads it sees the old text or the new one and never a part, whatever
// fails or is killed in between.

import { basename, dirname, join } from "node:path";
import type { FileSystem, OpenFile } from "./file-system.js";

/**
 * Writes a new file beside `path`, makes it durable and renames it over `path`. Rejects with the file
 * error; `path` then is as it was, and the new file is removed where that is still possible.
 */
export async function writeFileAtomically(
  files: FileSystem,
  path: string,
  text: string,
): Promise<void> {
  const folder = dirname(path);
  const fresh = join(folder, `.${basename(path)}.new`);
  const file = await files.open(fresh, "w");
  try {
    await writeAndClose(file, text);
    await files.rename(fresh, path);
  } catch (error) {
    await files.remove(fresh).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(folder);
}

async function writeAndClose(file: OpenFile, text: string): Promise<void> {
  try {
    await file.append(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
