// The journal of an apply as a file (its format: journal-format.ts). A line is with the operating system at once, so that
// it outlives the process. Lines of one turn of the event loop, and those that come while others are being made durable,
// wait for the disk together: 10,000 objects need far fewer than 10,000 waits.

import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describeFault } from "../files/file-fault.js";
import type { FileSystem, OpenFile } from "../files/file-system.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { InterruptedChange, State } from "../model/state.js";
import { encodeBegin, encodeHeader, encodeRecords } from "./journal-format.js";
import type { ObjectRecord } from "./state-store.js";

/** Lines on their way to the disk. */
export interface JournalFile {
  begin(change: InterruptedChange): Promise<readonly Diagnostic[]>;
  record(...records: readonly ObjectRecord[]): readonly Diagnostic[];
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
    begin: async (change) => {
      const faults = lines.append(encodeBegin(change));
      return faults.length > 0 ? faults : await lines.sync();
    },
    record: (...records) => {
      const faults = lines.append(encodeRecords(records));
      void lines.sync();
      return faults;
    },
    close: async () => {
      const faults = await lines.sync();
      await file.close().catch(() => undefined);
      return faults;
    },
  };
}

interface LineWriter {
  /** The error that ended the file, with this line or before it. */
  append(text: string): readonly Diagnostic[];
  /** Resolves when all that was appended is durable, or with the error that ended the file. */
  sync(): Promise<readonly Diagnostic[]>;
}

function createLineWriter(file: OpenFile, path: string): LineWriter {
  let faults: readonly Diagnostic[] = [];
  let last: Promise<readonly Diagnostic[]> | undefined;
  /** One that has not begun: it is for whatever is appended until then. */
  let next: Promise<readonly Diagnostic[]> | undefined;

  const fail = (error: unknown): readonly Diagnostic[] => {
    const doing = { summary: "The journal could not be written", doing: "written", path };
    faults = [describeFault(error, doing)];
    return faults;
  };
  const syncAfter = async (before: Promise<unknown> | undefined) => {
    await before;
    await setImmediate();
    next = undefined;
    if (faults.length > 0) return faults;
    try {
      await file.sync();
      return [];
    } catch (error) {
      return fail(error);
    }
  };
  return {
    // After a failure nothing is appended, so that only the last line can be torn.
    append: (text) => {
      if (faults.length > 0) return faults;
      try {
        file.appendAtOnce(text);
        return [];
      } catch (error) {
        return fail(error);
      }
    },
    sync: () => {
      next ??= last = syncAfter(last);
      return next;
    },
  };
}
