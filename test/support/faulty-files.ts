// File operations that fail when told to: with an error (a full disk, no permission), or as if the process
// had been killed, after which nothing is written any more. A failing append writes the first half.

import { type FileSystem, NODE_FILES, type OpenFile } from "../../src/files/file-system.js";

export interface Fault {
  /** Number of the write operation that fails, from 0. */
  readonly at: number;
  /** `crash`: it and all that follow fail. */
  readonly code: "ENOSPC" | "EACCES" | "EIO" | "crash";
}

export interface FaultyFiles {
  readonly files: FileSystem;
  /** Names of the write operations so far. */
  readonly operations: readonly string[];
}

/** Counts every operation that changes something; without a fault it only counts. */
export function faultyFiles(fault?: Fault, real: FileSystem = NODE_FILES): FaultyFiles {
  const operations: string[] = [];
  const isHit = (name: string): boolean => {
    const number = operations.push(name) - 1;
    if (fault === undefined) return false;
    return fault.code === "crash" ? number >= fault.at : number === fault.at;
  };
  const strike = (name: string): void => {
    if (isHit(name)) throw fileError(fault);
  };
  const isTorn = () => fault?.code !== "crash" || operations.length - 1 === fault.at;
  const wrap = (file: OpenFile): OpenFile => ({
    append: async (data) => {
      if (!isHit("append")) return await file.append(data);
      if (isTorn()) await file.append(data.slice(0, data.length / 2));
      throw fileError(fault);
    },
    appendAtOnce: (data) => {
      if (!isHit("append")) return file.appendAtOnce(data);
      if (isTorn()) file.appendAtOnce(data.slice(0, data.length / 2));
      throw fileError(fault);
    },
    sync: async () => {
      strike("sync");
      await file.sync();
    },
    close: () => file.close(),
  });
  const files: FileSystem = {
    readText: real.readText,
    find: real.find,
    open: async (path, mode, permissions) => {
      strike("open");
      return wrap(await real.open(path, mode, permissions));
    },
    rename: async (from, to) => {
      strike("rename");
      await real.rename(from, to);
    },
    remove: async (path) => {
      strike("remove");
      await real.remove(path);
    },
    makeFolder: async (path) => {
      strike("makeFolder");
      await real.makeFolder(path);
    },
    syncFolder: async (path) => {
      strike("syncFolder");
      await real.syncFolder(path);
    },
  };
  return { files, operations };
}

function fileError(fault: Fault | undefined): Error {
  const code = fault?.code === "crash" ? "EIO" : (fault?.code ?? "EIO");
  return Object.assign(new Error(`${code}: injected`), { code });
}
