// Replaces a file as a whole: whoever reads it sees the old content or the new one and never a part, whatever
// fails or is killed in between.

import { basename, dirname, join } from "node:path";
import { type FileSystem, faultCode, type OpenFile } from "./file-system.js";

export interface WriteOptions {
  /** Of the new file, such as 0o600. Those of the old one unless given. */
  readonly permissions?: number;
}

/**
 * Writes a new file beside `path`, makes it durable and renames it over `path`. Rejects with the file
 * error; `path` then is as it was, and the new file is removed where that is still possible. What is no file,
 * such as /dev/stdout, is written to as it is.
 */
export async function writeFileAtomically(
  files: FileSystem,
  path: string,
  data: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const place = await files.find(path);
  if (!place.isReplaceable) return await writeAndClose(await files.open(path, "w"), data);
  const folder = dirname(place.path);
  const fresh = join(folder, `.${basename(place.path)}.new`);
  const permissions = options.permissions ?? place.permissions;
  const file = await makeFresh(files, fresh, permissions);
  try {
    await writeAndClose(file, data, "durably");
    await files.rename(fresh, place.path);
  } catch (error) {
    await files.remove(fresh).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(folder);
}

/** One that a killed process left behind may have other permissions, so it is made anew. */
async function makeFresh(
  files: FileSystem,
  path: string,
  permissions: number | undefined,
): Promise<OpenFile> {
  try {
    return await files.open(path, "wx", permissions);
  } catch (error) {
    if (faultCode(error) !== "EEXIST") throw error;
    await files.remove(path);
    return await files.open(path, "wx", permissions);
  }
}

async function writeAndClose(
  file: OpenFile,
  data: string | Uint8Array,
  how?: "durably",
): Promise<void> {
  try {
    await file.append(data);
    if (how === "durably") await file.sync();
  } finally {
    await file.close();
  }
}
