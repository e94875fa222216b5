// The few file operations that everything Holdfast keeps is written with: state, journal, lock, plans, backups,
// snapshots. They are a port, so that a test can put a fault into each. Paths are absolute. Every operation
// rejects with Node's own error, whose `code` says what happened.

import { appendFileSync } from "node:fs";
import { mkdir, open, readFile, readlink, realpath, rename, stat, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";

export interface FileSystem {
  readText(path: string): Promise<string>;
  /** Where a write to `path` ends: behind symbolic links, whether or not a file is there yet. */
  find(path: string): Promise<FilePlace>;
  /**
   * "w" empties or makes the file, "wx" makes it and refuses one that is there. A file that is made has
   * `permissions` whatever the umask, where the file system can keep them.
   */
  open(path: string, mode: "w" | "wx", permissions?: number): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the folder and those above it, as far as they are missing. */
  makeFolder(path: string): Promise<void>;
  /** Makes a rename or a new file in the folder durable. */
  syncFolder(path: string): Promise<void>;
}

export interface FilePlace {
  readonly path: string;
  /** Not so for a device or a pipe, such as /dev/stdout, and for a folder. */
  readonly isReplaceable: boolean;
  /** Of a file that is there, such as 0o600. */
  readonly permissions: number | undefined;
}

export interface OpenFile {
  append(data: string | Uint8Array): Promise<void>;
  /** Returns when the operating system has it: it outlives the process from then on. Throws where the others reject. */
  appendAtOnce(data: string): void;
  /** Returns when what was appended is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The machine's own files. */
export const NODE_FILES: FileSystem = {
  readText: readNodeText,
  find: findNodeFile,
  open: openNodeFile,
  rename,
  remove: unlink,
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true });
  },
  syncFolder: async (path) => {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

/** Decoded in one piece: asked for a text, Node joins many small ones, and whoever looks into it copies it again. */
export async function readNodeText(path: string): Promise<string> {
  return (await readFile(path)).toString("utf8");
}

async function findNodeFile(path: string): Promise<FilePlace> {
  try {
    const found = await stat(path);
    const isReplaceable = found.isFile();
    if (!isReplaceable) return { path, isReplaceable, permissions: undefined };
    return { path: await realpath(path), isReplaceable, permissions: found.mode & 0o777 };
  } catch (error) {
    if (faultCode(error) !== "ENOENT") throw error;
    const behind = await followLink(path);
    if (behind !== undefined) return await findNodeFile(behind);
    return { path, isReplaceable: true, permissions: undefined };
  }
}

/** Where a link that leads to nothing leads; undefined if `path` is none. */
async function followLink(path: string): Promise<string | undefined> {
  try {
    const target = await readlink(path);
    return resolve(await realpath(dirname(path)), target);
  } catch {
    return undefined;
  }
}

async function openNodeFile(
  path: string,
  mode: "w" | "wx",
  permissions?: number,
): Promise<OpenFile> {
  const file = await open(path, mode, permissions);
  if (permissions !== undefined && (permissions & ~(await file.stat()).mode) !== 0) {
    await file.chmod(permissions).catch(() => undefined);
  }
  return {
    append: (data) => file.appendFile(data),
    appendAtOnce: (data) => appendFileSync(file.fd, data),
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}

/** The `code` of a file error, such as `ENOENT`; undefined for any other throw. */
export function faultCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
