// Runs a command and says how long it took and how much memory it held at most.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const POLL_MILLISECONDS = 20;

export interface Measurement {
  readonly seconds: number;
  /** Peak resident memory of the process itself in MiB; undefined where /proc does not tell. */
  readonly peakMib: number | undefined;
}

/** Rejects with the command's error output unless it exits with one of `exits`. */
export async function measure(
  command: readonly string[],
  options: { readonly cwd: string; readonly exits?: readonly number[] },
): Promise<Measurement> {
  const [file = "", ...args] = command;
  const started = process.hrtime.bigint();
  const child = spawn(file, args, {
    cwd: options.cwd,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, NO_COLOR: "1", CHECKPOINT_DISABLE: "1" },
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = `${errors}${chunk}`.slice(-2_000);
  });
  let peakMib: number | undefined;
  const poll = setInterval(() => {
    peakMib = highWaterMib(child.pid) ?? peakMib;
  }, POLL_MILLISECONDS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  clearInterval(poll);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (!(options.exits ?? [0]).includes(code ?? -1)) {
    throw new Error(`${command.join(" ")} exited ${code}\n${errors}`);
  }
  return { seconds, peakMib };
}

/** The best of several runs: the one the machine disturbed least. */
export async function measureBest(
  times: number,
  command: readonly string[],
  cwd: string,
): Promise<Measurement> {
  let best: Measurement | undefined;
  for (let i = 0; i < times; i++) {
    const one = await measure(command, { cwd });
    if (best === undefined || one.seconds < best.seconds) best = one;
  }
  if (best === undefined) throw new Error("nothing was measured");
  return best;
}

function highWaterMib(pid: number | undefined): number | undefined {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return match?.[1] === undefined ? undefined : Math.round(Number(match[1]) / 1024);
  } catch {
    return undefined;
  }
}
