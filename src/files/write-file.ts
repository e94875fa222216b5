// Replaces a file as a whole: whoever reads it sees the old content or the new one and never a part, whatever
// fails or is killed in between.

import { basename, dirname, join } from "node:path";
import { type FileSystem, faultCode, type OpenFile } from "./file-system.js";

/** Whole, or in parts that are written one after the other. */
export type FileContent = string | Uint8Array | Iterable<string>;

export interface WriteOptions {
  /** Of the new file, such as 0o600. Those of the old one unless given. */
  readonly permissions?: number;
}

/**
 * Writes a new file beside `path`, makes it durable and renames it over `path`. Rejects with the file error;
 * `path` then is as it was, and the new file is removed where that is still possible. Only where the folder
 * could not be made durable at the end `path` is the new one already, and may not outlast a power cut. What is
 * no file, such as /dev/stdout, is written to as it is.
 */
export async function writeFileAtomically(
  files: FileSystem,
  path: string,
  data: FileContent,
  options: WriteOptions = {},
): Promise<void> {
  const place = await files.find(path);
  if (!place.isReplaceable) return await writeAndClose(await files.open(path, "w"), data);
  const fresh = await makeFresh(files, place.path, options.permissions ?? place.permissions);
  try {
    await writeAndClose(fresh.file, data, "durably");
    await files.rename(fresh.path, place.path);
  } catch (error) {
    await files.remove(fresh.path).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(dirname(place.path));
}

/** A file of this call alone: another writer may be at one, and a killed one may have left one behind. */
async function makeFresh(
  files: FileSystem,
  target: string,
  permissions: number | undefined,
): Promise<{ readonly path: string; readonly file: OpenFile }> {
  for (let number = 1; ; number++) {
    const path = join(dirname(target), `.${basename(target)}.new${number === 1 ? "" : number}`);
    try {
      return { path, file: await files.open(path, "wx", permissions) };
    } catch (error) {
      if (faultCode(error) !== "EEXIST") throw error;
    }
  }
}

async function writeAndClose(file: OpenFile, data: FileContent, how?: "durably"): Promise<void> {
  const isWhole = typeof data === "string" || data instanceof Uint8Array;
  try {
    for (const part of isWhole ? [data] : data) await file.append(part);
    if (how === "durably") await file.sync();
  } finally {
    await file.close();
  }
}
