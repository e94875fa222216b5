// Compares generated files with those on disk, byte for byte, in the folders that hold nothing else. Used
// by the script and by the test that keeps committed output in step with the schemas.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { GENERATED_FOLDERS, HANDWRITTEN_FILES } from "./generate-files.js";

/** Paths that are missing, differ, or should not be there; sorted. */
export async function findDrift(
  root: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const present = (await Promise.all(GENERATED_FOLDERS.map((f) => listFiles(root, f)))).flat();
  const candidates = new Set([...files.keys(), ...present]);
  const drift: string[] = [];
  for (const path of candidates) {
    if (HANDWRITTEN_FILES.includes(path)) continue;
    if ((await readText(join(root, path))) !== files.get(path)) drift.push(path);
  }
  return drift.sort();
}

async function listFiles(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(join(root, "/").length));
}

async function readText(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch(() => undefined);
}
