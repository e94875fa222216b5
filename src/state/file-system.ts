// The few file operations that state, journal, lock and saved plans are made of, so that a fault can be put
// into each of them in a test. Paths are absolute. Every operation rejects with Node's own error, whose
// `code` says what happened.

import { copyFile, mkdir, open, readFile, rename, unlink } from "node:fs/promises";

export interface FileSystem {
  readText(path: string): Promise<string>;
  /** "w" empties or makes the file, "wx" makes it and refuses one that is there. */
  open(path: string, mode: "w" | "wx"): Promise<OpenFile>;
  copy(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the folder and those above it, as far as they are missing. */
  makeFolder(path: string): Promise<void>;
  /** Makes a rename or a new file in the folder durable. */
  syncFolder(path: string): Promise<void>;
}

export interface OpenFile {
  append(text: string): Promise<void>;
  /** Returns when what was appended is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The machine's own files. */
export const NODE_FILES: FileSystem = {
  readText: (path) => readFile(path, "utf8"),
  open: openNodeFile,
  copy: copyFile,
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

async function openNodeFile(path: string, mode: "w" | "wx"): Promise<OpenFile> {
  const file = await open(path, mode);
  return {
    append: (text) => file.appendFile(text),
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}

/** The `code` of a file error, such as `ENOENT`; undefined for any other throw. */
export function faultCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
