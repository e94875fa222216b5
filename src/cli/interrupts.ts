// Ctrl-C. The first one asks for an end: what has begun may finish. The second ends at once; whatever was being
// done then is in the journal, from which the next run goes on.

import { setImmediate } from "node:timers/promises";
import { EXIT_CODES } from "./exit-codes.js";

/** Thrown where work stops because of the first interrupt. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const FIRST = "Interrupted: ending what has begun. Once more stops at once.";
const SECOND = {
  carriesOut:
    "Stopped. What was carried out is recorded: the next plan or apply takes the lock over and goes on from it.",
  onlyLooks: "Stopped. If it held a lock, the next plan or apply takes it over.",
};

/**
 * `say` is given what is to be said at the first interrupt and at the second, which ends the process; `kind` is of the
 * command.
 */
export function listenForInterrupts(
  say: (sentence: string) => void,
  kind: keyof typeof SECOND,
): AbortSignal {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) {
      say(SECOND[kind]);
      process.exit(EXIT_CODES.interrupted);
    }
    controller.abort(new Interrupted("interrupted"));
    say(FIRST);
  };
  for (const name of SIGNALS) process.on(name, listener);
  stopListening = () => {
    for (const name of SIGNALS) process.off(name, listener);
  };
  return controller.signal;
}

let stopListening: () => void = () => undefined;

/**
 * Before a long computation that leaves nothing half done: no listener would be called while it lasts, so from here
 * on an interrupt ends the process by itself. @throws Interrupted for one that came before.
 */
export async function endWhenInterrupted(signal: AbortSignal): Promise<void> {
  // One that has come and was not yet told is told now: in the second turn, for the first may be the rest of the
  // turn in which it came, which asks for no signals any more.
  await setImmediate();
  await setImmediate();
  signal.throwIfAborted();
  stopListening();
}

/** The work, given up at the first interrupt: for work that leaves nothing half done. */
export async function untilInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let giveUp: (() => void) | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Interrupted("interrupted"));
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    if (giveUp !== undefined) signal.removeEventListener("abort", giveUp);
  }
}
