// Paths as Go's filepath package takes them apart, which Terraform does on every system but Windows.

import { posix } from "node:path";

/** The last part; `.` of nothing. */
export function baseName(path: string): string {
  if (path === "") return ".";
  const trimmed = path.replace(/\/+$/, "");
  return trimmed === "" ? "/" : trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** Everything before the last slash, without `.` and `..` as far as possible. */
export function folderName(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf("/") + 1));
}

export function cleanPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}
