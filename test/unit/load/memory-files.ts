// Files of a test, in memory, with faults where a test wants them.

import type { FileReader } from "../../../src/load/source-file.js";

/** `files` by absolute path: text, JSON, or the code of the fault that reading it ends in. */
export function memoryReader(files: {
  readonly [path: string]: string | object | { readonly fault: string };
}): FileReader {
  const names = Object.keys(files);
  return {
    readFile: async (path) => {
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content === undefined) throw fault("ENOENT");
      if (typeof content === "object" && "fault" in content) throw fault(String(content.fault));
      return typeof content === "string" ? content : JSON.stringify(content, null, 2);
    },
    readDir: async (path) => {
      if (Object.hasOwn(files, path)) throw fault("ENOTDIR");
      const prefix = path.endsWith("/") ? path : `${path}/`;
      const inside = names.filter((name) => name.startsWith(prefix));
      if (inside.length === 0) throw fault("ENOENT");
      return [...new Set(inside.map((name) => name.slice(prefix.length).split("/")[0] ?? ""))];
    },
  };
}

function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}
