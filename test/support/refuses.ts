// What every refusal of the command line has in common: its words, its code, no stack trace, and no file changed.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { holdfast, type Run } from "./run-holdfast.js";

export interface Refusal {
  readonly args: string | readonly string[];
  readonly code?: number;
  readonly says: readonly (string | RegExp)[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs, compares code, words and files, and that no stack trace is shown. */
export async function refuses(
  cwd: string,
  { args, code = 1, says, env = {} }: Refusal,
): Promise<Run> {
  const before = contentsOf(cwd);
  const run = await holdfast(args, { cwd, env });
  const text = run.stderr.replace(/\s+/g, " ");
  for (const words of says) {
    if (typeof words === "string") expect(text).toContain(words);
    else expect(text).toMatch(words);
  }
  expect(run.code).toBe(code);
  expect(run.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(contentsOf(cwd)).toEqual(before);
  return run;
}

/** Paths and contents of all files, to be compared, without the installed packages: other tests write there. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(folder, entry.name) : [entry.name]))
    .sort();
  const hash = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  return Object.fromEntries(files.map((name) => [name, hash(name)]));
}

function filesBelow(folder: string, name: string): string[] {
  return readdirSync(join(folder, name), { recursive: true, encoding: "utf8" })
    .map((below) => join(name, below))
    .filter((path) => statSync(join(folder, path)).isFile());
}
