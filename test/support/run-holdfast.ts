// The command line as a process, run in a project of its own: what tests of whole stories type and read.

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./temporary-folder.js";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const CLI = join(ROOT, "dist/bin/holdfast.js");

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Neither colour nor settings of whoever runs the tests get in. */
export function cleanEnvironment(env: RunOptions["env"] = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(TF_VAR_|TF_WORKSPACE$|HOLDFAST_|CDKTF_|NO_COLOR$|FORCE_COLOR$|COLUMNS$|NODE_OPTIONS$|VITEST)/.test(
        name,
      ),
  );
  return { ...Object.fromEntries(kept), ...env };
}

export function start(args: readonly string[], { cwd, env }: RunOptions): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: cleanEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export async function ended(child: ChildProcess): Promise<Run> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve(exitCode));
  });
  return { code, stdout, stderr };
}

/** `holdfast ARGS`, the arguments split at blanks unless given as a list. */
export function holdfast(args: string | readonly string[], options: RunOptions): Promise<Run> {
  return ended(start(typeof args === "string" ? args.split(" ") : args, options));
}

/** A folder with the files of an example, in which `import … from "holdfast"` works. */
export function exampleFolder(name: string): string {
  const folder = projectFolder({});
  cpSync(join(ROOT, "examples", name), folder, { recursive: true });
  return folder;
}

/** A folder with these files, in which `import … from "holdfast"` works. */
export function projectFolder(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/holdfast"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
