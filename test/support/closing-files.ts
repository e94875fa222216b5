// The machine's own files, of which none stays open after the test: for tests that drop a journal as a killed
// process would.

import { onTestFinished } from "vitest";
import { type FileSystem, NODE_FILES } from "../../src/files/file-system.js";

export function closingFiles(): FileSystem {
  return {
    ...NODE_FILES,
    open: async (path, mode, permissions) => {
      const file = await NODE_FILES.open(path, mode, permissions);
      let isOpen = true;
      const close = async () => {
        if (isOpen) await file.close();
        isOpen = false;
      };
      onTestFinished(close);
      return { ...file, close };
    },
  };
}
