// Git as a process. It is only asked, and writes nothing to the user's work tree, index or branches.

import { execFile } from "node:child_process";
import { faultCode } from "../files/file-system.js";
import { Interrupted } from "./interrupts.js";
import type { Session } from "./session.js";

export interface GitCall {
  /** Absolute folder to run it in. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface GitAnswer {
  readonly isDone: boolean;
  /** Whether there is no git on the PATH. */
  readonly isMissing: boolean;
  readonly stdout: string;
  /** What it complained of, on one line. */
  readonly complaint: string;
}

/** No hook or watcher of the repository runs, and all of a tree is checked out. */
const SETTINGS = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "core.sparseCheckout=false"];

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** @throws Interrupted. */
export function askGit(
  { terminal, signal }: Session,
  args: readonly string[],
  { cwd, env = {} }: GitCall,
): Promise<GitAnswer> {
  const settings = SETTINGS.flatMap((setting) => ["-c", setting]);
  const options = {
    cwd,
    env: { ...terminal.env, LC_ALL: "C", ...env },
    signal,
    maxBuffer: MOST_OUTPUT_BYTES,
  };
  return new Promise((resolve, reject) => {
    execFile("git", [...settings, ...args], options, (error, stdout, stderr) => {
      if (signal.aborted) reject(new Interrupted("interrupted"));
      else {
        const isMissing = error !== null && faultCode(error) === "ENOENT";
        const complaint = isMissing ? "there is no git on the PATH." : oneLine(stderr);
        resolve({ isDone: error === null, isMissing, stdout, complaint });
      }
    });
  });
}

function oneLine(stderr: string): string {
  return stderr
    .trim()
    .replace(/^(fatal|error): /gm, "")
    .replace(/\s*\n\s*/g, " ");
}
