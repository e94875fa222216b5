// Runs the user's program in a process of its own, with its children in a group, so that a program that hangs is
// ended with all it started. What it prints is kept until then: only then it is known what of it is secret.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { packageFolder } from "./package-folder.js";
import type { Project } from "./project.js";
import type { Terminal } from "./terminal.js";
import { OPTIMISER_FLAGS } from "./v8-tuning.js";

export interface AppRun {
  readonly ended: "by-itself" | "by-signal" | "out-of-time" | "interrupted";
  /** Null unless it ended by itself. */
  readonly exitCode: number | null;
  /** The end of what it wrote to each, as far as it is kept. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface AppOptions {
  readonly terminal: Terminal;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** As much of each stream as is kept: the end of a long one tells why it failed. */
const KEPT_CHARACTERS = 1_000_000;

export async function runApp(project: Project, options: AppOptions): Promise<AppRun> {
  const child = start(project, options.terminal.env);
  const [stdout, stderr] = [keepTextOf(child.stdout), keepTextOf(child.stderr)];
  let stopped: AppRun["ended"] | undefined;
  const stop = (why: AppRun["ended"]) => {
    stopped ??= why;
    killGroup(child);
  };
  const timer = setTimeout(() => stop("out-of-time"), options.timeoutSeconds * 1_000);
  const onAbort = () => stop("interrupted");
  options.signal.addEventListener("abort", onAbort, { once: true });
  // One that came before the program was started is told to nobody any more.
  if (options.signal.aborted) onAbort();
  try {
    const exitCode = await endOf(child);
    const ended = stopped ?? (exitCode === null ? "by-signal" : "by-itself");
    return { ended, exitCode, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", onAbort);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

/** A function that gives the end of what came so far, in whole lines: half a secret would not be known as one. */
function keepTextOf(stream: Readable | null): () => string {
  let kept = "";
  let isCut = false;
  stream?.setEncoding("utf8").on("data", (text: string) => {
    isCut ||= kept.length + text.length > KEPT_CHARACTERS;
    kept = (kept + text).slice(-KEPT_CHARACTERS);
  });
  return () => (isCut ? kept.slice(kept.indexOf("\n") + 1) : kept);
}

/** A process that it left behind may hold its streams for ever, so that is waited for only a little. */
const LAST_WORDS_MILLISECONDS = 500;

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      setTimeout(() => resolve(code), LAST_WORDS_MILLISECONDS).unref();
      child.once("close", () => resolve(code));
    });
  });
}

function start(project: Project, env: Terminal["env"]): ChildProcess {
  const options = {
    cwd: project.root,
    env: appEnvironment(project, env),
    stdio: ["ignore", "pipe", "pipe"] as ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  };
  const direct = directTsx(project);
  if (direct !== undefined) {
    return spawn(process.execPath, [...OPTIMISER_FLAGS, ...direct], options);
  }
  return spawn(project.app, { ...options, shell: true });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

function appEnvironment(project: Project, env: Terminal["env"]): NodeJS.ProcessEnv {
  return {
    ...env,
    PATH: [...binFolders(project.root), env.PATH ?? ""].join(delimiter),
    CDKTF_OUTDIR: project.output,
    CDKTF_CONTEXT_JSON: JSON.stringify(project.context),
  };
}

/** As npm does for scripts: node_modules/.bin of the project and of every folder above; then our own. */
function binFolders(root: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = root; ; folder = dirname(folder)) {
    folders.push(join(folder, "node_modules", ".bin"));
    if (dirname(folder) === folder) break;
  }
  const own = tsxFrom(packageFolder());
  if (own !== undefined) folders.push(join(dirname(own.folder), ".bin"));
  return folders.filter((folder) => existsSync(folder));
}

interface Tsx {
  /** Absolute folder of the package. */
  readonly folder: string;
  /** The loader that `node --import` takes. */
  readonly loader: string;
}

function tsxFrom(folder: string): Tsx | undefined {
  try {
    const require = createRequire(join(folder, "package.json"));
    return { folder: dirname(require.resolve("tsx/package.json")), loader: require.resolve("tsx") };
  } catch {
    return undefined;
  }
}

const PLAIN_WORDS = /^(?:npx +)?tsx((?: +[\w./@:=+,-]+)+) *$/;

/**
 * Arguments for Node that do what `tsx FILE` does, without the start of npx and tsx's own process; undefined
 * when the command is anything else, options of tsx included.
 */
export function directTsx({ app, root }: Pick<Project, "app" | "root">): string[] | undefined {
  const words = PLAIN_WORDS.exec(app)?.[1]?.trim().split(/ +/);
  if (words === undefined || words[0]?.startsWith("-") || words[0] === "watch") return undefined;
  const tsx = tsxFrom(root) ?? tsxFrom(packageFolder());
  return tsx === undefined ? undefined : ["--import", pathToFileURL(tsx.loader).href, ...words];
}
