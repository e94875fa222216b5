// The command line as a process, with everything it prints and every file it leaves kept as evidence.

import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const CLI = join(ROOT, "dist/bin/holdfast.js");

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Workshop {
  readonly folder: string;
  /** Everything printed so far, by command, and every file that is there. */
  evidence(): Promise<Map<string, string | Uint8Array>>;
  /** Writes a file that is the user's own, and no evidence. */
  give(name: string, content: string): Promise<string>;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Result>;
}

/** A project's folder of its own, gone after the test. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-canaries-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const printed = new Map<string, string>();
  const given = new Set<string>();
  return {
    folder,
    evidence: async () => {
      const files = await filesIn(folder, given);
      return new Map<string, string | Uint8Array>([...printed, ...files]);
    },
    give: async (name, content) => {
      given.add(name);
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    run: async (args, env = {}) => {
      const result = await start(folder, args, env);
      const name = `holdfast ${args.filter((arg) => !arg.includes("=")).join(" ")}`;
      const { code, stdout, stderr } = result;
      printed.set(`${name} (${printed.size})`, `exit code ${code}\n${stdout}\n${stderr}`);
      return result;
    },
  };
}

async function filesIn(
  folder: string,
  given: ReadonlySet<string>,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (entry.isFile() && !given.has(name)) files.set(`file ${name}`, await readFile(path));
  }
  return files;
}

function start(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Result> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { PATH, HOME, ...env } });
  let stdout = "";
  let stderr = "";
  child.stdin.end();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** For NODE_OPTIONS: what the module at `path` does happens before the command line starts. */
export function importFirst(path: string): string {
  return `--import=${pathToFileURL(path).href}`;
}

/** URL of a built module of the package, for a program in a workshop. */
export function builtModule(path: string): string {
  return pathToFileURL(join(ROOT, "dist", path)).href;
}
