// A command in a process group of its own. A runner that cancels a step interrupts this process alone, and what npx starts is
// started through a shell, which passes nothing on: so the whole group is told, and nothing of it stays behind.

import { type SpawnOptions, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

/** What a runner ends a step with, the first of them first. */
const CANCELLING = ["SIGINT", "SIGTERM"] as const;

/** Longer than a runner waits between its signals; what is still there then is ended. */
const PATIENCE_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 50;

/** There are none on Windows, where the command alone is ended. */
const HAS_GROUPS = process.platform !== "win32";

/** Exit code of the command; 1 where a signal ended it. @throws the error of a command that cannot be started. */
export async function runInGroup(
  [program = "", ...words]: readonly string[],
  options: SpawnOptions,
): Promise<number> {
  const child = spawn(program, words, { ...options, detached: HAS_GROUPS });
  let isCancelled = false;
  const tell = (signal: NodeJS.Signals | 0): boolean => {
    if (!HAS_GROUPS || child.pid === undefined) return child.kill(signal);
    try {
      return process.kill(-child.pid, signal);
    } catch {
      return false;
    }
  };
  const passOn = (signal: NodeJS.Signals) => {
    isCancelled = true;
    tell(signal);
  };
  for (const signal of CANCELLING) process.on(signal, passOn);
  try {
    const code = await new Promise<number>((done, failed) => {
      child.on("error", failed);
      child.on("close", (exitCode) => done(exitCode ?? 1));
    });
    // A wrapper such as npx may end before what it started has put its things away.
    const end = performance.now() + PATIENCE_MILLISECONDS;
    while (isCancelled && tell(0) && performance.now() < end) await wait(LOOK_MILLISECONDS);
    if (isCancelled) tell("SIGKILL");
    return code;
  } finally {
    for (const signal of CANCELLING) process.off(signal, passOn);
  }
}
