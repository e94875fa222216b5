// Holding the locks of all that a command works on, and giving them back whatever happens.

import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { Lock, LockHolder, StateStore } from "../state/state-store.js";
import { CommandFailed } from "./describe-failure.js";
import { untilInterrupted } from "./interrupts.js";
import { type Session, sayDiagnostics } from "./session.js";

const MILLISECONDS_BETWEEN_TRIES = 250;

export interface Locking {
  readonly stores: readonly Pick<StateStore, "lock">[];
  readonly operation: string;
  /** How long to wait for one that is held; as long as the user said unless given. */
  readonly waitSeconds?: number;
}

/** Does `work` with every lock held. @throws CommandFailed when one is held by somebody else. */
export async function withLocks<T>(
  session: Session,
  locking: Locking,
  work: () => Promise<T>,
): Promise<T> {
  const locks: Lock[] = [];
  try {
    for (const store of locking.stores) locks.push(await lock(session, store, locking));
    return await work();
  } finally {
    for (const held of locks.reverse()) sayDiagnostics(session, await held.release());
  }
}

async function lock(
  session: Session,
  store: Pick<StateStore, "lock">,
  { operation, waitSeconds = session.lockTimeoutSeconds }: Locking,
): Promise<Lock> {
  const holder = describeHolder(session, operation);
  const deadline = session.now().getTime() + waitSeconds * 1_000;
  for (;;) {
    const answer = await store.lock(holder);
    if (answer.lock !== undefined) {
      sayDiagnostics(session, answer.diagnostics);
      return answer.lock;
    }
    const isLate = session.now().getTime() >= deadline;
    if (isLate || answer.isTaken !== true) throw new CommandFailed(answer.diagnostics);
    await untilInterrupted(wait(MILLISECONDS_BETWEEN_TRIES), session.signal);
  }
}

function describeHolder(session: Session, operation: string): LockHolder {
  return {
    id: randomUUID(),
    operation,
    who: `${userName()}@${hostname()}`,
    pid: process.pid,
    version: session.version,
    created: session.now().toISOString(),
  };
}

/** A user id without a name, as in many containers, makes userInfo throw. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
}

/** Of this machine. A process that may not be signalled is there all the same. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
