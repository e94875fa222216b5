// Runs a command and says how long it took and how much memory it held at most.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const POLL_MILLISECONDS = 20;

export interface Measurement {
  readonly seconds: number;
  /**
   * Peak resident memory of the process in MiB, and with it the most that the processes which it started held at one
   * time, as Terraform's plugins; undefined where /proc does not tell.
   */
  readonly peakMib: number | undefined;
}

/** Rejects with the command's error output unless it exits with one of `exits`. */
export async function measure(
  command: readonly string[],
  options: {
    readonly cwd: string;
    readonly exits?: readonly number[];
    readonly env?: NodeJS.ProcessEnv;
  },
): Promise<Measurement> {
  const [file = "", ...args] = command;
  const started = process.hrtime.bigint();
  const child = spawn(file, args, {
    cwd: options.cwd,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...options.env, NO_COLOR: "1", CHECKPOINT_DISABLE: "1" },
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = `${errors}${chunk}`.slice(-2_000);
  });
  let own: number | undefined;
  let others = 0;
  const poll = setInterval(() => {
    own = memoryOf(child.pid, "VmHWM") ?? own;
    others = Math.max(others, memoryOfChildren(child.pid));
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
  return { seconds, peakMib: own === undefined ? undefined : Math.round(own + others) };
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

/** In MiB. */
function memoryOf(pid: number | undefined, what: "VmHWM" | "VmRSS"): number | undefined {
  const status = textOf(`/proc/${pid}/status`);
  const match = new RegExp(`${what}:\\s+(\\d+) kB`).exec(status ?? "");
  return match?.[1] === undefined ? undefined : Number(match[1]) / 1024;
}

function memoryOfChildren(pid: number | undefined): number {
  const children = textOf(`/proc/${pid}/task/${pid}/children`)?.match(/\d+/g) ?? [];
  return children.reduce((sum, child) => sum + (memoryOf(Number(child), "VmRSS") ?? 0), 0);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
