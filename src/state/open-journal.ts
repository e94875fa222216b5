// The journal of an apply as a file (its format: journal-format.ts). Lines that come while others are being
// made durable wait and go together, so that 10,000 objects need far fewer than 10,000 waits for the disk.

import { dirname } from "node:path";
import { describeFault } from "../files/file-fault.js";
import type { FileSystem, OpenFile } from "../files/file-system.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { InterruptedChange, State } from "../model/state.js";
import { encodeBegin, encodeHeader, encodeRecords } from "./journal-format.js";
import type { ObjectRecord } from "./state-store.js";

/** Lines on their way to the disk. */
export interface JournalFile {
  begin(change: InterruptedChange): Promise<readonly Diagnostic[]>;
  record(...records: readonly ObjectRecord[]): void;
  /** Waits for what is on its way and closes; an error says that the file lacks something. */
  close(): Promise<readonly Diagnostic[]>;
}

/** Makes the file, which must not be there yet. Rejects with the file error. */
export async function openJournalFile(
  files: FileSystem,
  path: string,
  base: State,
): Promise<JournalFile> {
  const file = await files.open(path, "wx");
  const header = encodeHeader(base);
  try {
    await file.append(header);
    await file.sync();
    await files.syncFolder(dirname(path));
  } catch (error) {
    await file.close().catch(() => undefined);
    await files.remove(path).catch(() => undefined);
    throw error;
  }
  const lines = createLineWriter(file, path);
  return {
    begin: (change) => lines.append(encodeBegin(change)),
    record: (...records) => void lines.append(encodeRecords(records)),
    close: async () => {
      const diagnostics = await lines.append("");
      await file.close().catch(() => undefined);
      return diagnostics;
    },
  };
}

interface LineWriter {
  /** Resolves when `text` and all before it is durable, or with the error that ended the file. */
  append(text: string): Promise<readonly Diagnostic[]>;
}

function createLineWriter(file: OpenFile, path: string): LineWriter {
  let waiting = "";
  let failure: readonly Diagnostic[] | undefined;
  let flushed: Promise<readonly Diagnostic[]> | undefined;

  /** Writes all that waits. After a failure nothing is appended, so that only the last line can be torn. */
  const flush = async (before: Promise<unknown> | undefined): Promise<readonly Diagnostic[]> => {
    await before;
    flushed = undefined;
    const text = waiting;
    waiting = "";
    if (failure !== undefined || text === "") return failure ?? [];
    try {
      await file.append(text);
      await file.sync();
      return [];
    } catch (error) {
      const doing = { summary: "The journal could not be written", doing: "written", path };
      failure = [describeFault(error, doing)];
      return failure;
    }
  };

  let running: Promise<readonly Diagnostic[]> | undefined;
  return {
    append: (text) => {
      waiting += text;
      flushed ??= running = flush(running);
      return flushed;
    },
  };
}
