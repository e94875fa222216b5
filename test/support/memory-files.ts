// Files in memory, for functions that read some.

import { posix } from "node:path";
import type { Files } from "../../src/language/outside.js";

/** By absolute path. The configuration is in /stack, and whoever runs it at home in /home/me. */
export function memoryFiles(contents: Readonly<Record<string, string>>): Files {
  const absolute = (path: string) => posix.resolve("/stack", path);
  const under = (folder: string) => (folder === "/" ? "/" : `${folder}/`);
  const isFolder = (path: string) =>
    Object.keys(contents).some((file) => file.startsWith(under(path)));
  return {
    home: "/home/me",
    absolute,
    read: (path) => {
      const content = contents[absolute(path)];
      return content === undefined ? { reason: "it is not there." } : Buffer.from(content);
    },
    kindOf: (path) => {
      if (contents[absolute(path)] !== undefined) return "file";
      return isFolder(absolute(path)) ? "folder" : "none";
    },
    list: (folder) => {
      const start = under(absolute(folder));
      const inside = Object.keys(contents).filter((file) => file.startsWith(start));
      return [...new Set(inside.map((file) => file.slice(start.length).split("/")[0] ?? ""))];
    },
  };
}
