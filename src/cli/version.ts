// The version of this installation, from its package.json.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute folder of the package: the nearest one upward that has a package.json. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (readPackage(folder) === undefined) folder = dirname(folder);
  return folder;
}

export function readVersion(): string {
  return readPackage(packageFolder()) ?? "unknown";
}

function readPackage(folder: string): string | undefined {
  try {
    const { version }: { version?: unknown } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    return String(version);
  } catch {
    if (dirname(folder) === folder) return "unknown";
    return undefined;
  }
}
